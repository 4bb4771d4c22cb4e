import { describe, expect, test } from 'vitest';
import { uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { seedWords } from '../../src/numeric/seed-words.js';
import { columnDrawer } from '../../src/network/source.js';

describe('philox', () => {
  // Random123's kat_vectors, philox4x32 10 rounds: counter, key, output.
  const known: [number[], number[], number[]][] = [
    [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [[-1, -1, -1, -1], [-1, -1], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]],
  ];
  test.each(known)('gives the published words for counter %j under key %j', ([c0, c1, c2, c3], [k0, k1], words) => {
    const out = new Uint32Array(4);
    philox(k0, k1, c0, c1, c2, c3, out);
    expect([...out]).toEqual(words);
  });
});

describe('a weight of the uniform law', () => {
  test('is +-k 2^-24 with 1 <= k <= 2^24, as docs/numerics.md lists it', () => {
    expect(uniformWeight(0)).toBe(2 ** -24);
    expect(uniformWeight(1)).toBe(-(2 ** -24));
    expect(uniformWeight(0xffffffff)).toBe(-1);
    expect(uniformWeight(0xfffffffe)).toBe(1);
    expect(uniformWeight(0x80000000)).toBe((2 ** 23 + 1) / 2 ** 24);
  });

  test('is exactly a float32', () => {
    for (let word = 1; word < 2 ** 32; word = word * 3 + 7) expect(Math.fround(uniformWeight(word))).toBe(uniformWeight(word));
  });

  test('has mean 0, variance 1/3 and an even spread, over 2^18 weights within six standard errors', () => {
    const { draw } = columnDrawer({ seed: 5, attempt: 0, law: { name: 'uniform', gridExponent: -24 } });
    const four = new Float64Array(4), bins = new Float64Array(16);
    const count = 2 ** 18;
    let sum = 0, squares = 0;
    for (let k = 0; k < count / 4; k++) {
      draw(1, k, 3, four);
      for (const w of four) {
        sum += w;
        squares += w * w;
        bins[Math.min(15, Math.floor((w + 1) * 8))]++;
      }
    }
    expect(Math.abs(sum / count)).toBeLessThan(6 * Math.sqrt(1 / 3 / count));
    expect(Math.abs(squares / count - 1 / 3)).toBeLessThan(6 * Math.sqrt(4 / 45 / count));
    for (const b of bins) expect(Math.abs(b / count - 1 / 16)).toBeLessThan(6 * Math.sqrt(15 / 256 / count));
  });
});

describe('a seed', () => {
  test('is split into two 32-bit words, low first', () => expect(seedWords(2 ** 32 * 3 + 9)).toEqual([9, 3]));
  test.each([-1, 0.5, 2 ** 53, NaN])('outside [0, 2^53) is refused: %s', (seed) => {
    expect(() => seedWords(seed)).toThrow(`seed: needed an integer in [0, 2^53), got ${seed}`);
  });
});
