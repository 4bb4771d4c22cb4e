import type { Verdict } from '../certify/index.js';
import type { Report } from '../properties/property.js';
import type { Listed } from './property-worker-protocol.js';
import { show } from './report.js';
import { shellWord } from './shell-word.js';

/** What became of one property. */
export interface Ended extends Report {
  readonly exported: string;
  readonly kind: string;
  readonly seconds: number;
}

/** A run of slth test, as far as it has come. */
export interface TestRun {
  readonly given: string;
  readonly listed: readonly Listed[];
  readonly seed: number;
  readonly asked: number;
  readonly ended: Ended[];
  /** The command line that repeats what a report says. */
  replay(property: string, report: Report): string;
}

/** The command line that finds the counterexample of a report again: it alone where there is a path. */
export function replayOf(given: string, property: string, { seed, path }: Report, { runs, draws, seconds }: { readonly runs?: number; readonly draws?: number; readonly seconds: number }): string {
  const counts = path === undefined ? Object.entries({ '--runs': runs, '--draws': draws }).flatMap(([flag, count]) => (count === undefined ? [] : [flag, String(count)])) : [];
  const limits = [...counts, ...(seconds === 60 ? [] : ['--seconds', String(seconds)])];
  return ['slth', 'test', given, '--property', property, '--seed', String(seed), ...(path === undefined ? [] : ['--path', path]), ...limits].map(shellWord).join(' ');
}

/** Worst of all that ended. */
export const verdictOf = ({ ended, asked }: TestRun): Verdict => (ended.some((e) => e.verdict === 'fails') ? 'fails' : ended.length < asked || ended.some((e) => e.verdict === 'open') ? 'open' : 'holds');

/** What is tested. */
export const headText = ({ given, listed, seed, asked }: TestRun): string =>
  `module       ${given}: ${listed.map(({ kind, name, exported, properties }) => `${kind} ${name === '' ? exported : name}${kind === 'property' && properties.length > 1 ? ` (${properties.length})` : ''}`).join(', ')}\nproperties   ${asked}, seed ${seed}\n\n`;

/** One line for what holds, a block for what does not. */
export function propertyText(run: TestRun, ended: Ended): string {
  const { name, verdict, runs, seconds, counterexample, seed, path } = ended;
  const line = `${verdict.padEnd(6)}${`${show(runs)} ${runs === 1 ? 'case ' : 'cases'}`.padStart(12)}${`${seconds.toFixed(2)} s`.padStart(10)}  ${name}\n`;
  if (verdict === 'holds') return line;
  return `${line}${(counterexample ?? '').replace(/^/gm, '         ')}\n         seed ${seed}${path === undefined ? '' : `, path ${path}`}; again: ${run.replay(name, ended)}\n`;
}

/** What all of it says, and what to do next. */
export function summaryText(run: TestRun, seconds: number, interrupted: boolean): string {
  const { given, listed, ended, asked } = run, count = (v: Verdict): number => ended.filter((e) => e.verdict === v).length, verdict = verdictOf(run);
  const word: Record<Verdict, string> = { holds: count('holds') === 1 ? 'holds' : 'hold', fails: count('fails') === 1 ? 'fails' : 'fail', open: count('open') === 1 ? 'is open' : 'are open' };
  const parts = (['holds', 'fails', 'open'] as const).flatMap((v) => (count(v) > 0 || v === 'holds' ? [`${count(v)} ${word[v]}`] : []));
  const what = `of ${asked} ${asked === 1 ? 'property' : 'properties'} ${parts.join(', ')}${interrupted ? `; ${asked - ended.length} did not end: interrupted` : ''}`;
  const theorems = listed.filter((l) => l.kind === 'theorem'), module = shellWord(given), more = (id: string): string => (theorems.length === 1 ? module : shellWord(`${given}#${id}`));
  const next = verdict !== 'holds' ? [] : theorems.length > 0
    ? theorems.flatMap(({ name }) => [`slth verify ${more(name)}`, `slth approximate builtin:digits --theorem ${more(name)} --domain box:0,1 --epsilon 0.05`])
    : listed.some((l) => l.kind === 'construction') ? ['say how wide it must be, export default conjecture({ construction, bound, weights }), and test that'] : [];
  return [`\nverdict      ${verdict}: ${what}; ${seconds.toFixed(1)} s`, ...next.map((line, k) => `${(k === 0 ? 'next' : '').padEnd(12)} ${line}`), ''].join('\n');
}
