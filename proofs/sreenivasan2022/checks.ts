import { placesOf, scaled } from '../../src/certify/exact/dyadic.js';
import { ladder } from '../../src/constructions/index.js';
import { binaryLaw } from '../../src/numeric/law.js';
import { exponent } from '../../src/numeric/rounding.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { evaluator, natural } from '../../src/theorem/formula.js';
import { binomials, isAtMost, pruned, rounded, signed, tail, tolerances, weightIn, weightValues } from '../diffenderfer2021/checks.js';
import { theorem } from './theorem.js';

/** The number a / 2^b, exactly. */
type Dyadic = readonly [a: bigint, b: number];

const ONE: Dyadic = [1n, 0];
const half = (b: number): Dyadic => [1n, b];
const times = ([a, b]: Dyadic, [c, d]: Dyadic): Dyadic => [a * c, b + d];
const align = ([a, b]: Dyadic, to: number): bigint => a << BigInt(to - b);
const plus = (x: Dyadic, y: Dyadic): Dyadic => {
  const to = Math.max(x[1], y[1]);
  return [align(x, to) + align(y, to), to];
};
const minus = (x: Dyadic, [a, b]: Dyadic): Dyadic => plus(x, [-a, b]);
const atMost = (x: Dyadic, y: Dyadic): boolean => minus(y, x)[0] >= 0n;
const whole = (k: number): Dyadic => [BigInt(k), 0];
const power = (x: Dyadic, k: number): Dyadic => [x[0] ** BigInt(k), x[1] * k];
const sumOf = (terms: readonly Dyadic[]): Dyadic => terms.reduce(plus, [0n, 0]);

/** First units for each of n. */
const first = (): number => theorem.constants[0].value!;

/** P(Bin(5n, 1/2) <= n - 1). */
const short = (n: number): Dyadic => [tail(n - 1, first() * n, 2n), first() * n];

/** The bound's failure probability of one weight and sign at n, K = `levels`. */
const failure = (n: number, levels: number): Dyadic => plus([BigInt(n * (n + 1) * levels + (n * levels * (levels + 1)) / 2 + levels + 1), n], short(n));

/**
 * The probability that all goes well in the proof: n first units of the right sign; then, each from the n units of one power below,
 * n doubling units of every level, n that pass each lower power through, and an edge for each of K + 1 digits. Independent, so a product.
 */
function allWell(n: number, levels: number): Dyadic {
  let all = minus(ONE, short(n));
  for (let t = 1; t <= levels; t++) {
    // Half of a level's units are of one sign, n of each power 0 .. t.
    const units = ladder.hiddenWidths({ firstLayer: 1, inputs: 1, outputs: 1, n, tolerance: 2 ** -(levels + 1) })[t] / 2;
    all = times(all, times(power(minus(ONE, [BigInt(n + 1), n]), n), power(minus(ONE, half(n)), units - n)));
  }
  return times(all, power(minus(ONE, half(n)), levels + 1));
}

/** P(k of n units exist) where each needs `wanted` edges of value 1 from m units. */
function existing(n: number, m: number, wanted: number): Dyadic[] {
  const fails: Dyadic = [BigInt(wanted === 2 ? m + 1 : 1), m], works = minus(ONE, fails);
  return binomials(n, n).map((c, k) => times([c, 0], times(power(works, k), power(fails, n - k))));
}

/**
 * The probability that the ladder as it is run, where a unit may use whatever units exist, builds weights of which needs[t] have the digit
 * 2^t, from `start` first units: given how many units of power t exist at level t, those that pass t on and those that double it are independent.
 */
function succeeds(n: number, needs: readonly number[], start = first() * n): Dyadic {
  const levels = needs.length - 1, counts = Array.from({ length: n + 1 }, (_, c) => c);
  const average = (m: number, wanted: number, f: readonly Dyadic[]): Dyadic => sumOf(existing(n, m, wanted).map((p, k) => times(p, f[k])));
  // P(an edge from one of c units for each weight with the digit), then the same seen from `passes` levels below.
  const passing = (t: number, sizes: readonly number[]): Dyadic[] => {
    let now = (levels === t ? sizes : counts).map((c) => power(minus(ONE, half(c)), needs[t]));
    for (let level = levels - 1; level >= t; level--) now = (level === t ? sizes : counts).map((c) => average(c, 1, now));
    return now;
  };
  let ahead: Dyadic[] = [];
  for (let t = levels; t >= 0; t--) {
    const sizes = t === 0 ? Array.from({ length: start + 1 }, (_, a) => a) : counts;
    const here = needs[t] > 0 ? passing(t, sizes) : sizes.map(() => ONE), next = ahead;
    ahead = sizes.map((c) => (t === levels ? here[c] : times(here[c], average(c, 2, next))));
  }
  return sumOf(binomials(start, start).map((c, a) => times([c, start], ahead[a])));
}

