import { closest } from './closest.js';
import { first } from './first.js';
import type { Selector } from './selection.js';
import { sparsest } from './sparsest.js';

export { known, type Candidates } from './candidates.js';
export { hittingTime, type HittingTime } from './hitting-time.js';
export type { Outcome, Selection, Selector, Subset } from './selection.js';
export { closest, first, sparsest };

/** All selectors. */
export const selectors: readonly Selector[] = [first, sparsest, closest];
