import { single } from '../../src/constructions/index.js';
import { powerOfTwo } from '../../src/numeric/rounding.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { boxes, isWithin, one, type Candidates, type Selector } from '../../src/subset-sum/index.js';
import { evaluator, type Formula } from '../../src/theorem/formula.js';
import { lemma1 } from './lemma1.js';
import { lemma2 } from './lemma2.js';
import { lemma3 } from './lemma3.js';
import { nearestPair } from './nearest-pair.js';
import { theorem21 } from './theorem21.js';

// Floats are given this much room, relatively.
const SLACK = 1e-12;

/** A formula of this folder's values, compiled when it is first asked for. */
function value(formula: Formula): (values: Readonly<Record<string, number>>) => Promise<number> {
  let compiled: ReturnType<typeof evaluator> | undefined;
  return async (values) => (await (compiled ??= evaluator(formula)))(values);
}
const unitsOfWeight = value(lemma1.bound!), unitsOfNeuron = value(lemma2.bound!), unitsOfLayer = value(lemma3.bound!), unitsOfPool = value(theorem21.bound);
const unitsNear = value(nearestPair.bound);
const drawsOfBoxes = value(theorem21.draws!), drawsNear = value(nearestPair.draws!);

const fraction = cases.oneof(cases.constantFrom(0, 1), cases.double({ min: 0, max: 1, noNaN: true }));
const sign = cases.constantFrom(1, -1);
const open = (low: number, high: number) => cases.double({ min: low, max: high, noNaN: true });
/** Small probabilities, evenly in size and in magnitude. */
const small = cases.oneof(open(1e-4, 0.99), cases.integer({ min: 1, max: 40 }).map((k) => powerOfTwo(-k)));

/** The integer in [low, high] at a fraction of the way. */
const between = (low: number, high: number, f: number): number => low + Math.round((high - low) * f);
const relu = (x: number): number => Math.max(0, x);
const reluBig = (x: bigint): bigint => (x > 0n ? x : 0n);
const sumOf = <T>(list: readonly T[], f: (one: T, i: number) => number): number => list.reduce((sum, x, i) => sum + f(x, i), 0);

/** Where alpha is in [0, 1] and the edges of a unit in their boxes, as fractions of the way. */
interface Place {
  readonly alpha: number;
  readonly u: number;
  readonly v: number;
}
const place = cases.record({ alpha: fraction, u: fraction, v: fraction });

/** A unit in the boxes of size w and half-width e, in steps of 1/m, that serves the inputs of a sign: first edge and last. */
function unitInBoxes(m: number, e: number, alpha: number, served: number, { u, v }: Place): { u: number; v: number } {
  const w = Math.abs(alpha), first = between(Math.max(1, w - e), Math.min(m, w + e), u), last = between(m - e, m, v);
  return { u: served * first, v: served * (alpha < 0 ? -1 : 1) * last };
}

const STEPS = 1 << 20;

const unit = property(
  'a unit in the boxes is within tau |x| of alpha x for the sign of x that it serves, and silent elsewhere',
  cases.record({ e: cases.oneof(cases.integer({ min: 1, max: 64 }), cases.integer({ min: 1, max: STEPS / 2 })), sign, served: sign, place }),
  ({ e, sign: s, served, place: at }) => {
    const alpha = s * between(1, STEPS, at.alpha), { u, v } = unitInBoxes(STEPS, e, alpha, served, at);
    const output = (x: number): number => v * relu(u * x), off = Math.abs(output(served) - alpha * STEPS * served);
    if (off > 2 * e * STEPS) return `off by ${off / STEPS}, tau is ${2 * e} steps`;
    return output(-served) === 0 ? undefined : `${output(-served)} where it should be silent`;
  },
);

