import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type CaseRows } from '../../src/study/index.js';
import { computedBy } from '../mnist.js';
import { EPOCH, LENET } from '../weak-tickets/recipe.js';
import { MARGIN, meanBarrier, percentInterval, pointsInterval, STABLE, verdictAbove, verdictBelow } from '../weak-tickets/verdicts.js';
import { ROUNDS, SHARE, type PruningAttempt, type RewindCase, type Trained } from './rounds.js';

export { prunedRounds } from './rounds.js';

type Rows = CaseRows<RewindCase, PruningAttempt[]>;

const WEIGHTS = LENET.widths.slice(1).reduce((n, width, i) => n + width * LENET.widths[i], 0), IMAGES = 10_000;
/** Density asked for, and that published as the last at which accuracy is not less: Frankle & Carbin (2019). */
const ASKED = 0.1, PUBLISHED = 0.036;

const attemptsOf = ({ rows }: Rows): PruningAttempt[] => rows.flatMap((r) => r.result);
const at = (cases: readonly Rows[], k: number): PruningAttempt[] => cases.filter((c) => c.case.k === k).flatMap(attemptsOf);
const densityAt = (attempts: readonly PruningAttempt[], round: number): number => attempts[0].rounds[round].kept / WEIGHTS;
const share = ({ right }: Trained): number => right / IMAGES;

/** A way to prune: its results of an attempt by round. */
interface Way {
  readonly label: string;
  readonly k: number;
  readonly of: (a: PruningAttempt) => readonly (readonly [round: number, Trained])[];
}

const waysOf = (cases: readonly Rows[]): Way[] => [
  ...cases.map(({ case: { k } }): Way => ({ label: `iterative, k = ${k}`, k, of: (a) => a.rounds.map((r, round) => [round, r]) })),
  { label: 'one-shot', k: 0, of: (a) => a.beside.map(({ round, oneShot }) => [round, oneShot]) },
  { label: 'random', k: 0, of: (a) => a.beside.map(({ round, random }) => [round, random]) },
];

/** Of each round that a way was tried at, what `y` says of each attempt there, as a mean over attempts. */
function meansOf(cases: readonly Rows[], way: Way, y: (t: Trained, a: PruningAttempt) => number, confidence: number): { readonly round: number; readonly density: number; readonly mean: Interval }[] {
  const attempts = at(cases, way.k);
  return attempts.length === 0 ? [] : way.of(attempts[0]).map(([round]) => ({ round, density: densityAt(attempts, round), mean: meanInterval(attempts.map((a) => y(way.of(a).find(([r]) => r === round)![1], a)), confidence) }));
}

const pointOf = ({ density, mean: { estimate, lower, upper } }: ReturnType<typeof meansOf>[number]): ChartPoint => ({ x: density, y: estimate, ...(upper < Infinity ? { low: lower, high: upper } : {}) });

/** Test accuracy less that of the same attempt's dense network, in points. */
const lost = (t: Trained, a: PruningAttempt): number => 100 * (share(t) - share(a.rounds[0]));

