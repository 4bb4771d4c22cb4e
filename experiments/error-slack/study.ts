import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { builtins } from '../../src/network/builtin/index.js';
import { ball, cube, targetWithin, type Domain, type Network } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { roundDownTo12Bits } from '../../src/numeric/rounding.js';
import { quantileFit, quantileInterval, type Interval, type QuantileFit } from '../../src/numeric/statistics/index.js';
import { chartSpec, type ChartSeries } from '../../src/plot/index.js';
import { captionOf, defineStudy, type Batch, type CaseRows } from '../../src/study/index.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate, type Approximation } from '../../src/theorem/index.js';

/** Random targets of `depth` layers of `width` units within the hypotheses, or (width and depth 0) a built-in one. */
export type SlackCase = { readonly target: 'uniform' | 'spirals' | 'teacher' | 'digits'; readonly width: number; readonly depth: number; readonly domain: 'ball' | 'box' };

/** One ticket: its certified error, and the budget that promised one in advance, in the same units. */
export interface SlackAttempt {
  readonly budget: number;
  readonly lower: number;
  readonly upper: number;
  /** Weights beyond their tolerance: the budget then promises nothing. */
  readonly misses: number;
  /** The least n at which no weight misses; null if one does. */
  readonly n: number | null;
  /** A ticket with tolerances larger by 0.9 budget / upper: whether its certified error still is within the budget, and its n. Null for built-in targets. */
  readonly relaxed: { readonly holds: boolean; readonly n: number | null } | null;
}

/** Network error that the theorem is asked for; hidden units per input, more than any attempt needs. */
const EPSILON = 0.1, UNITS = 400;

/** Attempts of a case: a target and a source each. */
export const measure = async ({ case: c, seed, from, to }: Batch<SlackCase>): Promise<SlackAttempt[]> => {
  const attempts: SlackAttempt[] = [];
  for (let attempt = from; attempt < to; attempt++) attempts.push(c.target === 'uniform' ? await withinHypotheses(c, seed, attempt) : await builtIn(c, seed, attempt));
  return attempts;
};

/** At the theorem's own tolerance, epsilon / (2 l d^2): a layer is off by epsilon / (2 l), the network by (1 + epsilon / (2 l))^l - 1 < e^{epsilon/2} - 1 times the radius. */
async function withinHypotheses({ width, depth, domain: kind }: SlackCase, seed: number, attempt: number): Promise<SlackAttempt> {
  const target = targetWithin(Array<number>(depth + 1).fill(width), seed, 'uniform', attempt), tolerance = EPSILON / (2 * depth * width * width);
  let grown = 1;
  for (let layer = 0; layer < depth; layer++) grown *= 1 + EPSILON / (2 * depth);
  const budget = (grown - 1) * (kind === 'box' ? Math.sqrt(width) : 1), domain = kind === 'box' ? cube(-1, 1, width) : ball(1);
  const found = await ticketOf(target, domain, seed + attempt, { tolerance }), { upper } = found.result.certificate;
  const relaxed = await ticketOf(target, domain, seed + attempt, { tolerance: roundDownTo12Bits((0.9 * budget * tolerance) / upper) });
  return { ...outcomeOf(found, budget), relaxed: { holds: relaxed.result.certificate.upper <= budget, n: neededBy(relaxed) } };
}

/** With the entrywise budget, tau_i = eta_i / sqrt(d_i d_{i-1}), from the target's own norms. */
async function builtIn({ target: name, domain: kind }: SlackCase, seed: number, attempt: number): Promise<SlackAttempt> {
  const target = await builtins.find((b) => b.name === name)!.load(), inputs = target.layers[0].weights.columns;
  const domain = kind === 'ball' ? ball(1) : name === 'digits' ? cube(0, 1, inputs) : cube(-1, 1, inputs);
  return { ...outcomeOf(await ticketOf(target, domain, seed + attempt, { epsilon: EPSILON }), EPSILON), relaxed: null };
}

