import { columnDrawer } from '../../src/network/index.js';
import { binaryLaw } from '../../src/numeric/law.js';
import { batchesPerEpoch, biprop, cosine, density, firstScores, mlp, prunable, sgd, train, type DataSet, type Model, type Values } from '../../src/tensor/index.js';
import { sourceWidths, type BinarySource } from './constructed.js';
import { BATCH, EPOCHS } from './target.js';

/** Share of each layer that is searched for. */
export const DENSITY = 0.5;

/** The source's own weights, -1 or 1, times one scale a layer, at which half of them keep the variance of activations. */
function weightsOf(model: Model, { seed, attempt }: BinarySource): Map<string, Float32Array> {
  const { draw } = columnDrawer({ seed, attempt, law: binaryLaw }), four = new Float64Array(4);
  return new Map(prunable(model).map(({ name, shape: [rows, columns], fanIn }, i) => {
    const weights = new Float32Array(rows * columns), scale = Math.sqrt(2 / (fanIn * DENSITY));
    for (let c = 0; c < columns; c++) {
      for (let r = 0; r < rows; r++) {
        if ((r & 3) === 0) draw(i + 1, r >>> 2, c, four);
        weights[r * columns + c] = scale * four[r & 3];
      }
    }
    return [name, weights];
  }));
}

/** A mask of the same source as the construction's, found by biprop to classify `data`: the masked network, and its kept share. */
export function searched(data: DataSet, source: BinarySource): { readonly model: Model; readonly values: Values; readonly density: number } {
  const model = mlp(sourceWidths(source.n), { bias: false }), steps = EPOCHS * batchesPerEpoch(data, BATCH), seed = source.seed + source.attempt, through = biprop(model, weightsOf(model, source), DENSITY);
  const { end } = train({ model, data, start: firstScores(model, seed), steps, batch: { size: BATCH, seed }, optimiser: sgd({ decay: 1e-4 }), schedule: cosine(1, steps), through });
  return { model, values: through.effective(end.values), density: density(through.masks(end.values)) };
}
