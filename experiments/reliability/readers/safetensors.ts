import { readNetwork, type Network } from '../../../src/network/index.js';
import { writeSafetensors } from '../../../src/network/formats/safetensors.js';
import type { Reader, Tree, View } from '../../../src/properties/index.js';
import { same, smallNetwork, text, textOf, written, wrongNetwork } from '../networks.js';

const headerOf = (file: Uint8Array): number => 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));

/** A file of a header and a body, the header's size as it is. */
export function headed(header: Uint8Array, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(8 + header.length + body.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(header.length), true);
  out.set(header, 8);
  out.set(body, 8 + header.length);
  return out;
}

const views: View[] = [
  { name: 'header value', kind: 'tree', open: (file) => JSON.parse(textOf(file.subarray(8, headerOf(file)))) as Tree, close: (tree, file) => headed(text(JSON.stringify(tree)), file.subarray(headerOf(file))) },
  { name: 'header text', kind: 'bytes', open: (file) => file.subarray(8, headerOf(file)), close: (inner, file) => headed(inner, file.subarray(headerOf(file))) },
];

const float = (name: string, shape: number[]) => ({ name, shape, dtype: 'F32', data: new Uint8Array(4 * shape.reduce((n, d) => n * d, 1)) });

/** Weights whose shapes chain in no way, which takes long to see: all pairs of few widths, and one that fits nowhere. */
const tangled = (): Uint8Array => {
  const widths = Array.from({ length: 31 }, (_, k) => k + 1);
  return writeSafetensors([...widths.flatMap((a) => widths.filter((b) => b !== a).map((b) => float(`w${a}x${b}`, [a, b]))), float('stray', [40, 41])], {});
};

export const safetensors: Reader<Network> = {
  name: 'safetensors',
  read: (bytes) => readNetwork('n.safetensors', bytes),
  wrong: wrongNetwork,
  // Made on first use; the readers are listed before any is used.
  samples: () => [sample, written32(), halves()],
  views,
  write: (network) => written('.safetensors', network),
  same,
  bombs: [
    { name: 'a header of 2^60 bytes', bytes: () => { const b = headed(text('{}'), new Uint8Array()); b[7] = 16; return b; } },
    { name: 'a header of 20,000,000 empty lists', bytes: () => headed(text(`{"a":[${'[],'.repeat(19_999_999)}[]]}`), new Uint8Array()) },
    { name: 'a header nested 5,000,000 deep', bytes: () => headed(text('['.repeat(5_000_000)), new Uint8Array()) },
    { name: 'a shape of 2^40 by 2^40 numbers', bytes: () => headed(text('{"w":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,4]}}'), new Uint8Array(4)) },
    { name: '60,000 empty tensors of 2^40 columns', bytes: () => headed(text(`{${Array.from({ length: 60_000 }, (_, k) => `"w${k}":{"dtype":"F32","shape":[0,1099511627776],"data_offsets":[0,0]}`).join()}}`), new Uint8Array()) },
    { name: 'a name of 3,000,000 characters that patterns go over again and again', bytes: () => writeSafetensors([float(`${'weight'.repeat(500_000)}!`, [1, 1]), float('b', [1])], {}) },
    { name: 'a name of 1,000,000 line ends', bytes: () => writeSafetensors([float('\n'.repeat(1_000_000), [1, 1, 1])], {}) },
    { name: '931 shapes that chain in no way', bytes: tangled },
    { name: '120,000,000 weights of a byte each', large: true, bytes: () => writeSafetensors([{ name: 'w', shape: [10_000, 12_000], dtype: 'U8', data: new Uint8Array(120_000_000) }], {}) },
    { name: '300,000,000 weights of a byte each', large: true, bytes: () => writeSafetensors([1, 2, 3].map((k) => ({ name: `w${k}`, shape: [10_000, 10_000], dtype: 'U8', data: new Uint8Array(100_000_000) })), {}) },
  ],
};

const sample = await written('.safetensors', smallNetwork([2, 3, 1], true), 4);

function written32(): Uint8Array {
  const data = (n: number): Uint8Array => new Uint8Array(Float32Array.from({ length: n }, (_, k) => k / 4 - 1).buffer);
  return writeSafetensors([{ name: 'fc1.weight', dtype: 'F32', shape: [2, 2], data: data(4) }, { name: 'fc1.bias', dtype: 'F32', shape: [2], data: data(2) }, { name: 'fc2.weight', dtype: 'F32', shape: [2, 2], data: data(4) }], { format: 'pt' });
}

function halves(): Uint8Array {
  return writeSafetensors([{ name: 'w', dtype: 'F16', shape: [1, 2], data: Uint8Array.of(0, 0x3c, 0, 0xc0) }, { name: 'b', dtype: 'I64', shape: [1], data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0) }], {});
}
