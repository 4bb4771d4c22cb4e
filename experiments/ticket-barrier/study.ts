import { meanInterval } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartPanel, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type CaseRows } from '../../src/study/index.js';
import { barrierOf, lineShares } from '../../src/tensor/index.js';
import { computedBy } from '../mnist.js';
import { meanBarrier, percentInterval, STABLE, verdictBelow } from '../weak-tickets/verdicts.js';
import { IMAGES, UNITS, type Pair, type TicketLine, type TicketsCase } from './lines.js';
import type { Moved } from './tickets-line.js';

export { ticketLines } from './lines.js';

type Rows = CaseRows<TicketsCase, TicketLine[][]>;

const NAMES: Readonly<Record<Pair, string>> = { selectors: 'two selectors', halves: 'no common unit', sources: 'two sources' };
const LINES: readonly (readonly [Pair, Moved])[] = [['selectors', 'last'], ['halves', 'last'], ['selectors', 'all'], ['halves', 'all'], ['sources', 'all']];

const linesOf = ({ rows }: Rows, pair: Pair, moved: Moved): TicketLine[] => rows.flatMap((r) => r.result).flatMap((lines) => lines.filter((l) => l.pair === pair && l.moved === moved));
const barrier = ({ wrong }: TicketLine): number => barrierOf(wrong) / IMAGES;
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
const label = (pair: Pair, moved: Moved): string => `${NAMES[pair]}${moved === 'last' ? ', gains shared' : ''}`;
const shown = (x: number): string => String(Number(x.toPrecision(2)));

/** Means over attempts along the lines of a case. */
function panelOf(rows: Rows, y: (line: TicketLine) => readonly number[], title: string, axis: ChartPanel['y'], confidence: number, floor = -Infinity): ChartPanel {
  const shares = lineShares();
  return {
    title: `${title}, tolerance ${rows.case.tolerance}`, x: { title: 'share of the second ticket', domain: [0, 1] }, y: axis,
    series: LINES.map(([pair, moved]): ChartSeries => {
      const all = linesOf(rows, pair, moved).map(y);
      return { label: label(pair, moved), kind: 'band', color: label(pair, moved), points: all.length === 0 ? [] : shares.map((x, k) => {
        const { estimate, lower, upper } = meanInterval(all.map((line) => line[k]), confidence);
        return { x, y: estimate, ...(upper < Infinity ? { low: Math.max(floor, lower), high: upper } : {}) };
      }) };
    }),
  };
}

export default defineStudy<TicketsCase, TicketLine[][]>({
  name: 'ticket-barrier',
  question: 'Is there a barrier between two strong tickets of one target, as there is between two trained copies, and what does the theory of subset sums say of it?',
  tested:
    `An attempt draws a source (the diamond of Pensia et al. (2020), n = ${UNITS}) and prunes it twice into the published target 784-500-10, every weight within the tolerance: by two selectors (sparsest, first); by sparsest from the first and from the later half of the candidates, which have no unit in common; by sparsest, and by sparsest in a second source. `
    + `At 30 points of the line between the two tickets it classifies the first ${IMAGES.toLocaleString('en-US')} test images of MNIST. Gains shared: the masks of last edges move, the first edges of both tickets are kept; else all masks move, which is the straight line between the two pruned networks.`,
  confidence: 0.95,
  seed: 20200784,
  minutes: 4,
  computedBy,
  cases: [{ tolerance: 0.01 }, { tolerance: 0.0001 }],
  attempts: () => 3,
  batch: () => 1,
  work: { url: import.meta.url, name: 'ticketLines' },
  figures(cases) {
    const { confidence } = this, error = { title: 'test error, %' }, distance = { title: 'largest distance from the target, l2', log: true };
    const misses = cases.flatMap((c) => LINES.flatMap(([pair, moved]) => linesOf(c, pair, moved))).reduce((n, l) => n + l.misses, 0);
    const bounds = cases.map((c) => `${shown(most(LINES.flatMap(([pair, moved]) => linesOf(c, pair, moved).map((l) => l.bound ?? 0))))} at tolerance ${c.case.tolerance}`);
    const spec = chartSpec({
      title: 'Between two strong tickets of one target',
      caption: [...captionOf(this, cases), `Means over attempts with Student intervals, of barriers, which are never negative, cut off at 0: their upper ends are what says something. Weights not within their tolerance: ${misses}. Where gains are shared the distance is by theory at most ${bounds.join(', ')} (the largest over attempts).`],
      columns: 2,
      panels: cases.flatMap((c) => [
        panelOf(c, (l) => l.wrong.map((n) => (100 * n) / IMAGES), 'Errors', error, confidence, 0),
        panelOf(c, (l) => l.error, 'Outputs', distance, confidence, most(linesOf(c, 'selectors', 'last').flatMap((l) => l.error)) / 10),
      ]),
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const { confidence } = this, told = cases.filter((c) => c.attempts > 1), rows = told.at(-1);
    if (!rows) return 'Fewer than two attempts are known: open.';
    const mean = (of: Rows, pair: Pair, moved: Moved): string => percentInterval(meanBarrier(linesOf(of, pair, moved).map(barrier), confidence)), shared = (['selectors', 'halves'] as const).flatMap((pair) => linesOf(rows, pair, 'last'));
    const kept = shared.every((l) => most(l.weight) <= 1 + 1e-9 && most(l.error) <= l.bound!), count = IMAGES.toLocaleString('en-US');
    const coarse = told.slice(0, -1).map((c) => `At tolerance ${c.case.tolerance} the bound leaves ${most((['selectors', 'halves'] as const).flatMap((pair) => linesOf(c, pair, 'last')).map((l) => l.doubtful!))} of ${count} images open, and these barriers are ${mean(c, 'selectors', 'last')} and ${mean(c, 'halves', 'last')}. `);
    const off = (pair: Pair): string => shown(most(linesOf(rows, pair, 'all').flatMap((l) => l.error)));
    const straight = (['selectors', 'sources', 'halves'] as const).map((pair) => `${mean(rows, pair, 'all')} between ${pair === 'halves' ? 'tickets without a common unit' : NAMES[pair]} (outputs off by up to ${off(pair)}; below ${100 * STABLE} %: ${verdictBelow(meanBarrier(linesOf(rows, pair, 'all').map(barrier), confidence), STABLE)})`);
    return `With the gains shared, at tolerance ${rows.case.tolerance}, weights stay within ${most(shared.flatMap((l) => l.weight)).toFixed(2)} tolerances along every line and outputs within ${shown(most(shared.flatMap((l) => l.error)))} of the target (the theory's bound, ${shown(most(shared.map((l) => l.bound!)))}, ${kept ? 'holds' : 'fails'}; by it at most ${most(shared.map((l) => l.doubtful!))} of ${count} images could change class), and the barrier is ${mean(rows, 'selectors', 'last')} between two selectors and ${mean(rows, 'halves', 'last')} without a common unit. `
      + `${coarse.join('')}On the straight line between the pruned networks it is, of ${rows.attempts} attempts, ${straight.join(', ')}.`;
  },
});
