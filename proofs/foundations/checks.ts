import { cases, property, type Property } from '../../src/properties/index.js';
import { evaluator, type Formula } from '../../src/theorem/formula.js';
import { constantsOf } from '../../src/theorem/theorem.js';
import { floor } from './floor.js';
import { odds } from './odds.js';
import { propagation } from './propagation.js';
import { volume } from './volume.js';

/** Relative room for the rounding of logarithms and powers. */
const ROOM = 1 + 1e-12;

/** The constants of the odds bound, the rate in millionths. */
const { 8: EIGHT, '1/4': QUARTER } = constantsOf(odds);
const MILLION = 1_000_000n, RATE = BigInt(Math.round(QUARTER * 1e6));

/**
 * A non-empty union of cells [k - m, k - m + 1], k < 2 m, of the window [-m, m], bit k for cell k: every union of intervals with
 * rational ends is one, in small enough units.
 */
export interface Cells {
  readonly m: number;
  readonly bits: number;
}

const everyCell = (m: number): number => 2 ** (2 * m) - 1;

/** Random unions of cells, and intervals, where the bounds are tightest. */
export const someCells = (most: number): cases.Arbitrary<Cells> =>
  cases.integer({ min: 1, max: most }).chain((m) =>
    cases
      .oneof(
        cases.integer({ min: 1, max: everyCell(m) }),
        cases.tuple(cases.integer({ min: 0, max: 2 * m - 1 }), cases.integer({ min: 1, max: 2 * m })).map(([from, length]) => ((2 ** length - 1) << from) & everyCell(m)),
      )
      .map((bits) => ({ m, bits })),
  );

/** Number of cells. */
export function sizeOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The cells moved by k, cut off at the window's ends. */
const moved = ({ m, bits }: Cells, k: number): number => (k >= 0 ? bits << k : bits >> -k) & everyCell(m);

/** How many cells a draw of k newly covers. Between two integers the measure newly covered is linear in the draw. */
export const gain = (covered: Cells, k: number): number => sizeOf(moved(covered, k) & ~covered.bits);

/** The sum over [from, to] by the trapezoid rule, twice: exact for what is linear between integers, too large for what is convex. */
const twiceTrapezoid = (from: number, to: number, f: (k: number) => bigint): bigint => {
  let sum = 0n;
  for (let k = from; k < to; k++) sum += f(k) + f(k + 1);
  return sum;
};

/** Twice the measure of the pairs (z uncovered, y covered) with |z - y| <= m; of two cells m apart, half the pairs are that close. */
function twiceClosePairs({ m, bits }: Cells): number {
  let twice = 0;
  for (let z = 0; z < 2 * m; z++) {
    for (let y = 0; y < 2 * m; y++) {
      if ((bits >> z) & 1 || !((bits >> y) & 1)) continue;
      const apart = Math.abs(z - y);
      twice += apart < m ? 2 : apart === m ? 1 : 0;
    }
  }
  return twice;
}

/** A common multiple of 1, ..., 24. */
const COMMON = 5354228880n;

/** The odds of being uncovered where k of the 2 m cells are covered, times COMMON. */
const oddsOf = (m: number, k: number): bigint => (BigInt(2 * m - k) * COMMON) / BigInt(k);

/** Every subset sum. */
export function subsetSums(values: readonly number[]): number[] {
  const sums = [0];
  for (const x of values) sums.push(...sums.map((s) => s + x));
  return sums;
}

/** Draws of whole cells, and half a tolerance of h cells: A_0 = [-h, h]. */
const concrete = (reach: number): cases.Arbitrary<{ m: number; h: number; draws: number[] }> =>
  cases.integer({ min: 1, max: 10 }).chain((m) =>
    cases.record({
      m: cases.constant(m),
      h: cases.integer({ min: 1, max: m }),
      draws: cases.array(cases.integer({ min: -reach * m, max: reach * m }), { maxLength: 7 }),
    }),
  );

/**
 * What the covered set says of subset sums: its cells are within h of one, and if a cell of the window is not within 2 h of one, at
 * least h cells are uncovered. Sums and h are integers, so a cell is within reach of a sum wholly or up to its boundary not at all.
 */
function coveredSays({ m, h, draws }: { readonly m: number; readonly h: number; readonly draws: readonly number[] }): string | undefined {
  let bits = ((2 ** (2 * h) - 1) << (m - h)) & everyCell(m);
  for (const x of draws) bits |= moved({ m, bits }, x);
  const sums = subsetSums(draws), within = (cell: number, r: number): boolean => sums.some((s) => s - r <= cell - m && cell - m + 1 <= s + r);
  const indices = Array.from({ length: 2 * m }, (_, k) => k);
  const astray = indices.find((k) => (bits >> k) & 1 && !within(k, h)), missed = indices.find((k) => !within(k, 2 * h));
  if (astray !== undefined) return `cell ${astray} is covered, and no sum is within ${h}`;
  const uncovered = 2 * m - sizeOf(bits);
  return missed !== undefined && uncovered < h ? `cell ${missed} is missed, and only ${uncovered} cells are uncovered` : undefined;
}

