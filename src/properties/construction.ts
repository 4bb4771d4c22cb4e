import fc from 'fast-check';
import { assemble, type Block, type ColumnsTask, type Construction, type PrunedBlock } from '../constructions/index.js';
import { effectiveBlocks, type EffectiveBlock } from '../certify/index.js';
import type { Law } from '../numeric/law.js';
import { powerOfTwoAbove, within } from '../numeric/rounding.js';
import { property, type Property } from './property.js';

/** What a construction is tried with. */
export interface ConstructionCases {
  /** The law of a source for tolerances of at least tau. */
  law(tau: number): Law;
  /** Name of a selector at tolerance tau; empty where the construction decides by itself. */
  select(tau: number): string;
  /** Tolerances; default from 1/4 to 1/64. */
  readonly tolerances?: readonly number[];
  /** Largest n; default 400. */
  readonly most?: number;
}

/** One layer to realise. */
interface Layer extends Pick<ColumnsTask, 'weights' | 'signs'> {
  readonly block: Block;
  readonly seed: number;
}

/** Weights evenly over [-1, 1]; doubles of all sizes are mostly tiny. */
const evenly = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((k) => k / 2 ** 20);

const layersOf = ({ tolerances = [1 / 4, 0.1, 1 / 16, 1 / 64], most = 400 }: ConstructionCases): fc.Arbitrary<Layer> =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([outputs, inputs]) =>
    fc.record({
      weights: fc.array(fc.oneof({ weight: 4, arbitrary: evenly }, { weight: 1, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) }, fc.constantFrom(0, 1, -1, 0.5)), { minLength: outputs * inputs, maxLength: outputs * inputs }).map((w) => Float64Array.from(w)),
      signs: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: inputs, maxLength: inputs }).map((s) => Uint8Array.from(s)),
      block: fc.record({ firstLayer: fc.constant(1), inputs: fc.constant(inputs), outputs: fc.constant(outputs), n: fc.integer({ min: 1, max: most }), tolerance: fc.constantFrom(...tolerances) }),
      seed: fc.nat(1e6),
    }),
  );

/**
 * The properties that every construction must satisfy, whatever it is: what it keeps is a part of the source, collapses to the weights
 * that it was asked for, and is counted as it is. The oracle is the checker's view of a mask, which knows no construction.
 */
