import type { Dice } from './dice.js';

/** A kind of sample pool on which solvers have gone wrong. */
export interface PoolKind {
  readonly name: string;
  /** Whether every subset's sum is exact in float64, as for products of weights that a source draws. */
  readonly exact: boolean;
  /** So many values, or fewer where the kind is about that. */
  draw(count: number, dice: Dice): number[];
  shows(values: readonly number[]): boolean;
}

const many = (count: number, value: (k: number) => number): number[] => Array.from({ length: count }, (_, k) => value(k));
const even = (dice: Dice): number => 2 * dice.unit() - 1;
/** The product of two weights of 24 bits. */
const product = (dice: Dice): number => (dice.sign() * dice.whole(1, 2 ** 24) * dice.whole(1, 2 ** 24)) / 2 ** 48;
const onGrid = (values: readonly number[], step: number): boolean => values.every((x) => Number.isInteger(x / step) && Math.abs(x) <= 1);
const LEAST_NORMAL = 2 ** -1022;

/** The kinds, products of weights first. */
export const poolKinds: readonly PoolKind[] = [
  { name: 'products of weights', exact: true, draw: (count, dice) => many(count, () => product(dice)), shows: (values) => onGrid(values, 2 ** -48) },
  { name: 'numbers of 53 bits', exact: false, draw: (count, dice) => many(Math.max(1, count), () => even(dice) * dice.unit()), shows: (values) => values.length > 0 && !onGrid(values, 2 ** -48) },
  { name: 'ties: many subsets of the same sum', exact: true, draw: (count, dice) => many(Math.max(2, count), () => dice.whole(-8, 8) / 8), shows: (values) => values.length > 1 && onGrid(values, 1 / 8) },
  {
    name: 'duplicates',
    exact: true,
    draw(count, dice) {
      const some = many(Math.max(1, Math.ceil(count / 3)), () => product(dice));
      return [...some, some[0], ...many(Math.max(0, count - some.length - 1), () => dice.pick(some))];
    },
    shows: (values) => new Set(values).size < values.length,
  },
  { name: 'zeros', exact: true, draw: (count, dice) => many(Math.max(1, count), (k) => (k === 0 || dice.chance(0.5) ? 0 : product(dice))), shows: (values) => values.includes(0) },
  {
    name: 'denormals',
    exact: true,
    draw: (count, dice) => many(Math.max(1, count), () => dice.sign() * dice.whole(1, 2 ** 20) * Number.MIN_VALUE),
    shows: (values) => values.some((x) => x !== 0 && Math.abs(x) < LEAST_NORMAL),
  },
  {
    name: 'denormals beside ordinary numbers',
    exact: false,
    draw: (count, dice) => many(Math.max(2, count), (k) => (k === 0 || (k > 1 && dice.chance(0.5)) ? dice.sign() * dice.whole(1, 2 ** 20) * Number.MIN_VALUE : product(dice))),
    shows: (values) => values.some((x) => x !== 0 && Math.abs(x) < LEAST_NORMAL) && values.some((x) => Math.abs(x) >= 2 ** -48),
  },
  {
    name: 'one huge number among tiny ones',
    exact: true,
    draw(count, dice) {
      const huge = dice.whole(0, Math.max(1, count - 1));
      return many(Math.max(2, count), (k) => dice.sign() * (k === huge ? 1 : dice.whole(1, 2 ** 12) / 2 ** 48));
    },
    shows(values) {
      const sizes = values.map(Math.abs).sort((a, b) => b - a);
      return sizes.length > 1 && sizes[1] > 0 && sizes[1] <= 2 ** -20 * sizes[0];
    },
  },
  {
    name: 'all of one sign',
    exact: true,
    draw(count, dice) {
      const sign = dice.sign();
      return many(Math.max(2, count), () => sign * Math.abs(product(dice)));
    },
    shows: (values) => values.length > 1 && (values.every((x) => x > 0) || values.every((x) => x < 0)),
  },
  { name: 'none', exact: true, draw: () => [], shows: (values) => values.length === 0 },
  {
    name: 'geometric, each half of the one before',
    exact: true,
    draw(count, dice) {
      const signed = dice.chance(0.5);
      return many(Math.max(2, count), (k) => (signed ? dice.sign() : 1) * 2 ** -(k + 1));
    },
    shows: (values) => values.length > 1 && values.every((x, k) => x !== 0 && (k === 0 || Math.abs(x) === Math.abs(values[k - 1]) / 2)),
  },
];
