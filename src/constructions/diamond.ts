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
    const halves = { positive: empty(block.n), negative: empty(block.n) };
    let drawn = -1;
    for (let i = 0; i < block.n; i++) {
      const row = diamond.hiddenRow(block, i, c), rowBlock = Math.floor(row / 4);
      if (rowBlock !== drawn) draw(layer, rowBlock, c, four);
      drawn = rowBlock;
      const u = four[row & 3], half = u > 0 ? halves.positive : halves.negative;
      half.units[half.count] = i;
      half.gains[half.count++] = u;
    }
    return { positive: filled(halves.positive), negative: filled(halves.negative) };
  },
};

const empty = (n: number) => ({ units: new Uint32Array(n), gains: new Float64Array(n), count: 0 });
const filled = ({ units, gains, count }: ReturnType<typeof empty>): Carriers => ({ units: units.subarray(0, count), gains: gains.subarray(0, count) });
