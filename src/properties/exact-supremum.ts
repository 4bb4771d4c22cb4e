import type { Norm } from '../certify/index.js';
import type { Domain, Network } from '../network/index.js';
import { exact, type Dyadic } from './exact.js';

/** A point (X / W, Y / W), W > 0. */
type Point = readonly [x: bigint, y: bigint, w: bigint];

/** The affine function (a X + b Y + c W) 2^-places / W. */
type Form = readonly [a: bigint, b: bigint, c: bigint];

/** A network's values over one cell, all multiples of 2^-places. */
interface Values {
  readonly forms: readonly Form[];
  readonly places: number;
}

/** A supremum s by its square, exactly. */
export interface Supremum {
  /** s^2 = numerator / denominator. */
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** Where it is attained, rounded. */
  readonly at: readonly number[];
}

/** Weights are multiples of 2^-PLACES, the box's ends of 2^-ENDS. */
const PLACES = 160, ENDS = 60;

/**
 * The exact supremum of ||A(x) - B(x)|| over a box of one or two inputs: the box is cut along every unit's breakpoints, in rational
 * numbers; on a cell the difference is affine, so that its norm is largest at a corner. Throws a RangeError on numbers that are no
 * multiples of 2^-160, or 2^-60 for the box.
 */
export function supremum(a: Network, b: Network, domain: Domain & { kind: 'box' }, norm: Norm): Supremum {
  const [lo, hi] = [domain.lower, domain.upper].map((ends) => [...ends, 0].slice(0, 2).map((x) => fixed(exact(x), ENDS)));
  const root: Point[] = domain.lower.length === 1
    ? [[lo[0], 0n, 1n << BigInt(ENDS)], [hi[0], 0n, 1n << BigInt(ENDS)]]
    : [[lo[0], lo[1], 1n << BigInt(ENDS)], [hi[0], lo[1], 1n << BigInt(ENDS)], [hi[0], hi[1], 1n << BigInt(ENDS)], [lo[0], hi[1], 1n << BigInt(ENDS)]];
  let best: Supremum = { numerator: 0n, denominator: 1n, at: Array.from(domain.lower) };
  const only = norm.startsWith('output:') ? Number(norm.slice(7)) : undefined;
  const inputs: Values = { places: 0, forms: domain.lower.length === 1 ? [[1n, 0n, 0n]] : [[1n, 0n, 0n], [0n, 1n, 0n]] };
  visit(root, [a, b], [inputs, inputs], 0);
  return best;

  /** Cuts a cell along the units of the networks' next layers, network by network. */
  function visit(cell: readonly Point[], networks: readonly Network[], values: readonly Values[], done: number): void {
    const k = networks.findIndex((n) => done < n.layers.length - 1);
    if (k < 0) return measure(cell, networks.map((n, i) => affine(n, n.layers.length - 1, values[i])));
    let cells: { cell: readonly Point[]; pair: Values[] }[] = [{ cell, pair: [...values] }];
    networks.forEach((n, i) => {
      if (done >= n.layers.length - 1) return;
      cells = cells.flatMap(({ cell: here, pair }) => {
        const next = affine(n, done, pair[i]);
        let parts: { cell: readonly Point[]; forms: Form[] }[] = [{ cell: here, forms: [] }];
        for (const form of next.forms) {
          parts = parts.flatMap((p) => [
            { cell: clipped(p.cell, form), forms: [...p.forms, form] },
            { cell: clipped(p.cell, [-form[0], -form[1], -form[2]]), forms: [...p.forms, [0n, 0n, 0n] as Form] },
          ]).filter((p) => p.cell.length > 0);
        }
        return parts.map((p) => ({ cell: p.cell, pair: pair.map((v, j) => (j === i ? { forms: p.forms, places: next.places } : v)) }));
      });
    });
    for (const c of cells) visit(c.cell, networks, c.pair, done + 1);
  }

  function measure(cell: readonly Point[], [f, g]: readonly Values[]): void {
    const places = Math.max(f.places, g.places), liftF = BigInt(places - f.places), liftG = BigInt(places - g.places);
    for (const p of cell) {
      const squares = f.forms.map((form, k) => ((at(form, p) << liftF) - (at(g.forms[k], p) << liftG)) ** 2n);
      const numerator = only !== undefined ? squares[only] : norm === 'l2' ? squares.reduce((s, v) => s + v, 0n) : squares.reduce((m, v) => (v > m ? v : m), 0n);
      const denominator = p[2] * p[2] << BigInt(2 * places);
      if (numerator * best.denominator > best.numerator * denominator) best = { numerator, denominator, at: domain.lower.map((_, c) => ratio(p[c], p[2])) };
    }
  }
}