/**
 * The finite version: targets -m, ..., m - 1, draws uniform on -reach, ..., reach and on `idle` values that cover nothing. How many of the
 * draws' sequences of each length lead to each covered set, from {0}. The covered set only grows by sums inside the window.
 */
function finiteChain(m: number, reach: number, idle: number, length: number): Map<number, bigint>[] {
  const steps = [new Map([[1 << m, 1n]])];
  for (let n = 0; n < length; n++) {
    const next = new Map<number, bigint>();
    for (const [bits, count] of steps[n]) {
      next.set(bits, (next.get(bits) ?? 0n) + count * BigInt(idle));
      for (let k = -reach; k <= reach; k++) {
        const after = bits | moved({ m, bits }, k);
        next.set(after, (next.get(after) ?? 0n) + count);
      }
    }
    steps.push(next);
  }
  return steps;
}

/** Made once for each argument. */
export function remembered<Key extends string | number, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}

/** The formula as a function, compiled at its first use. */
export function compiled(formula: Formula): () => ReturnType<typeof evaluator> {
  let made: ReturnType<typeof evaluator> | undefined;
  return () => (made ??= evaluator(formula));
}

const volumeBound = compiled(volume.bound!), oddsBound = compiled(odds.bound!), propagationBound = compiled(propagation.bound!), floorBound = compiled(floor.bound!);

const LONGEST = 40;
const oddsChains = remembered((key: string) => {
  const [m, idle] = key.split(' ').map(Number);
  return finiteChain(m, m, idle, LONGEST);
});

/** Probability that the finite covered set is not the whole window of L = 2 m targets after n draws from -L, ..., L. */
const volumeMisses = remembered((m: number) =>
  finiteChain(m, 2 * m, 0, 220).map((states, n) => 1 - ratio(states.get(everyCell(m)) ?? 0n, BigInt(4 * m + 1) ** BigInt(n))),
);

/** a / b for 0 <= a <= b, to 2^-60. */
const ratio = (a: bigint, b: bigint): number => Number((a << 60n) / b) / 2 ** 60;

/** Draws until the covered share exceeds one half, by the moment of order s; and from there. */
const growth = (s: number, share: number, q: number, delta: number): number => (s * Math.log(1 / (2 * share)) + Math.log(2 / delta)) / -Math.log1p((-(1 - 2 ** -s) * q) / 2);
const shrinking = (share: number, q: number, delta: number): number => (Math.log(1 / share) + Math.log(2 / delta)) / -Math.log1p(-q / 2);

const probability = cases.double({ min: 1e-9, max: 0.999, noNaN: true });
const percent = cases.integer({ min: 1, max: 100 });

