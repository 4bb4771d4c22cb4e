import { isTheorem, type Statement, type Theorem } from '../src/theorem/theorem.js';
import { theorem as diffenderfer2021 } from './diffenderfer2021/theorem.js';
import { floor } from './foundations/floor.js';
import { odds } from './foundations/odds.js';
import { propagation } from './foundations/propagation.js';
import { volume } from './foundations/volume.js';
import { corollary25 } from './lueker1998/corollary25.js';
import { lemma1 as malachLemma1 } from './malach2020/lemma1.js';
import { lemma2 as malachLemma2 } from './malach2020/lemma2.js';
import { lemma3 as malachLemma3 } from './malach2020/lemma3.js';
import { nearestPair } from './malach2020/nearest-pair.js';
import { theorem21 } from './malach2020/theorem21.js';
import { theorem32 } from './malach2020/theorem32.js';
import { corollary1 as nataleCorollary1 } from './natale2024/corollary1.js';
import { theorem2 as nataleTheorem2 } from './natale2024/theorem2.js';
import { fixedSizeTickets } from './natale2024/fixed-size.js';
import { theorem3 } from './natale2024/theorem3.js';
import { theorem5 } from './natale2024/theorem5.js';
import { batchSampling } from './orseau2020/batch.js';
import { categories } from './orseau2020/categories.js';
import { decomposition } from './orseau2020/decomposition.js';
import { weight } from './orseau2020/weight.js';
import { corollary1 } from './pensia2020/corollary1.js';
import { corollary2 } from './pensia2020/corollary2.js';
import { diamondHalf } from './pensia2020/diamond-half.js';
import { finite } from './pensia2020/finite.js';
import { lemma1 } from './pensia2020/lemma1.js';
import { lemma2 } from './pensia2020/lemma2.js';
import { lemma3 } from './pensia2020/lemma3.js';
import { theorem1 } from './pensia2020/theorem1.js';
import { theorem2 } from './pensia2020/theorem2.js';
import { contractive } from './recurrent/contractive.js';
import { steps as recurrentSteps } from './recurrent/steps.js';
import { theorem as sreenivasan2022 } from './sreenivasan2022/theorem.js';

/** All statements, each after those that its proof uses. */
export const statements: readonly Statement[] = [
  propagation, volume, odds, floor, corollary25,
  malachLemma1, malachLemma2, malachLemma3, theorem21, nearestPair, theorem32,
  decomposition, categories, weight, batchSampling,
  corollary1, diamondHalf, corollary2, lemma1, lemma2, lemma3, theorem1, finite, theorem2,
  recurrentSteps, contractive,
  diffenderfer2021,
  sreenivasan2022,
  nataleTheorem2, nataleCorollary1, theorem3, fixedSizeTickets, theorem5,
];

/** The statements that `approximate` runs, Pensia et al. (2020), Theorem 1, first. */
export const theorems: readonly Theorem[] = [theorem1, ...statements.filter(isTheorem).filter((t) => t !== theorem1)];
