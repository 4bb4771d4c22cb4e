import type * as Floor from '../../src/tensor/index.js';

export function smallRun(tensor: typeof Floor, seed: number, more?: Partial<Floor.TrainOptions>): Floor.TrainedRun;
