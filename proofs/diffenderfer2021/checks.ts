import { dyadicOf, placesOf, scaled } from '../../src/certify/exact/dyadic.js';
import { binary, type Construction } from '../../src/constructions/index.js';
import type { ColumnsResult, ColumnsTask, EdgeList } from '../../src/constructions/construction.js';
import { columnDrawer } from '../../src/network/source.js';
import { binaryLaw } from '../../src/numeric/law.js';
import { powerOfTwo, powerOfTwoAbove } from '../../src/numeric/rounding.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { count, known } from '../../src/subset-sum/index.js';
import { evaluator } from '../../src/theorem/formula.js';
import { theorem } from './theorem.js';

/** C(n, 0), ..., C(n, k). */
export function binomials(n: number, k: number): bigint[] {
  const row = [1n];
  for (let j = 1; j <= k; j++) row.push((row[j - 1] * BigInt(n - j + 1)) / BigInt(j));
  return row;
}

/** ways^n P(Bin(n, 1 / ways) <= k), a whole number. */
export function tail(k: number, n: number, ways: bigint): bigint {
  if (k < 0) return 0n;
  const last = Math.min(k, n), sum = binomials(n, last).reduce((total, c) => total * (ways - 1n) + c, 0n);
  return sum * (ways - 1n) ** BigInt(n - last);
}

/** Whether numerator / denominator <= bound, for the real numbers that they are. */
export function isAtMost(numerator: bigint, denominator: bigint, bound: number): boolean {
  const places = placesOf([bound]);
  return numerator << BigInt(places) <= scaled(bound, places) * denominator;
}

/** A block to prune by a construction from binary weights. */
export interface BinaryBlock {
  readonly seed: number;
  readonly firstLayer: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly n: number;
  readonly tolerance: number;
  readonly weights: readonly number[];
  readonly signs: readonly number[];
}

/** What a pruned block computes. */
export interface Pruned {
  readonly misses: ColumnsResult['misses'];
  /** Kept units of each hidden layer, by row, before ReLU, and outputs, for integer inputs, exactly, layer scale left out. */
  run(x: readonly bigint[]): { readonly hidden: readonly ReadonlyMap<number, bigint>[]; readonly outputs: readonly bigint[] };
}

/** Prunes a block by the code that is run, and evaluates what is left in integers, by weights drawn again one by one. */
export function pruned(construction: Construction, { seed, weights, signs, ...block }: BinaryBlock): Pruned {
  const source: ColumnsTask['source'] = { seed, attempt: 0, law: binaryLaw }, columns = Array.from({ length: block.inputs }, (_, c) => c);
  const task = { source, construction: construction.name, selector: 'count', block, weights: Float64Array.from(weights), signs: Uint8Array.from(signs), columns };
  const { layers, misses } = construction.pruneColumns(task);
  const weight = weightIn(source);
  const apply = ({ rows, columns: from }: EdgeList, layer: number, h: ReadonlyMap<number, bigint>): Map<number, bigint> => {
    const sums = new Map<number, bigint>(), seen = new Set<string>();
    rows.forEach((row, e) => {
      if (seen.has(`${row},${from[e]}`)) throw new Error(`edge (${row}, ${from[e]}) of layer ${layer} is kept twice`);
      seen.add(`${row},${from[e]}`);
      sums.set(row, (sums.get(row) ?? 0n) + BigInt(weight(layer, row, from[e])) * (h.get(from[e]) ?? 0n));
    });
    return sums;
  };
  return {
    misses,
    run(x) {
      const hidden: Map<number, bigint>[] = [];
      let h: ReadonlyMap<number, bigint> = new Map(x.map((value, c) => [c, value]));
      layers.forEach((edges, j) => {
        const sums = apply(edges, block.firstLayer + j, h);
        if (j < layers.length - 1) hidden.push(sums);
        h = j < layers.length - 1 ? new Map([...sums].map(([row, value]) => [row, value > 0n ? value : 0n])) : sums;
      });
      return { hidden, outputs: Array.from({ length: block.outputs }, (_, r) => h.get(r) ?? 0n) };
    },
  };
}

/** One weight of a source, by its layer, row and column. */
export function weightIn(source: ColumnsTask['source']): (layer: number, row: number, column: number) => number {
  const { draw } = columnDrawer(source), words = new Float64Array(4);
  return (layer, row, column) => {
    draw(layer, Math.floor(row / 4), column, words);
    return words[row & 3];
  };
}

