import { powerOfTwoAbove } from '../numeric/rounding.js';
import { coverByCarriers, pruneByCarriers } from './by-carriers.js';
import type { Construction } from './construction.js';
import { diamond } from './diamond.js';

/** The least power of two that is at least 1 / (2 tolerance): so fine a grid has every weight within the tolerance. */
const resolution = (tolerance: number): number => Math.max(1, powerOfTwoAbove(1 / (2 * tolerance)));

/**
 * The diamond of binary weights: a realised weight is a number of paths of value 1 or -1, and kappa times the weight, kappa a power
 * of two: the layer scale is 1 / kappa. A reconstruction of Diffenderfer & Kailkhura (2021).
 */
export const binary: Construction = {
  ...diamond,
  name: 'binary',
  source: 'Diffenderfer & Kailkhura (2021), reconstruction',
  scale: resolution,
  pruneColumns: (task) => pruneByCarriers(task, resolution(task.block.tolerance)),
  coverColumns: (task) => coverByCarriers(task, resolution(task.block.tolerance)),
};
