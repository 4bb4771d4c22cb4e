/** fast-check's arbitraries, for the cases of a property. */
export { default as cases } from 'fast-check';
export { constructionProperties } from './construction.js';
export { TriedLayer, type ConstructionCases, type Realised } from './tried-layer.js';
export { lawProperties, type WeightMaking } from './law.js';
export { assertHolds, property, type CheckOptions, type Property, type Report } from './property.js';
export { coarseValue, solverProperties, type SolverCases } from './solver.js';
export { theoremProperties, type TheoremCases } from './theorem.js';
export { drawOf, type Draw } from './draw.js';
export { type DrawnCases, type FailingDraw } from './failing-draws.js';
export { holdsWithProbability, type Often, type Outcome, type ProbabilityOptions, type ProbabilityProperty, type ProbabilityReport } from './holds-with-probability.js';
export { succeedsAsOften, type PairedOptions, type PairedProperty, type PairedReport } from './succeeds-as-often.js';
export { constructionCases } from './construction-cases.js';
export { describeConstruction, describeProperties, describeSolver, describeTheorem, type DescribeOptions, type Runner } from './describe.js';
export { propertiesOf, type Tested } from './properties-of.js';
export * from './arbitraries/index.js';
export { numberWriter, showLayer, showMatrix, showTarget } from './show.js';
