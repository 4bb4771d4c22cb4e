import { statements } from '../../proofs/index.js';
import { describeStatus, isTheorem, parseAudit, statusOf, stepsOf, toTex, type Constant, type Free, type ProofStep, type Statement, type Status } from '../theorem/index.js';
import { printJson } from './exit-code.js';
import { Failure, USAGE } from './failure.js';
import { findTheorem } from './find-theorem.js';
import { isModulePath } from './load-given.js';
import { packaged } from './packaged.js';
import { show } from './report.js';

interface Options {
  check?: boolean;
  cite?: boolean;
  tex?: boolean;
  json?: boolean;
}

/** slth theorems: the list, or all of one, of the package or of a module. Returns 0, or 1 where a check that was asked for does not hold. */
export async function theoremsCommand(id: string | undefined, { check = false, cite, tex, json }: Options): Promise<number> {
  const asked = id === undefined ? statements : isModulePath(id.split('#')[0]) ? [await findTheorem('theorems', id)] : statements.filter((s) => s.id === id);
  if (asked.length === 0) throw new Failure(USAGE, `theorems: needed one of ${statements.map((s) => s.id).join(', ')}, or the path of a module (.ts, .js) that exports a theorem, got ${id}`);
  if ([cite, tex, json].filter(Boolean).length > 1) throw new Failure(USAGE, 'theorems: needed one of --cite, --tex and --json, got several');
  const holds = check ? await runChecks(asked) : null, audit = parseAudit(packaged('proofs/coq/audit.txt')), status = (s: Statement): Status => statusOf(s, stepsFor(s).map((step) => step.checks), holds, audit);
  if (json) printJson(await Promise.all(asked.map(async (s) => ({ ...(await plain(s)), status: status(s) }))));
  else if (cite) process.stdout.write(citations(asked));
  else if (tex) process.stdout.write(`${(await Promise.all(asked.map(inTex))).join('\n\n')}\n`);
  else process.stdout.write(id === undefined ? list(status) : await inFull(asked[0], id, status(asked[0]), holds));
  return holds && [...holds.values()].includes(false) ? 1 : 0;
}

const pages = new Map<string, readonly ProofStep[]>();

/** The steps of the page of a statement's proof; none where it is not a page of the package. */
function stepsFor({ proof: { page, steps: own } }: Statement): readonly ProofStep[] {
  if (own.length === 0) return [];
  const steps = pages.get(page) ?? stepsOf(packaged(page));
  pages.set(page, steps);
  return steps;
}

/** Runs the checks of the statements' own steps, each on 100 random cases; what does not hold is told on stderr. */
async function runChecks(asked: readonly Statement[]): Promise<Map<string, boolean>> {
  const { checksByPage } = await import('../../proofs/checks.js'), holds = new Map<string, boolean>();
  for (const s of asked) {
    for (const name of s.proof.steps.flatMap((step) => stepsFor(s)[step - 1].checks)) {
      if (holds.has(name)) continue;
      const report = await checksByPage[s.proof.page].find((c) => c.name === name)!.check();
      holds.set(name, report.verdict === 'holds');
      if (report.verdict !== 'holds') process.stderr.write(`slth: ${name}: ${report.verdict} (seed ${report.seed})\n${report.counterexample}\n`);
    }
  }
  return holds;
}

/** A statement as plain data. */
async function plain(s: Statement): Promise<Record<string, unknown>> {
  const { id, cite, origin, summary, statement, constants, uses, hypotheses, bound } = s;
  return {
    id, cite, origin, summary, statement, constants, proof: s.proof, machine: s.machine ?? null,
    hypotheses: hypotheses.map((h) => ({ name: h.name, statement: h.statement })),
    bound: bound && { ...bound, symbols: Object.fromEntries(Object.entries(bound.symbols).map(([name, f]) => [name, { meaning: f.meaning, range: rangeOf(f) }])), tex: await toTex(bound) },
    uses: uses.map((u) => u.id),
    ...(isTheorem(s) ? { quantifier: s.quantifier, construction: s.construction.name, selectors: s.construction.selectors } : {}),
  };
}

const rangeOf = ({ low, high, whole }: Free): string => (whole ? `a whole number of at least ${low}` : `(${low}, ${high})`);

const valueOf = ({ symbol, value, interval, origin }: Constant): string =>
  `${symbol}${value === null ? '' : Number(symbol) === value ? '' : ` = ${show(value)}`}${interval ? ` [${show(interval[0])}, ${show(interval[1])}]` : ''} (${value === null ? 'free' : origin})`;