/** Whether all numbers are multiples of so small a power of two as `supremum` takes, and not so large that it takes long. */
export const isWithinPlaces = (a: Network, b: Network, domain: Domain & { kind: 'box' }): boolean => {
  const fits = (places: number) => (x: number): boolean => Math.abs(x) < 2 ** 64 && exact(x).mantissa % (1n << BigInt(Math.max(0, -exact(x).exponent - places))) === 0n;
  return [...domain.lower, ...domain.upper].every(fits(ENDS)) && [a, b].every((n) => n.layers.every((l) => l.weights.data.every(fits(PLACES)) && (l.bias ?? []).every(fits(PLACES))));
};

/** p / q, q > 0, rounded. */
const ratio = (p: bigint, q: bigint): number => Number((p << 100n) / q) * 2 ** -100;

const at = ([a, b, c]: Form, [x, y, w]: Point): bigint => a * x + b * y + c * w;
const fixed = ({ mantissa, exponent }: Dyadic, places: number): bigint => {
  const shift = exponent + places;
  if (shift < 0 && mantissa % (1n << BigInt(-shift)) !== 0n) throw new RangeError(`supremum: needed a multiple of 2^-${places}, got ${mantissa} 2^${exponent}`);
  return shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
};

/** Layer i of a network after values. */
function affine({ layers }: Network, i: number, { forms, places }: Values): Values {
  const { weights: { rows, columns, data }, bias } = layers[i], more = PLACES;
  return {
    places: places + more,
    forms: Array.from({ length: rows }, (_, r) => {
      const sum: [bigint, bigint, bigint] = [0n, 0n, bias ? fixed(exact(bias[r]), places + more) : 0n];
      for (let c = 0; c < columns; c++) {
        const w = fixed(exact(data[r * columns + c]), more);
        for (let j = 0; j < 3; j++) sum[j] += w * forms[c][j];
      }
      return sum;
    }),
  };
}

/** The part of a convex polygon, or of a segment, where a form is not negative. */
function clipped(cell: readonly Point[], form: Form): Point[] {
  const values = cell.map((p) => at(form, p)), kept: Point[] = [];
  if (values.every((v) => v >= 0n)) return [...cell];
  cell.forEach((p, k) => {
    const n = (k + 1) % cell.length, [v, w] = [values[k], values[n]];
    if (v >= 0n) kept.push(p);
    if ((v > 0n && w < 0n) || (v < 0n && w > 0n)) {
      const [s, t] = v > 0n ? [-w, v] : [w, -v], q = cell[n];
      kept.push(reduced([p[0] * s + q[0] * t, p[1] * s + q[1] * t, p[2] * s + q[2] * t]));
    }
  });
  return kept;
}

function reduced([x, y, w]: Point): Point {
  let [a, b] = [w, x < 0n ? -x : x];
  while (b > 0n) [a, b] = [b, a % b];
  [a, b] = [a, y < 0n ? -y : y];
  while (b > 0n) [a, b] = [b, a % b];
  return [x / a, y / a, w / a];
}

/** Whether bound >= s, exactly. */
export const isAtLeastSupremum = (bound: number, { numerator, denominator }: Supremum): boolean => compare(bound, numerator, denominator) >= 0;
/** Whether bound <= s, exactly. */
export const isAtMostSupremum = (bound: number, { numerator, denominator }: Supremum): boolean => compare(bound, numerator, denominator) <= 0;

function compare(bound: number, numerator: bigint, denominator: bigint): number {
  if (bound === Infinity) return 1;
  const { mantissa, exponent } = exact(bound);
  const left = mantissa * mantissa * denominator << BigInt(Math.max(0, 2 * exponent)), right = numerator << BigInt(Math.max(0, -2 * exponent));
  return left > right ? 1 : left < right ? -1 : 0;
}

/** s, about. */
export const numberOf = ({ numerator, denominator }: Supremum): number => Math.sqrt(Number((numerator << 200n) / denominator)) * 2 ** -100;
