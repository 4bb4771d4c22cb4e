import { countEntries, entries, prunable, type Model } from '../model.js';
import { permutation, stream } from '../random.js';

/** Masks that keep `count` weights at random: of all layers together, each set as likely. */
export function randomlyOfAll(model: Model, count: number, seed: number): Map<string, Uint8Array> {
  const parameters = prunable(model), total = countEntries(parameters), kept = new Uint8Array(requireCount(count, total));
  for (const place of permutation(total, stream(seed, 'pruning')).subarray(0, count)) kept[place] = 1;
  let from = 0;
  return new Map(parameters.map((p) => [p.name, kept.slice(from, (from += entries(p)))]));
}

/** Masks that keep `count` weights at random, of each layer the same share up to one weight (those with the largest remainders keep one more). */
export function randomlyOfEach(model: Model, count: number, seed: number): Map<string, Uint8Array> {
  const parameters = prunable(model), total = requireCount(count, countEntries(parameters)), shares = parameters.map((p) => (count * entries(p)) / total);
  const most = shares.map((share, k) => ({ k, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest || a.k - b.k);
  const counts = shares.map(Math.floor), left = count - counts.reduce((a, b) => a + b, 0);
  for (const { k } of most.slice(0, left)) counts[k]++;
  return new Map(parameters.map((p, k) => {
    const kept = new Uint8Array(entries(p));
    for (const place of permutation(kept.length, stream(seed, 'pruning', k)).subarray(0, counts[k])) kept[place] = 1;
    return [p.name, kept];
  }));
}

function requireCount(count: number, total: number): number {
  if (!(Number.isInteger(count) && count >= 0 && count <= total)) throw new RangeError(`random pruning: needed a number of weights to keep in 0 .. ${total}, got ${count}`);
  return total;
}