export function constructionProperties(construction: Construction, given: ConstructionCases): Property[] {
  const { name } = construction, all = layersOf(given);
  const source = ({ block, seed }: Layer) => ({ seed, attempt: 0, law: given.law(block.tolerance) });
  const task = (layer: Layer, columns: readonly number[]): ColumnsTask =>
    ({ source: source(layer), construction: name, selector: given.select(layer.block.tolerance), block: layer.block, weights: layer.weights, signs: layer.signs, columns });
  const columnsOf = ({ block }: Layer): number[] => Array.from({ length: block.inputs }, (_, c) => c);
  const pruned = (layer: Layer): PrunedBlock => assemble(construction, layer.block, [construction.pruneColumns(task(layer, columnsOf(layer)))]);
  const widths = ({ block }: Layer): number[] => [block.inputs, ...construction.hiddenWidths(block), block.outputs];
  const effective = (layer: Layer, { layers }: PrunedBlock): EffectiveBlock => effectiveBlocks({ ...source(layer), widths: widths(layer), depths: [layers.length], layers })[0];
  const claim = (text: string, holds: (layer: Layer) => string | undefined): Property => property(`${name}: ${text}`, all, holds);
  /** Every problem with its effective weight, in the layer's units. */
  const problems = (layer: Layer, block: PrunedBlock): { row: number; column: number; sign: number; w: number; found: number; selected: number }[] => {
    const { plus, minus, selectedPlus, selectedMinus } = effective(layer, block), scale = construction.scale(layer.block.tolerance);
    return [...layer.weights].flatMap((w, e) => {
      const column = e % layer.block.inputs, row = Math.floor(e / layer.block.inputs), signs = layer.signs[column];
      return [[1, plus, selectedPlus, 1], [-1, minus, selectedMinus, 2]].map(([sign, matrix, selected, bit]) => ({
        row, column, sign: sign as number, w: w !== 0 && signs & (bit as number) ? w : 0, found: (matrix as typeof plus).data[e] / scale, selected: (selected as Uint32Array)[e],
      }));
    });
  };
  return [
    claim('keeps edges inside the source, sorted by column, then row, each on a way from an input to an output', (layer) => {
      const { layers } = pruned(layer), w = widths(layer);
      for (const [j, { rows, columns }] of layers.entries()) {
        for (let e = 0; e < rows.length; e++) {
          if (!(rows[e] < w[j + 1] && columns[e] < w[j])) return `edge (${rows[e]}, ${columns[e]}) of source layer ${j + 1} outside [${w[j + 1]}, ${w[j]}]`;
          if (e > 0 && (columns[e] < columns[e - 1] || (columns[e] === columns[e - 1] && rows[e] <= rows[e - 1]))) return `edge ${e} of source layer ${j + 1} out of order`;
        }
        if (j === layers.length - 1) continue;
        const [fed, feeding] = [new Set(rows), new Set(layers[j + 1].columns)];
        if ([...fed].some((h) => !feeding.has(h)) || [...feeding].some((h) => !fed.has(h))) return `a unit of source layer ${j + 1} with edges on one side only`;
      }
      return undefined;
    }),
    claim('realises every weight that it does not call a miss within the tolerance, exactly, and counts every problem', (layer) => {
      const block = pruned(layer), missed = new Set(block.misses.map((m) => `${m.row} ${m.column} ${m.sign}`));
      const asked = problems(layer, block).filter((p) => p.w !== 0);
      if (block.problems !== asked.length) return `counted ${block.problems} problems of ${asked.length}`;
      const wrong = asked.find((p) => !within(p.found, p.w, layer.block.tolerance) && !missed.has(`${p.row} ${p.column} ${p.sign}`));
      return wrong && `weight ${wrong.w} realised as ${wrong.found} was called a hit at tolerance ${layer.block.tolerance}`;
    }),
    claim('keeps nothing for weights of 0, nor for signs that an input does not take', (layer) => {
      const extra = problems(layer, pruned(layer)).find((p) => p.w === 0 && p.selected > 0);
      return extra && `kept ${extra.selected} edges for weight (${extra.row}, ${extra.column}) and sign ${extra.sign}`;
    }),
    claim('gives the same column by column as at once', (layer) => {
      const { problems: count, layers, misses } = pruned(layer);
      const parts = assemble(construction, layer.block, columnsOf(layer).map((c) => construction.pruneColumns(task(layer, [c]))));
      return JSON.stringify([count, layers, misses]) === JSON.stringify([parts.problems, parts.layers, parts.misses]) ? undefined : `${JSON.stringify(parts)} column by column`;
    }),
    claim('draws nested: what it calls a sufficient n suffices, and where it says that none less does, one less does not', (layer) => {
      const { sufficient, sufficientExact } = pruned(layer);
      if (sufficient === null) return undefined;
      const at = (n: number): PrunedBlock => pruned({ ...layer, block: { ...layer.block, n } });
      if (at(sufficient).misses.length > 0) return `n = ${sufficient} misses`;
      return sufficientExact && sufficient > 1 && at(sufficient - 1).misses.length === 0 ? `n = ${sufficient - 1} misses nothing either` : undefined;
    }),
    claim('scales by a power of two, so that nothing is rounded, and is no narrower for a larger n', (layer) => {
      const scale = construction.scale(layer.block.tolerance), wider = construction.hiddenWidths({ ...layer.block, n: layer.block.n + 1 });
      if (!(scale >= 1 && powerOfTwoAbove(scale) === scale)) return `scale ${scale}`;
      const narrower = construction.hiddenWidths(layer.block).findIndex((w, j) => !(Number.isInteger(w) && w >= 1 && w <= wider[j]));
      return narrower >= 0 ? `hidden layer ${narrower + 1} of ${construction.hiddenWidths(layer.block)[narrower]} units` : undefined;
    }),
  ];
}
