import { mapMatrix, matrixOf, type Matrix } from '../../src/numeric/matrix.js';
import { spectralNormUp } from '../../src/numeric/spectral-norm.js';
import { builtins } from '../../src/network/builtin/index.js';
import { targetWithin, type Network } from '../../src/network/index.js';

/** Targets within the hypotheses of every theorem, or of all but Malach's small entries; layers of d x d, without biases. */
export interface Family {
  readonly name: string;
  /** What its layers are, for a caption. */
  readonly layers: string;
  target(d: number, l: number): Promise<Network>;
}

const TARGET_SEED = 20;

const square = (d: number, l: number): number[] => Array.from({ length: l + 1 }, () => d);

/** A target of l layers of d units: entries uniform, then scaled to spectral norm at most 1. */
export const uniformTarget = (d: number, l: number, seed = TARGET_SEED): Network => targetWithin(square(d, l), seed);

/** Layers as float32s, scaled to spectral norm at most 1 where they are beyond. */
const network = (layers: readonly Matrix[]): Network => ({
  layers: layers.map((weights) => {
    const norm = spectralNormUp(weights), scale = norm > 1 ? 1 / (1.000001 * norm) : 1;
    return { weights: mapMatrix(weights, (w) => Math.fround(w * scale)), bias: null };
  }),
  notes: [],
});

const repeated = (l: number, layer: (i: number) => Matrix): Network => network(Array.from({ length: l }, (_, i) => layer(i)));

/** (-1)^(number of common bits): Sylvester's Hadamard matrix where d is a power of two. */
const sylvester = (r: number, c: number): number => {
  let sign = 1;
  for (let both = r & c; both > 0; both &= both - 1) sign = -sign;
  return sign;
};

const cutFromDigits = async (d: number, l: number): Promise<Network> => {
  const { layers } = await builtins.find((b) => b.name === 'digits')!.load();
  const [, hidden] = layers;
  return repeated(l, (i) => matrixOf(d, d, (r, c) => hidden.weights.data[r * hidden.weights.columns + i * d + c]));
};

/** The families, for any d that is a power of two. */
export const families: readonly Family[] = [
  { name: 'uniform', layers: 'entries uniform, then scaled to norm 1', target: async (d, l) => uniformTarget(d, l) },
  { name: 'edge', layers: 'every entry +-1/d, rank one', target: async (d, l) => targetWithin(square(d, l), TARGET_SEED, 'edge') },
  { name: 'orthogonal', layers: 'every entry +-1/sqrt(d), all singular values 1', target: async (d, l) => repeated(l, () => matrixOf(d, d, (r, c) => sylvester(r, c) / Math.sqrt(d))) },
  { name: 'permutation', layers: 'd weights of size 1, the rest 0', target: async (d, l) => targetWithin(square(d, l), TARGET_SEED, 'large') },
  { name: 'one large', layers: 'one weight 1, the rest of its row and column 0, the others uniform', target: async (d, l) => {
    const within = uniformTarget(d, l);
    return repeated(l, (i) => matrixOf(d, d, (r, c) => (r === 0 && c === 0 ? 1 : r === 0 || c === 0 ? 0 : within.layers[i].weights.data[r * d + c])));
  } },
  { name: 'identical rows', layers: 'the same uniform row d times, norm 1', target: async (d, l) => {
    const within = uniformTarget(d, l);
    return repeated(l, (i) => matrixOf(d, d, (_, c) => 8 * within.layers[i].weights.data[c]));
  } },
  { name: 'rank one', layers: 'a uniform column times a uniform row, norm 1', target: async (d, l) => {
    const within = uniformTarget(d, l);
    return repeated(l, (i) => matrixOf(d, d, (r, c) => 256 * within.layers[i].weights.data[r] * within.layers[i].weights.data[d + c]));
  } },
  { name: 'trained', layers: 'd x d cuts of a trained layer (digits, the second), scaled to norm 1 where beyond', target: cutFromDigits },
];

/** The family of a name. Throws a RangeError on another. */
export function familyNamed(name: string): Family {
  const found = families.find((f) => f.name === name);
  if (!found) throw new RangeError(`familyNamed: needed ${families.map((f) => f.name).join(', ')}, got ${name}`);
  return found;
}

/** A target whose every weight is w: l layers of d x d; every problem is then the same one. */
export const constantTarget = (rows: number, columns: number, l: number, w: number): Network => ({
  layers: Array.from({ length: l }, () => ({ weights: matrixOf(rows, columns, () => w), bias: null })),
  notes: [],
});
