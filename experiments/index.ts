import type { Study } from '../src/study/study.js';
import adversarialTargets from './adversarial-targets/study.js';
import blockToNetwork from './block-to-network/study.js';
import boundAgainstWidth from './bound-against-width/study.js';
import constructionsCompared from './constructions-compared/study.js';
import fixedSizePhase from './fixed-size-phase/study.js';
import hardestNetwork from './hardest-network/study.js';
import rangeAgainstResolution from './range-against-resolution/study.js';
import sampleSharing from './sample-sharing/study.js';
import subsetSumConstants from './subset-sum-constants/study.js';
import successCurves from './success-curves/study.js';

/** The studies of this package. */
export const studies: readonly Study<any, any>[] = [
  boundAgainstWidth,
  successCurves,
  blockToNetwork,
  hardestNetwork,
  constructionsCompared,
  subsetSumConstants,
  rangeAgainstResolution,
  fixedSizePhase,
  sampleSharing,
  adversarialTargets,
];