const boxProbability = property(
  'a unit is in the boxes with probability p(w) = |[max(0, w - e), min(1, w + e)]| e / 4 >= e^2 / 4, attained at w = 1',
  cases.record({ n: cases.integer({ min: 3, max: 400 }), e: fraction, w: fraction }),
  async (given) => {
    // Edges fall into the cells ((i - 1)/n, i/n] of either sign with equal probability; w and e are on their borders.
    const { n } = given, e = between(1, Math.floor((n - 1) / 2), given.e), w = between(0, n, given.w);
    let first = 0, last = 0;
    for (let i = 1; i <= n; i++) {
      if (i - 1 >= w - e && i <= w + e) first++;
      if (i - 1 >= n - e) last++;
    }
    const length = Math.min(n, w + e) - Math.max(0, w - e);
    if (first * last !== length * e) return `${first * last} of ${4 * n * n} cells, not ${length * e}`;
    if (first * last < e * e) return `${first * last} < e^2 = ${e * e}`;
    if (w === n && first * last !== e * e) return `${first * last} at w = 1, e^2 = ${e * e}`;
    // 3/2 weights for each of 1/p units.
    const draws = (1.5 * 4 * n * n) / (first * last), stated = await drawsOfBoxes({ tau: (2 * e) / n, w: w / n });
    return Math.abs(draws - stated) <= stated * 1e-9 ? undefined : `${draws} weights drawn on average, ${stated} stated`;
  },
);

const boxGrid = property(
  'on every grid of draws without 0 that is at least as fine as e and w, too, p(w) >= e^2 / 4',
  cases.record({ n: cases.integer({ min: 2, max: 3000 }), d: cases.integer({ min: 2, max: 1000 }), e: fraction, w: fraction }),
  (given) => {
    const { n, d } = given, step = Math.ceil(d / n);
    if (step > Math.floor(d / 2)) return undefined;
    const e = between(step, Math.floor(d / 2), given.e), w = between(step, d, given.w);
    let first = 0, last = 0;
    for (let i = 1; i <= n; i++) {
      if (Math.abs(i * d - w * n) <= e * n) first++;
      if (i * d >= (d - e) * n) last++;
    }
    return first * last * d * d >= e * n * e * n ? undefined : `${first * last} of ${4 * n * n} pairs, less than e^2 / 4 at e = ${e}/${d}, w = ${w}/${d}`;
  },
);

/** ln of the probability that none of n units is a success of probability p. */
const logMiss = (p: number, n: number): number => n * Math.log1p(-p);

/** The probability that a pool of n units leaves a sign unserved: events that exclude each other, of probability p each. */
const missEither = (p: number, n: number): number => 2 * Math.exp(logMiss(p, n)) - (2 * p < 1 ? Math.exp(logMiss(2 * p, n)) : 0);

const weightUnits = property(
  'ceil(16 / tau^2 ln(1 / delta_1)) units miss one sign with probability at most delta_1',
  cases.record({ tau: open(1e-4, 0.999), delta: small }),
  async ({ tau, delta }) => {
    const k = await unitsOfWeight({ tau, delta_1: delta }), p = (tau * tau) / 16;
    if (logMiss(p, k) > Math.log(delta) * (1 - SLACK)) return `(1 - p)^${k} = ${Math.exp(logMiss(p, k))}`;
    return missEither(p, k) <= 2 * delta * (1 + SLACK) ? undefined : `${missEither(p, k)} for both signs`;
  },
);

/** A pool that is there in full, and notes how far it was looked at. */
class Pool implements Candidates {
  readonly values: Float64Array;
  readonly gains: Float64Array;
  drawn = 0;

  constructor(readonly limit: number) {
    this.values = new Float64Array(limit);
    this.gains = new Float64Array(limit);
  }

  draw(count: number): void {
    this.drawn = Math.max(this.drawn, Math.min(count, this.limit));
  }
}

/** What a unit must do for inputs of sign s. */
type Serves = (u: number, v: number, s: number, alpha: number, tau: number) => boolean;

