import { cases, property, type Property } from '../../src/properties/index.js';
import { compiled, remembered } from '../foundations/checks.js';
import { odds } from '../foundations/odds.js';
import { corollary25 } from './corollary25.js';

/** The constant with which foundations.odds has the form of the corollary: 3 / ln(4/3) + 1 / ln 2 = 11.87, rounded up. */
const EXPLICIT = 12;

/** The second before it is rounded up. */
const oddsBound = compiled(odds.bound!), luekerBound = compiled({ ...corollary25.bound!, expression: 'C * log(2 / min(tau, delta_1))' });

/** Draws up to which all sums of the grid -m, ..., m are followed. */
const LONGEST: Readonly<Record<number, number>> = { 1: 24, 2: 15 };

/**
 * How many of the (2 m + 1)^n sequences of draws from -m, ..., m miss some target in -m, ..., m - 1, for each n: the set of all subset
 * sums, s as bit s + n m, is followed exactly, with sums outside the window.
 */
const missing = remembered((m: number): bigint[] => {
  const length = LONGEST[m], zero = BigInt(length * m), targets = ((1n << BigInt(2 * m)) - 1n) << (zero - BigInt(m));
  const counts: bigint[] = [];
  let sets = new Map([[1n << zero, 1n]]);
  for (let n = 0; n <= length; n++) {
    let missed = 0n;
    for (const [sums, count] of sets) if ((sums & targets) !== targets) missed += count;
    counts.push(missed);
    const next = new Map<bigint, bigint>();
    for (const [sums, count] of sets) {
      for (let x = -m; x <= m; x++) {
        const after = sums | (x >= 0 ? sums << BigInt(x) : sums >> BigInt(-x));
        next.set(after, (next.get(after) ?? 0n) + count);
      }
    }
    sets = n < length ? next : sets;
  }
  return counts;
});

/** What stands in for the cited corollary, as checks. */
export const checks: readonly Property[] = [
  property(
    'foundations.odds for U[-1, 1] asks no more draws than C ln(2 / min(tau, delta)) with C = 12',
    cases.record({
      tau: cases.oneof(cases.double({ min: 1e-9, max: 0.999999, noNaN: true }), cases.double({ min: 0.97, max: 0.999999, noNaN: true })),
      delta_1: cases.double({ min: 1e-9, max: 0.999999, noNaN: true }),
      same: cases.boolean(),
    }),
    async ({ tau, delta_1, same }) => {
      const failure = same ? tau : delta_1, n = (await oddsBound())({ tau, delta_1: failure, a: 1, p: 1 }), claimed = (await luekerBound())({ tau, delta_1: failure, C: EXPLICIT });
      return n <= claimed ? undefined : `${n} draws, claimed ${claimed}`;
    },
  ),
  property(
    'on the grid of step 1/m, counted exactly, some target is no subset sum of n draws with a probability of at most L (L - 1)(1 - L/(4 (L + 1)))^n, L = 2 m',
    cases.constantFrom(1, 2).chain((m) => cases.record({ m: cases.constant(m), n: cases.integer({ min: 0, max: LONGEST[m] }) })),
    ({ m, n }) => {
      const length = BigInt(2 * m), steps = BigInt(n), missed = missing(m)[n];
      // Over (L + 1)^n sequences, times 4^n.
      return missed * 4n ** steps <= length * (length - 1n) * (3n * length + 4n) ** steps ? undefined : `${missed} of ${(length + 1n) ** steps} sequences miss a target`;
    },
  ),
  property(
    'on the grid of step 1/m no fewer draws than log2 of the number of targets reach them all, and draws that are all 0 miss one',
    cases.constantFrom(1, 2).chain((m) => cases.record({ m: cases.constant(m), n: cases.integer({ min: 0, max: LONGEST[m] }) })),
    ({ m, n }) => {
      const missed = missing(m)[n], all = BigInt(2 * m + 1) ** BigInt(n);
      if (missed < 1n) return 'no sequence misses a target, not even that of zeros';
      return 2 ** n < 2 * m && missed !== all ? `${all - missed} sequences of ${n} draws reach ${2 * m} targets` : undefined;
    },
  ),
];
