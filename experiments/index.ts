import type { Study } from '../src/study/index.js';
import adversarialTargets from './adversarial-targets/study.js';
import blockToNetwork from './block-to-network/study.js';
import boundAgainstWidth from './bound-against-width/study.js';
import constructionsCompared from './constructions-compared/study.js';
import elasticTickets from './elastic-tickets/study.js';
import errorSlack from './error-slack/study.js';
import fixedSizePhase from './fixed-size-phase/study.js';
import grokkedTickets from './grokked-tickets/study.js';
import grokking from './grokking/study.js';
import growth from './growth/study.js';
import hardestNetwork from './hardest-network/study.js';
import iterativeMagnitudePruning from './iterative-magnitude-pruning/study.js';
import linearModeConnectivity from './linear-mode-connectivity/study.js';
import pensiaExperiment1 from './pensia-experiment-1/study.js';
import phew from './phew/study.js';
import rangeAgainstResolution from './range-against-resolution/study.js';
import recurrentLogT from './recurrent-log-t/study.js';
import sampleSharing from './sample-sharing/study.js';
import searchedAgainstConstructed from './searched-against-constructed/study.js';
import searchedTickets from './searched-tickets/study.js';
import subsetSumConstants from './subset-sum-constants/study.js';
import successCurves from './success-curves/study.js';
import ticketBarrier from './ticket-barrier/study.js';
import ticketSparsity from './ticket-sparsity/study.js';

/** The studies of this package, in the order of docs/results.md. */
export const studies: readonly Study<any, any>[] = [
  boundAgainstWidth,
  successCurves,
  constructionsCompared,
  blockToNetwork,
  hardestNetwork,
  subsetSumConstants,
  rangeAgainstResolution,
  fixedSizePhase,
  sampleSharing,
  adversarialTargets,
  errorSlack,
  ticketSparsity,
  pensiaExperiment1,
  growth,
  iterativeMagnitudePruning,
  linearModeConnectivity,
  ticketBarrier,
  recurrentLogT,
  searchedTickets,
  searchedAgainstConstructed,
  elasticTickets,
  phew,
  grokking,
  grokkedTickets,
];
