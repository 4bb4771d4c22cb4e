// Samples are drawn once for a row of the target, and serve all of its weights; the text says that each weight has its own.
import { diamondByHand, drawnWeights } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'one-pool-per-row',
  module: import.meta.url,
  weights(task) {
    const { inputs } = task.block, drawn = drawnWeights(task), ofFirst = (unit: number): number => unit - (unit % inputs);
    return (layer, row, column) => (layer === 1 ? drawn(1, ofFirst(row), 0) : drawn(2, row, ofFirst(column)));
  },
});
