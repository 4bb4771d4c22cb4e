import type { Construction } from '../constructions/index.js';
import type { Draw } from './draw.js';
import type { Property } from './property.js';
import { succeedsAsOften } from './succeeds-as-often.js';
import type { LayerCase } from './arbitraries/index.js';
import { TriedLayer, type ConstructionCases } from './tried-layer.js';

/** A layer, and where its outputs and inputs go. */
interface Permuted {
  readonly layer: LayerCase;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Outputs go by fours through the generator: more than four, so that the second four are seen too. */
const MOST_ROWS = 6, MOST_COLUMNS = 3;

/**
 * What a construction must satisfy on average: draws are by place, so permuted neurons meet other draws, but none may be better off than another.
 */
export function rateProperties(construction: Construction, given: ConstructionCases): Property[] {
  const { tolerances = [1 / 4, 0.1], most = 400 } = given;
  const draw = (random: Draw): Permuted => {
    const rows = random.integer(1, MOST_ROWS), columns = random.integer(1, MOST_COLUMNS);
    const weights = Float64Array.from({ length: rows * columns }, () => Math.round(2 ** 10 * (2 * random.uniform() - 1)) / 2 ** 10);
    const layer = { rows, columns, weights, signs: new Uint8Array(columns).fill(3), tolerance: random.pick(tolerances), n: random.integer(1, Math.min(most, 24)), seed: random.seed(), attempt: 0 };
    return { layer, rows: shuffled(rows, random), columns: shuffled(columns, random) };
  };
  const succeeds = (layer: LayerCase): boolean => new TriedLayer(construction, given, layer).pruned().misses.length === 0;
  return [
    succeedsAsOften(`${construction.name}: succeeds on a layer as often as on the layer with its neurons permuted`, draw, ({ layer }) => succeeds(layer), (one) => succeeds(permuted(one)), {
      size: ({ layer }) => layer.weights.length * layer.n,
      show: (one, untried) => `${new TriedLayer(construction, given, one.layer).show(untried)}\npermuted: outputs to ${one.rows.join(', ')}, inputs to ${one.columns.join(', ')}`,
    }),
  ];
}

function permuted({ layer, rows, columns }: Permuted): LayerCase {
  const weights = new Float64Array(layer.weights.length), signs = new Uint8Array(layer.signs.length);
  layer.weights.forEach((w, e) => (weights[rows[Math.floor(e / layer.columns)] * layer.columns + columns[e % layer.columns]] = w));
  layer.signs.forEach((s, c) => (signs[columns[c]] = s));
  return { ...layer, weights, signs };
}

/** 0 .. count - 1 in any order. */
function shuffled(count: number, random: Draw): number[] {
  const order = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = random.integer(0, k);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
