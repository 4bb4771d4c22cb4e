import { adam, cosine, type Optimiser, type Schedule } from '../../src/tensor/index.js';

/** How every network of a family is trained, and how its ticket is found. */
export interface Training {
  /** The step to which weights are rewound, and from which tickets are trained. */
  readonly rewind: number;
  readonly steps: number;
  readonly rounds: number;
  /** Of the kept weights, pruned each round. */
  readonly share: number;
  readonly batch: number;
  readonly optimiser: Optimiser;
  readonly schedule: Schedule;
}

/** Adam, the rate along half a cosine to 0. */
export const trainingOf = ({ steps, batch, rate, rewind, rounds = 5, share = 0.36 }: { readonly steps: number; readonly batch: number; readonly rate: number; readonly rewind: number; readonly rounds?: number; readonly share?: number }): Training =>
  ({ rewind, steps, rounds, share, batch, optimiser: adam(), schedule: cosine(rate, steps) });
