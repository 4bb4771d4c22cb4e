import fc from 'fast-check';
import { distributionOf } from '../numeric/distribution-of.js';
import { lawOfLayer, layerLaws, lawText, parseLaw, weightOf, type Law } from '../numeric/law.js';
import { philox } from '../numeric/philox.js';
import { powerOfTwo } from '../numeric/rounding.js';
import { seedWords } from '../numeric/seed-words.js';
import { columnDrawer, type ColumnDrawer, type Source } from '../network/source.js';
import { drawProperties } from './law-draws.js';
import { property, type Property } from './property.js';

/** How a law's weights are made, as it is tested. */
export interface WeightMaking {
  /** The weight that a 32-bit word makes in source layer `layer`, from 1. */
  weight(word: number, layer: number): number;
  /** Draws the weights of a source. */
  drawer(source: Pick<Source, 'seed' | 'attempt'>): ColumnDrawer;
}

const SIZES = 16777216;

const anyWord = fc.oneof(
  fc.integer({ min: 0, max: 4294967295 }),
  // Where tables have their seams.
  fc.tuple(fc.nat(4095), fc.constantFrom(0, 1, 255, 256, 257, 1048575)).map(([upper, lower]) => upper * 1048576 + lower),
);

const hex = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;

/**
 * The properties that every law of weights must satisfy: it is what it says. `made` is what is tested; by default it is what the library makes of
 * the law, and where only `weight` is given, what that makes of the words of the generator. What is random is tested exactly: a law that is what it
 * says fails with the probability that the name of the property states.
 */
export function lawProperties(law: Law, made: Partial<WeightMaking> = {}): Property[] {
  const name = lawText(law), several = layerLaws(law), kinds = several.map((one) => weightOf(one));
  const weight = made.weight ?? ((word, layer) => kinds[(layer - 1) % kinds.length](word));
  const drawer = made.drawer ?? (made.weight ? (source) => drawerBy(source, weight) : (source) => columnDrawer({ ...source, law }));
  const layer = fc.integer({ min: 1, max: 2 * several.length + 1 });
  const steps = (w: number, j: number): number => Math.abs(w) / powerOfTwo(lawOfLayer(law, j).gridExponent);
  const isSize = (k: number): boolean => Number.isInteger(k) && k >= 1 && k <= SIZES;
  const ofWords = (text: string, holds: (word: number, layer: number) => string | undefined): Property =>
    property(`${name}: ${text}`, fc.record({ layer, word: anyWord }), (one) => holds(one.word, one.layer), (one) => `source layer ${one.layer}, word ${hex(one.word)}: weight ${weight(one.word, one.layer)}`);
  const counted = new Map<number, string | undefined>();
  return [
    ofWords('every weight is a sign and an integer in [1, 2^24] times the step of its grid: never 0, exactly a float32', (word, j) => {
      const w = weight(word, j), k = steps(w, j);
      return isSize(k) && Math.fround(w) === w ? undefined : `${k} steps of 2^${lawOfLayer(law, j).gridExponent}`;
    }),
    ofWords('bit 0 turns the sign and nothing else, and bits 1 to 7 do nothing', (word, j) => {
      const w = weight(word, j), bit = [1, 2, 3, 4, 5, 6, 7].find((b) => weight((word ^ (1 << b)) >>> 0, j) !== w), turned = weight((word ^ 1) >>> 0, j);
      if (bit !== undefined) return `with bit ${bit} turned ${weight((word ^ (1 << bit)) >>> 0, j)}`;
      return turned === -w && w < 0 === (word % 2 === 1) ? undefined : `with bit 0 turned ${turned}`;
    }),
    property(`${name}: the sizes that all 2^24 upper parts of a word make, counted, have the distribution function that it states`, layer, (j) => {
      const which = (j - 1) % several.length;
      if (!counted.has(which)) counted.set(which, miscounted(law, which + 1, weight));
      return counted.get(which);
    }, (j) => `source layer ${j}`),
    ofWords('survives JSON to the bit', (word, j) => {
      const again = weightOf(lawOfLayer(parseLaw(JSON.parse(JSON.stringify(law))), j))(word);
      return again === weight(word, j) ? undefined : `read again ${again}`;
    }),
    ...drawProperties({ name, law, layer, weight, drawer }),
  ];
}

/** What is wrong with the sizes of a layer's law, counted over all upper parts of a word. */
function miscounted(law: Law, layer: number, weight: WeightMaking['weight']): string | undefined {
  const own = lawOfLayer(law, layer), distribution = distributionOf(own), step = powerOfTwo(own.gridExponent), counts = new Uint32Array(SIZES + 2);
  for (let m = 0; m < SIZES; m++) {
    const k = Math.abs(weight((m << 8) >>> 0, layer)) / step;
    if (!(Number.isInteger(k) && k >= 1 && k <= SIZES)) return `word ${hex((m << 8) >>> 0)} makes ${k} steps of the grid`;
    counts[k]++;
  }
  for (let k = 0, sum = 0; k <= SIZES; k++) {
    sum += counts[k];
    // Where nothing was counted on either side nothing changed.
    if ((counts[k] > 0 || counts[k + 1] > 0) && distribution(k * step) !== sum / SIZES) return `${sum} of 2^24 sizes are at most ${k} steps of 2^${own.gridExponent}, that is ${k * step}; stated ${distribution(k * step) * SIZES}`;
  }
  return undefined;
}

/** A drawer by the generator's words and a map of words to weights. */
function drawerBy({ seed, attempt }: Pick<Source, 'seed' | 'attempt'>, weight: WeightMaking['weight']): ColumnDrawer {
  const [k0, k1] = seedWords(seed), words = new Uint32Array(4);
  return {
    draw(layer, block, column, out) {
      philox(k0, k1, column, block, layer, attempt, words);
      words.forEach((word, k) => (out[k] = weight(word, layer)));
    },
  };
}