const seeds = cases.integer({ min: 0, max: 2 ** 31 });
/** Tolerances, powers of two and their neighbours among them. */
export const tolerances = cases.oneof(
  cases.double({ min: 2 ** -30, max: 1, noNaN: true }),
  cases.tuple(cases.integer({ min: 0, max: 20 }), cases.constantFrom(1, 1 + 2 ** -52, 1 - 2 ** -53)).map(([k, near]) => Math.min(1, near * powerOfTwo(-k))),
);
export const weightValues = cases.oneof(cases.double({ min: -1, max: 1, noNaN: true }), cases.constantFrom(1, -1, 0.5, -0.5, 0.75, 0));
const integers = cases.bigInt({ min: -1000n, max: 1000n });

/** |w| 2^k rounded to a whole number, with the sign of w. */
export const rounded = (w: number, scale: number): bigint => (w < 0 ? -1n : 1n) * BigInt(Math.round(Math.abs(w) * scale));

/** An input that takes the signs it may take: 1 positive, 2 negative, 3 both. */
export const signed = (x: readonly bigint[], signs: readonly number[]): bigint[] => {
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  return x.map((value, c) => [0n, size(value), -size(value), value][signs[c]]);
};

/** The bound as it is evaluated, for one normalised weight; compiled once. */
const bound = async (tau: number, delta_1: number): Promise<number> => (await (compiled ??= evaluator(theorem.bound)))({ tau, delta_1 });
let compiled: ReturnType<typeof evaluator> | undefined;

/** n of step 2 in closed form, for m = kappa - 1 and failure e^-L. */
const closedForm = (m: number, L: number): number => 4 * m + 3 * L + Math.sqrt(9 * L * L + 24 * L * m);

const rounding = property(
  'rounding to the grid 1/kappa is off by at most 1/(2 kappa) <= tau, and kappa is the least such power of two',
  cases.tuple(tolerances, weightValues),
  ([tau, w]) => {
    const kappa = BigInt(binary.scale(tau)), places = placesOf([tau, w]), one = 1n << BigInt(places), t = scaled(tau, places);
    if (2n * kappa * t < one) return `2 kappa tau < 1 at kappa = ${kappa}`;
    if (kappa > 1n && kappa * t >= one) return `kappa / 2 would do, kappa = ${kappa}`;
    const m = rounded(Math.abs(w), Number(kappa)), error = m * one - kappa * scaled(Math.abs(w), places);
    if (2n * (error < 0n ? -error : error) > one) return `${m} / ${kappa} is farther than 1 / (2 kappa)`;
    return m > kappa ? `needs ${m} > kappa paths` : undefined;
  },
);

const quarter = property(
  'a unit serves a weight and a sign of its input for one of the four signs of its two edges',
  cases.tuple(cases.constantFrom(1, -1), cases.constantFrom(1, -1), cases.integer({ min: 1, max: 1000 })),
  ([s, side, size]) => {
    // It serves if it adds side x to the output for x = s size, and nothing for x = -s size.
    const gives = (u: number, v: number, x: number): number => v * Math.max(0, u * x);
    const all = [[1, 1], [1, -1], [-1, 1], [-1, -1]], serve = all.filter(([u, v]) => gives(u, v, s * size) === side * s * size && gives(u, v, -s * size) === 0);
    return serve.length / all.length === theorem.constants[0].value ? undefined : `${serve.length} of 4 serve`;
  },
);

const enumerated = property(
  'the selector misses exactly where fewer than m of n units serve: for P(Bin(n, 1/4) <= m - 1) of all signs',
  cases.tuple(cases.integer({ min: 1, max: 4 }), cases.integer({ min: 0, max: 4 }), cases.integer({ min: 0, max: 2 }), cases.constantFrom(1, -1)),
  ([n, m, more, side]) => {
    let missed = 0n;
    for (let word = 0; word < 4 ** n; word++) {
      // Candidates of the half are the units with u = 1, of value v u = v.
      const values = Array.from({ length: n }, (_, i) => (word >> (2 * i)) & 3).filter((pair) => pair & 1).map((pair) => (pair & 2 ? 1 : -1));
      const found = count.select(known(values), side * m, 0.25);
      if (found.outcome !== 'hit') missed++;
      else if (found.chosen.reduce((sum, k) => sum + values[k], 0) !== side * m) return `chose ${found.chosen} of ${values}`;
    }
    if (missed !== tail(m - 1, n, 4n)) return `${missed} of 4^${n} miss, expected ${tail(m - 1, n, 4n)}`;
    return missed <= tail(m + more - 1, n, 4n) ? undefined : 'more than the tail at kappa - 1';
  },
);

