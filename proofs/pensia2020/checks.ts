import { binomialCdf } from '../../src/numeric/statistics/index.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { constantsOf } from '../../src/theorem/theorem.js';
import { compiled, gain, remembered, sizeOf, someCells, subsetSums } from '../foundations/checks.js';
import { evenShares } from '../../src/theorem/shares.js';
import { corollary1 } from './corollary1.js';
import { diamondHalf } from './diamond-half.js';
import { finiteChecks } from './finite-checks.js';
import { theorem1 } from './theorem1.js';
import { theorem2 } from './theorem2.js';

/** Relative room for the rounding of logarithms and powers. */
const ROOM = 1 + 1e-12;

const MIXTURE = constantsOf(corollary1)['(ln 2)/4'], { '1 - (ln 2)/16': RATE, 18: EIGHTEEN, '1/16': MEAN } = constantsOf(diamondHalf), HALF = constantsOf(theorem2)['1/2'];
const halfBound = compiled(diamondHalf.bound!), networkBound = compiled(theorem1.bound), countingBound = compiled(theorem2.bound!);
const shareOf = (symbol: 'tau' | 'delta_1') => compiled({ ...theorem1.bound, expression: evenShares[symbol] });
const tauOf = shareOf('tau'), deltaOf = shareOf('delta_1');

/** P(u v <= z) for independent u, v of U[0, 1]. */
const below = (z: number): number => (z <= 0 ? 0 : z >= 1 ? 1 : z * (1 - Math.log(z)));

/** P(x <= u v <= y) for u of U[0, 1] and v of U[-1, 1]. */
const between = (x: number, y: number): number => (Math.sign(y) * below(Math.abs(y)) - Math.sign(x) * below(Math.abs(x))) / 2;

/** The draws of each phase. */
const coverDraws = (tau: number, delta: number): number => Math.ceil(Math.log(4 / (tau * tau * delta)) / -Math.log(RATE));
const prefixTail = (m: number): number => 2 * Math.exp((-EIGHTEEN * (m * MEAN - 0.5) * (m * MEAN - 0.5)) / m);
function prefixDraws(delta: number): number {
  let m = 9;
  while (prefixTail(m) > delta / 2) m++;
  return m;
}

const GRID = 64, MOST_TERMS = 700;

/**
 * Upper bounds of P(Y_1 + ... + Y_m < k / grid), k = 0, ..., grid, for m = 0, ..., MOST_TERMS and Y = u v 1{u > 0, v > 0}: rounded down
 * to steps of 1/grid, the sums are no larger.
 */
const sumsBelow = remembered((grid: number): number[][] => {
  // P(Y < y) = 3/4 + P(u v <= y) / 4 for y > 0: a term falls short of a sign three times in four.
  const step = Array.from<unknown, number>({ length: grid }, (_, k) => (k === 0 ? 0.75 : 0) + (below((k + 1) / grid) - below(k / grid)) / 4);
  let sums = step.map((_, k): number => (k === 0 ? 1 : 0));
  const table: number[][] = [];
  for (let m = 0; m <= MOST_TERMS; m++) {
    const cumulated = [0];
    for (const p of sums) cumulated.push(cumulated[cumulated.length - 1] + p);
    table.push(cumulated);
    const next = sums.map((): number => 0);
    sums.forEach((p, k) => step.forEach((q, j) => { if (k + j < grid) next[k + j] += p * q; }));
    sums = next;
  }
  return table;
});

const tolerance = cases.double({ min: 1e-6, max: 0.999, noNaN: true });
const integers = (most: number, size: { minLength?: number; maxLength?: number } = {}): cases.Arbitrary<number[]> => cases.array(cases.integer({ min: -most, max: most }), size);

