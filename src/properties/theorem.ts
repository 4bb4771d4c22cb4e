import fc from 'fast-check';
import { inlinePool } from '../numeric/pool.js';
import { philox } from '../numeric/philox.js';
import { SequentialTest } from '../numeric/statistics/index.js';
import { countSourceWeights } from '../network/source.js';
import { ball } from '../network/domain.js';
import { targetWithin } from '../network/target-within.js';
import { approximate, constantsOf, evaluator, type Request, type Theorem } from '../theorem/index.js';
import { property, someSeed, type Property, type Report } from './property.js';

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

/** Attempts after which a sequential test is left open. */
const MOST_ATTEMPTS = 400;

/** The properties that every theorem must satisfy, made from what it states. */
export function theoremProperties(theorem: Theorem, cases: TheoremCases = {}): Property[] {
  const { id, bound, construction } = theorem;
  const tolerances = fc.constantFrom(0.4, 0.25, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001);
  const layer = fc.record({ rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }), tau: tolerances, delta_1: fc.constantFrom(0.4, 0.1, 0.01, 1e-4, 1e-8, 1e-20, 1e-40) });
  const given = constantsOf(theorem);
  return [
    property(`${id}: the bound is a whole number, and asks more for a smaller failure probability`, layer, async (values) => {
      const f = await evaluator(bound), n = f({ ...given, ...values }), more = f({ ...given, ...values, delta_1: values.delta_1 / 1e10 });
      return Number.isInteger(n) && n >= 1 && more > n ? undefined : `n = ${n}, for 1e-10 of the failure probability ${more}`;
    }),
    property(`${id}: the source weights and layers that it counts are those of the source`, fc.record({ layer, n: fc.integer({ min: 1, max: 100 }) }), async ({ layer: values, n }) => {
      const { rows, columns, tau } = values, sized = { ...bound, symbols: { ...bound.symbols, n: { meaning: bound.counts, low: 0, high: Infinity, whole: false } } };
      const [weights, layers] = await Promise.all([bound.weights!, bound.layers!].map((expression) => evaluator({ ...sized, expression })));
      const widths = [columns, ...construction.hiddenWidths({ firstLayer: 1, inputs: columns, outputs: rows, n, tolerance: tau }), rows];
      const stated = [weights({ ...given, ...values, n }) * rows * columns, layers({ ...given, ...values, n })], found = [countSourceWeights(widths), widths.length - 1];
      return Math.abs(stated[0] - found[0]) <= 1e-9 * found[0] && stated[1] === found[1] ? undefined : `stated ${stated}, found ${found}`;
    }),
    promise(theorem, cases),
  ];
}

/**
 * The theorem's own claim: over random targets within its hypotheses, a source as wide as the bound asks has a ticket whose certified
 * error is at most epsilon, but for a share delta of sources. Each attempt is a new target and a new source; what is tested is the
 * failure probability averaged over them, until a sequential test shows it to be below delta, or above, at level alpha.
 */
function promise(theorem: Theorem, { widest = 4, deepest = 2, epsilons = [0.5, 0.2], delta = 0.1, alpha = 0.05 }: TheoremCases): Property {
  const name = `${theorem.id}: at the width that the bound asks the certified error is within epsilon, but for a share ${delta} of sources`;
  return {
    name,
    async check({ runs = MOST_ATTEMPTS, seed = someSeed() } = {}): Promise<Report> {
      const test = new SequentialTest(delta, alpha), words = new Uint32Array(4), failed: string[] = [];
      for (let k = 0; k < runs && test.verdict === 'open'; k++) {
        philox(seed, 0x7072, k, 0, 0, 0, words);
        const depth = 1 + (words[0] % deepest), widths = Array.from({ length: depth + 1 }, (_, i) => 1 + ((words[1] >>> (8 * i)) % widest));
        const epsilon = epsilons[words[2] % epsilons.length];
        const request: Request = {
          target: targetWithin(widths, words[3]), theorem, domain: ball(1), epsilon, tolerance: null, budget: 'entrywise', delta, selector: null, candidates: 'bound', seed: k + 1000 * (seed % 1e6),
        };
        const { result } = await approximate(request, inlinePool);
        // An error above epsilon is proven by its lower bound; it is a failure of the construction unless a search was given up.
        const proven = result.verdict === 'fails' && result.missed.every((m) => m.regime !== 'gave-up');
        const outcome = result.verdict === 'holds' ? 'success' : proven ? 'failure' : 'gave up';
        test.add(outcome);
        if (outcome !== 'success') failed.push(`widths ${widths.join('-')}, epsilon ${epsilon}, seed ${request.seed}: ${outcome}`);
      }
      const what = `${test.verdict} after ${test.attempts} attempts, ${test.failures} failures, ${test.gaveUp} given up${failed.length > 0 ? `: ${failed.slice(0, 3).join('; ')}` : ''}`;
      return { name, verdict: test.verdict, runs: test.attempts, seed, ...(test.verdict === 'holds' ? {} : { counterexample: what }) };
    },
  };
}
