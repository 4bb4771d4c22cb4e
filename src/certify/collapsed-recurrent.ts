import { mapMatrix, matrixOf, type Matrix } from '../numeric/matrix.js';
import type { Recurrent } from '../network/recurrent.js';
import type { Mask } from '../network/ticket.js';
import { effectiveBlocks } from './effective.js';

/**
 * The recurrent network that repeats a pruned block at every step: the ticket is one of `oneStep`, its inputs are `units` states, which are never negative, then the step's own. Exact in float64. A block's power of
 * two multiplies its output at every step. Throws a RangeError where the ticket has other shapes.
 */
export function collapsedRecurrent(ticket: Pick<Mask, 'seed' | 'attempt' | 'law' | 'widths' | 'depths' | 'layers' | 'scales'>, units: number): Recurrent {
  const [step, output = null, ...more] = effectiveBlocks(ticket);
  if (more.length > 0 || step.plus.rows !== units || step.plus.columns <= units) {
    throw new RangeError(`collapsedRecurrent: needed one step of ${units} units and at most one readout, got ${ticket.depths.length} blocks, the first of shape [${step.plus.rows}, ${step.plus.columns}]`);
  }
  const part = ({ rows, columns, data }: Matrix, from: number, to: number): Matrix => matrixOf(rows, to - from, (r, c) => ticket.scales[0] * data[r * columns + from + c]);
  const { plus, minus } = step;
  return {
    state: part(plus, 0, units),
    plus: part(plus, units, plus.columns),
    minus: part(minus, units, plus.columns),
    readout: output && mapMatrix(output.plus, (w) => w * ticket.scales[1]),
  };
}