const uniformChecks: readonly Property[] = [
  property(
    'P(u v <= z) = z (1 + ln(1/z)) on the unit square: between the counts of squares below and touching',
    cases.record({ z: cases.double({ min: 0.001, max: 1, noNaN: true }), n: cases.integer({ min: 1, max: 2000 }) }),
    ({ z, n }) => {
      // Squares [i - 1, i] x [j - 1, j] of an n x n board; u v <= z n^2.
      let inside = 0, touching = 0;
      for (let i = 1; i <= n; i++) {
        inside += Math.min(n, Math.floor(((z * n * n) / i) * (1 - 1e-12)));
        touching += i === 1 ? n : Math.min(n, Math.floor(((z * n * n) / (i - 1)) * (1 + 1e-12)) + 1);
      }
      const p = below(z) * n * n;
      return inside <= p * ROOM && p <= touching * ROOM ? undefined : `${p} is not in [${inside}, ${touching}]`;
    },
  ),
  property(
    'one raw draw falls in every interval of [-1/2, 1/2] with at least (ln 2)/4 of its length, and at the ends with no more',
    cases.record({
      x: cases.double({ min: -0.5, max: 0.5, noNaN: true }),
      y: cases.double({ min: -0.5, max: 0.5, noNaN: true }),
      end: cases.double({ min: 1e-5, max: 1e-3, noNaN: true }),
    }),
    ({ x, y, end }) => {
      const p = between(Math.min(x, y), Math.max(x, y)) / 2, length = Math.abs(x - y);
      if (p < MIXTURE * length - 1e-15) return `probability ${p} of a length ${length}`;
      const last = between(0.5 - end, 0.5) / 2;
      return last >= MIXTURE * end * (1 - 1e-9) && last <= MIXTURE * end * (1 + 4 * end) ? undefined : `probability ${last} of a length ${end} at 1/2`;
    },
  ),
];

const coverChecks: readonly Property[] = [
  property('under the law of a raw draw the odds of being uncovered in [-1/2, 1/2] fall on average by the factor 1 - (ln 2)/16', someCells(10), (covered) => {
    const { m, bits } = covered, width = 1 / (2 * m), k = sizeOf(bits), odds = (at: number): number => (2 * m - k - gain(covered, at)) / (k + gain(covered, at));
    // Integrals of ln(1/x) / 4 and x ln(1/x) / 4 from 0 to x; the odds, convex between whole cells, lie below their chords.
    const mass = (x: number): number => (x > 0 ? (x * (1 - Math.log(x))) / 4 : 0), moment = (x: number): number => (x > 0 ? (x * x * (0.5 - Math.log(x))) / 8 : 0);
    let mean = 0.5 * odds(0);
    for (let at = 0; at < 2 * m; at++) {
      const [from, to] = [at * width, (at + 1) * width], all = mass(to) - mass(from), right = (moment(to) - moment(from) - from * all) / width;
      mean += right * (odds(at + 1) + odds(-at - 1)) + (all - right) * (odds(at) + odds(-at));
    }
    return mean <= RATE * odds(0) + 1e-12 ? undefined : `from ${odds(0)} to ${mean}`;
  }),
  property(
    '(2/tau^2)(1 - (ln 2)/16)^n is at most delta/2 for n of the cover phase, and n - 1 does not do',
    cases.record({ tau: tolerance, delta: tolerance }),
    ({ tau, delta }) => {
      const n = coverDraws(tau, delta), log = (draws: number): number => Math.log(2 / (tau * tau)) + draws * Math.log1p(-Math.LN2 / 16);
      if (log(n) > Math.log(delta / 2) + 1e-9) return `${n} draws leave exp(${log(n)})`;
      return log(n - 1) < Math.log(delta / 2) - 1e-9 ? `${n - 1} draws would do` : undefined;
    },
  ),
];

