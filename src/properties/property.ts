import fc from 'fast-check';
import type { Verdict } from '../certify/index.js';
import { faultLines } from '../numeric/fault.js';

/** What a check of a property found. */
export interface Report {
  readonly name: string;
  /** `holds`: no case broke it; `fails`: one did; `open`: a claim about a probability that the draws do not decide, which is no pass. */
  readonly verdict: Verdict;
  /** Random cases tried. */
  readonly runs: number;
  /** Repeats the same cases. */
  readonly seed: number;
  /** With the seed, repeats the smallest counterexample alone. Absent where none was found, or where it is no single case. */
  readonly path?: string;
  /** The smallest case found that breaks it, and how, as a person understands it; lines. */
  readonly counterexample?: string;
}

/** How a property is checked. */
export interface CheckOptions {
  /** Random cases of a property that must always hold; default 100, fewer where a case is a whole network. */
  readonly runs?: number;
  /** Most draws of a claim about a probability; default: what it takes to decide. */
  readonly draws?: number;
  /** An integer in [0, 2^31). Default: another one each time. */
  readonly seed?: number;
  /** Of a report with the same seed: its counterexample again, and nothing else. */
  readonly path?: string;
  /** Told of each case before it is tried, and waited for: what was told last is what does not end. Where it throws, the case is not tried: a property that must always hold fails in it. */
  readonly onCase?: (shown: () => string) => unknown;
}

/** Of a case that is known to be wrong and must not be tried again. */
class Untried extends Error {}

/** A claim that an implementation must satisfy, checked on random cases. */
export interface Property {
  /** The claim, as a sentence. */
  readonly name: string;
  check(options?: CheckOptions): Promise<Report>;
}

/** A seed where none is given. */
export const someSeed = (): number => Math.floor(Date.now() % 2 ** 31);

/**
 * A property that `holds` for every case: it throws, or returns a sentence, where it does not. `show` says a case as a person reads it, `untried` before
 * it was tried: then nothing that is tested may run, since it may not end. Default: as fast-check writes it. `usual`: cases where no number is asked for.
 */
export function property<Case>(
  name: string, cases: fc.Arbitrary<Case>, holds: (one: Case) => string | undefined | Promise<string | undefined>, show: (one: Case, untried: boolean) => string = (one) => fc.stringify(one), usual = 100,
): Property {
  return {
    name,
    async check({ runs = usual, seed = someSeed(), path, onCase } = {}) {
      const body = async (one: Case): Promise<void> => {
        try {
          await onCase?.(() => show(one, true));
        } catch (error) {
          throw new Untried((error as Error).message);
        }
        const wrong = await holds(one);
        if (wrong !== undefined) throw new Error(wrong);
      };
      const found = await fc.check(fc.asyncProperty(cases, body), { numRuns: runs, seed, ...(path === undefined ? {} : { path, endOnFailure: true }) });
      if (!found.failed) return { name, verdict: 'holds', runs: found.numRuns, seed };
      return { name, verdict: 'fails', runs: found.numRuns, seed, path: found.counterexamplePath!, counterexample: `${show(found.counterexample![0], found.errorInstance instanceof Untried)}\n${faultLines(found.errorInstance)}` };
    },
  };
}

/** Rejects with an Error with the counterexample and the seed if the property does not hold. */
export async function assertHolds(one: Property, options?: CheckOptions): Promise<void> {
  const { name, verdict, seed, path, runs, counterexample } = await one.check(options);
  if (verdict !== 'holds') throw new Error(`${name}: ${verdict} after ${runs} cases (seed ${seed}${path === undefined ? '' : `, path ${path}`})\n${counterexample}`);
}
