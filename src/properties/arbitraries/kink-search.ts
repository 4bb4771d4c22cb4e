import { boxAround, contains, requireDimension, sampleInside, type Domain } from '../../network/domain.js';
import type { Network } from '../../network/network.js';
import { preactivations, type Preactivation } from './preactivation.js';

/** Finds inputs of a domain at which a hidden unit's value before the relu is 0, or as near as float64 gives along a segment. */
export class KinkSearch {
  readonly units: readonly Preactivation[];
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;

  constructor(network: Network, private readonly domain: Domain) {
    const dimension = network.layers[0].weights.columns;
    requireDimension(domain, dimension);
    ({ lower: this.lower, upper: this.upper } = boxAround(domain, dimension));
    this.units = preactivations(network, this.lower.map((lo, c) => Math.max(Math.abs(lo), Math.abs(this.upper[c]))));
  }

  /** Whether an input of the domain is a kink of a unit, to rounding. */
  isOn(p: Preactivation, x: Float64Array): boolean {
    return x.length === this.lower.length && contains(this.domain, x) && Math.abs(p.at(x)) <= p.noise;
  }

  /** A kink on the k-th of a fixed sequence of segments through the domain, if the unit's signs at its ends differ. */
  onSegment(p: Preactivation, k: number): Float64Array | undefined {
    // A little inside, where rounding does not lead out.
    const [a, b] = [2 * k, 2 * k + 1].map((i) => sampleInside(this.domain, this.lower.length, i).map((v, c) => Math.min(this.upper[c], Math.max(this.lower[c], v * (1 - 2 ** -20)))));
    return this.between(p, a, b);
  }

  /** A kink on the line through x along coordinate c. */
  along(p: Preactivation, x: Float64Array, c: number): Float64Array | undefined {
    const [low, zero, high] = [this.lower[c], 0, this.upper[c]].map((v) => x.map((old, k) => (k === c ? v : old)));
    return this.between(p, zero, low) ?? this.between(p, zero, high) ?? this.between(p, low, high);
  }

  private between(p: Preactivation, a: Float64Array, b: Float64Array): Float64Array | undefined {
    const point = (t: number): Float64Array => a.map((v, c) => (t === 1 ? b[c] : v + t * (b[c] - v))), sign = Math.sign(p.at(a));
    if (sign === 0) return this.isOn(p, a) ? a : undefined;
    if (sign * p.at(b) > 0) return undefined;
    let low = 0, high = 1;
    for (let middle = 0.5; low < middle && middle < high; middle = (low + high) / 2) {
      if (sign * p.at(point(middle)) > 0) low = middle;
      else high = middle;
    }
    return [point(high), point(low)].find((x) => this.isOn(p, x));
  }
}
