import type { Norm } from '../certify/index.js';
import { ball, box, cube, nonnegativePart, validNetwork, type Domain, type Layer, type Network } from '../network/index.js';
import { randomNetwork, uniformOf } from './random-network.js';

/** Two networks to be compared on a domain. */
export interface Pair {
  readonly kind: string;
  readonly a: Network;
  readonly b: Network;
  readonly domain: Domain;
  readonly norm: Norm;
}

/** How the second network comes from the first. */
export const pairKinds = ['perturbed', 'pruned', 'permuted and scaled', 'copies', 'deeper', 'independent', 'carriers', 'constants', 'pruned and perturbed', 'linear'] as const;

/** Kinds of which both networks have the same widths. */
export const equalShapes: readonly (typeof pairKinds)[number][] = ['perturbed', 'pruned', 'permuted and scaled', 'pruned and perturbed', 'linear'];

const mapLayers = (network: Network, f: (w: number, layer: number) => number): Network => ({
  ...network,
  layers: network.layers.map(({ weights, bias }, i) => ({ weights: { ...weights, data: weights.data.map((w) => f(w, i)) }, bias: bias && bias.map((w) => f(w, i)) })),
});

const layerOf = (rows: number, columns: number, entry: (r: number, c: number) => number, bias: ArrayLike<number> | null): Layer => ({
  weights: { rows, columns, data: Float64Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns)) },
  bias: bias && Float64Array.from(bias),
});

/** A pair of a seed, small enough for exact arithmetic: every kind of relation and every kind of domain comes up. */
export function pairOfSeed(seed: number, most = { inputs: 3, width: 5, layers: 4 }, kinds: readonly (typeof pairKinds)[number][] = pairKinds): Pair {
  const next = uniformOf(seed ^ 0x5eed), pick = <T>(list: readonly T[]): T => list[Math.floor((next() + 1) / 2 * list.length)];
  const whole = (low: number, high: number): number => Math.min(high, low + Math.floor(((next() + 1) / 2) * (high - low + 1)));
  const kind = pick(kinds), inputs = whole(1, most.inputs), outputs = whole(1, 3), biased = next() > -0.2;
  const widths = kind === 'linear' ? [inputs, outputs] : [inputs, ...Array.from({ length: whole(1, most.layers - 2) }, () => whole(1, most.width)), outputs];
  const a = randomNetwork(widths, whole(0, 1e6), { scale: pick([0.3, 1, 2, 30]), biased });
  const size = pick([1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]), fine = next() > 0, noisy = (n: Network): Network => mapLayers(n, (w) => (fine ? w + size * next() : Math.fround(w + size * next())));
  const b = related(a);
  return { kind, a, b, domain: domainOf(), norm: pick(['l2', 'l2', 'linf', 'output:0'] as const) };

  function related(n: Network): Network {
    switch (kind) {
      case 'pruned': return mapLayers(n, (w) => (next() > 0.6 ? 0 : w));
      case 'pruned and perturbed': return noisy(mapLayers(n, (w) => (next() > 0.9 ? 0 : w)));
      case 'independent': return randomNetwork([inputs, ...Array.from({ length: whole(0, 2) }, () => whole(1, most.width)), outputs], whole(0, 1e6), { biased: next() > 0 });
      case 'permuted and scaled': return noisy(permuted(n));
      case 'copies': return noisy(copied(n));
      case 'deeper': return deeper(noisy(n));
      case 'carriers': return carried(noisy(n));
      case 'constants': return constant(noisy(n));
      default: return noisy(n);
    }
  }
  function permuted(n: Network): Network {
    const layers = [...n.layers];
    for (let i = 0; i + 1 < layers.length; i++) {
      const { weights: { rows, columns, data }, bias } = layers[i], after = layers[i + 1];
      const order = Array.from({ length: rows }, (_, k) => k).sort(() => next()), scale = order.map(() => pick([0.25, 1, 1, 8]));
      layers[i] = layerOf(rows, columns, (r, c) => scale[r] * data[order[r] * columns + c], bias && order.map((k, r) => scale[r] * bias[k]));
      layers[i + 1] = layerOf(after.weights.rows, rows, (r, c) => after.weights.data[r * rows + order[c]] / scale[c], after.bias);
    }
    return validNetwork(layers, 'permuted');
  }
  function copied(n: Network): Network {
    const layers = [...n.layers];
    for (let i = 0; i + 1 < layers.length; i++) {
      const { weights: { rows, columns, data }, bias } = layers[i], after = layers[i + 1], share = next() / 2 + 0.5;
      layers[i] = layerOf(2 * rows, columns, (r, c) => data[(r % rows) * columns + c], bias && Array.from({ length: 2 * rows }, (_, r) => bias[r % rows]));
      layers[i + 1] = layerOf(after.weights.rows, 2 * rows, (r, c) => Math.fround(after.weights.data[r * rows + (c % rows)] * (c < rows ? share : 1 - share)), after.bias);
    }
    return validNetwork(layers, 'copies');
  }
  function deeper(n: Network): Network {
    if (n.layers.length === 1) return n;
    const width = n.layers[n.layers.length - 2].weights.rows, identity = layerOf(width, width, (r, c) => +(r === c), null);
    return { ...n, layers: [...n.layers.slice(0, -1), identity, n.layers[n.layers.length - 1]] };
  }
  /** Every weight of one layer on its input c as sums over units of relu(+-u x_c). */
  function carried(n: Network): Network {
    const at = whole(0, n.layers.length - 1), { weights: { rows, columns, data }, bias } = n.layers[at], gains = Array.from({ length: 4 * columns }, (_, k) => (k < 2 * columns ? 1 : -1) * pick([0.5, 0.75, 1]));
    const lower = layerOf(4 * columns, columns, (k, c) => (k % columns === c ? gains[k] : 0), null);
    const upper = layerOf(rows, 4 * columns, (r, k) => {
      const w = data[r * columns + (k % columns)], part = k % (2 * columns) < columns ? 0.5 : 0.25;
      return Math.fround(part * w + size * next());
    }, bias);
    return validNetwork([...n.layers.slice(0, at), lower, upper, ...n.layers.slice(at + 1)], 'carriers');
  }
  function constant(n: Network): Network {
    const layers = [...n.layers];
    for (let i = 0; i + 1 < layers.length; i++) {
      const { weights: { rows, columns, data }, bias } = layers[i], after = layers[i + 1], value = next();
      layers[i] = layerOf(rows + 1, columns, (r, c) => (r < rows ? data[r * columns + c] : 0), [...(bias ?? new Array<number>(rows).fill(0)), value]);
      layers[i + 1] = layerOf(after.weights.rows, rows + 1, (r, c) => (c < rows ? after.weights.data[r * rows + c] : size * next()), after.bias);
    }
    return validNetwork(layers, 'constants');
  }
  function domainOf(): Domain {
    const radius = pick([0.5, 1, 3]);
    const ends = Array.from({ length: inputs }, () => {
      const low = Math.round(next() * 256) / 256;
      return [low, low + pick([0, 2 ** -8, 2 ** -4, 0.5, 1])];
    });
    return pick([
      () => ball(radius), () => nonnegativePart(ball(radius)), () => cube(-1, 1, inputs), () => cube(0, 1, inputs), () => cube(-0.5, 0, inputs),
      () => box(ends.map((e) => e[0]), ends.map((e) => e[1])), () => box(ends.map((e) => e[0]), ends.map((e) => e[1])), () => ball(radius),
    ])();
  }
}