/** All pools of k units with edges on a grid of n steps, looked through by a selector. */
const allPools = (name: string, selector: Selector, serves: Serves): Property =>
  property(
    name,
    cases.record({
      size: cases.constantFrom([1, 1], [1, 2], [1, 3], [1, 4], [1, 5], [2, 1], [2, 2], [4, 1], [4, 2]),
      alpha: cases.integer({ min: 1, max: 16 }),
      sign,
      tau: cases.integer({ min: 1, max: 15 }),
    }),
    ({ size: [n, k], alpha: a, sign: side, tau: t }) => {
      const alpha = (side * a) / 16, tau = t / 16, edges: number[] = [];
      for (let i = 1; i <= n; i++) edges.push(i / n, -i / n);
      const units = edges.flatMap((u) => edges.map((v) => ({ u, v }))), total = units.length;
      const [hits, others] = [1, -1].map((s) => units.filter(({ u, v }) => serves(u, v, s, alpha, tau)).length);
      if (hits !== others) return `${hits} units serve x > 0, ${others} serve x < 0`;
      const pool = new Pool(k), digits = new Array<number>(k).fill(0);
      let pools = 0, failures = 0, looked = 0, drawn = 0;
      for (let more = true; more; pools++) {
        let served = 0;
        for (const s of [1, -1]) {
          pool.drawn = 0;
          digits.forEach((d, i) => {
            pool.gains[i] = units[d].u;
            pool.values[i] = units[d].u * s > 0 ? units[d].u * units[d].v : NaN;
          });
          const { outcome, chosen } = selector.select(pool, alpha, tau);
          if (outcome === 'hit') {
            const { u, v } = units[digits[chosen[0]]];
            if (!serves(u, v, s, alpha, tau) || !isWithin([s * v * relu(u * s)], [0], alpha, tau)) return `chose (${u}, ${v}) for x of sign ${s}`;
            served++;
          }
          looked += pool.drawn;
          for (let i = 0; i < pool.drawn; i++) drawn += Number.isNaN(pool.values[i]) ? 1 : 2;
        }
        if (served < 2) failures++;
        more = false;
        for (let i = 0; i < k && !more; i++) {
          digits[i] = (digits[i] + 1) % total;
          more = digits[i] > 0;
        }
      }
      // T^k (2 (1 - p)^k - (1 - 2p)^k), and 2 T^k (1 + (1 - p) + ... + (1 - p)^(k - 1)) units, at p = hits / T.
      const power = (x: number, e: number): number => Array.from({ length: e }).reduce<number>((product) => product * x, 1);
      const expected = 2 * power(total - hits, k) - power(total - 2 * hits, k), looks = 2 * sumOf(digits, (_, j) => power(total, k - j) * power(total - hits, j));
      if (failures !== expected) return `${failures} of ${pools} pools fail, not ${expected}`;
      if (looked !== looks) return `${looked} units looked at in all, not ${looks}`;
      return 2 * drawn === 3 * looked ? undefined : `${drawn} weights drawn for ${looked} units`;
    },
  );

const boxPools = allPools(
  'of all pools of k units exactly 2 (1 - p)^k - (1 - 2p)^k leave a sign unserved by boxes',
  boxes,
  (u, v, s, alpha, tau) => u * s > 0 && v * s * alpha > 0 && Math.abs(v) >= 1 - tau / 2 && Math.abs(Math.abs(u) - Math.abs(alpha)) <= tau / 2,
);

const COARSE = 1 << 10;

const neuron = property(
  's weights within epsilon / s each, by pairs of units, make a neuron within epsilon on the cube',
  cases.record({
    e: cases.oneof(cases.integer({ min: 1, max: 16 }), cases.integer({ min: 1, max: COARSE / 2 })),
    inputs: cases.oneof(
      cases.array(cases.record({ sign, x: cases.integer({ min: -COARSE, max: COARSE }), positive: place, negative: place }), { minLength: 1, maxLength: 8 }),
      // Every weight 1, every error at its largest, at the corner.
      cases.integer({ min: 1, max: 8 }).map((s) => {
        const worst: Place = { alpha: 1, u: 0, v: 0 };
        return Array.from({ length: s }, () => ({ sign: 1, x: COARSE, positive: worst, negative: worst }));
      }),
    ),
  }),
  ({ e, inputs }) => {
    let output = 0, target = 0;
    for (const { sign: s, x, positive, negative } of inputs) {
      const alpha = s * between(1, COARSE, positive.alpha);
      const halves = [unitInBoxes(COARSE, e, alpha, 1, positive), unitInBoxes(COARSE, e, alpha, -1, negative)];
      output += sumOf(halves, ({ u, v }) => v * relu(u * x));
      target += alpha * x * COARSE;
    }
    const epsilon = 2 * e * inputs.length * COARSE * COARSE;
    return Math.abs(output - target) <= epsilon ? undefined : `off by ${Math.abs(output - target) / epsilon} epsilon`;
  },
);

