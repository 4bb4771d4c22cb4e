import { theorems } from '../../proofs/index.js';
import { batch, binary, diamond, fromCarriers, ladder, single, uniform, type CarrierRules, type Construction } from '../../src/index.js';
import type { ConstructionCases } from '../../src/properties/index.js';

/** A construction and how it is tried. */
export interface ConstructionSubject {
  readonly construction: Construction;
  readonly cases: ConstructionCases;
  /** The rules that it is made of, where it is made of carriers. */
  readonly rules?: CarrierRules;
}

/** The diamond, from its carriers. */
export const diamondRules: CarrierRules = {
  name: 'carriers',
  source: 'here',
  hiddenWidths: ({ inputs, n }) => [inputs * n],
  mostKept: (_, problems, selected) => 2 * problems * selected,
  carriers: (drawn, { inputs, n }, column) =>
    Array.from({ length: n }, (_, i) => ({ unit: i * inputs + column, gain: drawn.weight(1, i * inputs + column, column), scaffold: [{ layer: 1, row: i * inputs + column, column }], since: i + 1 })),
};

/** As a theorem uses it. */
const as = (construction: Construction, id: string, more: Partial<ConstructionCases> = {}): ConstructionSubject => {
  const { law, select } = theorems.find((t) => t.id === id)!;
  return { construction, cases: { law, select: (tau) => (construction.selectors?.length === 0 ? '' : select(tau)), ...more } };
};

/** Every construction of the package, each as a theorem uses it, and one made of carriers. */
export const constructionSubjects: readonly ConstructionSubject[] = [
  as(diamond, 'pensia2020.theorem1'),
  as(single, 'malach2020.nearest-pair'),
  as(batch, 'orseau2020.batch'),
  as(binary, 'diffenderfer2021.theorem'),
  as(ladder, 'sreenivasan2022.theorem', { most: 24 }),
  { construction: fromCarriers(diamondRules), cases: { law: () => uniform, select: () => 'first' }, rules: diamondRules },
];
