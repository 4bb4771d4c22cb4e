import { byLayer, tabulate, uniform, uniformOn, uniformWeight, type Law } from '../../src/numeric/index.js';
import { normalQuantile } from '../../src/numeric/statistics/normal.js';
import { columnDrawer, type ColumnDrawer } from '../../src/network/source.js';
import type { WeightMaking } from '../../src/properties/index.js';
import { optimalTickets, published, thoughtOut } from './fault.js';

/** A law, made of words and drawn with a fault. */
export interface LawFault {
  readonly name: string;
  readonly origin: string;
  readonly made: Partial<WeightMaking>;
  /** The properties that must see it. */
  readonly seen: readonly RegExp[];
  readonly law: Law;
}

/** The normal law, tabulated. */
export const normal = tabulate((p) => normalQuantile((1 + p) / 2));

type Source = Parameters<WeightMaking['drawer']>[0];
/** The library's drawer with something done to it: `draw` is told the drawer and where it is asked. */
const drawn = (change: (draw: ColumnDrawer['draw'], out: Float64Array, at: { layer: number; block: number; column: number }) => void, of: (source: Source) => Source = (s) => s, law: Law = uniform): Partial<WeightMaking> => ({
  drawer: (source) => {
    const { draw } = columnDrawer({ ...of(source), law });
    return { draw: (layer, block, column, out) => change(draw, out, { layer, block, column }) };
  },
});
const plain = drawn((draw, out, { layer, block, column }) => draw(layer, block, column, out)).drawer!;
const signed = (size: number, word: number): number => (word & 1 ? -size : size);
let drawnBefore = 0;

const all: readonly [string, Partial<WeightMaking>, readonly RegExp[], Law?][] = [
  ['0 drawn', { weight: (word) => signed((word >>> 8) / 2 ** 24, word) }, [/never 0/, /counted/, /JSON/]],
  ['a range taken from elsewhere: 0.99 of what it says', { weight: (word) => 0.99 * uniformWeight(word) }, [/never 0/, /counted/, /JSON/, /in every layer/]],
  ['twice the range', { weight: (word) => 2 * uniformWeight(word) }, [/counted/, /JSON/, /in every layer/]],
  ['a coarse grid, 16 bits', { weight: (word) => signed(((word >>> 16) + 1) / 2 ** 16, word) }, [/counted/, /JSON/]],
  ['a grid finer than it says', { weight: (word) => signed(((word >>> 1) + 1) / 2 ** 31, word) }, [/never 0/, /bit 0/]],
  ['a size that its last 16th lacks', { weight: (word) => signed((Math.min(word >>> 8, 15 * 2 ** 20 - 1) + 1) / 2 ** 24, word) }, [/counted/, /in every layer/]],
  ['one size in 2^24 wrong', { weight: (word) => signed((word >>> 8 === 77 ? 79 : (word >>> 8) + 1) / 2 ** 24, word) }, [/counted/]],
  ['the sign by bit 1', { weight: (word) => signed(((word >>> 8) + 1) / 2 ** 24, word >>> 1) }, [/bit 0/, /JSON/]],
  ['fewer negative weights: two bits must be set', { weight: (word) => signed(((word >>> 8) + 1) / 2 ** 24, word & (word >>> 1)) }, [/bit 0/, /in every layer/]],
  ['signs that are not fair, as drawn', drawn((draw, out, { layer, block, column }) => {
    draw(layer, block, column, out);
    if (column % 16 === 0) out.forEach((w, k) => (out[k] = Math.abs(w)));
  }), [/Philox/, /in every layer/]],
  ['the normal law without its tail', drawn((draw, out, { layer, block, column }) => {
    draw(layer, block, column, out);
    out.forEach((w, k) => (out[k] = Math.max(-2, Math.min(2, w))));
  }, undefined, normal), [/Philox/, /in every layer/], normal],
  ['rows of a block that are one', drawn((draw, out, { layer, block, column }) => (draw(layer, block, column, out), out.fill(out[0]))), [/Philox/, /copies/]],
  ['rows of which each second is the first, turned', drawn((draw, out, { layer, block, column }) => (draw(layer, block, column, out), (out[1] = -out[0]), (out[3] = -out[2]))), [/Philox/, /copies/]],
  ['one pool for all rows', drawn((draw, out, { layer, column }) => draw(layer, 0, column, out)), [/Philox/, /copies/]],
  ['one pool for all columns', drawn((draw, out, { layer, block }) => draw(layer, block, 0, out)), [/Philox/, /copies/]],
  ['layers alike', drawn((draw, out, { block, column }) => draw(1, block, column, out)), [/Philox/, /copies/]],
  ['a symmetric matrix', drawn((draw, out, { layer, block, column }) => {
    const row = new Float64Array(4);
    for (let k = 0; k < 4; k++) {
      const [low, high] = [Math.min(4 * block + k, column), Math.max(4 * block + k, column)];
      draw(layer, low >>> 2, high, row);
      out[k] = row[low & 3];
    }
  }), [/Philox/, /copies/]],
  ['another generator seeded than drawn from: always the same weights', { drawer: ({ attempt }) => plain({ seed: 0, attempt }) }, [/Philox/, /copies/]],
  ['the upper half of the seed not used', { drawer: ({ seed, attempt }) => plain({ seed: seed % 2 ** 32, attempt }) }, [/copies/]],
  ['attempts alike', { drawer: ({ seed }) => plain({ seed, attempt: 0 }) }, [/Philox/, /copies/]],
  ['attempts that are the next seeds', { drawer: ({ seed, attempt }) => plain({ seed: seed + attempt, attempt: 0 }) }, [/Philox/]],
  ['weights in the order in which they are asked for', drawn((draw, out, { layer }) => draw(layer, drawnBefore++, 0, out)), [/function of its place/, /Philox/]],
  ['the law of the first layer on the second too', drawn((draw, out, { layer, block, column }) => draw(layer, block, column, out), undefined, uniformOn(2)), [/Philox/, /in every layer/], byLayer([uniformOn(2), uniform])],
  ['laws of layers in the wrong order', drawn((draw, out, { layer, block, column }) => draw(layer, block, column, out), undefined, byLayer([uniform, uniformOn(2)])), [/Philox/, /in every layer/], byLayer([uniformOn(2), uniform])],
];

/** Where a fault of a law was published. */
const origins: Readonly<Record<string, string>> = {
  'a range taken from elsewhere: 0.99 of what it says': `${published}: ${optimalTickets}main.py`,
  'one pool for all columns': `${published}: ${optimalTickets}main.py`,
  'another generator seeded than drawn from: always the same weights': `${published}: LT-existence, main_cnn.py`,
};

/** Faults of a law's weights. */
export const lawFaults: readonly LawFault[] = all.map(([name, made, seen, law = uniform]) => ({ name, origin: origins[name] ?? thoughtOut, made, seen, law }));
