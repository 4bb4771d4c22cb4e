import type { Construction } from '../constructions/index.js';
import { powerOfTwoAbove, within } from '../numeric/rounding.js';
import { layers } from './arbitraries/index.js';
import { property, type Property } from './property.js';
import { TriedLayer, type ConstructionCases, type Realised } from './tried-layer.js';

const place = ({ row, column, sign }: Pick<Realised, 'row' | 'column' | 'sign'>): string => `${row} ${column} ${sign}`;
const named = ({ row, column, sign, w }: Realised): string => `weight ${w} at (${row}, ${column}), ${sign > 0 ? 'positive' : 'negative'} inputs,`;

/** Share of the tolerance by which a weight is beyond it, or within. */
const EDGE = 2 ** -20;

/** How much looser tolerances are, and which weights are asked for, when a miss is held against what they find. */
const LOOSER = [2, 4, 8, 16];
const OTHERS: readonly ((w: number, tolerance: number) => number)[] = [(w, tolerance) => w + tolerance, (w, tolerance) => w - tolerance, (w) => w / 2, (w) => w / 4, (w) => Math.sign(w)];

/** The same source asked in other ways for weights that it misses. */
function otherWays(tried: TriedLayer, missed: readonly Realised[]): [way: string, other: TriedLayer][] {
  const { tolerance, weights, columns } = tried.layer, inside = (w: number): number => Math.max(-1, Math.min(1, w));
  if (missed.length === 0) return [];
  const looser = LOOSER.map((times): [string, TriedLayer] => [`at tolerance ${times * tolerance}`, tried.with({ tolerance: times * tolerance })]);
  const others = OTHERS.map((change): [string, TriedLayer] => {
    const changed = weights.slice();
    for (const { row, column, w } of missed) changed[row * columns + column] = inside(change(w, tolerance));
    return ['asked for another weight', tried.with({ weights: changed })];
  });
  return [...looser.filter(([, l]) => l.layer.tolerance < 1 && l.scale === tried.scale && JSON.stringify(l.source) === JSON.stringify(tried.source)), ...others];
}

/**
 * What a construction must satisfy on one layer: what it keeps is a part of the source, collapses to the weights that it was asked for, and is counted as it
 * is. The oracle is the checker's view of a mask, which knows no construction.
 */
