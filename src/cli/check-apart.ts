import type { Report } from '../properties/property.js';
import { after, Interrupted, Late, type Apart } from './apart.js';
import type { PropertyTask } from './property-worker-protocol.js';

/** Of a property's seconds the share that one case may take, and the share in which a case that ended the run is made smaller; later runs wait this long, or ten times as long as other cases took. */
const ONE_CASE = 1 / 4, SMALLER = 1 / 2, WAIT = 2, LONGER = 10;

/** Seconds. */
const LOADING = 60;

/**
 * Checks a property in another process, which may not end, or die. The case at which it did fails, and is made smaller as others are: the run is made again, that
 * case not tried again, and so on; where that is no longer worth it the report is of the last such case, without a path. Rejects when interrupted.
 */
export async function checkApart(apart: Apart, task: Omit<PropertyTask, 'known'>, seconds: number, signal: AbortSignal): Promise<Omit<Report, 'name'> & { readonly seconds: number }> {
  const started = performance.now(), took = (): number => (performance.now() - started) / 1000, known: [number, string][] = [];
  let last = '', runs = 0, wait = seconds * ONE_CASE, until = Infinity;
  for (;;) {
    // What it takes to start a process and load a module is not the property's.
    let seen = -1, since = 0, longest = 0, whole = after(Math.max(seconds, LOADING)), one = whole;
    const watch = (): string | undefined => {
      const cases = apart.tried?.cases ?? -1, now = performance.now();
      if (cases !== seen) {
        if (seen === -1) whole = after(seconds);
        if (seen > 0) longest = Math.max(longest, now - since);
        [seen, since, one] = [cases, now, cases > 0 ? after(wait) : whole];
      }
      return one() ?? whole();
    };
    try {
      const report = await apart.run<Report>({ ...task, known }, watch, signal);
      return { ...report, seconds: took() };
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const tried = apart.tried?.cases ? apart.tried : undefined, death = (error as Error).message, again = tried === undefined || known.some(([k]) => k >= tried.cases);
      if (!again || last === '') [last, runs] = [`${tried ? `${tried.text}\n` : ''}${death}`, known.length === 0 ? (tried?.cases ?? 0) : runs];
      if (again || took() > Math.min(seconds, until)) return { verdict: 'fails', runs, seed: task.options!.seed!, counterexample: last, seconds: took() };
      known.push([tried.cases, death]);
      if (until === Infinity) until = took() + seconds * SMALLER;
      if (error instanceof Late) wait = Math.min(wait, Math.max(WAIT, (LONGER * longest) / 1000));
    }
  }
}
