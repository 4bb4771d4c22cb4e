import { zeros, type Matrix } from '../numeric/matrix.js';
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

/** Sums of products of two weights of 24 bits are exact while their absolute sum is below 2^53 steps of 2^-48. */
const EXACT_BELOW = 32;

/**
 * Redraws the kept weights of a ticket and collapses every block: a hidden unit with the one incoming weight u from
 * input c computes |u| relu(sign(u) x_c), so block i is exactly two matrices (plus, minus), sums of products v |u|.
 * Throws a RangeError where a hidden unit keeps several incoming edges, an edge leaves a unit that keeps none, or an
 * effective weight is beyond 32 in size, where float64 ends to hold it exactly.
 * Source: Pensia et al. (2020), Lemma 1; the identity relu(u x) = relu(u) relu(x) + relu(-u) relu(-x).
 */
export function effectiveBlocks(ticket: Pick<Ticket, 'seed' | 'attempt' | 'law' | 'widths' | 'layers'>): EffectiveBlock[] {
  const { draw } = columnDrawer(ticket);
  const four = new Float64Array(4);
  return Array.from({ length: ticket.layers.length / 2 }, (_, b) => {
    const layer = 2 * b + 1;
    const scaffold = ticket.layers[2 * b], last = ticket.layers[2 * b + 1];
    const unitOf = new Map<number, number>();
    const gains = new Float64Array(scaffold.rows.length);
    for (let e = 0; e < gains.length; e++) {
      const h = scaffold.rows[e];
      if (unitOf.has(h)) throw new RangeError(`collapse: needed one incoming edge per hidden unit, got several at unit ${h} of source layer ${layer}`);
      unitOf.set(h, e);
      draw(layer, h >>> 2, scaffold.columns[e], four);
      gains[e] = four[h & 3];
    }
    const outputs = ticket.widths[2 * b + 2], inputs = ticket.widths[2 * b];
    const plus = zeros(outputs, inputs), minus = zeros(outputs, inputs);
    const size = outputs * inputs;
    const magnitude = new Float64Array(2 * size), selectedPlus = new Uint32Array(size), selectedMinus = new Uint32Array(size);
    let h = -1, rowBlock = -1, gain = 0, input = 0;
    let inexact = false;
    const eachEdge = (visit: (entry: number, gain: number, v: number) => void): void => {
      h = -1;
      for (let e = 0; e < last.rows.length; e++) {
        const column = last.columns[e], row = last.rows[e];
        if (column !== h) {
          h = column;
          rowBlock = -1;
          const unit = unitOf.get(h);
          if (unit === undefined) throw new RangeError(`collapse: needed an incoming edge at every used hidden unit, got none at unit ${h} of source layer ${layer}`);
          gain = gains[unit];
          input = scaffold.columns[unit];
        }
        if (row >>> 2 !== rowBlock) {
          rowBlock = row >>> 2;
          draw(layer + 1, rowBlock, h, four);
        }
        visit(row * inputs + input, gain, four[row & 3]);
      }
    };
    eachEdge((entry, u, v) => {
      const value = v * u, offset = u > 0 ? entry : size + entry;
      if (u > 0) {
        plus.data[entry] += value;
        selectedPlus[entry]++;
      } else {
        minus.data[entry] += value;
        selectedMinus[entry]++;
      }
      magnitude[offset] += Math.abs(value);
      if (magnitude[offset] >= EXACT_BELOW) inexact = true;
    });
    if (inexact) {
      const exact = new Map<number, bigint>();
      eachEdge((entry, u, v) => {
        const offset = u > 0 ? entry : size + entry;
        if (magnitude[offset] >= EXACT_BELOW) exact.set(offset, (exact.get(offset) ?? 0n) + BigInt(v * 16777216) * BigInt(u * 16777216));
      });
      for (const [offset, sum] of exact) {
        const value = Number(sum) / 281474976710656;
        if (BigInt(value * 281474976710656) !== sum) throw new RangeError(`collapse: needed an effective weight below 32, got ${value}`);
        (offset < size ? plus : minus).data[offset % size] = value;
      }
    }
    return { plus, minus, selectedPlus, selectedMinus };
  });
}
