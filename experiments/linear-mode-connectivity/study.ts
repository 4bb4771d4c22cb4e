import { meanInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPoint, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, pairs, type CaseRows } from '../../src/study/index.js';
import { barrierOf, lineShares } from '../../src/tensor/index.js';
import { computedBy } from '../mnist.js';
import { EPOCH, LENET } from '../weak-tickets/recipe.js';
import { MARGIN, meanBarrier, percentInterval, pointsInterval, STABLE, verdictBelow } from '../weak-tickets/verdicts.js';
import { COPIED, DEEP, recipeOf, SHARE, type Copies, type CopiesCase } from './copies.js';

export { copies } from './copies.js';

type Rows = CaseRows<CopiesCase, Copies[][]>;

const IMAGES = 10_000, STEPS = [0, 10, 20, 40, 80, 160], LATER = 80, ROUNDS = Math.max(...COPIED);

const attemptsOf = ({ rows }: Rows): Copies[][] => rows.flatMap((r) => r.result);
const barrier = ({ wrong }: Copies): number => barrierOf(wrong) / IMAGES;
const weightsOf = (c: CopiesCase): number => recipeOf(c).widths.slice(1).reduce((n, width, i) => n + width * recipeOf(c).widths[i], 0);
const dense = (cases: readonly Rows[], network: CopiesCase['network']): Rows[] => cases.filter(({ case: c }) => c.network === network && c.rounds === 0);
const denseAt = (cases: readonly Rows[], network: CopiesCase['network'], k: number): Copies[] => dense(cases, network).filter(({ case: c }) => c.k === k).flatMap(attemptsOf).map(([whole]) => whole);

/** Copies of pruned networks, with the dense copies of the same attempts. */
interface Pruned {
  readonly density: number;
  readonly pairs: readonly { readonly whole: Copies; readonly part: Copies }[];
}

function prunedAt(cases: readonly Rows[], k: number): Pruned[] {
  const own = cases.filter(({ case: c }) => c.rounds > 0 && c.k === k), whole = dense(cases, 'deep').filter(({ case: c }) => c.k === k);
  return own.flatMap((rows) => whole.flatMap((of) => {
    const both = pairs(of, rows);
    return both.length === 0 ? [] : COPIED.map((round): Pruned => {
      const found = both.map(([[one], parts]) => ({ whole: one, part: parts.find((p) => p.round === round)! }));
      return { pairs: found, density: found[0].part.kept / weightsOf(rows.case) };
    });
  }));
}

/** Test images that the two copies get wrong, on average. */
const wrongOf = ({ wrong }: Copies): number => (wrong[0] + wrong[wrong.length - 1]) / 2;

/** Points of test accuracy that the copies of a pruned network have more than those of its dense one. */
const gained = ({ whole, part }: Pruned['pairs'][number]): number => (wrongOf(whole) - wrongOf(part)) / (IMAGES / 100);

const pointOf = (x: number, { estimate, lower, upper }: Interval): ChartPoint => ({ x, y: estimate, ...(upper < Infinity ? { low: lower, high: upper } : {}) });

