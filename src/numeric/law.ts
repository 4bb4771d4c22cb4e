import { hyperbolic, hyperbolicSize, MOST_BINS, type HyperbolicLaw } from './hyperbolic.js';
import { oneLine } from './one-line.js';
import { exponent, powerOfTwo } from './rounding.js';
import { isTable, TABULATED, tabulatedSize, type TabulatedLaw } from './tabulated.js';

export { hyperbolic, hyperbolicFor } from './hyperbolic.js';

/** Symmetric on [-2^s, 2^s] without 0, on the grid of step 2^(s - 24) = 2^gridExponent; s is an integer in [-24, 24]. */
export interface UniformLaw {
  readonly name: 'uniform';
  readonly gridExponent: number;
}

/** -1 or 1. */
export interface BinaryLaw {
  readonly name: 'binary';
  readonly gridExponent: 0;
}

/**
 * The law of the weights of one source layer, as data. A drawn weight is k 2^gridExponent with integer 1 <= |k| <= 2^24, so it is
 * exactly a float32; both signs are as likely.
 */
export type LayerLaw = UniformLaw | BinaryLaw | HyperbolicLaw | TabulatedLaw;

/** The law of a source: of all its layers, or `layers`: source layer j = 1, 2, ... is drawn by laws[(j - 1) mod laws.length]. */
export type Law = LayerLaw | { readonly name: 'layers'; readonly laws: readonly LayerLaw[] };

/** U[-1, 1], the law of Pensia et al. (2020), Theorem 1, rounded to the grid of step 2^-24. */
export const uniform: UniformLaw = { name: 'uniform', gridExponent: -24 };

/** -1 or 1 with equal probability: Diffenderfer & Kailkhura (2021), Sreenivasan et al. (2022). */
export const binaryLaw: BinaryLaw = { name: 'binary', gridExponent: 0 };

/** Most laws of one source; they are part of its ticket. */
const MOST_LAWS = 64;

/** U[-range, range], on 2^24 sizes. Throws a RangeError unless the range is a power of two in [2^-24, 2^24]. */
export function uniformOn(range: number): UniformLaw {
  const s = range > 0 && range < Infinity ? exponent(range) : NaN;
  if (!(s >= -24 && s <= 24 && powerOfTwo(s) === range)) throw new RangeError(`uniformOn: needed a power of two in [2^-24, 2^24], got ${range}`);
  return { name: 'uniform', gridExponent: s - 24 };
}

/**
 * Source layer j = 1, 2, ... drawn by laws[(j - 1) mod laws.length]: with two laws and two source layers a block, one for the first and one for the
 * second of each. One law is itself. Throws a RangeError unless there are 1 to 64, each of one layer.
 */
export function byLayer(laws: readonly LayerLaw[]): Law {
  const nested = laws.findIndex((law) => (law as Law).name === 'layers');
  if (nested >= 0) throw new RangeError(`byLayer: needed a law of one layer at place ${nested + 1}, got one of several`);
  if (!(laws.length >= 1 && laws.length <= MOST_LAWS)) throw new RangeError(`byLayer: needed 1 to ${MOST_LAWS} laws, got ${laws.length}`);
  return laws.length === 1 ? laws[0] : { name: 'layers', laws: [...laws] };
}

/** The law of source layer `layer`, from 1. */
export const lawOfLayer = (law: Law, layer: number): LayerLaw => (law.name === 'layers' ? law.laws[(layer - 1) % law.laws.length] : law);

/** The laws of a source's layers, each once. */
export const layerLaws = (law: Law): readonly LayerLaw[] => (law.name === 'layers' ? law.laws : [law]);

/** The grid of a product of one weight of each of the source layers first, ..., last: its step is 2 to this power. */
export function gridOfLayers(law: Law, first: number, last: number): number {
  let sum = 0;
  for (let layer = first; layer <= last; layer++) sum += lawOfLayer(law, layer).gridExponent;
  return sum;
}

const STEP = 1 / 16777216;