export default defineStudy<RewindCase, PruningAttempt[]>({
  name: 'iterative-magnitude-pruning',
  question: 'Down to which density does iterative magnitude pruning with rewinding keep the accuracy of the dense network, and do random and one-shot pruning?',
  tested:
    `An attempt draws LeNet-300-100 and trains it on 20,000 images of MNIST, ${LENET.steps} steps (4 epochs) of ${LENET.batch} by stochastic gradient descent with momentum, rate ${LENET.rate} along a cosine to 0; ${ROUNDS} times the ${100 * SHARE} % of the kept weights that are smallest in magnitude are pruned and the others go back to where they were after k steps, momentum to nothing (two published rounds of 20 % at once). `
    + 'One-shot: the largest weights of the dense network; random: as many weights of each layer as the iterative mask keeps, anywhere; both go back to k = 0. All ways of an attempt share the first draw and the order; two copies of a pruned network have two other orders.',
  confidence: 0.95,
  seed: 20190336,
  minutes: 15,
  cases: [{ k: 0 }, { k: EPOCH }],
  attempts: ({ k }) => (k === 0 ? 4 : 3),
  batch: () => 1,
  computedBy,
  work: { url: import.meta.url, name: 'prunedRounds' },
  figures(cases) {
    const x = { title: 'density (share of weights kept)', log: true, reverse: true } as const, { confidence } = this;
    const series = (y: (t: Trained, a: PruningAttempt) => number): ChartSeries[] => waysOf(cases).map((way) => ({ label: way.label, kind: 'measured', color: way.label, points: meansOf(cases, way, y, confidence).map(pointOf) }));
    const spec = chartSpec({
      title: 'LeNet-300-100 pruned and trained again',
      caption: [...captionOf(this, cases), `Means over attempts with Student intervals. Right of the vertical line ${PUBLISHED}, published for 60,000 images, 50,000 steps and Adam, with 20 % a round of each layer (10 % of the last), accuracy was lost. After the first ${EPOCH} steps k = ${EPOCH} is where it was rewound to. Iterative at k = ${EPOCH} has ${LENET.steps - EPOCH} steps left to train.`],
      columns: 2,
      panels: [
        { title: `After ${LENET.steps} steps`, x, y: { title: 'test accuracy, %' }, series: series((t) => 100 * share(t)) },
        { title: `After the first ${EPOCH} steps`, x, y: { title: 'test accuracy, %' }, series: series((t) => t.early / 100) },
        { title: 'Against the dense network of the attempt', x, y: { title: 'points of accuracy', domain: [-3, 1] }, series: [...series(lost).map((s) => ({ ...s, points: s.points.filter((p) => (p.low ?? p.y)! >= -3 && (p.high ?? p.y)! <= 1) })), { label: 'asked', kind: 'bound', color: 'bound', points: [{ x: 1, y: -MARGIN }, { x: 0.02, y: -MARGIN }] }, { label: 'published', kind: 'necessary', points: [{ x: PUBLISHED, y: -3 }, { x: PUBLISHED, y: 1 }] }] },
      ],
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const attempts = at(cases, 0), ways = waysOf(cases), { confidence } = this;
    if (attempts.length < 2) return 'Fewer than two attempts are known: open.';
    const of = (way: Way) => meansOf(cases, way, lost, confidence), [iterative] = ways, all = of(iterative), asked = all.find((m) => m.density <= ASKED)!;
    const last = [...all].reverse().find((m) => m.mean.lower >= -MARGIN), there = (label: string, k = 0): string => {
      const found = ways.filter((w) => w.label.startsWith(label) && w.k === k).flatMap(of).find((m) => m.round === asked.round);
      return found && found.mean.lower > -Infinity ? pointsInterval(found.mean) : 'open';
    };
    const stable = attempts[0].copies.map(({ round }) => ({ round, barrier: meanBarrier(attempts.map((a) => a.copies.find((c) => c.round === round)!.barrier), confidence) }));
    return `At density ${asked.density.toFixed(3)} iterative pruning changes accuracy against the dense ${(100 * meanInterval(attempts.map((a) => share(a.rounds[0])), confidence).estimate).toFixed(2)} % by ${pointsInterval(asked.mean)} points (within ${MARGIN}: ${verdictAbove(asked.mean, -MARGIN)}; k = ${EPOCH}: ${there('iterative', EPOCH)}, in ${at(cases, EPOCH).length} attempts and ${LENET.steps - EPOCH} steps), one-shot by ${there('one-shot')}, random by ${there('random')}; the lowest density at which it is shown within ${MARGIN} is ${last ? last.density.toFixed(3) : 'none'}${last && all.some((m) => m.density < last.density && m.mean.upper >= -MARGIN) ? ', and below some are open' : ''} (published, layer by layer and trained longer: ${PUBLISHED}). `
      + `Two copies of the pruned network from k = 0 have a barrier of ${stable.map(({ round, barrier }) => `${percentInterval(barrier)} at density ${densityAt(attempts, round).toFixed(3)} (below ${100 * STABLE} %: ${verdictBelow(barrier, STABLE)})`).join(' and ')}.`;
  },
});
