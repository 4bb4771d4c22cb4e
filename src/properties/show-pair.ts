import { describeDomain, type Domain, type Network } from '../network/index.js';
import type { Pair } from './pairs.js';
import { showMatrix } from './show.js';

/** A domain in words, every interval of a small box. */
export const showDomain = (domain: Domain): string => (domain.kind === 'box' && domain.lower.length < 5 ? `the box ${domain.lower.map((lo, c) => `[${lo}, ${domain.upper[c]}]`).join(' x ')}` : `the domain ${describeDomain(domain)}`);

/** Numbers in full: rounded ones would be another pair, on which a bound may hold. */
const layersOf = ({ layers }: Network): string[] => layers.map(({ weights: { rows, columns, data }, bias }) => `${showMatrix(rows, columns, data, String)}${bias ? ` + ${showMatrix(1, rows, bias, String).slice(1, -1)}` : ''}`);

/** A pair as a person reads it: weights [out][in] + biases, layer by layer; a layer that both have is said once. */
export function showPair({ a, b, domain, norm }: Pair): string {
  const [first, second] = [a, b].map(layersOf), line = (name: string, i: number, text: string): string => `${i === 0 ? name : ' '}  layer ${i + 1}  ${text}`;
  return [...first.map((text, i) => line('A', i, text)), ...second.map((text, i) => line('B', i, text === first[i] ? 'as in A' : text)), `on ${showDomain(domain)}, norm ${norm}`].join('\n');
}
