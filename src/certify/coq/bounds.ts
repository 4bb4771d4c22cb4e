import type { Domain, Signs } from '../../network/domain.js';
import { boxAround } from '../../network/domain.js';
import { placesOf, scaled } from '../exact/dyadic.js';
import { squareRootUp } from '../exact/square-root.js';
import type { IntegerLayer, TicketIntegers } from './integers.js';
import { frobenius, operatorNorm, type IntegerMatrix, type NormRecipe } from './operator-norm.js';
import { slopesOf, type RowSlopes } from './slopes.js';

/** Bits after the point of every bound. */
export const PRECISION = 128;

/** Bits that are kept of the largest weight error of a layer, for the norm of all. */
const ERROR_BITS = 12;

/** What a layer's part of a proof states, in the words of proofs/coq/Certificate.v; bounds are multiples of 2^-PRECISION, rounded up. */
export interface LayerBounds {
  readonly up: number;
  /** The largest error of an effective weight, over 2^places: a unit less does not hold. */
  readonly tolerance: bigint;
  /** The constant below: gamma 2^-(source places times layers below). */
  readonly gamma: bigint;
  /** Powers of two that bring the realised biases, the wanted ones and the share of the centre to one unit. */
  readonly alignRealised: number;
  readonly alignWanted: number;
  readonly alignCentre: number;
  /** The centre that the layer's inputs are taken from, over 2^-(its exponent); of the first layer on a box, else none. */
  readonly centre: readonly bigint[];
  readonly centreExponent: number;
  /** The wanted constant's entry, 0 where none goes on. */
  readonly one: bigint;
  readonly weights: NormRecipe;
  /** Weight errors, a column for each input and sign that it takes, over 2^cut, rounded. */
  readonly errors: IntegerMatrix;
  readonly cut: number;
  readonly errorNorm: NormRecipe;
  /** Squared bias errors of the rows, as aligned. */
  readonly biasErrors: readonly bigint[];
  readonly omega: bigint;
  readonly eta: bigint;
  readonly bias: bigint;
  readonly biasError: bigint;
  readonly reach: bigint;
  readonly error: bigint;
}

/** The bounds of all layers and what they start from and come to. */
export interface Bounds {
  readonly biased: boolean;
  readonly domain: { readonly kind: 'ball'; readonly radius: bigint; readonly nonnegative: boolean; readonly exponent: number } | { readonly kind: 'box'; readonly sides: readonly (readonly [bigint, bigint])[]; readonly exponent: number };
  readonly reach: bigint;
  readonly layers: readonly LayerBounds[];
}

/** value 2^exponent, rounded up to an integer. */
const ceiling = (value: bigint, exponent: number): bigint => (exponent >= 0 ? value << BigInt(exponent) : -(-value >> BigInt(-exponent)));

/**
 * The integers by which the kernel bounds the error of a network on a domain: norms of layers, of their errors and biases, and
 * e_i = (omega_i + eta_i) e_{i-1} + eta_i P_{i-1} + |bias error|, P_i = omega_i P_{i-1} + |bias|, where P_0 is the radius of the domain. A box is
 * taken from the middles of its sides that are not on both sides of 0: what the first layer and its error do there counts with
 * the biases. `signs` are those of the network's inputs. Throws a RangeError where an effective weight misses its tolerance.
 */
export function boundsOf({ sourcePlaces, layers }: TicketIntegers, domain: Domain, signs: readonly Signs[]): Bounds {
  const biased = layers.some((l) => l.constantIn), stated = domainOf(domain, layers[0].inputs), { centre, centreExponent, radius } = centreOf(stated);
  let reach = radius, error = 0n, gamma = 1n, gammaPlaces = 0, scale = 0;
  const result = layers.map((layer, i): LayerBounds => {
    const { wanted, inputs, outputs, places, weightScale, constantIn, constantOut } = layer, grid = sourcePlaces * layer.sources.length;
    const needed = i === 0 ? signs : Array<Signs>(inputs).fill({ positive: true, negative: false }), own = i === 0 ? centre : [];
    const up = places - weightScale + layer.blockScale - grid, { rows, exact, tolerance } = errorsOf(layer, i, needed, up);
    const rounded = roundedErrors(exact), { bound: norm, recipe: weights } = operatorNorm(wanted.slice(0, outputs).map((row) => row.slice(0, inputs)));
    scale += layer.blockScale;
    // Biases, and what the layer does at the centre, as multiples of 2^common.
    const exponents = { realised: scale - grid - gammaPlaces, wanted: layer.biasScale - places, centre: weightScale - places + centreExponent };
    const common = Math.min(exponents.realised, exponents.wanted, ...(own.length > 0 ? [exponents.centre] : []));
    const aligned = (value: bigint, exponent: number): bigint => value << BigInt(exponent - common);
    const atCentre = (row: readonly bigint[], column: (c: number) => number): bigint => (own.length === 0 ? 0n : aligned(own.reduce((sum, x, c) => (x === 0n ? sum : sum + x * row[column(c)]), 0n), exponents.centre));
    // A coordinate has a column of errors for each sign; one where the centre is not 0 has one sign.
    const starts = needed.map((_, c) => needed.slice(0, c).reduce((n, s) => n + +s.positive + +s.negative, 0));
    const biases = wanted.slice(0, outputs).map((row) => (constantIn ? aligned(row[inputs], exponents.wanted) : 0n) + atCentre(row, (c) => c));
    const offsets = exact.map((row, r) => (constantIn ? aligned(rows[r].positive[inputs] * gamma, exponents.realised) - aligned(wanted[r][inputs], exponents.wanted) : 0n) + atCentre(row, (c) => starts[c]));
    const biasErrors = offsets.map((x) => x * x);
    const unit = weightScale - places + PRECISION, omega = ceiling(norm, unit), eta = ceiling(rounded.norm, unit);
    const bias = ceiling(frobenius([biases]), common + PRECISION), biasError = squareRootUp(ceiling(biasErrors.reduce((sum, x) => sum + x, 0n), 2 * (common + PRECISION)));
    error = biasError + ceiling((omega + eta) * error + eta * reach, -PRECISION);
    reach = bias + ceiling(omega * reach, -PRECISION);
    const bounds = {
      up, tolerance, gamma, weights, errors: rounded.errors, cut: rounded.cut, errorNorm: rounded.recipe, omega, eta, bias, biasError, biasErrors, reach, error,
      alignRealised: exponents.realised - common, alignWanted: exponents.wanted - common, alignCentre: own.length > 0 ? exponents.centre - common : 0,
      centre: own, centreExponent: own.length > 0 ? centreExponent : 0, one: constantOut ? wanted[outputs][inputs] : 0n,
    };
    // Where a network carries a constant, it is 0 after the last layer that passes it on; where it carries none, nothing is multiplied by it.
    if (biased) gamma *= constantOut ? rows[outputs].positive[inputs] : 0n;
    gammaPlaces += grid;
    return bounds;
  });
  return { biased, domain: stated, reach: radius, layers: result };
}

