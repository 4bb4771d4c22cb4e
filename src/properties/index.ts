/** fast-check's arbitraries, for the cases of a property. */
export { default as cases } from 'fast-check';
export { constructionProperties, type ConstructionCases } from './construction.js';
export { assertHolds, property, type CheckOptions, type Property, type Report } from './property.js';
export { coarseValue, solverProperties, type SolverCases } from './solver.js';
export { theoremProperties, type TheoremCases } from './theorem.js';
export { constructionCases } from './construction-cases.js';
export { describeConstruction, describeProperties, describeSolver, describeTheorem, type DescribeOptions, type Runner } from './describe.js';
export { propertiesOf, type Tested } from './properties-of.js';
