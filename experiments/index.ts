import type { Study } from '../src/study/index.js';
import adversarialTargets from './adversarial-targets/study.js';
import fixedSizePhase from './fixed-size-phase/study.js';
import rangeAgainstResolution from './range-against-resolution/study.js';
import sampleSharing from './sample-sharing/study.js';
import subsetSumConstants from './subset-sum-constants/study.js';

/** The studies of this package. */
export const studies = [subsetSumConstants, rangeAgainstResolution, fixedSizePhase, sampleSharing, adversarialTargets] as unknown as readonly Study[];
