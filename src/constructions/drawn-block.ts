import { columnDrawer } from '../network/source.js';
import type { Block, ColumnsTask } from './construction.js';

/** The drawn weights of one block's source layers, one at a time. */
export class DrawnBlock {
  /** Weights drawn, those asked for again counted once while they are near. */
  weightsDrawn = 0;

  private readonly draw;
  private readonly four = new Float64Array(4);
  private at = '';

  constructor(source: ColumnsTask['source'], private readonly block: Block) {
    this.draw = columnDrawer(source).draw;
  }

  /** The weight at (row, column) of source layer `layer` of the block, from 1. */
  weight(layer: number, row: number, column: number): number {
    const rowBlock = Math.floor(row / 4), at = `${layer} ${rowBlock} ${column}`;
    if (at !== this.at) this.draw(this.block.firstLayer + layer - 1, rowBlock, column, this.four);
    this.at = at;
    this.weightsDrawn++;
    return this.four[row & 3];
  }
}