const volumeChecks: readonly Property[] = [
  property('Volume: a draw with density c on [-|T|, |T|] covers q v (1 - v) more of T on average, and never more than v', someCells(6), (covered) => {
    const { m, bits } = covered, length = 2 * m, k = sizeOf(bits);
    // U[-|T|, |T|] has c = 1 / (2 |T|) and q = 1/2: the mean gain, (1 / (2 |T|)) times the integral, is q v (1 - v) |T| = k (|T| - k) / (2 |T|) exactly.
    const integral = twiceTrapezoid(-length, length, (x) => BigInt(gain(covered, x)));
    if (integral !== BigInt(2 * k * (length - k))) return `twice the integral of the gain is ${integral}, k (|T| - k) is ${k * (length - k)}`;
    for (let x = -length; x <= length; x++) if (gain(covered, x) > k) return `a draw of ${x} gains ${gain(covered, x)} of ${k}`;
    return undefined;
  }),
  property(
    'Volume: below one half, v^-s falls on average by the factor 1 - (1 - 2^-s) q / 2',
    cases.record({ covered: someCells(6), s: cases.double({ min: 0.001, max: 60, noNaN: true }), weight: percent }),
    ({ covered, s, weight }) => {
      const { m, bits } = covered, length = 2 * m, k = sizeOf(bits), q = weight / 200;
      if (2 * k > length) return undefined;
      let mean = 0;
      for (let x = -length; x <= length; x++) {
        const share = (Math.abs(x) === length ? 1 : 2) / (4 * length);
        mean += share * Math.exp(-s * Math.log((k + gain(covered, x)) / k));
      }
      const ratioSeen = 1 - weight / 100 + (weight / 100) * mean, claimed = 1 - ((1 - 2 ** -s) * q) / 2;
      return ratioSeen <= claimed * ROOM ? undefined : `falls by ${ratioSeen} only, claimed ${claimed}`;
    },
  ),
  property(
    'Volume: (2 v_0)^-s rho_s^t is at most delta/2 for t of the first term, and t - 1 does not do',
    cases.record({
      s: cases.double({ min: 0.001, max: 60, noNaN: true }),
      share: cases.double({ min: 1e-9, max: 0.499, noNaN: true }),
      q: cases.double({ min: 0.01, max: 0.5, noNaN: true }),
      delta: probability,
    }),
    ({ s, share, q, delta }) => {
      const t = Math.ceil(growth(s, share, q, delta)), log = (steps: number): number => -s * Math.log(2 * share) + steps * Math.log(1 - ((1 - Math.exp(-s * Math.LN2)) * q) / 2);
      const room = 1e-9 * t;
      if (log(t) > Math.log(delta / 2) + room) return `${t} draws leave exp(${log(t)})`;
      return log(t - 1) < Math.log(delta / 2) - room ? `${t - 1} draws would do` : undefined;
    },
  ),
  property(
    'Volume: from one half on, the uncovered share falls on average by the factor 1 - q / 2',
    cases.record({ covered: someCells(6), weight: percent }),
    ({ covered, weight }) => {
      const { m, bits } = covered, length = 2 * m, k = sizeOf(bits);
      if (2 * k < length) return undefined;
      // Times 800 |T|: the mean gain weight/100 * integral / (2 |T|), and (q/2)(|T| - k) with q = weight/200.
      const gained = 2n * BigInt(weight) * twiceTrapezoid(-length, length, (x) => BigInt(gain(covered, x)));
      const claimed = 2n * BigInt(weight * length * (length - k));
      return gained >= claimed ? undefined : `gains ${gained}, claimed ${claimed}`;
    },
  ),
  property('Volume: covered points are within tau/2 of a subset sum, and a missed target leaves a share of tau/(2 |T|) uncovered', concrete(2), coveredSays),
  property(
    'Volume: (|T| / tau)(1 - q/2)^t is at most delta/2 for t of the second term, and t - 1 does not do',
    cases.record({ share: cases.double({ min: 1e-9, max: 1, noNaN: true }), q: cases.double({ min: 0.01, max: 0.5, noNaN: true }), delta: probability }),
    ({ share, q, delta }) => {
      const t = Math.ceil(shrinking(share, q, delta)), log = (steps: number): number => -Math.log(share) + steps * Math.log(1 - q / 2), room = 1e-9 * t;
      if (log(t) > Math.log(delta / 2) + room) return `${t} draws leave exp(${log(t)})`;
      return log(t - 1) < Math.log(delta / 2) - room ? `${t - 1} draws would do` : undefined;
    },
  ),
  property(
    'Volume: the bound is the least over s of the first term plus the second, to within the search for it',
    cases.record({
      tau: cases.double({ min: 1e-6, max: 0.45, noNaN: true }),
      q: cases.double({ min: 0.01, max: 0.5, noNaN: true }),
      delta_1: probability,
      s: cases.double({ min: 0.001, max: 60, noNaN: true }),
    }),
    async ({ tau, q, delta_1, s }) => {
      const n = (await volumeBound())({ tau, q, delta_1, window: 1 }), second = Math.ceil(shrinking(tau, q, delta_1));
      let least = Infinity;
      for (let k = 0; k <= 150; k++) least = Math.min(least, growth(0.001 * Math.exp((k / 150) * Math.log(60 / 0.001)), tau, q, delta_1));
      if (n > Math.ceil(growth(s, tau, q, delta_1)) + second) return `n = ${n}, at s = ${s} fewer do`;
      return n < Math.floor(least * (1 - 1e-3)) + second ? `n = ${n}, no s gives less than ${least} and ${second}` : undefined;
    },
  ),
  property(
    'Volume: on a grid of |T| / tau = L targets and draws from -L to L, the bound leaves a probability of at most delta, counted exactly',
    cases.record({ m: cases.integer({ min: 1, max: 3 }), delta_1: cases.double({ min: 1e-4, max: 0.999, noNaN: true }) }),
    async ({ m, delta_1 }) => {
      const n = (await volumeBound())({ tau: 1, window: 2 * m, q: (2 * m) / (4 * m + 1), delta_1 }), misses = volumeMisses(m);
      const left = misses[Math.min(n, misses.length - 1)];
      return left <= delta_1 ? undefined : `${n} draws leave ${left}`;
    },
  ),
  property(
    'Volume: the product of U[0, 1] and U[-1, 1] has q = t ln(1/t) / 2 on |T| = t, at most 1/(2 e), which t = 1/e reaches',
    cases.double({ min: 1e-6, max: 1, noNaN: true }),
    (t) => {
      const q = (x: number): number => (x * Math.log(1 / x)) / 2, best = constantsOf(volume)['q for U[0, 1] U[-1, 1]'];
      if (q(t) > best * ROOM) return `q is ${q(t)} at ${t}`;
      return q(1 / Math.E) * ROOM >= best ? undefined : `q is ${q(1 / Math.E)} at 1/e, not ${best}`;
    },
  ),
];

