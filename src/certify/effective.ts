import { gridOfLayers } from '../numeric/law.js';
import { zeros, type Matrix } from '../numeric/matrix.js';
import { powerOfTwo } from '../numeric/rounding.js';
import { columnDrawer } from '../network/source.js';
import type { Ticket } from '../network/ticket.js';

/** What one pruned block computes: x -> plus relu(x) - minus relu(-x). Entries are exact. */
export interface EffectiveBlock {
  /** Shape [outputs, inputs], the carried constant included. */
  readonly plus: Matrix;
  readonly minus: Matrix;
  /** Kept last edges behind each entry of plus and of minus, row-major. */
  readonly selectedPlus: Uint32Array;
  readonly selectedMinus: Uint32Array;
}

/** Exponent of the grid of a product of weights of the `layers` source layers that end in layer j (from 0), one of each. */
const gridOf = ({ law }: Pick<Ticket, 'law'>, j: number, layers: number): number => gridOfLayers(law, j - layers + 2, j + 1);

/** Why a product of weights is refused. */
const notExact = (layers: number, limit: number, got: number): string =>
  `collapse: needed products of ${layers} source layers that float64 holds exactly, sizes below ${limit} for these laws, got ${got}; laws of fewer bits (binary, or tabulated) in some of the layers make room`;

/** What a unit computes: |gain| relu(x_input) if gain > 0, |gain| relu(-x_input) if gain < 0. */
interface Unit {
  readonly input: number;
  readonly gain: number;
}

/**
 * Redraws the kept weights of a ticket and collapses every block: by way of its hidden layers each unit is found to compute
 * |g| relu(sign(g) x_c) for one input c (all its parents the same c and sign, g = sum of weight times parent's gain, not
 * turning the sign), so block i is exactly two matrices (plus, minus), sums of products v g. Knows no construction.
 * Throws a RangeError where a unit is fed otherwise, an edge leaves a unit that keeps none, or a number is so large that
 * float64 ends to hold it exactly.
 * Source: Pensia et al. (2020), Lemma 1; the identity relu(u x) = relu(u) relu(x) + relu(-u) relu(-x).
 */
export function effectiveBlocks(ticket: Pick<Ticket, 'seed' | 'attempt' | 'law' | 'widths' | 'depths' | 'layers'>): EffectiveBlock[] {
  let start = 0;
  return ticket.depths.map((depth) => {
    let units = firstUnits(ticket, start);
    for (let j = start + 1; j < start + depth - 1; j++) units = nextUnits(ticket, j, units, j - start + 1);
    start += depth;
    return lastLayer(ticket, start - 1, units, depth, ticket.widths[start], ticket.widths[start - depth]);
  });
}

type Drawn = Pick<Ticket, 'seed' | 'attempt' | 'law' | 'layers'>;

/** Visits the kept edges of source layer j (from 0) with their weights. */
function eachEdge(ticket: Drawn, j: number, visit: (row: number, column: number, weight: number) => void): void {
  const { draw } = columnDrawer(ticket), { rows, columns } = ticket.layers[j], four = new Float64Array(4);
  let column = -1, rowBlock = -1;
  for (let e = 0; e < rows.length; e++) {
    if (columns[e] !== column || rows[e] >>> 2 !== rowBlock) {
      [column, rowBlock] = [columns[e], rows[e] >>> 2];
      draw(j + 1, rowBlock, column, four);
    }
    visit(rows[e], column, four[rows[e] & 3]);
  }
}

/** The units of a block's first layer, each fed by one input. */
function firstUnits(ticket: Drawn, j: number): Map<number, Unit> {
  const units = new Map<number, Unit>();
  eachEdge(ticket, j, (row, input, gain) => {
    if (units.has(row)) throw new RangeError(`collapse: needed one incoming edge per hidden unit, got several at unit ${row} of source layer ${j + 1}`);
    units.set(row, { input, gain });
  });
  return units;
}