/** A layer's shape, units of each of its pools, and the probability that one of them serves one sign. */
interface Pools {
  readonly rows: number;
  readonly columns: number;
  readonly n: number;
  readonly p: number;
}

/** The probability that some pool of a network leaves a sign unserved that its input takes, if every weight is 1. */
const failureOf = (layers: readonly Pools[]): number =>
  -Math.expm1(sumOf(layers, ({ rows, columns, n, p }, i) => rows * columns * Math.log1p(-(i === 0 ? missEither(p, n) : Math.exp(logMiss(p, n))))));

/** That a unit is in the boxes for a weight of 1. */
const boxShare = (tau: number): number => (tau * tau) / 16;

const dimension = cases.integer({ min: 1, max: 6 });
const budget = { epsilon: open(1e-3, 0.999), delta: small };
const tooOften = (layers: readonly Pools[], delta: number): string | undefined =>
  failureOf(layers) <= delta * (1 + SLACK) ? undefined : `fails with probability ${failureOf(layers)}`;

const neuronFailure = property(
  'a neuron has all its units but for a probability of delta',
  cases.record({ s: dimension, ...budget }),
  async ({ s, epsilon, delta }) => tooOften([{ rows: 1, columns: s, n: (await unitsOfNeuron({ s, epsilon, delta })) / s, p: boxShare(epsilon / s) }], delta),
);

const layerFailure = property(
  'a layer has all its units but for a probability of delta',
  cases.record({ rows: dimension, columns: dimension, ...budget }),
  async ({ rows, columns, epsilon, delta }) => {
    const n = (await unitsOfLayer({ rows, columns, epsilon, delta })) / (rows * columns);
    return tooOften([{ rows, columns, n, p: boxShare(epsilon / (columns * Math.sqrt(rows))) }], delta);
  },
);

/** The pools of a network of those widths; inputs of its first layer have either sign. */
const networkPools = (widths: readonly number[], pools: (rows: number, columns: number, l: number) => Promise<Pick<Pools, 'n' | 'p'>>): Promise<Pools[]> =>
  Promise.all(widths.slice(1).map(async (rows, i) => ({ rows, columns: widths[i], ...(await pools(rows, widths[i], widths.length - 1)) })));

const networkCases = cases.record({ widths: cases.array(dimension, { minLength: 2, maxLength: 5 }), ...budget });

const networkFailure = property(
  'a network has all its units but for a probability of delta',
  networkCases,
  async ({ widths, epsilon, delta }) => tooOften(await networkPools(widths, async (rows, columns, l) =>
    ({ n: await unitsOfPool({ rows, columns, l, epsilon, delta }), p: boxShare(epsilon / (2 * l * columns * Math.sqrt(rows))) })), delta),
);

const layer = property(
  'entries within tau, for either sign of an input, make a layer within columns sqrt(rows) tau on the cube',
  cases.record({
    rows: dimension, columns: dimension, tau: cases.integer({ min: 1, max: 1000 }), fractions: cases.array(fraction, { minLength: 6, maxLength: 90 }), corner: cases.boolean(),
  }),
  ({ rows, columns, tau, fractions, corner }) => {
    let next = 0;
    const number = (size: number): number => (corner ? size : between(-size, size, fractions[next++ % fractions.length]));
    const x = Array.from({ length: columns }, () => number(1000));
    let squares = 0;
    for (let r = 0; r < rows; r++) {
      const off = sumOf(x, (value) => {
        const [positive, negative] = [number(tau), number(tau)];
        return positive * relu(value) - negative * relu(-value);
      });
      squares += off * off;
    }
    const most = rows * columns * tau * 1000 * columns * tau * 1000;
    if (squares > most) return `${squares} > ${most}`;
    return corner && squares !== most ? `${squares} at the corner, not ${most}` : undefined;
  },
);

