import { describe, expect, test } from 'vitest';
import { numberWriter, showLayer, showMatrix, showTarget } from '../../src/properties/index.js';
import { networkOf } from '../random-network.js';

describe('a number', () => {
  test('has four digits, and as many more as tell it from the others, and from -1, 0 and 1', () => {
    const all = [0.123456, 0.25, 0.70001, 0.70002, -0, 1 + 2 ** -40, 1e-30, -0.99999, 2 ** -20], write = numberWriter(all);
    expect(all.map(write)).toEqual(['0.1235', '0.25', '0.70001', '0.70002', '0', '1.000000000001', '1e-30', '-0.99999', '9.537e-7']);
    expect(numberWriter([0.1, 0.1 + 2 ** -56])(0.1)).toBe('0.1');
    expect(numberWriter([0.1, 0.1 + 2 ** -56])(0.1 + 2 ** -56)).toBe('0.10000000000000002');
  });
});

describe('a target', () => {
  test('is shown with its widths, its kinds, a matrix for each layer, and biases', () => {
    expect(showTarget(networkOf([[[0.5], [0.5]], [[1, -0]]], [[0, 0.125], null]))).toBe(
      ["target 1-2-1 (weights at the range's edge, all of one size; a column of zeros; identical rows)", 'W_1 = [[0.5], [0.5]]', 'b_1 = [0, 0.125]', 'W_2 = [[1, 0]]'].join('\n'),
    );
  });
});

describe('a layer to realise', () => {
  test('is shown with its weights, the signs of its inputs and its source', () => {
    const one = { rows: 1, columns: 2, weights: Float64Array.of(0.3333333, -1), signs: Uint8Array.of(3, 3), tolerance: 0.25, n: 3, seed: 7, attempt: 0 };
    expect(showLayer(one)).toBe(['layer 2-1', 'W = [[0.3333, -1]]', 'inputs take both signs', 'tolerance 0.25, n = 3, seed 7, attempt 0'].join('\n'));
    expect(showLayer({ ...one, signs: Uint8Array.of(1, 2) })).toContain('inputs take positive values (0), negative values (1)');
  });
});

describe('a matrix', () => {
  test('is a line, or a line for each row, or its first rows and columns', () => {
    expect(showMatrix(2, 2, [1, 2, 3, 4])).toBe('[[1, 2], [3, 4]]');
    expect(showMatrix(8, 8, Array.from({ length: 64 }, (_, k) => k)).split('\n')).toHaveLength(10);
    expect(showMatrix(1, 10, Array.from({ length: 10 }, (_, k) => k))).toBe('[[0, 1, 2, 3, 4, 5, 6, 7, ... 10]]');
    expect(showMatrix(9, 1, Array.from({ length: 9 }, (_, k) => k))).toBe('[[0], [1], [2], [3], [4], [5], [6], [7], ... 9 rows]');
  });
});
