import { floor } from '../../proofs/foundations/floor.js';
import { odds } from '../../proofs/foundations/odds.js';
import { diamondHalf } from '../../proofs/pensia2020/diamond-half.js';
import { evaluator } from '../../src/theorem/index.js';

/** A number of draws as a function of tolerance and failure probability, and the statement that it is from. */
export interface DrawsBound {
  readonly by: string;
  at(epsilon: number, delta: number): number;
}

const [oddsOf, floorOf, diamondOf] = await Promise.all([odds, floor, diamondHalf].map((s) => evaluator(s.bound!)));

/** By law, the weight p with which it contains U[-a, a] (2 a times its least density there), for the bound on targets in [-a, a]. */
const CONTAINED: Readonly<Record<string, readonly { readonly a: number; readonly p: number }[]>> = {
  uniform: [{ a: 1, p: 1 }, { a: 0.5, p: 0.5 }],
  normal: [{ a: 1, p: 2 * Math.exp(-1 / 2) / Math.sqrt(2 * Math.PI) }, { a: 0.5, p: Math.exp(-1 / 8) / Math.sqrt(2 * Math.PI) }],
  product: [{ a: 0.5, p: Math.LN2 / 2 }],
  diamond: [{ a: 0.5, p: Math.LN2 / 4 }],
};

/** Draws that are proved to reach every target of [-range, range], if a bound here covers the law and the window. */
export function sufficientDraws(law: string, range: number): DrawsBound | undefined {
  if (law === 'diamond' && range > 0.5) return { by: diamondHalf.id, at: (tau, delta_1) => diamondOf({ tau, delta_1 }) };
  const windows = (CONTAINED[law] ?? []).filter(({ a }) => a >= range);
  return windows.length > 0 ? { by: odds.id, at: (tau, delta_1) => Math.min(...windows.map((w) => oddsOf({ tau, delta_1, ...w }))) } : undefined;
}

/** Draws without which not every target of [-range, range] is reached: for uniform draws on [-1, 1] by resolution and range, else by resolution, which holds for every law. */
export function necessaryDraws(law: string, range: number): DrawsBound {
  const both = law === 'uniform' && range === 1;
  // As delta nears 1 the statement's range part asks for less than its resolution part.
  return { by: floor.id, at: (tau, delta_1) => (both ? floorOf({ tau, delta_1 }) : floorOf({ tau: tau / range, delta_1: 1 - 1e-9 })) };
}
