import { norm, normUp, transpose } from '../numeric/matrix.js';
import { product } from '../network/forward.js';
import { sampleInside, type Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { sizeOf } from './measure.js';
import type { Norm } from './record.js';

/** Evaluations of a search, at most: of small networks more find no more. */
const MOST_EVALUATIONS = 60_000;

/** Multiply-adds of evaluating two networks. */
const costOf = (networks: readonly Network[]): number =>
  networks.reduce((sum, { layers }) => sum + layers.reduce((s, { weights }) => s + weights.data.reduce((n, w) => n + +(w !== 0), 1), 0), 0);

/** Searches the domain for an input with a large error: random points, then Frank-Wolfe ascent from the best; `effort` is the multiply-adds it may take. */
export function worstInputFound(networks: readonly [Network, Network], domain: Domain, measure: Norm, effort: number): Float64Array {
  const evaluate = evaluator(networks, measure), dimension = networks[0].layers[0].weights.columns, cost = costOf(networks);
  let left = Math.min(effort, MOST_EVALUATIONS * cost);
  const points: { x: Float64Array; value: number }[] = [];
  const samples = Math.max(16, Math.min(4000, Math.floor(left / 4 / cost)));
  for (let k = 0; k < samples; k++) {
    const x = sampleInside(domain, dimension, k);
    points.push({ x, value: evaluate.distance(x) });
    left -= cost;
  }
  points.sort((a, b) => b.value - a.value);
  // As many starts as can have 200 evaluations each, at least 8: small networks are searched from many sides.
  const starts = points.slice(0, Math.max(8, Math.min(64, Math.floor(left / cost / 200))));
  let best = starts[0];
  starts.forEach((start, k) => {
    const end = ascend(evaluate, domain, start, left / (starts.length - k), cost);
    left -= end.spent;
    if (end.value > best.value) best = end;
  });
  return insideDomain(best.x, domain);
}

/** The end of an ascent from one point of the domain. */
export function climbedFrom(point: Float64Array, networks: readonly [Network, Network], domain: Domain, measure: Norm, effort: number): Float64Array {
  const evaluate = evaluator(networks, measure), cost = costOf(networks);
  return insideDomain(ascend(evaluate, domain, { x: point, value: evaluate.distance(point) }, Math.min(effort, MOST_EVALUATIONS * cost), cost).x, domain);
}

/** The error and its gradient in plain float64, for the search only. */
function evaluator(networks: readonly [Network, Network], measure: Norm) {
  const [f, g] = networks.map(differentiable);
  const outputs = networks[0].layers[networks[0].layers.length - 1].weights.rows;
  const difference = new Float64Array(outputs);
  const distance = (x: Float64Array): number => {
    const a = f.value(x), b = g.value(x);
    for (let k = 0; k < outputs; k++) difference[k] = b[k] - a[k];
    return sizeOf(difference, measure);
  };
  /** A direction of ascent at the x last evaluated: of half the squared distance, or of the largest output alone. */
  const gradient = (): Float64Array => {
    let seed: Float64Array = difference;
    if (measure === 'linf') {
      let k = 0;
      for (let r = 1; r < outputs; r++) if (Math.abs(difference[r]) > Math.abs(difference[k])) k = r;
      seed = difference.map((v, r) => (r === k ? v : 0));
    }
    const up = g.gradient(seed), down = f.gradient(seed);
    return up.map((v, c) => v - down[c]);
  };
  return { distance, gradient };
}

/** A network's value, and the gradient of <seed, value> at the x last evaluated. */
function differentiable({ layers }: Network) {
  const prepared = layers.map(({ weights, bias }) => ({ forth: product(weights), back: product(transpose(weights)), bias, out: new Float64Array(weights.rows) }));
  const last = prepared.length - 1, inputs = layers[0].weights.columns;
  return {
    value(x: Float64Array): Float64Array {
      let h = x;
      prepared.forEach(({ forth, bias, out }, i) => {
        if (bias) out.set(bias);
        else out.fill(0);
        forth(h, out);
        if (i < last) for (let k = 0; k < out.length; k++) if (out[k] < 0) out[k] = 0;
        h = out;
      });
      return h;
    },
    gradient(seed: Float64Array): Float64Array {
      let gradient = seed.slice();
      for (let i = last; i >= 0; i--) {
        const { back, out } = prepared[i], below = new Float64Array(i > 0 ? prepared[i - 1].out.length : inputs);
        if (i < last) for (let k = 0; k < gradient.length; k++) if (!(out[k] > 0)) gradient[k] = 0;
        back(gradient, below);
        gradient = below;
      }
      return gradient;
    },
  };
}

/** Frank-Wolfe steps towards the domain's extreme point along the gradient, shortened until the distance grows. */
function ascend(evaluate: ReturnType<typeof evaluator>, domain: Domain, start: { x: Float64Array; value: number }, effort: number, cost: number) {
  let { x, value } = start;
  let spent = 0;
  while (spent + 3 * cost <= effort) {
    evaluate.distance(x);
    const direction = evaluate.gradient();
    spent += 3 * cost;
    const goal = extremePoint(domain, direction, x);
    let step = 1, improved = false;
    while (step > 1e-4 && spent + cost <= effort) {
      let next = x.map((v, c) => v + step * (goal[c] - v));
      if (domain.kind === 'ball') {
        const length = norm(next);
        if (length > 0) next = next.map((v) => (v / length) * domain.radius);
      }
      const reached = evaluate.distance(next);
      spent += cost;
      if (reached > value * (1 + 1e-9)) {
        x = next;
        value = reached;
        improved = true;
        break;
      }
      step /= 4;
    }
    if (!improved) break;
  }
  return { x, value, spent };
}

/** The point of the domain farthest along `direction`; where the direction is 0, the coordinate of x. */
export function extremePoint(domain: Domain, direction: Float64Array, x: Float64Array): Float64Array {
  if (domain.kind === 'box') return direction.map((g, c) => (g > 0 ? domain.upper[c] : g < 0 ? domain.lower[c] : x[c]));
  const allowed = domain.nonnegative ? direction.map((g) => Math.max(0, g)) : direction, length = norm(allowed);
  if (!(length < Infinity)) {
    const largest = allowed.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    return largest < Infinity ? extremePoint(domain, allowed.map((g) => g / largest), x) : x;
  }
  return length > 0 ? allowed.map((g) => (g / length) * domain.radius) : x;
}

/** The point, moved by rounding errors at most, so that it provably lies in the domain; 0 in place of what is no point. */
export function insideDomain(x: Float64Array, domain: Domain): Float64Array {
  if (domain.kind === 'box') return x.map((v, c) => Math.min(domain.upper[c], Math.max(domain.lower[c], v)));
  let shrink = 1;
  let inside = x.every(Number.isFinite) ? x : x.map(() => 0);
  while (!(normUp(inside) <= domain.radius)) {
    shrink *= 1 - 1e-15 * dimensionSlack(x.length);
    inside = x.map((v) => v * shrink);
  }
  return inside;
}

const dimensionSlack = (dimension: number): number => Math.max(1, dimension / 4);