const powerBig = (x: bigint, e: number): bigint => Array.from({ length: e }).reduce<bigint>((product) => product * x, 1n);

const composition = property(
  '(1 + epsilon / (2 l))^l - 1 <= epsilon for epsilon <= 1',
  cases.record({ l: cases.integer({ min: 1, max: 60 }), q: cases.integer({ min: 1, max: 1000 }), p: fraction }),
  (given) => {
    const { l, q } = given, p = between(1, q, given.p), scale = BigInt(2 * l * q);
    const grown = (powerBig(scale + BigInt(p), l) - powerBig(scale, l)) * BigInt(q), allowed = BigInt(p) * powerBig(scale, l);
    return grown <= allowed ? undefined : `above epsilon = ${p}/${q}`;
  },
);

const FINE = 4096;

const network = property(
  'pairs in the boxes at tau = epsilon / (2 l d_{i-1} sqrt(d_i)) make a network within epsilon on the ball, of at most 4 active weights a weight',
  cases.record({
    epsilon: cases.integer({ min: 128, max: FINE }),
    widths: cases.array(cases.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 4 }),
    places: cases.oneof(
      cases.array(cases.record({ sign, place }), { minLength: 4, maxLength: 40 }),
      cases.constantFrom(0, 1).map((end) => [{ sign: 1, place: { alpha: 1, u: end, v: end } }]),
    ),
    x: cases.array(cases.record({ sign, size: fraction }), { minLength: 2, maxLength: 2 }),
  }),
  ({ epsilon, widths, places, x }) => {
    const l = widths.length - 1;
    let next = 0, active = 0, weights = 0;
    const first = x.slice(0, widths[0]).map(({ sign: s, size }) => BigInt(s * between(0, Math.floor(FINE / Math.sqrt(widths[0])), size)));
    let [target, pruned] = [first, first];
    for (let i = 1; i <= l; i++) {
      const [columns, rows] = [widths[i - 1], widths[i]], e = Math.floor(epsilon / (4 * l * columns * Math.sqrt(rows)));
      if (e < 1) return undefined;
      const largest = Math.floor(FINE / Math.sqrt(rows * columns));
      const [ofTarget, ofPruned] = [new Array<bigint>(rows).fill(0n), new Array<bigint>(rows).fill(0n)];
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const one = places[next++ % places.length], alpha = one.sign * between(0, largest, one.place.alpha);
          ofTarget[r] += BigInt(alpha * FINE) * target[c];
          if (alpha === 0) continue;
          weights++;
          // Inputs of later layers are never negative.
          for (const served of i === 1 ? [1, -1] : [1]) {
            const { u, v } = unitInBoxes(FINE, e, alpha, served, places[next++ % places.length].place);
            ofPruned[r] += BigInt(v) * reluBig(BigInt(u) * pruned[c]);
            active += 2;
          }
        }
      }
      [target, pruned] = i < l ? [ofTarget.map(reluBig), ofPruned.map(reluBig)] : [ofTarget, ofPruned];
    }
    const squares = target.reduce((sum, y, r) => sum + (y - pruned[r]) * (y - pruned[r]), 0n), most = BigInt(epsilon) * powerBig(BigInt(FINE), 2 * l);
    if (active > 4 * weights) return `${active} active weights for ${weights}`;
    return squares <= most * most ? undefined : `off by the root of ${Number(squares) / Number(most) / Number(most)} epsilon`;
  },
);

