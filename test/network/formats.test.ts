import { execFileSync } from 'node:child_process';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseIdx } from '../../src/network/formats/idx.js';
import { ModelProto } from '../../src/network/formats/onnx-schema.js';
import { bfloatToNumber, halfToNumber } from '../../src/network/formats/dtype.js';
import { writeSafetensors } from '../../src/network/formats/safetensors.js';
import { forward, networkDigest, readNetwork, validNetwork, writeNetwork, type Network } from '../../src/network/index.js';
import { randomNetwork } from '../random-network.js';

const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '..', 'fixtures', name));
const bytesOf = (a: Float32Array | Float64Array): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
const dense = (n: Network) => n.layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: data, bias }));
const safetensors = (tensors: { name: string; shape: number[]; values: number[] }[]): Uint8Array =>
  writeSafetensors(tensors.map(({ name, shape, values }) => ({ name, dtype: 'F32', shape, data: bytesOf(Float32Array.from(values)) })), {});
const filled = (name: string, rows: number, columns: number) => ({ name, shape: [rows, columns], values: new Array<number>(rows * columns).fill(0.5) });

/** An ONNX file of these nodes and float constants, input [1, width]. */
function onnx(width: number, nodes: [string, string[], object[]?][], constants: Record<string, [number[], number[]]>): Uint8Array {
  const graph = {
    node: nodes.map(([op_type, input, attribute = []], k) => ({ op_type, name: `n${k}`, input, output: [`v${k}`], attribute })),
    initializer: Object.entries(constants).map(([name, [dims, values]]) => ({ name, dims, data_type: 1, raw_data: bytesOf(Float32Array.from(values)) })),
    input: [{ name: 'x', type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: 1 }, { dim_value: width }] } } } }],
    output: [{ name: `v${nodes.length - 1}` }],
  };
  return ModelProto.encode(ModelProto.create({ ir_version: 7, graph })).finish();
}

const writeJsonNetwork = (network: Network): string =>
  JSON.stringify({
    schema: 1,
    layers: network.layers.map(({ weights: { rows, columns, data }, bias }) => ({
      weights: Array.from({ length: rows }, (_, r) => [...data.subarray(r * columns, (r + 1) * columns)]),
      ...(bias ? { bias: [...bias] } : {}),
    })),
  });

describe('a network comes back the same', () => {
  const network = randomNetwork([5, 7, 3, 2], 3, { biased: true, scale: 2 });
  test.each(['.onnx', '.safetensors', '.npz'])('from %s', async (extension) => {
    const bytes = await writeNetwork(`n${extension}`, dense(network), 1);
    expect(networkDigest(await readNetwork(`n${extension}`, bytes))).toBe(networkDigest(network));
  });

  test.each(['.onnx', '.safetensors', '.npz'])('from %s with an output gain', async (extension) => {
    const bytes = await writeNetwork(`n${extension}`, dense(network), 4);
    const read = await readNetwork(`n${extension}`, bytes);
    const x = [0.1, -0.2, 0.3, 0.4, -0.5];
    expect([...forward(read)(x)]).toEqual([...forward(network)(x)].map((v) => 4 * v));
  });

  test('from .json', async () => {
    const read = await readNetwork('n.json', new TextEncoder().encode(writeJsonNetwork(network)));
    expect(networkDigest(read)).toBe(networkDigest(network));
  });

  test('from .npz as numpy writes it, either byte order and layout, where numpy is', async () => {
    const script = "import numpy as np, sys; np.savez_compressed(sys.stdout.buffer, **{'0.weight': np.asfortranarray(np.array([[1,2,3],[4,5,6]], '>f8')), '0.bias': np.array([7,8], 'f2'), '2.weight': np.array([[1,-1]], 'f4')})";
    let bytes: Uint8Array;
    try {
      bytes = execFileSync('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      console.warn('skipped: python3 with numpy is not here');
      return;
    }
    const read = await readNetwork('n.npz', bytes);
    expect(read.layers.map((l) => [[...l.weights.data], l.bias && [...l.bias]])).toEqual([[[1, 2, 3, 4, 5, 6], [7, 8]], [[1, -1], null]]);
  });

  test.each(['zip.pt', 'nested.pt', 'legacy.pt'])('from %s, as torch.save lays it out: views, half precision, nested state_dict, module. prefixes', async (name) => {
    const read = await readNetwork(name, fixture(name));
    expect(read.layers.map((l) => [[...l.weights.data], [...l.bias!]])).toEqual([[[1, 2, 3, 4, 5, 6], [0.5, -0.5, 0.25]], [[1, -1, 2], [0.75]]]);
  });
});

describe('a .pt file', () => {
  test('that would run a command is refused, and nothing runs', async () => {
    await expect(readNetwork('evil.pt', fixture('evil.pt'))).rejects.toThrow(/got (posix|nt)\.system \(refused: nothing in the file is executed\)/);
    expect(existsSync('/tmp/slth-executed')).toBe(false);
  });
});

describe('halves of floats', () => {
  test('float16 and bfloat16 patterns have their IEEE values', () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000].map(halfToNumber)).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, -0]);
    expect(halfToNumber(0x7c00)).toBe(Infinity);
    expect(halfToNumber(0x7e00)).toBeNaN();
    expect([0x3f80, 0xc000, 0x0080].map(bfloatToNumber)).toEqual([1, -2, 2 ** -126]);
  });
});