const decreasing = property(
  'P(Bin(n, 1/4) <= k) does not grow with n',
  cases.tuple(cases.integer({ min: 0, max: 40 }), cases.integer({ min: 1, max: 200 })),
  ([k, n]) => (tail(k, n + 1, 4n) <= 4n * tail(k, n, 4n) ? undefined : `it grows from ${n} to ${n + 1}`),
);

const evaluated = property(
  'the bound is the least n with P(Bin(n, 1/4) <= kappa - 1) <= delta_1, in exact arithmetic',
  cases.tuple(cases.integer({ min: 0, max: 6 }), cases.double({ min: 0.5, max: 0.99, noNaN: true }), cases.double({ min: 1e-9, max: 0.99, noNaN: true })),
  async ([k, tau, delta]) => {
    const kappa = 2 ** k, n = await bound(tau / kappa, delta);
    const enough = (units: number): boolean => isAtMost(tail(kappa - 1, units, 4n), 4n ** BigInt(units), delta);
    return enough(n) && !(n > 1 && enough(n - 1)) ? undefined : `n = ${n}, enough: ${enough(n)}`;
  },
);

const chernoff = property(
  'P(Bin(n, 1/4) <= n/4 - t) <= exp(-8 t^2 / (3 n)) for t >= 0',
  cases.integer({ min: 1, max: 400 }).chain((n) => cases.tuple(cases.constant(n), cases.integer({ min: 0, max: Math.floor(n / 4) }))),
  ([n, k]) => {
    const t = n / 4 - k, most = Math.exp((-8 * t * t) / (3 * n));
    return isAtMost(tail(k, n, 4n), 4n ** BigInt(n), most * (1 - 1e-12)) ? undefined : `more than ${most}`;
  },
);

const moments = property(
  'ln E exp(-a (X - 1/4)) <= 3 a^2 / 32 for a >= 0 and X Bernoulli(1/4), and a = 16 t / (3 n) makes 3 n a^2 / 32 - a t of it -8 t^2 / (3 n)',
  cases.tuple(cases.double({ min: 0.001, max: 50, noNaN: true }), cases.integer({ min: 1, max: 10000 }), cases.integer({ min: 1, max: 2500 })),
  ([a, n, t]) => {
    const f = Math.log1p(Math.expm1(-a) / 4) + a / 4, best = (16 * t) / (3 * n), value = (3 * n * best * best) / 32 - best * t;
    if (f > ((3 * a * a) / 32) * (1 - 1e-12)) return `${f} at a = ${a}`;
    return Math.abs(value / ((-8 * t * t) / (3 * n)) - 1) < 1e-12 ? undefined : `${value} at t = ${t}`;
  },
);

const closed = property(
  'ceil(4 (kappa - 1) + 3 L + sqrt(9 L^2 + 24 L (kappa - 1))) units are enough, L = ln(1/delta_1)',
  cases.tuple(cases.integer({ min: 0, max: 5 }), cases.integer({ min: 1, max: 80 })),
  ([k, bits]) => {
    const kappa = 2 ** k, L = bits * Math.LN2, root = closedForm(kappa - 1, L), n = Math.ceil(root), t = root / 4 - (kappa - 1);
    if (Math.abs((8 * t * t) / (3 * root) / L - 1) > 1e-9) return `8 t^2 / (3 n) is not L at n = ${root}`;
    return tail(kappa - 1, n, 4n) << BigInt(bits) <= 4n ** BigInt(n) ? undefined : `n = ${n} fails with more than 2^-${bits}`;
  },
);

