/**
 * What every part of a certificate promises, as checks: each says what it saw against the promise, or nothing. The checks run on
 * the code as it is, and on mutants of it, each of which one of them must catch.
 */
import { isOutside } from '../../src/certify/boxes.js';
import { certify } from '../../src/certify/certificate.js';
import { collapsed, chainOf, deepened, withoutConstants, type Chain } from '../../src/certify/chain.js';
import { componentwiseBounds } from '../../src/certify/componentwise.js';
import { ConeNorm, bisected, orthants, shapeOf, type Cone } from '../../src/certify/cones.js';
import { Differential } from '../../src/certify/differential.js';
import { exactPair, type ExactMatrix } from '../../src/certify/exact/chain.js';
import { coneHolds, exactCone } from '../../src/certify/exact/cone-test.js';
import { absolute } from '../../src/certify/exact/evaluate.js';
import type { Form } from '../../src/certify/exact/forms.js';
import { normBound } from '../../src/certify/exact/norm-bound.js';
import { exactComponentwise, exactSpectral } from '../../src/certify/exact/layerwise.js';
import { exactPass } from '../../src/certify/exact/pass.js';
import { executionEnvelope } from '../../src/certify/executed.js';
import { lowerBound } from '../../src/certify/lower-bound.js';
import { pairOf } from '../../src/certify/pair.js';
import { spectralBound } from '../../src/certify/spectral.js';
import { checkCertificate } from '../../src/certify/verify.js';
import type { CertificateRecord } from '../../src/certify/record.js';
import { boxAround } from '../../src/network/domain.js';
import { decimalAtLeast, decimalAtMost } from '../../src/numeric/rounding.js';
import { ball, box, networkDigest, sampleInside, type Domain, type Network } from '../../src/network/index.js';
import { badInputs, errorOf } from '../../src/properties/bad-inputs.js';
import { abs, exact, less, minus, plus, times, toNumber, type Dyadic } from '../../src/properties/exact.js';
import { differences, evaluate, isAtMost, isInside } from '../../src/properties/exact-error.js';
import { pairOfSeed, type Pair } from '../../src/properties/pairs.js';
import { networkOf, uniformOf } from '../random-network.js';

// Tasks are looked for in the module that is given to the pool: in a bundle of the kit that is the kit.
export { boundCells } from '../../src/certify/bound-cells.js';
export { verifyShare } from '../../src/certify/exact/verify-share.js';

/** What a check saw against a promise; undefined if nothing. */
export type Violation = string | undefined;

export interface Check {
  readonly promise: string;
  /** Tries case number `seed`. */
  readonly run: (seed: number) => Promise<Violation> | Violation;
  /** Cases in an ordinary run. */
  readonly cases: number;
}


/** A point on the sphere as one that lies in the ball by more than rounding, so that it is seen to. */
const inside = (domain: Domain, x: Float64Array): Float64Array => (domain.kind === 'ball' ? x.map((v) => v * (1 - 4e-16 * (x.length + 2))) : x);
const sum = (list: readonly Dyadic[]): Dyadic => list.reduce(plus, exact(0));
const isNegative = (x: Dyadic): boolean => x.mantissa < 0n;
const scaledBy = (x: Dyadic, exponent: number): Dyadic => ({ ...x, exponent: x.exponent + exponent });
const generator = (seed: number) => {
  const next = uniformOf(seed);
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(((next() + 1) / 2) * list.length)] };
};

/** G(x) - F(x) as a pair lays them. */
const pairDifferences = ({ a, b }: Pair, swapped: boolean, x: readonly Dyadic[]): Dyadic[] => differences(swapped ? b : a, swapped ? a : b, x);

/** A small hull of points: of a cone's generators where the function is homogeneous, else any simplex inside the domain's box. */
function hullOf(seed: number, dimension: number, domain: Domain): Cone {
  const { next, pick } = generator(seed);
  if (domain.kind === 'ball') {
    let cone = pick(orthants(dimension, domain.nonnegative === true));
    for (let k = 0; k < 12 && dimension > 1 && next() > -0.8; k++) {
      const i = Math.floor(((next() + 1) / 2) * (dimension - 1)), j = i + 1 + Math.floor(((next() + 1) / 2) * (dimension - 1 - i));
      cone = pick(bisected(cone, dimension, i * dimension + j) ?? [cone, cone]);
    }
    return cone;
  }
  const size = pick([1, 0.25, 2 ** -6]), { lower, upper } = boxAround(domain, dimension);
  const corner = lower.map((lo, c) => Math.round((lo + ((next() + 1) / 2) * (1 - size) * (upper[c] - lo)) * 2 ** 20) / 2 ** 20);
  return Float64Array.from({ length: dimension * dimension }, (_, i) => {
    const c = i % dimension, at = corner[c] + (i / dimension >= c && i / dimension < c + 1 ? size * (upper[c] - lower[c]) : 0);
    return Math.min(upper[c], Math.max(lower[c], at));
  });
}

const spans = (cone: Cone, d: number): { lower: Float64Array; upper: Float64Array } => ({
  lower: Float64Array.from({ length: d }, (_, c) => Math.min(...Array.from({ length: d }, (__, v) => cone[v * d + c]))),
  upper: Float64Array.from({ length: d }, (_, c) => Math.max(...Array.from({ length: d }, (__, v) => cone[v * d + c]))),
});

/** Weights of points of a hull, adding up to 1 exactly: its corners, the middles of its edges, and some inside. */
function hullWeights(seed: number, d: number): number[][] {
  const { next } = generator(seed + 7);
  const corners = Array.from({ length: d }, (_, v) => Array.from({ length: d }, (__, w) => +(v === w)));
  return [...corners, ...Array.from({ length: 8 }, () => {
    const t = Array.from({ length: d }, () => Math.floor(((next() + 1) / 2) * (1024 / d)));
    t[0] += 1024 - t.reduce((s, x) => s + x, 0);
    return t.map((x) => x / 1024);
  })];
}

/** Whether the networks of a pair and their hulls fit: cones ask for no biases. */
const isHomogeneous = ({ a, b }: Pair): boolean => [a, b].every((n) => n.layers.every((l) => !l.bias));

/** The differential bounds hold at points of a hull, output by output, and forced ones around them together. */
function hullForms(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns;
  if (p.domain.kind === 'ball' && !isHomogeneous(p)) return undefined;
  const pair = pairOf(p.a, p.b, p.domain), points = hullOf(seed, d, p.domain), differential = new Differential(pair, d);
  // A two-sided first layer is exact on one side of 0 only.
  differential.run({ kind: 'hull', points, ...spans(points, d) });
  const { output } = differential, forms = (): { middle: Float64Array; spread: Float64Array } => ({ middle: output.middle.slice(), spread: output.spread.slice() });
  const own = forms(), forced = differential.open.length > 0 && differential.open.length <= 4
    ? Array.from({ length: 2 ** differential.open.length }, (_, pattern) => {
      differential.runForced(pattern);
      return forms();
    })
    : undefined;
  for (const t of hullWeights(seed, d)) {
    const x = Array.from({ length: d }, (_, c) => sum(t.map((w, v) => times(exact(w), exact(points[v * d + c])))));
    const truth = pairDifferences(p, pair.pairing.swapped, x);
    const at = ({ middle, spread }: ReturnType<typeof forms>, k: number, sign: number): Dyadic => sum(t.map((w, v) => times(exact(w), plus(exact(middle[k * d + v]), exact(sign * spread[k * d + v])))));
    for (let k = 0; k < truth.length; k++) {
      if (less(at(own, k, 1), truth[k]) || less(truth[k], at(own, k, -1))) return `output ${k} of ${p.kind} leaves its bounds at ${t.join()}`;
      if (forced && (forced.every((f) => less(at(f, k, 1), truth[k])) || forced.every((f) => less(truth[k], at(f, k, -1))))) return `output ${k} of ${p.kind} leaves all corners at ${t.join()}`;
    }
  }
  return undefined;
}

