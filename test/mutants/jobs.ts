import { constructionProperties, certifierProperties, lawProperties, solverProperties, theoremProperties } from '../../src/properties/index.js';
import { lawText } from '../../src/numeric/law.js';
import { mutants as certifyMutants } from '../certify/mutants.js';
import { certifierFaults, certifierSubjects } from './certifiers.js';
import { constructionFaults } from './constructions.js';
import { constructionSubjects } from './construction-subjects.js';
import { slip, thoughtOut, type Fault } from './fault.js';
import { firstKill, type Kill } from './kill.js';
import { lawFaults } from './laws.js';
import { mutated, placesOf, type TextMutant } from './mutated.js';
import { solverFaults, solverSubjects } from './solvers.js';
import { textMutants } from './text.js';
import { theoremFaults, theoremSubjects } from './theorems.js';

/** Kinds of things that faults are planted in, in the order in which they are tried. */
export const kinds = ['construction', 'solver', 'certifier', 'law', 'theorem', 'source text', 'certifier text'] as const;
export type Kind = (typeof kinds)[number];

/** One fault in one thing. */
export interface Job {
  readonly kind: Kind;
  readonly fault: string;
  readonly origin: string;
  readonly subject: string;
  /** What sees it; why it cannot be planted, a sentence; undefined where it survives. */
  run(): Promise<Kill | string | undefined>;
}

/** Cases of each property: as many as see every fault, with that seed. */
const RUNS: Record<Exclude<Kind, 'source text' | 'certifier text'>, number> = { construction: 40, solver: 400, certifier: 30, law: 100, theorem: 40 }, SEED = 1;

const planted = <Subject>(kind: Kind & keyof typeof RUNS, faults: readonly Fault<Subject>[], subjects: readonly Subject[], nameOf: (s: Subject) => string, propertiesOf: (s: Subject) => Parameters<typeof firstKill>[0]): Job[] =>
  faults.flatMap(({ name, origin, plant }) => subjects.map((subject): Job => ({
    kind, fault: name, origin, subject: nameOf(subject),
    async run() {
      const made = plant(subject);
      return typeof made === 'string' ? made : firstKill(propertiesOf(made), { runs: RUNS[kind], seed: SEED });
    },
  })));

const texts = <Kit>(kind: Kind, entry: string, mutants: readonly TextMutant[], originOf: (m: TextMutant) => string, killOf: (kit: Kit, k: number) => Promise<Kill | undefined>): Job[] =>
  mutants.map((mutant, k): Job => ({
    kind, fault: mutant.bug, origin: originOf(mutant), subject: mutant.file,
    async run() {
      if (placesOf(mutant) !== 1) throw new Error(`${mutant.file}: ${placesOf(mutant)} places read ${mutant.find}`);
      return killOf(await mutated<Kit>(entry, mutant, `${kind.replace(' ', '-')}-${k}`), k);
    },
  }));

/** Bugs of the certifier that were ours once. */
const slips: Readonly<Record<string, string>> = {
  'the second form is used whatever is imitated': 'the omega branch for lifted networks',
  'a rounded box is taken as exact': 'rounded midpoints',
  'a rounded input is taken as exact': 'rounded midpoints',
};

/** The first violation of the certifier's kit, taken apart. */
async function violationOf(kit: typeof import('../certify/kit.js')): Promise<Kill | undefined> {
  const started = performance.now(), found = await kit.firstViolation(3), said = /^(.*?): case (\d+): ([^]*)$/.exec(found ?? '');
  return said ? { property: said[1], cases: Number(said[2]) + 1, seconds: (performance.now() - started) / 1000, counterexample: `case ${said[2]}\n${said[3]}` } : undefined;
}

/** Every fault in everything. */
export const jobs: readonly Job[] = [
  ...planted('construction', constructionFaults, constructionSubjects, (s) => s.construction.name, ({ construction, cases }) => constructionProperties(construction, cases)),
  ...planted('solver', solverFaults, solverSubjects, (s) => s.selector.name, ({ selector, cases }) => solverProperties(selector, cases)),
  ...planted('certifier', certifierFaults, certifierSubjects, (s) => s.name, (s) => certifierProperties(s)),
  ...lawFaults.map(({ name, origin, made, law }): Job => ({ kind: 'law', fault: name, origin, subject: lawText(law), run: () => firstKill(lawProperties(law, made), { runs: RUNS.law, seed: SEED }) })),
  ...planted('theorem', theoremFaults, theoremSubjects, (s) => s.id, (s) => theoremProperties(s)),
  ...texts<typeof import('./kit.js')>('source text', 'test/mutants/kit.ts', textMutants, () => thoughtOut, (kit, k) => kit.killOf(textMutants[k].part)),
  ...texts<typeof import('../certify/kit.js')>('certifier text', 'test/certify/kit.ts', certifyMutants, ({ bug }) => (bug in slips ? `${slip}: ${slips[bug]}` : thoughtOut), violationOf),
];
