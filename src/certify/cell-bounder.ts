import { norm } from '../numeric/matrix.js';
import { up } from '../numeric/rounding.js';
import { forward, type Forward } from '../network/forward.js';
import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { coordinateToCut, isOutside, lowerOf, upperOf } from './boxes.js';
import { ConeNorm, edgeToBisect, lengthsOf, shapeOf } from './cones.js';
import { Differential } from './differential.js';
import { sizeOf, sizeUp } from './measure.js';
import type { Pair } from './pair.js';
import type { Norm } from './record.js';

/** What there is to bound: two networks, side by side, on a domain, cell by cell. */
export interface Problem {
  readonly networks: readonly [Network, Network];
  readonly pair: Pair;
  readonly domain: Domain;
  readonly norm: Norm;
  readonly cells: 'boxes' | 'cones';
}

/** What is known of a cell. */
export interface Bounded {
  /** An upper bound of the error over the cell, in output units; -1 for a cell without a point of the domain. */
  readonly upper: number;
  /** Where to split it: a coordinate or an edge; -1 where it cannot be split, or need not. */
  readonly split: number;
  /** A point of the domain (but for rounding), and the error there in plain float64. */
  readonly point: Float64Array;
  readonly value: number;
}

/** Units of open slope up to which all corners are tried: 2^4 runs of the difference's half. */
const CORNERS = 4;

/** Bounds the error over cells of a problem. */
export class CellBounder {
  private readonly differential: Differential;
  private readonly dimension: number;
  private readonly outputs: number;
  private readonly coneNorms: readonly ConeNorm[];
  private readonly f: Forward;
  private readonly g: Forward;

  constructor(private readonly problem: Problem) {
    const { pair, networks, cells } = problem;
    this.dimension = pair.signs.length;
    this.outputs = pair.layers[pair.layers.length - 1].weights.rows;
    this.differential = new Differential(pair, this.dimension + (cells === 'boxes' ? 1 : 0));
    const all = Array.from({ length: this.outputs }, (_, k) => k), directions = this.differential.directions();
    this.coneNorms = cells === 'boxes' ? [] : (problem.norm === 'linf' ? all.map((k) => [k]) : [all]).map((outputs) => new ConeNorm(outputs, directions));
    [this.f, this.g] = [forward(networks[0]), forward(networks[1])];
  }

  /** Bounds a cell; one whose error is at most `enough` is of no interest: no effort is spent on it, and it is not to be split. */
  bound(cell: Float64Array, enough: number): Bounded {
    return this.problem.cells === 'boxes' ? this.boundBox(cell, enough) : this.boundCone(cell, enough);
  }

  /** The error at a point, in plain float64. */
  errorAt(x: Float64Array): number {
    const a = this.f(x), b = this.g(x);
    return sizeOf(a.map((v, k) => v - b[k]), this.problem.norm);
  }

  private boundBox(cell: Float64Array, enough: number): Bounded {
    const { pair, domain, norm: measure } = this.problem, { differential, dimension, outputs } = this;
    const lower = lowerOf(cell), upper = upperOf(cell);
    if (isOutside(domain, cell)) return closed(-1, lower);
    differential.run({ kind: 'box', lower, upper });
    const { middle, spread } = differential.output, width = dimension + 1;
    const reaches = Array.from({ length: outputs }, (_, k) => differential.reach(k)), plain = sizeUp(reaches, measure);
    if (plain <= enough) return closed(plain, lower);
    const gaps = differential.influences();
    const split = coordinateToCut(pair, cell, (c) => {
      let sum = gaps[c];
      for (let k = 0; k < outputs; k++) sum += Math.abs(middle[k * width + 1 + c]) + Math.abs(spread[k * width + 1 + c]);
      return sum;
    });
    // The corner where the bound of the largest output is attained, if the bound were the error.
    const largest = reaches.indexOf(Math.max(...reaches)), side = Math.abs(middle[largest * width] + spread[largest * width]) > Math.abs(middle[largest * width] - spread[largest * width]) ? 1 : -1;
    const sign = middle[largest * width] < 0 ? -1 : 1;
    const corner = Float64Array.from({ length: dimension }, (_, c) => {
      const slope = sign * (middle[largest * width + 1 + c] + side * spread[largest * width + 1 + c]);
      return slope > 0 ? upper[c] : slope < 0 ? lower[c] : (lower[c] + upper[c]) / 2;
    });
    const bound = Math.min(plain, this.corners(() => sizeUp(Array.from({ length: outputs }, (_, k) => differential.reach(k)), measure), plain));
    return { upper: bound, split, ...this.best([lower.map((lo, c) => (lo + upper[c]) / 2), corner]) };
  }

