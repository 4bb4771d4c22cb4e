import type { Domain } from '../../network/domain.js';
import type { Network } from '../../network/network.js';
import type { CertificateRecord, Norm } from '../record.js';
import { exactPair, type ExactMatrix, type ExactPairLayer } from './chain.js';
import { coneHolds, exactCone } from './cone-test.js';
import { dyadicOf, placesOf, scaled } from './dyadic.js';
import { absolute, distancesExactly } from './evaluate.js';
import { rangeOf, type Form } from './forms.js';
import { exactComponentwise, exactSpectral } from './layerwise.js';
import { exactPass } from './pass.js';
import { leavesOf, type Leaf } from './tree.js';

/** Whether a claim is proven, and if not, why. */
export interface Verification {
  readonly holds: boolean;
  readonly reason: string;
}

const holds: Verification = { holds: true, reason: '' };
const fails = (reason: string): Verification => ({ holds: false, reason });

/** Units of open slope up to which all choices are tried. */
const CORNERS = 8;

/** Whether the error at the recorded witness, a point of the domain, is at least the recorded lower bound: exactly. */
export function verifyLower(record: CertificateRecord, a: Network, b: Network): Verification {
  const { witness, domain, lower, norm } = record, dimension = a.layers[0].weights.columns;
  if (!Array.isArray(witness) || witness.length !== dimension || !witness.every(Number.isFinite)) return fails(`a witness of ${dimension} finite numbers is needed`);
  if (!(lower >= 0 && lower < Infinity)) return fails(`a lower bound of at least 0 is needed, got ${lower}`);
  if (!isInside(domain, witness)) return fails('the witness lies outside the domain');
  const { mantissas, places } = distancesExactly(a, b, witness), own = placesOf([lower]), common = Math.max(places, own);
  const values = mantissas.map((v) => v << BigInt(common - places)), claimed = scaled(lower, common);
  const chosen = outputsOf(norm, values.length).map((k) => values[k]);
  const reached = norm === 'l2' ? chosen.reduce((s, v) => s + v * v, 0n) >= claimed * claimed : chosen.some((v) => v >= claimed);
  return reached ? holds : fails(`the error at the witness is less than ${lower}`);
}

/** Which leaves a check of the upper bound looks at. */
export interface UpperOptions {
  /** Leaves from <= index < to; all by default. */
  readonly from?: number;
  readonly to?: number;
}

/** The number of leaves of a record's tree; 1 without a tree. */
export const countLeaves = ({ tree }: CertificateRecord): number => Math.max(1, tree?.splits.reduce((n, s) => n + +(s === -1), 0) ?? 1);

/**
 * Whether the recorded upper bound follows by the recorded method, in exact arithmetic with outward rounding. Shares no code
 * with the search for the bound. Throws a RangeError on a record that says something impossible.
 */
export function verifyUpper(record: CertificateRecord, a: Network, b: Network, { from = 0, to = Infinity }: UpperOptions = {}): Verification & { leaves: number } {
  const { upper, domain, norm, method, tree } = record;
  if (upper === null) return { ...holds, leaves: 0 };
  if (!(upper >= 0 && upper < Infinity)) throw new RangeError(`certificate: needed an upper bound of at least 0, or null, got ${upper}`);
  const only = norm.startsWith('output:') ? outputsOf(norm, a.layers[a.layers.length - 1].weights.rows)[0] : undefined;
  const layers = exactPair(only === undefined ? a : rowOf(a, only), only === undefined ? b : rowOf(b, only), record.pairing);
  // 96 bits below the claim, and more where later layers enlarge what is rounded by more than 2^40: what rounding adds is far
  // less than the slack that a claim is written with.
  const { mantissa, exponent } = dyadicOf(upper), places = 96 + Math.max(0, upper > 0 ? 1 - mantissa.toString(2).length - exponent : 300) + Math.max(0, enlargement(layers) - 40);
  const limit = floored(upper, places), dimension = layers[0].weights.columns, outputs = layers[layers.length - 1].plus.rows;
  const compare = (sizes: readonly bigint[]): boolean => (norm === 'l2' ? sizes.reduce((s, v) => s + v * v, 0n) <= limit * limit : sizes.every((v) => v <= limit));
  const single = (proven: boolean): Verification & { leaves: number } => ({ ...(proven ? holds : fails(`the ${method} bound is larger than ${upper}`)), leaves: 1 });
  if (method === 'spectral') return single(exactSpectral(layers, domain, places) <= limit);
  if (method === 'componentwise') return single(compare(exactComponentwise(layers, domain, places)));
  if (method === 'differential') {
    const lower = domain.kind === 'box' ? domain.lower : Array<number>(dimension).fill(domain.nonnegative ? 0 : -domain.radius);
    const higher = domain.kind === 'box' ? domain.upper : Array<number>(dimension).fill(domain.radius), own = placesOf(lower, higher);
    const region = { kind: domain.kind, places: own, lower: lower.map((x) => scaled(x, own)), upper: higher.map((x) => scaled(x, own)) };
    return single(compare(exactPass(layers, region, places).output.map((form) => reachOf(domain.kind, form))));
  }
  if (method !== 'branch and bound' || !tree) throw new RangeError(`certificate: needed a known method, and a tree for branch and bound, got ${method}`);
  if (tree.kind === 'cones' && layers.some((l) => [l.bias, l.ticketBias].some((m) => m.values.some((v) => v !== 0n)))) throw new RangeError('certificate: needed networks without biases for cones, got biases');
  let index = -1, leaves = 0;
  for (const leaf of leavesOf(tree, domain, dimension)) {
    index++;
    if (index < from || index >= to) continue;
    if (!leafHolds(leaf)) return { ...fails(`leaf ${index} has a bound larger than ${upper}`), leaves };
    leaves++;
  }
  return { ...holds, leaves };

  function leafHolds(leaf: Leaf): boolean {
    if (leaf.kind === 'cone') {
      if (domain.kind !== 'ball') return false;
      const cone = exactCone(leaf.points, leaf.places), last = layers[layers.length - 1];
      // The claim for the unit ball, rounded down.
      const r = placesOf([domain.radius]), unit = (limit << BigInt(r)) / scaled(domain.radius, r);
      const pass = exactPass(layers, { kind: 'hull', places: leaf.places, points: leaf.points }, places);
      const groups = norm === 'l2' ? [indices(outputs)] : indices(outputs).map((k) => [k]);
      const proven = (output: readonly Form[], errors: readonly Form[]): boolean =>
        groups.every((ks) => coneHolds(cone, ks, output, errors.length > 0 ? [{ directions: last.plus, forms: errors }, { directions: last.difference, forms: pass.activations }] : [], unit, roundingOf(output)));
      return proven(pass.output, pass.errors) || corners(pass.open.length, (slopes) => {
        const { output, errors } = pass.forced(slopes);
        return proven(output, errors);
      });
    }
    if (domain.kind === 'ball' && isOutsideBall(domain.radius, leaf)) return true;
    const pass = exactPass(layers, { ...leaf, kind: 'box' }, places);
    const proven = (output: readonly Form[]): boolean => compare(output.map((form) => reachOf('box', form)));
    return proven(pass.output) || corners(pass.open.length, (slopes) => proven(pass.forced(slopes).output));
  }
}

