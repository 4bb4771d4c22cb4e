import { distanceUp, within } from '../numeric/rounding.js';
import { requireDimension } from '../network/domain.js';
import { countWeights, networkDigest, widths, type Network } from '../network/network.js';
import { layerSigns, normalise, type Normalised } from '../network/normalise.js';
import { countSourceWeights } from '../network/source.js';
import type { Mask } from '../network/ticket.js';
import { effectiveBlocks, type EffectiveBlock } from './effective.js';

/** What a mask achieves on one target layer. */
export interface LayerFindings {
  /** Tolerance of one weight, in the target's weight units. */
  readonly tolerance: number;
  /** Non-zero target weights, times the signs that their input takes. */
  readonly problems: number;
  /** Problems whose effective weight is not within the tolerance. */
  readonly misses: number;
  /** Upper bound of |effective - target| over the problems, in the target's weight units. */
  readonly maxWeightError: number;
  /** Kept edges into the layer's outputs. */
  readonly selected: number;
}

/** What a ticket claims of its weights; all of it follows from the target, the seed and the mask. */
export interface Findings {
  readonly perLayer: readonly LayerFindings[];
  readonly problems: number;
  readonly misses: number;
  readonly maxWeightError: number;
  /** Kept last edges per problem. */
  readonly selectedPerProblem: number;
  readonly kept: number;
  /** Kept source weights per weight or bias of the target. */
  readonly keptPerWeight: number;
  readonly sourceWeights: number;
  /** kept / sourceWeights. */
  readonly density: number;
}

/** One problem as it came out: for figures. */
export interface WeightOutcome {
  /** Target layer, from 0. */
  readonly layer: number;
  /** Signed error in the target's weight units. */
  readonly error: number;
  /** Kept candidates. */
  readonly selected: number;
}

/** A ticket examined: findings, and what they were read from. */
export interface Examination {
  readonly findings: Findings;
  readonly blocks: readonly EffectiveBlock[];
}

/**
 * Redraws a mask's kept weights from its seed and measures it against the target: every weight's error against its
 * layer's tolerance (target's units), and counts. Uses no construction and no selector.
 * Throws a RangeError where ticket and target do not belong together.
 */
export function examine(mask: Mask, target: Network, tolerances: readonly number[]): Examination {
  const normalised = requireSameTarget(mask, target);
  const blocks = effectiveBlocks(mask);
  const last = lastLayers(mask);
  const perLayer = normalised.layers.map((_, i): LayerFindings => {
    const tolerance = tolerances[i], { scale } = normalised.layers[i];
    let problems = 0, misses = 0, largest = 0;
    forEachProblem(mask, normalised, blocks, i, (w, effective) => {
      problems++;
      largest = Math.max(largest, distanceUp(effective, w));
      if (!within(effective, w, tolerance / scale)) misses++;
    });
    return { tolerance, problems, misses, maxWeightError: largest * scale, selected: mask.layers[last[i]].rows.length };
  });
  const total = (f: (l: LayerFindings) => number): number => perLayer.reduce((sum, l) => sum + f(l), 0);
  const kept = mask.layers.reduce((sum, { rows }) => sum + rows.length, 0), problems = total((l) => l.problems);
  const sourceWeights = countSourceWeights(mask.widths);
  return {
    findings: {
      perLayer,
      problems,
      misses: total((l) => l.misses),
      maxWeightError: Math.max(...perLayer.map((l) => l.maxWeightError)),
      selectedPerProblem: total((l) => l.selected) / Math.max(1, problems),
      kept,
      keptPerWeight: kept / countWeights(target),
      sourceWeights,
      density: kept / sourceWeights,
    },
    blocks,
  };
}

/** Every problem of a ticket: the error of its effective weight and how many candidates it keeps. */
export function* weightOutcomes(mask: Mask, target: Network, blocks: readonly EffectiveBlock[]): Generator<WeightOutcome> {
  const normalised = normalise(target);
  for (let i = 0; i < blocks.length; i++) {
    const { scale } = normalised.layers[i];
    const outcomes: WeightOutcome[] = [];
    forEachProblem(mask, normalised, blocks, i, (w, effective, selected) => outcomes.push({ layer: i, error: (effective - w) * scale, selected }));
    yield* outcomes;
  }
}

/** Whether a mask's effective weight at one place is not within the tolerance, given in the target's weight units: sign 1 for positive inputs, -1 for negative ones. */
export function isMissed(mask: Mask, normalised: Normalised, blocks: readonly EffectiveBlock[], layer: number, { row, column, sign }: { row: number; column: number; sign: 1 | -1 }, tolerance: number): boolean {
  const { weights, scale } = normalised.layers[layer], matrix = sign > 0 ? blocks[layer].plus : blocks[layer].minus, entry = row * weights.columns + column;
  return !within((matrix.data[entry] * mask.scales[layer]) / scale, weights.data[entry], tolerance / scale);
}

/** Visits the problems of layer i: non-zero normalised weights, once per sign that their input takes on the domain. */
function forEachProblem(
  mask: Mask, normalised: Normalised, blocks: readonly EffectiveBlock[], i: number,
  visit: (target: number, effective: number, selected: number) => void,
): void {
  const { weights } = normalised.layers[i];
  const { plus, minus, selectedPlus, selectedMinus } = blocks[i];
  // What is realised is the normalised weight times a power of two, which the layer scale takes back.
  const unit = mask.scales[i] / normalised.layers[i].scale;
  for (let c = 0; c < weights.columns; c++) {
    const { positive, negative } = layerSigns(mask.domain, normalised.layers, i, c);
    for (let r = 0, e = c; r < weights.rows; r++, e += weights.columns) {
      if (weights.data[e] === 0) continue;
      if (positive) visit(weights.data[e], plus.data[e] * unit, selectedPlus[e]);
      if (negative) visit(weights.data[e], minus.data[e] * unit, selectedMinus[e]);
    }
  }
}

/** The last source layer, from 0, of each target layer. */
function lastLayers({ depths }: Pick<Mask, 'depths'>): number[] {
  let end = 0;
  return depths.map((depth) => (end += depth) - 1);
}

/** The normalised target. Throws a RangeError if the mask is not one for it. */
export function requireSameTarget(mask: Mask, target: Network): Normalised {
  const digest = networkDigest(target);
  if (digest !== mask.target) throw new RangeError(`ticket: needed its own target, digest ${mask.target.slice(0, 12)}..., got a network of digest ${digest.slice(0, 12)}... and widths ${widths(target).join('-')}`);
  requireDimension(mask.domain, target.layers[0].weights.columns);
  const normalised = normalise(target);
  if (mask.depths.length !== target.layers.length) throw new RangeError(`ticket: needed source layers for each of ${target.layers.length} target layers, got them for ${mask.depths.length}`);
  normalised.layers.forEach(({ scale }, i) => {
    if (!(mask.scales[i] <= scale)) throw new RangeError(`ticket: needed a scale of at most ${scale} for target layer ${i + 1}, got ${mask.scales[i]}`);
  });
  const last = lastLayers(mask);
  normalised.layers.forEach(({ weights }, i) => {
    const end = last[i] + 1, shape = [mask.widths[end], mask.widths[end - mask.depths[i]]];
    if (shape[0] !== weights.rows || shape[1] !== weights.columns) {
      throw new RangeError(`ticket: needed block ${i + 1} to map ${weights.columns} to ${weights.rows} units, got ${shape[1]} to ${shape[0]}`);
    }
  });
  return normalised;
}
