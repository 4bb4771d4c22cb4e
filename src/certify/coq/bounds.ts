import type { Domain, Signs } from '../../network/domain.js';
import { boxAround } from '../../network/domain.js';
import { placesOf, scaled } from '../exact/dyadic.js';
import { squareRootUp } from '../exact/square-root.js';
import type { TicketIntegers } from './integers.js';
import { frobenius, operatorNorm, type IntegerMatrix, type NormRecipe } from './operator-norm.js';
import { slopesOf } from './slopes.js';

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
  readonly alignRealised: number;
  readonly alignWanted: number;
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

/** A weight that is not within its tolerance: nothing can be proved of it. */
export class NotWithin extends RangeError {}

/**
 * The integers by which the kernel bounds the error of a network on a domain: norms of layers, of their errors and biases, and
 * e_i = (omega_i + eta_i) e_{i-1} + eta_i P_{i-1} + |bias error|, P_i = omega_i P_{i-1} + |bias|. `signs` are those of the network's
 * inputs. Throws a NotWithin where an effective weight misses its tolerance.
 */
export function boundsOf({ sourcePlaces, layers }: TicketIntegers, domain: Domain, signs: readonly Signs[]): Bounds {
  const biased = layers.some((l) => l.constantIn), stated = domainOf(domain, layers[0].inputs);
  const start = stated.kind === 'ball' ? ceiling(stated.radius, stated.exponent + PRECISION) : squareRootUp(ceiling(stated.sides.reduce((sum, [a, b]) => sum + (a * a > b * b ? a * a : b * b), 0n), 2 * (stated.exponent + PRECISION)));
  let reach = start, error = 0n, gamma = 1n, gammaPlaces = 0, scale = 0;
  const result = layers.map((layer, i): LayerBounds => {
    const { wanted, inputs, outputs, places, constantIn, constantOut, tolerance } = layer, depth = layer.sources.length, grid = sourcePlaces * depth;
    const up = places - layer.weightScale + layer.blockScale - grid, needed = i === 0 ? signs : Array<Signs>(inputs).fill({ positive: true, negative: false });
    const rows = slopesOf(layer), distance = (a: bigint, w: bigint): bigint => (a << BigInt(up)) - w;
    let largest = 0n;
    const within = (error: bigint, r: number, c: number): bigint => {
      const size = error < 0n ? -error : error;
      if (size > largest) largest = size;
      if (size > tolerance) throw new NotWithin(`prove: needed every effective weight within its tolerance, got one that misses it: layer ${i + 1}, row ${r + 1}, column ${c + 1}`);
      return error;
    };
    const exact = Array.from({ length: outputs }, (_, r) => needed.flatMap(({ positive, negative }, c) => [
      ...(positive ? [within(distance(rows[r].positive[c], wanted[r][c]), r, c)] : []),
      ...(negative ? [within(distance(rows[r].negative[c], wanted[r][c]), r, c)] : []),
    ]));
    const cut = Math.max(0, largest.toString(2).length - ERROR_BITS), half = cut > 0 ? 1n << BigInt(cut - 1) : 0n;
    const errors = exact.map((row) => row.map((e) => (e + half) >> BigInt(cut)));
    const { bound: near, recipe: errorNorm } = operatorNorm(errors), columns = exact[0].length;
    const rounded = squareRootUp(BigInt(outputs * columns)) * half;
    const { bound: norm, recipe: weights } = operatorNorm(wanted.slice(0, outputs).map((row) => row.slice(0, inputs)));
    scale += layer.blockScale;
    const wantedExponent = layer.biasScale - places, realisedExponent = scale - grid - gammaPlaces, common = Math.min(wantedExponent, realisedExponent);
    const biases = wanted.slice(0, outputs).map((row) => (constantIn ? row[inputs] : 0n));
    const offsets = biases.map((b, r) => {
      if (constantIn) within(distance(rows[r].positive[inputs], b), r, inputs);
      return ((constantIn ? rows[r].positive[inputs] * gamma : 0n) << BigInt(realisedExponent - common)) - (b << BigInt(wantedExponent - common));
    });
    const one = constantOut ? wanted[outputs][inputs] : 0n;
    if (constantOut) within(distance(rows[outputs].positive[inputs], one), outputs, inputs);
    const unit = layer.weightScale - places + PRECISION;
    const omega = ceiling(norm, unit), eta = ceiling((near << BigInt(cut)) + rounded, unit);
    const bias = ceiling(frobenius([biases]), wantedExponent + PRECISION), biasErrors = offsets.map((x) => x * x);
    const biasError = squareRootUp(ceiling(biasErrors.reduce((sum, x) => sum + x, 0n), 2 * (common + PRECISION)));
    error = biasError + ceiling((omega + eta) * error + eta * reach, -PRECISION);
    reach = bias + ceiling(omega * reach, -PRECISION);
    const bounds = { up, tolerance: largest, gamma, alignRealised: realisedExponent - common, alignWanted: wantedExponent - common, one, weights, errors, cut, errorNorm, biasErrors, omega, eta, bias, biasError, reach, error };
    gamma *= constantOut ? rows[outputs].positive[inputs] : 0n;
    gammaPlaces += grid;
    return bounds;
  });
  return { biased, domain: stated, reach: start, layers: result };
}

/** A domain in integers. */
function domainOf(domain: Domain, dimension: number): Bounds['domain'] {
  if (domain.kind === 'ball') {
    const places = placesOf([domain.radius]);
    return { kind: 'ball', radius: scaled(domain.radius, places), nonnegative: domain.nonnegative ?? false, exponent: -places };
  }
  const { lower, upper } = boxAround(domain, dimension), places = placesOf(lower, upper);
  return { kind: 'box', sides: Array.from(lower, (lo, c): [bigint, bigint] => [scaled(lo, places), scaled(upper[c], places)]), exponent: -places };
}