/** Points of a box: its corners and some inside; of a ball: on the sphere and inside. */
function pointsOf(domain: Domain, dimension: number, seed: number): Float64Array[] {
  const points = Array.from({ length: 12 }, (_, k) => inside(domain, sampleInside(domain, dimension, 1000 * seed + k)));
  if (domain.kind === 'ball') return [...points, ...points.slice(0, 4).map((x) => x.map((v) => v / 2))];
  return [...points, ...Array.from({ length: 2 ** dimension }, (_, v) => Float64Array.from({ length: dimension }, (__, c) => ((v >>> c) & 1 ? domain.upper[c] : domain.lower[c])))];
}

/** A part of the domain: a box, or the ball itself. */
function partOf(domain: Domain, seed: number): Domain {
  if (domain.kind === 'ball') return domain;
  const { next, pick } = generator(seed + 3), size = pick([1, 0.25, 2 ** -5]);
  const grid = (x: number): number => Math.round(x * 2 ** 20) / 2 ** 20;
  const low = domain.lower.map((lo, c) => grid(lo + ((next() + 1) / 2) * (1 - size) * (domain.upper[c] - lo)));
  return box(low, low.map((lo, c) => Math.min(domain.upper[c], Math.max(lo, grid(lo + size * (domain.upper[c] - domain.lower[c]))))));
}

/** The reach of the differential bounds covers the outputs, and so do the reaches of all corners together. */
function reaches(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, part = partOf(p.domain, seed);
  const pair = pairOf(p.a, p.b, p.domain), differential = new Differential(pair, d + 1), ends = boxAround(part, d);
  differential.run(part.kind === 'box' ? { kind: 'box', ...ends } : { kind: 'ball', radius: part.radius, ...ends });
  const outputs = p.a.layers[p.a.layers.length - 1].weights.rows, reached = (): number[] => Array.from({ length: outputs }, (_, k) => differential.reach(k));
  const own = reached(), count = differential.open.length;
  const corners = count > 0 && count <= 4 ? Array.from({ length: 2 ** count }, (_, pattern) => {
    differential.runForced(pattern);
    return reached();
  }) : [own];
  for (const x of pointsOf(part, d, seed)) {
    const truth = pairDifferences(p, pair.pairing.swapped, Array.from(x, exact));
    for (let k = 0; k < outputs; k++) {
      const size = abs(truth[k]), exceeds = (bound: number): boolean => bound < Infinity && less(exact(bound), size);
      if (exceeds(own[k])) return `output ${k} of ${p.kind} is ${toNumber(size)} at ${x.join()}, reach ${own[k]}`;
      if (corners.every((c) => exceeds(c[k]))) return `output ${k} of ${p.kind} is ${toNumber(size)} at ${x.join()}, beyond all corners`;
    }
  }
  return undefined;
}

/** The layerwise bounds hold at points, where one layer makes them tight up to rounding. */
function layerwise(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, pair = pairOf(p.a, p.b, p.domain);
  const spectral = spectralBound(pair, p.domain), perOutput = componentwiseBounds(pair, p.domain);
  const points = [...pointsOf(p.domain, d, seed), ...extremes(p)];
  for (const x of points) {
    const truth = differences(p.a, p.b, Array.from(x, exact));
    if (!isAtMost(truth, 'l2', spectral)) return `spectral ${spectral} of ${p.kind} is exceeded at ${x.join()}`;
    for (let k = 0; k < truth.length; k++) if (!isAtMost(truth, `output:${k}`, perOutput[k])) return `componentwise ${perOutput[k]} of ${p.kind} is exceeded by output ${k} at ${x.join()}`;
  }
  return undefined;
}

/** Of linear pairs on a ball, the points that attain each output's largest difference. */
function extremes({ a, b, domain }: Pair): Float64Array[] {
  if (domain.kind !== 'ball' || a.layers.length > 1 || b.layers.length > 1) return [];
  const { rows, columns, data } = a.layers[0].weights;
  return Array.from({ length: rows }, (_, k) => {
    const row = Float64Array.from({ length: columns }, (__, c) => b.layers[0].weights.data[k * columns + c] - data[k * columns + c]);
    const allowed = domain.nonnegative ? row.map((v) => Math.max(0, v)) : row, length = Math.sqrt(allowed.reduce((s, v) => s + v * v, 0));
    return inside(domain, allowed.map((v) => (length > 0 ? (v / length) * domain.radius : 0)));
  });
}

/** One output, one layer, on boxes or intervals: the bounds equal the truth up to their last bits, and are not below it. */
function tightOnes(seed: number): Violation {
  const { next, pick } = generator(seed + 11), d = 1 + (seed % 3), kind = seed % 2;
  const scale = pick([1, 1e-3, 1e5]), row = (): number[] => Array.from({ length: d }, () => scale * next());
  // Against 0 the difference is exact, and rounding is in the sums alone.
  const alone = seed % 5 === 0, signed = !alone && seed % 4 < 2, f = alone ? row().map(() => 0) : row(), g = alone ? row().map(Math.abs) : row();
  const a = networkOf([[f]], [[alone ? 0 : scale * next()]]), b = networkOf([[g]], [[alone ? Math.abs(scale * next()) : scale * next()]]);
  const biasless = [networkOf([[f]]), networkOf([[g]])];
  const radius = 1 + next() / 2, low = Array.from({ length: d }, () => (signed ? next() : (next() + 1) / 2)), domain: Domain = kind ? ball(radius) : box(low, low.map((l) => l + (next() + 1) / 2));
  const pair = pairOf(a, b, domain), pairs = kind ? pairOf(biasless[0], biasless[1], domain) : pair;
  const slopes = f.map((w, c) => minus(exact(g[c]), exact(w)));
  let square: Dyadic;
  if (domain.kind === 'ball') square = times(times(exact(radius), exact(radius)), sum(slopes.map((s) => times(s, s))));
  else {
    const bias = minus(exact(b.layers[0].bias?.[0] ?? 0), exact(a.layers[0].bias?.[0] ?? 0));
    const end = (sign: boolean): Dyadic => plus(bias, sum(slopes.map((s, c) => times(s, exact((isNegative(s) === sign ? domain.upper : domain.lower)[c])))));
    const [least, largest] = [abs(end(true)), abs(end(false))], size = less(least, largest) ? largest : least;
    square = times(size, size);
  }
  const below = (bound: number): boolean => less(times(exact(bound), exact(bound)), square);
  if (below(spectralBound(pairs, domain))) return `spectral ${spectralBound(pairs, domain)} below the supremum of a linear difference, ${domain.kind}`;
  if (below(componentwiseBounds(pairs, domain)[0])) return `componentwise ${componentwiseBounds(pairs, domain)[0]} below the supremum of a linear difference, ${domain.kind}`;
  const differential = new Differential(pairs, d + 1), ends = boxAround(domain, d);
  differential.run(domain.kind === 'box' ? { kind: 'box', ...ends } : { kind: 'ball', radius, ...ends });
  if (below(differential.reach(0))) return `differential ${differential.reach(0)} below the supremum of a linear difference, ${domain.kind}`;
  return undefined;
}