const ticketOf = (target: Network, domain: Domain, seed: number, { tolerance = null, epsilon = null }: { tolerance?: number | null; epsilon?: number | null }): Promise<Approximation> =>
  approximate({ target, theorem: theorem1, domain, epsilon, tolerance, budget: 'entrywise', delta: 0.05, selector: first, candidates: UNITS, outside: true, seed }, inlinePool);

function outcomeOf(done: Approximation, budget: number): Omit<SlackAttempt, 'relaxed'> {
  const { lower, upper } = done.result.certificate;
  return { budget, lower, upper, misses: done.result.misses, n: neededBy(done) };
}

/** The largest of its layers' sufficient n. */
const neededBy = ({ result }: Approximation): number | null => result.perLayer.reduce<number | null>((most, { n }) => (most === null || n.sufficient === null ? null : Math.max(most, n.sufficient)), 0);

const WIDTHS = [4, 8, 16, 32, 64], DEPTHS = [1, 2, 3, 4];

/** Ratios of budget and error over the attempts of a case without misses, ascending: at least `certified`, at most `seen`. */
function slackOf({ rows }: CaseRows<SlackCase, SlackAttempt[]>) {
  const all = rows.flatMap((r) => r.result), kept = all.filter((a) => a.misses === 0), ratios = (f: (a: SlackAttempt) => number): number[] => kept.map((a) => a.budget / f(a)).sort((a, b) => a - b);
  return { all, certified: ratios((a) => a.upper), seen: ratios((a) => a.lower) };
}

const median = (sorted: readonly number[], confidence: number): Interval => quantileInterval(sorted, 0.5, confidence);
const shown = (x: number, digits: number): string => Number(x.toPrecision(digits)).toLocaleString('en-US');
const text = ({ estimate, lower, upper }: Interval, digits = 3): string => `${shown(estimate, digits)} [${shown(lower, digits)}, ${shown(upper, digits)}]`;

/** Widths from which all certificates go by norms: below, branch and bound is closer the fewer the inputs. */
const BY_NORMS = 16;

/** Medians of ratios as c d^a l^b: exponents with intervals by resampling attempts within cases; of certified ones from the width on from which norms certify. */
function exponentsOf(cases: readonly CaseRows<SlackCase, SlackAttempt[]>[], domain: SlackCase['domain'], of: 'certified' | 'seen', { seed, confidence }: { seed: number; confidence: number }): QuantileFit {
  const cells = cases.filter(({ case: c, attempts }) => attempts > 0 && c.target === 'uniform' && c.domain === domain && (of === 'seen' || c.width >= BY_NORMS))
    .map((c) => ({ times: slackOf(c)[of], responses: [{ q: 0.5, features: [1, Math.log(c.case.width), Math.log(c.case.depth)] }] }));
  return quantileFit({ cells, names: ['constant', 'd', 'l'], seed, confidence, response: 'log n', step: 0 });
}

const exponentText = (fit: QuantileFit): string => (fit.verdict === 'open' ? 'open' : fit.coefficients.slice(1).map((c) => `${c.name}^${c.estimate.toFixed(2)} [${c.lower.toFixed(2)}, ${c.upper.toFixed(2)}]`).join(' '));

/** The same ratios of built-in targets, whose tolerances are from their own norms. */
const otherTargets = (cases: readonly CaseRows<SlackCase, SlackAttempt[]>[], confidence: number): string =>
  cases.filter((c) => c.case.target !== 'uniform' && slackOf(c).certified.length > 0).map((c) => `${c.case.target} ${text(median(slackOf(c).certified, confidence), 2)} to ${text(median(slackOf(c).seen, confidence), 2)}`).join(', ') || 'open';

