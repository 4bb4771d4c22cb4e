import { describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { componentwiseBound } from '../../src/certify/componentwise.js';
import { distanceDown } from '../../src/certify/distance-down.js';
import { effectiveBlocks, pairOf } from '../../src/certify/index.js';
import { ball, box, cube, normalise, type Ticket } from '../../src/network/index.js';
import { columnDrawer } from '../../src/network/source.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';
import { abs, exact, less, minus, plus, times, toNumber, type Dyadic } from '../exact.js';
import { randomNetwork } from '../random-network.js';

describe('effective weights', () => {
  test('are exact where the absolute sum passes the range of float64: 1000 kept units on one input', () => {
    const n = 1000, units = Uint32Array.from({ length: n }, (_, i) => i), zeros = new Uint32Array(n);
    let beyond = 0;
    for (let seed = 0; seed < 10; seed++) {
      const source = { seed, attempt: 0, law: theorem1.law };
      const ticket: Pick<Ticket, 'seed' | 'attempt' | 'law' | 'widths' | 'layers'> = {
        ...source, widths: [1, n, 1], layers: [{ rows: units, columns: zeros }, { rows: zeros, columns: units }],
      };
      const { draw } = columnDrawer(source);
      const four = new Float64Array(4);
      const sums = { plus: exact(0), minus: exact(0), size: 0 };
      for (let h = 0; h < n; h++) {
        draw(1, h >>> 2, 0, four);
        const u = four[h & 3];
        draw(2, 0, h, four);
        const side = u > 0 ? 'plus' : 'minus';
        sums[side] = plus(sums[side], times(exact(u), exact(four[0])));
        sums.size += Math.abs(u * four[0]);
      }
      if (sums.size > 64) beyond++;
      const [block] = effectiveBlocks(ticket);
      expect(minus(sums.plus, exact(block.plus.data[0])).mantissa).toBe(0n);
      expect(minus(sums.minus, exact(block.minus.data[0])).mantissa).toBe(0n);
    }
    expect(beyond).toBe(10);
  });
});

describe('the biases of a pruned network', () => {
  test('enclose what the carried constant really makes of them, layer by layer', async () => {
    let inexact = 0;
    for (let seed = 1; seed < 12; seed++) {
      const target = randomNetwork([2, 3, 3, 3, 2], seed, { biased: true, scale: 3 });
      const { ticket } = await approximate(
        { target, domain: ball(1), theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: first, candidates: 'bound', seed }, inlinePool,
      );
      const normalised = normalise(target), blocks = effectiveBlocks(ticket);
      const { layers } = pairOf(target, normalised, blocks, ticket.domain);
      let constant: Dyadic = exact(1);
      layers.forEach(({ ticketBias, biasRadius }, i) => {
        const { plus: m } = blocks[i], { inputs, outputs, totalScale, constantOut } = normalised.layers[i];
        ticketBias.forEach((b, r) => {
          const truth = times(times(exact(totalScale), exact(m.data[r * m.columns + inputs])), constant);
          const off = abs(minus(truth, exact(b)));
          expect(less(exact(biasRadius[r]), off)).toBe(false);
          if (toNumber(off) > 0) inexact++;
        });
        if (constantOut) constant = times(constant, exact(m.data[outputs * m.columns + inputs]));
      });
    }
    // The enclosure is needed: some products are not float64 numbers.
    expect(inexact).toBeGreaterThan(10);
  });
});

describe('bounds at the end of the range of float64', () => {
  const matrix = (rows: number, columns: number, w: number) => ({ rows, columns, data: new Float64Array(rows * columns).fill(w) });
  const layer = (w: ReturnType<typeof matrix>, a: ReturnType<typeof matrix>, firstOne: boolean) => ({
    weights: w, plus: a, minus: firstOne ? a : null, bias: new Float64Array(w.rows), ticketBias: new Float64Array(w.rows), biasRadius: new Float64Array(w.rows),
  });

  test('the lower bound does not rise where squares round up to the smallest numbers', () => {
    const pair = { layers: [layer(matrix(1, 1, 1), matrix(1, 1, 2), true)], signs: [{ positive: true, negative: false }] };
    expect(distanceDown(pair, box([0], [1.6e-162]), Float64Array.of(1.6e-162))).toBeLessThanOrEqual(1.6e-162);
  });

  test('the componentwise bound does not lose products that vanish and are then amplified', () => {
    const inputs = 64, tiny = 1.5e-162, large = 2 ** 500;
    const pair = {
      layers: [layer(matrix(1, inputs, 0), matrix(1, inputs, tiny), true), ...[1, 2].map(() => layer(matrix(1, 1, large), matrix(1, 1, large), false))],
      signs: Array.from({ length: inputs }, () => ({ positive: true, negative: false })),
    };
    const truth = toNumber(times(times(times(exact(tiny), exact(tiny)), exact(inputs)), times(exact(large), exact(large))));
    expect(truth).toBeGreaterThan(1e-21);
    expect(componentwiseBound(pair, cube(0, tiny, inputs))).toBeGreaterThanOrEqual(truth);
  });
});