/** The edges, in bits, of the units of a ladder that `digits` need: `start` first units of the right sign or not, n of each power above. */
const edgesOf = (n: number, start: number, levels: number, digits: number): number => {
  const highest = 31 - Math.clz32(digits);
  let edges = start + (levels > 0 ? n : start) * bitsSet(digits);
  for (let t = 1; t <= levels; t++) edges += (Math.min(highest, t) + 1) * n * (t === 1 ? start : n);
  return edges;
};

/** The probability that such a ladder builds `digits`, by trying all signs of its edges. */
function enumerate(n: number, start: number, levels: number, digits: number): Dyadic {
  const highest = 31 - Math.clz32(digits), edges = edgesOf(n, start, levels, digits);
  let good = 0n;
  for (let word = 0; word < 2 ** edges; word++) {
    let left = word;
    const take = (count: number): number => {
      const low = left & ((1 << count) - 1);
      left >>>= count;
      return low;
    };
    // Which units exist, by power, as bits.
    let alive = [take(start)], size = start;
    for (let t = 1; t <= levels; t++) {
      const below = alive, from = size;
      alive = Array.from({ length: Math.min(highest, t) + 1 }, (_, p) => {
        let units = 0;
        for (let i = 0; i < n; i++) if (bitsSet(take(from) & below[Math.min(p, t - 1)]) >= (p === t ? 2 : 1)) units |= 1 << i;
        return units;
      });
      size = n;
    }
    let built = true;
    for (let t = 0; t <= highest; t++) if ((digits >> t) & 1) built = (take(size) & alive[t]) !== 0 && built;
    if (built) good++;
  }
  return [good, edges];
}

function bitsSet(x: number): number {
  let count = 0;
  for (let rest = x; rest > 0; rest &= rest - 1) count++;
  return count;
}

const firstLevel = property(
  'of 5 n fair signs fewer than n are right with probability P(Bin(5n, 1/2) <= n - 1), at most exp(-9 n / 10)',
  cases.tuple(cases.integer({ min: 1, max: 3 }), cases.integer({ min: 1, max: 150 })),
  ([few, n]) => {
    let short0 = 0n;
    for (let word = 0; word < 2 ** (first() * few); word++) if (bitsSet(word) < few) short0++;
    if (short0 !== short(few)[0]) return `${short0} of 2^${first() * few} signs are short, expected ${short(few)[0]}`;
    if (ladder.hiddenWidths({ firstLayer: 1, inputs: 1, outputs: 1, n, tolerance: 0.01 })[0] !== first() * n) return 'the first layer has another width';
    return isAtMost(short(n)[0], 2n ** BigInt(short(n)[1]), Math.exp(-0.9 * n) * (1 - 1e-12)) ? undefined : `more than exp(-${0.9 * n})`;
  },
);

const rungs = property(
  'of the 2^m signs of a unit\'s edges from m units, m + 1 leave it fewer than two edges of 1, and one leaves it none',
  cases.integer({ min: 1, max: 12 }),
  (m) => {
    let fewerThanTwo = 0, none = 0;
    for (let word = 0; word < 2 ** m; word++) {
      if (bitsSet(word) < 2) fewerThanTwo++;
      if (bitsSet(word) < 1) none++;
    }
    return fewerThanTwo === m + 1 && none === 1 ? undefined : `${fewerThanTwo} and ${none} of 2^${m}`;
  },
);

/** Cases of a block of two inputs and three outputs. */
const blocks = (least: number, most: number) =>
  cases.record({
    seed: cases.integer({ min: 0, max: 2 ** 31 }),
    levels: cases.integer({ min: 0, max: 3 }),
    n: cases.integer({ min: least, max: most }),
    weights: cases.array(weightValues, { minLength: 6, maxLength: 6 }),
    signs: cases.array(cases.constantFrom(1, 2, 3), { minLength: 2, maxLength: 2 }),
    x: cases.array(cases.bigInt({ min: -1000n, max: 1000n }), { minLength: 2, maxLength: 2 }),
  });
