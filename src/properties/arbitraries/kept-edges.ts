import fc from 'fast-check';
import type { KeptEdges } from '../../network/ticket.js';
import type { Dice } from './dice.js';
import { fewer, fewerThan } from './fewer.js';
import { shrinking } from './shrinking.js';

/** [row, column] of each edge of each layer, in no order; twice is once. */
type Places = (readonly (readonly [number, number])[])[];

/** The most edges or ways that are drawn at once, but for layers with all their edges. */
const MOST = 24;

/** Any kept edges of a source of these widths, layer by layer, sorted by column, then row: none, all (where there are few), or some. Smaller ones are fewer, at smaller places. */
export const keptEdges = (widths: readonly number[]): fc.Arbitrary<readonly KeptEdges[]> => edgesOf('keptEdges', widths, (edges) => edges, (dice) =>
  widths.slice(1).map((rows, j) => {
    if (dice.chance(0.1) && rows * widths[j] <= 400) return everyEdge(rows, widths[j]);
    return Array.from({ length: dice.small(0, MOST) }, () => [dice.whole(0, rows - 1), dice.whole(0, widths[j] - 1)]);
  }));

/** As `keptEdges`, each edge on a way from an input to an output. */
export const masks = (widths: readonly number[]): fc.Arbitrary<readonly KeptEdges[]> => edgesOf('masks', widths, onWays, (dice) => {
  if (dice.chance(0.1) && widths.every((w) => w <= 20)) return widths.slice(1).map((rows, j) => everyEdge(rows, widths[j]));
  const ways = Array.from({ length: dice.small(0, MOST) }, () => widths.map((w) => dice.whole(0, w - 1)));
  return widths.slice(1).map((_, j) => ways.map((way) => [way[j + 1], way[j]]));
});

function edgesOf(name: string, widths: readonly number[], trimmed: (edges: Places) => Places, draw: (dice: Dice) => Places): fc.Arbitrary<readonly KeptEdges[]> {
  const pack = (edges: Places): KeptEdges[] => trimmed(edges).map(sorted);
  return shrinking<readonly KeptEdges[]>({
    name,
    draw: (dice) => pack(draw(dice)),
    valid: (layers) =>
      layers.length === widths.length - 1 && layers.every(({ rows, columns }, j) => rows.every((r) => r < widths[j + 1]) && columns.every((c) => c < widths[j])) &&
      fc.stringify(pack(placesOf(layers))) === fc.stringify(layers),
    size: (layers) => [layers.reduce((n, l) => n + l.rows.length, 0), layers.reduce((sum, l) => sum + [...l.rows, ...l.columns].reduce((a, b) => a + b, 0), 0)],
    *smaller(layers) {
      const edges = placesOf(layers), without = (j: number, some: Places[number]): Places => edges.map((all, i) => (i === j ? some : all));
      yield edges.map(() => []).map(sorted);
      for (let j = 0; j < edges.length; j++) {
        yield pack(without(j, []));
        for (const some of fewer(edges[j].length)) yield pack(without(j, some.map((e) => edges[j][e])));
      }
      for (let level = 0; level < widths.length; level++) {
        for (const unit of new Set([...(edges[level - 1] ?? []).map(([r]) => r), ...(edges[level] ?? []).map(([, c]) => c)])) {
          for (const to of fewerThan(unit)) yield pack(moved(edges, level, unit, to));
        }
      }
    },
  });
}

const everyEdge = (rows: number, columns: number): [number, number][] => Array.from({ length: rows * columns }, (_, e) => [e % rows, Math.floor(e / rows)]);
const placesOf = (layers: readonly KeptEdges[]): Places => layers.map(({ rows, columns }) => Array.from(rows, (r, e) => [r, columns[e]] as const));

function sorted(edges: Places[number]): KeptEdges {
  const once = [...new Map(edges.map((e) => [e.join(), e])).values()].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return { rows: Uint32Array.from(once, ([r]) => r), columns: Uint32Array.from(once, ([, c]) => c) };
}

/** The edges of one unit given to another of its level. */
const moved = (edges: Places, level: number, unit: number, to: number): Places =>
  edges.map((all, j) => all.map(([r, c]) => [j === level - 1 && r === unit ? to : r, j === level && c === unit ? to : c] as const));

/** Without the edges of hidden units that are not fed, or feed nothing. */
function onWays(edges: Places): Places {
  const kept = [...edges];
  for (let j = 1; j < kept.length; j++) {
    const fed = new Set(kept[j - 1].map(([r]) => r));
    kept[j] = kept[j].filter(([, c]) => fed.has(c));
  }
  for (let j = kept.length - 2; j >= 0; j--) {
    const feeding = new Set(kept[j + 1].map(([, c]) => c));
    kept[j] = kept[j].filter(([r]) => feeding.has(r));
  }
  return kept;
}
