import { describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { half } from '../../experiments/ticket-barrier/half.js';
import { lineBound } from '../../experiments/ticket-barrier/line-bound.js';
import { networksBetween } from '../../experiments/ticket-barrier/tickets-line.js';
import { verdictAbove, verdictBelow } from '../../experiments/weak-tickets/verdicts.js';
import { collapsedNetwork } from '../../src/certify/index.js';
import { diamond, type Construction } from '../../src/constructions/index.js';
import { cube, forward, sampleInside, targetWithin, type Mask } from '../../src/network/index.js';
import { inlinePool, meanInterval } from '../../src/numeric/index.js';
import { selectorNamed } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';

const TOLERANCE = 0.01, INPUTS = 4, target = targetWithin([INPUTS, 6, 3], 7), box = cube(0, 1, INPUTS);

const ticketOf = async ({ construction = diamond, selector = 'sparsest', seed = 1 }: { construction?: Construction; selector?: string; seed?: number }): Promise<Mask> => {
  const { ticket, result } = await approximate({
    target, theorem: { ...theorem1, construction }, domain: box, epsilon: null, tolerance: TOLERANCE, budget: 'entrywise', delta: 0.05, selector: selectorNamed(selector), candidates: 400, outside: true, seed,
  }, inlinePool);
  expect(result.misses).toBe(0);
  return ticket;
};

/** (1 - alpha)^p a + alpha^p b of the layers of two networks, entry by entry. */
const mixed = (a: ReturnType<typeof collapsedNetwork>, b: typeof a, i: number, [x, y]: readonly [number, number]): number[] => Array.from(a.layers[i].weights.data, (w, e) => x * w + y * b.layers[i].weights.data[e]);
const shares = [0, 0.2, 0.5, 0.9, 1];

describe('the line between two tickets of one target', () => {
  test('ends in the tickets', async () => {
    const [a, b] = [await ticketOf({}), await ticketOf({ selector: 'first' })];
    for (const moved of ['last', 'all'] as const) {
      const at = networksBetween(a, b, moved);
      [[a, 0], [b, 1]].forEach(([ticket, alpha]) => {
        const f = forward(collapsedNetwork(ticket as Mask, INPUTS)), g = forward(at(alpha as number)), x = sampleInside(box, INPUTS, 3);
        f(x).forEach((y, r) => expect(g(x)[r]).toBeCloseTo(y, 12));
      });
    }
  });

  test('has effective weights linear in the masks, and within the tolerance, where the gains are shared', async () => {
    const at = networksBetween(await ticketOf({}), await ticketOf({ selector: 'first' }), 'last');
    for (const alpha of shares) {
      at(alpha).layers.forEach(({ weights }, i) => {
        mixed(at(0), at(1), i, [1 - alpha, alpha]).forEach((w, e) => expect(weights.data[e]).toBeCloseTo(w, 12));
        weights.data.forEach((w, e) => expect(Math.abs(w - target.layers[i].weights.data[e])).toBeLessThanOrEqual(TOLERANCE * (1 + 1e-12)));
      });
    }
  });

  test('has effective weights of degree two in the masks where all move and no unit is common: half of the weight is left in the middle', async () => {
    const at = networksBetween(await ticketOf({ construction: half('first', 'sparsest') }), await ticketOf({ construction: half('later', 'sparsest') }), 'all');
    for (const alpha of shares) {
      at(alpha).layers.forEach(({ weights }, i) => mixed(at(0), at(1), i, [(1 - alpha) * (1 - alpha), alpha * alpha]).forEach((w, e) => expect(weights.data[e]).toBeCloseTo(w, 12)));
    }
  });

  test('stays within the bound that follows from both ends, at every input and every share, also where each layer has its own', async () => {
    for (const seed of [1, 2, 3]) {
      const at = networksBetween(await ticketOf({ seed }), await ticketOf({ seed, selector: 'plenty' }), 'last'), bound = lineBound(target, at(0), at(1)), f = forward(target);
      for (const alpha of shares) {
        for (const other of shares) {
          const g = forward({ layers: [at(alpha).layers[0], at(other).layers[1]], notes: [] });
          for (let k = 0; k < 20; k++) {
            const x = sampleInside(box, INPUTS, k), wanted = f(x).slice(), error = Math.sqrt(g(x).reduce((sum, y, r) => sum + (y - wanted[r]) * (y - wanted[r]), 0));
            expect(error).toBeLessThanOrEqual(bound * Math.sqrt(x.reduce((sum, y) => sum + y * y, 0)));
          }
        }
      }
      // A priori, of the tolerance alone: ||E_i|| <= tau sqrt(d_i d_{i-1}), ||W_i|| <= 1.
      const [e1, e2] = [Math.sqrt(24), Math.sqrt(18)].map((size) => TOLERANCE * size);
      expect(bound).toBeLessThanOrEqual((1 + e1) * (1 + e2) - 1);
    }
  });

  test('asks for one source where gains are shared', async () => {
    const [a, b] = [await ticketOf({}), await ticketOf({ seed: 2 })];
    expect(() => networksBetween(a, b, 'last')).toThrow('networksBetween: needed tickets of one source');
    expect(networksBetween(a, b, 'all')(0.5).layers).toHaveLength(2);
  });
});

describe('what weak tickets are compared by', () => {
  test('a mean has the interval of Student, and a verdict only where that lies on one side', () => {
    const { estimate, lower, upper } = meanInterval([1, 2, 3], 0.95);
    expect([estimate, lower, upper].map((x) => x.toFixed(4))).toEqual(['2.0000', '-0.4841', '4.4841']);
    expect([1, -0.5, 4.5].map((limit) => verdictAbove({ estimate, lower, upper }, limit))).toEqual(['open', 'holds', 'fails']);
    expect([1, -0.5, 4.5].map((limit) => verdictBelow({ estimate, lower, upper }, limit))).toEqual(['open', 'fails', 'holds']);
  });
});
