import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { prove } from '../../src/certify/index.js';
import { atLeast, decimalOf, floorOf, within } from '../../src/certify/coq/decimal.js';
import { frobenius, operatorNorm } from '../../src/certify/coq/operator-norm.js';
import { ball, cube, nonnegativePart, prunedNetwork, sampleInside, validNetwork, type Domain, type Network, type Ticket } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { first, sparsest } from '../../src/subset-sum/index.js';
import { approximate, type Request } from '../../src/theorem/index.js';
import { equal, exact, minus, times, toNumber } from '../../src/properties/exact.js';
import { executeExactly, forwardExactly } from '../execute-exactly.js';
import { randomNetwork } from '../random-network.js';
import { runs } from '../runs.js';
import { readCoq } from './coq-file.js';

const ticketOf = async (target: Network, domain: Domain, more: Partial<Request> = {}): Promise<Ticket> => (await approximate({
  target, domain, theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: sparsest, candidates: 'bound', seed: 1, outside: true, ...more,
}, inlinePool)).ticket;

/** All files of a proof as one text. */
const textOf = (ticket: Ticket, target: Network): string => [...prove(ticket, target).files.values()].map((f) => f.text).join('\n');

/** The biases of a network's layers from `from` on taken away. */
const unbiasedFrom = (network: Network, from: number): Network => validNetwork(network.layers.map((l, i) => (i < from ? l : { ...l, bias: null })), 'unbiased');

const cases = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
  seed: fc.nat(1e6),
  scale: fc.constantFrom(0.01, 1, 100),
  biasedLayers: fc.integer({ min: 0, max: 3 }),
  domain: fc.constantFrom(ball(1), ball(0.3), nonnegativePart(ball(2)), ...[[-1, 1], [0, 1], [-2, -0.5], [0, 0]].map((ends) => ends as [number, number])),
});

describe('the Coq files of a ticket', () => {
  test('are about that ticket and that target: read back, they compute what these compute, to the last bit', async () => {
    await fc.assert(fc.asyncProperty(cases, async ({ widths, seed, scale, biasedLayers, domain: ends }) => {
      const target = unbiasedFrom(randomNetwork(widths, seed, { scale, biased: true }), biasedLayers), domain = Array.isArray(ends) ? cube(ends[0], ends[1], widths[0]) : ends;
      const ticket = await ticketOf(target, domain), { target: f, ticket: g, error } = readCoq(textOf(ticket, target)), pruned = prunedNetwork(ticket, widths[0]);
      for (let k = 0; k < 3; k++) {
        const x = sampleInside(domain, widths[0], k), [a, b] = [f([...x].map(exact)), g([...x].map(exact))];
        forwardExactly(target, x).forEach((v, r) => expect(equal(v, a[r])).toBe(true));
        executeExactly(pruned, x).forEach((v, r) => expect(equal(v, b[r])).toBe(true));
        const distance = Math.sqrt(toNumber(a.map((v, r) => minus(v, b[r])).map((d) => times(d, d)).reduce((s, d) => ({ mantissa: s.mantissa + (d.mantissa << BigInt(Math.max(0, d.exponent - s.exponent))), exponent: s.exponent }), { mantissa: 0n, exponent: -1000 })));
        expect(distance).toBeLessThanOrEqual(error);
      }
    }), runs(25));
  });

  test.each(theorems.map((t) => [t.id, t] as const))('are written for tickets of %s too, blocks of several layers among them', async (id, theorem) => {
    const wide = id === 'malach2020.theorem2.1', target = randomNetwork(wide ? [2, 2] : [2, 3, 2], 5, { biased: true }), domain = cube(-1, 1, 2);
    const ticket = await ticketOf(target, domain, { theorem, selector: null, tolerance: wide ? 0.3 : 0.02 }), read = readCoq(textOf(ticket, target)), pruned = prunedNetwork(ticket, 2);
    for (let k = 0; k < 4; k++) {
      const x = sampleInside(domain, 2, k), b = read.ticket([...x].map(exact));
      executeExactly(pruned, x).forEach((v, r) => expect(equal(v, b[r])).toBe(true));
    }
  });

  test('state the largest error of each layer, no more than the tolerance claimed, and an error near the bound by norms', async () => {
    // More inputs than branch and bound takes: the certificate is one by norms too.
    const target = randomNetwork([8, 12, 12, 3], 2, { biased: true }), ticket = await ticketOf(target, ball(1), { tolerance: null, epsilon: 0.05, selector: first });
    const proof = prove(ticket, target), { tolerances } = readCoq(textOf(ticket, target));
    const { upper, lower } = ticket.claims.certificate as { upper: number; lower: number }, claimed = ticket.claims.perLayer as { maxWeightError: number; tolerance: number }[];
    for (const { checked, claimed: most } of tolerances) expect(checked).toBeLessThanOrEqual(most);
    expect(tolerances.map((t) => t.claimed)).toEqual(claimed.map((l) => l.tolerance));
    proof.perLayer.forEach(({ error, tolerance }, i) => {
      expect(tolerance).toBe(claimed[i].tolerance);
      // The certificate's is over non-zero weights, rounded up: the same to its last bits.
      expect(error).toBeGreaterThanOrEqual(claimed[i].maxWeightError * (1 - 1e-12));
      expect(error).toBeLessThanOrEqual(tolerance);
    });
    expect(proof.error).toBeGreaterThan(lower);
    expect(proof.reached).toBe(proof.error! <= 0.05);
    expect(proof.error! / upper).toBeLessThan(1.1);
  });

  test('are none where a weight misses its tolerance, and refused for another target', async () => {
    const target = randomNetwork([2, 3, 2], 3, { biased: true }), missed = await ticketOf(target, ball(1), { candidates: 3, tolerance: 1e-4 });
    const found = prove(missed, target), { perLayer, misses } = missed.claims as { perLayer: { maxWeightError: number; tolerance: number }[]; misses: number };
    expect(found).toMatchObject({ misses, error: null, reached: false, perLayer: perLayer.map((l) => ({ error: l.maxWeightError, tolerance: l.tolerance })) });
    expect({ misses: found.misses > 0, files: found.files.size }).toEqual({ misses: true, files: 0 });
    const met = await ticketOf(target, ball(1));
    expect(() => prove(met, randomNetwork([2, 3, 2], 4, { biased: true }))).toThrow('ticket: needed its own target');
    expect(() => prove({ ...met, claims: { ...met.claims, perLayer: [{}] } }, target)).toThrow('prove: needed a claimed tolerance for layer 1, got undefined');
  });

  test('are several where there are many weights, each after those it needs', async () => {
    const target = randomNetwork([40, 40, 5], 1), { files, kept } = prove(await ticketOf(target, ball(1), { selector: first, tolerance: 1e-3 }), target);
    expect(kept).toBeGreaterThan(20_000);
    expect([...files.keys()]).toEqual(['Domain', 'Layer1', 'Layer1Rows1', 'Layer2', 'Layer2Rows1', 'Ticket']);
    const seen: string[] = [];
    for (const [name, { needs, text }] of files) {
      for (const need of needs) expect(seen).toContain(need);
      expect(text).toMatch(/^(\(\*[^]*?\*\)\n)?From Coq Require Import/);
      seen.push(name);
    }
  });
});