export default defineStudy<SlackCase, SlackAttempt[]>({
  name: 'error-slack',
  question: 'How much smaller are certified errors of tickets than the budget by which tolerances are chosen, over width and depth?',
  tested: `Tickets by the diamond and first, each weight within epsilon / (2 l d^2), epsilon = ${EPSILON}, of random targets with ||W_i|| <= 1, a new target and a new source each; the budget is what Pensia et al. (2020), Theorem 1, concludes of that, at most e^{epsilon/2} - 1 on the unit ball.`,
  confidence: 0.95,
  seed: 20200051,
  minutes: 5,
  cases: [
    ...(['ball', 'box'] as const).flatMap((domain) => DEPTHS.flatMap((depth) => WIDTHS.map((width): SlackCase => ({ target: 'uniform', width, depth, domain })))),
    { target: 'spirals', width: 0, depth: 0, domain: 'box' },
    { target: 'teacher', width: 0, depth: 0, domain: 'ball' },
    { target: 'digits', width: 0, depth: 0, domain: 'box' },
  ],
  attempts: ({ target }) => (target === 'uniform' ? 10 : 8),
  batch: ({ width, depth }) => (width * depth >= 128 ? 1 : 2),
  work: { url: import.meta.url, name: 'measure' },
  figures(cases) {
    const series = (domain: SlackCase['domain'], of: 'certified' | 'seen'): ChartSeries[] => DEPTHS.map((depth) => ({
      label: `l = ${depth}`, kind: 'measured', color: `l = ${depth}`,
      points: cases.filter(({ case: c }) => c.target === 'uniform' && c.domain === domain && c.depth === depth).flatMap((c) => {
        const sorted = slackOf(c)[of];
        if (sorted.length === 0) return [];
        const { estimate, lower, upper } = median(sorted, this.confidence);
        return [{ x: c.case.width, y: estimate, low: lower > 0 ? lower : null, high: upper < Infinity ? upper : null }];
      }),
    }));
    const x = { title: 'd (width)', log: true, base: 2 } as const, panel = (domain: SlackCase['domain'], of: 'certified' | 'seen') => ({
      title: `${of === 'certified' ? 'At least' : 'At most'}, on ${domain === 'ball' ? 'the unit ball' : '[-1, 1]^d'}`, x,
      y: { title: of === 'certified' ? 'budget / certified upper bound' : 'budget / error at the worst input found', log: true }, series: series(domain, of),
    });
    const spec = chartSpec({
      title: 'How much smaller errors are than the budget that chose the tolerances',
      caption: [...captionOf(this, cases), `Medians over attempts without misses, with distribution-free intervals; the true ratio lies between the two panels. Attempt k of every shape draws from the same seed. A factor d of it is the paper's step from entries to norm by d^2 where d will do. With a budget from the target's own norms (tau = eta / d), certified to seen: ${otherTargets(cases, this.confidence)}.`],
      columns: 2,
      panels: [panel('ball', 'certified'), panel('ball', 'seen'), panel('box', 'certified'), panel('box', 'seen')],
    });
    return [{ name: this.name, spec }];
  },
  finding(cases) {
    const widest = cases.find(({ case: c, attempts }) => attempts > 0 && c.width === Math.max(...WIDTHS) && c.depth === Math.max(...DEPTHS) && c.domain === 'ball'), at = widest && slackOf(widest);
    if (!at || at.certified.length === 0) return 'The widest and deepest target has no ticket without misses yet: open.';
    const fit = (of: 'certified' | 'seen'): string => exponentText(exponentsOf(cases, 'ball', of, this));
    const relaxed = cases.flatMap((c) => slackOf(c).all).filter((a) => a.relaxed !== null), met = relaxed.filter((a) => a.relaxed!.holds).length;
    const saved = at.all.flatMap((a) => (a.n !== null && a.relaxed && a.relaxed.n !== null ? [a.n - a.relaxed.n] : [])).sort((a, b) => a - b), needed = at.all.flatMap(({ n }) => n ?? []).sort((a, b) => a - b);
    return `At d = ${widest.case.width}, l = ${widest.case.depth} on the unit ball the error budget of Pensia et al. (2020) is at least ${text(median(at.certified, this.confidence))} times the error of a ticket (certified), and at most ${text(median(at.seen, this.confidence))} times (worst input found); the factors grow like ${fit('certified')} (d >= ${BY_NORMS}) and ${fit('seen')}. `
      + (saved.length > 0
        ? `Tolerances relaxed by 0.9 of the certified factor save ${text(median(saved, this.confidence), 2)} of the ${text(median(needed, this.confidence), 2)} units per input there, and kept the certified error within the budget in ${met} of ${relaxed.length} attempts of all shapes.`
        : 'What tolerances relaxed by it save in n is open.');
  },
});
