import type { Construction } from '../constructions/index.js';
import { uniform } from '../numeric/law.js';
import type { Theorem } from '../theorem/index.js';
import type { ConstructionCases } from './tried-layer.js';

/** What a construction is tried with: the law and the selector of a theorem that uses it, else U[-1, 1] and the first selector that it admits. */
export function constructionCases({ selectors }: Construction, theorem?: Theorem): ConstructionCases {
  const select = (tau: number): string => (selectors?.length === 0 ? '' : (theorem?.select(tau) ?? selectors?.[0] ?? 'first'));
  return { law: (tau) => theorem?.law(tau) ?? uniform, select };
}