const oddsChecks: readonly Property[] = [
  property('Odds (a): the close pairs of covered and uncovered points have measure at least K (2 a - K) / 2', someCells(12), (covered) => {
    const twice = twiceClosePairs(covered), k = sizeOf(covered.bits), claimed = k * (2 * covered.m - k);
    return twice >= claimed ? undefined : `twice the measure is ${twice}, claimed ${claimed}`;
  }),
  property('Odds (a): of the points -m, ..., m - 1, at least K (2 m - K) / 2 pairs are close', someCells(12), ({ m, bits }) => {
    let pairs = 0;
    for (let z = 0; z < 2 * m; z++) for (let y = Math.max(0, z - m); y <= Math.min(2 * m - 1, z + m); y++) if (!((bits >> z) & 1) && (bits >> y) & 1) pairs++;
    const k = sizeOf(bits);
    return 2 * pairs >= k * (2 * m - k) ? undefined : `${pairs} pairs, K = ${k}`;
  }),
  property('Odds (b): under U[-a, a] the mean gain is the measure of the close pairs over 2 a, and no gain exceeds K', someCells(12), (covered) => {
    const { m, bits } = covered, integral = twiceTrapezoid(-m, m, (x) => BigInt(gain(covered, x)));
    if (integral !== BigInt(twiceClosePairs(covered))) return `twice the integral of the gain is ${integral}, of the close pairs ${twiceClosePairs(covered)}`;
    for (let x = -2 * m; x <= 2 * m; x++) if (gain(covered, x) > sizeOf(bits)) return `a draw of ${x} gains ${gain(covered, x)}`;
    return undefined;
  }),
  property(
    'Odds (b): between whole cells the gain is linear in the draw',
    cases.record({ covered: someCells(6), at: cases.integer({ min: -12, max: 11 }) }),
    ({ covered: { m, bits }, at }) => {
      let doubled = 0;
      for (let k = 0; k < 2 * m; k++) if ((bits >> k) & 1) doubled |= 3 << (2 * k);
      const between = gain({ m: 2 * m, bits: doubled }, 2 * at + 1), ends = gain({ m, bits }, at) + gain({ m, bits }, at + 1);
      // In half cells the mean of the ends is (2 g(at) + 2 g(at + 1)) / 2.
      return between === ends ? undefined : `gains ${between} half cells in the middle, the mean of the ends is ${ends}`;
    },
  ),
  property(
    'Odds (c): the odds fall on average by the factor 1 - p/4, whatever the other draws are',
    cases.record({ covered: someCells(12), weight: percent, others: cases.array(cases.integer({ min: -24, max: 24 }), { minLength: 1, maxLength: 4 }) }),
    ({ covered, weight, others }) => {
      const { m, bits } = covered, k = sizeOf(bits), after = (x: number): bigint => oddsOf(m, k + gain(covered, Math.max(-2 * m, Math.min(2 * m, x))));
      // 1/v' is convex in the draw between whole cells: the trapezoid rule is an upper bound of its mean. All times 100 * 4 m * |others| * COMMON.
      const inside = BigInt(weight * others.length) * twiceTrapezoid(-m, m, after);
      const outside = BigInt((100 - weight) * 4 * m) * others.reduce((sum, x) => sum + after(x), 0n);
      const before = BigInt(400 * m * others.length) * oddsOf(m, k), millionths = 100n * MILLION - BigInt(weight) * RATE;
      return (inside + outside) * 100n * MILLION <= before * millionths ? undefined : `from ${k} of ${2 * m} cells, to ${Number(inside + outside) / Number(before)} of the odds`;
    },
  ),
  property('Odds (d): covered points are within tau/2 of a subset sum, and a missed target leaves a share of tau/(4 a) uncovered', concrete(1), coveredSays),
  property(
    'Odds (d): on a grid of L targets, |D| draws that hit every step, the mean odds after n draws are at most (L - 1)(1 - L/(4 |D|))^n, counted exactly',
    cases.record({ m: cases.integer({ min: 1, max: 3 }), idle: cases.integer({ min: 0, max: 3 }), n: cases.integer({ min: 0, max: LONGEST }) }),
    ({ m, idle, n }) => {
      const length = 2n * BigInt(m), draws = length + 1n + BigInt(idle), power = (x: bigint): bigint => x ** BigInt(n);
      let odd = 0n, missing = 0n;
      for (const [bits, count] of oddsChains(`${m} ${idle}`)[n]) {
        odd += count * oddsOf(m, sizeOf(bits));
        if (bits !== everyCell(m)) missing += count;
      }
      // Sequences number |D|^n; 1 - RATE L / |D| = (|D| 10^6 - RATE 10^6 L) / (|D| 10^6).
      const rate = power(draws * MILLION - RATE * length), all = power(MILLION);
      if (odd * all > (length - 1n) * COMMON * rate) return `the odds are too large after ${n} draws`;
      return missing * all <= length * (length - 1n) * rate ? undefined : `a target is missed too often after ${n} draws`;
    },
  ),
  property(
    'Odds (d): for a tolerance of 2 a / 3 or more the exact probability that some target is missed is within the bound',
    cases.record({
      tau: cases.double({ min: 2 / 3, max: 0.9999, noNaN: true }),
      p: cases.double({ min: 0.01, max: 1, noNaN: true }),
      n: cases.integer({ min: 0, max: 60 }),
    }),
    ({ tau, p, n }) => {
      // a = 1. A target above tau is missed if and only if the positive draws sum to less than 1 - tau, k of them with (1 - tau)^k / k!.
      const short = (k: number): number => {
        let value = 1;
        for (let j = 1; j <= k; j++) value *= (1 - tau) / j;
        return value;
      };
      const choose = (of: number, k: number): number => {
        let value = 1;
        for (let j = 1; j <= k; j++) value *= (of - k + j) / j;
        return value;
      };
      let one = 0, both = 0;
      for (let k = 0; k <= n; k++) {
        one += choose(n, k) * (p / 2) ** k * (1 - p / 2) ** (n - k) * short(k);
        for (let j = 0; j <= n - k; j++) both += choose(n, k) * choose(n - k, j) * (p / 2) ** (k + j) * (1 - p) ** (n - k - j) * short(k) * short(j);
      }
      const exact = 2 * one - both, bound = (EIGHT / (tau * tau)) * (1 - p * QUARTER) ** n;
      return exact <= bound * ROOM ? undefined : `missed with probability ${exact}, the bound is ${bound}`;
    },
  ),
  property(
    'Odds (d): (8 a^2 / tau^2)(1 - p/4)^n is at most delta for n of the bound, and n - 1 does not do',
    cases.record({
      a: cases.double({ min: 0.01, max: 10, noNaN: true }),
      share: cases.double({ min: 1e-9, max: 1, noNaN: true }),
      p: cases.double({ min: 0.01, max: 1, noNaN: true }),
      delta: probability,
    }),
    async ({ a, share, p, delta }) => {
      // tau = 2 a share. Odds at first (1 - share) / share <= 1 / share, at a miss at least share / 2.
      const n = (await oddsBound())({ a, tau: 2 * a * share, p, delta_1: delta });
      const left = (draws: number): number => Math.log(1 / share) + draws * Math.log1p(-p / 4) - Math.log(share / 2), room = 1e-9 * n;
      if (left(n) > Math.log(delta) + room) return `${n} draws leave exp(${left(n)})`;
      return left(n - 1) < Math.log(delta) - room ? `${n - 1} draws would do` : undefined;
    },
  ),
];

