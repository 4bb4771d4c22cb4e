import { multiplyTransposed, norm, normUp, transpose } from '../numeric/matrix.js';
import { addProduct } from '../network/forward.js';
import { sampleInside, type Domain } from '../network/domain.js';
import type { Pair } from './pair.js';

/** Multiply-adds that a search for a bad input may spend. Counted, not timed: the same everywhere. */
const SEARCH_EFFORT = 200_000_000;

/** Searches the domain for an input with a large ||F - G||_2: random points, then Frank-Wolfe ascent from the best. */
export function worstInputFound(pair: Pair, domain: Domain, effort = SEARCH_EFFORT): Float64Array {
  const evaluate = evaluator(pair);
  const cost = 2 * pair.layers.reduce((sum, { weights }) => sum + weights.data.length, 0);
  let left = effort;
  const points: { x: Float64Array; value: number }[] = [];
  const samples = Math.max(16, Math.min(4000, Math.floor(effort / 4 / cost)));
  for (let k = 0; k < samples; k++) {
    const x = sampleInside(domain, pair.signs.length, k);
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

/** ||F - G||_2 and its gradient in plain float64, for the search only. */
function evaluator(pair: Pair) {
  const layers = pair.layers.map((l) => ({
    ...l,
    weightsT: transpose(l.weights),
    plusT: transpose(l.plus),
    minusT: l.minus && transpose(l.minus),
    f: new Float64Array(l.weights.rows),
    g: new Float64Array(l.weights.rows),
  }));
  const last = layers.length - 1;
  const difference = new Float64Array(layers[last].weights.rows);
  const distance = (x: Float64Array): number => {
    let a = x, b = x;
    layers.forEach((l, i) => {
      l.f.set(l.bias);
      l.g.set(l.ticketBias);
      addProduct(l.weightsT, a, l.f);
      if (i === 0) {
        addProduct(l.plusT, b.map((v) => (v > 0 ? v : 0)), l.g);
        addProduct(l.minusT!, b.map((v) => (v < 0 ? v : 0)), l.g);
      } else addProduct(l.plusT, b, l.g);
      if (i < last) {
        for (let k = 0; k < l.f.length; k++) {
          if (l.f[k] < 0) l.f[k] = 0;
          if (l.g[k] < 0) l.g[k] = 0;
        }
      }
      a = l.f;
      b = l.g;
    });
    for (let k = 0; k < difference.length; k++) difference[k] = layers[last].g[k] - layers[last].f[k];
    return norm(difference);
  };
  /** Gradient of the squared distance (halved) at the x last evaluated. */
  const gradient = (x: Float64Array): Float64Array => {
    let gf: Float64Array = difference.slice(), gg: Float64Array = difference.slice();
    for (let i = last; i >= 0; i--) {
      const l = layers[i];
      if (i < last) {
        for (let k = 0; k < gf.length; k++) {
          if (!(l.f[k] > 0)) gf[k] = 0;
          if (!(l.g[k] > 0)) gg[k] = 0;
        }
      }
      if (i > 0) {
        gg = multiplyTransposed(l.plus, gg);
        gf = multiplyTransposed(l.weights, gf);
      } else {
        const up = multiplyTransposed(l.plus, gg), down = multiplyTransposed(l.minus!, gg);
        gf = multiplyTransposed(l.weights, gf);
        gg = up.map((v, c) => (x[c] < 0 ? down[c] : v));
      }
    }
    return gg.map((v, c) => v - gf[c]);
  };
  return { distance, gradient };
}

/** Frank-Wolfe steps towards the domain's extreme point along the gradient, shortened until the distance grows. */
function ascend(evaluate: ReturnType<typeof evaluator>, domain: Domain, start: { x: Float64Array; value: number }, effort: number, cost: number) {
  let { x, value } = start;
  let spent = 0;
  while (spent + 3 * cost <= effort) {
    evaluate.distance(x);
    const direction = evaluate.gradient(x);
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
function extremePoint(domain: Domain, direction: Float64Array, x: Float64Array): Float64Array {
  if (domain.kind === 'box') return direction.map((g, c) => (g > 0 ? domain.upper[c] : g < 0 ? domain.lower[c] : x[c]));
  const length = norm(direction);
  return length > 0 ? direction.map((g) => (g / length) * domain.radius) : x;
}

/** The point, moved by rounding errors at most, so that it provably lies in the domain. */
function insideDomain(x: Float64Array, domain: Domain): Float64Array {
  if (domain.kind === 'box') return x.map((v, c) => Math.min(domain.upper[c], Math.max(domain.lower[c], v)));
  let shrink = 1;
  let inside = x;
  while (!(normUp(inside) <= domain.radius)) {
    shrink *= 1 - 1e-15 * dimensionSlack(x.length);
    inside = x.map((v) => v * shrink);
  }
  return inside;
}

const dimensionSlack = (dimension: number): number => Math.max(1, dimension / 4);
