import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam, asInTorch, attention, constant, copyValues, decoderBlock, embedding, equationsOf, initialise, lastPosition, model, openBackend, outputsOf, perPosition, positions, sequencesOf, tokensOf, train, transformer, warmedUp, chain, flatten, dense, halves, layerNorm, type Part } from '../../src/tensor/index.js';
import { slow } from '../runs.js';

const root = join(import.meta.dirname, '../..');

describe.each(slow ? ['cpu', 'wasm'] : ['wasm'])('on %s', (backend) => {
  test('every gradient of a part of a transformer is what finite differences say', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', join(root, 'test/tensor/parts-of-transformers.ts'), backend], { cwd: root });
    const { backend: opened, found } = JSON.parse(stdout) as { backend: string; found: { of: string; off: number; largest: number }[] };
    expect(opened).toBe(backend);
    expect(found.length).toBeGreaterThan(40);
    for (const { of, off, largest } of found) {
      expect(largest, of).toBeGreaterThan(1e-4);
      expect(off, of).toBeLessThan(1e-4 + 1e-2 * largest);
    }
  });
});

describe('a transformer', () => {
  beforeAll(async () => void (await openBackend('wasm')));

  const of = (length: number, ...parts: Part[]) => model('test', [length], chain(...parts));
  const drawn = (m: ReturnType<typeof of>) => new Map([...initialise(m, 5, asInTorch)].map(([name, data]) => [name, data.map((x, k) => x + 0.2 * Math.sin(k))]));

  test('embeds tokens as rows of its table, and adds sines and cosines of the position', () => {
    const m = of(2, embedding('tokens', 3, 4)), values = new Map([['tokens.table', Float32Array.from({ length: 12 }, (_, k) => k)]]);
    expect([...outputsOf(m, values, Float32Array.of(2, 0))]).toEqual([8, 9, 10, 11, 0, 1, 2, 3]);
    const placed = outputsOf(of(2, embedding('tokens', 3, 4), positions), new Map([['tokens.table', new Float32Array(12)]]), Float32Array.of(2, 0));
    [0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)].forEach((y, k) => expect(placed[k]).toBeCloseTo(y, 6));
  });

  test('normalises rows to mean 0 and variance 1 before gain and bias', () => {
    const m = of(2, embedding('tokens', 2, 4), layerNorm('norm', 4)), table = Float32Array.of(1, 2, 3, 4, -1, 5, 0, 0);
    const out = outputsOf(m, new Map([['tokens.table', table], ['norm.gain', Float32Array.of(1, 1, 1, 2)], ['norm.bias', Float32Array.of(0, 0, 0, 1)]]), Float32Array.of(0, 1));
    [-1.5, -0.5, 0.5, 1.5].forEach((x, k) => expect(out[k]).toBeCloseTo((k === 3 ? 2 : 1) * (x / Math.sqrt(1.25 + 1e-5)) + (k === 3 ? 1 : 0), 5));
  });

  test('attends as the formula says, head by head, and to no later position', () => {
    const width = 4, heads = 2, size = 2, m = of(3, embedding('tokens', 5, width), attention('a', width, heads)), values = drawn(m), tokens = Float32Array.of(4, 1, 3), out = outputsOf(m, values, tokens);
    const x = [...tokens].map((t) => [...values.get('tokens.table')!.subarray(t * width, (t + 1) * width)]), times = (name: string, v: readonly number[]): number[] => Array.from({ length: width }, (_, r) => v.reduce((s, u, c) => s + values.get(`a.${name}.weights`)![r * width + c] * u, 0));
    const [q, k, v] = ['query', 'key', 'value'].map((name) => x.map((row) => times(name, row)));
    for (let i = 0; i < 3; i++) {
      const mixed = Array.from({ length: width }, (_, c) => {
        const head = Math.floor(c / size), dot = (j: number): number => Array.from({ length: size }, (__, e) => q[i][head * size + e] * k[j][head * size + e]).reduce((a, b) => a + b);
        const shares = Array.from({ length: i + 1 }, (__, j) => Math.exp(dot(j) / Math.sqrt(size))), sum = shares.reduce((a, b) => a + b);
        return shares.reduce((s, p, j) => s + (p / sum) * v[j][c], 0);
      });
      times('output', mixed).forEach((y, c) => expect(out[i * width + c]).toBeCloseTo(y, 4));
    }
    const changed = outputsOf(m, values, Float32Array.of(4, 1, 0));
    expect([...changed.subarray(0, 8)]).toEqual([...out.subarray(0, 8)]);
    expect([...changed.subarray(8)]).not.toEqual([...out.subarray(8)]);
  });

  test('of two halves that are the same matrix computes what one of dense maps computes', () => {
    const sizes = { tokens: 5, classes: 3, length: 3, blocks: 2, width: 8, heads: 2 }, whole = transformer(sizes), split = transformer({ ...sizes, linear: halves }), values = drawn(whole), tokens = Float32Array.of(1, 4, 0, 2, 2, 3);
    const twice = new Map([...values].flatMap(([name, data]): [string, Float32Array][] => (name.endsWith('.weights') ? ['plus', 'minus'].map((half) => [name.replace('weights', half), data]) : [[name, data]])));
    const out = outputsOf(whole, values, tokens);
    outputsOf(split, twice, tokens).forEach((y, k) => expect(y).toBeCloseTo(out[k], 5));
  });

  test('computes at the last position alone what it computes at every one', () => {
    const whole = of(3, embedding('tokens', 5, 8), positions, decoderBlock('block', 8, 2), lastPosition), short = of(3, embedding('tokens', 5, 8), positions, decoderBlock('block', 8, 2, { queries: 'last' }));
    const values = drawn(whole), tokens = Float32Array.of(1, 4, 0, 2, 2, 3), out = outputsOf(short, values, tokens);
    outputsOf(whole, values, tokens).forEach((y, k) => expect(out[k]).toBeCloseTo(y, 5));
  });

  test('learns the sums modulo 5 that it is shown, to the same bits every time, and decay shrinks all its parameters', () => {
    const equations = equationsOf('x+y', 5), data = sequencesOf(equations), m = transformer({ tokens: tokensOf(equations), classes: 5, length: 4, blocks: 1, width: 16, heads: 2 });
    const run = (decay: number, steps: number) => train({ model: m, data, start: initialise(m, 1, asInTorch), steps, batch: { size: 12, seed: 1 }, optimiser: adam({ beta2: 0.98, decay }), schedule: warmedUp(10, constant(3e-3)), evaluateOn: { data } });
    const end = run(0, 250);
    expect(end.curve[0].on.data.accuracy).toBe(1);
    const [whole, shrunk] = [run(0, 1), run(1, 1)].map((r) => r.end.values), first = initialise(m, 1, asInTorch);
    // w <- w - rate decay w, of every parameter, the gains among them; rate 3e-4 at the first of ten steps of warming up.
    for (const [name, w] of shrunk) w.forEach((x, k) => expect(x - whole.get(name)![k]).toBeCloseTo(-3e-4 * first.get(name)![k], 6));
    expect(run(0, 20).end.values).toEqual(run(0, 20).end.values);
    expect(copyValues(end.end.values)).toEqual(run(0, 250).end.values);
  });

  test.each([5, -1, 0.5])('refuses %d for a token', (token) => {
    expect(() => outputsOf(of(2, embedding('t', 5, 4)), new Map([['t.table', new Float32Array(20)]]), Float32Array.of(0, token))).toThrow(`embedding: needed tokens of t in 0 .. 4, got ${token}`);
  });

  test.each([
    [() => attention('a', 6, 4), 'attention: needed a number of heads that share the width 6 of a, got 4'],
    [() => attention('a', 6, 0.5), 'attention: needed a number of heads that share the width 6 of a, got 0.5'],
    [() => model('m', [4], lastPosition), 'lastPosition: needed a sequence of vectors, got shape [4]'],
    [() => of(3, embedding('t', 5, 4), attention('a', 8, 2)), 'attention: needed inputs of shape [positions, 8] for a, got [3, 4]'],
    [() => of(3, embedding('t', 5, 4), perPosition(halves('h', 5, 2))), 'halves: needed inputs of shape [5] for h, got [4]'],
    [() => of(3, positions), 'positions: needed a sequence of vectors, got shape [3]'],
    [() => of(3, embedding('t', 5, 4), embedding('u', 5, 4)), 'embedding: needed a sequence of tokens for u, got shape [3, 4]'],
    [() => of(3, embedding('t', 5, 4), layerNorm('n', 5)), 'layerNorm: needed vectors of 5 for n, got [3, 4]'],
    [() => of(3, embedding('t', 5, 4), perPosition(dense('d', 5, 2)), flatten), 'dense: needed inputs of shape [5] for d, got [4]'],
  ])('misuse %# is refused', (wrong, message) => {
    expect(wrong).toThrow(message);
  });
});