  private boundCone(cell: Float64Array, enough: number): Bounded {
    const { domain } = this.problem, { differential, dimension: d, outputs } = this;
    const radius = domain.kind === 'ball' ? domain.radius : NaN;
    const lower = new Float64Array(d).fill(Infinity), upper = new Float64Array(d).fill(-Infinity);
    cell.forEach((x, i) => {
      lower[i % d] = Math.min(lower[i % d], x);
      upper[i % d] = Math.max(upper[i % d], x);
    });
    differential.run({ kind: 'hull', points: cell, lower, upper });
    const shape = shapeOf(cell, d), { middle, spread } = differential.output;
    const measured = (): number => {
      const noise = differential.noise();
      return Math.max(...this.coneNorms.map((n) => n.bound(shape, middle, spread, noise, enough / radius)));
    };
    const written = (bound: number): number => up(bound * radius);
    const plain = measured();
    if (written(plain) <= enough) return closed(written(plain), cell.subarray(0, d));
    const gaps = differential.influences(), sizes = new Float64Array(d);
    const split = edgeToBisect(cell, d, (i, j, li, lj) => {
      let change = 0;
      for (let k = 0; k < outputs * d; k += d) change += (middle[k + i] / li - middle[k + j] / lj) ** 2;
      return gaps[i * d + j] + Math.sqrt(change);
    });
    for (let v = 0; v < d; v++) for (let k = 0; k < outputs * d; k += d) sizes[v] += middle[k + v] * middle[k + v];
    const bound = Math.min(plain, this.corners(measured, plain));
    const centre = new Float64Array(d), lengths = lengthsOf(cell, d);
    cell.forEach((x, i) => (centre[i % d] += x));
    let promising = 0;
    for (let v = 1; v < d; v++) if (sizes[v] / lengths[v] ** 2 > sizes[promising] / lengths[promising] ** 2) promising = v;
    return { upper: written(bound), split, ...this.best([onSphere(centre, radius), onSphere(cell.subarray(promising * d, (promising + 1) * d), radius)]) };
  }

  /** The largest of what `measured` says under each choice of the open slopes; Infinity where there are none, too many, or it is no less than `worse`. */
  private corners(measured: () => number, worse: number): number {
    const { open } = this.differential;
    if (open.length === 0 || open.length > CORNERS) return Infinity;
    let largest = 0;
    for (let pattern = 0; pattern < 2 ** open.length; pattern++) {
      this.differential.runForced(pattern);
      largest = Math.max(largest, measured());
      if (!(largest < worse)) return Infinity;
    }
    return largest;
  }

  private best(points: readonly Float64Array[]): { point: Float64Array; value: number } {
    const { domain } = this.problem;
    let best = { point: points[0], value: -1 };
    for (const x of points) {
      const point = domain.kind === 'ball' && norm(x) > domain.radius ? onSphere(x, domain.radius) : x, value = this.errorAt(point);
      if (value > best.value) best = { point: Float64Array.from(point), value };
    }
    return best;
  }
}

/** A cell of no interest. */
const closed = (upper: number, point: Float64Array): Bounded => ({ upper, split: -1, point: Float64Array.from(point), value: 0 });

function onSphere(x: Float64Array, radius: number): Float64Array {
  const length = norm(x);
  return length > 0 ? x.map((v) => (v / length) * radius) : x;
}
