import { meanInterval } from '../../src/numeric/statistics/index.js';
import { attemptsOf, comparisons, differences, pairsOf, TEST_IMAGES, type Comparison, type PhewRows } from './compare.js';
import type { Method } from './masks.js';
import type { PhewAttempt } from './study.js';

const DENSITIES = [0.05, 0.02, 0.01], SPARSEST = 0.01, EACH = 'random, each layer', ALL = 'random, all layers';

const told = (draws: readonly number[], confidence: number, places: number): string => {
  const { estimate, lower, upper } = meanInterval(draws, confidence);
  return `${estimate.toFixed(places)} [${lower.toFixed(places)}, ${upper.toFixed(places)}]`;
};
const listed = (parts: readonly string[]): string => `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
/** All the same, or one by one. */
const verdictsOf = (all: readonly Comparison[]): string => (new Set(all.map((c) => c.verdict)).size === 1 ? all[0].verdict : all.map((c) => c.verdict).join(', '));

/** Of two methods at the sparsest: how many times as much of something one has, the geometric mean of pairs, with its interval. */
function timesAs(cases: readonly PhewRows[], other: Method, value: (a: PhewAttempt) => number, confidence: number): string {
  const both = pairsOf(cases, other, SPARSEST), logs = both.map(([own, theirs]) => Math.log(value(own) / value(theirs)));
  if (!logs.every(Number.isFinite)) return `(open: 0 in ${both.filter(([, theirs]) => value(theirs) === 0).length} of ${both.length})`;
  const { estimate, lower, upper } = meanInterval(logs, confidence);
  const show = (x: number): string => Number(Math.exp(x).toPrecision(2)).toString();
  return `${show(estimate)} [${show(lower)}, ${show(upper)}]`;
}

/** What came out, the paper's claims beside it, in sentences. */
export function findingOf(cases: readonly PhewRows[], confidence: number): string {
  const all = comparisons(cases, confidence), against = (rival: Method): Comparison[] => all.filter((c) => c.rival === rival && DENSITIES.includes(c.density));
  const needed: readonly Method[] = [EACH, ALL, 'SynFlow'], byAdam = [EACH, 'SynFlow'].map((rival) => differences(cases, rival as Method, 0.05, 'adam'));
  if (needed.some((rival) => against(rival).length < DENSITIES.length) || byAdam.some((d) => d.length < 2)) return 'Not all masks are trained at densities of 0.05 and below yet: open.';
  /** Above or below by how many points, density by density. */
  const points = (rival: Method): string => {
    const own = against(rival), side = own.every((c) => c.estimate > 0) ? 1 : own.every((c) => c.estimate < 0) ? -1 : 0, below = side === -1;
    const shown = own.map((c) => (below ? [-c.estimate, -c.upper, -c.lower] : [c.estimate, c.lower, c.upper])).map(([estimate, lower, upper]) => `${estimate.toFixed(1)} [${lower.toFixed(1)}, ${upper.toFixed(1)}]`);
    return `${below ? 'below' : 'above'} ${rival === EACH ? 'random pruning layer by layer' : rival === ALL ? 'that of all layers' : rival} by ${listed(shown)}${rival === EACH ? ' points' : ''} (${below ? (rival === 'SynFlow' ? 'above, as published for convolutional networks: ' : 'above: ') : ''}${verdictsOf(own)})`;
  };
  const of = (method: Method, value: (a: PhewAttempt) => number, places: number): string => told(attemptsOf(cases, method, SPARSEST).map(value), confidence, places);
  const share = (a: PhewAttempt): number => (100 * a.onPaths) / a.kept, width = (a: PhewAttempt): number => a.widths[0], own = attemptsOf(cases, 'PHEW', SPARSEST);
  return (
    `At densities ${listed(DENSITIES.map(String))} PHEW's accuracy is ${points(EACH)} and ${points(ALL)}. It is ${points('SynFlow')}; verdicts by Holm over ${all.length}, intervals each by itself. `
    + `At ${SPARSEST} ${own.every((a) => a.onPaths === a.kept) ? 'all' : 'not all'} of its weights lie on paths, of random ones layer by layer ${of(EACH, share, 0)} %, which then leave ${told(attemptsOf(cases, EACH, SPARSEST).map((a) => a.right! / (TEST_IMAGES / 100)), confidence, 1)} % accuracy, and of SynFlow's ${of('SynFlow', share, 1)} %. There layer 1 keeps ${of('PHEW', width, 0)} of 300 units, by SynFlow ${of('SynFlow', width, 0)}; `
    + `its path-kernel trace is ${timesAs(cases, EACH, (a) => a.trace, confidence)} times the random one, ${timesAs(cases, 'SynFlow', (a) => a.trace, confidence)} times SynFlow's; by Adam, at 0.05, PHEW's accuracy less the random one is ${byAdam.map((d) => told(d, confidence, 1)).join(" points, less SynFlow's ")} (${byAdam[0].length} pairs).`
  );
}
