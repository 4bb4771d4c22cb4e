import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/study.js';
import type { Sharing } from '../../src/subset-sum/laboratory/index.js';
import { Problem } from '../problem.js';
import { TimesCount, type Times } from '../times.js';
import { figures } from './figures.js';
import { finding } from './finding.js';
import { SIDE } from './layer.js';

/** A layer of 8 x 8 weights whose subset sums share draws. */
export type SharingCase = {
  readonly law: string;
  /** `weight`: none; `column`: the first factors, as in a diamond; `row`: whole samples, as in the code published with Pensia et al. (2020). */
  readonly sharing: Sharing;
  readonly epsilon: number;
  readonly stream: number;
};

/** Times in raw draws, and moments of the errors that are left at them. */
export interface SharingResult {
  /** Of every weight. */
  readonly weights: Times;
  /** Of every layer: its last weight's. */
  readonly layers: Times;
  /** Of every pair of weights that share, the earlier of its two times: before it, both are missed. */
  readonly pairs: Times;
  /** Sums over weights and over such pairs: of e = sum - target, e^2, |e|, and of products of two. */
  readonly errors: { readonly signed: number; readonly squares: number; readonly absolute: number; readonly products: number; readonly absoluteProducts: number };
}

/** A case with its rows. */
export type SharingRows = CaseRows<SharingCase, SharingResult>;

const MOST: Readonly<Record<string, number>> = { uniform: 46, diamond: 120 };

const settings: readonly (readonly [law: string, sharing: Sharing])[] = [['uniform', 'weight'], ['uniform', 'row'], ['diamond', 'weight'], ['diamond', 'column'], ['diamond', 'row']];
const cases: SharingCase[] = settings.map(([law, sharing], stream) => ({ law, sharing, epsilon: 0.01, stream }));

/** Layers from .. to - 1. Targets are uniform on [-1, 1]. */
export function work({ case: { law, sharing, epsilon, stream }, seed, from, to }: Batch<SharingCase>): SharingResult {
  const problem = new Problem({ law, epsilon, scale: 1, n: MOST[law], sharing, seed, stream });
  const weights = new TimesCount(), layers = new TimesCount(), pairs = new TimesCount(), errors = { signed: 0, squares: 0, absolute: 0, products: 0, absoluteProducts: 0 };
  for (let k = from; k < to; k++) {
    let [first, last] = [0, 0];
    for (let p = 0; p < SIDE; p++) {
      const found: (readonly [number, number])[] = [], left: number[] = [];
      for (let q = 0; q < SIDE; q++) {
        problem.draw(k * SIDE + p, q);
        const w = problem.target(k * SIDE + p, 1, q);
        const { time, error: e } = problem.solve(w, epsilon), size = Math.abs(e);
        weights.add(...time);
        [first, last] = [Math.max(first, time[0]), Math.max(last, time[1])];
        errors.signed += e;
        errors.squares += e * e;
        errors.absolute += size;
        found.forEach((other, i) => {
          pairs.add(Math.min(other[0], time[0]), Math.min(other[1], time[1]));
          errors.products += left[i] * e;
          errors.absoluteProducts += Math.abs(left[i]) * size;
        });
        found.push(time);
        left.push(e);
      }
    }
    layers.add(first, last);
  }
  return { weights: weights.counted, layers: layers.counted, pairs: pairs.counted, errors };
}

/** What sharing draws between weights does to a layer's failure, to the union bound and to the errors. Half a minute on two cores. */
export const study: Study<SharingCase, SharingResult> = defineStudy<SharingCase, SharingResult>({
  name: 'sample-sharing',
  question: 'What do weights lose that share their random numbers, in columns as in a diamond or whole as in published code, and how loose is the union bound then?',
  tested: 'A layer of 8 x 8 weights uniform on [-1, 1], each a subset sum within 0.01: of its own draws, of draws whose first factors the 8 weights of a column share, or of draws that the 8 weights of a row share. One attempt is one layer; n are raw draws of a weight. The union bound is the expected number of weights missed; correlations are of the misses of two weights that share (or of two in a row).',
  confidence: 0.99,
  seed: 2020,
  minutes: 1,
  cases,
  attempts: () => 5000,
  batch: () => 100,
  work: { url: import.meta.url, name: 'work' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
