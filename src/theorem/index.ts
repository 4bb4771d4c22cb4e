export { approximate, outcomesOf, plan, type Approximation, type LayerResult, type OnProgress, type Plan, type Request, type Result } from './approximate.js';
export { demandsOf, requireFeasible, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
export { evaluate, toTex, type Formula, type Origin } from './formula.js';
export { findingsOf, type Hypothesis, type HypothesisFinding, type Instance, type Theorem } from './theorem.js';
