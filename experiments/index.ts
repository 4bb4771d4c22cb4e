import type { Study } from '../src/study/study.js';
import blockToNetwork from './block-to-network/study.js';
import boundAgainstWidth from './bound-against-width/study.js';
import constructionsCompared from './constructions-compared/study.js';
import hardestNetwork from './hardest-network/study.js';
import successCurves from './success-curves/study.js';

/** The studies of this package. */
export const studies: readonly Study<any, any>[] = [
  boundAgainstWidth,
  constructionsCompared,
  blockToNetwork,
  hardestNetwork,
  successCurves,
];
