export { approximate, outcomesOf, type Approximation, type OnProgress } from './approximate.js';
export { approximateRecurrent, type RecurrentApproximation, type RecurrentRequest } from './approximate-recurrent.js';
export { pruneRecurrent, type PrunedStep, type StepRequest } from './prune-recurrent.js';
export { recurrentErrors, recurrentSizes, recurrentTolerance } from './recurrent-budget.js';
export { demandsOf, requireFeasible, tolerancesFor, type Budget, type LayerDemand } from './budget.js';
export {
  attemptsTask, errorByWidth, firstTarget, runAttempts, runAttemptsOf, type AttemptLayer, type AttemptPlan, type AttemptResult, type AttemptsTask, type Targets,
} from './attempt.js';
export { sumOfMisses, type Misses } from './misses.js';
export { findingsOfPlan, planAttempts, type AttemptRequest } from './plan-attempts.js';
export type { ClaimFound } from './claim.js';
export { coveringsTask, requireCoverable, runCoverings, runCoveringsOf, type CoveringResult, type CoveringsTask } from './covering.js';
export { parseAudit, type AuditItem } from './audit.js';
export { compareBounds, comparers, type ComparedBound, type Question } from './compare.js';
export { evaluate, evaluator, natural, OutOfReach, real, toTex, type Formula, type Free, type Origin } from './formula.js';
export { stepsOf, type ProofStep } from './proof-page.js';
export { describeStatus, machineText, statusOf, type Status } from './status.js';
export { plan, type Plan } from './plan.js';
export type { Request } from './request.js';
export type { LayerResult, Result } from './result.js';
export type { SmallDelta } from './small-delta.js';
export type { TimeQuantile, Verification } from './verification.js';
export { verify, type VerifyRequest } from './verify.js';
export {
  constantsOf, findingsOf, isTheorem, type Bound, type Constant, type Hypothesis, type HypothesisFinding, type HypothesisResult, type Instance, type MachineChecked, type Quantifier, type Statement, type Theorem,
} from './theorem.js';
export { conjecture, theoremsIn, type Conjecture } from './conjecture.js';
export * as hypotheses from './hypotheses.js';
export { evenShares, hiddenUnits, networkSymbols } from './shares.js';