/** The units of a further hidden layer: relu(sum of weight |g| relu(s x)) is max(0, sum of weight |g|) relu(s x). */
function nextUnits(ticket: Drawn, j: number, below: Map<number, Unit>, layers: number): Map<number, Unit> {
  const sums = new Map<number, { input: number; sign: number; gain: number; size: number }>();
  eachEdge(ticket, j, (row, column, weight) => {
    const { input, gain } = parentOf(below, column, j), sign = gain > 0 ? 1 : -1;
    const sum = sums.get(row) ?? { input, sign, gain: 0, size: 0 };
    if (sum.input !== input || sum.sign !== sign) throw new RangeError(`collapse: needed units fed by one input and one sign of it, got others at unit ${row} of source layer ${j + 1}`);
    sum.gain += weight * Math.abs(gain);
    sum.size += Math.abs(weight * gain);
    sums.set(row, sum);
  });
  // Where numbers stop to be exact in float64.
  const limit = powerOfTwo(53 + gridOf(ticket, j, layers));
  return new Map([...sums].map(([row, { input, sign, gain, size }]) => {
    if (!(gain > 0 && size < limit)) throw new RangeError(gain > 0 ? notExact(layers, limit, size) : `collapse: needed a positive gain, got ${gain} at unit ${row} of source layer ${j + 1}: the relu there passes nothing`);
    return [row, { input, gain: sign * gain }];
  }));
}

function parentOf(below: Map<number, Unit>, unit: number, j: number): Unit {
  const parent = below.get(unit);
  if (parent === undefined) throw new RangeError(`collapse: needed an incoming edge at every used hidden unit, got none at unit ${unit} of source layer ${j}`);
  return parent;
}

/** The matrices of a block whose last source layer is j (from 0) and has `layers` layers in all. */
function lastLayer(ticket: Drawn, j: number, units: Map<number, Unit>, layers: number, outputs: number, inputs: number): EffectiveBlock {
  const size = outputs * inputs, plus = zeros(outputs, inputs), minus = zeros(outputs, inputs);
  const selectedPlus = new Uint32Array(size), selectedMinus = new Uint32Array(size), magnitude = new Float64Array(2 * size);
  const grid = gridOf(ticket, j, layers), limit = powerOfTwo(53 + grid), step = powerOfTwo(grid);
  let inexact = false;
  const visitAll = (visit: (offset: number, entry: number, weight: number, gain: number) => void): void => {
    let column = -1, unit: Unit = { input: 0, gain: 0 };
    eachEdge(ticket, j, (row, h, weight) => {
      if (h !== column) [column, unit] = [h, parentOf(units, h, j)];
      const entry = row * inputs + unit.input;
      visit(unit.gain > 0 ? entry : size + entry, entry, weight, unit.gain);
    });
  };
  visitAll((offset, entry, weight, gain) => {
    const value = weight * gain;
    if (gain > 0) {
      plus.data[entry] += value;
      selectedPlus[entry]++;
    } else {
      minus.data[entry] += value;
      selectedMinus[entry]++;
    }
    magnitude[offset] += Math.abs(value);
    if (!(magnitude[offset] < limit)) inexact = true;
  });
  if (inexact) {
    const exact = new Map<number, bigint>(), own = gridOf(ticket, j, 1), whole = powerOfTwo(-own), wholeGain = powerOfTwo(own - grid);
    visitAll((offset, _, weight, gain) => {
      if (!(magnitude[offset] < limit)) exact.set(offset, (exact.get(offset) ?? 0n) + BigInt(weight * whole) * BigInt(gain * wholeGain));
    });
    for (const [offset, sum] of exact) {
      const value = Number(sum) * step;
      if (BigInt(value / step) !== sum) throw new RangeError(notExact(layers, limit, value));
      (offset < size ? plus : minus).data[offset % size] = value;
    }
  }
  return { plus, minus, selectedPlus, selectedMinus };
}
