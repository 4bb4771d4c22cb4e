import { cases, property, type Property } from '../../src/properties/index.js';
import { constantsOf } from '../../src/theorem/theorem.js';
import { compiled, gain, remembered, sizeOf, someCells, subsetSums, type Cells } from '../foundations/checks.js';
import { finite } from './finite.js';

const { '65/72': SHORT, '23/24': UNCOVERED, '9/4': GAPS } = constantsOf(finite);
const finiteBound = compiled(finite.bound);

/** The constants as whole numbers of 72nds and of 24ths. */
const OF_72 = BigInt(Math.round(SHORT * 72)), OF_24 = Math.round(UNCOVERED * 24);

/** Sums of the sizes 1, ..., k of draws, and of their squares. */
const sizes = (k: bigint): bigint => (k * (k + 1n)) / 2n, squares = (k: bigint): bigint => (k * (k + 1n) * (2n * k + 1n)) / 6n;

const MOST_UNITS = 60;

/** How many draws of n = 0, ..., MOST_UNITS units of a grid have parts Y = u v 1{u > 0, v > 0} that sum to less than 1/2, out of (4 grid^2)^n. */
const shortfalls = remembered((grid: number): bigint[] => {
  // In steps of 1/grid^2.
  const half = Math.ceil((grid * grid) / 2), step = Array<bigint>(half).fill(0n), counts: bigint[] = [];
  step[0] = BigInt(3 * grid * grid);
  for (let u = 1; u <= grid; u++) for (let v = 1; v <= grid; v++) if (u * v < half) step[u * v]++;
  let sums = step.map((_, k): bigint => (k === 0 ? 1n : 0n));
  for (let n = 0; n <= MOST_UNITS; n++) {
    counts.push(sums.reduce((all, count) => all + count, 0n));
    sums = sums.map((_, k) => step.slice(0, k + 1).reduce((all, count, y) => all + count * sums[k - y], 0n));
  }
  return counts;
});

const prefixChecks: readonly Property[] = [
  property(
    'E (1 - Y)^2 is at most 65/72 on every grid, and less than 1/(4 M) below it, in exact numbers',
    cases.oneof(cases.integer({ min: 1, max: 30 }), cases.integer({ min: 1, max: 1_000_000 })),
    (grid) => {
      // In units of 1/M^4, over all (2 M)^2 units.
      const m = BigInt(grid), all = 4n * m ** 6n, sum = all - 2n * m ** 2n * sizes(m) ** 2n + squares(m) ** 2n;
      if (grid <= 30) {
        let counted = 3n * m ** 6n;
        for (let u = 1n; u <= m; u++) for (let v = 1n; v <= m; v++) counted += (m * m - u * v) ** 2n;
        if (counted !== sum) return `${counted} counted, ${sum} by the sums of sizes and squares`;
      }
      if (72n * sum > OF_72 * all) return `${sum} of ${all}`;
      return 4n * m * (OF_72 * all - 72n * sum) < 72n * all ? undefined : `only ${sum} of ${all}`;
    },
  ),
  property(
    'the product of the 1 - y_i is at least 1 less the sum of the y_i, for y_i in [0, 1]',
    cases.array(cases.oneof(cases.integer({ min: 0, max: 60 }), cases.integer({ min: 0, max: 6 })), { maxLength: 12 }),
    (y) => {
      const product = y.reduce((p, a) => p * BigInt(60 - a), 1n), least = (60n ** BigInt(y.length) * BigInt(60 - y.reduce((sum, a) => sum + a, 0))) / 60n;
      return product >= least ? undefined : `${product} is less than ${least}`;
    },
  ),
  property(
    'the parts of n units of a small grid sum to less than 1/2 with a probability of at most 4 (65/72)^n, counted exactly; a quarter of it would not do',
    cases.record({ grid: cases.integer({ min: 1, max: 6 }), n: cases.integer({ min: 0, max: MOST_UNITS }) }),
    ({ grid, n }) => {
      const bound = (g: number, units: number): bigint => OF_72 ** BigInt(units) * BigInt(4 * g * g) ** BigInt(units), count = shortfalls(grid)[n] * 72n ** BigInt(n);
      if (count > 4n * bound(grid, n)) return `${count}, the bound is ${4n * bound(grid, n)}`;
      return shortfalls(6)[5] * 72n ** 5n > bound(6, 5) ? undefined : 'a quarter of it would do for 5 units';
    },
  ),
];

/** The nearest multiple of c, as an index. */
const cellOf = (product: number, c: number): number => Math.floor((2 * product + c) / (2 * c));

/** What every cell holds at least: the second weights that put a first weight of size k = 2 g + 1, ..., 4 g into it. */
function q(g: number, c: number): number {
  let sum = 0;
  for (let k = 2 * g + 1; k <= 4 * g; k++) sum += Math.floor(c / k);
  return sum;
}

