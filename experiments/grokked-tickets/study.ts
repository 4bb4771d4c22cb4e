import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { MAIN, THRESHOLD } from '../grokking/run.js';
import { computedBy, studyBackend } from '../mnist.js';
import { DENSITIES, SHARE, stageOf, type StageAttempt, type StageCase } from './stages.js';

/** Attempts of a case: a network each, with its own split, first weights, order and source. */
export async function stages({ case: c, seed, from, to }: Batch<StageCase>): Promise<StageAttempt[]> {
  await studyBackend();
  const attempts: StageAttempt[] = [];
  for (let attempt = seed + from; attempt < seed + to; attempt++) attempts.push(await stageOf(c, attempt));
  return attempts;
}

type Rows = CaseRows<StageCase, StageAttempt[]>;
const attemptsOf = ({ rows }: Rows): StageAttempt[] => rows.flatMap((r) => r.result);

/** Of a stage the attempts that are told: those that have not grokked, where that was asked, are not. */
const toldOf = (cases: readonly Rows[], stage: StageCase['stage']): StageAttempt[] => cases.filter((c) => c.case.stage === stage).flatMap(attemptsOf).filter((a) => stage === 'memorised' || a.dense.validation >= THRESHOLD);

const meanOf = (values: readonly number[]): Interval => meanInterval(values, study.confidence);

/** A curve of means of something of the tickets, or of what magnitude pruning leaves. */
function curve<T>(label: string, attempts: readonly StageAttempt[], of: (a: StageAttempt) => readonly T[], x: (t: T) => number, y: (t: T) => number): ChartSeries {
  const points = of(attempts[0]).map((_, k) => {
    const mean = meanOf(attempts.map((a) => y(of(a)[k])));
    return { x: meanOf(attempts.map((a) => x(of(a)[k]))).estimate, y: mean.estimate, low: Math.max(0, mean.lower), high: Math.min(1, mean.upper) };
  });
  return { label, kind: 'measured', points };
}

const percent = ({ estimate, lower, upper }: Interval): string => `${(100 * estimate).toFixed(1)} % [${(100 * Math.max(0, lower)).toFixed(1)}, ${(100 * Math.min(1, upper)).toFixed(1)}]`;
const shown = ({ estimate, lower, upper }: Interval, digits = 3): string => `${estimate.toPrecision(digits)} [${lower.toPrecision(digits)}, ${upper.toPrecision(digits)}]`;

