import fc from 'fast-check';
import type { Dice } from './dice.js';
import { fewer, fewerThan } from './fewer.js';
import { layerKinds, type LayerKind } from './layer-kinds.js';
import { shrinking } from './shrinking.js';
import { complexity, complexityOf, simplerArrays } from './simple-number.js';
import { places, submatrix } from './submatrix.js';

/** One layer to realise, and the source to do it with. */
export interface LayerCase {
  /** Shape [rows, columns]: outputs and inputs. */
  readonly rows: number;
  readonly columns: number;
  /** Row-major, in [-1, 1]. */
  readonly weights: Float64Array;
  /** For each input, 1 if it takes positive values + 2 if it takes negative ones. */
  readonly signs: Uint8Array;
  /** Error of one weight. */
  readonly tolerance: number;
  readonly n: number;
  readonly seed: number;
  readonly attempt: number;
}

/** Which layers to draw. */
export interface LayerOptions {
  /** Most outputs and inputs; default 5 and 4. */
  readonly outputs?: number;
  readonly inputs?: number;
  /** Default 1/4, 0.1, 1/16 and 1/64. */
  readonly tolerances?: readonly number[];
  /** Largest n; default 400. */
  readonly most?: number;
  /** Kinds, of which each layer is one, its smaller ones too; default: all are drawn, and smaller ones may be any. */
  readonly kinds?: readonly LayerKind[];
}

/** Seeds that are tried anew where a smaller shape fails with another draw only: many while there are more than four weights. */
const OTHER_SEEDS = 8, MANY_SEEDS = 64;

/** Layers to realise with a source, of every kind on which something has gone wrong. Smaller ones have fewer weights, then a smaller n, simpler numbers and smaller seeds. */
export function layers({ outputs = 5, inputs = 4, tolerances = [1 / 4, 0.1, 1 / 16, 1 / 64], most = 400, kinds }: LayerOptions = {}): fc.Arbitrary<LayerCase> {
  const drawn = (kinds ?? layerKinds).filter(({ least }) => least[0] <= outputs && least[1] <= inputs), simple = [...tolerances].sort((a, b) => complexity(a) - complexity(b));
  if (drawn.length === 0) throw new RangeError(`layers: needed a kind that fits ${outputs} outputs and ${inputs} inputs, got ${kinds!.map((k) => k.name).join(', ') || 'none'}`);
  return shrinking<LayerCase>({
    name: 'layers',
    draw(dice) {
      const kind = dice.pick(drawn), rows = dice.whole(kind.least[0], outputs), columns = dice.whole(kind.least[1], inputs);
      const signs = Uint8Array.from({ length: columns }, () => dice.whole(1, 3));
      return { rows, columns, weights: kind.draw(rows, columns, dice).data, signs, tolerance: dice.pick(tolerances), n: anyN(most, dice), seed: dice.whole(0, 1e6), attempt: dice.small(0, 3) };
    },
    valid: ({ rows, columns, weights, signs, tolerance, n, seed, attempt }) =>
      rows >= 1 && rows <= outputs && columns >= 1 && columns <= inputs && weights.length === rows * columns && signs.length === columns &&
      weights.every((w) => Math.abs(w) <= 1) && signs.every((s) => s >= 1 && s <= 3) && tolerances.includes(tolerance) && n >= 1 && n <= most && seed >= 0 && attempt >= 0 &&
      (kinds === undefined || kinds.some((k) => k.shows({ rows, columns, data: weights }))),
    size: (one) => [one.weights.length, one.n, one.signs.reduce((sum, s) => sum + s, 0), complexity(one.tolerance), complexityOf(one.weights), one.attempt, one.seed],
    smaller: (one) => smaller(one, simple),
  });
}

/** Mostly few, where constructions miss; at times as many as there may be. */
const anyN = (most: number, dice: Dice): number => (dice.chance(0.3) ? dice.small(1, Math.min(most, 8)) : dice.chance(0.1) ? most : dice.whole(1, most));

function* smaller(one: LayerCase, tolerances: readonly number[]): Generator<LayerCase> {
  const { rows, columns, n, signs } = one, otherSeeds = places(rows * columns > 4 ? MANY_SEEDS : OTHER_SEEDS);
  if (rows * columns > 1) for (const r of places(rows)) for (const c of places(columns)) yield cut(one, [r], [c]);
  for (const some of fewer(rows)) yield cut(one, some, places(columns));
  for (const some of fewer(columns)) yield cut(one, places(rows), some);
  for (const less of fewerThan(n, 1)) yield { ...one, n: less };
  for (const tolerance of tolerances) yield { ...one, tolerance };
  for (const s of [1, 2]) yield { ...one, signs: signs.map(() => s) };
  for (const c of places(columns)) for (const s of [1, 2]) yield { ...one, signs: signs.map((old, k) => (k === c ? s : old)) };
  for (const weights of simplerArrays(one.weights)) yield { ...one, weights };
  for (const attempt of fewerThan(one.attempt)) yield { ...one, attempt };
  for (const seed of fewerThan(one.seed)) yield { ...one, seed };
  for (const seed of otherSeeds) {
    if (rows * columns > 1) for (const r of places(rows)) for (const c of places(columns)) yield { ...cut(one, [r], [c]), seed };
    for (const some of fewer(rows)) yield { ...cut(one, some, places(columns)), seed };
    for (const some of fewer(columns)) yield { ...cut(one, places(rows), some), seed };
    for (const less of fewerThan(n, 1)) yield { ...one, n: less, seed };
  }
}

/** Some of the rows and columns. */
const cut = (one: LayerCase, rows: readonly number[], columns: readonly number[]): LayerCase => ({
  ...one,
  rows: rows.length,
  columns: columns.length,
  weights: submatrix({ ...one, data: one.weights }, rows, columns).data,
  signs: Uint8Array.from(columns, (c) => one.signs[c]),
});
