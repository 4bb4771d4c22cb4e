import { theorem21 } from '../../proofs/malach2020/theorem21.js';
import { fixedSizeTickets } from '../../proofs/natale2024/fixed-size.js';
import { weight } from '../../proofs/orseau2020/weight.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { builtins } from '../../src/network/builtin/index.js';
import { ball, cube, validNetwork, type Network } from '../../src/network/index.js';
import { targetWithin } from '../../src/network/index.js';
import { selectorNamed } from '../../src/subset-sum/index.js';
import { approximate, type Request } from '../../src/theorem/index.js';

/** A hypothesis broken on purpose, and what came of it. */
export interface Refusal {
  readonly what: string;
  /** The refusal, or what the run says of the hypothesis where a derived form covers it. */
  readonly message: string;
  /** The verdict with --outside, and what its output calls outside; null where nothing was refused. */
  readonly outside: { readonly verdict: string; readonly marked: readonly string[] } | null;
}

const within = targetWithin([2, 2, 2], 20);
const changed = (data: number[], bias: number[] | null = null): Network =>
  validNetwork([{ weights: { rows: 2, columns: 2, data: Float64Array.from(data) }, bias: bias && Float64Array.from(bias) }], 'refusals');

const digits = await builtins[2].load();

const base: Request = { target: within, theorem: theorem1, domain: ball(1), epsilon: null, tolerance: 0.01, budget: 'entrywise', delta: 0.05, selector: null, candidates: 'bound', seed: 1 };

const cases: readonly [what: string, hypothesis: string, change: Partial<Request>][] = [
  ['a source narrower than the bound: `--candidates 20`', 'width', { candidates: 20 }],
  ['the width found by search: `--candidates auto`', 'width', { candidates: 'auto' }],
  ['a selector that need not find what is there: `--select golden`', 'selector', { selector: selectorNamed('golden') }],
  ['a selector of single candidates where the theorem sums: `--select nearest`', 'selector', { selector: selectorNamed('nearest') }],
  ['a selector that searches all subsets in place of a greedy one', 'selector', { theorem: weight, selector: selectorNamed('first') }],
  ['weights beyond 1', 'entries', { target: changed([1.5, 0.25, -0.5, 0.75]) }],
  ['a layer of norm beyond 1', 'norms', { target: changed([0.9, 0.9, 0.9, -0.8]) }],
  ['weights beyond 1 / sqrt(d), which Malach et al. (2020) exclude', 'small entries', { theorem: theorem21, target: changed([0.9, 0, 0, 0.9]), tolerance: 0.1 }],
  ['tolerances of the expected size of errors: `--budget expected`', 'budget', { epsilon: 0.05, tolerance: null, budget: 'expected' }],
  ['tolerances by the actual norms: `--budget entrywise`', 'budget', { epsilon: 0.05, tolerance: null, budget: 'entrywise' }],
  ['a tolerance at which nothing was fitted: `--tolerance 1e-4`', 'fitted range', { theorem: fixedSizeTickets, tolerance: 1e-4 }],
  ['biases', 'no biases', { target: changed([0.5, 0.25, -0.5, 0.25], [0.1, -0.2]) }],
  ['inputs beyond the unit ball: `--domain box:-1,1`', 'inputs', { domain: cube(-1, 1, 2) }],
];

const beyond: readonly [what: string, change: Partial<Request>][] = [
  ['a polynomial bound at an error: `--theorem malach2020.theorem2.1 --epsilon 0.001`', { theorem: theorem21, epsilon: 0.001, tolerance: null }],
  ['the same on a real layer: builtin:digits, `--epsilon 0.01`', { theorem: theorem21, epsilon: 0.01, tolerance: null, target: digits }],
  ['a selector that the construction cannot use', { theorem: theorem21, selector: selectorNamed('first') }],
  ['more bits than a search can give: `--tolerance 1e-14`', { tolerance: 1e-14 }],
];

/** Every hypothesis broken on purpose, then what no --outside helps. */
export async function refusals(): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const [what, hypothesis, change] of cases) {
    const request = { ...base, ...change };
    try {
      const { result } = await approximate(request, inlinePool);
      const finding = result.hypotheses.find((h) => h.name === hypothesis)!;
      found.push({ what, message: `${finding.met}: ${finding.detail}`, outside: null });
    } catch (error) {
      const { result } = await approximate({ ...request, outside: true }, inlinePool);
      found.push({ what, message: (error as Error).message, outside: { verdict: result.verdict, marked: result.outside } });
    }
  }
  for (const [what, change] of beyond) {
    const message = await approximate({ ...base, ...change, outside: true }, inlinePool).then(() => 'ran', (error: Error) => error.message);
    found.push({ what, message, outside: null });
  }
  return found;
}