export default defineStudy<CopiesCase, Copies[][]>({
  name: 'linear-mode-connectivity',
  question: 'From which step on do two copies of a network, trained in different orders, end in one basin, and are pruned networks as good as the dense one only where they do?',
  tested:
    `An attempt draws a ReLU network, trains it on 20,000 images of MNIST for k steps and then twice to the end, in two orders; the barrier is the largest error at 30 points of the line between the two less the mean of its ends, on the 10,000 test images. LeNet-300-100, and ${DEEP.widths.join('-')} (deep), both by ${LENET.steps} steps (4 epochs) of ${LENET.batch}, momentum 0.9, rate ${LENET.rate} along a cosine to 0. `
    + `Pruned: iteratively by magnitude, ${100 * SHARE} % a round, rewound to step k, momentum to nothing; its two copies have other orders than that in which it was pruned, and their mean accuracy is compared. Networks have no batch normalisation. Attempts of equal number share the first draw and the orders.`,
  confidence: 0.95,
  seed: 19120567,
  minutes: 7,
  computedBy,
  cases: [
    ...STEPS.map((k): CopiesCase => ({ network: 'deep', k, rounds: 0 })),
    ...[0, LATER].map((k): CopiesCase => ({ network: 'deep', k, rounds: ROUNDS })),
    ...[0, EPOCH].map((k): CopiesCase => ({ network: 'LeNet-300-100', k, rounds: 0 })),
  ],
  attempts: ({ network, k, rounds }) => (network === 'deep' ? (rounds > 0 ? 4 : 5) : k > 0 ? 3 : 5),
  batch: () => 1,
  work: { url: import.meta.url, name: 'copies' },
  figures(cases) {
    const { confidence } = this, networks = ['LeNet-300-100', 'deep'] as const, mean = (values: readonly number[]): Interval => meanInterval(values, confidence), barriers = (all: readonly Copies[]): Interval => meanBarrier(all.map((c) => 100 * barrier(c)), confidence);
    // k + 1, since a logarithmic axis has no 0.
    const against = networks.map((network): ChartSeries => ({ label: network, kind: 'measured', color: network, points: dense(cases, network).map((rows) => pointOf(rows.case.k + 1, barriers(attemptsOf(rows).map(([c]) => c)))) }));
    const limit = (from: number, to: number): ChartSeries => ({ label: 'stable below', kind: 'bound', color: 'bound', points: [{ x: from, y: 100 * STABLE }, { x: to, y: 100 * STABLE }] });
    const shares = lineShares();
    const lines = [['LeNet-300-100', 0], ['deep', 0], ['deep', 20], ['deep', LATER]] as const;
    const along = lines.flatMap(([network, k]): ChartSeries[] => {
      const all = denseAt(cases, network, k);
      return all.length === 0 ? [] : [{ label: `${network}, k = ${k}`, kind: 'bound', points: shares.map((x, p) => ({ x, y: mean(all.map((c) => (100 * c.wrong[p]) / IMAGES)).estimate })) }];
    });
    const pruned = (y: (pairs: Pruned['pairs']) => Interval): ChartSeries[] => [0, LATER].map((k): ChartSeries => ({
      label: `k = ${k}`, kind: 'measured', color: `k = ${k}`,
      points: [{ density: 1, pairs: denseAt(cases, 'deep', k).map((whole) => ({ whole, part: whole })) }, ...prunedAt(cases, k)].filter(({ pairs }) => pairs.length > 0).map(({ density, pairs }) => pointOf(density, y(pairs))),
    }));
    const density = { title: 'density (share of weights kept)', log: true, reverse: true } as const;
    const spec = chartSpec({
      title: 'Barriers between two copies that part after k steps',
      caption: [...captionOf(this, cases), `Means over attempts with Student intervals, of barriers, which are never negative, cut off at 0: their upper ends are what says something; lines are means. Published, as unpruned networks become stable below ${100 * STABLE} %: LeNet-300-100 at the first draw, ResNet-20 and VGG-16 on CIFAR-10, which is not here, after 3 % and 1.5 % of the training.`],
      columns: 2,
      panels: [
        { title: 'Dense', x: { title: 'k + 1 (steps before the copies part, and one)', log: true }, y: { title: 'barrier, % of test images' }, series: [...against, limit(1, 200)] },
        { title: 'Along the line', x: { title: 'share of the second copy', domain: [0, 1] }, y: { title: 'test error, %' }, series: along },
        { title: 'Deep, pruned', x: density, y: { title: 'barrier, % of test images' }, series: [...pruned((pairs) => barriers(pairs.map((p) => p.part))), limit(1, 0.1)] },
        { title: 'Deep, against the dense network', x: density, y: { title: 'points of test accuracy' }, series: pruned((pairs) => mean(pairs.map(gained))) },
      ],
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const { confidence } = this, mean = (values: readonly number[]): Interval => meanInterval(values, confidence), at = (network: CopiesCase['network'], k: number): Interval => meanBarrier(denseAt(cases, network, k).map(barrier), confidence);
    const first = denseAt(cases, 'LeNet-300-100', 0), deep = dense(cases, 'deep').map((rows) => rows.case.k), [early, late] = [0, LATER].map((k) => prunedAt(cases, k).at(-1));
    if (first.length < 2 || deep.length === 0 || !early || !late) return 'Not all networks are measured yet: open.';
    const stable = deep.find((_, i) => deep.slice(i).every((k) => verdictBelow(at('deep', k), STABLE) === 'holds')), lenet = at('LeNet-300-100', 0), start = at('deep', 0);
    const part = ({ pairs }: Pruned): string => `barrier ${percentInterval(meanBarrier(pairs.map((p) => barrier(p.part)), confidence))}, accuracy ${pointsInterval(mean(pairs.map(gained)))} points against dense`;
    /** Contradicted where copies are not stable and a pruned network is no worse all the same. */
    const onlyWhere = ({ pairs: found }: Pruned): string => {
      const stays = verdictBelow(meanBarrier(found.map((p) => barrier(p.part)), confidence), STABLE), { lower } = mean(found.map(gained));
      return stays === 'fails' && lower >= -MARGIN ? 'fails here' : stays === 'holds' ? 'is not put to the test by these, which are stable' : 'is open here';
    };
    return `From the first draw the barrier between two orders is ${percentInterval(lenet)} for LeNet-300-100 (below ${100 * STABLE} %: ${verdictBelow(lenet, STABLE)}; published: below) and ${percentInterval(start)} for ${DEEP.widths.join('-')} (${verdictBelow(start, STABLE)}), which is shown to be stable from k = ${stable ?? 'no step tried'}${stable === undefined ? '' : ` on, ${((100 * stable) / DEEP.steps).toPrecision(2)} % of the training, with ${percentInterval(at('deep', stable))}`} (open: ${deep.filter((k) => verdictBelow(at('deep', k), STABLE) === 'open').map((k) => `k = ${k}`).join(', ') || 'no other'}). `
      + `Pruned to density ${early.density.toFixed(3)}, in ${early.pairs.length} attempts, the latter has, rewound to k = 0, ${part(early)}; rewound to k = ${LATER}, ${part(late)}: that pruned networks are as good as the dense one only where they are stable ${onlyWhere(early)}. The two copies of LeNet-300-100 lie ${mean(first.map((c) => c.apart / c.travelled)).estimate.toFixed(2)} of the distance travelled apart.`;
  },
});
