import { readNetwork, type Network } from '../../../src/network/index.js';
import type { Reader, View } from '../../../src/properties/index.js';
import { same, smallNetwork, text, textOf, wrongNetwork } from '../networks.js';

/** Values of a JSON text. */
export const jsonTree: View = { name: 'JSON value', kind: 'tree', open: (file) => JSON.parse(textOf(file)) as never, close: (tree) => text(JSON.stringify(tree)) };

const write = (network: Network): Uint8Array =>
  text(JSON.stringify({
    schema: 1,
    layers: network.layers.map(({ weights: { rows, columns, data }, bias }) => ({
      weights: Array.from({ length: rows }, (_, r) => [...data.subarray(r * columns, (r + 1) * columns)]), ...(bias ? { bias: [...bias] } : {}),
    })),
  }));

const layers = (inside: string): Uint8Array => text(`{"schema":1,"layers":[${inside}]}`);

export const json: Reader<Network> = {
  name: 'JSON',
  read: (bytes) => readNetwork('n.json', bytes),
  wrong: wrongNetwork,
  samples: () => [write(smallNetwork([2, 3, 1], true)), write(smallNetwork([3, 2, 2, 1], false))],
  views: [jsonTree],
  write,
  same,
  bombs: [
    { name: 'lists nested 5,000,000 deep', bytes: () => text('['.repeat(5_000_000)) },
    { name: 'a schema nested 30,000 deep', bytes: () => text(`{"schema":${'['.repeat(30_000)}${']'.repeat(30_000)}}`) },
    { name: '20,000,000 empty lists', bytes: () => layers(`${'[],'.repeat(19_999_999)}[]`) },
    { name: '3,000,000 different names', large: true, bytes: () => text(`{${Array.from({ length: 3_000_000 }, (_, k) => `"${k.toString(36)}":0`).join()}}`) },
    { name: 'a row of 33,000,000 zeros', large: true, bytes: () => layers(`{"weights":[[${'0,'.repeat(32_999_999)}0]]}`) },
    { name: 'a row of 40,000,000 zeros', large: true, bytes: () => layers(`{"weights":[[${'0,'.repeat(39_999_999)}0]]}`) },
    { name: 'a weight of 20,000,000 digits', bytes: () => layers(`{"weights":[[${'1'.repeat(20_000_000)}]]}`) },
    { name: '100,000 layers', bytes: () => layers(Array<string>(100_000).fill('{"weights":[[1]]}').join()) },
    { name: 'a layer with a name of 10,000,000 characters', bytes: () => layers(`{"${'\\n'.repeat(5_000_000)}":[[1]]}`) },
  ],
};