const blockOf = ({ seed, levels, n, weights, signs }: { seed: number; levels: number; n: number; weights: readonly number[]; signs: readonly number[] }) =>
  ({ seed, firstLayer: 1, inputs: 2, outputs: 3, n, tolerance: 2 ** -(levels + 1), weights, signs });

const implied = property(
  'where n units of each power exist by edges from n units each, and every digit has an edge, the ladder as it is run builds the weight',
  blocks(5, 10),
  (one) => {
    const { seed, levels, n, weights, signs } = one, { misses } = pruned(ladder, blockOf(one)), weight = weightIn({ seed, attempt: 0, law: binaryLaw });
    for (const miss of misses) {
      const { row, column: c, sign } = miss, wanted = Math.sign(weights[2 * row + c]) * sign;
      if (!(signs[c] & (sign === 1 ? 1 : 2))) return `a problem of input ${c} and sign ${sign} that does not occur`;
      // The proof's n units of each power: of the first layer the first n of the right sign, above all.
      let units = [Array.from({ length: first() * n }, (_, j) => 2 * j + c).filter((j) => weight(1, j, c) === sign).slice(0, n)];
      let well = units[0].length === n;
      for (let t = 1; t <= levels; t++) {
        const below = units;
        units = Array.from({ length: t + 1 }, (_, p) => Array.from({ length: n }, (_, i) => ((i * (t + 1) + p) * 2 + (sign > 0 ? 0 : 1)) * 2 + c));
        well &&= units.every((rows, p) => rows.every((r) => below[Math.min(p, t - 1)].filter((b) => weight(1 + t, r, b) === 1).length >= (p === t ? 2 : 1)));
      }
      well &&= units.every((rows) => rows.some((b) => weight(2 + levels, row, b) === wanted));
      if (well) return `weight (${row}, ${c}), sign ${sign}, is missed`;
    }
    return undefined;
  },
);

/** The left side of the bound's condition as it is evaluated; compiled once. */
async function failureAsEvaluated(n: number, levels: number): Promise<number> {
  const expression = /^smallest\(n, (.*) <= delta_1\)$/.exec(theorem.bound.expression)![1];
  compiled ??= evaluator({ ...theorem.bound, expression, symbols: { n: natural('units'), levels: natural('K', 0) }, where: {} });
  return (await compiled)({ n, levels });
}
let compiled: ReturnType<typeof evaluator> | undefined;

const unionBound = property(
  'the bound f of the failure probability is the sum over the proof\'s events: 1 - P(all well) lies between f - f^2/2 and f',
  cases.tuple(cases.integer({ min: 1, max: 24 }), cases.integer({ min: 0, max: 8 })),
  async ([n, levels]) => {
    const f = failure(n, levels), fails = minus(ONE, allWell(n, levels)), evaluated = await failureAsEvaluated(n, levels);
    const isBelow = (bound: number): boolean => isAtMost(f[0], 2n ** BigInt(f[1]), bound);
    if (!isBelow(evaluated * (1 + 1e-12)) || isBelow(evaluated * (1 - 1e-12))) return `it is evaluated to ${evaluated}`;
    if (!atMost(fails, f)) return 'the events are more likely';
    return atMost(f, ONE) && !atMost(minus(f, times(half(1), times(f, f))), fails) ? 'the events are less likely than f - f^2/2' : undefined;
  },
);

const executed = property(
  'the ladder as it is run misses with at most the probability of the proof\'s events, one weight or several',
  cases.integer({ min: 0, max: 3 }).chain((levels) =>
    cases.record({
      n: cases.integer({ min: 1, max: 7 }),
      levels: cases.constant(levels),
      digits: cases.array(cases.integer({ min: 1, max: 2 ** levels }), { minLength: 1, maxLength: 3 }),
    })),
  ({ n, levels, digits }) => {
    const needs = (numbers: readonly number[]): number[] => Array.from({ length: levels + 1 }, (_, t) => numbers.filter((k) => (k >> t) & 1).length);
    const misses = (numbers: readonly number[]): Dyadic => minus(ONE, succeeds(n, needs(numbers))), one = minus(ONE, allWell(n, levels));
    if (!atMost(misses(digits.slice(0, 1)), one)) return `${digits[0]} is missed more often`;
    return atMost(misses(digits), times(whole(digits.length), one)) ? undefined : `${digits} are missed more often`;
  },
);

