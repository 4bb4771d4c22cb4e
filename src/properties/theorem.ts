import fc from 'fast-check';
import { inlinePool } from '../numeric/pool.js';
import type { Matrix } from '../numeric/matrix.js';
import { ball } from '../network/domain.js';
import { countWeights, widths, type Network } from '../network/network.js';
import { countSourceWeights } from '../network/source.js';
import { targetWithin } from '../network/target-within.js';
import { approximate, constantsOf, evaluator, type Request, type Theorem } from '../theorem/index.js';
import type { Draw } from './draw.js';
import { holdsWithProbability, type Outcome } from './holds-with-probability.js';
import { property, type Property } from './property.js';
import { eventProperties } from './theorem-event.js';

/** What a theorem's promise is tried on. */
export interface TheoremCases {
  /** Widths of targets: up to `widest` units, up to `deepest` layers; default 4 and 2. */
  readonly widest?: number;
  readonly deepest?: number;
  /** Network errors; default 0.5 and 0.2. */
  readonly epsilons?: readonly number[];
  /** Failure probability promised; default 0.1. */
  readonly delta?: number;
  /** Level of the sequential test; default 0.05. */
  readonly alpha?: number;
}

/** The properties that every theorem must satisfy, made from what it states. */
export function theoremProperties(theorem: Theorem, cases: TheoremCases = {}): Property[] {
  const { id, bound, construction } = theorem;
  const tolerances = fc.constantFrom(0.4, 0.25, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001);
  const layer = fc.record({ rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }), tau: tolerances, delta_1: fc.constantFrom(0.4, 0.1, 0.01, 1e-4, 1e-8, 1e-20, 1e-40) });
  const given = constantsOf(theorem);
  return [
    property(`${id}: the bound is a whole number, asks more for a smaller failure probability, and no less for a smaller tolerance`, layer, async (values) => {
      const f = await evaluator(bound), n = f({ ...given, ...values }), surer = f({ ...given, ...values, delta_1: values.delta_1 / 1e10 }), finer = f({ ...given, ...values, tau: values.tau / 2 });
      return Number.isInteger(n) && n >= 1 && surer > n && finer >= n ? undefined : `n = ${n}, for 1e-10 of the failure probability ${surer}, for half the tolerance ${finer}`;
    }),
    ...(bound.weights === undefined || bound.layers === undefined ? [] : [property(`${id}: the source weights and layers that it counts are those of the source`, fc.record({ layer, n: fc.integer({ min: 1, max: 100 }) }), async ({ layer: values, n }) => {
      const { rows, columns, tau } = values, sized = { ...bound, symbols: { ...bound.symbols, n: { meaning: bound.counts, low: 0, high: Infinity, whole: false } } };
      const [weights, layers] = await Promise.all([bound.weights!, bound.layers!].map((expression) => evaluator({ ...sized, expression })));
      const widths = [columns, ...construction.hiddenWidths({ firstLayer: 1, inputs: columns, outputs: rows, n, tolerance: tau }), rows];
      const stated = [weights({ ...given, ...values, n }) * rows * columns, layers({ ...given, ...values, n })], found = [countSourceWeights(widths), widths.length - 1];
      return Math.abs(stated[0] - found[0]) <= 1e-9 * found[0] && stated[1] === found[1] ? undefined : `stated ${stated[0]} weights in ${stated[1]} layers, found ${found[0]} in ${found[1]}`;
    })]),
    ...eventProperties(theorem, cases),
    promise(theorem, cases),
  ];
}

/** An attempt at a theorem's promise: a target within its hypotheses, what is asked of it, and the seed of a source. */
interface Attempt {
  readonly target: Network;
  readonly epsilon: number;
  readonly seed: number;
}

/**
 * The theorem's own claim: over random targets within its hypotheses, a source as wide as the bound asks has a ticket whose certified
 * error is at most epsilon, but for a share delta of sources. Each attempt is a new target and a new source; what is tested is the
 * failure probability averaged over them, until a sequential test shows it to be below delta, or above, at level alpha.
 */
function promise(theorem: Theorem, { widest = 4, deepest = 2, epsilons = [0.5, 0.2], delta = 0.1, alpha = 0.05 }: TheoremCases): Property {
  const name = `${theorem.id}: at the width that the bound asks the certified error is within epsilon, but for a share ${delta} of sources`;
  const draw = (random: Draw): Attempt => {
    const depth = random.integer(1, deepest), shape = Array.from({ length: depth + 1 }, () => random.integer(1, widest));
    return { target: targetWithin(shape, random.seed()), epsilon: random.pick(epsilons), seed: random.seed() };
  };
  const holds = async ({ target, epsilon, seed }: Attempt): Promise<Outcome> => {
    const request: Request = { target, theorem, domain: ball(1), epsilon, tolerance: null, budget: 'entrywise', delta, selector: null, candidates: 'bound', seed };
    const { result } = await approximate(request, inlinePool), { verdict, missed, certificate, perLayer } = result;
    if (verdict === 'holds') return true;
    // An error above epsilon is proven by its lower bound; it is a failure of the construction unless a search was given up.
    if (verdict !== 'fails' || missed.some((m) => m.regime === 'gave-up')) return 'gave up';
    const lines = perLayer.map((l, i) => `layer ${i + 1}: n = ${l.n.used}, tolerance ${l.tolerance}, ${l.misses} of ${l.problems} problems (a weight and a sign of its input) missed, largest error of a weight ${l.maxWeightError}`);
    return [`the network error is at least ${certificate.lower}, above ${epsilon}`, ...lines].join('\n');
  };
  const show = ({ target, epsilon, seed }: Attempt): string =>
    [`epsilon ${epsilon}, source seed ${seed}, target ${widths(target).join('-')}:`, ...target.layers.map(({ weights }, i) => `W_${i + 1} = ${JSON.stringify(rowsOf(weights))}`)].join('\n');
  return holdsWithProbability(1 - delta, { confidence: 1 - alpha })(name, draw, holds, { size: ({ target }) => countWeights(target), show });
}

const rowsOf = ({ rows, columns, data }: Matrix): number[][] => Array.from({ length: rows }, (_, r) => Array.from(data.subarray(r * columns, (r + 1) * columns)));
