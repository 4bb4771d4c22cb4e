import { matrixOf, transpose, type Matrix } from '../numeric/matrix.js';
import { product } from './forward.js';
import { validNetwork, type Layer, type Network } from './network.js';

/**
 * A recurrent ReLU network of d_h units, the same at every step: h_t = relu(W_h h_{t-1} + P relu(x_t) - N relu(-x_t)), y_t = V h_t. With P = N
 * = W_x it is h_t = relu(W_h h_{t-1} + W_x x_t); a pruned one has two halves. h_0 has no negative entry, as no h_t has. No biases: one is a
 * column of `plus` whose input is always 1.
 */
export interface Recurrent {
  /** W_h, shape [d_h, d_h]. */
  readonly state: Matrix;
  /** P, shape [d_h, d_x]. */
  readonly plus: Matrix;
  /** N, likewise; null where it is P. */
  readonly minus: Matrix | null;
  /** V, shape [d_y, d_h]; null where the output is h_t itself. */
  readonly readout: Matrix | null;
}

/** h_t = relu(W_h h_{t-1} + W_x x_t), with a linear readout V if one is given. Throws a RangeError unless shapes fit and numbers are finite. */
export function recurrent(state: Matrix, input: Matrix, readout: Matrix | null = null): Recurrent {
  if (state.rows !== state.columns) throw new RangeError(`recurrent: needed a square state matrix, got shape [${state.rows}, ${state.columns}]`);
  if (input.rows !== state.rows) throw new RangeError(`recurrent: needed ${state.rows} rows in the input matrix, got ${input.rows}`);
  validNetwork([{ weights: state, bias: null }, ...(readout ? [{ weights: readout, bias: null }] : [])], 'recurrent');
  validNetwork([{ weights: input, bias: null }], 'recurrent');
  return { state, plus: input, minus: null, readout };
}

/** One step of a recurrent network that is no pruned one, as a network of (h, x): [W_h, W_x], then V if there is one. Its relu is between them, or left to whoever repeats it. */
export function oneStep({ state, plus, minus, readout }: Recurrent): Network {
  if (minus !== null) throw new RangeError('oneStep: needed a recurrent network of one map of its inputs, got two halves');
  const units = state.rows, weights = matrixOf(units, units + plus.columns, (r, c) => (c < units ? state.data[r * units + c] : plus.data[r * plus.columns + c - units]));
  return validNetwork([weights, ...(readout ? [readout] : [])].map((w) => ({ weights: w, bias: null })), 'oneStep');
}

/** The states h_1, ..., h_T in float64 from h_0 and the inputs x_1, ..., x_T. */
export function statesOf({ state, plus, minus }: Recurrent, initial: ArrayLike<number>, inputs: readonly ArrayLike<number>[]): Float64Array[] {
  const [byState, byPlus, byMinus] = [state, plus, minus ?? plus].map(product);
  let h: ArrayLike<number> = initial;
  return inputs.map((x) => {
    const next = new Float64Array(state.rows), negative = Float64Array.from(x, (v) => Math.min(0, v));
    byState(h, next);
    byPlus(Float64Array.from(x, (v) => Math.max(0, v)), next);
    byMinus(negative, next);
    for (let k = 0; k < next.length; k++) next[k] = Math.max(0, next[k]);
    h = next;
    return next;
  });
}

/**
 * The same network run for T steps, as a feed-forward one of T + 2 layers that repeats its weights: of (h_0, x_1, ..., x_T), by way of (h_0, relu(x_1), relu(-x_1), ...)
 * and (h_t, the inputs still to come), to y_T. Equal to it where h_0 has no negative entry. Its matrices have about (2 T d_x)^2 entries.
 */
export function unrolled({ state, plus, minus, readout }: Recurrent, steps: number): Network {
  if (!(Number.isInteger(steps) && steps >= 1)) throw new RangeError(`unrolled: needed at least 1 step, got ${steps}`);
  const units = state.rows, d = plus.columns, layers: Layer[] = [];
  // h_0 as it is; then for each step and input its two halves.
  const lift = matrixOf(units + 2 * d * steps, units + d * steps, (r, c) => {
    if (r < units) return +(r === c);
    const step = Math.floor((r - units) / (2 * d)), half = (r - units) % (2 * d);
    return c === units + step * d + (half % d) ? (half < d ? 1 : -1) : 0;
  });
  layers.push({ weights: lift, bias: null });
  const step = [state, plus, minus ?? plus].map((m) => transpose(m).data);
  for (let t = 1; t <= steps; t++) {
    const rest = 2 * d * (steps - t);
    const weights = matrixOf(units + rest, units + rest + 2 * d, (r, c) => {
      if (r >= units) return +(c === r + 2 * d);
      if (c < units) return step[0][c * units + r];
      if (c < units + d) return step[1][(c - units) * units + r];
      return c < units + 2 * d ? -step[2][(c - units - d) * units + r] : 0;
    });
    layers.push({ weights, bias: null });
  }
  layers.push({ weights: readout ?? matrixOf(units, units, (r, c) => +(r === c)), bias: null });
  return validNetwork(layers, 'unrolled');
}
