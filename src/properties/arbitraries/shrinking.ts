import fc from 'fast-check';
import { diceOf, type Dice } from './dice.js';

/** What cases there are, and which are smaller as a person understands it. */
export interface CasesOf<Case> {
  readonly name: string;
  /** A case; one that is not valid is drawn again. */
  draw(dice: Dice): Case;
  valid(one: Case): boolean;
  /** Integers of at least 0, equally many for every case: of two cases the smaller one is smaller in the first that differs. */
  size(one: Case): readonly number[];
  /** Cases to try in place of a counterexample, the most telling first. Those that are not valid, or no smaller, are passed over. */
  smaller(one: Case): Iterable<Case>;
}

/** Draws of which one has to be valid. */
const MOST_DRAWS = 500;

/**
 * An arbitrary whose shrinking is a search by hand: every value that it tries is valid and smaller than the one before, so that shrinking ends, and
 * what it ends in is as small as no step of `smaller` can better. (Composed arbitraries shrink how a value was drawn, not what it is.)
 */
export const shrinking = <Case>(cases: CasesOf<Case>): fc.Arbitrary<Case> => new Shrinking(cases);

class Shrinking<Case> extends fc.Arbitrary<Case> {
  constructor(private readonly cases: CasesOf<Case>) {
    super();
  }

  generate(random: fc.Random): fc.Value<Case> {
    const { name, draw, valid } = this.cases, dice = diceOf(random);
    for (let k = 0; k < MOST_DRAWS; k++) {
      const one = draw(dice);
      if (valid(one)) return new fc.Value(one, undefined);
    }
    throw new RangeError(`${name}: needed options that some case meets, got none in ${MOST_DRAWS} draws`);
  }

  canShrinkWithoutContext(value: unknown): value is Case {
    try {
      return this.cases.valid(value as Case);
    } catch {
      return false;
    }
  }

  shrink(value: Case): fc.Stream<fc.Value<Case>> {
    return fc.stream(this.steps(value)).map((one) => new fc.Value(one, undefined));
  }

  private *steps(value: Case): Generator<Case> {
    const { size, smaller, valid } = this.cases, now = size(value), seen = new Set<string>();
    for (const one of smaller(value)) {
      if (!isSmaller(size(one), now) || !valid(one)) continue;
      const key = fc.stringify(one);
      if (seen.has(key)) continue;
      seen.add(key);
      yield one;
    }
  }
}

function isSmaller(a: readonly number[], b: readonly number[]): boolean {
  const k = a.findIndex((x, i) => x !== b[i]);
  return k >= 0 && a[k] < b[k];
}
