import fc from 'fast-check';
import { theorems } from '../../proofs/index.js';
import { binaryLaw, byLayer, diamond, first, hyperbolic, known, normalise, tabulate, uniform, uniformOn } from '../../src/index.js';
import { constructionProperties, lawProperties, property, showTarget, solverProperties, targets, theoremProperties, type Property } from '../../src/properties/index.js';
import { constructionSubjects } from './construction-subjects.js';
import { firstKill, type Kill } from './kill.js';
import { solverSubjects } from './solvers.js';

// What tasks of the pool name is found where they are: in this module, once it is bundled.
export { boundCells } from '../../src/certify/bound-cells.js';
export { verifyShare } from '../../src/certify/exact/verify-share.js';
export { pruneColumns } from '../../src/constructions/constructions.js';

/** The law's properties come last in a construction's, and are a part of their own. */
const ofConstruction = (name: string, which: (p: Property) => boolean = () => true): Property[] =>
  constructionSubjects.filter((s) => s.construction.name === name).flatMap(({ construction, cases }) => constructionProperties(construction, cases).filter((p) => p.name.startsWith(`${name}: `) && which(p)));
const ofSolvers = (...names: readonly string[]): Property[] => solverSubjects.filter((s) => names.includes(s.selector.name)).flatMap(({ selector, cases }) => solverProperties(selector, cases));

const ofTheorems = (...ids: readonly string[]): Property[] => ids.flatMap((id) => theoremProperties(theorems.find((t) => t.id === id)!));

/** What a target is normalised to, put together again. */
const together = property('normalise: every entry is in [-1, 1], and times its scales it is the weight or the bias', targets({ biases: true }), (target) => {
  let unit = 1;
  for (const [i, { weights, scale, constantIn }] of normalise(target).layers.entries()) {
    const { weights: { rows, columns, data }, bias } = target.layers[i];
    if (weights.data.some((w) => Math.abs(w) > 1)) return `layer ${i + 1} has ${weights.data}`;
    for (let r = 0; r < rows; r++) {
      const own = Array.from({ length: columns }, (_, c) => weights.data[r * weights.columns + c] * scale), constant = constantIn ? weights.data[r * weights.columns + columns] * scale * unit : 0;
      if (own.some((w, c) => w !== data[r * columns + c]) || constant !== (bias?.[r] ?? 0)) return `row ${r} of layer ${i + 1} comes to ${own} and ${constant}`;
    }
    // The constant as it leaves the layer, in the target's units.
    unit *= constantIn && weights.rows > rows ? weights.data[weights.data.length - 1] * scale : scale;
  }
  return undefined;
}, showTarget);

/** What no oracle that tries all subsets can know: where the first 46 candidates do not reach, the next 46 are tried, and their positions are those among all. */
const later = property('first: a hit of later candidates has their positions', fc.constant(Array.from({ length: 48 }, (_, k) => (k < 46 ? 2 ** -40 : 0.25))), (values) => {
  const { outcome, chosen, exact } = first.select(known(values), 0.5, 0.01);
  return outcome === 'hit' && !exact && chosen.join() === '46,47' ? undefined : `said ${outcome}, and chose ${chosen}`;
});

/** It takes its time: once is enough. */
const windows: Property = { ...later, check: (options) => later.check({ ...options, runs: 1 }) };

/** Cases of each property: more where a bug shows on rare numbers only. */
const RUNS: Partial<Record<string, number>> = { first: 2000, sparsest: 1000, closest: 1000, greedy: 400, sized: 400, one: 400, integer: 400 };

/** Properties by what they are of: what each part of the library must satisfy. */
const parts = {
  diamond: () => ofConstruction('diamond'),
  single: () => ofConstruction('single'),
  batch: () => ofConstruction('batch'),
  binary: () => ofConstruction('binary'),
  ladder: () => ofConstruction('ladder'),
  carriers: () => ofConstruction('carriers'),
  closestDiamond: () => constructionProperties(diamond, { law: () => uniform, select: () => 'closest', most: 40 }).filter((p) => p.name.startsWith('diamond: ')),
  normalised: () => [together],
  first: () => [...ofSolvers('first'), windows],
  sparsest: () => ofSolvers('sparsest'),
  closest: () => ofSolvers('closest', 'first', 'sparsest'),
  one: () => ofSolvers('nearest', 'one', 'boxes'),
  greedy: () => ofSolvers('golden', 'plenty', 'count'),
  integer: () => ofSolvers('integer'),
  sized: () => ofSolvers('exactly:3', 'at-most:3', 'exactly:2:4'),
  uniform: () => [uniform, uniformOn(2)].flatMap((law) => lawProperties(law)),
  hyperbolic: () => lawProperties(hyperbolic(20)),
  tabulated: () => lawProperties(tabulate((p) => 1 - Math.sqrt(1 - p), { bits: 10 })),
  byLayer: () => lawProperties(byLayer([uniformOn(2), binaryLaw])),
  golden: () => ofTheorems('orseau2020.weight', 'orseau2020.batch'),
  theorems: () => ofTheorems('malach2020.nearest-pair', 'diffenderfer2021.theorem'),
} satisfies Record<string, () => Property[]>;

export type Part = keyof typeof parts;

/** The first property of a part that does not hold. */
export const killOf = (part: Part, runs = RUNS[part] ?? 40): Promise<Kill | undefined> => firstKill(parts[part](), { runs, seed: 1 });
export const allParts = Object.keys(parts) as Part[];
