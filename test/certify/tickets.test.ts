import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { check, collapsedNetwork } from '../../src/certify/index.js';
import { ball, box, cube, forward, parseTicket, prunedNetwork, sampleInside, writeTicket, type Domain, type Network, type Ticket } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { closest, first, sparsest } from '../../src/subset-sum/index.js';
import { approximate, type Approximation, type Request } from '../../src/theorem/index.js';
import { abs, equal, exact, plus, times, toNumber } from '../../src/properties/exact.js';
import { executeExactly, forwardExactly } from '../execute-exactly.js';
import { randomNetwork, uniformOf } from '../random-network.js';
import { runs, slow } from '../runs.js';

const request = (target: Network, domain: Domain, more: Partial<Request> = {}): Request => ({
  target, domain, theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: first, candidates: 'bound', seed: 1, outside: true, ...more,
});

const targets = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 }),
  seed: fc.nat(1e6),
  scale: fc.constantFrom(0.01, 0.3, 1, 7, 100),
  biased: fc.boolean(),
});

const domainOf = (inputs: number) =>
  fc.oneof(
    fc.constantFrom(0.5, 1, 3).map((r) => ball(r)),
    fc.constantFrom([-1, 1], [0, 1], [-2, -1], [0.25, 0.5], [-0.5, 0], [0, 0]).map(([lo, hi]) => cube(lo, hi, inputs)),
    fc.nat(1e6).map((seed) => {
      const next = uniformOf(seed), ends = Array.from({ length: inputs }, () => [next(), next()].sort((a, b) => a - b));
      return box(ends.map((e) => e[0]), ends.map((e) => e[1]));
    }),
  );

const cases = targets.chain((t) =>
  fc.record({
    target: fc.constant(randomNetwork(t.widths, t.seed, t)),
    domain: domainOf(t.widths[0]),
    tolerance: fc.constantFrom(0.3, 0.01, 1e-4),
    selector: fc.constantFrom(first, sparsest, closest),
    // Few candidates too: some weights then miss, and the certificate must say what was built all the same.
    candidates: fc.integer({ min: 1, max: 24 }),
    seed: fc.nat(1e6),
  }),
);

const run = ({ target, domain, ...more }: { target: Network; domain: Domain } & Partial<Request>): Promise<Approximation> => approximate(request(target, domain, more), inlinePool);

describe('a ticket', () => {
  test('collapses exactly: effective weights compute what the kept weights compute, in exact arithmetic', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const { ticket } = await run(c);
        const inputs = c.target.layers[0].weights.columns;
        const pruned = prunedNetwork(ticket, inputs), collapsed = collapsedNetwork(ticket, inputs);
        for (let k = 0; k < 4; k++) {
          const x = sampleInside(c.domain, inputs, k);
          const a = executeExactly(pruned, x), b = forwardExactly(collapsed, x);
          a.forEach((v, r) => expect(equal(v, b[r])).toBe(true));
        }
      }),
      runs(30),
    );
  });

  describe.each(theorems.map((t) => [t.id, t] as const))('of %s', (id, theorem) => {
    const wide = id === 'malach2020.theorem2.1';
    const of = (target: Network, domain: Domain, seed: number): Promise<Approximation> => run({ target, domain, theorem, selector: null, tolerance: wide ? 0.3 : 0.02, candidates: 'bound', seed });

    test('collapses exactly, biases and inputs of both signs included, and every claim is recomputed', async () => {
      for (let seed = 1; seed <= 4; seed++) {
        const target = randomNetwork(wide ? [2, 2] : [2, 3, 2], seed, { biased: true, scale: seed / 2 });
        for (const domain of [cube(-1, 1, 2), ball(1)]) {
          const { ticket } = await of(target, domain, seed);
          const pruned = prunedNetwork(ticket, 2), collapsed = collapsedNetwork(ticket, 2);
          for (let k = 0; k < 6; k++) {
            const x = sampleInside(domain, 2, k);
            executeExactly(pruned, x).forEach((v, r) => expect(equal(v, forwardExactly(collapsed, x)[r])).toBe(true));
          }
          for (const exactly of [false, true]) expect(await check(parseTicket(writeTicket(ticket)), target, { exact: exactly })).toMatchObject({ verdict: 'holds', findings: { misses: 0 } });
        }
      }
    });
  });

  test('of a ladder is refused where a unit is fed by another input or sign, or computes nothing', async () => {
    const theorem = theorems.find((t) => t.construction.name === 'ladder')!, target = randomNetwork([2, 2], 1);
    const { ticket } = await run({ target, domain: cube(-1, 1, 2), theorem, selector: null, tolerance: 0.1, candidates: 'bound' });
    const [first, second, ...rest] = ticket.layers, units = [...new Set(second.rows)];
    /** The second layer's edges with one more, in order. */
    const withEdge = (row: number, column: number): Ticket => {
      const edges = [...second.rows].map((r, e) => [r, second.columns[e]]).filter(([r, c]) => r !== row || c !== column).concat([[row, column]]).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
      return { ...ticket, layers: [first, { rows: Uint32Array.from(edges, (e) => e[0]), columns: Uint32Array.from(edges, (e) => e[1]) }, ...rest] };
    };
    const otherInput = first.rows.find((h) => h % 2 !== units[0] % 2)!, unfed = Array.from({ length: ticket.widths[1] }, (_, h) => h).find((h) => !first.rows.includes(h))!;
    await expect(check(withEdge(units[0], otherInput), target)).rejects.toThrow(/collapse: needed units fed by one input and one sign of it, got others at unit \d+ of source layer 2/);
    await expect(check(withEdge(units[0], unfed), target)).rejects.toThrow(/collapse: needed an incoming edge at every used hidden unit, got none at unit \d+ of source layer 1/);
    const without = { ...ticket, layers: [first, { rows: second.rows.filter((r) => r !== units[0]), columns: second.columns.filter((_, e) => second.rows[e] !== units[0]) }, ...rest] };
    await expect(check(without, target)).rejects.toThrow(/collapse: needed an incoming edge at every used hidden unit, got none at unit \d+ of source layer 2/);
  });
});

