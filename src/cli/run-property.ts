import { loadModule } from '../numeric/load-module.js';
import { propertiesOf, type CheckOptions, type Report, type Tested } from '../properties/index.js';
import { CaseBoard } from './case-board.js';

/** What is said of an export without its functions. */
export interface Listed extends Omit<Tested, 'properties'> {
  readonly properties: readonly string[];
}

/** One property of a module, and how it is checked. */
export interface PropertyTask {
  readonly url: string;
  readonly property: string;
  readonly options: Pick<CheckOptions, 'runs' | 'draws' | 'seed' | 'path'>;
  /** Cases that ended the run before, by their numbers from 1, and how: they are not tried again, and fail. */
  readonly known: readonly (readonly [number, string])[];
  /** Of a CaseBoard. */
  readonly board: SharedArrayBuffer;
}

/** Module of the two tasks, for Pool.map. */
export const propertyTasks = import.meta.url;

/** The code with which the user's code wanted to end the program since it was last asked; a worker has one task at a time. */
let ended: Error | undefined;

const exit = process.exit.bind(process);

/** In a worker: what the user's code prints goes to stderr, and an end of the program is an error where it is asked for. */
function guard(): void {
  ended = undefined;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.exit = (code?: number | string | null): never => {
    // So Node itself ends a thread in which something was thrown that nobody caught.
    if (new Error().stack?.includes('node:internal/main/worker_thread')) return exit(code);
    ended = new Error(`ended the program (process.exit(${code ?? ''}))`);
    throw ended;
  };
}

/** Lets rejections that nobody handles end this worker before its task does. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const all = async (url: string): Promise<Tested[]> => propertiesOf(await loadModule(url), url);

/** Task: what can be tested of a module. */
export async function listProperties({ url }: { readonly url: string }): Promise<Listed[]> {
  guard();
  const tested = await all(url);
  await settle();
  if (ended) throw ended;
  return tested.map(({ properties, ...t }) => ({ ...t, properties: properties.map((p) => p.name) }));
}

/** Task: checks one property. */
export async function runProperty({ url, property, options, known, board }: PropertyTask): Promise<Report> {
  guard();
  const found = (await all(url)).flatMap((t) => t.properties).find((p) => p.name === property);
  if (!found) throw new Error('was listed and is not there: what the module exports depends on something');
  const cases = new CaseBoard(board);
  const onCase = async (shown: () => string): Promise<void> => {
    await settle();
    if (ended) return;
    cases.write(shown());
    const death = known.find(([k]) => k === cases.read()!.cases);
    if (death) throw new Error(death[1]);
  };
  const report: Partial<Report> | undefined = await found.check({ ...options, onCase });
  await settle();
  const { verdict, runs, seed, path, counterexample } = report ?? {};
  if (verdict !== 'holds' && verdict !== 'fails' && verdict !== 'open') throw new Error(`needed check() to give a verdict, holds, fails or open, got ${String(verdict)}`);
  // Code that catches what it should not would have ended the program all the same.
  if (ended && verdict === 'holds') throw ended;
  return { name: property, verdict, runs: Number(runs ?? 0), seed: Number(seed ?? options.seed), ...(path === undefined ? {} : { path: String(path) }), ...(counterexample === undefined ? {} : { counterexample: String(counterexample) }) };
}
