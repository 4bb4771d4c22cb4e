import type { Initialisation } from './initialise.js';
import { chain, decoderBlock, embedding, flatten, positions, unbiased, type LinearMap } from './layers/index.js';
import { model, type Model, type Part } from './model.js';

/** Sizes of a transformer; the published ones of Power et al. (2021): 2 blocks, width 128, 4 heads. */
export interface TransformerOptions {
  readonly tokens: number;
  readonly classes: number;
  /** Tokens of a sequence. */
  readonly length: number;
  readonly blocks?: number;
  readonly width?: number;
  readonly heads?: number;
  /** Its linear maps. Default: dense layers. */
  readonly linear?: LinearMap;
}

/**
 * A decoder-only transformer that reads [length] tokens and answers at the last: `tokens` (an embedding), positions, `block1`, ..., `answer`. Of the last block only
 * the last position is computed. As in the code of Power et al. (2021), no layer has a bias but the normalisations.
 */
export function transformer({ tokens, classes, length, blocks = 2, width = 128, heads = 4, linear = unbiased }: TransformerOptions): Model {
  return model(`transformer-${width}x${blocks}-${heads}-heads`, [length], chain(
    embedding('tokens', tokens, width),
    positions,
    ...Array.from({ length: blocks }, (_, k): Part => decoderBlock(`block${k + 1}`, width, heads, { queries: k === blocks - 1 ? 'last' : 'all', linear })),
    flatten,
    linear('answer', width, classes),
  ));
}

/** First values as that code has them: weights uniform with variance 1 / (3 inputs), embeddings of variance 1, here uniform too. */
export const asInTorch: Initialisation = { law: 'uniform', deviation: ({ kind, fanIn }) => (kind === 'embedding' ? 1 : Math.sqrt(1 / (3 * fanIn))) };
