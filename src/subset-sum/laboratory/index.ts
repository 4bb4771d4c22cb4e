export { CONFIDENCE, runLaboratory, type Laboratory } from './laboratory.js';
export type { Experiment } from './experiment.js';
export { PoolOfSamples, type Draws, type Sharing } from './pool-of-samples.js';
export { parseSampleLaw, type SampleLaw } from './sample-law.js';
