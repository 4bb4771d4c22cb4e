import type { Construction } from '../constructions/index.js';
import type { Draw } from './draw.js';
import type { Property } from './property.js';
import { succeedsAsOften } from './succeeds-as-often.js';
import type { LayerCase } from './arbitraries/index.js';
import { TriedLayer, type ConstructionCases } from './tried-layer.js';

/** One weight that is asked for, of the first input and output where that input is positive, and of others where it is negative. */
interface Moved {
  /** The first place in another source, which says how many units that takes. */
  readonly before: LayerCase;
  readonly first: LayerCase;
  readonly elsewhere: LayerCase;
}

/** Outputs go by fours through the generator: more than four, so that the second four are seen too. */
const MOST_ROWS = 6, MOST_COLUMNS = 3;

/** Largest n that is tried: enough for one weight mostly. */
const MOST_N = 128;

/**
 * What a construction must satisfy on average: draws are by place, so that a weight meets other draws elsewhere, but none may be better off than another. (Asked
 * of layers whose weights are all drawn alike it would say nothing: the first is then as often the hardest as any other.)
 */
export function rateProperties(construction: Construction, given: ConstructionCases): Property[] {
  const { tolerances = [1 / 4, 0.1] } = given, most = Math.min(MOST_N, given.most ?? MOST_N), tried = (layer: LayerCase): TriedLayer => new TriedLayer(construction, given, layer);
  const draw = (random: Draw): Moved => {
    const rows = random.integer(2, MOST_ROWS), columns = random.integer(2, MOST_COLUMNS), w = Math.round(2 ** 10 * (1 - random.uniform() / 2)) / 2 ** 10, tolerance = random.pick(tolerances);
    const alone = (row: number, column: number, sign: number, size: number): LayerCase => {
      const weights = new Float64Array(rows * columns), signs = new Uint8Array(columns).fill(sign);
      weights[row * columns + column] = size;
      return { rows, columns, weights, signs, tolerance, n: most, seed: random.seed(), attempt: 0 };
    };
    return { before: alone(0, 0, 1, w), first: alone(0, 0, 1, w), elsewhere: alone(random.integer(1, rows - 1), random.integer(1, columns - 1), 2, random.pick([w, -w])) };
  };
  const known = new WeakMap<Moved, number>();
  /** What another source needs is met about half of the time: where it is met always, or never, nothing is compared. */
  const nOf = (one: Moved): number => {
    const n = known.get(one) ?? leastOf(tried(one.before), most);
    known.set(one, n);
    return n;
  };
  const at = (one: Moved, which: 'first' | 'elsewhere'): TriedLayer => tried({ ...one[which], n: nOf(one) }), succeeds = (layer: TriedLayer): boolean => layer.pruned().misses.length === 0;
  return [
    succeedsAsOften(`${construction.name}: meets a weight as often wherever it stands, whatever its sign and that of its input`, draw, (one) => succeeds(at(one, 'first')), (one) => succeeds(at(one, 'elsewhere')), {
      size: ({ first }) => first.weights.length,
      // What was not tried yet is not run to be shown.
      show: (one, untried) => (untried ? tried(one.first).show(true) : `${at(one, 'first').show()}\nelsewhere:\n${at(one, 'elsewhere').show()}`),
    }),
  ];
}

/** The least n at which a layer is met, at most so many: as it is said to be, or else by bisection. */
function leastOf(layer: TriedLayer, most: number): number {
  const { sufficient, sufficientExact } = layer.pruned();
  if (sufficient === null || sufficientExact) return sufficient ?? most;
  let low = 0, high = sufficient;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (layer.with({ n: middle }).pruned().misses.length === 0) high = middle;
    else low = middle;
  }
  return high;
}