/** The error at 600 inputs that the search does not use: the largest, the size of the outputs, and how it is measured. */
function sampled({ target, domain }: { target: Network; domain: Domain }, ticket: Ticket) {
  const inputs = target.layers[0].weights.columns;
  const f = forward(target), g = forward(collapsedNetwork(ticket, inputs));
  let reached = 0, size = 0;
  const distance = (x: Float64Array): number => {
    const a = f(x);
    return Math.sqrt(g(x).reduce((s, v, k) => s + (v - a[k]) ** 2, 0));
  };
  for (let k = 0; k < 600; k++) {
    const x = sampleInside(domain, inputs, k + 5000);
    reached = Math.max(reached, distance(x));
    size = Math.max(size, ...f(x).map(Math.abs));
  }
  return { reached, size, distance };
}

describe('a certificate', () => {
  test('is never violated: no sampled input has an error above the upper bound, and the witness reaches the lower one', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const { ticket, result } = await run(c);
        const { lower, upper, bounds } = result.certificate;
        const { reached, size, distance } = sampled(c, ticket);
        const rounding = 1e-12 * (size + 1);
        expect(reached).toBeLessThanOrEqual(upper + rounding);
        expect(lower).toBeLessThanOrEqual(upper);
        expect(lower).toBeLessThanOrEqual(distance(ticket.witness) + rounding);
        expect(upper).toBe(Math.min(...Object.values(bounds)));
      }),
      runs(80),
    );
  });

  test.runIf(slow)('has a lower bound that 600 random inputs do not beat by more than 2 %, on a hundred fixed cases', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const { ticket, result } = await run(c);
        const { reached, size } = sampled(c, ticket);
        expect(result.certificate.lower).toBeGreaterThanOrEqual(0.98 * reached - 1e-12 * (size + 1));
      }),
      // A quality of the search, not a promise: new cases may do worse.
      { numRuns: 100, seed: 20260 },
    );
  });

  test('has a lower bound below the exact distance at its witness', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const { ticket, result } = await run(c);
        const inputs = c.target.layers[0].weights.columns;
        const a = forwardExactly(c.target, ticket.witness), b = executeExactly(prunedNetwork(ticket, inputs), ticket.witness);
        const squared = a.reduce((s, v, k) => {
          const d = plus(b[k], { ...v, mantissa: -v.mantissa });
          return plus(s, times(d, d));
        }, exact(0));
        expect(result.certificate.lower ** 2).toBeLessThanOrEqual(toNumber(abs(squared)) * (1 + 1e-15));
      }),
      runs(30),
    );
  });

  test('is nearly 0 where the target is itself the pruned network', async () => {
    const target = randomNetwork([3, 4, 2], 8);
    const { ticket } = await run({ target, domain: ball(1) });
    const collapsed = collapsedNetwork({ ...ticket, domain: cube(0, 1, 3) }, 3);
    const again = await run({ target: collapsed, domain: cube(0, 1, 3), tolerance: 2 ** -34, candidates: 'bound' });
    expect(again.result.certificate.upper).toBeLessThan(1e-9);
  });

  test('finds the supremum of a linear difference on a box, which one of its vertices attains', async () => {
    const target = randomNetwork([4, 3], 21);
    const { result, ticket } = await run({ target, domain: cube(0, 1, 4), tolerance: 0.05, candidates: 40 });
    const { distance } = sampled({ target, domain: cube(0, 1, 4) }, ticket);
    const truth = Math.max(...Array.from({ length: 16 }, (_, v) => distance(Float64Array.from({ length: 4 }, (_, c) => (v >> c) & 1))));
    expect(result.certificate.lower).toBeGreaterThan(truth * (1 - 1e-9));
    expect(result.certificate.upper).toBeGreaterThanOrEqual(truth);
  });
});
