import { roundDownTo12Bits } from '../../src/numeric/rounding.js';
import { comparers, constantsOf, evaluator, type ComparedBound, type Question, type Theorem } from '../../src/theorem/index.js';
import { floor } from '../../proofs/foundations/floor.js';
import { statements, theorems } from '../../proofs/index.js';

/** The theorem of an id. Throws a RangeError on another. */
export function theoremNamed(id: string): Theorem {
  const found = theorems.find((t) => t.id === id);
  if (!found) throw new RangeError(`theoremNamed: needed ${theorems.map((t) => t.id).join(', ')}, got ${id}`);
  return found;
}

const shares = new Map(await Promise.all(theorems.map(async (t) => [t.id, await evaluator({ ...t.bound, expression: 'tau' })] as const)));

/**
 * The tolerance of one weight that a theorem's own shares of epsilon ask of a target of l layers of d units, rounded down to 12 bits, so that
 * it agrees between engines. A function of the question alone: weights are taken as they are, not scaled up to 1 first.
 */
export const ownTolerance = (theorem: Theorem, { d, l, epsilon }: Pick<Question, 'd' | 'l' | 'epsilon'>): number =>
  roundDownTo12Bits(shares.get(theorem.id)!({ ...constantsOf(theorem), rows: d, columns: d, l, epsilon }));

const compared = await comparers(statements);

const asked = new Map<string, ComparedBound[]>();

/** Every bound about networks for a question, in n and in source weights per target weight; figures draw these values. Evaluated once for a question. */
export function boundsAt({ d, l, epsilon, delta }: Question): readonly ComparedBound[] {
  const key = [d, l, epsilon, delta].join();
  if (!asked.has(key)) asked.set(key, compared.map((compare) => compare({ d, l, epsilon, delta })));
  return asked.get(key)!;
}

/** One theorem's bound for a question. Throws a RangeError on an id of no bound about networks. */
export function boundAt(id: string, question: Question): ComparedBound {
  const found = boundsAt(question).find((b) => b.id === id);
  if (!found) throw new RangeError(`boundAt: needed a statement about networks, got ${id}`);
  return found;
}

const floorValue = await evaluator(floor.bound!);

/**
 * No fewer usable units, and so no fewer raw ones, serve every target of [-1, 1] in one half of a diamond: its products have |u v| <= |v|, so
 * they reach no further than uniform draws do. foundations.floor at one half's tolerance and the whole network's delta.
 */
export const diamondFloor = (tau: number, delta: number): number => floorValue({ tau, delta_1: delta });

const sizes = new Map(await Promise.all(theorems.map(async (t) => {
  const { bound } = t, n = { meaning: bound.counts, low: -1, high: Infinity, whole: false };
  return [t.id, await evaluator({ ...bound, expression: bound.weights!, symbols: { ...bound.symbols, n } })] as const;
})));

/** Source weights per target weight of a theorem's source for n, at a question's shape and tolerance. */
export const weightsAt = (theorem: Theorem, n: number, { d, l, epsilon }: Pick<Question, 'd' | 'l' | 'epsilon'>): number =>
  sizes.get(theorem.id)!({ ...constantsOf(theorem), rows: d, columns: d, l, epsilon, delta: 0.5, n });
