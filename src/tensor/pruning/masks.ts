import { entries, prunable, type Model } from '../model.js';
import type { Masks } from '../values.js';

/** Masks that keep everything. */
export const wholeMasks = (model: Model): Map<string, Uint8Array> => new Map(prunable(model).map((p) => [p.name, new Uint8Array(entries(p)).fill(1)]));

/** Kept entries. */
export const keptOf = (masks: Masks): number => [...masks.values()].reduce((n, mask) => mask.reduce((s, b) => s + b, n), 0);

/** Share of the entries of all masks that is kept. */
export const density = (masks: Masks): number => keptOf(masks) / [...masks.values()].reduce((n, mask) => n + mask.length, 0);

/**
 * The `count` entries of largest score, over all arrays together, among those that `among` keeps; of equals the first kept. Scores may be infinite, not NaN.
 * Throws a RangeError where `count` is no integer in 0 .. as many as there are, or a score NaN.
 */
export function keepLargest(scores: ReadonlyMap<string, ArrayLike<number>>, count: number, among?: Masks): Map<string, Uint8Array> {
  const candidates = [...scores].map(([name, values]) => ({ name, values, among: among?.get(name) })), size = candidates.reduce((n, { values }) => n + values.length, 0);
  const sorted = new Float64Array(size);
  let found = 0;
  for (const { values, among } of candidates) for (let k = 0; k < values.length; k++) if (!among || among[k]) sorted[found++] = values[k];
  if (!(Number.isInteger(count) && count >= 0 && count <= found)) throw new RangeError(`keepLargest: needed a number of entries to keep in 0 .. ${found}, got ${count}`);
  // Without a function that compares: ten times as fast. What is not a number comes last.
  const order = sorted.subarray(0, found).sort(), least = order[found - count];
  if (Number.isNaN(order[found - 1])) throw new RangeError('keepLargest: needed scores that are numbers, got NaN');
  let equals = count;
  for (let k = found - 1; k >= 0 && order[k] > least; k--) equals--;
  return new Map(candidates.map(({ name, values, among }) => {
    const kept = new Uint8Array(values.length);
    if (count > 0) for (let k = 0; k < values.length; k++) if ((!among || among[k]) && (values[k] > least || (values[k] === least && equals-- > 0))) kept[k] = 1;
    return [name, kept];
  }));
}
