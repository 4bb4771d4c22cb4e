import { readNetwork, type Network } from '../../../src/network/index.js';
import { ModelProto } from '../../../src/network/formats/onnx-schema.js';
import type { Reader, Tree, View } from '../../../src/properties/index.js';
import { same, smallNetwork, text, written, wrongNetwork } from '../networks.js';

const model: View = {
  name: 'model', kind: 'tree',
  open: (file) => ModelProto.toObject(ModelProto.decode(file), { bytes: String, longs: String }) as Tree,
  close: (tree) => ModelProto.encode(ModelProto.fromObject(tree as { [key: string]: unknown })).finish(),
};

type Node = readonly [op: string, input: readonly string[], attribute?: readonly object[]];
const float32 = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

/** A model of nodes one after the other and float constants, its input of shape [1, ...dims]. */
function onnxOf(dims: readonly number[], nodes: readonly Node[], constants: Readonly<Record<string, readonly [readonly number[], Uint8Array]>>): Uint8Array {
  const graph = {
    node: nodes.map(([op_type, input, attribute = []], k) => ({ op_type, name: `n${k}`, input, output: [`v${k}`], attribute })),
    initializer: Object.entries(constants).map(([name, [shape, raw_data]]) => ({ name, dims: shape, data_type: 1, raw_data })),
    input: [{ name: 'x', type: { tensor_type: { elem_type: 1, shape: { dim: [1, ...dims].map((dim_value) => ({ dim_value })) } } } }],
    output: [{ name: `v${nodes.length - 1}` }],
  };
  return ModelProto.encode(ModelProto.create({ ir_version: 7, graph } as never)).finish();
}

const folded = onnxOf([1, 2], [
  ['Constant', [], [{ name: 'value', t: { dims: [1], data_type: 1, float_data: [3] }, type: 4 }]], ['Identity', ['v0']], ['Sub', ['x', 'm']], ['Flatten', ['v2']], ['Div', ['v3', 's']], ['MatMul', ['v4', 'w']], ['Add', ['v5', 'b']], ['Relu', ['v6']],
  ['Reshape', ['v7', 'r']], ['Gemm', ['v8', 'g', 'c'], [{ name: 'transB', i: 1, type: 2 }, { name: 'alpha', f: 2, type: 1 }, { name: 'beta', f: 0.5, type: 1 }]], ['Mul', ['v9', 'v1']], ['Relu', ['v10']],
], {
  m: [[2], float32([0.25, -0.5])], s: [[1], float32([2])], w: [[2, 3], float32([1, 2, 3, 4, 5, 6])], b: [[3], float32([-1, 0, 1])], r: [[2], float32([1, -1])], g: [[1, 3], float32([1, -2, 3])], c: [[1], float32([5])],
});
const sample = await written('.onnx', smallNetwork([2, 3, 1], true), 4);

/** As many nodes of one kind, one after the other. */
const chainOf = (count: number, node: (before: string, k: number) => Node): Node[] => Array.from({ length: count }, (_, k) => node(k === 0 ? 'x' : `v${k - 1}`, k));
const column = (n: number): readonly [readonly number[], Uint8Array] => [[n, 1], new Uint8Array(4 * n)], row = (n: number): readonly [readonly number[], Uint8Array] => [[1, n], new Uint8Array(4 * n)];

/** A field of a message, by number, of wire type 2. */
const field = (number: number, content: Uint8Array): Uint8Array => {
  const size: number[] = [];
  for (let n = content.length; size.length === 0 || n > 0; n = Math.floor(n / 128)) size.push((n % 128) | (n >= 128 ? 128 : 0));
  return new Uint8Array(Buffer.concat([Uint8Array.of(8 * number + 2, ...size), content]));
};