/** How many units of the grid N = 4 g are in each cell of width c; those with u < 0 count as 0. */
const occupied = remembered((key: string): ReadonlyMap<number, number> => {
  const [g, c] = key.split(' ').map(Number), n = 4 * g, counts = new Map([[0, 2 * n * n]]);
  for (let u = 1; u <= n; u++) for (let v = -n; v <= n; v++) if (v !== 0) counts.set(cellOf(u * v, c), (counts.get(cellOf(u * v, c)) ?? 0) + 1);
  return counts;
});

/** The grid N = 4 g with cells of width c = N^2 / (2 m + 1), rounded down. */
const widthOf = (g: number, m: number): number => Math.floor((16 * g * g) / (2 * m + 1));

/** The cells of a small grid, by the number of units in each, and the least such number where |z| <= m. */
function cellsOf(g: number, m: number): { readonly counts: ReadonlyMap<number, number>; readonly fewest: number } {
  const counts = occupied(`${g} ${widthOf(g, m)}`);
  return { counts, fewest: Math.min(...Array.from({ length: 2 * m + 1 }, (_, k) => counts.get(k - m) ?? 0)) };
}

/** The targets covered after a draw in the cell z. */
const grown = ({ m, bits }: Cells, z: number): number => (Math.abs(z) >= 2 * m ? bits : bits | ((z >= 0 ? bits << z : bits >> -z) & (2 ** (2 * m) - 1)));

/** The 4 k + 1 targets in the middle of -m, ..., m - 1. */
const middle = (m: number, k: number): number => (2 ** (4 * k + 1) - 1) << (m - 2 * k);

const LONGEST = 30;

/** How many draws of n = 0, ..., LONGEST units of the grid N = 4 g lead to each covered set, from the 4 k + 1 middle targets. */
const chains = remembered((key: string): ReadonlyMap<number, bigint>[] => {
  const [g, m, k] = key.split(' ').map(Number), steps = [new Map([[middle(m, k), 1n]])];
  for (let n = 0; n < LONGEST; n++) {
    const next = new Map<number, bigint>();
    for (const [bits, times] of steps[n]) {
      for (const [z, count] of cellsOf(g, m).counts) {
        const after = grown({ m, bits }, z);
        next.set(after, (next.get(after) ?? 0n) + times * BigInt(count));
      }
    }
    steps.push(next);
  }
  return steps;
});

/** Twice the largest distance of a w in [-reach, reach] from the nearest of some integers. */
function twiceFarthest(sums: readonly number[], reach: number): number {
  const sorted = [...new Set(sums)].sort((a, b) => a - b), nearest = (w: number): number => sorted.reduce((least, s) => Math.min(least, Math.abs(w - s)), Infinity);
  const gaps = sorted.slice(1).map((s, i) => (Math.abs(s + sorted[i]) <= 2 * reach ? s - sorted[i] : 0));
  return Math.max(2 * nearest(-reach), 2 * nearest(reach), ...gaps);
}