const shareUnits = property(
  'a pool has 64 l^2 d_{i-1}^2 d_i / epsilon^2 ln(2 l d_i d_{i-1} / delta) units, rounded up, and n (d_i + d_{i-1}) source weights',
  cases.record({ rows: dimension, columns: dimension, l: dimension, ...budget }),
  async ({ rows, columns, l, epsilon, delta }) => {
    const n = await unitsOfPool({ rows, columns, l, epsilon, delta });
    const real = ((64 * l * l * columns * columns * rows) / (epsilon * epsilon)) * Math.log((2 * l * rows * columns) / delta);
    if (n < real * (1 - SLACK) || n > real * (1 + SLACK) + 1) return `${n} units, not ${real} rounded up`;
    const [hidden] = single.hiddenWidths({ firstLayer: 1, inputs: columns, outputs: rows, n, tolerance: 1 }), edges = hidden * columns + rows * hidden;
    return edges === n * (rows + columns) * rows * columns ? undefined : `${edges} source weights`;
  },
);

/** The probability that the product of two draws of U[0, 1] is at most x, for x in [0, 1]: the integral of ln(1/t) over [0, x]. */
const productAtMost = (x: number): number => (x > 0 ? x * (1 - Math.log(x)) : 0);

/** The probability that a unit serves one sign of the input with its product within tau of a target of size w. */
function nearUnit(w: number, tau: number): number {
  const above = productAtMost(Math.min(1, w + tau));
  return (w > tau ? above - productAtMost(w - tau) : above + productAtMost(Math.min(1, tau - w))) / 4;
}

/** 1 - (1 - tau)(1 - ln(1 - tau)), without its cancellation. */
const nearShare = (tau: number): number => tau + (1 - tau) * Math.log1p(-tau);

const productLaw = property(
  'the product of two draws of U[0, 1] is at most x with probability F(x) = x (1 - ln x)',
  cases.record({ x: open(1e-6, 1), n: cases.integer({ min: 1, max: 3000 }) }),
  ({ x, n }) => {
    let [low, high] = [0, 0];
    for (let i = 1; i <= n; i++) {
      low += Math.min(1, (x * n) / i) / n;
      high += (i === 1 ? 1 : Math.min(1, (x * n) / (i - 1))) / n;
    }
    const found = productAtMost(x);
    return found >= low - SLACK && found <= high + SLACK ? undefined : `${found} outside [${low}, ${high}]`;
  },
);

/** Pairs of edges on the grid of n steps without 0, and a sign between them, whose product is within t/d of w/d. */
function nearPairs(n: number, w: number, t: number, d: number): number {
  let count = 0;
  for (let i = 1; i <= n; i++) {
    const low = Math.max(1, Math.ceil(((w - t) * n * n) / (d * i))), high = Math.min(n, Math.floor(((w + t) * n * n) / (d * i)));
    count += Math.max(0, high - low + 1) + Math.min(n, Math.max(0, Math.floor(((t - w) * n * n) / (d * i))));
  }
  return count;
}
const window = { d: cases.integer({ min: 2, max: 1000 }), n: cases.integer({ min: 2, max: 3000 }), w: fraction, t: fraction };

const nearProbability = property(
  'a unit is near with probability (F(min(1, w + tau)) - F(w - tau)) / 4, or (F(min(1, w + tau)) + F(tau - w)) / 4 where w <= tau',
  cases.record(window),
  (given) => {
    const { d, n } = given, w = between(0, d, given.w), t = between(1, d - 1, given.t);
    const found = nearPairs(n, w, t, d) / (4 * n * n), low = t / d > 2 / n ? nearUnit(w / d, t / d - 2 / n) : 0, high = nearUnit(w / d, t / d + 2 / n);
    return found >= low - SLACK && found <= high + SLACK ? undefined : `${found} on the grid, outside [${low}, ${high}]`;
  },
);

const nearLeast = property(
  'no target is less likely to be near than |alpha| = 1, where the probability is (1 - (1 - tau)(1 - ln(1 - tau))) / 4 >= tau^2 / 8',
  cases.record({ tau: open(4e-3, 0.999), w: fraction, v: fraction }),
  async ({ tau, w, v }) => {
    const [less, more, end] = [nearUnit(Math.min(w, v), tau), nearUnit(Math.max(w, v), tau), nearUnit(1, tau)], share = nearShare(tau);
    if (more > less + 1e-15) return `${more} at ${Math.max(w, v)}, ${less} at ${Math.min(w, v)}`;
    if (Math.abs(end - share / 4) > 1e-15) return `${end} at w = 1, not ${share / 4}`;
    if (share < (tau * tau) / 2) return `${share} < tau^2 / 2`;
    const draws = 3 / (2 * nearUnit(w, tau)), stated = await drawsNear({ tau, w });
    return Math.abs(draws - stated) <= stated * 1e-9 ? undefined : `${draws} weights drawn on average, ${stated} stated`;
  },
);

