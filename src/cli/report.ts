import { decimalAtLeast, decimalAtMost } from '../numeric/rounding.js';
import type { Ticket } from '../network/index.js';
import type { Plan, Request, Result } from '../theorem/index.js';
import { sumOfMisses, type Misses } from '../theorem/misses.js';

/** A number as people read it: 397,000; 0.00998; 2.3e-7. */
export function show(x: number | null): string {
  if (x === null) return '-';
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return x.toLocaleString('en-US');
  return Math.abs(x) >= 1e-4 && Math.abs(x) < 1e6 ? String(Number(x.toPrecision(4))) : x.toExponential(2);
}

/** A lower and an upper bound as people read them: rounded outward, so that what is printed is still so. */
export const showLower = (x: number): string => show(Number.isFinite(x) ? decimalAtMost(x, digitsOf(x)) : x);
export const showUpper = (x: number | null): string => (x === null || x === Infinity ? 'Infinity' : show(decimalAtLeast(x, digitsOf(x))));
const digitsOf = (x: number): number => (Number.isInteger(x) ? 15 : Math.abs(x) >= 1e-4 && Math.abs(x) < 1e6 ? 4 : 3);

/** Rows under headings, columns aligned to the right but the first. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const wide = headings.map((h, k) => Math.max(h.length, ...rows.map((r) => r[k].length)));
  const line = (cells: readonly string[]): string => cells.map((c, k) => (k === 0 ? c.padEnd(wide[k]) : c.padStart(wide[k]))).join('  ').trimEnd();
  return [headings, ...rows].map((r) => `  ${line(r)}\n`).join('');
}

const seconds = (s: number): string => `${s < 10 ? s.toFixed(2) : s.toFixed(0)} s`;

/** The result of `approximate` as text. */
export function resultText(result: Result, name: string, written: { out?: string; figure?: string }): string {
  const { target, certificate, sourceWidths, hypotheses } = result;
  const lines = [
    `target       ${name}: ${target.widths.join('-')}, ${show(target.weights)} weights`,
    ...target.notes.map((note) => `             ${note}`),
    `theorem      ${result.theorem.id} (${result.theorem.origin}), ${result.construction}${result.select === result.construction ? '' : `, select ${result.select}`}, delta ${result.delta}, seed ${result.seed}`,
    `bound        ${result.theorem.bound.origin}: ${result.theorem.bound.source}`,
    `source       ${sourceWidths.join('-')}, ${show(result.sourceWeights)} weights, never stored`,
    '',
  ];
  const layers = table(
    ['layer', 'n used', 'bound', 'sufficient', 'tolerance', 'problems', 'misses', 'max error', 'selected/problem'],
    result.perLayer.map((l, i) => [
      String(i + 1), show(l.n.used), show(l.n.bound), `${l.n.sufficientExact ? '' : '<= '}${show(l.n.sufficient)}`, show(l.tolerance), show(l.problems), show(l.misses), show(l.maxWeightError), l.selectedPerProblem.toFixed(2),
    ]),
  );
  const unproven = result.perLayer.reduce((sum, l) => sum + l.unproven, 0);
  const after = [
    '',
    `kept         ${show(result.kept)} source weights, ${result.keptPerWeight.toFixed(3)} per target weight, density ${result.density.toExponential(2)}; selected per problem ${result.selectedPerProblem.toFixed(3)}`,
    ...missLines(result),
    ...(result.misses > 0 && result.verdict === 'holds' ? ['             (the certificate is about the network as it was built, these misses included)'] : []),
    ...(unproven > 0 ? [`unproven     ${show(unproven)} of ${show(result.problems)} subsets were not proven the ${result.select} within the search's budget`] : []),
    ...hypotheses.map((h, k) => `${k === 0 ? 'hypotheses' : ''.padEnd(10)}   ${h.met.padEnd(7)}  ${h.name}: ${h.detail}`),
    `certificate  ${showLower(certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${showUpper(certificate.upper)} on ${result.domain} (${Object.entries(certificate.bounds).map(([m, b]) => `${m} ${showUpper(b)}`).join(', ')})`,
    ...useless(result),
    ...(result.outside.length > 0 ? [`outside      the hypotheses of ${result.theorem.id}: ${result.outside.join(', ')}; it promises nothing of this run`] : []),
    `verdict      ${result.verdict}: ${result.claim}${result.passes > 1 ? `, ${result.passes} passes over ${result.sources === 1 ? 'one source' : `${result.sources} sources of one seed, whose law follows the tolerances`}` : ''}`,
    ...(result.verdict === 'fails' ? ['             (this refutes the construction at this n and this seed, not the theorem: another mask may exist)'] : []),
    ...(written.out ? [`ticket       ${written.out}  (check it: slth check ${written.out} ${name})`] : []),
    ...(written.figure ? [`figure       ${written.figure}`] : []),
    `seconds      ${Object.entries(result.seconds).map(([stage, s]) => `${stage} ${seconds(s)}`).join(', ')}`,
  ];
  return `${lines.join('\n')}\n${layers}${after.join('\n')}\n`;
}

/** Misses by regime. */
export const regimesText = ({ range, resolution, gaveUp }: Misses): string => `${show(range)} by range, ${show(resolution)} by resolution, ${show(gaveUp)} given up`;

/** Why weights were missed, in all and layer by layer. */
function missLines({ missed, misses, perLayer }: Result): string[] {
  if (misses === 0) return ['misses       none'];
  const columns = new Set(missed.map((m) => `${m.layer}:${m.column}`)).size, of = missed.length < misses ? ` that the first ${missed.length} are in` : '';
  const layers = perLayer.flatMap((l, i) => (l.misses > 0 ? [`layer ${i + 1}: ${regimesText(l.regimes)}`] : []));
  return [`misses       ${show(misses)} (${regimesText(sumOfMisses(perLayer.map((l) => l.regimes)))}; ${columns} column${columns === 1 ? '' : 's'}${of})`, ...(layers.length > 1 ? [`             ${layers.join('; ')}`] : [])];
}

/** Says it in words where the upper bound says nothing about the network. */
function useless({ certificate }: Result): string[] {
  if (certificate.upper < 1 || certificate.upper < 1000 * certificate.lower) return [];
  return ['             the upper bound is useless here: it says nothing about how good the pruned network is (slth certify TARGET TICKET works on it for longer)'];
}

/** Says that a ticket was made outside its theorem's hypotheses, where it was. */
export const outsideText = ({ outside }: Pick<Ticket, 'outside'>): string[] =>
  outside.length > 0 ? [`outside      the ticket was made outside its theorem's hypotheses: ${outside.join(', ')}; the theorem promised nothing`] : [];

/** A plan as text. */
export function planText(plan: Plan, request: Request): string {
  const layers = table(
    ['layer', 'n', 'tolerance', 'problems', 'expected draws', 'seconds'],
    plan.perLayer.map((l, i) => [String(i + 1), show(l.n), show(l.tolerance), show(l.problems), show(l.expectedDraws), l.seconds.toFixed(2)]),
  );
  return [
    `source       ${plan.sourceWidths.join('-')}, ${show(plan.sourceWeights)} weights, never stored`,
    `${layers}`,
    `draws        about ${show(plan.expectedDraws)} weights`,
    `seconds      about ${plan.seconds.toFixed(1)} a pass${request.epsilon !== null && request.budget === 'expected' ? ' (one to three passes are usual)' : ''}, from a pilot of a few columns a layer`,
    `memory       about ${show(plan.megabytes)} MB`,
    '',
  ].join('\n');
}
