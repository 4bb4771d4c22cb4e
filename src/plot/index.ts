import type { WeightOutcome } from '../certify/index.js';
import type { Result, Verification } from '../theorem/index.js';
import type { Laboratory } from '../subset-sum/laboratory/index.js';
import { boundsSpec, type BoundCurve } from './bounds.js';
import { laboratorySpec } from './laboratory.js';
import { render } from './render.js';
import { verificationSpec } from './verification.js';
import { weightErrorsSpec } from './weight-errors.js';

export { boundsSpec, type BoundCurve } from './bounds.js';
export type { Chart, ChartAxis, ChartCell, ChartPanel, ChartPoint, ChartSeries, ChartStack } from './chart.js';
export { chartSpec } from './chart-spec.js';
export { laboratorySpec } from './laboratory.js';
export { figureExtensions } from './extensions.js';
export { render } from './render.js';
export { verificationSpec } from './verification.js';
export { cellsOf, weightErrorsSpec } from './weight-errors.js';

/** The figure of one approximation, as the format that `path` ends in. */
export const drawWeightErrors = (result: Result, outcomes: Iterable<WeightOutcome>, path: string): Promise<Uint8Array | string> =>
  render(weightErrorsSpec(result, outcomes), path);

/** The figure of a laboratory experiment, as the format that `path` ends in. */
export const drawLaboratory = (result: Laboratory, path: string): Promise<Uint8Array | string> => render(laboratorySpec(result), path);

/** The figure of bounds along one variable, as the format that `path` ends in. */
export const drawBounds = (curve: BoundCurve, path: string): Promise<Uint8Array | string> => render(boundsSpec(curve), path);

/** The figure of a verification, as the format that `path` ends in. */
export const drawVerification = (result: Verification, path: string): Promise<Uint8Array | string> => render(verificationSpec(result), path);
