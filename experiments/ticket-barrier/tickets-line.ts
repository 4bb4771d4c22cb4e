import { columnDrawer, validNetwork, type KeptEdges, type Mask, type Network } from '../../src/network/index.js';
import type { Matrix } from '../../src/numeric/index.js';

/**
 * How the line between two tickets is drawn. `last`: of their masks of last edges, while the first edges of both are kept, which are the gains; `all`: of all
 * masks, which is the straight line between the two pruned networks, weight by weight.
 */
export type Moved = 'last' | 'all';

/** One block of two sources: gains of the hidden units of each (0: pruned), and each last edge that one of them keeps, with its weight in either. */
interface Block {
  readonly inputs: number;
  readonly outputs: number;
  /** Input of each hidden unit. */
  readonly inputOf: Uint32Array;
  readonly gains: readonly [Float64Array, Float64Array];
  readonly rows: Uint32Array;
  readonly units: Uint32Array;
  readonly weights: readonly [Float64Array, Float64Array];
}

/**
 * The networks on the line between two tickets of diamonds for one target without biases, by the share alpha of the second, as networks of effective weights in the
 * target's units, for inputs that are not negative. In the place of the drawn weight w a network on the line has (1 - alpha) a + alpha b, with a = w where the first ticket keeps it and else 0, and b alike of the second.
 *
 * With `last`, for two tickets of one source, every effective weight is (1 - alpha) A + alpha B of the two tickets' own A and B: a sum over last edges of mask times
 * edge times gain is linear in the mask where the gains are shared. So it is within the tolerance of the target where A and B are, and all that follows of the
 * tolerance alone holds along the whole line (`lineBound`). With `all` it is a polynomial of degree 2 in alpha: of a unit and an edge that only the first ticket
 * keeps (1 - alpha)^2 is left, and tickets without a common unit have ((1 - alpha)^2 A + alpha^2 B), about half of the target's weight in the middle. The output is
 * a product of layers, so it is linear in neither case. Throws a RangeError unless the tickets are as it needs them.
 */
export function networksBetween(a: Mask, b: Mask, moved: Moved): (alpha: number) => Network {
  const shapes = [a, b].map(({ widths, depths, scales }) => JSON.stringify([widths, depths, scales]));
  if (shapes[0] !== shapes[1] || a.depths.some((depth) => depth !== 2)) throw new RangeError(`networksBetween: needed two diamonds of the same widths and scales, got ${shapes.join(' and ')}`);
  if ([a, b].some(({ domain, widths }) => domain.kind === 'ball' || domain.lower.length !== widths[0] || domain.lower.some((x) => x < 0))) throw new RangeError('networksBetween: needed a box of inputs that are not negative, and no biases, got others');
  if (moved === 'last' && (a.seed !== b.seed || a.attempt !== b.attempt)) throw new RangeError(`networksBetween: needed tickets of one source to keep the gains of both, got seeds ${a.seed} and ${b.seed}`);
  const blocks = a.depths.map((_, i) => blockOf(a, b, 2 * i));
  return (alpha) => validNetwork(blocks.map((block, i) => ({ weights: effective(block, alpha, moved, a.scales[i]), bias: null })), 'networksBetween');
}

/** What a block computes of inputs that are not negative: units of negative gain are dead. */
function effective({ inputs, outputs, inputOf, gains, rows, units, weights }: Block, alpha: number, moved: Moved, scale: number): Matrix {
  const data = new Float64Array(outputs * inputs), gain = new Float64Array(inputOf.length), [first, second] = gains;
  for (let h = 0; h < gain.length; h++) gain[h] = Math.max(0, moved === 'last' ? first[h] || second[h] : (1 - alpha) * first[h] + alpha * second[h]);
  for (let e = 0; e < rows.length; e++) data[rows[e] * inputs + inputOf[units[e]]] += ((1 - alpha) * weights[0][e] + alpha * weights[1][e]) * gain[units[e]] * scale;
  return { rows: outputs, columns: inputs, data };
}

function blockOf(a: Mask, b: Mask, j: number): Block {
  const hidden = a.widths[j + 1], inputOf = new Uint32Array(hidden), weightsA = drawn(a, j), weightsB = drawn(b, j);
  const gains = ([[a, weightsA], [b, weightsB]] as const).map(([{ layers }, weights]) => {
    const own = new Float64Array(hidden), { rows, columns } = layers[j];
    rows.forEach((h, e) => {
      own[h] = weights[e];
      inputOf[h] = columns[e];
    });
    return own;
  }) as unknown as [Float64Array, Float64Array];
  return { inputs: a.widths[j], outputs: a.widths[j + 2], inputOf, gains, ...merged(a.layers[j + 1], drawn(a, j + 1), b.layers[j + 1], drawn(b, j + 1)) };
}

/** The weights of the kept edges of source layer j (from 0). */
function drawn(ticket: Mask, j: number): Float64Array {
  const { draw } = columnDrawer(ticket), { rows, columns } = ticket.layers[j], four = new Float64Array(4);
  let column = -1, block = -1;
  return Float64Array.from(rows, (row, e) => {
    if (columns[e] !== column || row >>> 2 !== block) {
      [column, block] = [columns[e], row >>> 2];
      draw(j + 1, block, column, four);
    }
    return four[row & 3];
  });
}

/** Two lists of edges, sorted by column and row, as one, with the weight of each edge in either. */
function merged(a: KeptEdges, va: Float64Array, b: KeptEdges, vb: Float64Array): Pick<Block, 'rows' | 'units' | 'weights'> {
  const most = a.rows.length + b.rows.length, rows = new Uint32Array(most), units = new Uint32Array(most), first = new Float64Array(most), second = new Float64Array(most);
  let count = 0;
  for (let i = 0, k = 0; i < a.rows.length || k < b.rows.length; count++) {
    const order = i === a.rows.length ? 1 : k === b.rows.length ? -1 : a.columns[i] - b.columns[k] || a.rows[i] - b.rows[k];
    [rows[count], units[count]] = order <= 0 ? [a.rows[i], a.columns[i]] : [b.rows[k], b.columns[k]];
    if (order <= 0) first[count] = va[i++];
    if (order >= 0) second[count] = vb[k++];
  }
  return { rows: rows.slice(0, count), units: units.slice(0, count), weights: [first.slice(0, count), second.slice(0, count)] };
}