export function layerProperties(construction: Construction, given: ConstructionCases): Property[] {
  const { tolerances = [1 / 4, 0.1, 1 / 16, 1 / 64], most = 400 } = given, all = layers({ tolerances, most });
  const claim = (text: string, holds: (tried: TriedLayer) => string | undefined): Property =>
    property(`${construction.name}: ${text}`, all, (layer) => holds(new TriedLayer(construction, given, layer)), (layer, untried) => new TriedLayer(construction, given, layer).show(untried));
  return [
    claim('keeps edges inside the source, sorted by column, then row, each on a way from an input to an output', (tried) => {
      const { layers: kept } = tried.pruned(), w = tried.widths;
      if (kept.length !== w.length - 1) return `kept edges of ${kept.length} source layers, where its widths ${w.join('-')} make ${w.length - 1}`;
      for (const [j, { rows, columns }] of kept.entries()) {
        for (let e = 0; e < rows.length; e++) {
          if (!(rows[e] < w[j + 1] && columns[e] < w[j])) return `edge (${rows[e]}, ${columns[e]}) of source layer ${j + 1} outside [${w[j + 1]}, ${w[j]}]`;
          if (e > 0 && (columns[e] < columns[e - 1] || (columns[e] === columns[e - 1] && rows[e] <= rows[e - 1]))) return `edge (${rows[e]}, ${columns[e]}) of source layer ${j + 1} twice or out of order`;
        }
        if (j === kept.length - 1) continue;
        const [fed, feeding] = [new Set(rows), new Set(kept[j + 1].columns)];
        const idle = [...fed].find((h) => !feeding.has(h)) ?? [...feeding].find((h) => !fed.has(h));
        if (idle !== undefined) return `unit ${idle} of source layer ${j + 1} has kept edges on one side only`;
      }
      return undefined;
    }),
    claim('prunes only: the kept weights as drawn realise every weight within the tolerance that is not called a miss, and every problem is counted', (tried) => {
      const pruned = tried.pruned(), missed = new Set(pruned.misses.map(place)), { tolerance } = tried.layer;
      const asked = tried.realised(pruned).filter((p) => p.w !== 0);
      if (pruned.problems !== asked.length) return `counted ${pruned.problems} problems, there are ${asked.length}`;
      const wrong = asked.find((p) => !within(p.found, p.w, tolerance) && !missed.has(place(p)));
      return wrong && `${named(wrong)} is realised as ${wrong.found}, ${Math.abs(wrong.found - wrong.w)} away; it is not called a miss, and the tolerance is ${tolerance}`;
    }),
    claim('at the very edge of the tolerance it calls a hit what is one, and nothing else', (tried) => {
      const { tolerance, n, seed } = tried.layer, sign = 1 + (seed & 1), few = tried.with({ rows: 1, columns: 1, weights: Float64Array.of(0.75), signs: Uint8Array.of(sign), n: Math.min(n, 4) });
      const start = few.realised(few.pruned())[sign - 1].found;
      for (const w of [start + tolerance * (1 + EDGE), start - tolerance * (1 + EDGE), start + tolerance * (1 - EDGE), start - tolerance * (1 - EDGE)]) {
        if (start === 0 || w === 0 || Math.abs(w) > 1) continue;
        const at = few.with({ weights: Float64Array.of(w) }), pruned = at.pruned(), [found] = at.realised(pruned).filter((p) => p.w !== 0), hit = within(found.found, w, tolerance);
        if (!hit && pruned.misses.length === 0) return `weight ${w}, ${Math.abs(start - w) / tolerance} tolerances from ${start}, is realised as ${found.found}, ${Math.abs(found.found - w) / tolerance} tolerances away, and called a hit`;
        if (at.selector?.complete && at.selector.admits === undefined && pruned.misses.some((m) => m.regime !== 'gave-up') && within(start, w, tolerance)) return `weight ${w} is called a miss; ${start}, which the same source gives, is ${Math.abs(start - w) / tolerance} tolerances away`;
      }
      return undefined;
    }),
    claim('a miss is one: what it calls out of reach is not within the tolerance, and was asked for, and what is searched to the end is not given up', (tried) => {
      const pruned = tried.pruned(), asked = new Map(tried.realised(pruned).map((p) => [place(p), p])), { selector } = tried, { admits } = selector ?? {};
      // A selector that must choose so many may choose no other number, near as it may be.
      const reached = ({ found, w, selected }: Realised): boolean => within(found, w, tried.layer.tolerance) && (admits?.(selected) ?? true);
      const wrong = pruned.misses.find((m) => m.regime !== 'gave-up' && reached(asked.get(place(m))!)) ?? pruned.misses.find((m) => asked.get(place(m))!.w === 0);
      if (wrong) return `${named(asked.get(place(wrong))!)} is called a miss by ${wrong.regime}, and is realised as ${asked.get(place(wrong))!.found}`;
      const given = pruned.misses.find((m) => m.regime === 'gave-up');
      const endless = !selector?.complete || construction.mostCandidates(tried.source, tried.block) > (selector.searchesAll ?? selector.most);
      return given && !endless ? `${named(asked.get(place(given))!)} is given up; ${selector.name} searches so few candidates to the end` : undefined;
    }),
    claim('a miss is no better at another tolerance or for another weight: that finds none within the tolerance, and none closer than what is kept', (tried) => {
      const pruned = tried.pruned(), { tolerance } = tried.layer, { selector } = tried;
      if (pruned.misses.length === 0) return undefined;
      const kept = tried.realised(pruned), missed = new Map(pruned.misses.map((m) => [place(m), m.regime])), admits = (size: number): boolean => selector?.admits?.(size) ?? true;
      const away = ({ found }: Realised, w: number): number => Math.abs(found - w);
      const worse = kept.find((p) => missed.has(place(p)) && admits(0) && away(p, p.w) > Math.abs(p.w));
      if (worse) return `${named(worse)} is a miss that keeps ${worse.found}: nothing would be closer`;
      // What gave up may find more another time, and what does not search to the end keeps what it found.
      const proven = kept.filter((p) => (missed.get(place(p)) ?? 'gave-up') !== 'gave-up');
      for (const [way, other] of otherWays(tried, proven)) {
        const found = new Map(other.realised(other.pruned(undefined, selector?.name ?? '')).map((p) => [place(p), p]));
        for (const ours of proven) {
          const theirs = found.get(place(ours))!;
          if (!admits(theirs.selected)) continue;
          if (within(theirs.found, ours.w, tolerance)) return `${named(ours)} is called a miss by ${missed.get(place(ours))}; ${way} the same source gives ${theirs.found}`;
          // Out of range is what all sums lie on one side of.
          const across = (theirs.found - ours.w) * ((admits(0) ? 0 : ours.found) - ours.w) < 0;
          if (missed.get(place(ours)) === 'range' && across && !selector?.groups) return `${named(ours)} is called out of range; ${way} the same source gives ${theirs.found}, beyond it`;
          if ((selector?.complete ?? true) && away(theirs, ours.w) < away(ours, ours.w) * (1 - 2 ** -40)) return `${named(ours)} is a miss that keeps ${ours.found}; ${way} the same source gives ${theirs.found}`;
        }
      }
      return undefined;
    }),
    claim('keeps nothing for weights of 0, nor for signs that an input does not take', (tried) => {
      const extra = tried.realised(tried.pruned()).find((p) => p.w === 0 && p.selected > 0);
      return extra && `${named(extra)} keeps ${extra.selected} edges`;
    }),
    claim('is a function of its seed: asked again, column by column, and last column first it answers the same, and leaves what it was told as it was', (tried) => {
      const text = (pruned: ReturnType<TriedLayer['pruned']>): string => JSON.stringify([pruned.problems, pruned.layers, pruned.misses, pruned.sufficient]);
      const columns = Array.from({ length: tried.layer.columns }, (_, c) => c), once = text(tried.pruned());
      const ways: [string, readonly (readonly number[])[]][] = [['again', [columns]], ['column by column', columns.map((c) => [c])], ['last column first', [[...columns].reverse()]]];
      for (const [way, shares] of ways) {
        const other = text(tried.pruned(shares));
        if (other !== once) return `asked ${way} it answers ${other}, before ${once}`;
      }
      const task = tried.task(columns), told = JSON.stringify(task);
      construction.pruneColumns(task);
      return JSON.stringify(task) === told ? undefined : `it was told ${told}, and afterwards that was ${JSON.stringify(task)}`;
    }),
    claim('draws nested: what it calls a sufficient n suffices, and where it says that none less does, one less does not', (tried) => {
      const { sufficient, sufficientExact } = tried.pruned();
      if (sufficient === null) return undefined;
      if (!(sufficient <= tried.layer.n)) return `n = ${sufficient} is called sufficient of n = ${tried.layer.n}`;
      const at = tried.with({ n: sufficient }).pruned().misses.length;
      if (at > 0) return `n = ${sufficient} is called sufficient, and has ${at} misses`;
      return sufficientExact && sufficient > 1 && tried.with({ n: sufficient - 1 }).pruned().misses.length === 0 ? `n = ${sufficient} is called the least that suffices, and n = ${sufficient - 1} misses nothing either` : undefined;
    }),
    claim('more candidates never turn a hit into a proven miss', (tried) => {
      const missed = new Set(tried.pruned().misses.map(place)), { n } = tried.layer;
      for (const wider of [n + 1, 2 * n]) {
        if (wider > most) continue;
        const lost = tried.with({ n: wider }).pruned().misses.find((m) => m.regime !== 'gave-up' && !missed.has(place(m)));
        if (lost) return `(${lost.row}, ${lost.column}) for ${lost.sign > 0 ? 'positive' : 'negative'} inputs is hit at n = ${n}, and called a miss by ${lost.regime} at n = ${wider}`;
      }
      return undefined;
    }),
    claim('scales by a power of two, so that nothing is rounded, and is no narrower for a larger n', (tried) => {
      const { scale, block } = tried, widths = construction.hiddenWidths(block), wider = construction.hiddenWidths({ ...block, n: block.n + 1 });
      if (!(scale >= 1 && powerOfTwoAbove(scale) === scale)) return `its scale is ${scale}, no power of two of at least 1`;
      if (widths.length === 0) return 'it has no hidden layer';
      const narrower = widths.findIndex((w, j) => !(Number.isInteger(w) && w >= 1 && w <= wider[j]));
      return narrower >= 0 ? `hidden layer ${narrower + 1} has ${widths[narrower]} units for n = ${block.n}, and ${wider[narrower]} for n = ${block.n + 1}` : undefined;
    }),
    claim('keeps no more than it says, and draws what it keeps', (tried) => {
      const pruned = tried.pruned(), selected = Math.max(0, ...tried.realised(pruned).map((p) => p.selected)), kept = pruned.layers.reduce((sum, l) => sum + l.rows.length, 0);
      const limit = construction.mostKept?.(tried.block, pruned.problems, selected) ?? Infinity, candidates = construction.selectors?.length === 0 ? Infinity : construction.mostCandidates(tried.source, tried.block);
      if (kept > limit) return `kept ${kept} edges for ${pruned.problems} problems of at most ${selected} chosen candidates; it says at most ${limit}`;
      if (selected > candidates) return `chose ${selected} candidates for one problem; it says that there are at most ${candidates}`;
      return pruned.weightsDrawn >= kept ? undefined : `counted ${pruned.weightsDrawn} weights drawn and kept ${kept}`;
    }),
  ];
}
