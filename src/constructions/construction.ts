import type { Source } from '../network/source.js';

/** The carriers of one input and one sign: source units that, once scaffolded, compute |gain| relu(+-x_c). */
export interface Carriers {
  /** Index i of each carrier among the n units of its input, ascending. */
  readonly units: Uint32Array;
  /** Signed first-layer weight of each: a candidate's value is its last edge times this. */
  readonly gains: Float64Array;
}

/** Where a block of a construction sits: it realises target layer `block` with `inputs` inputs by source layers 2 block - 1, 2 block. */
export interface Block {
  /** i = 1 .. l. */
  readonly block: number;
  /** Inputs of the layer, the carried constant included. */
  readonly inputs: number;
  /** Hidden units per input, both signs together. */
  readonly n: number;
}

/** How a random network is pruned into a target: which units carry which input. */
export interface Construction {
  readonly name: string;
  readonly source: string;
  /** Source units of one block's hidden layer. */
  hiddenWidth(block: Block): number;
  /** Row of unit i of input c in the hidden layer; nested: it does not depend on n. */
  hiddenRow(block: Block, i: number, c: number): number;
  /** The carriers of relu(x_c) and of relu(-x_c), drawn from the source. */
  carriers(source: Pick<Source, 'seed' | 'attempt' | 'law'>, block: Block, c: number): { positive: Carriers; negative: Carriers };
}
