import { describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { componentwiseBounds } from '../../src/certify/componentwise.js';
import { collapsedNetwork, effectiveBlocks, pairOf } from '../../src/certify/index.js';
import { lowerBound } from '../../src/certify/lower-bound.js';
import { ball, box, cube, normalise, type Ticket } from '../../src/network/index.js';
import { uniform } from '../../src/numeric/law.js';
import { columnDrawer } from '../../src/network/source.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';
import { abs, exact, less, minus, plus, times, toNumber, type Dyadic } from '../../src/properties/exact.js';
import { networkOf, randomNetwork } from '../random-network.js';

describe('effective weights', () => {
  test('are exact where the absolute sum passes the range of float64: 1000 kept units on one input', () => {
    const n = 1000, units = Uint32Array.from({ length: n }, (_, i) => i), zeros = new Uint32Array(n);
    let beyond = 0;
    for (let seed = 0; seed < 10; seed++) {
      const source = { seed, attempt: 0, law: uniform };
      const ticket: Pick<Ticket, 'seed' | 'attempt' | 'law' | 'widths' | 'depths' | 'layers'> = {
        ...source, widths: [1, n, 1], depths: [2], layers: [{ rows: units, columns: zeros }, { rows: zeros, columns: units }],
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
      const { layers, pairing } = pairOf(target, collapsedNetwork(ticket, 2), ticket.domain);
      let constant: Dyadic = exact(1);
      layers.forEach(({ ticketBias, ticketBiasRadius }, i) => {
        const { plus: m } = blocks[i], { inputs, outputs, totalScale, constantOut } = normalised.layers[i];
        ticketBias.forEach((b, r) => {
          // A hidden unit's own scale is undone where it is compared with the target's; outputs have the gain.
          const scale = i === layers.length - 1 ? normalised.gain : 2 ** pairing.shifts[i][r];
          expect(scale).toBe(totalScale);
          const truth = times(times(exact(scale), exact(m.data[r * m.columns + inputs])), constant);
          const off = abs(minus(truth, exact(b)));
          expect(less(exact(ticketBiasRadius[r]), off)).toBe(false);
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
  test('the lower bound does not rise where squares round up to the smallest numbers', () => {
    const tiny = 1.6e-162;
    expect(lowerBound(networkOf([[[1]]]), networkOf([[[2]]]), box([0], [tiny]), Float64Array.of(tiny), 'l2')).toBeLessThanOrEqual(tiny);
  });

  test('the componentwise bound does not lose products that vanish and are then amplified', () => {
    const inputs = 64, tiny = 1.5e-162, large = 2 ** 500, row = (w: number): number[][] => [new Array<number>(inputs).fill(w)];
    const domain = cube(0, tiny, inputs);
    const pair = pairOf(networkOf([row(0), [[large]], [[large]]]), networkOf([row(tiny), [[large]], [[large]]]), domain);
    const truth = toNumber(times(times(times(exact(tiny), exact(tiny)), exact(inputs)), times(exact(large), exact(large))));
    expect(truth).toBeGreaterThan(1e-21);
    expect(componentwiseBounds(pair, domain)[0]).toBeGreaterThanOrEqual(truth);
  });
});