const enumerated = property(
  'over all signs of a small ladder\'s edges its digits are built with the probability computed level by level',
  cases
    .record({
      n: cases.integer({ min: 1, max: 2 }),
      start: cases.integer({ min: 1, max: 4 }),
      levels: cases.integer({ min: 0, max: 2 }),
      digits: cases.integer({ min: 1, max: 4 }),
    })
    .filter(({ n, start, levels, digits }) => digits <= 2 ** levels && edgesOf(n, start, levels, digits) <= 12),
  ({ n, start, levels, digits }) => {
    const [good, edges] = enumerate(n, start, levels, digits), computed = succeeds(n, Array.from({ length: levels + 1 }, (_, t) => (digits >> t) & 1), start);
    return minus([good, edges], computed)[0] === 0n ? undefined : `${good} of 2^${edges}, expected ${computed[0]} of 2^${computed[1]}`;
  },
);

const decreasing = property(
  'f(1) > 1 unless K = 0, and f falls from n = 2 on, from n = 1 if K = 0: the bound\'s condition stays met',
  cases.tuple(cases.integer({ min: 1, max: 200 }), cases.integer({ min: 0, max: 60 })),
  ([n, levels]) => {
    if (levels > 0 && atMost(failure(1, levels), ONE)) return 'f(1) <= 1';
    return (levels > 0 && n === 1) || atMost(failure(n + 1, levels), failure(n, levels)) ? undefined : 'it grows';
  },
);

const rounding = property(
  '2^-K-1 <= tau, K is the least such number, and |w - sign(w) D / 2^K| <= 2^-K-1 with D = round(|w| 2^K) <= 2^K',
  cases.tuple(tolerances, weightValues),
  ([tau, w]) => {
    const top = BigInt(ladder.scale(tau)), places = placesOf([tau, w]), one = 1n << BigInt(places), t = scaled(tau, places);
    if (2n * top * t < one) return `2^-K-1 > tau at 2^K = ${top}`;
    if (top > 1n && top * t >= one) return `K - 1 would do, 2^K = ${top}`;
    const D = rounded(Math.abs(w), Number(top)), error = D * one - top * scaled(Math.abs(w), places);
    return D <= top && 2n * (error < 0n ? -error : error) <= one ? undefined : `D = ${D} of 2^K = ${top}`;
  },
);

const exact = property(
  'units of a pruned ladder compute 2^t relu(+-x), sums that are not negative before ReLU, and its outputs sign(w) D x, in integers',
  blocks(1, 10),
  (one) => {
    const { levels, n, weights, signs } = one, { misses, run } = pruned(ladder, blockOf(one)), x = signed(one.x, signs), { hidden, outputs } = run(x);
    for (const [t, units] of hidden.entries()) {
      for (const [row, value] of units) {
        const c = row % 2, place = Math.floor(row / 2), sign = t === 0 ? 0n : place % 2 === 0 ? 1n : -1n, p = t === 0 ? 0 : Math.floor(place / 2) % (t + 1);
        if (t > 0 && value < 0n) return `unit ${row} of level ${t} has ${value}`;
        const input = sign * x[c] > 0n ? sign * x[c] : 0n;
        if (t > 0 ? value !== input << BigInt(p) : value !== x[c] && value !== -x[c]) return `unit ${row} of level ${t} has ${value} for x = ${x[c]}, power ${p}`;
      }
    }
    const expected = [0, 1, 2].map((r) => x.reduce((sum, value, c) => sum + rounded(weights[2 * r + c], 2 ** levels) * value, 0n));
    const wrong = expected.findIndex((value, r) => outputs[r] !== value && !misses.some((m) => m.row === r));
    return wrong >= 0 ? `n = ${n}: output ${wrong} is ${outputs[wrong]}, expected ${expected[wrong]}` : undefined;
  },
);

