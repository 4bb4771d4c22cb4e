import type { Study } from '../src/study/index.js';

/** The studies of this package. */
export const studies: readonly Study[] = [];
