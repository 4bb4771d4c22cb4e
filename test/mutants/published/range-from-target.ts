// Samples are drawn from the range of the target's own weights: as wide as it must be, whatever the network was drawn from.
import { diamondByHand, drawnWeights } from './diamond-by-hand.js';

export default diamondByHand({
  name: 'range-from-target',
  module: import.meta.url,
  weights(task) {
    const range = Math.max(...task.weights.map(Math.abs)), drawn = drawnWeights(task);
    return (layer, row, column) => drawn(layer, row, column) * (layer === 2 ? range : 1);
  },
});
