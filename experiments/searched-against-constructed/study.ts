import { quickUpper } from '../../src/certify/index.js';
import { theorem } from '../../proofs/diffenderfer2021/theorem.js';
import { captionOf, defineStudy, type Batch, type CaseRows, type Study } from '../../src/study/index.js';
import { evaluate, outputsOf, type DataSet, type Model, type Values } from '../../src/tensor/index.js';
import { evaluator } from '../../src/theorem/index.js';
import { computedBy, studyBackend } from '../mnist.js';
import { constructed, domain, problemsOf, rounded, type Constructed } from './constructed.js';
import { figures } from './figures.js';
import { finding } from './finding.js';
import { pooledMnist } from './pooled.js';
import { DENSITY, searched } from './searched.js';
import { POINTS } from './summary.js';
import { EPOCHS, model, trainedTarget, valuesOf, WIDTHS } from './target.js';

/** How a mask comes about, at n units an input; `proved`: n is the theorem's, for the coarsest grid at which the rounded target is within POINTS of the target on the training images. */
export type MaskCase = { readonly way: 'searched' | 'constructed' | 'proved'; readonly n: number };

/** One target and one source: test images of 10,000 that the target and the masked source classify as labelled, and alike. */
export interface MaskAttempt {
  readonly target: number;
  readonly right: number;
  readonly alike: number;
  readonly n: number;
  readonly density: number;
  /** Steps of the grid to 1, and of the masked source's outputs the l2 error certified on all images in [0, 1]^49 and the largest on test images; null of a search, which aims at classes. */
  readonly kappa: number | null;
  readonly certified: number | null;
  readonly seen: number | null;
}

/** A case with its rows. */
export type MaskRows = CaseRows<MaskCase, MaskAttempt[]>;

/** Failure probability of the theorem. */
export const DELTA = 0.1;

const KAPPAS = [1, 2, 4, 8, 16, 32, 64, 128];

/** The class that a model gives each example, the first of equals. */
export function classesOf(net: Model, values: Values, { inputs, count, classes }: DataSet): Int32Array {
  const outputs = outputsOf(net, values, inputs);
  return Int32Array.from({ length: count }, (_, k) => {
    const row = outputs.subarray(k * classes, (k + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

/** Attempts of a case: a target is trained, a source drawn and masked, each by the attempt's number. */
export async function masks({ case: c, seed, from, to }: Batch<MaskCase>): Promise<MaskAttempt[]> {
  await studyBackend();
  const results: MaskAttempt[] = [];
  for (let attempt = from; attempt < to; attempt++) results.push(await masked(c, seed, attempt));
  return results;
}

async function masked({ way, n }: MaskCase, seed: number, attempt: number): Promise<MaskAttempt> {
  const { train, test } = pooledMnist(), target = trainedTarget(seed + attempt), own = valuesOf(target), classes = classesOf(model, own, test);
  const scored = (net: Model, values: Values) => {
    const found = classesOf(net, values, test);
    return { target: evaluate(model, own, test).right, right: evaluate(net, values, test).right, alike: found.reduce((sum, y, k) => sum + +(y === classes[k]), 0) };
  };
  if (way === 'searched') {
    const found = searched({ ...train, labels: classesOf(model, own, train) }, { seed, attempt, n });
    return { ...scored(found.model, found.values), n, density: found.density, kappa: null, certified: null, seen: null };
  }
  const right = (built: { readonly network: Constructed['network'] }, data: DataSet): number => evaluate(model, valuesOf(built.network), data).right;
  let kappa = KAPPAS[0], best = -1;
  if (way === 'proved') kappa = KAPPAS.find((k) => right({ network: rounded(target, k) }, train) >= evaluate(model, own, train).right - (POINTS / 100) * train.count) ?? KAPPAS[KAPPAS.length - 1];
  else {
    for (const k of KAPPAS) {
      const got = right(await constructed(target, { seed, attempt, n }, k), train);
      if (got > best) [kappa, best] = [k, got];
    }
  }
  const bound = (await evaluator(theorem.bound))({ rows: WIDTHS[1], columns: WIDTHS[0], tau: 1 / (2 * kappa), delta_1: DELTA / problemsOf(target) }), units = way === 'proved' ? bound : n;
  const built = await constructed(target, { seed, attempt, n: units }, kappa), a = outputsOf(model, own, test.inputs), b = outputsOf(model, valuesOf(built.network), test.inputs);
  let seen = 0;
  for (let k = 0; k < test.count; k++) {
    let square = 0;
    for (let j = k * test.classes; j < (k + 1) * test.classes; j++) square += (a[j] - b[j]) * (a[j] - b[j]);
    seen = Math.max(seen, Math.sqrt(square));
  }
  return { ...scored(model, valuesOf(built.network)), n: units, density: built.density, kappa, certified: quickUpper(target, built.network, domain), seen };
}

const at = (way: MaskCase['way'], ns: readonly number[]): MaskCase[] => ns.map((n) => ({ way, n }));

const study: Study<MaskCase, MaskAttempt[]> = defineStudy<MaskCase, MaskAttempt[]>({
  name: 'searched-against-constructed',
  question: 'How wide must a random binary network be for a mask with the accuracy of a target, if scores are trained to find it, if the construction builds it, and if the theorem promises it?',
  tested: `An attempt trains a target ${WIDTHS.join('-')} on MNIST at 7 x 7 pixels and draws one source of n binary units an input of each of its layers, ${WIDTHS[0]}-${WIDTHS[0]}n-${WIDTHS[1]}-${WIDTHS[1]}n-${WIDTHS[2]}, which is masked in two ways: by the construction of Diffenderfer & Kailkhura (2021), on the grid that does best on the training images, and by biprop at density ${DENSITY}, whose scores are trained on the target's classes of the training images (${EPOCHS} epochs, SGD, a cosine from 1). Accuracy is on the 10,000 test images. Its intervals are Student's, of means over attempts; those of n go from above the last n whose mean is further away for sure to the first from which on it is not, that of the ratio takes both at 97.5 %. The promised n is the least at which the theorem has the ticket be the target rounded to a grid, with probability ${1 - DELTA}, on the coarsest grid that costs the target at most ${POINTS} point on the training images.`,
  confidence: 0.95,
  seed: 2103,
  minutes: 3,
  computedBy,
  cases: [...at('searched', [1, 2, 3, 4, 6, 8, 16]), ...at('constructed', [1, 4, 16, 32, 48, 64, 96, 128, 192, 256]), ...at('proved', [0])],
  attempts: () => 6,
  batch: () => 1,
  work: { url: import.meta.url, name: 'masks' },
  figures: (cases) => figures(cases, captionOf(study, cases), study.confidence),
  finding: (cases) => finding(cases, study.confidence),
});

export default study;
