import { ball, box, cube, type Domain } from '../network/index.js';
import type { Dice } from './arbitraries/dice.js';
import type { Pair } from './pairs.js';
import { networkOf } from './random-network.js';

const even = (dice: Dice): number => 2 * dice.unit() - 1;
/** A number of few bits in [-1, 1]. */
const coarse = (dice: Dice): number => Math.round(even(dice) * 64) / 64;

/** Two networks that differ by a spike of height about 1, too narrow for samples: of an interval, or of a disk by networks without biases. */
export function needlePair(dice: Dice): Pair {
  const steep = 2 ** dice.whole(6, 24);
  if (dice.chance(0.5)) {
    // relu(1 - steep |x - c|).
    const c = coarse(dice), spike = (height: number) => networkOf([[[1], [-1]], [[-steep, -steep]], [[height]]], [[-c, c], [1], null]);
    return { kind: 'needle', a: spike(0), b: spike(dice.sign()), domain: box([-1], [1]), norm: 'l2' };
  }
  // min(p, q) of p, q = relu(<v +- steep u, x>): v across u.
  const u = [even(dice), even(dice)], v = [-u[1], u[0]], rows = [1, -1].map((s) => v.map((x, c) => x + s * steep * u[c]));
  const spike = (height: number) => networkOf([rows, [[1, 0], [1, -1]], [[height, -height]]]);
  return { kind: 'needle', a: spike(0), b: spike(dice.sign()), domain: ball(1), norm: 'l2' };
}

/** A network and one in which hidden units stand twice, with opposite errors that outgoing weights of opposite signs add up. */
export function copiesPair(dice: Dice): Pair {
  const inputs = dice.small(1, 2), hidden = dice.small(1, 2), outputs = dice.small(1, 2), matrix = (rows: number, columns: number): number[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, () => coarse(dice)));
  const w = matrix(hidden, inputs), v = matrix(outputs, hidden), off = 2 ** -dice.whole(2, 12), share = dice.whole(1, 8);
  const b = networkOf([[1, -1].flatMap((s) => w.map((row) => row.map((x) => x + s * off))), v.map((row) => [...row.map((x) => (1 + share) * x), ...row.map((x) => -share * x)])]);
  return { kind: 'copies with opposite errors', a: networkOf([w, v]), b, domain: dice.chance(0.5) ? ball(1) : cube(-1, 1, inputs), norm: dice.pick(['l2', 'linf'] as const) };
}

/** Two networks whose error is largest at a corner of a box, where it has more bits than a float64: one layer, or all weights positive. */
export function attainedPair(dice: Dice): Pair {
  const inputs = dice.small(1, 4), deep = dice.chance(0.4), some = (): number => (deep ? 0.5 + dice.unit() / 2 : even(dice));
  const a = deep ? [Array.from({ length: inputs }, some), [some()]] : [Array.from({ length: inputs }, some)];
  const b = a.map((row) => row.map((x) => x + (deep ? dice.unit() : even(dice)) / 8));
  const ends = Array.from({ length: inputs }, () => [deep ? 0 : -dice.unit(), dice.unit()]);
  return { kind: 'attained', a: networkOf(a.map((row) => [row])), b: networkOf(b.map((row) => [row])), domain: box(ends.map((e) => e[0]), ends.map((e) => e[1])), norm: dice.pick(['l2', 'linf', 'output:0'] as const) };
}

const SIZES = [1e300, 1e200, 1e160, 1e100, 1e20, 1, 0.75, 1e-20, 1e-100, 1e-160, 1e-200, 1e-300, 3e-310, Number.MIN_VALUE];

/** Two networks of weights near the ends of the range of float64, whose products overflow or vanish, and are made ordinary again. */
export function extremePair(dice: Dice): Pair {
  // Each layer has weights of all sizes; or of one, so that what overflows or vanishes is made ordinary again by later layers.
  const through = dice.pick([[], [], [1e300, 1e300, 1e-300, 1e-300], [1e-300, 1e-300, 1e300, 1e300], [1e200, 1e200, 1e-200, 1e-200], [1e-200, 1e-200, 1e200, 1e200], [1e160, 1e160, 1e-160], [1e-160, 1e-160, 1e160, 1e160]]);
  const depth = through.length || dice.whole(1, 3), widths = Array.from({ length: depth + 1 }, () => dice.small(1, 2)), extreme = (): number => (dice.chance(0.2) ? 0 : dice.sign() * dice.pick(SIZES));
  const weight = (i: number): number => (through.length === 0 || dice.chance(0.2) ? extreme() : dice.sign() * through[i] * dice.pick([1, 0.75, 0.5]));
  const weights = widths.slice(1).map((rows, i) => Array.from({ length: rows }, () => Array.from({ length: widths[i] }, () => weight(i)))), biases = widths.slice(1).map((rows) => (dice.chance(0.3) ? Array.from({ length: rows }, extreme) : null));
  const other = weights.map((m) => m.map((row) => row.map((x) => (dice.chance(0.5) ? x : dice.chance(0.5) ? -x : x / 2)))), inputs = widths[0];
  const domains: Domain[] = [ball(1), cube(-1, 1, inputs), cube(0, 1, inputs), cube(0, 1e-100, inputs), ball(1e100), cube(-1e100, 1, inputs)];
  return { kind: 'extreme', a: networkOf(weights, biases), b: networkOf(other, biases), domain: dice.pick(domains), norm: dice.pick(['l2', 'linf', 'output:0'] as const) };
}