describe('the order of layers', () => {
  test('follows the shapes where they chain in one way only', async () => {
    const read = await readNetwork('n.safetensors', safetensors([filled('head', 2, 4), filled('body', 4, 3)]));
    expect(read.layers.map((l) => l.weights.columns)).toEqual([3, 4]);
  });

  test('follows the numbers in the names where shapes do not decide, 10 after 9', async () => {
    const names = Array.from({ length: 11 }, (_, k) => `fc${k + 1}.weight`);
    const tensors = names.map((name, k) => ({ name, shape: [2, 2], values: [k, 0, 0, k] })).reverse();
    const read = await readNetwork('n.safetensors', safetensors(tensors));
    expect(read.layers.map((l) => l.weights.data[0])).toEqual(names.map((_, k) => k));
  });

  test('tells equal shapes apart by numbers where the shapes give the rest, and takes no time over many layers', async () => {
    const hidden = Array.from({ length: 30 }, (_, k) => ({ name: `hidden.${k}.weight`, shape: [2, 2], values: [k, 0, 0, k] })).reverse();
    const read = await readNetwork('n.safetensors', safetensors([...hidden, filled('output.weight', 1, 2), filled('input.weight', 2, 3)]));
    expect(read.layers.map((l) => l.weights.data[0])).toEqual([0.5, ...Array.from({ length: 30 }, (_, k) => k), 0.5]);
    await expect(readNetwork('n.safetensors', safetensors([...hidden, filled('stray.weight', 5, 7)]))).rejects.toThrow('needed shapes that chain');
  });

  test.each([
    ['one weight of several has no number', [filled('fc1', 5, 5), filled('fc2', 5, 5), filled('out', 5, 5)]],
    ['a name without a number lies in a ring', [filled('fc1', 5, 3), filled('fc2', 3, 5), filled('out', 3, 3)]],
    ['numbers belong to different names', [filled('encoder.1', 5, 5), filled('encoder.3', 5, 5), filled('decoder.2', 5, 5), filled('decoder.4', 5, 5)]],
  ])('is asked for, never guessed, where %s', async (_, tensors) => {
    await expect(readNetwork('n.safetensors', safetensors(tensors))).rejects.toThrow('name the order with --layers a,b,c');
  });

  test('is asked for where neither decides, with the candidates listed, and --layers answers', async () => {
    const bytes = safetensors([filled('a', 2, 2), filled('b', 2, 2)]);
    await expect(readNetwork('n.safetensors', bytes)).rejects.toThrow('safetensors: needed shapes or numbered names that give one order, got a [2, 2], b [2, 2]; name the order with --layers a,b,c');
    expect((await readNetwork('n.safetensors', bytes, ['b', 'a'])).layers.length).toBe(2);
    await expect(readNetwork('n.safetensors', bytes, ['b', 'c'])).rejects.toThrow('needed --layers from a [2, 2], b [2, 2], got c');
  });

  test('that cannot be is an error', async () => {
    await expect(readNetwork('n.safetensors', safetensors([filled('a', 2, 3), filled('b', 4, 5)]))).rejects.toThrow('needed shapes that chain');
  });
});

