import { uniformWeight } from '../numeric/law.js';
import { mapMatrix } from '../numeric/matrix.js';
import { philox } from '../numeric/philox.js';
import { roundDownTo12Bits, up } from '../numeric/rounding.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { radiusUp, sampleInside, type Domain } from '../network/domain.js';
import { forward } from '../network/forward.js';
import type { Network } from '../network/network.js';
import { layerSigns, type Normalised, type NormalisedLayer } from '../network/normalise.js';

/** How a network error becomes a tolerance for each weight. */
export type Budget = 'expected' | 'entrywise';

/** Beyond this many bits between a normalised weight and its tolerance a search is refused. */
const MOST_BITS = 40;

/** Inputs up to which branch and bound narrows a certificate in reasonable time. */
const FEW_INPUTS = 12;

/** Points at which errors are measured, and how much larger than them the first certificate is expected to be. */
const SAMPLES = 256, CERTIFIED_OVER_SEEN = 16;

/** What a layer asks of the subset sums. */
export interface LayerDemand {
  /** 1 if input c takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
  /** Subset-sum problems: non-zero weights, times the signs their input takes. */
  readonly problems: number;
  /** Upper bound of the norm of the layer with its carried constant, in the target's units. */
  readonly norm: number;
}

/** For each input of layer i (from 0), 1 if it takes positive values + 2 if it takes negative ones. */
export const inputSigns = (layers: readonly NormalisedLayer[], domain: Domain, i: number): Uint8Array =>
  Uint8Array.from({ length: layers[i].weights.columns }, (_, c) => {
    const { positive, negative } = layerSigns(domain, layers, i, c);
    return (positive ? 1 : 0) + (negative ? 2 : 0);
  });

/** The demands of every layer on a domain. The norms are of s_i times the normalised layer, constant included. */
export function demandsOf(normalised: Normalised, domain: Domain): LayerDemand[] {
  return normalised.layers.map(({ weights, scale }, i) => {
    const signs = inputSigns(normalised.layers, domain, i);
    let problems = 0;
    weights.data.forEach((w, e) => {
      if (w !== 0) problems += [0, 1, 1, 2][signs[e % weights.columns]];
    });
    return { signs, problems, norm: spectralNormUp(mapMatrix(weights, (w) => w * scale)) };
  });
}

/**
 * Tolerances tau_i, in the target's weight units, for a network error of `epsilon` on the domain. With shares theta_i of
 * ln(1 + epsilon / (r Omega)) in proportion to the layers' problems and eta_i = theta_i omega_i:
 * `entrywise` takes tau_i = eta_i / sqrt(d_i d_{i-1}), which guarantees the error in advance for any errors within it;
 * `expected` takes eta_i as the expected norm tau_i (sqrt d_i + sqrt d_{i-1}) / sqrt 3 of errors spread evenly over
 * [-tau_i, tau_i] (two halves count twice as many inputs), which the certificate then has to confirm. On few inputs, where
 * branch and bound certifies far less than norms multiply to, `expected` goes by measured errors instead.
 * A tolerance is at most its layer's scale. Biases are entries of a carried constant: d_{i-1} counts it, and r = sqrt(radius^2 + 1).
 * Tolerances are rounded down to 12 bits, so that they agree between engines.
 */
export function tolerancesFor(target: Network, normalised: Normalised, demands: readonly LayerDemand[], domain: Domain, epsilon: number, budget: Budget): number[] {
  if (budget === 'expected' && target.layers[0].weights.columns <= FEW_INPUTS) return measuredTolerances(target, normalised, demands, domain, epsilon);
  const radius = radiusUp(domain);
  const r = normalised.layers[0].constantIn ? up(Math.sqrt(up(radius * radius) + 1)) : radius;
  const product = demands.reduce((p, d) => p * d.norm, 1);
  const problems = demands.reduce((sum, d) => sum + d.problems, 0);
  const total = Math.log1p(epsilon / (r * product));
  return normalised.layers.map(({ weights, scale }, i) => {
    const { norm, problems: own, signs } = demands[i];
    const eta = total * (own / Math.max(1, problems)) * norm;
    const inputs = signs.reduce((sum, s) => sum + [0, 1, 1, 2][s], 0);
    const size = budget === 'entrywise' ? Math.sqrt(weights.rows * weights.columns) : (Math.sqrt(weights.rows) + Math.sqrt(inputs)) / Math.sqrt(3);
    // A layer of zeros asks for nothing; no layer needs a tolerance beyond its largest entry.
    if (own === 0) return scale;
    const tolerance = Math.min(eta / size, scale);
    return tolerance > 1e-200 ? roundDownTo12Bits(tolerance) : tolerance;
  });
}

