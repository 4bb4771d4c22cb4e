import { columnDrawer } from '../network/source.js';
import type { Carriers, Construction } from './construction.js';

/**
 * The diamond: unit i of input c is fed by x_c alone, with weight u; it carries relu(x_c) if u > 0 and relu(-x_c) if
 * u < 0, and is shared by all outputs. A candidate of weight (r, c) has value v u, signed as drawn, in both halves.
 * Source: Pensia et al. (2020), Figure 2 and Lemma 1.
 */
export const diamond: Construction = {
  name: 'diamond',
  source: 'Pensia et al. (2020), Lemma 1',
  hiddenWidth: ({ inputs, n }) => inputs * n,
  hiddenRow: ({ inputs }, i, c) => i * inputs + c,
  carriers(source, block, c) {
    const { draw } = columnDrawer(source);
    const layer = 2 * block.block - 1;
    const four = new Float64Array(4);
    const positive: { i: number; u: number }[] = [], negative: { i: number; u: number }[] = [];
    let drawn = -1;
    for (let i = 0; i < block.n; i++) {
      const row = diamond.hiddenRow(block, i, c), rowBlock = Math.floor(row / 4);
      if (rowBlock !== drawn) draw(layer, rowBlock, c, four);
      drawn = rowBlock;
      const u = four[row & 3];
      (u > 0 ? positive : negative).push({ i, u });
    }
    return { positive: carriersOf(positive), negative: carriersOf(negative) };
  },
};

const carriersOf = (list: readonly { i: number; u: number }[]): Carriers => ({
  units: Uint32Array.from(list, ({ i }) => i),
  gains: Float64Array.from(list, ({ u }) => u),
});
