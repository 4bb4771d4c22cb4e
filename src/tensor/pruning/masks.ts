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
 * Throws a RangeError where there are not as many.
 */
export function keepLargest(scores: ReadonlyMap<string, ArrayLike<number>>, count: number, among?: Masks): Map<string, Uint8Array> {
  const names = [...scores.keys()], offsets = [0];
  for (const name of names) offsets.push(offsets[offsets.length - 1] + scores.get(name)!.length);
  const values = new Float64Array(offsets[names.length]), places: number[] = [];
  names.forEach((name, i) => {
    const mask = among?.get(name);
    values.set(Float64Array.from(scores.get(name)!), offsets[i]);
    for (let k = offsets[i]; k < offsets[i + 1]; k++) if (!mask || mask[k - offsets[i]]) places.push(k);
  });
  if (!(count >= 0 && count <= places.length)) throw new RangeError(`keepLargest: needed ${count} entries to keep, got ${places.length}`);
  if (places.some((k) => Number.isNaN(values[k]))) throw new RangeError('keepLargest: needed scores that are numbers, got NaN');
  const kept = new Uint8Array(values.length);
  // Infinite scores are equal to each other: their difference is not a number.
  for (const k of Uint32Array.from(places).sort((a, b) => (values[a] === values[b] ? a - b : values[b] > values[a] ? 1 : -1)).subarray(0, count)) kept[k] = 1;
  return new Map(names.map((name, i) => [name, kept.slice(offsets[i], offsets[i + 1])]));
}
