import type { IntegerLayer, KeptInteger } from './integers.js';

/** What one output row does with each input: its effective weight for positive and for negative values of it, over 2^(places of the source times the block's depth). */
export interface RowSlopes {
  readonly positive: readonly bigint[];
  readonly negative: readonly bigint[];
}

/** The effective weights of the rows of a block, the constant's row last where there is one. Its units must be fed by one input each (`effectiveBlocks` says so where they are not). */
export function slopesOf({ sources, inputs, constantIn }: IntegerLayer): RowSlopes[] {
  const width = inputs + +constantIn;
  // A unit computes relu(gain x_input).
  let units = sources[0].map((row) => ({ input: row[0][0] - 1, gain: BigInt(row[0][1]) }));
  for (const layer of sources.slice(1, -1)) {
    units = layer.map((row) => ({ input: units[row[0][0] - 1].input, gain: row.reduce((sum, [unit, weight]) => sum + BigInt(weight) * units[unit - 1].gain, 0n) }));
  }
  return sources[sources.length - 1].map((row: readonly KeptInteger[]) => {
    const positive = Array<bigint>(width).fill(0n), negative = Array<bigint>(width).fill(0n);
    for (const [unit, weight] of row) {
      const { input, gain } = units[unit - 1];
      (gain > 0n ? positive : negative)[input] += BigInt(weight) * gain;
    }
    return { positive, negative };
  });
}
