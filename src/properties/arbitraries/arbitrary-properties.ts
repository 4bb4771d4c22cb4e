import fc from 'fast-check';
import { property, type Property } from '../property.js';

/** An arbitrary and what its values must be. */
export interface ArbitraryCases<Case> {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
  /** Whether a value is one that was asked for: judged by other code than draws it. */
  valid(one: Case): boolean;
  /** Kinds of which none may be missing among a thousand values. */
  readonly kinds?: readonly { readonly name: string; shows(one: Case): boolean }[];
}

/** Steps after which a shrinking that has not ended never will. */
const MOST_STEPS = 100_000;

/** The properties that an arbitrary must satisfy for its counterexamples to be worth reading. */
export function arbitraryProperties<Case>({ name, cases, valid, kinds = [] }: ArbitraryCases<Case>): Property[] {
  const seeds = fc.nat(2 ** 31 - 1), sample = (seed: number, numRuns: number): Case[] => fc.sample(cases, { seed, numRuns });
  const claim = (text: string, holds: (seed: number) => string | undefined): Property => property(`${name}: ${text}`, seeds, holds, (seed) => `seed ${seed}`);
  /** Tries cases and shrinks one that `fails`, seeing each. */
  const shrunk = (seed: number, fails: (one: Case) => boolean, see: (one: Case) => void = () => {}): { steps: number; found: fc.RunDetails<[Case]> } => {
    let steps = 0;
    const found = fc.check(fc.property(cases, (one) => {
      see(one);
      // Everything passes from here on: shrinking is told to end.
      return ++steps > MOST_STEPS || !fails(one);
    }), { seed, numRuns: 30 });
    return { steps, found };
  };
  /** One case in two, by its text. */
  const odd = (seed: number) => (one: Case): boolean => fc.hash(`${seed} ${fc.stringify(one)}`) % 2 === 1;
  return [
    claim('every value drawn, and every one tried in shrinking, is valid', (seed) => {
      let wrong: string | undefined;
      for (const fails of [() => true, odd(seed)]) shrunk(seed, fails, (one) => (wrong ??= valid(one) ? undefined : fc.stringify(one)));
      return wrong && `${wrong} is not`;
    }),
    claim('shrinking ends', (seed) => ([() => true, odd(seed)].some((fails) => shrunk(seed, fails).steps > MOST_STEPS) ? `not within ${MOST_STEPS} steps` : undefined)),
    claim('drawing, shrinking and replaying are functions of the seed', (seed) => {
      if (fc.stringify(sample(seed, 20)) !== fc.stringify(sample(seed, 20))) return 'other values the second time';
      const [first, second] = [shrunk(seed, odd(seed)), shrunk(seed, odd(seed))].map(({ found }) => found);
      if (first.counterexamplePath !== second.counterexamplePath) return `path ${first.counterexamplePath}, then ${second.counterexamplePath}`;
      if (!first.failed) return undefined;
      const again = fc.check(fc.property(cases, (one) => !odd(seed)(one)), { seed, path: first.counterexamplePath!, endOnFailure: true });
      return fc.stringify(again.counterexample) === fc.stringify(first.counterexample) ? undefined : `${fc.stringify(first.counterexample)}, replayed ${fc.stringify(again.counterexample)}`;
    }),
    ...(kinds.length === 0 ? [] : [
      claim('no kind is missing among a thousand values', (seed) => {
        const values = sample(seed, 1000), missing = kinds.filter((k) => !values.some((v) => k.shows(v)));
        return missing.length === 0 ? undefined : `missing ${missing.map((k) => k.name).join(', ')}`;
      }),
    ]),
  ];
}