describe('the bound of an operator norm', () => {
  test('is at least the norm, at most the Frobenius norm and little more than the norm', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 30 }), fc.nat(1e6), fc.constantFrom(3, 20, 45), (rows, columns, seed, bits) => {
      const { layers: [{ weights: { data } }] } = randomNetwork([columns, rows], seed), matrix = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => BigInt(Math.round(data[r * columns + c] * 2 ** bits))));
      const { bound } = operatorNorm(matrix), all = matrix.map((row) => row.map(Number));
      let x = Array.from({ length: columns }, (_, c) => 1 + ((c * 7) % 5) / 10), norm = 0;
      for (let k = 0; k < 300; k++) {
        const y = all.map((row) => row.reduce((s, a, c) => s + a * x[c], 0)), z = x.map((_, c) => all.reduce((s, row, r) => s + row[c] * y[r], 0)), length = Math.hypot(...z);
        if (length === 0) break;
        norm = Math.hypot(...y) / Math.hypot(...x);
        x = z.map((v) => v / length);
      }
      expect(Number(bound)).toBeGreaterThanOrEqual(norm * (1 - 1e-9));
      // Six Gram matrices, and what is rounded away.
      expect(Number(bound)).toBeLessThanOrEqual(1.01 * Math.min(rows, columns) ** (1 / 128) * norm + (bits === 3 ? 3 * Math.sqrt(rows * columns) : 0));
      expect(bound <= frobenius(matrix) * 102n / 100n + 40n).toBe(true);
    }), runs(100));
  });

  test('is the 128th root of the rank above the norm where all singular values are alike', () => {
    for (const n of [2, 20, 64]) {
      const { bound } = operatorNorm(Array.from({ length: n }, (_, r) => Array.from({ length: n }, (__, c) => (r === c ? 1n << 40n : 0n))));
      expect(Number(bound) / 2 ** 40).toBeCloseTo(n ** (1 / 128), 3);
    }
  });
});

describe('a decimal', () => {
  test('reads as its number, and bounds what it is to bound', () => {
    fc.assert(fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (x) => {
      const { digits, places } = decimalOf(x);
      expect(Number(`${digits}e${-places}`)).toBe(x);
    }), runs(200));
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 1n << 150n }), (value) => {
      const d = atLeast(value, 128, 4);
      expect(within(value, 128, d)).toBe(true);
      expect(within(value, 128, { ...d, digits: d.digits - 1n })).toBe(false);
      expect(floorOf(d, 128) >= value).toBe(true);
    }), runs(200));
    expect([decimalOf(0.05), decimalOf(5e-7), decimalOf(1e21)]).toEqual([{ digits: 5n, places: 2 }, { digits: 5n, places: 7 }, { digits: 10n ** 21n, places: 0 }]);
  });
});
