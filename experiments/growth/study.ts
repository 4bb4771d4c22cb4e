import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { leastSquares, type Interval } from '../../src/numeric/statistics/index.js';
import { studentUpper } from '../../src/numeric/statistics/student.js';
import { chartSpec, type ChartPoint } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { TOLERANCE, type GrowthRun, type GrowthTask } from './measure.js';

/** A width: the target has 2 width^2 weights. */
export type GrowthCase = { readonly width: number; readonly select: string };

const MEASURE = fileURLToPath(import.meta.url.replace(/study(\.[jt]s)$/, 'measure$1'));

/** Each attempt in a process of its own, one after another; run the study on one worker, so that nothing else takes time or memory. Throws what that process wrote, if it failed. */
export function measureApart({ case: { width, select }, seed, from, to }: Batch<GrowthCase>): GrowthRun[] {
  return Array.from({ length: to - from }, (_, k) => {
    const task: GrowthTask = { width, select, seed, attempt: from + k };
    const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, MEASURE, JSON.stringify(task)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) throw new Error(`growth: needed a process that measures width ${width}, got status ${status}: ${stderr.slice(-500)}`);
    return JSON.parse(stdout) as GrowthRun;
  });
}

/** Half steps of a power of ten in weights, and the widths of two square layers that have about as many. */
const WIDTHS = [22, 40, 71, 126, 224, 398, 707, 1257, 2236, 3976, 7071];

/** Sizes below which what a process does once takes most of the time. */
const LARGE = 3e5;

/** The slope of log y against log weights over the large sizes, with the 95 % interval of a straight line; undefined of fewer than three sizes. */
export function growthOf(points: readonly { readonly x: number; readonly y: number }[], from = LARGE): Interval | undefined {
  const large = points.filter(({ x, y }) => x >= from && y > 0);
  if (large.length < 3) return undefined;
  const xs = large.map(({ x }) => Math.log(x)), { coefficients, residuals } = leastSquares(xs.map((x) => [1, x]), large.map(({ y }) => Math.log(y)));
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length, spread = xs.reduce((s, x) => s + (x - mean) * (x - mean), 0), freedom = xs.length - 2;
  const radius = studentUpper(0.025, freedom) * Math.sqrt(residuals.reduce((s, r) => s + r * r, 0) / freedom / spread);
  return { estimate: coefficients[1], lower: coefficients[1] - radius, upper: coefficients[1] + radius };
}

/** One quantity by size: medians, with the least and the most of all attempts. */
function pointsOf(cases: readonly CaseRows<GrowthCase, GrowthRun[]>[], of: (run: GrowthRun) => number): { x: number; y: number; low: number; high: number }[] {
  return cases.filter((c) => c.attempts > 0).map(({ rows }) => {
    const runs = rows.flatMap((r) => r.result), sorted = runs.map(of).sort((a, b) => a - b);
    return { x: runs[0].weights, y: sorted[Math.floor(sorted.length / 2)], low: sorted[0], high: sorted[sorted.length - 1] };
  });
}

/** The line of slope 1 through the size that takes least per weight. */
function floorOf(points: readonly { x: number; y: number }[]): ChartPoint[] {
  const each = Math.min(...points.map(({ x, y }) => y / x)), xs = points.map((p) => p.x);
  return [Math.min(...xs), Math.max(...xs)].map((x) => ({ x, y: each * x }));
}

const exponentText = (growth: Interval | undefined): string => (growth ? `${growth.estimate.toFixed(2)} [${growth.lower.toFixed(2)}, ${growth.upper.toFixed(2)}]` : 'open');

const MB = 1e6;
const show = (x: number): string => x.toLocaleString('en-US');

export default defineStudy<GrowthCase, GrowthRun[]>({
  name: 'growth',
  question: 'How do time, memory and tickets grow with the number of weights of the target?',
  tested: `A target of two square layers, weights uniform on [-1, 1], approximated by the diamond and first, every weight within ${TOLERANCE}, its ticket certified on [0, 1]^d, written, read and checked: in a process of its own, on one thread.`,
  confidence: 0.95,
  seed: 20261000,
  measuresMachine: true,
  minutes: 26,
  cases: WIDTHS.map((width) => ({ width, select: 'first' })),
  attempts: ({ width }) => (width <= 398 ? 5 : width <= 707 ? 3 : 1),
  batch: () => 1,
  work: { url: import.meta.url, name: 'measureApart' },
  figures(cases) {
    const time = (of: (run: GrowthRun) => number) => pointsOf(cases, of), whole = time((r) => r.seconds.approximate);
    const stage = (name: string) => time((r) => {
      const all = Object.values(r.stages).reduce((a, b) => a + b, 0);
      return (r.seconds.approximate * r.stages[name]) / all;
    });
    const bytes = time((r) => r.ticketBytes / MB), peak = time((r) => r.peakBytes.approximate / MB);
    const x = { title: 'weights of the target', log: true } as const;
    const spec = chartSpec({
      title: 'What a ticket costs, by the size of its target',
      caption: [...captionOf(this, cases), `Medians, with the least and the most of all attempts. Seconds of one thread of the machine that measured; the lines have slope 1. Exponents are fitted from ${show(LARGE)} weights on.`],
      columns: 2,
      panels: [
        { title: 'Time', x, y: { title: 'seconds (processor)', log: true }, series: [
          { label: 'approximate', kind: 'measured', points: whole }, { label: 'its search', kind: 'measured', points: stage('search') }, { label: 'its certificate', kind: 'measured', points: stage('certificate') },
          { label: 'check', kind: 'measured', points: time((r) => r.seconds.check) }, { label: 'linear', kind: 'necessary', points: floorOf(whole) },
        ] },
        { title: 'Bytes', x, y: { title: 'MB', log: true }, series: [
          { label: 'peak memory', kind: 'measured', points: peak }, { label: 'ticket', kind: 'measured', points: bytes }, { label: 'linear', kind: 'necessary', points: floorOf(bytes) },
        ] },
      ],
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const of = (f: (run: GrowthRun) => number): string => exponentText(growthOf(pointsOf(cases, f)));
    const largest = cases.filter((c) => c.attempts > 0).at(-1)?.rows[0]?.result[0];
    if (!largest) return 'No rows yet (open). No rows yet (open).';
    const runs = cases.flatMap((c) => c.rows.flatMap((r) => r.result)), misses = runs.reduce((sum, r) => sum + r.misses, 0);
    const three = (x: number): string => show(Number(x.toPrecision(3))), each = ((largest.seconds.approximate * 1e6) / largest.weights).toPrecision(2);
    return `A ticket of a target of ${show(largest.weights)} weights took ${three(largest.seconds.approximate)} s of one thread (${each} us a weight) and ${(largest.peakBytes.approximate / 1e9).toPrecision(2)} GB, has ${three(largest.ticketBytes / MB)} MB and was checked in ${three(largest.seconds.check)} s and ${(largest.peakBytes.check / 1e9).toPrecision(2)} GB, with ${misses} weights missed in all ${runs.length} runs. `
      + `From ${show(LARGE)} weights on the time grows like weights^${of((r) => r.seconds.approximate)}, that of the check like weights^${of((r) => r.seconds.check)}, the ticket like weights^${of((r) => r.ticketBytes)} and memory like weights^${of((r) => r.peakBytes.approximate - r.peakBytes.start)}.`;
  },
});