/** Certificates: no sample beats the upper bound, the witness attains the lower one, the checker agrees, and to nothing better than the truth. */
async function certificates(seed: number): Promise<Violation> {
  const p = pairOfSeed(seed), { a, b, domain, norm } = p;
  const { certificate, record } = await certify(a, b, domain, { norm, nodes: seed % 3 === 0 ? 0 : 40, gap: 0.001 });
  const witness = Array.from(record.witness, exact), [worst] = badInputs(a, b, domain, norm, { samples: 200, from: 50_000 + seed });
  const atWitness = differences(a, b, witness), atWorst = differences(a, b, Array.from(worst, exact));
  for (const values of [atWitness, atWorst]) if (!isAtMost(values, norm, certificate.upper)) return `${certificate.method} ${certificate.upper} of ${p.kind} is exceeded`;
  for (const [name, bound] of Object.entries(certificate.bounds)) if (!isAtMost(atWorst, norm, bound)) return `${name} ${bound} of ${p.kind} is exceeded`;
  if (certificate.lower > 1e-300 && isAtMost(atWitness, norm, certificate.lower * (1 - 1e-15))) return `lower ${certificate.lower} of ${p.kind} is not attained`;
  if (!isInside(domain, witness)) return `the witness of ${p.kind} lies outside`;
  const checked = await checkCertificate(record, [a, b]);
  if (!checked.holds) return `the checker refuses ${record.method} of ${p.kind}: ${checked.lower.reason}${checked.upper.reason}`;
  const error = Math.max(errorOf(a, b, norm)(record.witness), errorOf(a, b, norm)(worst));
  if (error > 1e-9) {
    if ((await accepts({ ...record, upper: error * (1 - 1e-6) })).upper) return `the checker accepts an upper bound of ${p.kind} below an error (${record.method})`;
    if ((await accepts({ ...record, lower: record.lower * (1 + 1e-6) + 1e-12 })).lower) return `the checker accepts a lower bound of ${p.kind} above the witness's error`;
  }
  if ((await accepts({ ...record, witness: outside(domain, record.witness) })).lower) return `the checker accepts a witness of ${p.kind} outside the domain`;
  if (record.tree && record.tree.splits.length > 1) {
    const { tree } = record;
    for (const splits of [tree.splits.slice(0, -1), [...tree.splits, -1]]) if ((await accepts({ ...record, tree: { ...tree, splits } })).upper) return `the checker accepts a tree of ${p.kind} that is not whole`;
  }
  return undefined;

  async function accepts(other: CertificateRecord): Promise<{ lower: boolean; upper: boolean }> {
    try {
      const found = await checkCertificate(other, [a, b]);
      return { lower: found.lower.holds, upper: found.upper.holds };
    } catch (error) {
      if (error instanceof RangeError) return { lower: false, upper: false };
      throw error;
    }
  }
}

/** A point just outside: a coordinate past its end, or too long by a few bits. */
function outside(domain: Domain, x: readonly number[]): number[] {
  if (domain.kind === 'box') return x.map((v, c) => (c === 0 ? domain.upper[0] + Math.abs(domain.upper[0]) * 2 ** -50 + 2 ** -60 : v));
  const length = Math.sqrt(x.reduce((s, v) => s + v * v, 0));
  return length > 0 ? x.map((v) => (v / length) * domain.radius * (1 + 2 ** -50)) : [domain.radius * (1 + 2 ** -50), ...x.slice(1)];
}