function list(status: (s: Statement) => Status): string {
  const rows = statements.map((s) => [s.id, s.origin, describeStatus(status(s)), s.bound ? `${s.bound.kind}: ${s.bound.counts.split(':')[0]}` : '-', s.constants.map(valueOf).join(', '), s.summary, s.bound?.expression ?? '']);
  const wide = [0, 1, 2, 3].map((k) => Math.max(...rows.map((r) => r[k].length), 9));
  const line = (cells: readonly string[]): string => `  ${[...cells.slice(0, 4).map((c, k) => c.padEnd(wide[k])), cells[5]].join('  ').trimEnd()}\n${[['bound', cells[6]], ['constants', cells[4]]].filter(([, text]) => text).map(([title, text]) => `  ${''.padEnd(wide[0])}  ${title}: ${text}\n`).join('')}`;
  return `${line(['statement', 'origin', 'status', 'bound', '', 'what it says', ''])}${rows.map(line).join('')}\n${statements.length} statements; slth theorems ID prints all of one\n`;
}

/** All of a statement; `given`: what the command line takes for it. */
async function inFull(s: Statement, given: string, status: Status, holds: ReadonlyMap<string, boolean> | null): Promise<string> {
  const { id, cite, origin, summary, statement, hypotheses, constants, bound, uses } = s;
  const block = (title: string, lines: readonly string[]): string[] => lines.map((text, k) => `${(k === 0 ? title : '').padEnd(12)} ${text}`);
  return [
    ...block('theorem', [`${id}: ${summary}`]),
    ...block('cite', [`${cite.key}, ${cite.item}; in this form ${origin}; ${describeStatus(status)}`]),
    ...block('statement', statement.split('\n')),
    ...block('hypotheses', hypotheses.length > 0 ? hypotheses.map((h) => `${h.name}: ${h.statement}`) : ['those of the statement']),
    ...block('constants', constants.length > 0 ? constants.map((c) => `${valueOf(c)}: ${c.source}`) : ['none']),
    ...(bound
      ? [
          ...block('bound', [`${bound.kind}, ${bound.counts}`, bound.expression, ...Object.entries(bound.where ?? {}).map(([name, step]) => `where ${name} = ${step}`), `${bound.origin}: ${bound.source}`]),
          ...(bound.weights ? block('counts', [`${bound.weights} source weights per target weight${bound.layers === undefined ? '' : `, ${bound.layers} source layers per target layer`}`]) : []),
        ]
      : []),
    ...(isTheorem(s) ? block('targets', [s.quantifier === 'every target' ? 'every target at once: one source serves them all' : 'each target by itself: a source may serve one and miss another']) : []),
    ...(isTheorem(s) ? block('runs', [`slth approximate TARGET --theorem ${given}: construction ${s.construction.name} (${s.construction.source})`, `slth verify ${given}: many times, with confidence`]) : []),
    ...(s.experiment ? block('runs', [`slth rss with ${Object.entries(s.experiment(0.01, 15)).filter(([k]) => ['law', 'targets', 'range'].includes(k)).map(([k, v]) => `--${k} ${v}`).join(' ')}`]) : []),
    ...block('proof', [s.proof.page || 'on no page', ...s.proof.steps.map((k) => stepsFor(s)[k - 1]).flatMap((step) => [`step ${step.number}: ${step.title}`, ...step.checks.map((c) => `  ${holds === null ? 'check' : holds.get(c) ? 'holds' : 'fails'}: ${c}`)])]),
    ...(s.machine ? block('machine', [`${s.machine.covers === 'whole' ? 'the whole statement' : 'a part'}: ${s.machine.what}`, ...s.machine.theorems.map((t) => `Coq theorem ${t} (proofs/coq)`)]) : []),
    ...block('uses', uses.length > 0 ? uses.map((u) => u.id) : ['nothing else here']),
    '',
  ].join('\n');
}

async function inTex(s: Statement): Promise<string> {
  return [`% ${s.id}`, `\\begin{theorem}[{\\cite[${s.cite.item}]{${s.cite.key}}}]`, s.statement, ...(s.bound ? [`\\[ ${await toTex(s.bound)} \\]`] : []), '\\end{theorem}'].join('\n');
}

/** The BibTeX entries of what statements cite. */
function citations(asked: readonly Statement[]): string {
  const entries = packaged('docs/references.bib').split(/\n(?=@)/);
  return [...new Set(asked.map((s) => s.cite.key))].map((key) => `${entries.find((e) => e.startsWith('@') && e.includes(`{${key},`))?.trim() ?? `% ${key}`}\n`).join('\n');
}
