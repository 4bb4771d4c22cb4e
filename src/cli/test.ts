import { availableParallelism } from 'node:os';
import { someSeed } from '../properties/property.js';
import { after, Apart, Interrupted } from './apart.js';
import { checkApart } from './check-apart.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { BAD_INPUT, Failure, INTERRUPTED, USAGE } from './failure.js';
import { placeOfGiven } from './load-given.js';
import { openStatus } from './progress.js';
import type { Listed } from './property-worker-protocol.js';
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
  // Nothing of the user's runs in this process: it may not end, or end more than itself.
  const aparts = [new Apart()], stop = new AbortController();
  const others = process.listeners('SIGINT'), interrupt = (): void => stop.abort(new Interrupted());
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', interrupt);
  // No process that does not end is left behind.
  const end = (): void => aparts.forEach((apart) => apart.close()), terminate = (): never => process.exit(143);
  process.on('exit', end);
  process.on('SIGTERM', terminate);
  const status = await openStatus(flags.json ?? false);
  try {
    status(`${given}: loading`);
    const listed = await list(aparts[0], url, given, seconds, stop.signal), chosen = choose(listed, flags);
    const run: TestRun = { given, listed, seed, ended: [], asked: chosen.length, replay: (p, report) => replayOf(given, p, report, flags) };
    const print = (text: string): void => {
      status('');
      if (!flags.json) process.stdout.write(text);
    };
    print(headText(run));
    const queue = [...chosen], running = new Set<string>();
    const lane = async (apart: Apart): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        running.add(one.name);
        status(`${run.ended.length} of ${run.asked} properties ended; running ${[...running].join('; ')}`.slice(0, process.stderr.columns || 80));
        const ended = { ...one, ...(await checkApart(apart, { url, property: one.name, options: { seed, runs: flags.runs, draws: flags.draws, path: flags.path } }, seconds, stop.signal)) };
        running.delete(one.name);
        run.ended.push(ended);
        print(propertyText(run, ended));
      }
    };
    try {
      while (aparts.length < Math.min(workers, queue.length)) aparts.push(new Apart());
      await Promise.all(aparts.map(lane));
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
    process.removeListener('exit', end);
    process.removeListener('SIGTERM', terminate);
    end();
  }
}

async function list(apart: Apart, url: string, given: string, seconds: number, signal: AbortSignal): Promise<Listed[]> {
  try {
    return await apart.run<Listed[]>({ url }, after(seconds), signal);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new Failure(BAD_INPUT, `${given}: ${(error as Error).message}`, { cause: error });
  }
}

/** The properties that were asked for, with what they are of. */
function choose(listed: readonly Listed[], { property: text, path }: Flags): Pick<Ended, 'name' | 'exported' | 'kind'>[] {
  const all = listed.flatMap(({ properties, exported, kind }) => properties.map((name) => ({ name, exported, kind })));
  const exact = all.filter((p) => p.name === text), found = text === undefined ? all : exact.length > 0 ? exact : all.filter((p) => p.name.toLowerCase().includes(text.toLowerCase()));
  if (found.length === 0) throw new Failure(USAGE, `--property: needed a part of one of ${all.length} names, such as ${JSON.stringify(all[0].name)}, got ${JSON.stringify(text)}; without it all are run, and named`);
  if (path !== undefined && found.length > 1) throw new Failure(USAGE, `--path: needed --property to name one property, got ${found.length}`);
  return found;
}
