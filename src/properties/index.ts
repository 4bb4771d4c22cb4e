export { assertHolds, property, type CheckOptions, type Property, type Report } from './property.js';
export { coarseValue, solverProperties, type SolverCases } from './solver.js';
