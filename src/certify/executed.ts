import { gamma, up } from '../numeric/rounding.js';
import { boxAround, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import type { PrunedNetwork } from '../network/pruned.js';
import { sizeUp } from './measure.js';
import type { Norm } from './record.js';

/** One layer as it runs. */
interface RunningLayer {
  readonly rows: number;
  readonly bias: ArrayLike<number> | null;
  /** Calls back with every weight that is not 0. */
  readonly each: (visit: (row: number, column: number, weight: number) => void) => void;
}

/**
 * How far float64 execution of a network may stray from its value in real arithmetic over the domain, in the norm of the
 * outputs: for float64 inputs, any order of summation, with or without fused multiply-add. With rho_0 = 0 and a_i the largest
 * sizes of the values, rho_i = |W_i| rho_{i-1} + gamma_{n+2} (|W_i| (a_{i-1} + rho_{i-1}) + |b_i|) + n 2^-1074.
 * Source: Higham (2002), "Accuracy and Stability", Section 3.1.
 */
export const executionEnvelope = (network: Network, domain: Domain, measure: Norm): number =>
  envelope(network.layers.map(({ weights: { rows, columns, data }, bias }) => ({
    rows, bias,
    each: (visit) => {
      for (let r = 0, i = 0; r < rows; r++) for (let c = 0; c < columns; c++, i++) if (data[i] !== 0) visit(r, c, data[i]);
    },
  })), network.layers[0].weights.columns, domain, measure);

/** The same for a pruned network as it is exported and runs. */
export const prunedEnvelope = (network: PrunedNetwork, domain: Domain, measure: Norm): number =>
  up(network.gain * envelope(network.layers.map(({ rows, kept, bias }) => ({
    rows, bias,
    each: (visit) => {
      for (const { row, column, weight } of kept) visit(row, column, weight);
    },
  })), network.layers[0].columns, domain, measure));

function envelope(layers: readonly RunningLayer[], inputs: number, domain: Domain, measure: Norm): number {
  const { lower, upper } = boxAround(domain, inputs);
  let size = upper.map((hi, c) => Math.max(Math.abs(hi), Math.abs(lower[c]))), stray = new Float64Array(inputs);
  for (const { rows, bias, each } of layers) {
    const terms = new Uint32Array(rows), carried = new Float64Array(rows), total = new Float64Array(rows), next = new Float64Array(rows);
    each((row, column, weight) => {
      terms[row]++;
      carried[row] += Math.abs(weight) * stray[column];
      total[row] += Math.abs(weight) * (size[column] + stray[column]);
      next[row] += Math.abs(weight) * size[column];
    });
    stray = carried.map((c, r) => {
      const own = up(Math.abs(bias?.[r] ?? 0)), inflate = 1 + gamma(3 * terms[r] + 8);
      return up(up(c * inflate) + up(gamma(terms[r] + 2) * up((total[r] + own) * inflate))) + (terms[r] + 1) * 1e-323;
    });
    size = next.map((s, r) => up((s + Math.abs(bias?.[r] ?? 0)) * (1 + gamma(3 * terms[r] + 8))) + (terms[r] + 1) * 1e-323);
  }
  return sizeUp(stray, measure.startsWith('output:') ? 'linf' : measure);
}
