import fc from 'fast-check';
import { binaryLaw, byLayer, hyperbolic, uniform, uniformOn, type Law } from '../../numeric/law.js';
import type { Source } from '../../network/source.js';
import { fewerThan } from './fewer.js';
import { shrinking } from './shrinking.js';

/** Which sources to draw. */
export interface SourceOptions {
  /** Laws, the simplest first; default: one or two of each name, and one by layers. */
  readonly laws?: readonly Law[];
  /** Most units of a layer, and most layers; default 40 and 4. */
  readonly widest?: number;
  readonly deepest?: number;
}

const DEFAULT: readonly Law[] = [uniform, binaryLaw, uniformOn(2), hyperbolic(4), hyperbolic(12), byLayer([uniformOn(2), binaryLaw])];
const EDGE_SEEDS = [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1], EDGE_ATTEMPTS = [0, 1, 2 ** 32 - 1];

/** Random networks that are never stored, with seeds and attempts up to the ends of their ranges. Smaller ones have fewer layers, fewer units, a simpler law, smaller seeds. */
export function sources({ laws = DEFAULT, widest = 40, deepest = 4 }: SourceOptions = {}): fc.Arbitrary<Source> {
  const lawOf = ({ law }: Source): number => laws.findIndex((l) => JSON.stringify(l) === JSON.stringify(law));
  const whole = (x: number, least: number, below: number): boolean => Number.isInteger(x) && x >= least && x < below;
  return shrinking<Source>({
    name: 'sources',
    draw: (dice) => ({
      seed: dice.chance(0.2) ? dice.pick(EDGE_SEEDS) : dice.whole(0, 1e9),
      attempt: dice.chance(0.1) ? dice.pick(EDGE_ATTEMPTS) : dice.small(0, 50),
      law: dice.pick(laws),
      widths: Array.from({ length: 1 + dice.whole(1, deepest) }, () => dice.small(1, widest)),
    }),
    valid: (one) =>
      whole(one.seed, 0, 2 ** 53) && whole(one.attempt, 0, 2 ** 32) && lawOf(one) >= 0 && one.widths.length >= 2 && one.widths.length <= deepest + 1 && one.widths.every((w) => whole(w, 1, widest + 1)),
    size: (one) => [one.widths.length, one.widths.reduce((a, b) => a + b, 0), lawOf(one), one.attempt, one.seed],
    *smaller(one) {
      const { widths, seed, attempt } = one;
      for (let length = 2; length < widths.length; length++) yield { ...one, widths: widths.slice(0, length) };
      for (let k = 0; k < widths.length; k++) yield { ...one, widths: widths.filter((_, i) => i !== k) };
      yield { ...one, widths: widths.map(() => 1) };
      for (let k = 0; k < widths.length; k++) for (const w of fewerThan(widths[k], 1)) yield { ...one, widths: widths.map((old, i) => (i === k ? w : old)) };
      for (const law of laws) yield { ...one, law };
      for (const less of fewerThan(attempt)) yield { ...one, attempt: less };
      for (const less of fewerThan(seed)) yield { ...one, seed: less };
    },
  });
}