/**
 * The weight of one 32-bit word under the uniform law: magnitude ((word >>> 8) + 1) 2^-24 from the upper 24 bits,
 * negative if bit 0 is set. Test vectors: docs/numerics.md.
 */
export function uniformWeight(word: number): number {
  const magnitude = ((word >>> 8) + 1) * STEP;
  return word & 1 ? -magnitude : magnitude;
}

/** How a law makes a weight of a 32-bit word. Bit 0 is its sign, the upper 24 bits its size. */
export function weightOf(law: LayerLaw): (word: number) => number {
  if (law.name === 'uniform' && law.gridExponent === uniform.gridExponent) return uniformWeight;
  const size = sizeOf(law), step = powerOfTwo(law.gridExponent);
  return (word) => {
    const magnitude = size(word >>> 8) * step;
    return word & 1 ? -magnitude : magnitude;
  };
}

/** Steps of the grid of the size that a law makes of the upper 24 bits m of a word. Monotone in m. */
export function sizeOf(law: LayerLaw): (m: number) => number {
  switch (law.name) {
    case 'uniform': return (m) => m + 1;
    case 'binary': return () => 1;
    case 'hyperbolic': return hyperbolicSize(law);
    case 'tabulated': return tabulatedSize(law);
  }
}

/** A law in a few words, for a person. */
export function lawText(law: Law): string {
  switch (law.name) {
    case 'uniform': return law.gridExponent === uniform.gridExponent ? 'uniform' : `uniform on [-${powerOfTwo(law.gridExponent + 24)}, ${powerOfTwo(law.gridExponent + 24)}]`;
    case 'binary': return 'binary';
    case 'hyperbolic': return `hyperbolic in ${law.bins} bins`;
    case 'tabulated': return `tabulated at ${law.magnitudes.length} quantiles up to ${Number((law.magnitudes[law.magnitudes.length - 1] * powerOfTwo(law.gridExponent)).toPrecision(4))}`;
    case 'layers': return `${law.laws.map(lawText).join(', ')} by layers`;
  }
}

/** Reads a law from JSON. Throws a RangeError on a law this version does not know. */
export function parseLaw(value: unknown): Law {
  const laws = (value as { laws?: unknown } | null)?.laws, several = (value as Law | null)?.name === 'layers' && Array.isArray(laws) && laws.length >= 2 && laws.length <= MOST_LAWS;
  const parsed = several ? laws.map(layerLaw) : [], known = several ? (parsed.every((law) => law !== undefined) ? byLayer(parsed) : undefined) : layerLaw(value);
  if (known === undefined || JSON.stringify(known) !== JSON.stringify(value)) {
    throw new RangeError(`parseLaw: needed {"name":"uniform","gridExponent":G in [-48, 0]}, ${JSON.stringify(binaryLaw)}, {"name":"hyperbolic","bins":K,"gridExponent":G}, ${TABULATED} or {"name":"layers","laws":[2 to ${MOST_LAWS} of these]}, got ${oneLine(JSON.stringify(value) ?? String(value), 200)}`);
  }
  return known;
}

/** The law of a layer that a value may be, made anew from its numbers. */
function layerLaw(value: unknown): LayerLaw | undefined {
  const { name, gridExponent, bins, magnitudes } = (value ?? {}) as { name?: unknown; gridExponent?: unknown; bins?: unknown; magnitudes?: unknown };
  switch (name) {
    case 'uniform': return Number.isInteger(gridExponent) && Math.abs((gridExponent as number) + 24) <= 24 ? { name, gridExponent: gridExponent as number } : undefined;
    case 'binary': return binaryLaw;
    case 'hyperbolic': return Number.isInteger(bins) && (bins as number) >= 2 && (bins as number) <= MOST_BINS ? hyperbolic(bins as number) : undefined;
    case 'tabulated': return isTable(gridExponent, magnitudes) ? { name, gridExponent: gridExponent as number, magnitudes: magnitudes as number[] } : undefined;
    default: return undefined;
  }
}
