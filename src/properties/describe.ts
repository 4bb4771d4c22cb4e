import type { Construction } from '../constructions/index.js';
import type { Selector } from '../subset-sum/index.js';
import type { Theorem } from '../theorem/index.js';
import { certifierProperties, type CertifierCases } from './certifier.js';
import { constructionProperties } from './construction.js';
import { constructionCases } from './construction-cases.js';
import type { Certifier } from './enclosure.js';
import { assertHolds, type CheckOptions, type Property } from './property.js';
import { solverProperties, type SolverCases } from './solver.js';
import { theoremProperties, type TheoremCases } from './theorem.js';
import type { ConstructionCases } from './tried-layer.js';

/** What a runner of tests offers: vitest, jest and node:test do, as globals or to be imported. */
export interface Runner {
  // What they return, and what else they take, differs.
  readonly describe: (title: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>, milliseconds?: number) => unknown;
}

/** How described properties are checked. */
export interface DescribeOptions extends Pick<CheckOptions, 'runs' | 'draws' | 'seed'> {
  /** Time of one property, told to runners that take it as the last argument of a test; default 60,000. */
  readonly milliseconds?: number;
}

/**
 * One test for each property, under a title; a failure says the counterexample, the seed and the path. `runner`: `{ describe, test }` of vitest, jest or
 * node:test; default: the globals of that name. Throws a RangeError where there are none: without a runner, await assertHolds(property).
 */
export function describeProperties(title: string, properties: readonly Property[], runner: Runner = globalRunner(), { milliseconds = 60_000, ...options }: DescribeOptions = {}): void {
  runner.describe(title, () => {
    for (const one of properties) runner.test(one.name, () => assertHolds(one, options), milliseconds);
  });
}

/** The properties of a construction as tests; `cases`: default U[-1, 1] and the first selector that it admits. */
export const describeConstruction = (construction: Construction, runner?: Runner, cases: ConstructionCases = constructionCases(construction), options?: DescribeOptions): void =>
  describeProperties(`construction ${construction.name}`, constructionProperties(construction, cases), runner, options);

/** The properties of a theorem as tests, and those of its construction under its law and selector. */
export function describeTheorem(theorem: Theorem, runner?: Runner, cases?: TheoremCases, options?: DescribeOptions): void {
  describeConstruction(theorem.construction, runner, constructionCases(theorem.construction, theorem), options);
  describeProperties(`theorem ${theorem.id}`, theoremProperties(theorem, cases), runner, options);
}

/** The properties of a solver as tests. */
export const describeSolver = (selector: Selector, runner?: Runner, cases?: SolverCases, options?: DescribeOptions): void =>
  describeProperties(`solver ${selector.name}`, solverProperties(selector, cases), runner, options);

/** The properties of a certifier as tests. */
export const describeCertifier = (certifier: Certifier, runner?: Runner, cases?: CertifierCases, options?: DescribeOptions): void =>
  describeProperties(`certifier ${certifier.name}`, certifierProperties(certifier, cases), runner, options);

function globalRunner(): Runner {
  const { describe, test } = globalThis as Partial<Runner>;
  if (typeof describe !== 'function' || typeof test !== 'function') throw new RangeError("describeProperties: needed { describe, test } of a runner (vitest, jest, node:test), or both as globals, got neither; without a runner, await assertHolds(property) for each");
  return { describe, test };
}