const exact = property(
  'a pruned block keeps min(serve, m) paths for each weight and sign, and its integer outputs are their sums',
  cases.record({
    seed: seeds,
    k: cases.integer({ min: 0, max: 4 }),
    n: cases.integer({ min: 1, max: 120 }),
    weights: cases.array(weightValues, { minLength: 6, maxLength: 6 }),
    signs: cases.array(cases.constantFrom(1, 2, 3), { minLength: 2, maxLength: 2 }),
    x: cases.array(integers, { minLength: 2, maxLength: 2 }),
  }),
  ({ seed, k, n, weights, signs, x }) => {
    const kappa = 2 ** k, { misses, run } = pruned(binary, { seed, firstLayer: 1, inputs: 2, outputs: 3, n, tolerance: 1 / (2 * kappa), weights, signs });
    const weight = weightIn({ seed, attempt: 0, law: binaryLaw }), input = signed(x, signs), expected = [0n, 0n, 0n];
    for (const [e, w] of weights.entries()) {
      const row = Math.floor(e / 2), c = e % 2, m = Math.abs(Number(rounded(w, kappa)));
      for (const s of [1, -1]) {
        if (w === 0 || !(signs[c] & (s === 1 ? 1 : 2))) continue;
        let serve = 0;
        for (let i = 0; i < n; i++) if (weight(1, 2 * i + c, c) === s && weight(2, row, 2 * i + c) * s === Math.sign(w)) serve++;
        const paths = Math.min(serve, m), missed = misses.some((one) => one.row === row && one.column === c && one.sign === s);
        // One path fewer than m is within the tolerance too where kappa |w| = m - 1/2.
        if (missed !== Math.abs(w) * kappa - paths > 0.5) return `weight ${e}, sign ${s}: ${serve} serve of ${m}, ${missed ? 'missed' : 'hit'}`;
        if (input[c] * BigInt(s) > 0n) expected[row] += BigInt(Math.sign(w) * paths) * input[c];
      }
    }
    const { outputs } = run(input), wrong = expected.findIndex((value, r) => outputs[r] !== value);
    return wrong >= 0 ? `output ${wrong} is ${outputs[wrong]} / kappa, not ${expected[wrong]} / kappa` : undefined;
  },
);

const gain = property(
  'the gain 1/kappa changes an exponent and no digit',
  cases.tuple(tolerances, cases.double({ min: -1e6, max: 1e6, noNaN: true }).filter((y) => y === 0 || Math.abs(y) > 1e-200)),
  ([tau, y]) => {
    const kappa = binary.scale(tau);
    return dyadicOf(kappa).mantissa === 1n && dyadicOf(y).mantissa === dyadicOf(y / kappa).mantissa ? undefined : `kappa = ${kappa}, ${y} becomes ${y / kappa}`;
  },
);

const composed = property(
  'the gains of two blocks come out as one power of two',
  cases.record({
    seed: seeds,
    kappas: cases.tuple(cases.constantFrom(1, 2, 4, 8), cases.constantFrom(1, 2, 4, 8)),
    w1: cases.array(weightValues, { minLength: 4, maxLength: 4 }),
    w2: cases.array(weightValues, { minLength: 4, maxLength: 4 }),
    x: cases.array(integers, { minLength: 2, maxLength: 2 }),
  }),
  ({ seed, kappas, w1, w2, x }) => {
    const block = { seed, inputs: 2, outputs: 2, n: 160 };
    const one = pruned(binary, { ...block, firstLayer: 1, tolerance: 0.5 / kappas[0], weights: w1, signs: [3, 3] });
    const two = pruned(binary, { ...block, firstLayer: 3, tolerance: 0.5 / kappas[1], weights: w2, signs: [1, 1] });
    if (one.misses.length + two.misses.length > 0) return undefined;
    const built = two.run(one.run(x).outputs.map((v) => (v > 0n ? v : 0n))).outputs;
    // The rounded target in float64: sums of few small multiples of 1 / (kappa_1 kappa_2), so without rounding.
    const hat = (w: readonly number[], kappa: number, h: readonly number[]): number[] =>
      [0, 2].map((r) => h.reduce((sum, v, c) => sum + (Number(rounded(w[r + c], kappa)) / kappa) * v, 0));
    const target = hat(w2, kappas[1], hat(w1, kappas[0], x.map(Number)).map((v) => Math.max(0, v)));
    const wrong = target.findIndex((v, r) => BigInt(v * kappas[0] * kappas[1]) !== built[r]);
    return wrong >= 0 ? `output ${wrong} is ${built[wrong]}, expected ${target[wrong]} times ${kappas[0] * kappas[1]}` : undefined;
  },
);

/** A target's depth and widths, its error and failure probability. */
interface Shape {
  readonly l: number;
  readonly d: readonly number[];
  readonly epsilon: number;
  readonly delta: number;
}

const shapes: cases.Arbitrary<Shape> = cases.record({
  l: cases.integer({ min: 1, max: 6 }),
  d: cases.array(cases.integer({ min: 1, max: 60 }), { minLength: 7, maxLength: 7 }),
  epsilon: cases.double({ min: 0.01, max: 0.999, noNaN: true }),
  delta: cases.double({ min: 1e-6, max: 0.5, noNaN: true }),
});