const nearGrid = property(
  'on every grid of draws without 0 that is 4 times as fine as tau, too, no target is less likely to be near than that',
  cases.record(window),
  (given) => {
    const { d, n } = given, least = Math.ceil((4 * d) / n), w = between(0, d, given.w);
    if (least > d - 1) return undefined;
    const t = between(least, d - 1, given.t), found = nearPairs(n, w, t, d) / (n * n), share = nearShare(t / d);
    return found >= share * (1 - SLACK) ? undefined : `${found / 4}, less than ${share / 4}`;
  },
);

const nearUnits = property(
  'the n of the nearest pair is the least with (1 - p)^n <= delta_1 at |alpha| = 1, and at most 8 / tau^2 ln(1 / delta_1), rounded up',
  cases.record({ tau: cases.oneof(open(1e-6, 2e-3), open(1e-3, 0.95)), delta: small }),
  async ({ tau, delta }) => {
    // Below 1/1000 the bound takes two terms of p, which lack a share of about tau^2/6.
    const n = await unitsNear({ tau, delta_1: delta }), room = 1e-11, short = tau < 1e-3 ? tau * tau : 0;
    let p = 0, power = tau;
    for (let j = 2; j < 800; j++) p += (power *= tau) / (4 * j * (j - 1));
    if (logMiss(p, n) > Math.log(delta) * (1 - room)) return `(1 - p)^${n} = ${Math.exp(logMiss(p, n))}`;
    if (logMiss(p, n - 1) <= Math.log(delta) * (1 + room + short)) return `${n - 1} would do`;
    const half = Math.ceil((8 / (tau * tau)) * Math.log(1 / delta) * (1 + room + short));
    return n <= half ? undefined : `${n} > ${half}`;
  },
);

const nearFailure = property(
  'by the nearest pair, too, a network has all its units but for a probability of delta',
  networkCases,
  async ({ widths, epsilon, delta }) => tooOften(await networkPools(widths, async (rows, columns, l) =>
    ({ n: await unitsNear({ rows, columns, l, epsilon, delta }), p: nearShare(Math.log1p(epsilon) / (l * Math.sqrt(rows * columns))) / 4 })), delta),
);

const nearPools = allPools(
  'of all pools of k units exactly 2 (1 - p)^k - (1 - 2p)^k leave a sign without a near pair',
  one,
  (u, v, s, alpha, tau) => u * s > 0 && isWithin([u * v], [0], alpha, tau),
);

const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => a.reduce((sum, x, i) => sum + x * b[i], 0n);

/** The determinant, by the first row. */
function determinant(rows: readonly (readonly bigint[])[]): bigint {
  if (rows.length === 0) return 1n;
  return rows[0].reduce((sum, x, j) => {
    const minor = x === 0n ? 0n : determinant(rows.slice(1).map((row) => row.filter((_, c) => c !== j)));
    return sum + (j % 2 === 0 ? x : -x) * minor;
  }, 0n);
}
const gram = (vectors: readonly (readonly bigint[])[]): bigint => determinant(vectors.map((a) => vectors.map((b) => dot(a, b))));

/** The squared distance of y from the span, as a fraction: Gram determinants of a basis with y, and without. */
function squaredDistance(vectors: readonly (readonly bigint[])[], y: readonly bigint[]): { over: bigint; under: bigint } {
  let basis: (readonly bigint[])[] = [];
  for (const v of vectors) if (gram([...basis, v]) !== 0n) basis = [...basis, v];
  return { over: gram([...basis, y]), under: gram(basis) };
}

