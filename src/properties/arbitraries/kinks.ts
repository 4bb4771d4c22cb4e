import fc from 'fast-check';
import type { Domain } from '../../network/domain.js';
import type { Network } from '../../network/network.js';
import { KinkSearch } from './kink-search.js';
import type { HiddenUnit, Preactivation } from './preactivation.js';
import { shrinking } from './shrinking.js';
import { complexity, complexityOf, simplerNumbers } from './simple-number.js';
import { places } from './submatrix.js';

/** An input at which a hidden unit is between off and on: its value before the relu is 0, or as near as float64 gives along a segment. */
export interface Kink extends HiddenUnit {
  readonly x: Float64Array;
}

/** Segments that are tried for a unit's kink. */
const MOST_SEGMENTS = 40;

/** Numbers of more than this are solved for anew. */
const COMPLEX = 20;

/**
 * Inputs of a domain on kinks of a network, found by bisection between points at which a hidden unit has different signs. Smaller ones are of an
 * earlier layer and unit, then with fewer coordinates that are not 0, and simpler ones.
 * Throws a RangeError where no hidden unit changes its sign on the segments that are tried.
 */
export function kinks(network: Network, domain: Domain): fc.Arbitrary<Kink> {
  const search = new KinkSearch(network, domain), dimension = network.layers[0].weights.columns;
  const bends = search.units.filter((p) => places(MOST_SEGMENTS).some((k) => search.onSegment(p, k) !== undefined));
  if (bends.length === 0) throw new RangeError(`kinks: needed a hidden unit whose sign changes over the ${domain.kind}, got ${search.units.length} that do not`);
  const of = ({ layer, unit }: HiddenUnit): number => bends.findIndex((p) => p.layer === layer && p.unit === unit);
  const found = ({ layer, unit }: Preactivation, x: Float64Array | undefined): Kink[] => (x ? [{ layer, unit, x }] : []);
  return shrinking<Kink>({
    name: 'kinks',
    draw(dice) {
      const p = dice.pick(bends);
      // Nowhere where the signs do not differ, which is no kink: another one is drawn.
      return { layer: p.layer, unit: p.unit, x: search.onSegment(p, dice.whole(0, 1e6)) ?? new Float64Array(0) };
    },
    valid: (one) => of(one) >= 0 && search.isOn(bends[of(one)], one.x),
    size: ({ layer, unit, x }) => [layer, unit, x.reduce((n, v) => n + +(v !== 0), 0), complexityOf(x)],
    *smaller(one) {
      const { x } = one, here = bends[of(one)], used = places(dimension).filter((c) => x[c] !== 0), replaced = (c: number, y: number): Float64Array => x.map((v, k) => (k === c ? y : v));
      for (const p of bends.slice(0, of(one))) {
        for (const c of places(dimension)) yield* found(p, search.along(p, x, c));
        for (const k of places(MOST_SEGMENTS)) yield* found(p, search.onSegment(p, k));
      }
      yield { ...one, x: x.map(() => 0) };
      for (const c of used) yield* found(here, search.along(here, x.map((v, k) => (k === c ? v : 0)), c));
      for (const c of used) {
        yield { ...one, x: replaced(c, 0) };
        for (const other of used) if (other !== c) yield* found(here, search.along(here, replaced(c, 0), other));
      }
      for (const c of used) {
        for (const y of simplerNumbers(x[c])) {
          yield { ...one, x: replaced(c, y) };
          for (const other of used) if (other !== c && complexity(x[other]) > COMPLEX) yield* found(here, search.along(here, replaced(c, y), other));
        }
      }
    },
  });
}