describe('ONNX', () => {
  test('folds Sub, Div, MatMul, Add, Gemm, Mul and reshapes into layers that compute the same', async () => {
    const bytes = onnx(
      2,
      [
        ['Flatten', ['x']], ['Sub', ['v0', 'm']], ['Div', ['v1', 's']], ['MatMul', ['v2', 'w']], ['Add', ['v3', 'b']], ['Relu', ['v4']], ['Relu', ['v5']],
        ['Gemm', ['v6', 'g', 'c'], [{ name: 'transB', i: 1, type: 2 }, { name: 'alpha', f: 2, type: 1 }, { name: 'beta', f: 0.5, type: 1 }]], ['Mul', ['v7', 'k']], ['Identity', ['v8']],
      ],
      { m: [[1, 2], [0.25, -0.5]], s: [[1], [2]], w: [[2, 3], [1, 2, 3, 4, 5, 6]], b: [[3], [-1, 0, 1]], g: [[1, 3], [1, -2, 3]], c: [[1], [5]], k: [[], [3]] },
    );
    const read = await readNetwork('n.onnx', bytes);
    const x = [0.75, -1.5];
    const z = [(x[0] - 0.25) / 2, (x[1] + 0.5) / 2];
    const h = [z[0] + 4 * z[1] - 1, 2 * z[0] + 5 * z[1], 3 * z[0] + 6 * z[1] + 1].map((v) => Math.max(0, v));
    expect(forward(read)(x)[0]).toBeCloseTo(3 * (2 * (h[0] - 2 * h[1] + 3 * h[2]) + 2.5), 12);
    expect(read.layers.length).toBe(2);
    expect(read.notes.join()).toContain('folded');
  });

  test('puts an identity layer beside a relu that opens or closes the chain', async () => {
    const read = await readNetwork('n.onnx', onnx(2, [['Relu', ['x']], ['MatMul', ['v0', 'w']], ['Relu', ['v1']]], { w: [[2, 1], [1, 1]] }));
    for (const x of [[1, -3], [-1, 2], [-1, -1]]) expect([...forward(read)(x)]).toEqual([Math.max(0, x[0]) + Math.max(0, x[1])]);
    const closing = await readNetwork('n.onnx', onnx(1, [['MatMul', ['x', 'w']], ['Relu', ['v0']]], { w: [[1, 2], [1, -1]] }));
    expect([...forward(closing)([3])]).toEqual([3, 0]);
  });

  test('refuses 42 bytes that ask for an identity layer of a billion weights', async () => {
    await expect(readNetwork('n.onnx', onnx(30000, [['Relu', ['x']]], {}))).rejects.toThrow('onnx: needed at most 4096 values for an identity layer before a relu, got 30000');
  });

  /** As onnx(), with an input of this shape. */
  const shaped = (dims: number[], nodes: [string, string[], object[]?][], constants: Record<string, [number[], number[]]>): Uint8Array => {
    const model = ModelProto.decode(onnx(1, nodes, constants)) as unknown as { graph: { input: { type: { tensor_type: { shape: { dim: { dim_value: number }[] } } } }[] } };
    model.graph.input[0].type.tensor_type.shape.dim = dims.map((dim_value) => ({ dim_value }));
    return ModelProto.encode(model as never).finish();
  };

  test.each<[string, number[], [string, string[], object[]?][], Record<string, [number[], number[]]>, number[], number[]]>([
    ['a mean per pixel without a batch dimension', [1, 1, 2, 2], [['Sub', ['x', 'm']], ['Flatten', ['v0']], ['MatMul', ['v1', 'w']]], { m: [[1, 2, 2], [1, 2, 3, 4]], w: [[4, 1], [1, 10, 100, 1000]] }, [1, 3, 3, 5], [1010]],
    ['a mean per channel', [1, 2, 1, 2], [['Sub', ['x', 'm']], ['Flatten', ['v0']], ['MatMul', ['v1', 'w']]], { m: [[2, 1, 1], [1, 2]], w: [[4, 1], [1, 10, 100, 1000]] }, [1, 2, 2, 3], [1010]],
    ['columns: W x + b', [1, 2, 1], [['MatMul', ['w', 'x']], ['Add', ['v0', 'b']]], { w: [[2, 2], [1, 2, 3, 4]], b: [[2, 1], [10, 20]] }, [1, 1], [13, 27]],
  ])('broadcasts as ONNX does: %s', async (_, dims, nodes, constants, x, y) => {
    expect([...forward(await readNetwork('n.onnx', shaped(dims, nodes, constants)))(x)]).toEqual(y);
  });

  test.each<[string, number[], [string, string[], object[]?][], Record<string, [number[], number[]]>, string]>([
    ['a row added to a column', [1, 2, 1], [['MatMul', ['w', 'x']], ['Add', ['v0', 'b']]], { w: [[2, 2], [1, 2, 3, 4]], b: [[2], [10, 20]] }, 'needed an operand that leaves the data\'s shape [1, 2, 1] as it is at Add node n1, got one of shape [2]'],
    ['a column added to a row', [1, 2], [['Gemm', ['x', 'w', 'b']]], { w: [[2, 2], [1, 2, 3, 4]], b: [[2, 1], [10, 20]] }, 'got one of shape [2, 1]'],
    ['a matrix applied to several rows at once', [1, 2, 3], [['MatMul', ['x', 'w']]], { w: [[3, 1], [1, 2, 3]] }, 'needed one vector of 3 values along dimension 2 at MatMul node n0, got data of shape [1, 2, 3]'],
  ])('refuses what would enlarge the data: %s', async (_, dims, nodes, constants, message) => {
    await expect(readNetwork('n.onnx', shaped(dims, nodes, constants))).rejects.toThrow(message);
  });

  test.each<[string, [string, string[], object[]?][], Record<string, [number[], number[]]>, string]>([

    ['an unknown op, with its node', [['Tanh', ['x']]], {}, 'onnx: needed one of Gemm, MatMul, Add, Sub, Mul, Div, Relu, Flatten, Reshape, Identity, Constant at Tanh node n0, got Tanh'],
    ['a chain that forks', [['Relu', ['x']], ['Relu', ['x']]], {}, 'onnx: needed the output v0 of the node before (a chain) at Relu node n1, got x'],
    ['an operand of the wrong width', [['MatMul', ['x', 'w']]], { w: [[3, 1], [1, 2, 3]] }, 'onnx: needed one vector of 3 values along dimension 1 at MatMul node n0, got data of shape [1, 2]'],
    ['weights that are not finite', [['MatMul', ['x', 'w']]], { w: [[2, 1], [1, NaN]] }, 'onnx: needed finite weights, got NaN in layer 1'],
  ])('refuses %s', async (_, nodes, constants, message) => {
    await expect(readNetwork('n.onnx', onnx(2, nodes, constants))).rejects.toThrow(message);
  });
});