const whole = cases.integer({ min: -5, max: 5 });
const twoLayers = (most: number) => ({
  first: cases.array(cases.array(whole, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: most }),
  last: cases.array(whole, { minLength: 3, maxLength: 3 }),
  points: cases.array(cases.record({ x: cases.array(whole, { minLength: 3, maxLength: 3 }), y: whole }), { minLength: 1, maxLength: 5 }),
});
/** sum_j last_j relu(<first_j, x>). */
const twoLayerOutput = (first: readonly (readonly number[])[], last: readonly number[], x: readonly number[]): number =>
  sumOf(first, (w, j) => last[j] * relu(sumOf(w, (e, c) => e * x[c])));

const randomFeatures = property(
  'pruned by units and scaled, a two-layer network has no smaller squared loss than the best combination of its features',
  cases.record(twoLayers(3)),
  ({ first, last, points }) => {
    const y = points.map((p) => BigInt(p.y)), features = first.map((w) => points.map(({ x }) => BigInt(twoLayerOutput([w], [1], x)))), best = squaredDistance(features, y);
    for (let mask = 0; mask < 1 << first.length; mask++) {
      const keep = (j: number): boolean => ((mask >> j) & 1) === 1;
      const w = first.map((row, j) => (keep(j) ? row : row.map(() => 0))), v = last.map((e, j) => (keep(j) ? e : 0));
      const output = points.map(({ x }) => BigInt(twoLayerOutput(w, v, x)));
      if (output.some((o, i) => o !== features.reduce((sum, f, j) => sum + (keep(j) ? BigInt(last[j]) * f[i] : 0n), 0n))) return `units ${mask}: not a combination of features`;
      // The best scale leaves |y|^2 - <y, output>^2 / |output|^2, as a fraction.
      const size = dot(output, output), match = dot(y, output), over = size === 0n ? dot(y, y) : dot(y, y) * size - match * match, under = size === 0n ? 1n : size;
      if (over * best.under < best.over * under) return `units ${mask}: ${over}/${under}, the best combination ${best.over}/${best.under}`;
    }
    return undefined;
  },
);

const weightsBeatUnits = property(
  'the best weight-subnetwork is never worse than the best neuron-subnetwork, and exact where no multiple of a unit is',
  cases.record({ ...twoLayers(2), size: cases.integer({ min: 1, max: 50 }), other: cases.integer({ min: 1, max: 50 }) }),
  ({ first, last, points, size, other }) => {
    const edges = 4 * first.length, kept = (mask: number, e: number): number => (mask >> e) & 1;
    let [byUnits, byWeights] = [Infinity, Infinity];
    for (let mask = 0; mask < 1 << edges; mask++) {
      const w = first.map((row, j) => row.map((e, c) => e * kept(mask, 4 * j + c))), v = last.map((e, j) => e * kept(mask, 4 * j + 3));
      const loss = sumOf(points, ({ x, y }) => (twoLayerOutput(w, v, x) - y) * (twoLayerOutput(w, v, x) - y));
      byWeights = Math.min(byWeights, loss);
      if (first.every((_, j) => [0, 15].includes((mask >> (4 * j)) & 15))) byUnits = Math.min(byUnits, loss);
    }
    if (byWeights > byUnits) return `${byWeights} by weights, ${byUnits} by units`;
    // Points (1, 0) and (0, 1), one unit of weights (size, other), target size relu(x_1).
    const target = [1, 0].map((x) => size * relu(x)), pruned = [[1, 0], [0, 1]].map((x) => twoLayerOutput([[size, 0]], [1], x));
    const { over } = squaredDistance([[BigInt(size), BigInt(other)]], target.map(BigInt));
    return over > 0n && pruned.every((o, i) => o === target[i]) ? undefined : `${over} for the best combination, ${pruned} for ${target}`;
  },
);

/** The steps of proof.md, each on random cases. */
export const checks: readonly Property[] = [
  unit, boxProbability, boxGrid, weightUnits, boxPools,
  neuron, neuronFailure,
  layer, layerFailure,
  composition, network, networkFailure, shareUnits,
  productLaw, nearProbability, nearLeast, nearGrid, nearUnits, nearFailure, nearPools,
  randomFeatures, weightsBeatUnits,
];
