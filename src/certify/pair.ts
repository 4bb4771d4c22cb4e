import { mapMatrix, matrixOf, type Matrix } from '../numeric/matrix.js';
import { gamma, up } from '../numeric/rounding.js';
import { signsOf, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import type { Normalised } from '../network/normalise.js';
import type { EffectiveBlock } from './effective.js';

/**
 * One layer of two networks of equal shape, F (the target) and G (the collapsed pruned network), in the target's units.
 * F: W a + b. G: plus a + bias', or plus relu(x) - minus relu(-x) + bias' in the first layer; |bias' - bias| <= biasRadius.
 */
export interface PairLayer {
  readonly weights: Matrix;
  readonly bias: Float64Array;
  readonly plus: Matrix;
  readonly minus: Matrix | null;
  readonly ticketBias: Float64Array;
  readonly biasRadius: Float64Array;
}

/** A target and a collapsed pruned network. */
export interface Pair {
  readonly layers: readonly PairLayer[];
  /** For each input, whether the domain lets it be positive, and negative. */
  readonly signs: readonly { positive: boolean; negative: boolean }[];
}

/**
 * Puts the pruned network beside its target: scales back into the layers (powers of two, exact), and the realised
 * constant, a product of effective weights that is not exactly 1, into G's biases (enclosed).
 * Throws a RangeError where the carried constant depends on an input.
 */
export function pairOf(target: Network, normalised: Normalised, blocks: readonly EffectiveBlock[], domain: Domain): Pair {
  let constant = 1;
  const layers = target.layers.map(({ weights, bias }, i): PairLayer => {
    const { scale, totalScale, inputs, outputs, constantIn, constantOut } = normalised.layers[i];
    const { plus, minus } = blocks[i];
    const take = (m: Matrix): Matrix => matrixOf(outputs, inputs, (r, c) => scale * m.data[r * m.columns + c]);
    const ticketBias = new Float64Array(outputs), biasRadius = new Float64Array(outputs);
    // gamma_{i-1}: a product of i - 1 factors, each multiplication rounded once.
    if (constantIn) {
      for (let r = 0; r < outputs; r++) {
        ticketBias[r] = totalScale * plus.data[r * plus.columns + inputs] * constant;
        biasRadius[r] = up(gamma(i + 2) * Math.abs(ticketBias[r]));
      }
    }
    if (constantOut) {
      for (let c = 0; c < inputs; c++) {
        if (plus.data[outputs * plus.columns + c] !== 0 || minus.data[outputs * minus.columns + c] !== 0) {
          throw new RangeError(`collapse: needed a constant that no input feeds, got an edge from input ${c} in layer ${i + 1}`);
        }
      }
      constant = Math.max(0, plus.data[outputs * plus.columns + inputs] * constant);
      // Below this, products would lose bits that the relative enclosure of biases does not know of.
      if (constant > 0 && constant < 1e-200) throw new RangeError(`certify: needed a carried constant of at least 1e-200, got ${constant} after layer ${i + 1}`);
    }
    return {
      weights,
      bias: bias ?? new Float64Array(outputs),
      plus: take(plus),
      minus: i === 0 ? take(minus) : null,
      ticketBias,
      biasRadius,
    };
  });
  const signs = Array.from({ length: target.layers[0].weights.columns }, (_, c) => signsOf(domain, c));
  return { layers, signs };
}

/** E = A - W, rounded; the true difference is within unit roundoff of each entry. */
export const differenceOf = (a: Matrix, w: Matrix): Matrix => mapMatrix(a, (x, i) => x - w.data[i]);

/** Upper bounds of |ticket bias - bias|. */
export const biasDifferenceUp = ({ bias, ticketBias, biasRadius }: PairLayer): Float64Array =>
  bias.map((b, k) => up(up(Math.abs(ticketBias[k] - b)) + biasRadius[k]));
