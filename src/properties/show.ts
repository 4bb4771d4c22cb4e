import type { Network } from '../network/network.js';
import { layerKinds, targetKinds, type LayerCase } from './arbitraries/index.js';

/** Rows and columns of a matrix that are shown. */
const MOST = 8;

/**
 * A way to write numbers that are shown side by side: four significant digits, more for one that would look like another of them or like -1, 0 or 1, and
 * -0 as 0.
 */
export function numberWriter(all: Iterable<number>): (x: number) => string {
  const texts = new Map<number, string>(), distinct = [...new Set([...all, -1, 0, 1].map((x) => x + 0))];
  let open = distinct;
  for (let digits = 4; open.length > 0 && digits <= 17; digits++) {
    for (const x of open) texts.set(x, String(digits < 17 ? Number(x.toPrecision(digits)) : x));
    const counts = new Map<string, number>();
    for (const text of texts.values()) counts.set(text, (counts.get(text) ?? 0) + 1);
    open = distinct.filter((x) => counts.get(texts.get(x)!)! > 1 && Number(texts.get(x)) !== x);
  }
  return (x) => texts.get(x + 0) ?? String(x);
}

/** A target as a person reads it: widths, each layer's matrix and biases, and which adversarial kinds it shows. */
export function showTarget({ layers }: Network): string {
  const write = numberWriter(layers.flatMap(({ weights, bias }) => [...weights.data, ...(bias ?? [])]));
  const lines = layers.flatMap(({ weights: { rows, columns, data }, bias }, i) => [
    `W_${i + 1} = ${showMatrix(rows, columns, data, write)}`,
    ...(bias ? [`b_${i + 1} = ${showRow(bias, write)}`] : []),
  ]);
  const kinds = targetKinds.filter((k) => k !== targetKinds[0] && k.shows({ layers, notes: [] })).map((k) => k.name);
  return [`target ${[layers[0].weights.columns, ...layers.map((l) => l.weights.rows)].join('-')}${kinds.length > 0 ? ` (${kinds.join('; ')})` : ''}`, ...lines].join('\n');
}

/** A layer to realise, as a person reads it: weights, inputs' signs where not all take both, and what the source is drawn from. */
export function showLayer({ rows, columns, weights, signs, tolerance, n, seed, attempt }: LayerCase): string {
  const write = numberWriter(weights), kinds = layerKinds.filter((k) => k !== layerKinds[0] && k.shows({ rows, columns, data: weights })).map((k) => k.name);
  const words = ['no value', 'positive values', 'negative values', 'both signs'];
  return [
    `layer ${columns}-${rows}${kinds.length > 0 ? ` (${kinds.join('; ')})` : ''}`,
    `W = ${showMatrix(rows, columns, weights, write)}`,
    new Set(signs).size === 1 ? `inputs take ${words[signs[0]]}` : `inputs take ${Array.from(signs, (s, c) => `${words[s]} (${c})`).join(', ')}`,
    `tolerance ${numberWriter([tolerance])(tolerance)}, n = ${n}, seed ${seed}, attempt ${attempt}`,
  ].join('\n');
}

/** A matrix in brackets, row by row, as JavaScript reads it; of a large one its first rows and columns. */
export function showMatrix(rows: number, columns: number, data: ArrayLike<number>, write = numberWriter(Array.from(data))): string {
  const shown = Array.from({ length: Math.min(rows, MOST) }, (_, r) => showRow(Array.prototype.slice.call(data, r * columns, (r + 1) * columns) as number[], write));
  const one = `[${[...shown, ...(rows > MOST ? [`... ${rows} rows`] : [])].join(', ')}]`;
  return one.length <= 80 ? one : `[\n${[...shown, ...(rows > MOST ? [`... ${rows} rows`] : [])].map((row) => `  ${row}`).join(',\n')}\n]`;
}

const showRow = (row: ArrayLike<number>, write: (x: number) => string): string =>
  `[${[...Array.from(row).slice(0, MOST).map(write), ...(row.length > MOST ? [`... ${row.length}`] : [])].join(', ')}]`;