/**
 * Tolerances at which the error seen on samples, were every weight of layer i off by up to tau_i, is the layer's share of
 * epsilon / CERTIFIED_OVER_SEEN: the errors of one layer grow in proportion to its tolerance.
 */
function measuredTolerances(target: Network, normalised: Normalised, demands: readonly LayerDemand[], domain: Domain, epsilon: number): number[] {
  const problems = demands.reduce((sum, d) => sum + d.problems, 0), inputs = target.layers[0].weights.columns;
  const points = Array.from({ length: SAMPLES }, (_, k) => sampleInside(domain, inputs, k));
  const f = forward(target), values = points.map((x) => f(x).slice());
  return target.layers.map((_, i) => {
    const { scale } = normalised.layers[i], { problems: own } = demands[i], step = scale / 4096;
    if (own === 0) return scale;
    const g = forward(withNoise(target, i, step));
    const seen = Math.max(...points.map((x, k) => Math.sqrt(g(x).reduce((sum, v, r) => sum + (v - values[k][r]) * (v - values[k][r]), 0))));
    const share = (epsilon * own) / problems / CERTIFIED_OVER_SEEN;
    const tolerance = seen > 0 ? Math.min((share / seen) * step, scale) : scale;
    return tolerance > 1e-200 ? roundDownTo12Bits(tolerance) : tolerance;
  });
}

/** The network with uniform noise of [-size, size] on the weights of layer i that are not 0. */
const withNoise = (network: Network, i: number, size: number): Network => ({
  ...network,
  layers: network.layers.map((layer, j) => {
    if (j !== i) return layer;
    const words = new Uint32Array(4);
    const noisy = mapMatrix(layer.weights, (w, e) => {
      if (e % 4 === 0) philox(0x6275, 0x6467, e, i, 0, 0, words);
      return w === 0 ? 0 : w + size * uniformWeight(words[e & 3]);
    });
    return { ...layer, weights: noisy };
  }),
});

/** Bits between each layer's largest normalised weight and its tolerance; 0 where the layer asks for nothing. */
const bitsOf = (normalised: Normalised, demands: readonly LayerDemand[], tolerances: readonly number[]): number[] =>
  tolerances.map((tolerance, i) => (demands[i].problems === 0 ? 0 : Math.log2(normalised.layers[i].scale / tolerance)));

/** Whether no tolerance asks for more bits than a search can give. */
export const isFeasible = (normalised: Normalised, demands: readonly LayerDemand[], tolerances: readonly number[]): boolean =>
  bitsOf(normalised, demands, tolerances).every((bits) => bits <= MOST_BITS);

/** Throws a RangeError where a tolerance asks for more bits than a search can give. */
export function requireFeasible(normalised: Normalised, demands: readonly LayerDemand[], tolerances: readonly number[]): void {
  bitsOf(normalised, demands, tolerances).forEach((bits, i) => {
    if (bits <= MOST_BITS) return;
    const product = demands.reduce((p, d) => p * d.norm, 1);
    throw new RangeError(
      `request: needed at most ${MOST_BITS} bits per weight, got ${bits.toFixed(1)} in layer ${i + 1} (the layers' norms multiply to ${product.toPrecision(2)}); ` +
        'ask for a larger error, or for a fixed tolerance: what is then built is certified as it is, however loosely',
    );
  });
}