const prefixChecks: readonly Property[] = [
  property('E Y = 1/16 and 1/(2 E Y^2) = 18 for Y = u v where u, v > 0: between lower and upper sums on a board', cases.integer({ min: 10, max: 1_000_000 }), (n) => {
    // Sums of i j / n^2 and of its square over the squares of the quadrant, which has a quarter of the mass.
    const board = BigInt(n), first = (k: bigint): bigint => (k * (k + 1n)) / 2n, second = (k: bigint): bigint => (k * (k + 1n) * (2n * k + 1n)) / 6n;
    const millionths = (sum: bigint, power: bigint): number => Number((sum * sum * 10n ** 12n) / (4n * board ** power)) / 1e12;
    const mean = [millionths(first(board - 1n), 4n), millionths(first(board), 4n)], square = [millionths(second(board - 1n), 6n), millionths(second(board), 6n)];
    if (MEAN < mean[0] - 1e-12 || MEAN > mean[1] + 1e-12) return `E Y is in [${mean}]`;
    const claimed = 1 / (2 * EIGHTEEN);
    return claimed < square[0] - 1e-12 || claimed > square[1] + 1e-12 ? `E Y^2 is in [${square}]` : undefined;
  }),
  property('exp(-x) <= 1 - x + x^2/2 for x >= 0', cases.double({ min: 0, max: 50, noNaN: true }), (x) =>
    Math.exp(-x) <= 1 - x + (x * x) / 2 + 1e-15 ? undefined : `exp(-x) is ${Math.exp(-x)}`),
  property(
    'a sum of m independent non-negative terms is below its mean by t with a probability of at most exp(-t^2 / (2 m E Y^2)), summed exactly',
    cases.record({
      weights: cases.array(cases.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
      zero: cases.integer({ min: 1, max: 300 }),
      m: cases.integer({ min: 1, max: 300 }),
      at: cases.double({ min: 0, max: 1, noNaN: true }),
    }),
    ({ weights, zero, m, at }) => {
      // Y = j with probability weights[j - 1] / all, else 0.
      const all = zero + weights.reduce((sum, w) => sum + w, 0), law = [zero, ...weights].map((w) => w / all);
      const mean = law.reduce((sum, p, y) => sum + p * y, 0), square = law.reduce((sum, p, y) => sum + p * y * y, 0);
      const upTo = Math.floor(at * m * mean);
      if (square === 0 || upTo > 60) return undefined;
      let sums = Array.from<unknown, number>({ length: upTo + 1 }, (_, k) => (k === 0 ? 1 : 0));
      for (let n = 0; n < m; n++) sums = sums.map((_, k) => law.reduce((sum, p, y) => sum + (y <= k ? p * sums[k - y] : 0), 0));
      const exact = sums.reduce((sum, p) => sum + p, 0), t = m * mean - upTo, bound = Math.exp((-t * t) / (2 * m * square));
      return exact <= bound * (1 + 1e-9) ? undefined : `${exact}, the bound is ${bound}`;
    },
  ),
  property(
    'for terms of 0 and 1 the exact probability is at most exp(-t^2 / (2 m E Y^2)), and more than exp(-t^2 / (1.5 m E Y^2)) far out',
    cases.record({ p: cases.double({ min: 0.01, max: 0.05, noNaN: true }), mean: cases.integer({ min: 1, max: 3000 }), deviations: cases.double({ min: 0, max: 6, noNaN: true }) }),
    ({ p, mean, deviations }) => {
      const tail = (y: number, far: number): readonly [exact: number, bound: number, sharper: number] => {
        const m = Math.ceil(y / p), upTo = Math.floor(m * p - far * Math.sqrt(m * p)), t = m * p - upTo;
        return [upTo < 0 ? 0 : binomialCdf(upTo, m, p), Math.exp((-t * t) / (2 * m * p)), Math.exp((-t * t) / (1.5 * m * p))];
      };
      const [exact, bound] = tail(mean, deviations), [far, , sharper] = tail(3000, 5);
      if (exact > bound * (1 + 1e-9)) return `${exact}, the bound is ${bound}`;
      return far > sharper ? undefined : `five deviations out ${far}, ${sharper} would do`;
    },
  ),
  property(
    'the positive terms of m raw draws sum to less than 1/2 with a probability of at most exp(-18 (m/16 - 1/2)^2 / m), summed from above',
    cases.integer({ min: 9, max: MOST_TERMS }),
    (m) => {
      const left = sumsBelow(GRID)[m][GRID / 2];
      return left <= (prefixTail(m) / 2) * ROOM ? undefined : `${left}, the bound is ${prefixTail(m) / 2}`;
    },
  ),
  property('18 (m/16 - 1/2)^2 / m increases for m > 8: more draws never fail where fewer do', cases.integer({ min: 8, max: 100_000 }), (m) =>
    prefixTail(m + 1) <= prefixTail(m) ? undefined : `${prefixTail(m)} at ${m}, ${prefixTail(m + 1)} at the next`),
  property(
    'steps of at most 1 that sum to 1/2 or more have a prefix within 1/2 of every w in [-1/2, 1], for all w at once',
    cases.integer({ min: 1, max: 32 }).chain((half) => {
      const step = cases.oneof(cases.constant(2 * half), cases.integer({ min: 0, max: 2 * half }));
      return cases.record({ half: cases.constant(half), steps: cases.array(step, { maxLength: 12 }) });
    }),
    ({ half, steps }) => {
      const prefixes = [0];
      for (const s of steps) prefixes.push(prefixes[prefixes.length - 1] + s);
      if (prefixes[prefixes.length - 1] < half) return undefined;
      for (let w = -half; w <= 2 * half; w++) if (!prefixes.some((p) => Math.abs(w - p) <= half)) return `no prefix within ${half} of ${w}`;
      return undefined;
    },
  ),
];

const togetherChecks: readonly Property[] = [
  property(
    'where one group covers [-1/2, 1/2] to tau and another sums past 1/2 on both sides, their subset sums cover [-1, 1] to tau',
    cases.record({ cover: integers(64, { maxLength: 7 }), steps: integers(64, { minLength: 2, maxLength: 6 }) }),
    ({ cover, steps }) => {
      // In units of 1/64, targets on half units: the sums are integers.
      const positive = steps.reduce((sum, s) => sum + Math.max(0, s), 0), negative = steps.reduce((sum, s) => sum + Math.max(0, -s), 0);
      const others = [...steps, ...(positive < 32 ? [32] : []), ...(negative < 32 ? [-32] : [])];
      const farthest = (sums: readonly number[], reach: number): number => {
        let most = 0;
        for (let w = -reach; w <= reach; w += 0.5) most = Math.max(most, sums.reduce((least, s) => Math.min(least, Math.abs(w - s)), Infinity));
        return most;
      };
      const tau = farthest(subsetSums(cover), 32), whole = farthest([...new Set(subsetSums([...cover, ...others]))], 64);
      return whole <= tau ? undefined : `[-32, 32] is covered to ${tau}, [-64, 64] to ${whole}`;
    },
  ),
  property('the bound is the sum of the draws of both phases', cases.record({ tau: tolerance, delta: tolerance }), async ({ tau, delta }) => {
    const n = (await halfBound())({ tau, delta_1: delta }), both = coverDraws(tau, delta) + prefixDraws(delta);
    return n === both ? undefined : `n = ${n}, both phases ${both}`;
  }),
  property(
    'at n of the bound w = 1 is out of reach with a probability of at most delta, summed from above',
    cases.record({ tau: cases.double({ min: 0.002, max: 0.999, noNaN: true }), delta: cases.double({ min: 0.001, max: 0.999, noNaN: true }) }),
    async ({ tau, delta }) => {
      const n = (await halfBound())({ tau, delta_1: delta }), left = sumsBelow(GRID)[Math.min(n, MOST_TERMS)][Math.ceil((1 - tau) * GRID)];
      return left <= delta ? undefined : `n = ${n} leaves ${left}`;
    },
  ),
  property('the bound is at most 100 ln(2 / epsilon) at tau = delta_1 = epsilon', cases.double({ min: 1e-12, max: 0.999999, noNaN: true }), async (epsilon) => {
    const n = (await halfBound())({ tau: epsilon, delta_1: epsilon });
    return n <= 100 * Math.log(2 / epsilon) ? undefined : `n = ${n}, 100 ln(2 / epsilon) = ${100 * Math.log(2 / epsilon)}`;
  }),
  property(
    'weights on the grid of step 2^-24 and the real ones that round up to them in size have products that differ by at most 2^-23',
    cases.record({
      u: cases.integer({ min: 1, max: 2 ** 24 }),
      v: cases.integer({ min: 1, max: 2 ** 24 }),
      less: cases.tuple(cases.integer({ min: 0, max: 1023 }), cases.integer({ min: 0, max: 1023 })),
      opposite: cases.boolean(),
    }),
    ({ u, v, less, opposite }) => {
      // In units of 2^-34, products in 2^-68.
      const [a, b] = [BigInt(u) << 10n, BigInt(v) << 10n], real = (a - BigInt(less[0])) * (b - BigInt(less[1])), sign = opposite ? -1n : 1n, off = sign * a * b - sign * real;
      return (off < 0n ? -off : off) <= 1n << 45n ? undefined : `off by ${off} 2^-68`;
    },
  ),
];

/** Units that see one input, in integers, with the subsets of each half that an output keeps. */
const unit = cases.record({
  u: cases.integer({ min: -99, max: 99 }),
  v: integers(99, { minLength: 3, maxLength: 3 }),
  kept: cases.array(cases.boolean(), { minLength: 3, maxLength: 3 }),
});
type Unit = { readonly u: number; readonly v: readonly number[]; readonly kept: readonly boolean[] };

const passed = (units: readonly Unit[], output: number, x: bigint): bigint =>
  units.reduce((sum, { u, v, kept }) => sum + (kept[output] && BigInt(u) * x > 0n ? BigInt(v[output]) * BigInt(u) * x : 0n), 0n);
const slope = (units: readonly Unit[], output: number, side: 1 | -1): bigint =>
  units.reduce((sum, { u, v, kept }) => sum + (kept[output] && u * side > 0 ? BigInt(u * v[output]) : 0n), 0n);
const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));

