export { approximate, outcomesOf, type Approximation, type OnProgress } from './approximate.js';
export { demandsOf, requireFeasible, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
export { evaluate, toTex, type Formula, type Origin } from './formula.js';
export { plan, type Plan } from './plan.js';
export type { Request } from './request.js';
export type { LayerResult, Result } from './result.js';
export { findingsOf, type Hypothesis, type HypothesisFinding, type Instance, type Theorem } from './theorem.js';
