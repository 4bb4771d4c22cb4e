import fc from 'fast-check';
import { lawOfLayer, type Law, type LayerLaw } from '../numeric/law.js';
import { philox } from '../numeric/philox.js';
import { seedWords } from '../numeric/seed-words.js';
import type { WeightMaking } from './law.js';
import { classesOf, isUnlikely, type LawClasses } from './law-classes.js';
import { property, type Property } from './property.js';

/** A law as drawn. */
interface DrawnLaw extends WeightMaking {
  readonly name: string;
  readonly law: Law;
  /** Source layers to look at. */
  readonly layer: fc.Arbitrary<number>;
}

/** A place of a weight. */
interface Place {
  readonly seed: number;
  readonly attempt: number;
  readonly layer: number;
  readonly row: number;
  readonly column: number;
}

/** A case of a law that is what it says fails so often at most. */
const LEVEL = 1e-9;

/** Quantiles that part the classes: sixteen alike, and the tails. */
const FINE = [2 ** -10, 2 ** -7, ...Array.from({ length: 15 }, (_, i) => (i + 1) / 16), 1 - 2 ** -7, 1 - 2 ** -10];
const COARSE = [1 / 4, 1 / 2, 3 / 4];

/** Pairs of neighbouring places, number k of many, no place in two of them: (i, j) runs over 32 rows and as many columns as it takes. */
const NEIGHBOURS: Readonly<Record<string, (at: Place, i: number, j: number) => readonly [Place, Place]>> = {
  rows: (at, i, j) => moved(at, 2 * i, j, (p) => ({ ...p, row: p.row + 1 })),
  'blocks of four rows': (at, i, j) => moved(at, 8 * (i >> 2) + (i & 3), j, (p) => ({ ...p, row: p.row + 4 })),
  columns: (at, i, j) => moved(at, i, 2 * j, (p) => ({ ...p, column: p.column + 1 })),
  layers: (at, i, j) => moved(at, i, j, (p) => ({ ...p, layer: p.layer + 1 })),
  attempts: (at, i, j) => moved(at, i, j, (p) => ({ ...p, attempt: p.attempt + 1 })),
  seeds: (at, i, j) => moved(at, i, j, (p) => ({ ...p, seed: p.seed + 1 })),
  'seeds 2^32 apart': (at, i, j) => moved(at, i, j, (p) => ({ ...p, seed: p.seed + 2 ** 32 })),
  'seed and attempt exchanged': (at, i, j) => moved({ ...at, seed: at.seed + at.attempt + 1 }, i, j, (p) => ({ ...p, seed: p.attempt, attempt: p.seed })),
  'layer and attempt exchanged': (at, i, j) => moved({ ...at, attempt: at.layer + at.attempt + 1 }, i, j, (p) => ({ ...p, layer: p.attempt, attempt: p.layer })),
  'row and column exchanged': (at, i, j) => moved({ ...at, column: at.row + 32 }, i, j, (p) => ({ ...p, row: p.column, column: p.row })),
};

const moved = (at: Place, i: number, j: number, next: (p: Place) => Place): readonly [Place, Place] => {
  const one = { ...at, row: at.row + i, column: at.column + j };
  return [one, next(one)];
};

const placeText = ({ seed, attempt, layer, row, column }: Place): string => `seed ${seed}, attempt ${attempt}, source layer ${layer}, row ${row}, column ${column}`;

