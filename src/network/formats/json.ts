import { parseJson } from '../../numeric/parse-json.js';
import { refusal } from '../../numeric/refusal.js';
import { validNetwork, type Layer, type Network } from '../network.js';
import { MOST_LAYERS } from './limits.js';

/**
 * Our own format: {"schema": 1, "layers": [{"weights": [[...], ...], "bias": [...]}, ...]}, weights row by row [out][in],
 * bias optional. At most 2^26 characters. Throws a RangeError that names the layer at fault. Described in docs/quick-start.md.
 */
export function parseJsonNetwork(bytes: Uint8Array): Network {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refusal(error, 'json: needed a JSON text');
  }
  const { schema, layers } = (parseJson(text, 'json') ?? {}) as { schema?: unknown; layers?: unknown };
  if (schema !== 1 || !Array.isArray(layers)) throw new RangeError(`json: needed {"schema": 1, "layers": [...]}, got schema ${JSON.stringify(schema)}`);
  if (layers.length > MOST_LAYERS) throw new RangeError(`json: needed at most ${MOST_LAYERS} layers, got ${layers.length}`);
  return validNetwork(
    layers.map((layer: { weights?: unknown; bias?: unknown }, i): Layer => {
      const isRow = (x: unknown): x is number[] => Array.isArray(x) && x.every((v) => typeof v === 'number');
      const { weights, bias, ...unknown } = layer ?? {};
      const [stray] = Object.keys(unknown);
      if (stray !== undefined) throw new RangeError(`json: needed only "weights" and "bias" in layer ${i + 1}, got "${stray}"`);
      if (!Array.isArray(weights) || !weights.every(isRow) || weights.some((row) => row.length !== weights[0].length)) {
        throw new RangeError(`json: needed rows of equally many numbers as "weights" of layer ${i + 1}, got ${Array.isArray(weights) ? `row ${weights.findIndex((r) => !isRow(r) || r.length !== (weights[0] as number[]).length) + 1}, which is not` : 'something else'}`);
      }
      if (bias !== undefined && bias !== null && !isRow(bias)) throw new RangeError(`json: needed a list of numbers as "bias" of layer ${i + 1}, got something else`);
      const rows = weights.length, columns = weights[0]?.length ?? 0, data = new Float64Array(rows * columns);
      weights.forEach((row: number[], r) => data.set(row, r * columns));
      return {
        weights: { rows, columns, data },
        bias: bias ? Float64Array.from(bias) : null,
      };
    }),
    'json',
  );
}
