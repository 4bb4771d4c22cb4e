import { mappingFrom, type BlockMapping } from './mapping.js';

/** Stretches by whole runs of blocks, one after the other: from 2 to 4 it is 1 2 1 2, from 4 to 6 it is 1 2 1 2 3 4. Blocks are counted without block 0. Chen et al. (2021), "appending". */
export const appended = (from: number, to: number): BlockMapping => {
  const { whole, left } = shares('appended', from, to);
  return mappingFrom([0, ...blocks(left), ...Array.from({ length: whole }, () => blocks(from)).flat()]);
};

/** Stretches by copies next to each other: from 2 to 4 it is 1 1 2 2; where they do not come out even, earlier blocks have one more: from 2 to 3 it is 1 1 2. Chen et al. (2021), "interpolation". */
export const interpolated = (from: number, to: number): BlockMapping => {
  const { whole, left } = shares('interpolated', from, to);
  return mappingFrom([0, ...blocks(from).flatMap((b) => Array.from({ length: b <= left ? whole + 1 : whole }, () => b))]);
};

/** Squeezes: of the source these blocks alone are left, in this order; block 0 is always. Chen et al. (2021) drop late blocks rather than early ones. */
export function keeping(kept: readonly number[]): BlockMapping {
  if (new Set(kept).size < kept.length || kept.includes(0)) throw new RangeError(`keeping: needed blocks 1, 2, ..., each once at most, got ${kept.join(', ')}`);
  return mappingFrom([0, ...kept]);
}

/** The first blocks of a source, all but the last `from - to`. */
export function keepingFirst(from: number, to: number): BlockMapping {
  if (!(Number.isInteger(to) && to >= 0 && to <= from)) throw new RangeError(`keepingFirst: needed 0 to ${from} blocks, got ${to}`);
  return keeping(blocks(to));
}

const blocks = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);

function shares(name: string, from: number, to: number): { readonly whole: number; readonly left: number } {
  if (!(Number.isInteger(from) && from >= 1 && Number.isInteger(to) && to >= from)) throw new RangeError(`${name}: needed at least 1 block and as many or more after, got ${from} and ${to}`);
  return { whole: Math.floor(to / from), left: to % from };
}
