import { collapsedRecurrent, type Sequences } from '../certify/index.js';
import { prune, type BlockJob, type Method, type PrunedBlock } from '../constructions/index.js';
import { box, boxAround, type Domain } from '../network/domain.js';
import { normalise } from '../network/normalise.js';
import { oneStep, type Recurrent } from '../network/recurrent.js';
import type { Mask } from '../network/ticket.js';
import { inlinePool } from '../numeric/pool.js';
import type { Selector } from '../subset-sum/index.js';
import { demandsOf } from './budget.js';

/** How a step is pruned. */
export interface StepRequest extends Method {
  /** Null where the construction decides by itself. */
  readonly selector: Selector | null;
  /** Hidden units per input. */
  readonly n: number;
  /** Of every weight, in the target's units. */
  readonly tolerance: number;
}

/** A step that was pruned once: what computes the same at every step. */
export interface PrunedStep {
  readonly mask: Pick<Mask, 'seed' | 'attempt' | 'law' | 'widths' | 'depths' | 'scales' | 'layers'>;
  /** [W_h, W_x], then the readout if there is one. */
  readonly blocks: readonly PrunedBlock[];
  readonly pruned: Recurrent;
}

/**
 * One random block pruned into a step of a recurrent network, in this thread, without a ticket: for attempts in great number. States are never negative and use one half of a diamond, inputs use the halves that
 * they take.
 */
export async function pruneRecurrent(target: Recurrent, { inputs }: Pick<Sequences, 'inputs'>, { source, construction, selector, n, tolerance }: StepRequest): Promise<PrunedStep> {
  const normalised = normalise(oneStep(target)), demands = demandsOf(normalised, stepDomain(target, inputs, 1));
  let firstLayer = 1;
  const jobs = normalised.layers.map((layer, i): BlockJob => {
    const { rows: outputs, columns } = layer.weights, block = { firstLayer, inputs: columns, outputs, n, tolerance: tolerance / layer.scale };
    firstLayer += construction.hiddenWidths(block).length + 1;
    return { layer, block, selector, signs: demands[i].signs };
  });
  const blocks = await prune({ source, construction }, jobs, inlinePool);
  const mask = {
    ...source,
    widths: [jobs[0].block.inputs, ...jobs.flatMap(({ block }) => [...construction.hiddenWidths(block), block.outputs])],
    depths: blocks.map((b) => b.layers.length),
    scales: jobs.map(({ layer, block }) => layer.scale / construction.scale(block.tolerance)),
    layers: blocks.flatMap((b) => b.layers),
  };
  return { mask, blocks, pruned: collapsedRecurrent(mask, target.state.rows) };
}

/** A box about every (h_{t-1}, x_t): states from 0 to `largest`. */
export function stepDomain({ state, plus }: Recurrent, inputs: Domain, largest: number): Domain {
  const { lower, upper } = boxAround(inputs, plus.columns);
  return box([...Array<number>(state.rows).fill(0), ...lower], [...Array<number>(state.rows).fill(largest), ...upper]);
}
