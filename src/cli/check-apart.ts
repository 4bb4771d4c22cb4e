import { faultText } from '../numeric/fault.js';
import type { Pool } from '../numeric/pool.js';
import type { Report } from '../properties/property.js';
import { CaseBoard } from './case-board.js';
import { propertyTasks, type PropertyTask } from './run-property.js';

/** Heap of one worker in MiB. */
export const MEMORY = 1024;

/** Of a property's seconds the share that one case may take, and the share in which a case that ended the run is made smaller; later runs wait this long, or ten times as long as other cases took. */
const ONE_CASE = 1 / 4, SMALLER = 1 / 2, WAIT = 2, LONGER = 10;

/** How often it is looked at where a worker is, in milliseconds. */
const LOOK = 50;

export class Interrupted extends Error {}
class Late extends Error {}

/** Runs one task in a worker for so many seconds; rejects with what it threw or died of. `watch` may say from time to time that it is late. */
export async function inTime<Data, Result>(pool: Pool, name: string, data: Data, seconds: number, signal: AbortSignal, watch?: () => string | undefined): Promise<Result> {
  const late = new AbortController(), until = performance.now() + 1000 * seconds;
  const timer = setInterval(() => {
    const why = performance.now() > until ? `did not end within ${seconds} s` : watch?.();
    if (why !== undefined) late.abort(new Late(why));
  }, LOOK);
  try {
    const [result] = await pool.map<Data, Result>([{ url: propertyTasks, name, data }], { signal: AbortSignal.any([signal, late.signal]) });
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** What became of code that ended otherwise than by an answer. */
export function deathText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof Late) return message;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `needed more than ${MEMORY} MiB of memory`;
  const exited = /^worker exited with code: (.*)$/.exec(message);
  return exited ? `ended its thread (exit code ${exited[1]})` : faultText(error);
}

/**
 * Checks a property in a worker, which may not end, or die. The case at which it did fails, and is made smaller as others are: the run is made again, that
 * case not tried again, and so on; where that is no longer worth it the report is of the last such case, without a path. Rejects when interrupted.
 */
export async function checkApart(pool: Pool, task: Omit<PropertyTask, 'board' | 'known'>, seconds: number, signal: AbortSignal): Promise<Omit<Report, 'name'> & { readonly seconds: number }> {
  const started = performance.now(), took = (): number => (performance.now() - started) / 1000, known: [number, string][] = [];
  let last = '', runs = 0, wait = seconds * ONE_CASE, until = Infinity;
  for (;;) {
    const board = new CaseBoard();
    let seen = 0, since = 0, longest = 0;
    const watch = (): string | undefined => {
      const now = performance.now(), { cases } = board.read() ?? { cases: 0 };
      if (cases !== seen) {
        if (seen > 0) longest = Math.max(longest, now - since);
        [seen, since] = [cases, now];
      }
      return seen > 0 && now - since > 1000 * wait ? `did not end within ${Number(wait.toPrecision(2))} s` : undefined;
    };
    try {
      const report = await inTime<PropertyTask, Report>(pool, 'runProperty', { ...task, known, board: board.memory }, seconds, signal, watch);
      return { ...report, seconds: took() };
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const tried = board.read(), death = deathText(error), again = tried === undefined || known.some(([k]) => k >= tried.cases);
      if (!again || last === '') [last, runs] = [`${tried ? `${tried.text}\n` : ''}${death}`, known.length === 0 ? (tried?.cases ?? 0) : runs];
      if (again || took() > Math.min(seconds, until)) return { verdict: 'fails', runs, seed: task.options.seed!, counterexample: last, seconds: took() };
      known.push([tried.cases, death]);
      if (until === Infinity) until = took() + seconds * SMALLER;
      if (error instanceof Late) wait = Math.min(wait, Math.max(WAIT, (LONGER * longest) / 1000));
    }
  }
}
