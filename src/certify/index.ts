export { certify, verdictOf, type Certificate, type Verdict } from './certificate.js';
export { check, type CheckReport, type ClaimCheck, type TicketClaims } from './check.js';
export { collapsedNetwork } from './collapsed.js';
export { effectiveBlocks, type EffectiveBlock } from './effective.js';
export { executionGap, type ExecutionGap } from './execution-gap.js';
export { examine, weightOutcomes, type Examination, type Findings, type LayerFindings, type Mask, type WeightOutcome } from './examine.js';
export { pairOf, type Pair } from './pair.js';
