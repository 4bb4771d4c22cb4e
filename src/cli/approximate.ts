import { availableParallelism } from 'node:os';
import { openPool } from '../numeric/pool.js';
import { widths, writeTicket } from '../network/index.js';
import { selectorNamed } from '../subset-sum/index.js';
import { approximate, outcomesOf, plan, type Request } from '../theorem/index.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, USAGE } from './failure.js';
import { findTheorem } from './find-theorem.js';
import { requireDistinct, requireFigureName, requireWritable, writeWhole } from './files.js';
import { parseDomain } from './parse-domain.js';
import { openProgress } from './progress.js';
import { readTarget } from './read-target.js';
import { planText, resultText } from './report.js';

interface Options {
  epsilon?: number;
  tolerance?: number;
  budget: 'expected' | 'entrywise';
  delta: number;
  theorem: string;
  select?: string;
  candidates: string;
  domain: string;
  seed: number;
  layers?: string;
  out?: string;
  figure?: string;
  workers?: number;
  plan?: boolean;
  outside?: boolean;
  json?: boolean;
}

/** A run that is expected to take longer than this many seconds says so first. */
const LONG = 600;

/** slth approximate: the main job. Returns the exit code of its verdict. */
export async function approximateCommand(targetName: string, options: Options): Promise<number> {
  const started = performance.now();
  const theorem = await findTheorem('--theorem', options.theorem);
  const { select } = options;
  const selector = select === undefined ? null : named('--select', () => selectorNamed(select));
  if (options.epsilon !== undefined && options.tolerance !== undefined) throw new Failure(USAGE, 'approximate: needed --epsilon or --tolerance, got both');
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  if (options.figure !== undefined) await requireFigureName(options.figure);
  if (options.out !== undefined && !options.out.endsWith('.safetensors')) throw new Failure(USAGE, `--out: needed a name ending in .safetensors, got ${options.out}`);
  for (const path of [options.out, options.figure]) if (path) requireWritable(path);
  requireDistinct([targetName, options.out, options.figure]);
  const target = await readTarget(targetName, options.layers);
  const request: Request = {
    target,
    theorem,
    domain: await parseDomain(options.domain, widths(target)[0]),
    epsilon: options.epsilon ?? (options.tolerance === undefined ? 0.01 : null),
    tolerance: options.tolerance ?? null,
    budget: options.budget,
    delta: options.delta,
    selector,
    candidates: candidatesOf(options.candidates),
    seed: options.seed,
    outside: options.outside ?? false,
  };
  const read = (performance.now() - started) / 1000;
  if (options.plan) {
    const planned = await plan(request, workers);
    if (options.json) printJson(planned);
    else process.stdout.write(planText(planned, request));
    return 0;
  }
  await warnIfLong(request, workers);
  const pool = await openPool(workers);
  const progress = await openProgress(options.json ?? false);
  try {
    const done = await approximate(request, pool, progress.onProgress);
    await breath();
    progress.end();
    let last = performance.now();
    if (options.out) writeWhole(options.out, writeTicket(done.ticket));
    const write = (performance.now() - last) / 1000;
    last = performance.now();
    if (options.figure) {
      const { drawWeightErrors } = await import('../plot/index.js');
      writeWhole(options.figure, await drawWeightErrors(done.result, outcomesOf(done, target), options.figure));
    }
    const figure = (performance.now() - last) / 1000;
    const written = { ...(options.out ? { write } : {}), ...(options.figure ? { figure } : {}) };
    const result = { ...done.result, seconds: { read, ...done.result.seconds, ...written, total: (performance.now() - started) / 1000 } };
    if (options.json) printJson(result);
    else process.stdout.write(resultText(result, targetName, { out: options.out, figure: options.figure }));
    return exitCodeOf(result.verdict);
  } finally {
    progress.end();
    await pool.close();
  }
}

/** What `read` makes of a flag's value; its refusal is a usage error. */
function named<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure(USAGE, `${flag}: ${(error as Error).message.replace(/^\w+: /, '')}`);
  }
}

function candidatesOf(text: string): 'bound' | 'auto' | number {
  if (text === 'bound' || text === 'auto') return text;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new Failure(USAGE, `--candidates: needed bound, auto or a positive integer, got ${text}`);
  return n;
}

/** Says so before a run that will take more than ten minutes. */
async function warnIfLong(request: Request, workers: number): Promise<void> {
  if ((await plan(request, workers, 1)).seconds <= LONG) return;
  const { seconds, expectedDraws } = await plan(request, workers);
  if (seconds > LONG) process.stderr.write(`slth: about ${Math.round(seconds / 60)} minutes expected (${expectedDraws.toExponential(1)} weights to draw); --plan shows the parts\n`);
}
