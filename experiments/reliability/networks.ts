import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkDigest, validNetwork, writeNetwork, type DenseLayer, type Layer, type Network } from '../../src/network/index.js';

/** A fixture of the tests. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dirname, '../../test/fixtures', name)));

/** A network of these widths with small dyadic weights. */
export function smallNetwork(widths: readonly number[], biased: boolean): Network {
  let k = 0;
  const next = (): number => ((k = (k * 37 + 11) % 64) - 31.5) / 32;
  return validNetwork(widths.slice(1).map((rows, i): Layer => ({ weights: { rows, columns: widths[i], data: Float64Array.from({ length: rows * widths[i] }, next) }, bias: biased ? Float64Array.from({ length: rows }, next) : null })), 'sample');
}

const dense = (network: Network): DenseLayer[] => network.layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: data, bias }));

/** A network as the bytes of a format, in float64. */
export const written = (extension: string, network: Network, gain = 1): Promise<Uint8Array> => writeNetwork(`n${extension}`, dense(network), gain);

/** What is wrong with a network that was read; undefined if it is what `validNetwork` makes. */
export function wrongNetwork(network: Network): string | undefined {
  try {
    validNetwork(network.layers, 'network');
  } catch (error) {
    return (error as Error).message;
  }
  const whole = network.layers.every(({ weights: { rows, columns, data } }) => Number.isInteger(rows) && Number.isInteger(columns) && data instanceof Float64Array);
  if (!whole) return 'a layer of no whole size';
  return network.notes.every((note) => note.length < 400 && !/[\u0000-\u001f]/.test(note)) ? undefined : 'a note with control characters or of several lines';
}

/** Tells networks apart. */
export const same = (network: Network): string => networkDigest(network);

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
