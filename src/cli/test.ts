import { availableParallelism } from 'node:os';
import { faultText } from '../numeric/fault.js';
import { openPool, type Pool } from '../numeric/pool.js';
import { someSeed, type Report } from '../properties/property.js';
import { CaseBoard } from './case-board.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { BAD_INPUT, Failure, INTERRUPTED, USAGE } from './failure.js';
import { placeOfGiven } from './load-given.js';
import { openStatus } from './progress.js';
import { propertyTasks, type Listed, type PropertyTask } from './run-property.js';
import { headText, propertyText, replayOf, summaryText, verdictOf, type Ended, type TestRun } from './test-report.js';

interface Flags {
  property?: string;
  seed?: number;
  path?: string;
  runs?: number;
  draws?: number;
  seconds: number;
  workers?: number;
  json?: boolean;
}

/** Heap of one worker in MiB. */
const MEMORY = 1024;

/** slth test: checks the properties of what a module exports. Returns 0 where all hold, 1 where one fails, else 2; 130 when interrupted. */
export async function testCommand(given: string, flags: Flags): Promise<number> {
  const started = performance.now(), { seconds } = flags, seed = flags.seed ?? someSeed(), workers = flags.workers ?? availableParallelism();
  const whole = (flag: string, x: number | undefined, least: number, most: number): void => {
    if (x !== undefined && !(Number.isInteger(x) && x >= least && x <= most)) throw new Failure(USAGE, `${flag}: needed an integer in [${least}, ${most}], got ${x}`);
  };
  whole('--workers', workers, 1, 1024);
  whole('--seed', seed, 0, 2 ** 31 - 1);
  whole('--runs', flags.runs, 1, 1e9);
  whole('--draws', flags.draws, 1, 1e9);
  if (!(seconds > 0 && seconds <= 1e6)) throw new Failure(USAGE, `--seconds: needed a number in (0, 1e6], got ${seconds}`);
  const { url } = placeOfGiven('test', given);
  if (flags.path !== undefined && (flags.property === undefined || flags.seed === undefined)) throw new Failure(USAGE, '--path: needed --property and --seed with it, as a failure prints them, got it without');
  // Nothing of the user's runs in this thread: it may not end, or end more than itself.
  const pool = await openPool(workers, { isolated: true, megabytes: MEMORY }), stop = new AbortController();
  const others = process.listeners('SIGINT'), interrupt = (): void => stop.abort(new Interrupted());
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', interrupt);
  const status = await openStatus(flags.json ?? false);
  try {
    status(`${given}: loading`);
    const listed = await list(pool, url, given, seconds, stop.signal), chosen = choose(listed, flags);
    const run: TestRun = { given, listed, seed, ended: [], asked: chosen.length, replay: (p, report) => replayOf(given, p, report, flags) };
    const print = (text: string): void => {
      status('');
      if (!flags.json) process.stdout.write(text);
    };
    print(headText(run));
    const queue = [...chosen], running = new Set<string>();
    const lane = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        running.add(one.name);
        status(`${run.ended.length} of ${run.asked} properties ended; running ${[...running].join('; ')}`.slice(0, process.stderr.columns || 80));
        const ended = { ...one, ...(await check(pool, { url, property: one.name, options: { seed, runs: flags.runs, draws: flags.draws, path: flags.path } }, seconds, stop.signal)) };
        running.delete(one.name);
        run.ended.push(ended);
        print(propertyText(run, ended));
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(workers, queue.length) }, lane));
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
    const whole = (performance.now() - started) / 1000, interrupted = stop.signal.aborted, verdict = verdictOf(run);
    print(summaryText(run, whole, interrupted));
    if (flags.json) {
      const inOrder = chosen.flatMap(({ name }) => run.ended.filter((e) => e.name === name)).map((e) => ({ ...e, replay: e.verdict === 'holds' ? null : run.replay(e.name, e) }));
      printJson({ schema: 1, module: given, seed, verdict, interrupted, exports: listed.map(({ properties: _, ...l }) => l), asked: run.asked, properties: inOrder, seconds: whole });
    }
    return interrupted ? INTERRUPTED : exitCodeOf(verdict);
  } catch (error) {
    status('');
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write('slth: interrupted before any property ended\n');
    return INTERRUPTED;
  } finally {
    process.removeListener('SIGINT', interrupt);
    others.forEach((listener) => process.on('SIGINT', listener as NodeJS.SignalsListener));
    await pool.close();
  }
}

class Interrupted extends Error {}
class Late extends Error {}

/** Runs one task in a worker of its own for so many seconds; rejects with what it threw or died of. */
async function inTime<Data, Result>(pool: Pool, name: string, data: Data, seconds: number, signal: AbortSignal): Promise<Result> {
  const late = new AbortController(), timer = setTimeout(() => late.abort(new Late()), 1000 * seconds);
  try {
    const [result] = await pool.map<Data, Result>([{ url: propertyTasks, name, data }], { signal: AbortSignal.any([signal, late.signal]) });
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** What became of code that ended otherwise than by an answer. */
function deathText(error: unknown, seconds: number): string {
  if (error instanceof Late) return `did not end within ${seconds} s`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `needed more than ${MEMORY} MiB of memory`;
  const exited = /^worker exited with code: (.*)$/.exec(message);
  return exited ? `ended its thread (exit code ${exited[1]})` : faultText(error);
}

async function list(pool: Pool, url: string, given: string, seconds: number, signal: AbortSignal): Promise<Listed[]> {
  try {
    return await inTime<{ url: string }, Listed[]>(pool, 'listProperties', { url }, seconds, signal);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new Failure(BAD_INPUT, `${given}: ${deathText(error, seconds)}`, { cause: error });
  }
}

async function check(pool: Pool, task: Omit<PropertyTask, 'board'>, seconds: number, signal: AbortSignal): Promise<Omit<Report, 'name'> & { readonly seconds: number }> {
  const board = new CaseBoard(), started = performance.now(), took = (): number => (performance.now() - started) / 1000;
  try {
    return { ...(await inTime<PropertyTask, Report>(pool, 'runProperty', { ...task, board: board.memory }, seconds, signal)), seconds: took() };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const tried = board.read(), death = deathText(error, seconds);
    return { verdict: 'fails', runs: tried?.cases ?? 0, seed: task.options.seed!, counterexample: tried ? `${tried.text}\n${death}; that was the last case` : death, seconds: took() };
  }
}

/** The properties that were asked for, with what they are of. */
function choose(listed: readonly Listed[], { property: text, path }: Flags): Pick<Ended, 'name' | 'exported' | 'kind'>[] {
  const all = listed.flatMap(({ properties, exported, kind }) => properties.map((name) => ({ name, exported, kind })));
  const exact = all.filter((p) => p.name === text), found = text === undefined ? all : exact.length > 0 ? exact : all.filter((p) => p.name.toLowerCase().includes(text.toLowerCase()));
  if (found.length === 0) throw new Failure(USAGE, `--property: needed a part of one of the names ${all.map((p) => JSON.stringify(p.name)).join(', ')}, got ${JSON.stringify(text)}`);
  if (path !== undefined && found.length > 1) throw new Failure(USAGE, `--path: needed --property to name one property, got ${found.length}`);
  return found;
}
