import { availableParallelism } from 'node:os';
import { openPool } from '../numeric/pool.js';
import { runLaboratory, type Experiment, type Laboratory, type Sharing } from '../subset-sum/laboratory/index.js';
import { breath } from './breath.js';
import { openProgress } from './progress.js';
import { printJson } from './exit-code.js';
import { Failure, USAGE } from './failure.js';
import { requireFigureName, requireWritable, writeWhole } from './files.js';
import { show } from './report.js';

interface Options {
  law: string;
  scale: number;
  n: number;
  epsilon: number;
  targets: string;
  range: number;
  sizeAtMost?: number;
  select?: string;
  sharing: Sharing;
  problems?: number;
  attempts: number;
  seed: number;
  figure?: string;
  workers?: number;
  json?: boolean;
}

/** Problems of a shared pool unless said otherwise. */
const SHARED = 100;

/** slth rss: the random-subset-sum laboratory. Returns 0 once the experiment is run, whatever it found. */
export async function rssCommand(options: Options): Promise<number> {
  const started = performance.now();
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  if (options.figure !== undefined) {
    await requireFigureName(options.figure);
    requireWritable(options.figure);
  }
  const experiment = experimentOf(options);
  const pool = await openPool(workers);
  const progress = await openProgress(options.json ?? false);
  try {
    const result = await runLaboratory(experiment, pool, { onProgress: (share) => progress.onProgress('solving', share) });
    await breath();
    progress.end();
    if (options.figure) {
      const { drawLaboratory } = await import('../plot/index.js');
      writeWhole(options.figure, await drawLaboratory(result, options.figure));
    }
    const seconds = (performance.now() - started) / 1000;
    if (options.json) printJson({ ...result, seconds });
    else process.stdout.write(`${laboratoryText(result)}${options.figure ? `figure       ${options.figure}\n` : ''}seconds      ${seconds.toFixed(2)} s\n`);
    return 0;
  } finally {
    progress.end();
    await pool.close();
  }
}

function experimentOf(o: Options): Experiment {
  if (o.sizeAtMost !== undefined && o.select !== undefined) throw new Failure(USAGE, 'rss: needed --size-at-most or --select, got both');
  const targets = o.targets === 'uniform' || o.targets === 'all' ? o.targets : Number(o.targets);
  if (o.targets.trim() === '' || Number.isNaN(targets)) throw new Failure(USAGE, `--targets: needed uniform, all or a number, got ${o.targets}`);
  return {
    law: o.law,
    scale: o.scale,
    n: o.n,
    epsilon: o.epsilon,
    targets,
    range: o.range,
    select: o.sizeAtMost !== undefined ? `at-most:${o.sizeAtMost}` : (o.select ?? (o.n <= 40 ? 'closest' : 'first')),
    sharing: o.sharing,
    problems: o.problems ?? (o.sharing === 'weight' ? 1 : SHARED),
    attempts: o.attempts,
    seed: o.seed,
  };
}

/** An experiment's result as text. */
function laboratoryText(r: Laboratory): string {
  const { experiment: e, failures, failureRate } = r;
  const percent = `${100 * r.confidence} %`;
  const range = `[${-e.range}, ${e.range}]`;
  const targets = e.targets === 'uniform' ? `uniform on ${range}` : e.targets === 'all' ? `all of ${range}` : String(e.targets);
  const trial = e.targets === 'all' || e.problems === 1 ? 'attempts' : `pools of ${show(e.problems)} problems (sharing ${e.sharing})`;
  const time = (q: 'q50' | 'q90' | 'q99'): string => {
    const { estimate, lower, upper } = r.hittingTime[q];
    const beyond = (x: number | null): string => (x === null ? `> ${e.n}` : String(x));
    return `${beyond(estimate)} [${beyond(lower)}, ${beyond(upper)}]`;
  };
  const of = (interval: { estimate: number; lower: number; upper: number }): string => `${show(interval.estimate)} [${show(interval.lower)}, ${show(interval.upper)}]`;
  return [
    `law          ${e.law}${e.scale === 1 ? '' : ` times ${e.scale}`}: ${r.law}`,
    `problem      n = ${show(e.n)} raw draws, targets ${targets}, epsilon ${e.epsilon}, select ${e.select}`,
    `attempts     ${show(failures.pools)} ${trial}, seed ${e.seed}; usable candidates ${show(r.usable.least)} to ${show(r.usable.most)}, mean ${show(r.usable.mean)}`,
    `failures     ${show(failures.proven)} proven: ${show(failures.range)} by range, ${show(failures.resolution)} by resolution; ${show(failures.open)} given up`,
    `failure rate ${of(failureRate)}, exact ${percent} interval`,
    ...(r.problemFailureRate ? [`per problem  ${of(r.problemFailureRate)}, ${percent} interval over independent pools`] : []),
    ...(r.errors ? [`errors       median ${show(r.errors.median)}, 90 % ${show(r.errors.q90)}, 99 % ${show(r.errors.q99)}, largest ${show(r.errors.max)}`] : []),
    ...(r.sizes ? [`sizes        ${r.selectedPerProblem!.toFixed(2)} selected per problem; ${r.sizes.map(({ size, problems }) => `${size}: ${show(problems)}`).join(', ')}`] : []),
    `${e.targets === 'all' ? 'covering     every target' : `hitting      ${e.problems > 1 ? 'every problem of the pool' : 'the target'}`} is within epsilon of ${e.select.includes(':') ? `a sum of ${e.select}` : 'a subset sum'} at n: half ${time('q50')}, 90 % ${time('q90')}, 99 % ${time('q99')} (distribution-free ${percent} intervals)`,
    ...(r.unproven > 0 ? [`unproven     ${show(r.unproven)} answers are not proven to be what select ${e.select} promises`] : []),
    '',
  ].join('\n');
}
