import type { Case, CaseRows } from './study.js';

/** Results of a case by attempt, where a batch's result is a list of them in order. */
export const byAttempt = <R>({ rows }: Pick<CaseRows<Case, readonly R[]>, 'rows'>): Map<number, R> => new Map(rows.flatMap(({ from, result }) => result.map((one, k) => [from + k, one] as const)));

/** Results of two cases for the attempts that both have, in order: what is compared pair by pair where attempts of one number share their draws. */
export function pairs<A, B>(a: Pick<CaseRows<Case, readonly A[]>, 'rows'>, b: Pick<CaseRows<Case, readonly B[]>, 'rows'>): [A, B][] {
  const others = byAttempt(b);
  return [...byAttempt(a)].sort(([i], [j]) => i - j).flatMap(([attempt, one]) => (others.has(attempt) ? [[one, others.get(attempt)!] as [A, B]] : []));
}