const coverChecks: readonly Property[] = [
  property(
    'every cell z with |z| <= m holds at least q of the units of a small grid, counted',
    cases.integer({ min: 1, max: 8 }).chain((g) => cases.record({ g: cases.constant(g), m: cases.integer({ min: 1, max: 5 * g }) })),
    ({ g, m }) => {
      const { fewest } = cellsOf(g, m), claimed = q(g, widthOf(g, m));
      return fewest >= claimed ? undefined : `one holds ${fewest}, q = ${claimed}`;
    },
  ),
  property(
    'q is at least (c + 1)(2 g/(5 g + 1) + 2 g/(7 g + 1)) - 2 g',
    cases.record({ g: cases.integer({ min: 1, max: 400 }), c: cases.integer({ min: 0, max: 1_000_000 }) }),
    ({ g, c }) => {
      const [a, b] = [5 * g + 1, 7 * g + 1], sides = [(q(g, c) + 2 * g) * a * b, (c + 1) * 2 * g * (a + b)];
      return sides[0] >= sides[1] ? undefined : `times both denominators ${sides[0]}, claimed ${sides[1]}`;
    },
  ),
  property(
    'q 2 m is at least 1/24 of 4 (2 N)^2 for cells of m >= 100 and N >= 128 m, and less than 1/23',
    cases.record({ m: cases.integer({ min: 100, max: 300 }), more: cases.integer({ min: 0, max: 3000 }) }),
    ({ m, more }) => {
      const g = 32 * m + more, all = 16 * (4 * g) * (4 * g), held = q(g, widthOf(g, m)) * 2 * m;
      if (24 * held < (24 - OF_24) * all) return `${held} of ${all}`;
      return 23 * held < all ? undefined : `even ${held} of ${all}`;
    },
  ),
  property(
    'with the cells of the units of a small grid the odds of being uncovered fall on average by the factor 1 - q 2 m / (4 (2 N)^2), for the q units of the emptiest cell',
    cases.record({ g: cases.integer({ min: 1, max: 4 }), covered: someCells(7) }),
    ({ g, covered }) => {
      const { m, bits } = covered, { counts, fewest } = cellsOf(g, m), k = sizeOf(bits), units = 64 * g * g;
      let mean = 0;
      for (const [z, count] of counts) {
        const more = Math.abs(z) >= 2 * m ? 0 : gain(covered, z);
        mean += (count / units) * ((2 * m - k - more) / (k + more));
      }
      const bound = (1 - (fewest * 2 * m) / (4 * units)) * ((2 * m - k) / k);
      return mean <= bound + 1e-12 ? undefined : `${mean} from ${(2 * m - k) / k}, the bound is ${bound}`;
    },
  ),
  property(
    'after n units of a small grid 2 k + 1 or more of 2 m cells are uncovered with a probability of at most (m^2/(2 k^2)) (1 - q 2 m / (4 (2 N)^2))^n, counted exactly',
    cases.integer({ min: 3, max: 5 }).chain((m) =>
      cases.record({
        m: cases.constant(m),
        k: cases.integer({ min: 1, max: Math.floor((m - 1) / 2) }),
        g: cases.integer({ min: 1, max: 3 }),
        n: cases.integer({ min: 0, max: LONGEST }),
      }),
    ),
    ({ m, k, g, n }) => {
      const all = 16 * (4 * g) * (4 * g), { fewest } = cellsOf(g, m), power = BigInt(n);
      let missing = 0n;
      for (const [bits, times] of chains(`${g} ${m} ${k}`)[n]) if (2 * m - sizeOf(bits) >= 2 * k + 1) missing += times;
      // Over the (all / 4)^n draws, and at first in a sharper form, of odds before and after.
      const left = 4n ** power * missing, right = BigInt(all - fewest * 2 * m) ** power, odds = [(4 * k + 1) * (2 * k + 1), (2 * m - 4 * k - 1) * (2 * m - 2 * k - 1)];
      if (left * BigInt(odds[0]) > right * BigInt(odds[1])) return `${missing} of ${BigInt(all / 4) ** power}, more than the odds allow`;
      return 2n * left * BigInt(k * k) <= right * BigInt(m * m) ? undefined : `${missing} of ${BigInt(all / 4) ** power}`;
    },
  ),
  property(
    'where fewer than 2 k + 1 of 2 m cells are uncovered every w in [-1/2, 1/2] is within (4 k + n/2 + 2) c/N^2 of a sum of products',
    cases.integer({ min: 2, max: 6 }).chain((g) => {
      const size = cases.integer({ min: 1, max: 4 * g });
      return cases.integer({ min: 3, max: 2 * g - 1 }).chain((m) =>
        cases.record({
          g: cases.constant(g),
          m: cases.constant(m),
          // Where 3 k < m the middle cells are not enough by themselves.
          k: cases.oneof(cases.integer({ min: 1, max: Math.floor((m - 1) / 2) }), cases.integer({ min: 1, max: Math.max(1, Math.floor((m - 1) / 3)) })),
          units: cases.array(cases.tuple(cases.oneof(size, size, size.map((u) => -u)), size, cases.boolean()), { maxLength: 9 }),
        }),
      );
    }),
    ({ g, m, k, units }) => {
      const c = widthOf(g, m), serving = units.filter(([u]) => u > 0).map(([u, v, negative]) => (negative ? -u * v : u * v));
      const bits = serving.reduce((covered, product) => grown({ m, bits: covered }, cellOf(product, c)), middle(m, k));
      if (2 * m - sizeOf(bits) > 2 * k) return undefined;
      const twice = twiceFarthest(subsetSums(serving), 8 * g * g), claimed = (8 * k + units.length + 4) * c;
      return twice <= claimed ? undefined : `some w is off by ${twice} / 2, claimed ${claimed} / 2`;
    },
  ),
  property(
    'cells can be so fine that (4 k + n/2 + 2) / (2 m + 1) is at most tau and m^2/(2 k^2) at most (9/4) / tau^2, with 2 k < m',
    cases.record({
      tau: cases.double({ min: 1e-6, max: 1, noNaN: true }),
      n: cases.integer({ min: 0, max: 10_000 }),
      finer: cases.double({ min: 1, max: 9, noNaN: true }),
    }),
    ({ tau, n, finer }) => {
      // The least such m or a larger one, and the largest k.
      const m = Math.ceil(Math.max(100, (18 * (n / 2 + 6)) / (2 * tau)) * finer), k = Math.floor((tau * (2 * m + 1) - n / 2 - 2) / 4);
      if (k < 1 || 2 * k >= m) return `m = ${m}, k = ${k}`;
      const width = (4 * k + n / 2 + 2) / (2 * m + 1), factor = ((m / k) * (m / k)) / 2;
      if (width > tau * (1 + 1e-12)) return `m = ${m}, k = ${k}: within ${width}`;
      return factor * tau * tau <= GAPS ? undefined : `m = ${m}, k = ${k}: ${factor * tau * tau} / tau^2`;
    },
  ),
];