/** Bits by which the layers above the first may enlarge a number, at most. */
function enlargement(layers: readonly ExactPairLayer[]): number {
  const bitsOf = ({ columns, values, places }: ExactMatrix): number => {
    let largest = 0n;
    for (let r = 0; r < values.length; r += columns) {
      const sum = values.slice(r, r + columns).reduce((s, v) => s + absolute(v), 0n);
      if (sum > largest) largest = sum;
    }
    return Math.max(0, largest.toString(2).length - places);
  };
  return layers.slice(1).reduce((bits, { weights, plus, difference }) => bits + Math.max(bitsOf(weights), bitsOf(plus), bitsOf(difference)), 0);
}

/** Whether something is proven for every choice of so many slopes; not where they are none or many. */
function corners(open: number, proven: (slopes: (0 | 1)[]) => boolean): boolean {
  if (open === 0 || open > CORNERS) return false;
  for (let pattern = 0; pattern < 2 ** open; pattern++) if (!proven(Array.from({ length: open }, (_, k) => ((pattern >>> k) & 1) as 0 | 1))) return false;
  return true;
}

/** The slack of the outputs' forms: more than their own rounding. */
const roundingOf = (output: readonly Form[]): bigint => output.reduce((m, f) => (f.slack > m ? f.slack : m), 0n) + 1n;

function reachOf(kind: 'box' | 'ball', { low, high, slack }: Form): bigint {
  const below = -rangeOf(kind, low).min, above = rangeOf(kind, high).max, size = below > above ? below : above;
  return (size > 0n ? size : 0n) + slack;
}

const indices = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

function outputsOf(norm: Norm, outputs: number): number[] {
  if (norm === 'l2' || norm === 'linf') return indices(outputs);
  const k = Number(/^output:(\d+)$/.exec(norm)?.[1] ?? NaN);
  if (!(k < outputs)) throw new RangeError(`certificate: needed a norm l2, linf or output:K with K below ${outputs}, got ${norm}`);
  return [k];
}

const rowOf = (network: Network, k: number): Network => {
  const { weights: { columns, data }, bias } = network.layers[network.layers.length - 1];
  return { ...network, layers: [...network.layers.slice(0, -1), { weights: { rows: 1, columns, data: data.slice(k * columns, (k + 1) * columns) }, bias: bias && bias.slice(k, k + 1) }] };
};

/** x as a multiple of 2^-places, rounded down. */
function floored(x: number, places: number): bigint {
  const own = placesOf([x]), value = scaled(x, own);
  return own <= places ? value << BigInt(places - own) : value >> BigInt(own - places);
}

function isInside(domain: Domain, x: readonly number[]): boolean {
  if (domain.kind === 'box') return x.every((v, c) => domain.lower[c] <= v && v <= domain.upper[c]);
  const places = placesOf(x, [domain.radius]), radius = scaled(domain.radius, places);
  return x.reduce((s, v) => s + scaled(v, places) ** 2n, 0n) <= radius * radius && (!domain.nonnegative || x.every((v) => v >= 0));
}

/** Whether every point of a box is farther from 0 than the radius. */
function isOutsideBall(radius: number, { lower, upper, places }: Leaf & { kind: 'box' }): boolean {
  const own = placesOf([radius]), common = Math.max(own, places), r = scaled(radius, common), lift = BigInt(common - places);
  const square = lower.reduce((s, lo, c) => {
    const nearest = lo > 0n ? lo : upper[c] < 0n ? absolute(upper[c]) : 0n;
    return s + (nearest << lift) ** 2n;
  }, 0n);
  return square > r * r;
}

