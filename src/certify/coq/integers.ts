import { columnDrawer } from '../../network/source.js';
import { normalise } from '../../network/normalise.js';
import type { Network } from '../../network/network.js';
import type { Ticket } from '../../network/ticket.js';
import { layerLaws } from '../../numeric/law.js';
import { exponent } from '../../numeric/rounding.js';
import { placesOf, scaled } from '../exact/dyadic.js';

/** A kept weight: the unit below it, from 1, and its numerator over 2^places of the source. */
export type KeptInteger = readonly [unit: number, numerator: number];

/** One target layer and the block of source layers that realises it, in integers. */
export interface IntegerLayer {
  /** The normalised weights over 2^places, the constant's column and row last where there are any. */
  readonly wanted: readonly (readonly bigint[])[];
  readonly places: number;
  /** d_{i-1} and d_i, the constant not counted. */
  readonly inputs: number;
  readonly outputs: number;
  readonly constantIn: boolean;
  readonly constantOut: boolean;
  /** A weight of the target is its normalised one times 2^weightScale, a bias 2^biasScale. */
  readonly weightScale: number;
  readonly biasScale: number;
  /** What the block computes is multiplied by 2^blockScale, in the end, to be in the target's units. */
  readonly blockScale: number;
  /** Tolerance of a normalised weight over 2^places, rounded down. */
  readonly tolerance: bigint;
  /** Rows of kept weights of each source layer; hidden units are numbered in the order of the source, those without kept weights left out. */
  readonly sources: readonly (readonly (readonly KeptInteger[])[])[];
}

/** A ticket and its target as integers: exactly what a ticket's claims are about. */
export interface TicketIntegers {
  /** A source weight is its numerator over 2^sourcePlaces, the finest grid of its layers. */
  readonly sourcePlaces: number;
  readonly layers: readonly IntegerLayer[];
}

/**
 * The exact integers of a ticket, its kept weights drawn again from the seed, and of its target. `tolerances` are in the target's
 * weight units, one per layer. Ticket and target must belong together (`requireSameTarget`).
 */
export function integersOf(ticket: Ticket, target: Network, tolerances: readonly number[]): TicketIntegers {
  const sourcePlaces = Math.max(...layerLaws(ticket.law).map((law) => -law.gridExponent)), normalised = normalise(target);
  let start = 0, biasUnit = 1;
  const layers = normalised.layers.map((layer, i): IntegerLayer => {
    const depth = ticket.depths[i], { rows, columns, data } = layer.weights, { inputs, outputs, constantIn, constantOut } = layer;
    const weightScale = exponent(layer.scale), blockScale = exponent(ticket.scales[i]);
    const places = Math.max(placesOf(data), sourcePlaces * depth + weightScale - blockScale);
    const wanted = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => scaled(data[r * columns + c], places)));
    const tolerance = down(tolerances[i] / layer.scale, places);
    const result = {
      wanted, places, inputs, outputs, constantIn, constantOut, weightScale, biasScale: exponent(biasUnit * layer.scale), blockScale, tolerance,
      sources: sourcesOf(ticket, start, depth, outputs + +constantOut, sourcePlaces),
    };
    start += depth;
    biasUnit = layer.totalScale * layer.constant;
    return result;
  });
  return { sourcePlaces, layers };
}

/** x >= 0 as a multiple of 2^-places, rounded down. */
function down(x: number, places: number): bigint {
  const own = placesOf([x]);
  return own <= places ? scaled(x, places) : scaled(x, own) >> BigInt(own - places);
}

/** The source layers of a block as rows of kept integers; `outputs` rows in the last one. */
function sourcesOf(ticket: Ticket, start: number, depth: number, outputs: number, sourcePlaces: number): KeptInteger[][][] {
  const { draw } = columnDrawer(ticket), four = new Float64Array(4), whole = 2 ** sourcePlaces;
  let below: Map<number, number> | null = null;
  return Array.from({ length: depth }, (_, k) => {
    const j = start + k, { rows, columns } = ticket.layers[j], last = k === depth - 1;
    const numbers = last ? null : new Map([...new Set(rows)].sort((a, b) => a - b).map((h, n) => [h, n + 1]));
    const result: KeptInteger[][] = Array.from({ length: numbers?.size ?? outputs }, () => []);
    rows.forEach((row, e) => {
      draw(j + 1, row >>> 2, columns[e], four);
      const unit = below ? below.get(columns[e]) : columns[e] + 1;
      if (unit === undefined) throw new RangeError(`integers: needed an incoming edge at every used hidden unit, got none at unit ${columns[e]} of source layer ${j}`);
      result[numbers ? numbers.get(row)! - 1 : row].push([unit, four[row & 3] * whole]);
    });
    below = numbers;
    return result;
  });
}