/** Rounds the size of a fine number up to multiples of `fibre`, a coarse one in its place. */
const coarse = (x: number, fibre: number): number => Math.sign(x) * Math.ceil(Math.abs(x) / fibre);

/** What m units of the cover phase leave of the tolerance on the grid, and the logarithms of the failures of both phases. */
const slack = (tau: number, m: number): number => tau - (2 * m) / 2 ** 24;
const prefixLog = (n: number): number => Math.log(8) + n * Math.log(SHORT);
const coverLog = (tau: number, m: number): number => (slack(tau, m) > 0 ? Math.log(GAPS) - 2 * Math.log(slack(tau, m)) + m * Math.log(UNCOVERED) : Infinity);

const gridChecks: readonly Property[] = [
  property(
    'a coarser grid keeps the signs of a unit and changes its product by at most 2/M, and near 1 by more than 1/M',
    cases.integer({ min: 1, max: 2 ** 24 }).chain((grid) =>
      cases.integer({ min: 1, max: 1000 }).chain((fibre) => {
        const size = cases.oneof(cases.integer({ min: 1, max: grid * fibre }), cases.integer({ min: Math.max(1, (grid - 1) * fibre), max: grid * fibre }));
        return cases.record({ grid: cases.constant(grid), fibre: cases.constant(fibre), u: size, v: size, negative: cases.tuple(cases.boolean(), cases.boolean()) });
      }),
    ),
    ({ grid, fibre, u, v, negative }) => {
      // In units of 1/(M B)^2 for B fine numbers to a coarse one: 1/M is M B^2.
      const change = (a: number, b: number): bigint => BigInt(coarse(a, fibre)) * BigInt(coarse(b, fibre)) * BigInt(fibre) ** 2n - BigInt(a) * BigInt(b);
      const [a, b] = [negative[0] ? -u : u, negative[1] ? -v : v], one = BigInt(grid) * BigInt(fibre) ** 2n, off = change(a, b);
      if (Math.sign(coarse(a, fibre)) !== Math.sign(a) || Math.abs(coarse(a, fibre)) > grid || coarse(a, fibre) === 0) return `${a} becomes ${coarse(a, fibre)}`;
      if ((off < 0n ? -off : off) > 2n * one) return `off by ${off} of ${one}`;
      const last = (grid - 1) * fibre + 1;
      return grid < 4 || fibre < 4 || change(last, last) > one ? undefined : `only ${change(last, last)} of ${one}`;
    },
  ),
  property(
    'every number of a coarser grid stands for equally many of the finer one',
    cases.record({ grid: cases.integer({ min: 1, max: 40 }), fibre: cases.integer({ min: 1, max: 40 }) }),
    ({ grid, fibre }) => {
      const counts = new Map<number, number>();
      for (let x = -grid * fibre; x <= grid * fibre; x++) if (x !== 0) counts.set(coarse(x, fibre), (counts.get(coarse(x, fibre)) ?? 0) + 1);
      return counts.size === 2 * grid && [...counts.values()].every((count) => count === fibre) ? undefined : `${[...counts].join('; ')}`;
    },
  ),
  property(
    'n of the bound is the least that leaves at most delta_1 / 2 to the prefix phase, and the least that leaves so much to the cover phase',
    cases.record({ tau: cases.double({ min: 0.001, max: 0.999, noNaN: true }), delta: cases.double({ min: 1e-9, max: 0.999, noNaN: true }) }),
    async ({ tau, delta }) => {
      const n = (await finiteBound())({ tau, delta_1: delta }), goal = Math.log(delta / 2) + 1e-12;
      let prefix = 0, cover = 0;
      while (prefixLog(prefix) > goal) prefix++;
      while (coverLog(tau, cover) > goal) cover++;
      return n === prefix + cover ? undefined : `n = ${n}, the phases ${prefix} and ${cover}`;
    },
  ),
];

/** The step of proof.md on weights of a grid, as checks. */
export const finiteChecks: readonly Property[] = [...prefixChecks, ...coverChecks, ...gridChecks];