/** The properties of the weights of a source: what generator they come of, and what law they have, together and in pairs. */
export function drawProperties({ name, law, layer, weight, drawer }: DrawnLaw): Property[] {
  // Rows begin at a multiple of eight, so that pairs do not meet across blocks.
  const place: fc.Arbitrary<Place> = fc.record({ seed: fc.nat(2 ** 31), attempt: fc.nat(1000), layer, row: fc.nat(2 ** 18).map((k) => 8 * k), column: fc.nat(2 ** 20) });
  const weights = () => {
    const drawers = new Map<string, ReturnType<WeightMaking['drawer']>>(), four = new Float64Array(4);
    return ({ seed, attempt, layer: j, row, column }: Place): number => {
      const key = `${seed} ${attempt}`, own = drawers.get(key) ?? drawer({ seed, attempt });
      drawers.set(key, own);
      own.draw(j, Math.floor(row / 4), column, four);
      return four[row & 3];
    };
  };
  const classesAt = (at: readonly number[]): ((j: number) => LawClasses) => {
    const known = new Map<LayerLaw, LawClasses>();
    return (j) => {
      const own = lawOfLayer(law, j), found = known.get(own) ?? classesOf(own, at);
      known.set(own, found);
      return found;
    };
  };
  const fine = classesAt(FINE), coarse = classesAt(COARSE);
  return [
    property(`${name}: a weight is made of word (row mod 4) of Philox under the seed, at counter (column, row >> 2, layer, attempt)`, fc.record({ at: place, k: fc.nat(3) }), ({ at, k }) => {
      const words = new Uint32Array(4), [k0, k1] = seedWords(at.seed), drawn = weights()({ ...at, row: at.row + k });
      philox(k0, k1, at.column, at.row >>> 2, at.layer, at.attempt, words);
      const wanted = weight(words[k], at.layer);
      return drawn === wanted ? undefined : `drawn ${drawn}, the word makes ${wanted}`;
    }, ({ at, k }) => placeText({ ...at, row: at.row + k })),
    property(`${name}: a weight is a function of its place: drawn again it is the same, whatever was drawn between`, fc.tuple(place, place), ([a, b]) => {
      const draw = weights(), once = draw(a), [, again] = [draw(b), draw(a)], anew = weights()(a);
      return once === again && once === anew ? undefined : `drawn ${once}, then ${again}, by another drawer ${anew}`;
    }, ([a, b]) => `${placeText(a)}\nbetween: ${placeText(b)}`),
    property(
      `${name}: the weights of a source have this law in every layer, by exact binomial tests of at most ${2 * (FINE.length + 1)} classes (false alarm ${LEVEL} a case)`,
      fc.record({ at: place, high: fc.integer({ min: 0, max: 9 }), wide: fc.integer({ min: 0, max: 9 }) }),
      ({ at, high, wide }) => {
        const { shares, classOf, text } = fine(at.layer), counts = shares.map(() => 0), count = 2 ** (high + wide), own = drawer(at), four = new Float64Array(4);
        for (let column = 0; column < 2 ** wide; column++) {
          for (let row = 0; row < 2 ** high; row++) {
            if (row % 4 === 0) own.draw(at.layer, (at.row + row) >>> 2, at.column + column, four);
            counts[classOf(four[row & 3])]++;
          }
        }
        // Signs are looked at by themselves too: over all sizes an unfairness shows first.
        const sizes = (shares.length - 1) / 2, negative = counts.slice(1 + sizes).reduce((sum, c) => sum + c, 0), level = LEVEL / (shares.length + 1);
        const wrong = counts.findIndex((c, i) => isUnlikely(c, count, shares[i], level));
        if (wrong >= 0) return `${counts[wrong]} of ${count} in ${text(wrong)}, stated ${shares[wrong] * count}`;
        return isUnlikely(negative, count, 1 / 2, level) ? `${negative} of ${count} negative, stated ${count / 2}` : undefined;
      },
      ({ at, high, wide }) => `${2 ** high} x ${2 ** wide} weights from ${placeText(at)}`,
    ),
    property(
      `${name}: weights of neighbouring places are no copies of one another, by exact tests of how often they are of one class (false alarm ${LEVEL} a case)`,
      fc.record({ at: place, neighbours: fc.constantFrom(...Object.keys(NEIGHBOURS)), pairs: fc.integer({ min: 3, max: 12 }) }),
      ({ at, neighbours, pairs }) => {
        const count = 2 ** pairs, draw = weights(), pair = (k: number) => NEIGHBOURS[neighbours](at, k & 31, k >> 5), [a, b] = pair(0), [one, other] = [coarse(a.layer), coarse(b.layer)];
        let same = 0;
        for (let k = 0; k < count; k++) {
          const [left, right] = pair(k).map(draw);
          if (one.classOf(left) === other.classOf(right)) same++;
        }
        const p = one.shares.reduce((sum, share, i) => sum + share * (other.shares[i] ?? 0), 0);
        return isUnlikely(same, count, p, LEVEL) ? `${same} of ${count} pairs are of one class, by chance ${p * count}; first pair ${draw(a)} and ${draw(b)}` : undefined;
      },
      ({ at, neighbours, pairs }) => `${2 ** pairs} pairs of neighbouring ${neighbours} from ${placeText(at)}`,
    ),
  ];
}