/** Where a split cuts decides what its halves are: with cuts of another tree the claim no longer follows. */
async function stretchedLeaves(seed: number): Promise<Violation> {
  // |x - 1/2| on [0, 1] against 0: 1/2 at both ends; on [0, 2] it is 3/2.
  const a = networkOf([[[0]], [[1]]]), b = networkOf([[[1], [-1]], [[1, 1]]], [[-0.5, 0.5], null]), high = 1 + (seed % 3);
  const { record } = await certify(a, b, box([0], [high]), { nodes: 30, gap: 1e-6 });
  if (!(await checkCertificate(record, [a, b])).holds) return 'the checker refuses the distance from a point';
  // Of x on [0, 1] against 0, 128 leaves of equal width: all but the last are within the claim.
  const splits = (depth: number): number[] => (depth === 0 ? [-1] : [0, ...splits(depth - 1), ...splits(depth - 1)]), cuts = (low: number, width: number): number[] => (width < 2 ** -6 ? [] : [low + width / 2, ...cuts(low, width / 2), ...cuts(low + width / 2, width / 2)]);
  const zero = networkOf([[[0]]]), line = networkOf([[[1]]]), leafy: CertificateRecord = {
    ...record, networks: [networkDigest(zero), networkDigest(line)], domain: box([0], [1]), lower: 0, upper: 1 - 2 ** -8, witness: [0], method: 'branch and bound',
    pairing: { swapped: false, constants: false, merged: [], imitates: [[0]], shifts: [] }, tree: { kind: 'boxes', splits: splits(7), at: cuts(0, 1) },
  };
  if ((await checkCertificate(leafy, [zero, line])).upper.holds) return 'the checker accepts a claim that the last leaf breaks';
  if (!(await checkCertificate({ ...leafy, upper: 1 + 2 ** -30 }, [zero, line])).upper.holds) return 'the checker refuses a claim that every leaf keeps';
  const wider = { ...record, domain: box([0], [high + 1]) };
  try {
    if ((await checkCertificate(wider, [a, b])).upper.holds) return 'the checker accepts the claim on a wider box';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** A recipe that is not allowed is refused, whatever it says: here each would prove a false claim. */
async function forgedRecipes(): Promise<Violation> {
  const line = networkOf([[[1]]]), wide = networkOf([[[1, 0]]]), none = { swapped: false, constants: false, merged: [0], imitates: [[0]], shifts: [] };
  const cases: [string, Network, Network, Domain, Partial<CertificateRecord['pairing']>, Partial<CertificateRecord>][] = [
    ['a carrier with a bias is merged', line, networkOf([[[1]], [[1]]], [[0.5], null]), box([0], [1]), {}, {}],
    ['a carrier of two inputs is merged', wide, networkOf([[[1, 5]], [[1]]]), box([0, 0], [1, 1]), {}, {}],
    ['a negative input is taken for 0', line, networkOf([[[1], [-1]], [[1, 1]]]), box([-1], [1]), {}, {}],
    ['a box has more intervals than inputs', networkOf([[[0, 0]]]), networkOf([[[1, 0]], [[10]]]), box([-1, 0, 0], [1, 1, 0]), {}, {}],
    ['a box has fewer intervals than inputs', wide, networkOf([[[1, 9]]]), box([0], [0.5]), { merged: [] }, {}],
    ['networks have different outputs', line, networkOf([[[1], [3]]]), box([0], [1]), { merged: [] }, { norm: 'output:0' }],
    ['outputs imitate each other', networkOf([[[1], [0]]]), networkOf([[[0], [1]]]), box([0], [1]), { merged: [], imitates: [[1, 0]] }, {}],
    ['outputs imitate nothing', networkOf([[[0]]]), networkOf([[[1]]]), box([0], [1]), { merged: [], imitates: [[-1]] }, {}],
    // Its largest output is within the claim, the sum of them is not; and the witness gives no reason to ask for the norm.
    ['there is no such norm', networkOf([[[0], [0]]]), networkOf([[[0.6e-6], [0.6e-6]]]), box([0], [1]), { merged: [], imitates: [[0, 1]] }, { norm: 'l1' as never, witness: [5] }],
    ['a method is none', line, networkOf([[[2]]]), box([0], [1]), { merged: [] }, { method: 'oracle' as never }],
    ['cones are to cover a box', line, networkOf([[[2]]]), box([-1], [1]), { merged: [] }, { method: 'branch and bound', tree: { kind: 'cones', splits: [-1, -1], at: [] } }],
    ['cones are to bound biases', line, networkOf([[[1]]], [[5]]), ball(1), { merged: [] }, { method: 'branch and bound', tree: { kind: 'cones', splits: [-1, -1], at: [] } }],
    ['one orthant is to cover all', networkOf([[[0]]]), networkOf([[[-1]], [[1]]]), ball(1), { merged: [], imitates: [[0], [0]] }, { method: 'branch and bound', tree: { kind: 'cones', splits: [-1], at: [] } }],
    ['there is no tree', line, networkOf([[[2]]]), box([0], [1]), { merged: [] }, { method: 'branch and bound', tree: { kind: 'boxes', splits: [], at: [] } }],
  ];
  for (const [bug, a, b, domain, pairing, more] of cases) {
    for (const method of ['differential', 'componentwise', 'spectral'] as const) {
      const record: CertificateRecord = {
        format: 'slth-certificate', schema: 1, networks: [networkDigest(a), networkDigest(b)], domain, norm: 'l2', lower: 0, upper: 1e-6,
        witness: a.layers[0].weights.columns === 1 ? [0.5] : [0.5, 0.25], method, pairing: { ...none, ...pairing }, tree: null, ...more,
      };
      try {
        if ((await checkCertificate(record, [a, b])).upper.holds) return `the checker accepts that ${bug}, by ${record.method}`;
      } catch (error) {
        if (!(error instanceof RangeError)) return `the checker does not refuse in words that ${bug}: ${(error as Error).message}`;
      }
    }
  }
  return undefined;
}

/** Where numbers leave the range of float64, nothing is claimed that is not so. */
async function overflows(seed: number): Promise<Violation> {
  const tall = [[1e150, 0], [(1 - 1e-9) * 1e150, 1e148]];
  const cases: [Network, Network, Domain, number[]][] = [
    // A unit is NaN at one generator of a cone, and negative at the other.
    [networkOf([tall, [[1e-150, 1e-150]], [[1]]]), networkOf([tall, [[1e-150, 1e-150], [1e160, -1e160]], [[1, 1e-300]]]), { kind: 'ball', radius: 1, nonnegative: true }, [0.99, 0]],
    [networkOf([[[1e308]]]), networkOf([[[0]]]), box([0.95], [1]), [1]],
    [networkOf([[[1e200]], [[1e200]]]), networkOf([[[1e200]], [[-1e200]]]), box([0], [1]), [1]],
    [networkOf([[[1e200, -1e200]], [[1e150]]]), networkOf([[[1e200, -1e200]], [[1e150]], [[1]]]), box([0, 0], [1, 1]), [1, 0]],
    [networkOf([[[1e-200]], [[1e-200]]]), networkOf([[[1e-200]], [[3e-200]]]), box([0], [1]), [1]],
    // Constants that are folded into a bias overflow to NaN, where no other term is.
    [
      networkOf([[[1], [-1], [1]], [[1, 1, 0]], [[-1e7]], [[1]]], [[-0.3125, 0.3125, -10], null, [-0.5], null]),
      networkOf([[[1], [-1], [1], [0], [0]], [[1, 1, 0, 0, 0], [0, 0, 1, 1e200, -1e200]], [[-1e7, 1]], [[1]]], [[-0.3125, 0.3125, -10, 1e200, 1e200], [0, 1], [-0.5], null]),
      box([0], [1]), [0.3125],
    ],
    // A thousand products vanish, and later weights make them large again.
    [
      networkOf([[new Array<number>(1000).fill(-2.4e-150)], [[0]], [[0]], [[1]]], [null, null, [-20], null]), networkOf([[new Array<number>(1000).fill(2.4e-150)], [[1e300]], [[1e22]], [[1]]], [null, null, [-20], null]),
      box(new Array<number>(1000).fill(-1e-174), new Array<number>(1000).fill(1e-174)), new Array<number>(1000).fill(1e-174),
    ],
  ];
  const [a, b, domain, x] = cases[seed % cases.length];
  const { certificate, record } = await certify(a, b, domain, { nodes: 50 }), truth = differences(a, b, x.map(exact));
  if (!isAtMost(truth, 'l2', certificate.upper)) return `upper ${certificate.upper} where numbers overflow, exceeded`;
  for (const [name, bound] of Object.entries(certificate.bounds)) if (!isAtMost(truth, 'l2', bound)) return `${name} ${bound} where numbers overflow, exceeded`;
  if (certificate.lower > 0 && isAtMost(differences(a, b, record.witness.map(exact)), 'l2', certificate.lower * (1 - 1e-15))) return `lower ${certificate.lower} where numbers overflow, not attained`;
  return undefined;
}

/** The checker agrees at any scale of hidden values, and what decimals show of bounds is still true. */
async function scales(seed: number): Promise<Violation> {
  const s = [1, 1e20, 1e25, 1e-25, 1e60][seed % 5], by = (f: number): Network => networkOf([[[f / s], [-f / s]], [[s, s]]], [[0.25 / s, 0.5 / s], null]);
  const a = by(1), b = by(1.01), { certificate, record } = await certify(a, b, box([-1], [1]), { nodes: 40 });
  if (!(await checkCertificate(record, [a, b])).holds) return `the checker refuses a certificate of hidden values of ${1 / s}`;
  for (const digits of [3, 4, 15]) {
    for (const x of [certificate.lower, certificate.upper, 2.1749e-5, 9.9999e-5, 1 / 3, 99999.7, 1e-300, 1e300, 0]) {
      if (!(decimalAtMost(x, digits) <= x && x <= decimalAtLeast(x, digits))) return `${x} is shown as a bound that it is not, with ${digits} digits`;
      if (decimalAtLeast(x, digits) - decimalAtMost(x, digits) > 2 * x * 10 / 10 ** digits) return `${x} is shown far from where it is`;
    }
  }
  return undefined;
}

/** Layerwise bounds where they are attained: positive weights in a row, and units that imitate the same one. */
function attained(seed: number): Violation {
  const { next } = generator(seed + 51), some = (): number => 0.5 + Math.abs(next()) / 2, w = [some(), some(), some()], e = w.map(() => Math.abs(next()) / 4), s = Math.abs(next()) / 8;
  const chain = (v: readonly number[]): Network => networkOf(v.map((x) => [[x]]));
  const cases: [Network, Network, Domain, number][] = [
    [chain(w), chain(w.map((x, i) => x + e[i])), box([0], [1]), 1],
    [networkOf([[[1]], [[w[0]]], [[w[1]]]], [null, [w[2]], null]), networkOf([[[1]], [[w[0]]], [[w[1] + e[1]]]], [null, [w[2]], null]), box([0], [1]), 1],
    [networkOf([[[1]]]), networkOf([[[1], [-1]], [[1, -1 - s]]]), box([-1], [1]), -1],
    [networkOf([[[1], [0]], [[1, 0]]]), networkOf([[[1], [1]], [[2, -1]]], [[s, -s], null]), box([1], [1]), 1],
  ];
  for (const [a, b, domain, at] of cases) {
    const pair = pairOf(a, b, domain), truth = differences(a, b, [exact(at)]);
    if (!isAtMost(truth, 'l2', spectralBound(pair, domain))) return `spectral ${spectralBound(pair, domain)} is exceeded where it is attained`;
    if (!isAtMost(truth, 'l2', componentwiseBounds(pair, domain)[0])) return 'componentwise is exceeded where it is attained';
    const layers = exactPair(a, b, pair.pairing);
    for (const places of [8, 40]) {
      const bounds = [exactSpectral(layers, domain, places), exactComponentwise(layers, domain, places)[0]];
      if (bounds.some((mantissa) => less({ mantissa, exponent: -places }, abs(truth[0])))) return `the checker's layerwise bounds are exceeded where they are attained, at ${places} places`;
    }
  }
  return undefined;
}

/** Sums of a thousand equal terms are rounded the same way a thousand times: bounds are not below the exact sum. */
function longSums(): Violation {
  const n = 1000, a = networkOf([[new Array<number>(n).fill(0)]]), b = networkOf([[new Array<number>(n).fill(0.1)]]), domain = box(new Array<number>(n).fill(1), new Array<number>(n).fill(1));
  const pair = pairOf(a, b, domain), truth = [times(exact(n), exact(0.1))], differential = new Differential(pair, n + 1);
  differential.run({ kind: 'box', ...boxAround(domain, n) });
  const bounds = { spectral: spectralBound(pair, domain), componentwise: componentwiseBounds(pair, domain)[0], differential: differential.reach(0) };
  for (const [name, bound] of Object.entries(bounds)) if (!isAtMost(truth, 'l2', bound)) return `${name} ${bound} is below a sum of a thousand terms`;
  return undefined;
}

/** Norms that the checker proves are not below the stretch of any vector. */
function norms(seed: number): Violation {
  const { next } = generator(seed + 61), rows = 1 + (seed % 4), columns = 1 + (seed % 3), places = 20 + (seed % 3) * 40;
  const entries = Array.from({ length: rows * columns }, () => BigInt(Math.round(next() * 2 ** 20))), bound = normBound({ rows, columns, places: 20, values: entries }, places);
  for (let trial = 0; trial < 30; trial++) {
    const x = Array.from({ length: columns }, (_, c) => BigInt(trial < columns ? +(trial === c) : Math.round(next() * 64)));
    const image = Array.from({ length: rows }, (_, r) => x.reduce((s, v, c) => s + entries[r * columns + c] * v, 0n)), length = x.reduce((s, v) => s + v * v, 0n);
    if ((image.reduce((s, v) => s + v * v, 0n) << BigInt(2 * places)) > (bound * bound * length) << 40n) return 'a vector is stretched by more than the norm that is proven';
  }
  return undefined;
}

/** The checker's test of cones agrees with values at points of the cone. */
function coneTests(seed: number): Violation {
  const { next, pick } = generator(seed + 71), d = 1 + (seed % 3), m = 1 + (seed % 2), n = seed % 3, places = 30;
  let cone = pick(orthants(d, false));
  for (let k = 0; k < seed % 5 && d > 1; k++) cone = pick(bisected(cone, d, 1)!);
  const whole = (x: number): bigint => BigInt(Math.round(x * 2 ** 20)) << 10n, points = Array.from({ length: d }, (_, v) => Array.from({ length: d }, (__, c) => scaledInteger(cone[v * d + c], 20)));
  const directions: ExactMatrix = { rows: m, columns: n, places: 20, values: Array.from({ length: m * n }, () => BigInt(Math.round(next() * 2 ** 20))) };
  const radii = Array.from({ length: n }, () => Array.from({ length: d }, () => whole(Math.max(0, next()) * pick([0, 1])))), middles = Array.from({ length: m }, () => Array.from({ length: d }, () => whole(next())));
  const units = radii.map((r): Form => ({ low: r.map((x) => -x), high: r, slack: 0n }));
  const reach = (k: number, v: number): bigint => radii.reduce((s, r, c) => s + ((absolute(directions.values[k * n + c]) * r[v]) >> 20n) + 1n, 0n);
  const forms = middles.map((f, k): Form => ({ low: f.map((x, v) => x - reach(k, v)), high: f.map((x, v) => x + reach(k, v)), slack: BigInt(n) + 1n }));
  let largest = 0;
  for (let trial = 0; trial < 60; trial++) {
    const t = Array.from({ length: d }, (_, v) => (trial < d ? +(trial === v) : Math.abs(next()))), e = radii.map(() => (next() > 0 ? 1 : -1));
    const x = Array.from({ length: d }, (_, c) => t.reduce((s, w, v) => s + w * cone[v * d + c], 0)), length = Math.sqrt(x.reduce((s, v) => s + v * v, 0));
    const value = middles.map((f, k) => t.reduce((s, w, v) => s + w * (Number(f[v]) + radii.reduce((r, radius, c) => r + (e[c] * Number(directions.values[k * n + c]) * Number(radius[v])) / 2 ** 20, 0)), 0));
    if (length > 0) largest = Math.max(largest, Math.sqrt(value.reduce((s, v) => s + v * v, 0)) / length);
  }
  const limit = BigInt(Math.floor(largest * (1 - 1e-9)));
  const strays = n > 0 ? [{ directions, forms: units }] : [];
  if (largest > 1 && coneHolds(exactCone(points, 20), Array.from({ length: m }, (_, k) => k), forms, strays, limit, BigInt(n) + 2n)) return `the checker proves ${limit} on a cone that reaches ${largest} (${places} places)`;
  return undefined;
}

/** The checker's pass encloses the difference with any number of places, few ones too, where each rounding counts. */
function exactForms(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, { pick } = generator(seed + 5), places = pick([4, 6, 9, 14, 30, 200]);
  if (p.domain.kind === 'ball' && !isHomogeneous(p)) return undefined;
  const pair = pairOf(p.a, p.b, p.domain), layers = exactPair(p.a, p.b, pair.pairing), points = hullOf(seed, d, p.domain);
  const own = 60, rows = Array.from({ length: d }, (_, v) => Array.from({ length: d }, (__, c) => scaledInteger(points[v * d + c], own)));
  const pass = exactPass(layers, { kind: 'hull', places: own, points: rows }, places);
  const patterns = pass.open.length > 0 && pass.open.length <= 4 ? Array.from({ length: 2 ** pass.open.length }, (_, n) => pass.forced(pass.open.map((__, k) => ((n >>> k) & 1) as 0 | 1)).output) : undefined;
  for (const t of hullWeights(seed, d)) {
    const x = Array.from({ length: d }, (_, c) => sum(t.map((w, v) => times(exact(w), exact(points[v * d + c])))));
    const truth = pairDifferences(p, pair.pairing.swapped, x);
    const end = (values: readonly bigint[], slack: bigint): Dyadic => scaledBy(plus(sum(t.map((w, v) => times(exact(w), { mantissa: values[v], exponent: 0 }))), { mantissa: slack, exponent: 0 }), -places);
    const beyond = (output: readonly (typeof pass.output)[number][], k: number, above: boolean): boolean =>
      above ? less(end(output[k].high, output[k].slack), truth[k]) : less(truth[k], end(output[k].low, -output[k].slack));
    for (let k = 0; k < truth.length; k++) {
      for (const above of [true, false]) {
        if (beyond(pass.output, k, above)) return `output ${k} of ${p.kind} leaves the checker's bounds at ${places} places`;
        if (patterns?.every((output) => beyond(output, k, above))) return `output ${k} of ${p.kind} leaves all of the checker's corners at ${places} places`;
      }
    }
  }
  return undefined;
}

/** x * 2^places as an integer; x is a multiple of 2^-places. */
const scaledInteger = (x: number, places: number): bigint => {
  const { mantissa, exponent } = exact(x), shift = exponent + places;
  return shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
};

/** The checker's pass over boxes and balls covers the outputs with few places too. */
function exactReaches(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, part = partOf(p.domain, seed), { pick } = generator(seed + 5), places = pick([4, 6, 9, 14, 30]);
  const pair = pairOf(p.a, p.b, p.domain), layers = exactPair(p.a, p.b, pair.pairing), { lower, upper } = boxAround(part, d);
  const pass = exactPass(layers, { kind: part.kind, places: 60, lower: Array.from(lower, (x) => scaledInteger(x, 60)), upper: Array.from(upper, (x) => scaledInteger(x, 60)) }, places);
  for (const x of pointsOf(part, d, seed)) {
    const truth = pairDifferences(p, pair.pairing.swapped, Array.from(x, exact));
    for (let k = 0; k < truth.length; k++) {
      const { low, high, slack } = pass.output[k], reach = (f: readonly bigint[], sign: bigint): bigint => f[0] + sign * (part.kind === 'box' ? f.slice(1).reduce((s, v) => s + (v < 0n ? -v : v), 0n) : BigInt(Math.ceil(Math.sqrt(Number(f.slice(1).reduce((s, v) => s + v * v, 0n))) * (1 + 1e-12))));
      const above: Dyadic = { mantissa: reach(high, 1n) + slack, exponent: -places }, below: Dyadic = { mantissa: reach(low, -1n) - slack, exponent: -places };
      if (less(above, truth[k]) || less(truth[k], below)) return `output ${k} of ${p.kind} leaves the checker's reach over a ${part.kind} at ${places} places`;
    }
  }
  return undefined;
}

/** The checker's layerwise bounds hold at points with few places too. */
function exactLayerwise(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, { pick } = generator(seed + 5), places = pick([3, 6, 12, 40]);
  const layers = exactPair(p.a, p.b, pairOf(p.a, p.b, p.domain).pairing);
  const spectral = { mantissa: exactSpectral(layers, p.domain, places), exponent: -places }, each = exactComponentwise(layers, p.domain, places).map((mantissa): Dyadic => ({ mantissa, exponent: -places }));
  for (const x of [...pointsOf(p.domain, d, seed), ...extremes(p)]) {
    const truth = differences(p.a, p.b, Array.from(x, exact));
    if (less(times(spectral, spectral), sum(truth.map((v) => times(v, v))))) return `the checker's spectral bound of ${p.kind} is exceeded at ${places} places`;
    if (truth.some((v, k) => less(each[k], abs(v)))) return `the checker's componentwise bound of ${p.kind} is exceeded at ${places} places`;
  }
  return undefined;
}

/** Bounds of linear maps on cones hold at points of the cone, whatever the strays. */
function cones(seed: number): Violation {
  const { next, pick } = generator(seed + 21), d = 1 + (seed % 3), m = 1 + (seed % 2), n = seed % 4;
  let cone = pick(orthants(d, false));
  for (let k = 0; k < seed % 7 && d > 1; k++) {
    const i = Math.floor(((next() + 1) / 2) * (d - 1)), j = i + 1 + Math.floor(((next() + 1) / 2) * (d - 1 - i));
    cone = pick(bisected(cone, d, i * d + j)!);
  }
  const directions = Array.from({ length: n }, () => Float64Array.from({ length: m }, () => next()));
  const size = pick([0, 1, 0.01]), noise = directions.map((_, source) => ({ source, radius: Float64Array.from({ length: d }, () => Math.max(0, size * next())) }));
  const middle = Float64Array.from({ length: m * d }, () => next());
  const rest = pick([0, 0, 0.5]), unexplained = Float64Array.from({ length: m * d }, () => rest * Math.abs(next()));
  const spread = Float64Array.from({ length: m * d }, (_, i) => (noise.reduce((s, { source, radius }) => s + Math.abs(directions[source][Math.floor(i / d)]) * radius[i % d], 0) + unexplained[i]) * (1 + 1e-14));
  const bound = new ConeNorm(Array.from({ length: m }, (_, k) => k), directions).bound(shapeOf(cone, d), middle, spread, noise, 0);
  for (let trial = 0; trial < 60; trial++) {
    const t = Array.from({ length: d }, (_, v) => (trial < d ? +(trial === v) : Math.abs(next()) ** 2)), sign = Array.from({ length: m }, () => (next() > 0 ? 1 : -1)), e = noise.map(() => (trial % 3 === 0 ? next() : next() > 0 ? 1 : -1));
    const x = Array.from({ length: d }, (_, c) => sum(t.map((w, v) => times(exact(w), exact(cone[v * d + c])))));
    const value = Array.from({ length: m }, (_, k) => sum(t.map((w, v) => times(exact(w), plus(exact(middle[k * d + v] + sign[k] * unexplained[k * d + v] * (1 - 1e-15)), sum(noise.map(({ source, radius }, c) => times(times(exact(e[c]), exact(directions[source][k])), exact(radius[v])))))))));
    const limit = times(times(exact(bound), exact(bound)), sum(x.map((v) => times(v, v))));
    if (less(limit, sum(value.map((v) => times(v, v))))) return `a bound ${bound} on a cone of ${d} generators is exceeded at ${t.join()}`;
  }
  return undefined;
}

/** Folding constants, merging carriers and putting identities in leave the function as it is; the checker's recipe makes the same of it. */
function chains(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns;
  const folded = withoutConstants(chainOf(p.b)), { chain: short, merged } = collapsed(folded, 1), deep = deepened(short, short.length + 2);
  const pair = pairOf(p.a, p.b, p.domain), layers = exactPair(p.a, p.b, pair.pairing), { swapped } = pair.pairing;
  for (const point of pointsOf(p.domain, d, seed)) {
    const x = Array.from(point, exact), truth = evaluate(p.b, x), g = evaluate(swapped ? p.a : p.b, x), f = evaluate(swapped ? p.b : p.a, x);
    for (const [name, chain] of [['folded', folded], ['merged', short], ['deepened', deep]] as const) {
      const slack = radiusOf(chain), found = evaluateChain(chain, x);
      if (found.some((v, k) => less(slack, abs(minus(v, truth[k]))))) return `the ${name} chain of ${p.kind} is another function (merged ${merged.join()})`;
    }
    const sides = [evaluateChain(pair.layers.map((l) => ({ plus: l.weights, minus: null, bias: l.bias, radius: l.bias.map(() => 0) })), x), evaluateChain(pair.layers.map((l) => ({ plus: l.plus, minus: l.minus, bias: l.ticketBias, radius: l.ticketBiasRadius })), x)];
    const slack = radiusOf(pair.layers.map((l) => ({ plus: l.plus, minus: null, bias: l.ticketBias, radius: l.ticketBiasRadius })));
    if (sides[0].some((v, k) => minus(v, f[k]).mantissa !== 0n) || sides[1].some((v, k) => less(slack, abs(minus(v, g[k]))))) return `side by side, ${p.kind} are other functions`;
    const exactSides = [layers.map((l) => [l.weights, l.bias, null] as const), layers.map((l, i) => [l.plus, l.ticketBias, i === 0 ? minusOf(l) : null] as const)].map((chain) => {
      let h: Dyadic[] = [...x];
      chain.forEach(([w, bias, minusSide], i) => {
        const pos = h.map((v) => (minusSide && isNegative(v) ? exact(0) : v)), neg = h.map((v) => (isNegative(v) ? { ...v, mantissa: -v.mantissa } : exact(0)));
        const out = Array.from({ length: w.rows }, (_, r) => plus(minus(sum(pos.map((v, c) => scaledBy(times(v, { mantissa: w.values[r * w.columns + c], exponent: 0 }), -w.places))), minusSide ? sum(neg.map((v, c) => scaledBy(times(v, { mantissa: minusSide.values[r * w.columns + c], exponent: 0 }), -minusSide.places))) : exact(0)), scaledBy({ mantissa: bias.values[r], exponent: 0 }, -bias.places)));
        h = i < chain.length - 1 ? out.map((v) => (isNegative(v) ? exact(0) : v)) : out;
      });
      return h;
    });
    if (exactSides[0].some((v, k) => minus(v, f[k]).mantissa !== 0n) || exactSides[1].some((v, k) => minus(v, g[k]).mantissa !== 0n)) return `by the checker's recipe ${p.kind} are other functions`;
  }
  return undefined;
}

/** V' = M' + R W of a two-sided first layer. */
function minusOf(l: ReturnType<typeof exactPair>[number]): { values: readonly bigint[]; places: number } | null {
  if (!l.differenceMinus) return null;
  const places = Math.max(l.differenceMinus.places, l.weights.places), { columns } = l.weights;
  const values = l.differenceMinus.values.map((v, i) => {
    const r = l.imitates[Math.floor(i / columns)];
    return (v << BigInt(places - l.differenceMinus!.places)) + (r >= 0 ? l.weights.values[r * columns + (i % columns)] << BigInt(places - l.weights.places) : 0n);
  });
  return { values, places };
}

function evaluateChain(chain: Chain, x: readonly Dyadic[]): Dyadic[] {
  let h = [...x];
  chain.forEach(({ plus: p, minus: m, bias }, i) => {
    const out = Array.from({ length: p.rows }, (_, r) => h.reduce((s, v, c) => plus(s, times(exact((m && isNegative(v) ? m : p).data[r * p.columns + c]), v)), exact(bias[r])));
    h = i < chain.length - 1 ? out.map((v) => (isNegative(v) ? exact(0) : v)) : out;
  });
  return h;
}

/** More than what enclosed biases may change in the outputs: they go through all later weights. */
function radiusOf(chain: Chain): Dyadic {
  let carried: Dyadic[] = [];
  for (const { plus: p, radius } of chain) {
    carried = Array.from({ length: p.rows }, (_, r) => carried.reduce((s, v, c) => plus(s, times(v, abs(exact(p.data[r * p.columns + c])))), exact(radius[r])));
  }
  return carried.reduce((a, b) => (less(a, b) ? b : a), exact(0));
}

/** What is known of a pair's differences encloses them. */
function pairEnclosures(seed: number): Violation {
  const p = pairOfSeed(seed), pair = pairOf(p.a, p.b, p.domain);
  let before: readonly number[] = Array.from({ length: p.a.layers[0].weights.columns }, (_, c) => c);
  for (const { weights, bias, plus: v, imitates, difference, ticketBias, ticketBiasRadius, biasDifference, biasDifferenceRadius } of pair.layers) {
    for (let k = 0; k < v.rows; k++) {
      const r = imitates[k];
      for (let c = 0; c < weights.columns; c++) {
        const i = k * weights.columns + c, imitated = sum(Array.from({ length: v.columns }, (_, j) => (before[j] === c ? exact(v.data[k * v.columns + j]) : exact(0))));
        const truth = minus(imitated, r >= 0 ? exact(weights.data[r * weights.columns + c]) : exact(0));
        if (less(exact(difference.slack[i]), abs(minus(truth, exact(difference.data[i]))))) return `a difference of weights of ${p.kind} is not enclosed`;
      }
      const truth = minus(exact(ticketBias[k]), r >= 0 ? exact(bias[r]) : exact(0)), off = plus(abs(minus(truth, exact(biasDifference[k]))), exact(ticketBiasRadius[k]));
      if (less(exact(biasDifferenceRadius[k]), off)) return `a difference of biases of ${p.kind} is not enclosed`;
    }
    before = Array.from(imitates);
  }
  return undefined;
}

/** Constants folded into biases are enclosed, of one hidden layer of nothing else. */
function foldedBiases(seed: number): Violation {
  const { next } = generator(seed + 31), units = 1 + (seed % 5);
  const values = Array.from({ length: units }, () => next()), weights = Array.from({ length: units }, () => next() * 3), bias = next();
  const [, folded] = withoutConstants(chainOf(networkOf([[...values.map(() => [0]), [1]], [[...weights, 0.5]]], [[...values, 0.25], [bias]])));
  const truth = plus(exact(bias), sum(values.map((v, k) => (v > 0 ? times(exact(v), exact(weights[k])) : exact(0)))));
  return less(exact(folded.radius[0]), abs(minus(truth, exact(folded.bias[0])))) ? 'a folded bias is not enclosed' : undefined;
}

/** A lower bound is at most the exact error, and within a few bits of it. */
function lowerBounds(seed: number): Violation {
  const p = pairOfSeed(seed), x = pointsOf(p.domain, p.a.layers[0].weights.columns, seed)[seed % 12], bound = lowerBound(p.a, p.b, p.domain, x, p.norm);
  const values = differences(p.a, p.b, Array.from(x, exact)), limit = exact(bound);
  const square = p.norm === 'l2' ? sum(values.map((v) => times(v, v))) : values.filter((_, k) => p.norm === 'linf' || k === 0).map((v) => times(v, v)).reduce((a, b) => (less(a, b) ? b : a));
  // Of one output alone `lowerBound` sees networks of one output.
  if (p.norm === 'output:0' && values.length > 1) return undefined;
  if (less(square, times(limit, limit))) return `lower ${bound} of ${p.kind} above the error`;
  if (toNumber(square) > 1e-200 && less(times(plus(limit, times(limit, exact(2 ** -50))), plus(limit, times(limit, exact(2 ** -50)))), square)) return `lower ${bound} of ${p.kind} far below the error`;
  return lowerBound(p.a, p.b, p.domain, Float64Array.from(outside(p.domain, Array.from(x))), p.norm) > 0 ? `a lower bound of ${p.kind} from outside the domain` : undefined;
}

/** A box that is said to lie outside a ball does. */
function boxesOutside(seed: number): Violation {
  const { next } = generator(seed + 41), d = 1 + (seed % 4), radius = 1 + next() / 2;
  const near = Float64Array.from({ length: d }, () => next()), length = Math.sqrt(near.reduce((s, v) => s + v * v, 0));
  const corner = near.map((v) => (v / length) * radius * (1 + (seed % 8) * 2e-16)), far = corner.map((v) => (v > 0 ? v + 1 : v - 1));
  const cell = Float64Array.of(...corner.map((v, c) => Math.min(v, far[c])), ...corner.map((v, c) => Math.max(v, far[c])));
  const square = sum(Array.from(corner, (v) => times(exact(v), exact(v))));
  if (isOutside(ball(radius), cell) && !less(times(exact(radius), exact(radius)), square)) return 'a box that touches the ball is said to lie outside';
  const around = Float64Array.of(...corner.map((v) => -Math.abs(v) * 2), ...corner.map((v) => Math.abs(v) * 2));
  return isOutside(ball(radius), around) ? 'a box around 0 is said to lie outside' : undefined;
}

/** Executed in float64, in any order, a network strays from its value by less than its envelope. */
function executions(seed: number): Violation {
  const p = pairOfSeed(seed), d = p.a.layers[0].weights.columns, network: Network = seed % 2 ? p.a : p.b, envelope = executionEnvelope(network, p.domain, 'linf');
  // A sum of a thousand equal terms strays far, and a second layer passes it on.
  const long = networkOf([[new Array<number>(1000).fill(0.1)], [[1]]]), ones = box(new Array<number>(1000).fill(1), new Array<number>(1000).fill(1));
  const strayed = plus(exact(Array.from({ length: 1000 }, () => 0.1).reduce((s, v) => s + v, 0)), times(exact(-1000), exact(0.1)));
  if (less(exact(executionEnvelope(long, ones, 'l2')), abs(strayed))) return 'a long sum strays farther than its envelope';
  for (const x of pointsOf(p.domain, d, seed)) {
    const truth = evaluate(network, Array.from(x, exact));
    for (const order of [1, -1]) {
      let h: number[] = Array.from(x);
      network.layers.forEach(({ weights: { rows, columns, data }, bias }, i) => {
        const out = Array.from({ length: rows }, (_, r) => {
          const terms = h.map((v, c) => data[r * columns + c] * v).concat(bias ? [bias[r]] : []);
          return (order > 0 ? terms : terms.reverse()).reduce((s, v) => s + v, 0);
        });
        h = i < network.layers.length - 1 ? out.map((v) => Math.max(0, v)) : out;
      });
      if (truth.some((v, k) => less(exact(envelope), abs(minus(v, exact(h[k])))))) return `an execution of ${p.kind} strays farther than its envelope ${envelope}`;
    }
  }
  return undefined;
}

/** Everything that is promised; the cheap checks first. */
export const checks: readonly Check[] = [
  { promise: 'folded constants are enclosed', run: foldedBiases, cases: 60 },
  { promise: "a pair's differences are enclosed", run: pairEnclosures, cases: 150 },
  { promise: 'chains and pairs are the same functions', run: chains, cases: 80 },
  { promise: 'bounds of linear differences are not below their suprema by a bit', run: tightOnes, cases: 400 },
  { promise: 'layerwise bounds are not exceeded', run: layerwise, cases: 150 },
  { promise: 'differential bounds enclose the difference at points of hulls', run: hullForms, cases: 300 },
  { promise: 'differential bounds reach over boxes and balls', run: reaches, cases: 300 },
  { promise: 'bounds on cones are not exceeded', run: cones, cases: 150 },
  { promise: 'a lower bound is at most an error, by bits only', run: lowerBounds, cases: 150 },
  { promise: 'boxes outside a ball are outside', run: boxesOutside, cases: 200 },
  { promise: 'executions stay within their envelope', run: executions, cases: 60 },
  { promise: "the checker's forms enclose the difference, coarsely rounded too", run: exactForms, cases: 200 },
  { promise: "the checker's forms reach over boxes and balls, coarsely rounded too", run: exactReaches, cases: 150 },
  { promise: "the checker's layerwise bounds are not exceeded, coarsely rounded too", run: exactLayerwise, cases: 60 },
  { promise: 'layerwise bounds hold where they are attained', run: attained, cases: 20 },
  { promise: 'bounds are not below long sums', run: longSums, cases: 1 },
  { promise: "the checker's norms are not exceeded", run: norms, cases: 60 },
  { promise: "the checker's test of cones proves nothing below a value", run: coneTests, cases: 200 },
  { promise: 'the checker refuses recipes that are not allowed', run: forgedRecipes, cases: 1 },
  { promise: 'nothing wrong is claimed where numbers overflow', run: overflows, cases: 7 },
  { promise: 'the checker agrees at any scale, and decimals of bounds are bounds', run: scales, cases: 5 },
  { promise: 'the checker takes no claim to another domain', run: stretchedLeaves, cases: 3 },
  { promise: 'certificates hold, the checker agrees, and accepts nothing better than the truth', run: certificates, cases: 60 },
];

/** The first violation of all checks, `share` of their cases each; a few of every check first. What is thrown counts as one. */
export async function firstViolation(share = 1): Promise<Violation> {
  let from = 0;
  for (const to of [0.03, 0.2, share]) {
    const found = await firstBetween(from, to);
    if (found !== undefined) return found;
    from = to;
  }
  return undefined;
}

async function firstBetween(from: number, to: number): Promise<Violation> {
  for (const { promise, run, cases } of checks) {
    for (let seed = Math.ceil(cases * from); seed < Math.ceil(cases * to); seed++) {
      try {
        const found = await run(seed);
        if (found !== undefined) return `${promise}: case ${seed}: ${found}`;
      } catch (error) {
        if (error instanceof ReferenceError || error instanceof SyntaxError) throw error;
        return `${promise}: case ${seed}: threw ${(error as Error).message}`;
      }
    }
  }
  return undefined;
}