const study = defineStudy<StageCase, StageAttempt[]>({
  name: 'grokked-tickets',
  question: 'Does the strong ticket of a grokked network keep what the network has understood, at which tolerance and density?',
  tested:
    `An attempt trains a ReLU network 62-128-31 on (x + y) mod 31 of one-hot x and y, ${100 * SHARE} % of the equations (AdamW, decay 1), until it is at 99 % on validation (grokked) or for 600 steps (memorised), or the transformer of the study grokking until it is at 99 %; of those that are not after 12,000 steps none is told. Attempts of one number share split, weights and order. ` +
    'Then each weight is realised within a tolerance by the diamond of Pensia et al. (2020) in a random source of the smallest sufficient n, by the smallest subsets; of the transformer each weight matrix in a source of its own, embedding and normalisations as they are.',
  confidence: 0.95,
  seed: 2201,
  minutes: 10,
  computedBy,
  cases: [{ stage: 'grokked', steps: MAIN.mlp.steps }, { stage: 'memorised', steps: 600 }, { stage: 'transformer', steps: MAIN.transformer.steps }],
  attempts: ({ stage }) => (stage === 'transformer' ? 3 : 6),
  batch: () => 1,
  work: { url: import.meta.url, name: 'stages' },
  figures(cases) {
    const [grokked, memorised, transformers] = (['grokked', 'memorised', 'transformer'] as const).map((stage) => toldOf(cases, stage));
    const tickets = (a: StageAttempt) => a.tickets, pruned = (a: StageAttempt) => a.pruned, accuracy = { title: 'accuracy', domain: [0, 1] as const };
    const panels = [
      {
        title: 'Tickets by tolerance', x: { title: 'tolerance of a weight', log: true, reverse: true }, y: accuracy,
        series: [
          ...(grokked.length > 0 ? [curve('grokked, validation', grokked, tickets, (t) => t.tolerance, (t) => t.validation), curve('grokked, training', grokked, tickets, (t) => t.tolerance, (t) => t.train)] : []),
          ...(memorised.length > 0 ? [curve('memorised, training', memorised, tickets, (t) => t.tolerance, (t) => t.train)] : []),
        ],
      },
      ...(grokked.length === 0 ? [] : [
        { title: 'Tickets by density', x: { title: 'density (kept source weights)' }, y: accuracy, series: [curve('grokked, validation', grokked, tickets, (t) => t.density, (t) => t.validation), curve('grokked, training', grokked, tickets, (t) => t.density, (t) => t.train)] },
        { title: 'The network itself by magnitude', x: { title: 'density (kept weights)', reverse: true }, y: accuracy, series: [curve('grokked, validation', grokked, pruned, (t) => t.density, (t) => t.validation), curve('grokked, training', grokked, pruned, (t) => t.density, (t) => t.train)] },
        { title: 'Waves in the first layer', x: { title: 'tolerance of a weight', log: true, reverse: true }, y: { title: 'power in the strongest wave', domain: [0, 1] as const }, series: [curve('grokked', grokked, tickets, (t) => t.tolerance, (t) => t.waves), ...(memorised.length > 0 ? [curve('memorised', memorised, tickets, (t) => t.tolerance, (t) => t.waves)] : [])] },
      ]),
      ...(transformers.length === 0 ? [] : [
        { title: 'Tickets of a transformer', x: { title: 'tolerance of a weight', log: true, reverse: true }, y: accuracy, series: [curve('grokked, validation', transformers, tickets, (t) => t.tolerance, (t) => t.validation), curve('grokked, training', transformers, tickets, (t) => t.tolerance, (t) => t.train)] },
      ]),
    ];
    return [{ name: this.name, spec: chartSpec({ title: 'Strong tickets of a network that has grokked', caption: [...captionOf(this, cases), "Means over networks with Student's intervals. Waves: each unit's weights of x over 0 .. 30, the share of their power that lies in the unit's strongest frequency."], columns: 2, panels }) }];
  },
  finding(cases) {
    const [grokked, memorised, knowing] = (['grokked', 'memorised', 'transformer'] as const).map((stage) => toldOf(cases, stage)), asked = (stage: StageCase['stage']): number => cases.filter((c) => c.case.stage === stage).reduce((n, c) => n + c.attempts, 0);
    if (grokked.length < 2) return 'Not enough networks have grokked yet: open.';
    const at = (attempts: readonly StageAttempt[], tolerance: number) => attempts.map((a) => a.tickets.find((t) => t.tolerance === tolerance)!), fine = at(grokked, 0.01), misses = [...grokked, ...memorised, ...knowing].flatMap((a) => a.tickets).reduce((s, t) => s + t.misses, 0);
    /** The coarsest tolerance that loses at most a point of validation, interval included. */
    const kept = (attempts: readonly StageAttempt[]): number | undefined => attempts[0].tickets.map((t) => t.tolerance).find((t) => meanOf(at(attempts, t).map((ticket, k) => attempts[k].dense.validation - ticket.validation)).upper <= 0.01);
    const coarsest = kept(grokked), pruned = [...DENSITIES].reverse().find((density) => meanOf(grokked.map((a) => a.dense.validation - a.pruned.find((p) => p.density === density)!.validation)).upper <= 0.01);
    const told = [
      `At tolerance 0.01 the ticket of a grokked ReLU network (${grokked.length} of ${asked('grokked')} were) keeps a validation accuracy of ${percent(meanOf(fine.map((t) => t.validation)))} of the network's ${percent(meanOf(grokked.map((a) => a.dense.validation)))} and ${shown(meanOf(fine.map((t) => t.waves)))} of its units' power in single waves (network: ${shown(meanOf(grokked.map((a) => a.dense.waves)))}), at density ${shown(meanOf(fine.map((t) => t.density)))} of the source, ${shown(meanOf(fine.map((t) => t.keptPerWeight)))} kept weights per weight, with ${misses} misses over all tickets.`,
      `${coarsest === undefined ? 'No tolerance tried' : `Tolerance ${coarsest}, density ${shown(meanOf(at(grokked, coarsest).map((t) => t.density)))},`} is the coarsest that loses at most a point, interval included; at 0.3 the ticket knows ${percent(meanOf(at(grokked, 0.3).map((t) => t.train)))} of the training equations and ${percent(meanOf(at(grokked, 0.3).map((t) => t.validation)))} of the others${memorised.length > 1 ? `, that of a network that has only memorised ${percent(meanOf(at(memorised, 0.3).map((t) => t.train)))} and ${percent(meanOf(at(memorised, 0.3).map((t) => t.validation)))}` : ''}.`,
      `Pruned by magnitude the network itself loses at most a point ${pruned === undefined ? `at no density tried, ${DENSITIES[0]} and below` : `down to density ${pruned}`}.`,
    ];
    if (knowing.length > 1) {
      const least = kept(knowing), finest = at(knowing, 0.002);
      told.push(`Of transformers that had grokked, ${knowing.length} of ${asked('transformer')}, with all their weight matrices realised, tolerance 0.002 keeps ${percent(meanOf(finest.map((t) => t.validation)))} of ${percent(meanOf(knowing.map((a) => a.dense.validation)))}, at density ${shown(meanOf(finest.map((t) => t.density)))}; the coarsest tolerance that loses at most a point is ${least === undefined ? 'open' : least}.`);
    }
    return told.join(' ');
  },
});

export default study;