/** A zip whose directory says that its member unpacks to 2 GiB. */
function bomb(): Uint8Array {
  const bytes = zipSync({ 'a.npy': new Uint8Array(1000) });
  const directory = bytes.findIndex((_, k) => bytes[k] === 0x50 && bytes[k + 1] === 0x4b && bytes[k + 2] === 1 && bytes[k + 3] === 2);
  new DataView(bytes.buffer).setUint32(directory + 24, 2 ** 31 - 1, true);
  return bytes;
}

describe('a broken file is refused in one sentence', () => {
  const whole = safetensors([filled('w', 3, 2)]);
  const cases: [string, string, Uint8Array, RegExp][] = [
    ['an empty file', 'n.onnx', new Uint8Array(), /needed data of ONNX, got an empty file/],
    ['an unknown extension', 'n.txt', whole, /needed a file ending in .*, got n.txt/],
    ['a truncated safetensors', 'n.safetensors', whole.slice(0, -3), /needed \d+ bytes for w, got a file of \d+ bytes \(truncated\?\)/],
    ['a safetensors header cut off', 'n.safetensors', whole.slice(0, 20), /for the header, got a file of 20 bytes/],
    ['an ONNX file called safetensors', 'n.safetensors', onnx(2, [['Relu', ['x']]], {}), /safetensors: needed/],
    ['a safetensors file called onnx', 'n.onnx', whole, /onnx: needed/],
    ['a truncated zip', 'n.npz', zipSync({ 'a.npy': whole }).slice(0, 60), /npz: needed a whole zip archive/],
    ['a zip bomb', 'n.npz', bomb(), /needed an archive of at most 1 GiB unpacked/],
    ['an array that is none', 'n.npz', zipSync({ 'a.npy': new Uint8Array(200) }), /npz: needed a .npy array in a, got something else/],
    ['JSON that is none', 'n.json', new TextEncoder().encode('{'), /json: needed a JSON text/],
    ['JSON with ragged rows', 'n.json', new TextEncoder().encode('{"schema":1,"layers":[{"weights":[[1,2],[3]]}]}'), /rows of equally many numbers as "weights" of layer 1/],
    ['JSON with a misspelt bias', 'n.json', new TextEncoder().encode('{"schema":1,"layers":[{"weights":[[1,2]],"biases":[3]}]}'), /needed only "weights" and "bias" in layer 1, got "biases"/],
    ['an empty network', 'n.json', new TextEncoder().encode('{"schema":1,"layers":[]}'), /needed at least one layer with weights, got none/],
    ['a bias without its weight', 'n.safetensors', safetensors([filled('w.weight', 2, 2), { name: 'v.bias', shape: [2], values: [1, 2] }]), /needed a weight for each bias, got v.bias beside w.weight/],
    ['a convolution', 'n.safetensors', safetensors([{ name: 'c', shape: [1, 1, 1, 1], values: [1] }]), /got c of shape \[1, 1, 1, 1\]/],
    ['infinite weights', 'n.safetensors', safetensors([{ name: 'w', shape: [1, 1], values: [Infinity] }]), /needed finite weights, got Infinity in layer 1/],
  ];
  test.each(cases)('%s', async (_, name, bytes, message) => {
    await expect(readNetwork(name, bytes)).rejects.toThrow(message);
    await expect(readNetwork(name, bytes)).rejects.toBeInstanceOf(RangeError);
  });

  test('layers that do not chain', () => {
    const layer = (rows: number, columns: number) => ({ weights: { rows, columns, data: new Float64Array(rows * columns) }, bias: null });
    expect(() => validNetwork([layer(3, 2), layer(1, 4)], 'test')).toThrow('test: needed shapes that chain, got layer 2 with 4 inputs after 3 outputs');
  });

  test('IDX files', () => {
    const idx = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 5, 6]);
    expect(parseIdx(idx)).toEqual({ shape: [2], data: Uint8Array.from([5, 6]) });
    expect(() => parseIdx(idx.slice(0, 9))).toThrow('idx: needed 2 bytes for shape [2], got 1');
    expect(() => parseIdx(gzipSync(idx))).toThrow('idx: needed an IDX file of unsigned bytes, got another file');
  });
});