const sharesOf = property('the events of all weights and signs, at delta_1 each, have probability at most delta', shapes, async ({ l, d, delta }) => {
  const delta_1 = await evaluator({ ...theorem.bound, expression: 'delta_1' });
  let sum = 0;
  for (let i = 0; i < l; i++) {
    const [columns, rows] = [d[i], d[i + 1]];
    // Inputs of the first layer take two signs, activations one.
    sum += (i === 0 ? 2 : 1) * rows * columns * delta_1({ rows, columns, l, delta });
  }
  return sum <= delta * (1 + 1e-12) ? undefined : `they add up to ${sum}`;
});

const network = property(
  'rounding to the grids moves a network of norms at most 1 by at most epsilon ||x||',
  cases.record({
    l: cases.integer({ min: 1, max: 5 }),
    d: cases.array(cases.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
    epsilon: cases.double({ min: 0.01, max: 0.999, noNaN: true }),
    entries: cases.array(cases.double({ min: -1, max: 1, noNaN: true }), { minLength: 45, maxLength: 45 }),
    x: cases.array(cases.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
    worst: cases.boolean(),
  }),
  async ({ l, d: widths, epsilon, entries, x, worst }) => {
    const d = worst ? widths.map(() => 1) : widths;
    const norm = (v: readonly number[]): number => Math.sqrt(v.reduce((sum, a) => sum + a * a, 0));
    const tau = await evaluator({ ...theorem.bound, expression: 'tau' });
    let h = x.slice(0, d[0]), g = h;
    for (let i = 0; i < l; i++) {
      const [columns, rows] = [d[i], d[i + 1]], raw = entries.slice(9 * i, 9 * i + rows * columns);
      // The Frobenius norm is at most 1, so the spectral norm is.
      const size = Math.max(1, norm(raw)), kappa = binary.scale(Math.min(1, tau({ epsilon, l, rows, columns })));
      // At worst all weights are just below 1 and rounded to 1.
      const w = worst ? [1 - 0.49 / kappa] : raw.map((a) => a / size), hat = w.map((a) => Number(rounded(a, kappa)) / kappa);
      const apply = (matrix: readonly number[], v: readonly number[]): number[] =>
        Array.from({ length: rows }, (_, r) => v.reduce((sum, a, c) => sum + matrix[r * columns + c] * a, 0)).map((a) => (i < l - 1 ? Math.max(0, a) : a));
      [h, g] = [apply(w, h), apply(hat, g)];
    }
    const error = norm(h.map((a, r) => a - g[r])), most = epsilon * norm(x.slice(0, d[0]));
    return error <= most + 1e-13 ? undefined : `off by ${error} > ${most}`;
  },
);

/** n of the bound against its closed form at R, for weights divided by `scale`. */
async function beyond({ l, d: [columns, rows], epsilon, delta }: Shape, scale: number, R: number): Promise<string | undefined> {
  const of = async (name: string): Promise<number> => (await evaluator({ ...theorem.bound, expression: name }))({ rows, columns, l, epsilon, delta });
  const [tau, delta_1] = [(await of('tau')) / scale, await of('delta_1')];
  // A tolerance beyond the largest weight asks for nothing.
  const n = tau < 1 ? await bound(tau, delta_1) : 1, most = closedForm(R, Math.log(1 / delta_1)) + 1;
  return n <= most * (1 + 1e-12) ? undefined : `n = ${n} > ${most}`;
}

const order = property(
  'n is at most 4 R + 3 L + sqrt(9 L^2 + 24 L R) + 1, R = l sqrt(d_i d_{i-1}) / (epsilon ln 2)',
  shapes,
  (shape) => beyond(shape, 1, (shape.l * Math.sqrt(shape.d[0] * shape.d[1])) / (shape.epsilon * Math.LN2)),
);

const orderOfSmall = property(
  'under max |w| <= 1 / sqrt(d_{i-1}) so is it with R = max(1, 2 l sqrt(d_i) / (epsilon ln 2))',
  cases.tuple(shapes, cases.double({ min: 0.01, max: 1, noNaN: true })),
  ([shape, part]) => {
    const { l, d: [columns, rows], epsilon } = shape;
    return beyond(shape, powerOfTwoAbove(part / Math.sqrt(columns)), Math.max(1, (2 * l * Math.sqrt(rows)) / (epsilon * Math.LN2)));
  },
);

/** The checks of proof.md, by its steps. */
export const checks: readonly Property[] = [
  rounding,
  quarter, enumerated, decreasing, evaluated,
  moments, chernoff, closed,
  exact, gain, composed, sharesOf, network,
  order, orderOfSmall,
];
