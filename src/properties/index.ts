/** fast-check's arbitraries, for the cases of a property. */
export { default as cases } from 'fast-check';
export { constructionProperties, type ConstructionCases } from './construction.js';
export { assertHolds, property, type CheckOptions, type Property, type Report } from './property.js';
export { damages, type Damage, type View } from './damage.js';
export type { Tree } from './tree-edit.js';
export { formatProperties, outcomeOf, type Bomb, type Outcome, type Reader } from './format.js';
export { coarseValue, solverProperties, type SolverCases } from './solver.js';
export { theoremProperties, type TheoremCases } from './theorem.js';