/** The exact errors of a layer's effective weights over 2^places, a column for each input and sign that it takes, and the largest of all, the constant's among them. */
function errorsOf(layer: IntegerLayer, i: number, needed: readonly Signs[], up: number): { rows: readonly RowSlopes[]; exact: IntegerMatrix; tolerance: bigint } {
  const { wanted, inputs, outputs, constantIn } = layer, rows = slopesOf(layer);
  let tolerance = 0n;
  const errorOf = (realised: bigint, r: number, c: number): bigint => {
    const error = (realised << BigInt(up)) - wanted[r][c], size = error < 0n ? -error : error;
    if (size > tolerance) tolerance = size;
    if (size > layer.tolerance) throw new RangeError(`prove: needed every effective weight within its tolerance, got one that misses it: layer ${i + 1}, row ${r + 1}, column ${c + 1}`);
    return error;
  };
  if (constantIn) rows.forEach(({ positive }, r) => errorOf(positive[inputs], r, inputs));
  const exact = rows.slice(0, outputs).map(({ positive, negative }, r) => needed.flatMap((sign, c) => [...(sign.positive ? [errorOf(positive[c], r, c)] : []), ...(sign.negative ? [errorOf(negative[c], r, c)] : [])]));
  return { rows, exact, tolerance };
}

/** Errors in units of 2^cut, rounded, and a bound of the operator norm of the exact ones. */
function roundedErrors(exact: IntegerMatrix): { errors: IntegerMatrix; cut: number; norm: bigint; recipe: NormRecipe } {
  const largest = exact.reduce((most, row) => row.reduce(larger, most), 0n), cut = Math.max(0, largest.toString(2).replace('-', '').length - ERROR_BITS);
  const half = cut > 0 ? 1n << BigInt(cut - 1) : 0n, errors = exact.map((row) => row.map((e) => (e + half) >> BigInt(cut))), { bound, recipe } = operatorNorm(errors);
  return { errors, cut, recipe, norm: (bound << BigInt(cut)) + squareRootUp(BigInt(exact.length * exact[0].length)) * half };
}

/** The centre of a domain, and a bound of how far its points are from there: the middles of a box's sides that are not on both sides of 0, else 0. */
function centreOf(domain: Bounds['domain']): { centre: readonly bigint[]; centreExponent: number; radius: bigint } {
  if (domain.kind === 'ball') return { centre: [], centreExponent: 0, radius: ceiling(domain.radius, domain.exponent + PRECISION) };
  const centre = domain.sides.map(([lo, hi]) => (lo < 0n && hi > 0n ? 0n : lo + hi)), centreExponent = domain.exponent - 1;
  const squares = domain.sides.reduce((sum, [lo, hi], c) => sum + larger(2n * lo - centre[c], 2n * hi - centre[c]) ** 2n, 0n);
  return { centre, centreExponent, radius: squareRootUp(ceiling(squares, 2 * (centreExponent + PRECISION))) };
}

/** The larger of two numbers in size. */
const larger = (a: bigint, b: bigint): bigint => (a * a > b * b ? a : b);

/** A domain in integers. */
function domainOf(domain: Domain, dimension: number): Bounds['domain'] {
  if (domain.kind === 'ball') {
    const places = placesOf([domain.radius]);
    return { kind: 'ball', radius: scaled(domain.radius, places), nonnegative: domain.nonnegative ?? false, exponent: -places };
  }
  const { lower, upper } = boxAround(domain, dimension), places = placesOf(lower, upper);
  return { kind: 'box', sides: Array.from(lower, (lo, c): [bigint, bigint] => [scaled(lo, places), scaled(upper[c], places)]), exponent: -places };
}
