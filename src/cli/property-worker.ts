import { writeSync } from 'node:fs';
import { faultText } from '../numeric/fault.js';
import { loadModule } from '../numeric/load-module.js';
import { propertiesOf, type Report } from '../properties/index.js';
import { SAYS, type Answer, type Listed, type PropertyTask, type Said, type Tried } from './property-worker-protocol.js';

const MOST_TEXT = 16384;
const say = (said: Said): void => void writeSync(SAYS, `${JSON.stringify(said)}\n`);
const exit = process.exit.bind(process);

/** The first end of the program that the user's code asked for in this task, and the case that it was in. */
let ended: Error | undefined, tried: Tried | undefined;

/** Lets rejections that nobody handles come up before the next case, or the end. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function list(url: string): Promise<Listed[]> {
  const tested = propertiesOf(await loadModule(url), url);
  await settle();
  if (ended) throw ended;
  return tested.map(({ properties, ...t }) => ({ ...t, properties: properties.map((p) => p.name) }));
}

async function check(url: string, property: string, { options, known = [] }: PropertyTask): Promise<Report> {
  const found = propertiesOf(await loadModule(url), url).flatMap((t) => t.properties).find((p) => p.name === property);
  if (!found) throw new Error('was listed and is not there: what the module exports depends on something');
  say({ tried: { cases: 0, text: '' } });
  const onCase = async (shown: () => string): Promise<void> => {
    await settle();
    if (ended) return;
    const cases: number = (tried?.cases ?? 0) + 1, text = shown();
    say({ tried: (tried = { cases, text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)} ...` : text }) });
    const death = known.find(([k]) => k === cases);
    if (death) throw new Error(death[1]);
  };
  const report: Partial<Report> | undefined = await found.check({ ...options, onCase });
  await settle();
  const { verdict, runs, seed, path, counterexample } = report ?? {};
  if (verdict !== 'holds' && verdict !== 'fails' && verdict !== 'open') throw new Error(`needed check() to give a verdict, holds, fails or open, got ${String(verdict)}`);
  // Code that catches what it should not would have ended the program all the same.
  if (ended && verdict === 'holds') throw ended;
  return { name: property, verdict, runs: Number(runs ?? 0), seed: Number(seed ?? options?.seed), ...(path === undefined ? {} : { path: String(path) }), ...(counterexample === undefined ? {} : { counterexample: String(counterexample) }) };
}

async function answer(task: PropertyTask): Promise<Answer> {
  ended = tried = undefined;
  try {
    return { result: await (task.property === undefined ? list(task.url) : check(task.url, task.property, task)) };
  } catch (error) {
    return { thrown: faultText(error), stack: error instanceof Error ? error.stack : undefined, tried };
  }
}

// An end of the program is an error where it is asked for: then its case is made smaller as others are.
process.exit = (code?: number | string | null): never => {
  const error = new Error(`ended the program (process.exit(${code ?? ''}))`);
  ended ??= error;
  throw error;
};
process.on('uncaughtException', (error) => {
  say({ death: faultText(error) });
  exit(1);
});
// Ctrl-C is the other's business; where that is no more, nothing is left to do.
process.on('SIGINT', () => {});
process.on('disconnect', () => exit(0));
process.on('message', (task: PropertyTask) => void answer(task).then((a) => process.send!(a)));