const composed = property(
  'two ladders in a row compute 2^(K_1 + K_2) times the rounded target, in integers',
  cases.record({
    seed: cases.integer({ min: 0, max: 2 ** 31 }),
    levels: cases.tuple(cases.integer({ min: 0, max: 3 }), cases.integer({ min: 0, max: 3 })),
    w1: cases.array(weightValues, { minLength: 4, maxLength: 4 }),
    w2: cases.array(weightValues, { minLength: 4, maxLength: 4 }),
    x: cases.array(cases.bigInt({ min: -1000n, max: 1000n }), { minLength: 2, maxLength: 2 }),
  }),
  ({ seed, levels, w1, w2, x }) => {
    const block = { seed, inputs: 2, outputs: 2, n: 10 }, tops = levels.map((k) => 2 ** k);
    const one = pruned(ladder, { ...block, firstLayer: 1, tolerance: 0.5 / tops[0], weights: w1, signs: [3, 3] });
    const two = pruned(ladder, { ...block, firstLayer: 3 + levels[0], tolerance: 0.5 / tops[1], weights: w2, signs: [1, 1] });
    if (one.misses.length + two.misses.length > 0) return undefined;
    const built = two.run(one.run(x).outputs.map((v) => (v > 0n ? v : 0n))).outputs;
    // The rounded target in float64: sums of few small multiples of 2^-K, so without rounding.
    const hat = (w: readonly number[], top: number, h: readonly number[]): number[] =>
      [0, 2].map((r) => h.reduce((sum, v, c) => sum + (Number(rounded(w[r + c], top)) / top) * v, 0));
    const target = hat(w2, tops[1], hat(w1, tops[0], x.map(Number)).map((v) => Math.max(0, v)));
    const wrong = target.findIndex((v, r) => BigInt(v * tops[0] * tops[1]) !== built[r]);
    return wrong >= 0 ? `output ${wrong} is ${built[wrong]}, expected ${target[wrong]} times ${tops[0] * tops[1]}` : undefined;
  },
);

const enough = property(
  'n = ceil(2 log2(30 max(1, K)^2 / delta_1)) is enough',
  cases.tuple(cases.integer({ min: 0, max: 60 }), cases.integer({ min: 0, max: 100 })),
  ([levels, bits]) => {
    // The least n with 2^n >= (30 max(1, K)^2 2^bits)^2.
    const square = (30n * BigInt(Math.max(1, levels)) ** 2n) ** 2n << BigInt(2 * bits);
    let n = 1;
    while (1n << BigInt(n) < square) n++;
    return atMost(failure(n, levels), half(bits)) ? undefined : `n = ${n} fails with more than 2^-${bits}`;
  },
);

const order = property(
  'K <= log2(l sqrt(d_i d_{i-1}) / (epsilon ln 2)), n is at most the closed form, and the hidden layers at most max(5, 2 (K + 1)) n d_{i-1} wide',
  cases.record({
    l: cases.integer({ min: 1, max: 20 }),
    rows: cases.integer({ min: 1, max: 1000 }),
    columns: cases.integer({ min: 1, max: 1000 }),
    epsilon: cases.double({ min: 1e-6, max: 0.999, noNaN: true }),
    delta: cases.double({ min: 1e-9, max: 0.999, noNaN: true }),
  }),
  async (symbols) => {
    const { l, rows, columns, epsilon } = symbols;
    const of = async (expression: string, n?: number): Promise<number> => {
      const formula = { ...theorem.bound, expression, symbols: n === undefined ? theorem.bound.symbols : { ...theorem.bound.symbols, n: natural('units') } };
      return (await evaluator(formula))(n === undefined ? symbols : { ...symbols, n });
    };
    const [tau, delta_1, K, n] = [await of('tau'), await of('delta_1'), await of('levels'), await of(theorem.bound.expression)];
    if (K > Math.log2((l * Math.sqrt(rows * columns)) / (epsilon * Math.LN2)) + 1e-12) return `K = ${K}`;
    if (tau < 1 && K !== exponent(ladder.scale(tau))) return `K = ${K}, built ${ladder.scale(tau)}`;
    if (n > Math.ceil(2 * Math.log2((30 * Math.max(1, K) * Math.max(1, K)) / delta_1) + 1e-9)) return `n = ${n}`;
    const widths = [columns, ...ladder.hiddenWidths({ firstLayer: 1, inputs: columns, outputs: rows, n, tolerance: Math.min(tau, 1) }), rows];
    if (widths.length - 1 !== (await of(theorem.bound.layers!))) return `${widths.length - 1} layers`;
    if (widths.slice(1, -1).some((width) => width > Math.max(5, 2 * (K + 1)) * n * columns)) return `widths ${widths}`;
    const weights = widths.slice(1).reduce((sum, width, t) => sum + width * widths[t], 0) / (rows * columns);
    return Math.abs((await of(theorem.bound.weights!, n)) / weights - 1) < 1e-12 ? undefined : `${weights} source weights per weight`;
  },
);

/** The checks of proof.md, by its steps. */
export const checks: readonly Property[] = [
  firstLevel,
  rungs, implied,
  unionBound, executed, enumerated, decreasing,
  rounding,
  exact, composed,
  enough, order,
];