export const onnx: Reader<Network> = {
  name: 'ONNX',
  read: (bytes) => readNetwork('n.onnx', bytes),
  wrong: wrongNetwork,
  samples: () => [sample, folded],
  views: [model],
  write: (network) => written('.onnx', network),
  same,
  bombs: [
    { name: 'a relu of 30,000 values (an identity layer)', bytes: () => onnxOf([30_000], [['Relu', ['x']]], {}) },
    { name: 'a relu of 4,096 values', large: true, bytes: () => onnxOf([4096], [['Relu', ['x']]], {}) },
    { name: '500 relus and shifts of 4,096 values', large: true, bytes: () => onnxOf([4096], chainOf(1000, (x, k) => (k % 2 ? ['Relu', [x]] : ['Add', [x, 'c']])), { c: [[1], float32([1])] }) },
    { name: 'a column times a row of 30,000 values each', bytes: () => onnxOf([30_000], [['MatMul', ['x', 'a']], ['MatMul', ['v0', 'b']]], { a: column(30_000), b: row(30_000) }) },
    { name: 'a column times a row of 5,000 values each', large: true, bytes: () => onnxOf([5000], [['MatMul', ['x', 'a']], ['MatMul', ['v0', 'b']]], { a: column(5000), b: row(5000) }) },
    { name: 'one matrix of 1,000 by 1,000 multiplied 1,000 times', large: true, bytes: () => onnxOf([1000], chainOf(1000, (x) => ['MatMul', [x, 'a']]), { a: [[1000, 1000], new Uint8Array(4e6)] }) },
    { name: 'one matrix of 1,000 by 1,000 in 900 layers', large: true, bytes: () => onnxOf([1000], chainOf(1800, (x, k) => (k % 2 ? ['Relu', [x]] : ['MatMul', [x, 'a']])), { a: [[1000, 1000], new Uint8Array(4e6)] }) },
    { name: '20,000 factors of a matrix of 1,000 by 1,000', large: true, bytes: () => onnxOf([1000], chainOf(20_000, (x, k) => (k === 0 ? ['Gemm', [x, 'a'], [{ name: 'transB', i: 1, type: 2 }]] : ['Mul', [x, 'c']])), { a: [[1000, 1000], new Uint8Array(4e6)], c: [[1], float32([0.5])] }) },
    { name: '20,000 shifts of 4,000,000 values', large: true, bytes: () => onnxOf([4_000_000], chainOf(20_000, (x) => ['Add', [x, 'c']]), { c: [[1], float32([0.5])] }) },
    { name: 'an input of 2^40 values', bytes: () => onnxOf([2 ** 40], [['Add', ['x', 'c']]], { c: [[1], float32([1])] }) },
    { name: 'an input of 2^20 by 1,000 values, and a shift', bytes: () => onnxOf([2 ** 20, 1000], [['Add', ['x', 'c']]], { c: [[1000], new Uint8Array(4000)] }) },
    { name: 'a constant of 2^40 by 2^40 numbers', bytes: () => onnxOf([2], [['MatMul', ['x', 'a']]], { a: [[2 ** 40, 2 ** 40], new Uint8Array(4)] }) },
    { name: 'a constant of -2 by -3 numbers', bytes: () => onnxOf([2], [['MatMul', ['x', 'a']]], { a: [[-2, -3], new Uint8Array(24)] }) },
    { name: '10,000,000 empty nodes', bytes: () => field(7, new Uint8Array(20_000_000).map((_, k) => (k % 2 ? 0 : 10))) },
    { name: '30,000,000 integers of a byte each', bytes: () => field(7, field(5, field(7, new Uint8Array(30_000_000)))) },
    { name: '1,000,000 groups within each other', bytes: () => field(7, new Uint8Array(1_000_000).fill(0x7b)) },
    { name: 'a node named by 1,000,000 line ends', bytes: () => ModelProto.encode(ModelProto.create({ graph: { node: [{ op_type: '\n'.repeat(1_000_000), name: '\n'.repeat(1_000_000), input: ['x'], output: ['y'] }], input: [{ name: 'x' }] } } as never)).finish() },
    { name: '2,000 layers', bytes: () => onnxOf([1], chainOf(4000, (x, k) => (k % 2 ? ['Relu', [x]] : ['MatMul', [x, 'a']])), { a: [[1, 1], float32([1])] }) },
    { name: 'text', bytes: () => text('graph { }') },
  ],
};
