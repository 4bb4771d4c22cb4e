import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equationsOf, operations, pairsOf, sequencesOf, split, symmetricGroup, tokensOf, type Operation } from '../../src/tensor/index.js';

const inS5 = (operation: Operation): boolean => operation.endsWith('S5');

describe('the equations of Power et al. (2021)', () => {
  test('are as many as published: 9312 of division modulo 97, 97^2 of every other operation there, 120^2 of permutations', () => {
    const counts = Object.fromEntries(operations.map((operation) => [operation, equationsOf(operation).x.length]));
    expect(operations).toHaveLength(13);
    for (const operation of operations) expect(counts[operation], operation).toBe(operation === 'x/y' ? 9312 : inS5(operation) ? 14400 : 9409);
  });

  test.each([
    ['x+y', 5, 6, 4], ['x-y', 2, 6, 3], ['x*y', 5, 6, 2], ['x/y', 5, 6, 2], ['x/y if y odd, else x-y', 5, 3, 4], ['x/y if y odd, else x-y', 5, 2, 3], ['x^2+y^2', 3, 4, 4],
    ['x^2+xy+y^2', 3, 4, 2], ['x^2+xy+y^2+x', 3, 4, 5], ['x^3+xy', 3, 4, 4], ['x^3+xy^2+y', 3, 4, 2],
  ] as const)('%s modulo 7 at x = %i, y = %i is %i', (operation, x, y, answer) => {
    const e = equationsOf(operation, 7), k = e.x.findIndex((a, i) => a === x && e.y[i] === y);
    expect(e.answers[k]).toBe(answer);
  });

  test('of quotients are those of products read backwards, each once', () => {
    fc.assert(fc.property(fc.constantFrom(2, 3, 5, 31, 97), (p) => {
      const { x, y, answers } = equationsOf('x/y', p);
      expect(x.every((a, k) => y[k] !== 0 && (answers[k] * y[k]) % p === a)).toBe(true);
      expect(new Set(x.map((a, k) => a * p + y[k])).size).toBe(p * (p - 1));
    }));
  });

  test('have every answer in the group, and for a group every row and column of them all answers', () => {
    for (const operation of operations) {
      const { elements, answers } = equationsOf(operation, 13);
      expect(answers.every((c) => c >= 0 && c < elements), operation).toBe(true);
      if (!['x+y', 'x-y', 'x.y in S5'].includes(operation)) continue;
      for (let x = 0; x < elements; x += 7) {
        expect(new Set(answers.subarray(x * elements, (x + 1) * elements)).size).toBe(elements);
        expect(new Set(Array.from({ length: elements }, (_, y) => answers[y * elements + x])).size).toBe(elements);
      }
    }
  });

  test.each([
    [() => equationsOf('x+y', 15), 'equationsOf: needed a prime below 1000, got 15'],
    [() => equationsOf('x%y' as Operation), 'got x%y'],
    [() => symmetricGroup(6), 'symmetricGroup: needed 1 to 5 things, got 6'],
    [() => split(sequencesOf(equationsOf('x+y', 3)), 0.01, 1), 'split: needed a share that leaves examples on both sides of 9, got 0.01'],
  ])('misuse %# is refused', (wrong, message) => {
    expect(wrong).toThrow(message);
  });
});

describe('the symmetric group', () => {
  const { order, elements, product, inverse } = symmetricGroup(5), place = fc.nat(order - 1);

  test('has 120 elements in the order of the dictionary, the identity first', () => {
    expect([order, elements[0].join(''), elements[1].join(''), elements[119].join('')]).toEqual([120, '01234', '01243', '43210']);
  });

  test('keeps the laws of a group, and does not commute', () => {
    fc.assert(fc.property(place, place, place, (x, y, z) => {
      expect(product(product(x, y), z)).toBe(product(x, product(y, z)));
      expect([product(x, 0), product(0, x), product(x, inverse(x)), product(inverse(x), x)]).toEqual([x, x, 0, 0]);
    }));
    expect(product(1, 2)).not.toBe(product(2, 1));
  });

  test('applies the first factor first, as the published data do', () => {
    // x swaps 3 and 4, y swaps 1 and 2 (place 6: 02134).
    expect(elements[product(1, 6)].join('')).toBe('02143');
    const cycle = elements.findIndex((e) => e.join('') === '12340'), swap = elements.findIndex((e) => e.join('') === '10234');
    expect(elements[product(cycle, swap)].join('')).toBe('02341');
  });
});

describe('equations as data', () => {
  const equations = equationsOf('x-y', 5), sequences = sequencesOf(equations), pairs = pairsOf(equations);

  test('are four tokens, x op y =, or two one-hot vectors, with the answer as the class', () => {
    // Number 7 is 1 - 2.
    expect([...sequences.inputs.subarray(28, 32), sequences.labels[7], tokensOf(equations)]).toEqual([1, 5, 2, 6, 4, 7]);
    expect([...pairs.inputs.subarray(70, 80)]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect([sequences.classes, pairs.classes, sequences.count, pairs.count]).toEqual([5, 5, 25, 25]);
  });

  test('split into parts of the sizes asked for that are disjoint and together all, by the seed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 24 }), fc.nat(1000), (most, seed) => {
      const { train, validation } = split(sequences, most / 25, seed), key = ({ inputs, count }: typeof train): number[] => Array.from({ length: count }, (_, k) => inputs[4 * k] * 5 + inputs[4 * k + 2]);
      expect(train.count).toBe(most);
      expect([...key(train), ...key(validation)].sort((a, b) => a - b)).toEqual([...Array(25).keys()]);
      expect(split(sequences, most / 25, seed).train.inputs).toEqual(train.inputs);
    }));
    expect(split(sequences, 0.5, 1).train.inputs).not.toEqual(split(sequences, 0.5, 2).train.inputs);
  });
});
