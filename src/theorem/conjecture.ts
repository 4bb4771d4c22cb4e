import { constructions, requireConstruction, type Construction } from '../constructions/index.js';
import { uniform, type Law } from '../numeric/law.js';
import { budget, entries, inputs, noBiases, norms, selector, width } from './hypotheses.js';
import { evenShares, hiddenUnits, networkSymbols } from './shares.js';
import type { Quantifier, Theorem } from './theorem.js';

/** What somebody says of a construction of their own, proved or not. */
export interface Conjecture {
  readonly construction: Construction;
  /**
   * n that is said to be enough, a mathjs expression in rows and columns (of the target's layer), tau (tolerance of a normalised weight, in (0, 1)) and
   * delta_1 (failure probability of one weight and one sign of its input), with the functions of `Formula`. Its value is rounded up.
   */
  readonly bound: string;
  /** Source weights per target weight of a layer rows x columns, an expression in n, rows and columns: 'n * (rows + columns) / rows' where n hidden units per input feed every output. */
  readonly weights: string;
  /** Source layers per target layer, likewise; default '2'. */
  readonly layers?: string;
  /** Law of a source for tolerances of at least tau; default U[-1, 1]. */
  law?(tau: number): Law;
  /** Name of the selector that is meant, at tolerance tau; default `first`. Not asked of a construction that decides by itself. */
  select?(tau: number): string;
  /** Whether the width is said to do for each target by itself (default), or one source for every target at once. */
  readonly quantifier?: Quantifier;
  /** One line. */
  readonly summary?: string;
}

/**
 * A construction and the width that is said to be enough for it, as a theorem that `approximate`, `verify`, studies and the properties run: its id is
 * NAME.conjecture, its hypotheses are those of the package's theorems (norms of at most 1, no biases, the unit ball), and its bound is stated, not proved.
 * Throws a RangeError for a construction that lacks a part, or a bound that is no text.
 */
export function conjecture({ construction, bound, weights, layers = '2', law = () => uniform, select = () => 'first', quantifier = 'each target', summary = construction.source }: Conjecture): Theorem {
  requireConstruction(construction);
  if (typeof bound !== 'string' || typeof weights !== 'string') throw new RangeError(`conjecture: needed bound and weights as expressions, got ${typeof bound} and ${typeof weights}`);
  const { name, source } = construction;
  return {
    id: `${name}.conjecture`,
    cite: { key: name, item: 'conjecture' },
    origin: 'conjectured',
    summary,
    statement: String.raw`With $n$ as large as the bound, a random network pruned by the construction ${name} has every weight within $\tau$ of the target's, but for a probability of $\delta_1$ for each weight and sign of its input.`,
    hypotheses: [width, selector, budget, entries, norms, noBiases, inputs],
    constants: [],
    bound: { kind: 'sufficient', expression: `max(1, ceil(${bound}))`, symbols: networkSymbols, where: evenShares, counts: hiddenUnits, origin: 'conjectured', source, weights, layers },
    uses: [],
    proof: { page: '', steps: [] },
    law,
    construction,
    quantifier,
    select,
  };
}

/** The theorems that a module exports, conjectures among them; the constructions of each know their module. */
export function theoremsIn(module: Readonly<Record<string, unknown>>, url: string): Theorem[] {
  const isTheorem = (value: unknown): value is Theorem => typeof value === 'object' && value !== null && 'construction' in value && 'bound' in value && 'hypotheses' in value;
  return [...new Set(Object.values(module).filter(isTheorem))].map((t) => ({ ...t, construction: t.construction.module === undefined && !constructions.includes(t.construction) ? { ...t.construction, module: url } : t.construction }));
}
