// A construction: how a random network is pruned into a given one. Change it, and ask what is wrong with it: slth test FILE.
import { conjecture, fromCarriers } from 'slth';

export const construction = fromCarriers({
  name: 'my-construction',
  source: 'an idea of mine',
  // Where other threads find it.
  module: import.meta.url,
  // Hidden units of the random network that realise one layer of the target: one layer of them, n for each input.
  hiddenWidths: ({ inputs, n }) => [inputs * n],
  // The units that carry input `column`: unit i * inputs + column keeps its edge from that input alone, whose drawn weight u is what it multiplies by.
  // With u > 0 it computes u relu(x), with u < 0 it computes |u| relu(-x); every output may keep an edge from it. Draw nothing twice, and choose nothing here:
  // the selector chooses among the products (edge to the output) * gain.
  carriers: (drawn, { inputs, n }, column) =>
    Array.from({ length: n }, (_, i) => {
      const unit = i * inputs + column;
      return { unit, gain: drawn.weight(1, unit, column), scaffold: [{ layer: 1, row: unit, column }], since: i + 1 };
    }),
});

// How wide it is said to be: n in the tolerance tau of a weight in [-1, 1] and the failure probability delta_1 of one weight. Not proved; slth verify FILE
// tries it on random networks.
export default conjecture({
  construction,
  bound: '16 + 2 * log2(1 / tau) + 7 * log(1 / delta_1)',
  // Source weights per target weight of a layer rows x columns: n units for each input, each with one edge in and `rows` edges out.
  weights: 'n * (rows + columns) / rows',
});
