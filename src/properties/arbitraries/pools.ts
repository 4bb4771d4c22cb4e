import fc from 'fast-check';
import type { Dice } from './dice.js';
import { fewer } from './fewer.js';
import { poolKinds, type PoolKind } from './pool-kinds.js';
import { shrinking } from './shrinking.js';
import { complexity, complexityOf, simplerArrays, simplerNumbers } from './simple-number.js';

/** One subset-sum problem. */
export interface PoolCase {
  readonly values: readonly number[];
  readonly target: number;
  readonly tolerance: number;
}

/** Which pools to draw. */
export interface PoolOptions {
  /** Most values; default 11. */
  readonly most?: number;
  /** Default 0, 1/4, 1/32, 0.01, 2^-8, 1e-4 and 2^-30. */
  readonly tolerances?: readonly number[];
  /** Whether only kinds whose sums are exact, as those of a source's weights; default: any. */
  readonly exact?: boolean;
  /** Kinds, of which each pool is one, its smaller ones too; default: all are drawn, and smaller ones may be any. */
  readonly kinds?: readonly PoolKind[];
}

/**
 * Pools of samples with a target and a tolerance, of every kind on which a solver has gone wrong; of the targets a third are a subset's sum, a third
 * exactly a tolerance beyond one. Smaller ones have fewer values, then simpler numbers.
 */
export function pools({ most = 11, tolerances = [0, 2 ** -2, 2 ** -5, 0.01, 2 ** -8, 1e-4, 2 ** -30], exact = false, kinds }: PoolOptions = {}): fc.Arbitrary<PoolCase> {
  const drawn = (kinds ?? poolKinds).filter((k) => k.exact || !exact), simple = [...tolerances].sort((a, b) => complexity(a) - complexity(b));
  if (drawn.length === 0) throw new RangeError('pools: needed a kind, got none');
  return shrinking<PoolCase>({
    name: 'pools',
    draw(dice) {
      const values = dice.pick(drawn).draw(dice.whole(0, most), dice), tolerance = dice.pick(tolerances);
      return { values, target: targetFor(values, tolerance, dice), tolerance };
    },
    valid: ({ values, target, tolerance }) =>
      values.length <= most && [...values, target].every(Number.isFinite) && tolerances.includes(tolerance) && (!exact || hasExactSums(values)) && (kinds === undefined || kinds.some((k) => k.shows(values))),
    size: ({ values, target, tolerance }) => [values.length, complexityOf([...values, target]), complexity(tolerance)],
    *smaller(one) {
      const { values, target } = one;
      if (values.length > 0) yield { ...one, values: [] };
      for (const some of fewer(values.length)) yield { ...one, values: some.map((k) => values[k]) };
      // What is left of the target without a value.
      for (let k = 0; k < values.length; k++) yield { ...one, values: values.filter((_, i) => i !== k), target: target - values[k] };
      for (const tolerance of simple) yield { ...one, tolerance };
      for (const [t, ...rest] of simplerArrays(Float64Array.from([target, ...values]))) yield { ...one, values: rest, target: t };
      // As far beyond a subset as it was.
      for (let k = 0; k < values.length; k++) for (const y of simplerNumbers(values[k])) yield { ...one, values: values.map((x, i) => (i === k ? y : x)), target: target + y - values[k] };
    },
  });
}

function targetFor(values: readonly number[], tolerance: number, dice: Dice): number {
  const sum = values.filter(() => dice.chance(0.5)).reduce((a, b) => a + b, 0), way = dice.whole(0, 5);
  if (way < 2) return sum;
  if (way < 4) return sum + dice.sign() * tolerance;
  // Beyond the reach of them all; or anywhere.
  return way === 4 ? values.reduce((a, b) => a + Math.max(0, b), 0) + tolerance * (1 + dice.unit()) : 2 * dice.unit() - 1;
}

/** Whether every sum of some of the numbers is exact: their step is the largest power of two that divides them all. */
function hasExactSums(numbers: readonly number[]): boolean {
  const total = numbers.reduce((sum, x) => sum + Math.abs(x), 0);
  return numbers.every((x) => x === 0 || total / stepOf(x) <= 2 ** 53);
}

function stepOf(x: number): number {
  let step = 1;
  while (!Number.isInteger(x / step)) step /= 2;
  return step;
}
