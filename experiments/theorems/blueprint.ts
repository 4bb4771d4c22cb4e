import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED } from '../machine-checked/development.js';
import { checksByPage } from '../../proofs/checks.js';
import { statements } from '../../proofs/index.js';
import { describeStatus, machineText, parseAudit, statusOf, stepsOf, type Statement, type Status } from '../../src/theorem/index.js';

export const root = join(import.meta.dirname, '../..');

/** What the audit of the machine-checked proofs printed. */
const audit = parseAudit(readFileSync(join(root, 'proofs/coq/audit.txt'), 'utf8'));

/** The status of every statement, its checks run with one seed. */
export async function statuses(seed: number): Promise<Map<string, Status>> {
  const holds = new Map<string, boolean>();
  for (const checks of Object.values(checksByPage)) for (const check of checks) holds.set(check.name, (await check.check({ seed })).verdict === 'holds');
  const steps = new Map(Object.keys(checksByPage).map((page) => [page, stepsOf(readFileSync(join(root, page), 'utf8')).map((s) => s.checks)]));
  return new Map(statements.map((s) => [s.id, statusOf(s, steps.get(s.proof.page)!, holds, audit)]));
}

/** How many uses deep a statement stands. */
const depth = (s: Statement): number => Math.max(-1, ...s.uses.map(depth)) + 1;

/** The graph of which statement uses which, as a Vega-Lite specification: from left to right, coloured by status. */
export function graphSpec(found: ReadonlyMap<string, Status>): Record<string, unknown> {
  const columns: Statement[][] = [], place = new Map<string, number>();
  for (const s of statements) (columns[depth(s)] ??= []).push(s);
  const tallest = Math.max(...columns.map((c) => c.length));
  for (const column of columns) {
    // Near what they use, so that lines cross little.
    const near = (s: Statement): number => (s.uses.length === 0 ? statements.indexOf(s) / statements.length : s.uses.reduce((sum, u) => sum + place.get(u.id)!, 0) / s.uses.length / tallest);
    const sorted = [...column].sort((a, b) => near(a) - near(b) || statements.indexOf(a) - statements.indexOf(b));
    sorted.forEach((s, k) => place.set(s.id, ((k + 0.5) * tallest) / sorted.length));
  }
  const status = (s: Statement): string => {
    const { executable, checks, passed, machine } = found.get(s.id)!;
    return `${executable ? 'executable' : 'stated'}, ${passed === checks ? 'checks passing' : 'a check fails'}${machineText(machine)}`;
  };
  const nodes = statements.map((s) => ({ id: s.id, x: depth(s), y: place.get(s.id)!, status: status(s) }));
  const edges = statements.flatMap((s) => s.uses.map((u) => ({ x: depth(u) + 0.02, y: place.get(u.id)!, x2: depth(s) - 0.02, y2: place.get(s.id)! })));
  const x = { field: 'x', type: 'quantitative', axis: null, scale: { domain: [-0.15, columns.length - 0.2] } }, y = { field: 'y', type: 'quantitative', axis: null, scale: { domain: [tallest, 0] } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: 'Which statement uses which, from left to right', anchor: 'start', offset: 10 },
    config: { view: { stroke: null }, legend: { labelLimit: 0, orient: 'bottom' } },
    width: 260 * columns.length,
    height: 46 * tallest,
    layer: [
      { data: { values: edges }, mark: { type: 'rule', color: '#999', opacity: 0.6 }, encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } } },
      { data: { values: nodes }, mark: { type: 'circle', size: 90, opacity: 1 }, encoding: { x, y, color: { field: 'status', type: 'nominal', title: null } } },
      { data: { values: nodes }, mark: { type: 'text', align: 'left', dx: 2, dy: -11, fontSize: 11 }, encoding: { x, y, text: { field: 'id' } } },
    ],
  };
}

/** The table of all statements. */
export function statementTable(found: ReadonlyMap<string, Status>): string {
  const constant = (c: Statement['constants'][number]): string =>
    `${c.symbol}${c.value === null || Number(c.symbol) === c.value ? '' : ` = ${Number(c.value.toPrecision(4))}`}${c.interval ? ` [${c.interval.join(', ')}]` : ''} (${c.value === null ? 'free' : c.origin})`;
  const rows = statements.map((s) => {
    const bound = s.bound ? `${s.bound.kind}: ${s.bound.counts.split(':')[0]}` : '';
    return `| \`${s.id}\` | ${s.origin} | ${describeStatus(found.get(s.id)!)} | ${bound} | ${s.constants.map(constant).join('; ').replaceAll('|', '\\|')} | ${s.summary} ([proof](../${s.proof.page}), step${s.proof.steps.length > 1 ? 's' : ''} ${s.proof.steps.join(', ')}) |`;
  });
  return ['| statement | origin | status | bound | constants | what it says |', '|---|---|---|---|---|---|', ...rows, ''].join('\n');
}

/** What is machine-checked of each statement: Coq theorems, and the axioms that the audit found them to rest on. */
export function machineTable(): string {
  const axiomsOf = (name: string): readonly string[] => {
    const { axioms } = audit.find((i) => i.kind === 'theorem' && i.name === name)!, alien = axioms.find((a) => !ALLOWED.has(a));
    if (alien !== undefined) throw new Error(`machineTable: needed no axioms but those of the real numbers, got ${alien} under ${name}`);
    return axioms;
  };
  const rows = statements.map(({ id, machine, origin }) => {
    if (!machine) return `| \`${id}\` | - | | ${origin === 'cited' ? 'cited' : 'on paper'} |`;
    const resting = machine.theorems.filter((t) => axiomsOf(t).length > 0).length;
    const axioms = resting === 0 ? 'none' : resting === machine.theorems.length ? 'of the real numbers' : `of the real numbers in ${resting} of ${machine.theorems.length}, else none`;
    return `| \`${id}\` | ${machine.covers} | ${machine.theorems.map((t) => `\`${t}\``).join(', ')}; axioms: ${axioms} | ${machine.what.replaceAll('|', '\\|')} |`;
  });
  return ['| statement | machine-checked | Coq theorems | what they say |', '|---|---|---|---|', ...rows, ''].join('\n');
}