/** Orthogonal 2 x 2 matrices times 5. */
const TURNS: readonly (readonly bigint[])[] = [[5n, 0n, 0n, 5n], [0n, 5n, 5n, 0n], [3n, -4n, 4n, 3n], [4n, 3n, -3n, 4n], [-5n, 0n, 0n, 5n], [3n, 4n, 4n, -3n]];
type Plane = readonly [bigint, bigint];
const times = (m: readonly bigint[], [x, y]: Plane): Plane => [m[0] * x + m[1] * y, m[2] * x + m[3] * y];
const sizes = ([x, y]: Plane): Plane => [x < 0n ? -x : x, y < 0n ? -y : y];
const relu = ([x, y]: Plane): Plane => [x < 0n ? 0n : x, y < 0n ? 0n : y];
const norm2 = ([x, y]: Plane): bigint => x * x + y * y;

const propagationChecks: readonly Property[] = [
  property(
    'Propagation: blocks off by eta times the norm make a network off by at most ((1 + eta)^l - 1) times the norm, in exact numbers',
    cases.record({
      x: cases.tuple(cases.integer({ min: -9, max: 9 }), cases.integer({ min: -9, max: 9 })),
      percent: cases.integer({ min: 0, max: 60 }),
      layers: cases.array(
        cases.record({ turn: cases.constantFrom(...TURNS), tenths: cases.constantFrom(10, 10, 9, 3), off: cases.constantFrom(...TURNS), folded: cases.boolean() }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    ({ x, percent: e, layers }) => {
      let f: Plane = [BigInt(x[0]), BigInt(x[1])], g = f;
      const input = norm2(f);
      layers.forEach(({ turn, tenths, off, folded }, i) => {
        // W = tenths/10 turn/5 and an error of e/100 off/5, all times 500; folded, the block is nonlinear.
        const [a, b] = i > 0 ? [relu(f), relu(g)] : [f, g], scale = BigInt(10 * tenths);
        const right = times(turn, b), wrong = times(off, folded ? sizes(b) : b);
        f = times(turn, a).map((v) => v * scale) as unknown as Plane;
        g = [right[0] * scale + wrong[0] * BigInt(e), right[1] * scale + wrong[1] * BigInt(e)];
      });
      const l = BigInt(layers.length), claimed = ((100n + BigInt(e)) ** l - 100n ** l) * 5n ** l;
      const off = norm2([f[0] - g[0], f[1] - g[1]]);
      return off <= claimed * claimed * input ? undefined : `off by the root of ${off}, claimed ${claimed} times the root of ${input}`;
    },
  ),
  property(
    'Propagation: (1 + eta)^l - 1 is at most epsilon for eta = ln(1 + epsilon) / l, tau of the bound times sqrt(d_i d_{i-1})',
    cases.record({
      epsilon: cases.double({ min: 1e-6, max: 10, noNaN: true }),
      l: cases.integer({ min: 1, max: 1000 }),
      rows: cases.integer({ min: 1, max: 1000 }),
      columns: cases.integer({ min: 1, max: 1000 }),
    }),
    async ({ epsilon, l, rows, columns }) => {
      const tau = (await propagationBound())({ epsilon, l, rows, columns }), off = Math.expm1(l * Math.log1p(tau * Math.sqrt(rows * columns)));
      // ln(1 + epsilon) of a small epsilon keeps 1e-16 / epsilon of its digits.
      return off <= epsilon * ROOM + 1e-15 * l ? undefined : `off by ${off}`;
    },
  ),
  property(
    'Propagation: entries off by at most tau, apart for inputs of either sign, put a layer off by at most tau sqrt(d_i d_{i-1}) times the norm',
    cases.tuple(cases.integer({ min: 1, max: 5 }), cases.integer({ min: 1, max: 5 }), cases.integer({ min: 1, max: 20 })).chain(([rows, columns, tau]) => {
      const entry = cases.oneof(cases.constantFrom(tau, -tau), cases.integer({ min: -tau, max: tau })), row = cases.array(entry, { minLength: columns, maxLength: columns });
      const matrix = cases.oneof(cases.array(row, { minLength: rows, maxLength: rows }), cases.constant(Array.from({ length: rows }, () => Array<number>(columns).fill(tau))));
      const input = cases.oneof(cases.array(cases.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), cases.constant(Array<number>(columns).fill(1)));
      return cases.record({ tau: cases.constant(tau), positive: matrix, negative: matrix, x: input });
    }),
    ({ tau, positive, negative, x }) => {
      const off = positive.reduce((sum, row, r) => {
        const error = row.reduce((s, e, c) => s + (x[c] >= 0 ? e : negative[r][c]) * x[c], 0);
        return sum + error * error;
      }, 0);
      const claimed = tau * tau * positive.length * x.length * x.reduce((s, v) => s + v * v, 0);
      return off <= claimed ? undefined : `off by the root of ${off}, claimed ${claimed}`;
    },
  ),
];

/** The probability that 1 or -1 is out of reach of n draws of U[-1, 1] at tolerance 1 - s. */
function outOfReach(n: number, s: number): number {
  let one = 0, both = 1, choose = 1, power = 1;
  for (let k = 0; k <= n; k++) {
    one += choose * 2 ** -n * power;
    choose *= (n - k) / (k + 1);
    power *= s / (k + 1);
  }
  for (let k = 1; k <= n; k++) both *= ((n + k) * s) / (2 * k * k);
  return 2 * one - both;
}

const PARTS = 12, MOST_DRAWS = 12;

/**
 * The probabilities that the positive draws, or the negative ones in size, sum to less than `limit` / PARTS, for each n: draws are rounded to multiples
 * of 1 / PARTS, down or up, and sums cut off at the limit.
 */
const roundedMisses = remembered((key: string): number[] => {
  const [limit, extra] = key.split(' ').map(Number), width = limit + 1, misses: number[] = [];
  let states = new Float64Array(width * width);
  states[0] = 1;
  for (let n = 0; n <= MOST_DRAWS; n++) {
    misses.push(1 - states[states.length - 1]);
    const next = new Float64Array(width * width);
    for (let a = 0; a <= limit; a++) {
      for (let b = 0; b <= limit; b++) {
        const share = states[a * width + b] / (2 * PARTS);
        for (let k = extra; share > 0 && k < PARTS + extra; k++) {
          next[Math.min(limit, a + k) * width + b] += share;
          next[a * width + Math.min(limit, b + k)] += share;
        }
      }
    }
    states = next;
  }
  return misses;
});

/**
 * 2^n n! times the coefficients of s^k in P(the positive draws sum to less than s) and of s^a t^{n - a} in P(these do, and the negative ones to
 * less than t), by one draw after the other: F_{n+1}(s) = (F_n(s) + integral of F_n over [0, s]) / 2.
 */
const reachOf = remembered((n: number): { one: bigint[]; both: bigint[] } => {
  let one = [1n], both = [1n];
  for (let draws = 1; draws <= n; draws++) {
    const scale = BigInt(draws), [before, beforeBoth] = [one, both];
    one = Array.from({ length: draws + 1 }, (_, k) => scale * (before[k] ?? 0n) + (k > 0 ? (scale * before[k - 1]) / BigInt(k) : 0n));
    both = Array.from({ length: draws + 1 }, (_, a) => (a > 0 ? (scale * beforeBoth[a - 1]) / BigInt(a) : 0n) + (a < draws ? (scale * beforeBoth[a]) / BigInt(draws - a) : 0n));
  }
  return { one, both };
});

const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
const binomial = (n: number, k: number): bigint => factorial(n) / (factorial(k) * factorial(n - k));
const total = (numbers: readonly bigint[]): bigint => numbers.reduce((sum, x) => sum + x, 0n);

const floorChecks: readonly Property[] = [
  property(
    'Floor: n draws that bring every z of [-1, 1] within tau have 2^n 2 tau >= 2',
    cases.array(cases.integer({ min: -64, max: 64 }), { maxLength: 7 }),
    (draws) => {
      const sums = subsetSums(draws);
      let tau = 0;
      for (let z = -64; z <= 64; z += 0.5) tau = Math.max(tau, sums.reduce((least, s) => Math.min(least, Math.abs(z - s)), Infinity));
      return 2 ** draws.length * 2 * tau >= 2 * 64 ? undefined : `${draws.length} draws reach every z within ${tau} / 64`;
    },
  ),
  property(
    'Floor: 1 or -1 is out of reach with the stated probability, which lies between those of draws rounded up and down',
    cases.record({ n: cases.integer({ min: 0, max: MOST_DRAWS }), limit: cases.integer({ min: 1, max: PARTS }) }),
    ({ n, limit }) => {
      const stated = outOfReach(n, limit / PARTS), low = roundedMisses(`${limit} 1`)[n], high = roundedMisses(`${limit} 0`)[n];
      return stated >= low - 1e-12 && stated <= high + 1e-12 ? undefined : `${stated} is not in [${low}, ${high}]`;
    },
  ),
  property(
    'Floor: with fewer draws than the bound one of both conditions is broken, and at the bound neither',
    cases.record({ tau: cases.double({ min: 1e-9, max: 0.999, noNaN: true }), delta_1: cases.double({ min: 1e-9, max: 0.999, noNaN: true }) }),
    async ({ tau, delta_1 }) => {
      const n = (await floorBound())({ tau, delta_1 }), fine = (draws: number, room: number): boolean => 2 ** draws * tau >= 1 / room && outOfReach(draws, 1 - tau) <= delta_1 * room;
      if (!fine(n, ROOM)) return `n = ${n} does not meet the conditions`;
      for (let k = 1; k < n; k++) if (fine(k, 1 / ROOM)) return `${k} draws meet the conditions, n = ${n}`;
      return undefined;
    },
  ),
  property(
    'Floor: 2^n sums bring a length of at most 2^n 2 tau within tau, and so much where they are far apart',
    cases.record({ draws: cases.array(cases.integer({ min: -40, max: 40 }), { maxLength: 8 }), tau: cases.integer({ min: 1, max: 5 }), far: cases.boolean() }),
    ({ draws, tau, far }) => {
      const near = new Set<number>(), most = 2 ** draws.length * 2 * tau;
      for (const s of subsetSums(far ? draws.map((_, i) => 2 * tau * 2 ** i) : draws)) for (let cell = s - tau; cell < s + tau; cell++) near.add(cell);
      return near.size <= most && (!far || near.size === most) ? undefined : `a length of ${near.size}, claimed ${most}`;
    },
  ),
  property(
    'Floor: k draws of U[0, 1] sum to less than s <= 1 with probability s^k / k!, between the counts of cubes inside and touching, in exact numbers',
    cases.record({ k: cases.integer({ min: 0, max: 6 }), side: cases.integer({ min: 1, max: 200 }), beyond: cases.integer({ min: 0, max: 50 }) }),
    ({ k, side, beyond }) => {
      // Cubes of side 1 / (side + beyond), s = side / (side + beyond): how many have a lower corner of each sum of coordinates.
      let corners = [1n];
      for (let draw = 0; draw < k; draw++) {
        const next: bigint[] = [];
        let sum = 0n;
        for (let at = 0; at < side; at++) {
          sum += (corners[at] ?? 0n) - (corners[at - side - beyond] ?? 0n);
          next.push(sum);
        }
        corners = next;
      }
      const touching = total(corners.slice(0, side)), inside = total(corners.slice(0, Math.max(0, side - k + 1))), volume = BigInt(side) ** BigInt(k);
      return inside * factorial(k) <= volume && volume <= touching * factorial(k) ? undefined : `${volume} / ${k}! is not in [${inside}, ${touching}]`;
    },
  ),
  property(
    'Floor: one draw after the other 1 is out of reach with probability sum_k C(n, k) 2^-n s^k / k!, and -1 too with C(2n, n) s^n / (2^n n!), in exact numbers',
    cases.record({ n: cases.integer({ min: 0, max: 40 }), share: cases.integer({ min: 0, max: 128 }) }),
    ({ n, share }) => {
      const { one, both } = reachOf(n), s = (k: number): bigint => BigInt(share) ** BigInt(k) * 128n ** BigInt(n - k);
      const wrong = one.findIndex((x, k) => x * factorial(k) !== factorial(n) * binomial(n, k));
      if (wrong >= 0) return `the coefficient of s^${wrong} is ${one[wrong]} / (2^${n} ${n}!)`;
      if (total(both) !== binomial(2 * n, n)) return `both ends: ${total(both)}, claimed ${binomial(2 * n, n)}`;
      const above = 2n * total(one.map((x, k) => x * s(k))) - total(both) * s(n), below = factorial(n) * 256n ** BigInt(n);
      const exact = Number((above << 200n) / below) / 2 ** 200, formula = outOfReach(n, share / 128);
      return Math.abs(formula - exact) <= 1e-12 * exact ? undefined : `${exact}, the formula gives ${formula}`;
    },
  ),
  property(
    'Floor: the bound asks no more draws than the odds bound, which are enough',
    cases.record({ tau: cases.double({ min: 1e-9, max: 0.999, noNaN: true }), delta_1: cases.double({ min: 1e-9, max: 0.999, noNaN: true }) }),
    async ({ tau, delta_1 }) => {
      const least = (await floorBound())({ tau, delta_1 }), enough = (await oddsBound())({ tau, delta_1, a: 1, p: 1 });
      return least <= enough ? undefined : `at least ${least}, and ${enough} are enough`;
    },
  ),
];

const anyNormChecks: readonly Property[] = [
  property(
    'Propagation: layers of norms omega_i off by theta_i omega_i, and inputs of norm r, give at most r Omega (prod (1 + theta_i) - 1), at most epsilon for sum theta_i = ln(1 + epsilon / (r Omega))',
    cases.record({
      omegas: cases.array(cases.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 }),
      shares: cases.array(cases.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      r: cases.double({ min: 0.01, max: 100, noNaN: true }),
      epsilon: cases.double({ min: 1e-6, max: 1, noNaN: true }),
    }),
    ({ omegas, shares, r, epsilon }) => {
      const big = r * omegas.reduce((p, w) => p * w, 1), whole = omegas.reduce((sum, _, i) => sum + shares[i], 0);
      let error = 0, size = r, grown = 1;
      omegas.forEach((omega, i) => {
        const theta = (shares[i] / whole) * Math.log1p(epsilon / big);
        error = omega * error + theta * omega * (size + error);
        size *= omega;
        grown *= 1 + theta;
      });
      // Products of 8 sums: their rounding is relative to big.
      const room = 1e-13 * big;
      if (Math.abs(error - big * (grown - 1)) > room + 1e-9 * error) return `${error}, claimed ${big * (grown - 1)}`;
      return error <= epsilon + room ? undefined : `${error} beyond ${epsilon}`;
    },
  ),
  property(
    'Propagation: with biases carried by a constant unit, entries off by tau_i for either sign of their inputs put a network off by at most epsilon',
    cases.record({
      widths: cases.array(cases.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
      // Equal numbers and errors of one sign come near the bound.
      numbers: cases.oneof(cases.array(cases.double({ min: -2, max: 2, noNaN: true }), { minLength: 240, maxLength: 240 }), cases.constant(Array<number>(240).fill(1))),
      signs: cases.oneof(cases.array(cases.constantFrom(-1, 1, 0.5), { minLength: 60, maxLength: 60 }), cases.constant([1])),
      epsilon: cases.constantFrom(0.5, 0.1, 0.01),
    }),
    ({ widths, numbers, signs, epsilon }) => {
      let at = 0, turn = 0;
      const next = (): number => numbers[at++ % numbers.length], sign = (): number => signs[turn++ % signs.length];
      // Layers [[W, b], [0, k]] on (a, 1), the last without its second row.
      const layers = widths.slice(1).map((rows, i) => {
        const last = i === widths.length - 2, columns = widths[i] + 1;
        const entries = Array.from({ length: rows + (last ? 0 : 1) }, (_, r) => Array.from({ length: columns }, (_, c) => (r < rows ? next() : c < columns - 1 ? 0 : 0.5)));
        return { entries, omega: Math.sqrt(entries.flat().reduce((sum, w) => sum + w * w, 0)) * ROOM };
      });
      const x = [...Array.from({ length: widths[0] }, next), 1], r = Math.sqrt(x.reduce((sum, v) => sum + v * v, 0)) * ROOM, big = r * layers.reduce((p, l) => p * l.omega, 1);
      if (!(big > 1e-6)) return undefined;
      const theta = Math.log1p(epsilon / big) / layers.length;
      let [exact, off] = [x, x];
      layers.forEach(({ entries, omega }, i) => {
        const tau = (theta * omega) / Math.sqrt(entries.length * entries[0].length), end = i === layers.length - 1;
        const apply = (h: readonly number[], noisy: boolean): number[] =>
          entries.map((row) => row.reduce((sum, w, c) => sum + (w + (noisy ? tau * sign() : 0)) * h[c], 0)).map((v) => (end ? v : Math.max(0, v)));
        [exact, off] = [apply(exact, false), apply(off, true)];
      });
      const error = Math.sqrt(exact.reduce((sum, v, k) => sum + (v - off[k]) * (v - off[k]), 0));
      return error <= epsilon + 1e-13 * big ? undefined : `off by ${error}, epsilon ${epsilon}`;
    },
  ),
];

/** The steps of proof.md, as checks. */
export const checks: readonly Property[] = [...volumeChecks, ...oddsChecks, ...propagationChecks, ...floorChecks, ...anyNormChecks];
