import fc from 'fast-check';

/** What a check of a property found. */
export interface Report {
  readonly name: string;
  readonly holds: boolean;
  /** Random cases tried. */
  readonly runs: number;
  /** Repeats the same cases. */
  readonly seed: number;
  /** The smallest case found that breaks it, and how. */
  readonly counterexample?: string;
}

/** How a property is checked. */
export interface CheckOptions {
  /** Random cases to try; default 100. */
  readonly runs?: number;
  /** Default: another one each time. */
  readonly seed?: number;
}

/** A claim that an implementation must satisfy, checked on random cases. */
export interface Property {
  /** The claim, as a sentence. */
  readonly name: string;
  check(options?: CheckOptions): Promise<Report>;
}

/** A property that `holds` for every case: it throws, or returns a sentence, where it does not. */
export function property<Case>(name: string, cases: fc.Arbitrary<Case>, holds: (one: Case) => string | undefined | Promise<string | undefined>): Property {
  return {
    name,
    async check({ runs = 100, seed } = {}) {
      const body = async (one: Case): Promise<void> => {
        const wrong = await holds(one);
        if (wrong !== undefined) throw new Error(wrong);
      };
      const found = await fc.check(fc.asyncProperty(cases, body), { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
      const counterexample = found.failed ? `${fc.stringify(found.counterexample![0])}: ${found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance)}` : undefined;
      return { name, holds: !found.failed, runs: found.numRuns, seed: found.seed, ...(counterexample ? { counterexample } : {}) };
    },
  };
}

/** Rejects with an Error with the counterexample and the seed if the property does not hold. */
export async function assertHolds(one: Property, options?: CheckOptions): Promise<void> {
  const { name, holds, seed, runs, counterexample } = await one.check(options);
  if (!holds) throw new Error(`${name}: broken after ${runs} cases (seed ${seed}) by ${counterexample}`);
}
