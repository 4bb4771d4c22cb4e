import { builtins } from '../../src/network/builtin/index.js';
import { normalise } from '../../src/network/normalise.js';

/** Rows and columns of a layer. */
export const SIDE = 8;

/** Sixty-four weights in [-1, 1], row by row; a weight that is absent is drawn, uniform on [-1, 1]. */
export type Targets = readonly (number | undefined)[];

const layer = (entry: (r: number, c: number) => number | undefined): Targets => Array.from({ length: SIDE * SIDE }, (_, k) => entry(Math.floor(k / SIDE), k % SIDE));

/** Families of a layer's targets by name. */
export const FAMILIES: Readonly<Record<string, () => Targets | Promise<Targets>>> = {
  zeros: () => layer(() => 0),
  'one large': () => layer((r, c) => (r === 0 && c === 0 ? 1 : (2 * ((3 * r + 5 * c) % SIDE) - 7) / 128)),
  digits: () => ofDigits(),
  uniform: () => layer(() => undefined),
  'identical rows': () => layer((_, c) => (2 * c - 7) / 7),
  edge: () => layer((r, c) => ((r + c) % 2 === 0 ? 1 : -1)),
};

/** The upper left corner of the second layer of builtin:digits, normalised as for pruning. */
async function ofDigits(): Promise<Targets> {
  const { weights } = normalise(await builtins.find((b) => b.name === 'digits')!.load()).layers[1];
  return layer((r, c) => weights.data[r * weights.columns + c]);
}
