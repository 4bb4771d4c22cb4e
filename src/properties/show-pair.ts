import { describeDomain, type Domain, type Network } from '../network/index.js';
import type { Pair } from './pairs.js';

const row = (values: ArrayLike<number>): string => `[${Array.from(values, String).join(', ')}]`;

/** A domain in words, every interval of a small box. */
export const showDomain = (domain: Domain): string => (domain.kind === 'box' && domain.lower.length < 5 ? `the box ${domain.lower.map((lo, c) => `[${lo}, ${domain.upper[c]}]`).join(' x ')}` : `the domain ${describeDomain(domain)}`);

/** A small network layer by layer, weights as rows [out][in], then biases; `like`: a network of which equal layers are not said again. */
export function showNetwork(name: string, { layers }: Network, like?: Network): string[] {
  return layers.map(({ weights: { rows, columns, data }, bias }, i) => {
    const text = `[${Array.from({ length: rows }, (_, r) => row(data.subarray(r * columns, (r + 1) * columns))).join(', ')}]${bias ? ` + ${row(bias)}` : ''}`;
    return `${i === 0 ? name : ' '.repeat(name.length)}  layer ${i + 1}  ${like && showNetwork('', like)[i]?.endsWith(`  ${text}`) ? 'the same' : text}`;
  });
}

/** A pair of small networks as a person reads it. */
export const showPair = ({ a, b, domain, norm }: Pair): string => [...showNetwork('A', a), ...showNetwork('B', b, a), `on ${showDomain(domain)}, norm ${norm}`].join('\n');