/** How many v in {-1, 0, 1}^k have fewer than `positive` ones or `negative` minus ones: some target in [-negative, positive] is no subset sum of theirs. */
function missing(k: number, positive: number, negative: number): bigint {
  let count = 0n;
  for (let i = 0; i <= k; i++) {
    for (let j = 0; i + j <= k; j++) if (i < positive || j < negative) count += factorial(k) / (factorial(i) * factorial(j) * factorial(k - i - j));
  }
  return count;
}

const networkChecks: readonly Property[] = [
  property(
    'a pruned diamond is two slopes, and within tau |x| of w x where both are within tau of w',
    cases.record({ units: cases.array(unit, { maxLength: 10 }), w: cases.bigInt({ min: -9999n, max: 9999n }), x: cases.bigInt({ min: -999n, max: 999n }) }),
    ({ units, w, x }) => {
      const [right, left] = [slope(units, 0, 1), slope(units, 0, -1)], out = passed(units, 0, x), tau = larger(magnitude(right - w), magnitude(left - w));
      if (out !== (x > 0n ? right : left) * x) return `${out}, the slopes are ${left} and ${right}`;
      return magnitude(w * x - out) <= tau * magnitude(x) ? undefined : `off by ${w * x - out}, tau = ${tau}`;
    },
  ),
  property(
    'a layer whose outputs share their first weights is within d tau ||x||_inf of each output and within tau sqrt(d_1 d_2) ||x||_2 of all',
    cases.array(cases.record({ units: cases.array(unit, { maxLength: 4 }), x: cases.integer({ min: -9, max: 9 }), w: integers(999, { minLength: 3, maxLength: 3 }) }), { minLength: 1, maxLength: 4 }),
    (inputs) => {
      let tau = 0n, input = 0n, most = 0n;
      for (const { units, x, w } of inputs) {
        for (let r = 0; r < 3; r++) for (const side of [1, -1] as const) tau = larger(tau, magnitude(slope(units, r, side) - BigInt(w[r])));
        input += BigInt(x * x);
        most = larger(most, magnitude(BigInt(x)));
      }
      const errors = [0, 1, 2].map((r) => inputs.reduce((sum, { units, x, w }) => sum + BigInt(w[r] * x) - passed(units, r, BigInt(x)), 0n)), d = BigInt(inputs.length);
      if (errors.some((e) => magnitude(e) > d * tau * most)) return `outputs are off by ${errors}, tau = ${tau}`;
      const squares = errors.reduce((sum, e) => sum + e * e, 0n);
      return squares <= 3n * d * tau * tau * input ? undefined : `off by the root of ${squares}, tau = ${tau}`;
    },
  ),
  property(
    'two outputs that share first weights fail together or apart with at most twice the probability of one, counted exactly',
    cases.record({ n: cases.integer({ min: 1, max: 18 }), positive: cases.integer({ min: 0, max: 2 }), negative: cases.integer({ min: 0, max: 2 }) }),
    ({ n, positive, negative }) => {
      // u and v in {-1, 0, 1}: k of n units have u = 1 in C(n, k) 2^(n - k) of 3^n cases; given u, the outputs' own v are independent.
      let one = 0n, some = 0n;
      for (let k = 0; k <= n; k++) {
        const all = 3n ** BigInt(k), missed = missing(k, positive, negative);
        const times = (18n ** BigInt(n - k) * factorial(n)) / (factorial(k) * factorial(n - k));
        one += missed * all * times;
        some += (all * all - (all - missed) * (all - missed)) * times;
      }
      return some <= 2n * one && some >= one ? undefined : `${some} of ${27n ** BigInt(n)}, one output alone ${one}`;
    },
  ),
  property(
    'the shares of delta, two events for a weight of the first layer and one for the others, sum to delta',
    cases.record({ widths: cases.array(cases.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 8 }), delta: tolerance }),
    async ({ widths, delta }) => {
      const share = await deltaOf(), l = widths.length - 1;
      const sum = widths.slice(1).reduce((total, rows, i) => total + (i === 0 ? 2 : 1) * rows * widths[i] * share({ rows, columns: widths[i], l, delta }), 0);
      return Math.abs(sum - delta) <= 1e-12 * delta ? undefined : `they sum to ${sum}`;
    },
  ),
  property(
    'with every entry off by its layer\'s tau a network is off by at most epsilon',
    cases.record({
      epsilon: cases.double({ min: 0.001, max: 0.999, noNaN: true }),
      layers: cases.array(
        cases.record({
          rows: cases.integer({ min: 1, max: 6 }),
          norm: cases.constantFrom(1, 1, 0.7),
          signs: cases.array(cases.boolean(), { minLength: 36, maxLength: 36 }),
          aligned: cases.boolean(),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      columns: cases.integer({ min: 1, max: 6 }),
    }),
    async ({ epsilon, layers, columns: first }) => {
      // W_i = norm times the matrix of ones over its norm, the worst case for errors of one sign.
      const tau = await tauOf(), l = layers.length;
      let f = Array<number>(first).fill(1 / Math.sqrt(first)), g = f;
      layers.forEach(({ rows, norm, signs, aligned }, i) => {
        const columns = f.length, t = tau({ epsilon, l, rows, columns }), entry = norm / Math.sqrt(rows * columns);
        const next = (x: readonly number[], off: number): number[] =>
          Array.from({ length: rows }, (_, r) => x.reduce((sum, v, c) => sum + (entry + (aligned || signs[r * 6 + c] ? off : -off)) * (i > 0 ? Math.max(0, v) : v), 0));
        [f, g] = [next(f, 0), next(g, t)];
      });
      const off = Math.sqrt(f.reduce((sum, v, r) => sum + (v - g[r]) * (v - g[r]), 0));
      return off <= epsilon * (1 + 1e-10) ? undefined : `off by ${off}`;
    },
  ),
  property(
    'n is at most 161 ln(2 d_i d_{i-1} l / min(epsilon, delta)), both signs together',
    cases.record({
      rows: cases.integer({ min: 1, max: 1000 }),
      columns: cases.integer({ min: 1, max: 1000 }),
      l: cases.integer({ min: 1, max: 20 }),
      epsilon: tolerance,
      delta: tolerance,
      small: cases.boolean(),
    }),
    async ({ rows, columns, l, epsilon, delta, small }) => {
      const size = small ? { rows: 1, columns: 1, l: 1 } : { rows, columns, l };
      const n = (await networkBound())({ ...size, epsilon, delta }), claimed = 161 * Math.log((2 * size.rows * size.columns * size.l) / Math.min(epsilon, delta));
      return n <= claimed ? undefined : `n = ${n}, claimed ${claimed}`;
    },
  ),
];

/** A matrix [[a, b], [c, d]]; rows and columns that are absent are 0. */
type Matrix = readonly [number, number, number, number];

/** Whether the spectral norm is less than the root of t, for integers: both eigenvalues of M^T M are. */
function isShorter([a, b, c, d]: Matrix, t: number): boolean {
  const trace = a * a + b * b + c * c + d * d, determinant = a * d - b * c;
  return 2 * t > trace && t * t - t * trace + determinant * determinant > 0;
}

const difference = (a: Matrix, b: Matrix): Matrix => [a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]];

/** Shapes rows x columns, with the units in which their spectral unit ball is searched. */
const SHAPES = {
  '1 x 1': { entries: [0], units: 256 },
  '1 x 2': { entries: [0, 1], units: 16 },
  '2 x 1': { entries: [0, 2], units: 16 },
  '2 x 2': { entries: [0, 1, 2, 3], units: 4 },
} as const;
type Shape = keyof typeof SHAPES;

/** Integer matrices in the ball of radius `units`, each at least `apart` from the others, as many as a greedy search finds. */
const packing = remembered((key: string): Matrix[] => {
  const [shape, apart] = key.split(' by ') as [Shape, string], { entries, units } = SHAPES[shape], t = Number(apart) * Number(apart), members: Matrix[] = [];
  const visit = (matrix: Matrix, k: number): void => {
    if (k < entries.length) {
      for (let e = -units; e <= units; e++) visit(matrix.map((v, i) => (i === entries[k] ? e : v)) as unknown as Matrix, k + 1);
    } else if (isShorter(matrix, units * units + 1e-6) && !members.some((m) => isShorter(difference(m, matrix), t))) members.push(matrix);
  };
  visit([0, 0, 0, 0], 0);
  return members;
});

const packingCase = cases.oneof(
  cases.tuple(cases.constant<Shape>('1 x 1'), cases.integer({ min: 1, max: 256 })),
  cases.tuple(cases.constantFrom<Shape[]>('1 x 2', '2 x 1'), cases.integer({ min: 1, max: 16 })),
  cases.tuple(cases.constant<Shape>('2 x 2'), cases.integer({ min: 2, max: 4 })),
);

const countingChecks: readonly Property[] = [
  property('the unit ball of the spectral norm has (1/(2 epsilon))^(d_i d_{i-1}) members that are 2 epsilon apart', packingCase, ([shape, apart]) => {
    const { entries, units } = SHAPES[shape], found = packing(`${shape} by ${apart}`).length;
    let claimed = 1;
    for (let k = 0; k < entries.length; k++) claimed *= (2 * HALF * units) / apart;
    return found >= claimed ? undefined : `found ${found}, claimed ${claimed}`;
  }),
  property(
    'each of the 2^alpha pruned networks serves at most one member, all together at most 2^alpha',
    cases.record({ chosen: packingCase, weights: cases.array(cases.tuple(cases.integer({ min: 0, max: 3 }), cases.integer({ min: -256, max: 256 })), { maxLength: 8 }) }),
    ({ chosen: [shape, apart], weights }) => {
      const { entries, units } = SHAPES[shape], members = packing(`${shape} by ${apart}`);
      // A one-layer source: alpha weights, each in parallel at an entry. Doubled, so that epsilon = apart / 2 is whole.
      let networks: Matrix[] = [[0, 0, 0, 0]];
      for (const [place, w] of weights) {
        const at = entries[place % entries.length], entry = Math.round((w * units) / 256);
        networks = networks.flatMap((n) => [n, n.map((v, i) => (i === at ? v + entry : v)) as unknown as Matrix]);
      }
      const kinds = new Map(networks.map((n) => [n.join(), n])), served = new Set<number>();
      for (const n of kinds.values()) {
        const mine = members.flatMap((m, i) => (isShorter(difference(m, n).map((v) => 2 * v) as unknown as Matrix, apart * apart) ? [i] : []));
        if (mine.length > 1) return `${n} serves ${mine.length} members`;
        mine.forEach((i) => served.add(i));
      }
      return served.size <= 2 ** weights.length ? undefined : `${served.size} are served by ${weights.length} weights`;
    },
  ),
  property(
    'a matrix stretches no vector by more than sqrt 2 times what it stretches some non-negative one by, and [1, -1] by so much',
    cases.record({
      matrix: cases.oneof(cases.tuple(...[0, 1, 2, 3].map(() => cases.double({ min: -1, max: 1, noNaN: true }))), cases.constant([1, -1, 0, 0])),
      turn: cases.integer({ min: 0, max: 999 }).map((k) => k / 1000),
    }),
    ({ matrix: [a, b, c, d], turn }) => {
      const stretch = (x: number, y: number): number => Math.sqrt((a * x + b * y) * (a * x + b * y) + (c * x + d * y) * (c * x + d * y));
      // In a plane: the quarter of x, y >= 0 in a thousand steps, off by at most a step's share of the norm.
      const angles = Array.from({ length: 1001 }, (_, k) => ((k / 1000) * Math.PI) / 2), most = Math.max(...angles.map((t) => stretch(Math.cos(t), Math.sin(t))));
      const any = stretch(Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn));
      if (a === 1 && b === -1 && c === 0 && d === 0 && Math.abs(stretch(Math.SQRT1_2, -Math.SQRT1_2) - Math.SQRT2 * most) > 1e-12) return `[1, -1] stretches by ${most}`;
      return any <= Math.SQRT2 * most * 1.001 ? undefined : `${any}, of a non-negative vector at most ${most}`;
    },
  ),
  property(
    'for one weight, sources that serve every w with probability s within epsilon have 2^alpha >= s / epsilon, more than s / (2 epsilon)',
    cases.record({
      alpha: cases.integer({ min: 0, max: 5 }),
      sources: cases.integer({ min: 1, max: 4 }),
      served: cases.integer({ min: 1, max: 4 }),
      noise: integers(6, { minLength: 20, maxLength: 20 }),
    }),
    async ({ alpha, sources, served, noise }) => {
      // In units of 1/64: nearly geometric weights, with -64 + 64 / 2^alpha always there. epsilon is the least that serves every w.
      const needed = Math.min(served, sources), all = Array.from({ length: sources }, (_, i) => {
        const offset = -64 + 64 / 2 ** alpha;
        return subsetSums(Array.from({ length: alpha }, (_, k) => 128 / 2 ** (k + 1) + (sources > 1 ? noise[i * 5 + k] : 0))).map((s) => s + offset);
      });
      let epsilon = 0;
      for (let w = -64; w <= 64; w += 0.5) {
        const distances = all.map((sums) => sums.reduce((least, s) => Math.min(least, Math.abs(w - s)), Infinity)).sort((a, b) => a - b);
        epsilon = Math.max(epsilon, distances[needed - 1]);
      }
      const s = needed / sources, share = epsilon / 64;
      if (2 ** alpha * share < s) return `alpha = ${alpha}, epsilon = ${share}, s = ${s}`;
      // The formula at an epsilon just above, with s < 1.
      if (share * ROOM >= 1) return undefined;
      const least = (await countingBound())({ rows: 1, columns: 1, epsilon: share * ROOM, s: s * (1 - 1e-12) });
      return alpha >= least ? undefined : `alpha = ${alpha}, the bound asks ${least}`;
    },
  ),
];

/** The steps of proof.md, as checks. */
export const checks: readonly Property[] = [...uniformChecks, ...coverChecks, ...prefixChecks, ...togetherChecks, ...networkChecks, ...countingChecks, ...finiteChecks];
