import { beforeAll, describe, expect, test } from 'vitest';
import { safetensors } from '../../experiments/reliability/readers/safetensors.js';
import { writeSafetensors } from '../../src/network/formats/safetensors.js';
import { ball, forward, networkDigest, parseSafetensors, readNetwork, validNetwork, writeNetwork, type Idx } from '../../src/network/index.js';
import { classify } from '../../src/network/classify.js';
import { certify } from '../../src/certify/index.js';
import { assertHolds, formatProperties, type Reader } from '../../src/properties/index.js';
import {
  adam, chain, constant, conv, convNet, dense, evaluate, flatten, fromNetwork, imagesOf, initialise, keepLargest, keptEdges, magnitudes, masksOf, mlp, model, batchNorm, openBackend, parseCheckpoint, relu, reshaped, residualMlp, sgd, startAt, stream, toNetwork,
  train, writeCheckpoint, type Backend, type Checkpoint, type Part,
} from '../../src/tensor/index.js';
import { randomNetwork } from '../random-network.js';
import { runs } from '../runs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend('wasm');
});

/** Two classes of 4 x 4 images: bright above, bright below. */
const images: Idx = { shape: [60, 4, 4], data: Uint8Array.from({ length: 960 }, (_, k) => Math.floor(60 * stream(3, 'data', k)()) + ((Math.floor(k / 16) % 2 === 0) === (k % 16 < 8) ? 180 : 0)) };
const labels: Idx = { shape: [60], data: Uint8Array.from({ length: 60 }, (_, k) => k % 2) };

describe('a checkpoint file', () => {
  const net = convNet([4, 4, 1], [2, 2], 2, 3), values = initialise(net, 1), slots = new Map([...values].map(([name, v]) => [name, [v.map((x) => x / 3), v.map((x) => x * x)]]));
  const checkpoint: Checkpoint = { step: 1234, values, slots, since: 1000 };
  const written = (): Uint8Array => writeCheckpoint(checkpoint, { model: net, optimiser: adam().name, backend });
  const read = (tensors: Parameters<typeof writeSafetensors>[0], more: Record<string, string> = {}, { metadata } = parseSafetensors(written())) => parseCheckpoint(writeSafetensors(tensors, { ...metadata, ...more }));

  test('comes back to the bit, with what it is of, and the same checkpoint gives the same bytes', () => {
    values.get('last.bias')!.set([-0, 1e-45]);
    expect(parseCheckpoint(written())).toEqual({ checkpoint, origin: { model: 'conv-2-2-3', optimiser: 'adam, betas 0.9 and 0.999, epsilon 1e-8, decay 0', backend } });
    expect(written()).toEqual(written());
    expect(Object.is(parseCheckpoint(written()).checkpoint.values.get('last.bias')![0], -0)).toBe(true);
  });

  test('is a safetensors file whose arrays have the shapes of the model', () => {
    const { tensors, metadata } = parseSafetensors(written());
    expect(tensors.find((t) => t.name === 'values.conv2.weights')!.shape).toEqual([3, 3, 2, 2]);
    expect(tensors.find((t) => t.name === 'slots.1.conv2.weights')!.shape).toEqual([3, 3, 2, 2]);
    expect(metadata).toEqual({ format: 'slth-checkpoint', schema: '1', step: '1234', since: '1000', model: 'conv-2-2-3', optimiser: adam().name, backend: 'wasm', version: backend.version });
  });

  test.each<[string, () => unknown, RegExp]>([
    ['cut short', () => parseCheckpoint(written().subarray(0, 900)), /^safetensors: needed .* \(truncated\?\)$/],
    ['something else', () => parseCheckpoint(new TextEncoder().encode('not a checkpoint')), /^safetensors: needed/],
    ['a network', () => parseCheckpoint(writeSafetensors([], { format: 'pt' })), /^checkpoint: needed a safetensors file with metadata "format": "slth-checkpoint", got one without$/],
    ['of another schema', () => read([], { schema: '2' }), /^checkpoint: needed schema 1, got 2$/],
    ['without values', () => read([]), /^checkpoint: needed at least one tensor of values, got none$/],
    ['at no step', () => read([], { step: '-1' }), /^checkpoint: needed a step, 0 or more, got -1$/],
    ['at half a step', () => read([], { step: '1.5' }), /^checkpoint: needed a step, 0 or more, got 1\.5$/],
    ['whose memory begins later', () => read([], { since: '1235' }), /^checkpoint: needed a step in 0 \.\. 1234 at which memory began, got 1235$/],
    ['of an unknown backend', () => read([], { backend: 'webgl' }), /^checkpoint: needed a model, an optimiser, a backend of node, wasm, cpu and a version, got .*webgl/],
    ['with another dtype', () => read([{ name: 'values.a', dtype: 'F64', shape: [1], data: new Uint8Array(8) }]), /^checkpoint: needed F32 as the dtype of values\.a, got F64$/],
    ['with a stray tensor', () => read([{ name: 'a', dtype: 'F32', shape: [1], data: new Uint8Array(4) }]), /^checkpoint: needed tensors named values\.NAME or slots\.K\.NAME, got a$/],
    ['with memory of nothing', () => read([{ name: 'values.b', dtype: 'F32', shape: [1], data: new Uint8Array(4) }, { name: 'slots.0.a', dtype: 'F32', shape: [1], data: new Uint8Array(4) }]), /^checkpoint: needed memory of a as long as its values, which are missing, got 1$/],
    ['with a gap in its memory', () => read([{ name: 'values.a', dtype: 'F32', shape: [1], data: new Uint8Array(4) }, { name: 'slots.1.a', dtype: 'F32', shape: [1], data: new Uint8Array(4) }]), /^checkpoint: needed memory of a from slots\.0 on, in order, got slots\.1\.a$/],
  ])('%s is refused', (_, parse, message) => {
    expect(parse).toThrow(RangeError);
    expect(parse).toThrow(message);
  });
});

const small = mlp([2, 3, 2]), smallSlots = new Map([['layer1.bias', [Float32Array.of(1, 2, 3)]]]);
const checkpoints: Reader<ReturnType<typeof parseCheckpoint>> = {
  name: 'checkpoint',
  read: parseCheckpoint,
  wrong: ({ checkpoint: { step, values, slots, since } }) => (Number.isSafeInteger(step) && Number.isSafeInteger(since) && since <= step && values.size > 0 && [...slots].every(([name, arrays]) => arrays.every((a) => a.length === values.get(name)?.length)) ? undefined : 'its parts do not fit'),
  samples: () => [startAt(initialise(small, 1)), { step: 7, values: initialise(small, 2), slots: smallSlots, since: 3 }].map((c) => writeCheckpoint(c, { model: small, optimiser: 'sgd', backend: { name: 'wasm', version: '4.22.0' } })),
  views: safetensors.views,
  write: ({ checkpoint, origin }) => writeCheckpoint(checkpoint, origin),
  same: ({ checkpoint: { step, values, slots, since }, origin }) => JSON.stringify([step, since, [...values].map(([n, v]) => [n, [...new Uint32Array(v.slice().buffer)]]), [...slots].map(([n, all]) => [n, all.map((a) => [...new Uint32Array(a.slice().buffer)])]), origin]),
};

describe('every checkpoint file', () => {
  test.each(formatProperties(checkpoints).map((one) => [one.name, one] as const))('%s', (_, one) => assertHolds(one, { runs: runs(200).numRuns, seed: 4 }));
});

describe('a trained chain of dense layers', () => {
  const data = () => reshaped(imagesOf('halves', images, labels), [16]), net = mlp([16, 6, 2]);
  const trained = (masks = new Map<string, Uint8Array>()) => train({ model: net, data: data(), start: initialise(net, 2), steps: 40, batch: { size: 20, seed: 1 }, optimiser: sgd(), schedule: constant(0.05), masks, evaluateOn: { data: data() } });

  test('is a network that classifies as it was evaluated, and goes to a file and back', async () => {
    const { end, curve } = trained(), network = toNetwork(net, end.values), { right, images: count } = classify(network, images, labels, null);
    expect({ right, count }).toEqual({ right: curve[0].on.data.right, count: 60 });
    expect(right).toBeGreaterThan(55);
    const bytes = await writeNetwork('n.onnx', network.layers.map(({ weights: { rows, columns, data: w }, bias }) => ({ rows, columns, weights: Float32Array.from(w), bias: bias ? Float32Array.from(bias) : null })), 1);
    expect(networkDigest(await readNetwork('n.onnx', bytes))).toBe(networkDigest(network));
  });

  test('comes back from a network bit for bit, and computes the same', () => {
    const { values } = trained().end, network = toNetwork(net, values), back = fromNetwork(network);
    expect(back.values).toEqual(values);
    expect(back.model.name).toBe(net.name);
    expect(evaluate(back.model, back.values, data())).toEqual(evaluate(net, values, data()));
  });

  test('with a mask is a network without the weights that it takes away, certified beside the whole one', async () => {
    const { values } = trained().end, masks = keepLargest(magnitudes(net, values), 90), whole = toNetwork(net, values), pruned = toNetwork(net, values, masks);
    expect(pruned.layers.reduce((n, l) => n + l.weights.data.reduce((m, w) => m + +(w !== 0), 0), 0)).toBe(90);
    const { certificate: { lower, upper } } = await certify(whole, pruned, ball(1), { gap: 0.5, nodes: 20 });
    expect(upper).toBeGreaterThanOrEqual(lower);
    expect(lower).toBeGreaterThan(0);
    const x = Float64Array.from({ length: 16 }, () => 0.25), gap = Math.hypot(...forward(whole)(x).map((v, k) => v - forward(pruned)(x)[k]));
    expect(gap).toBeLessThanOrEqual(upper);
  });

  test('has kept edges as tickets have them, by column and then row, and masks of them', () => {
    const small = mlp([3, 2, 2]), masks = new Map([['layer1.weights', Uint8Array.of(1, 0, 1, 1, 1, 0)]]), edges = keptEdges(small, masks);
    expect(edges[0]).toEqual({ rows: Uint32Array.of(0, 1, 1, 0), columns: Uint32Array.of(0, 0, 1, 2) });
    expect(edges[1]).toEqual({ rows: Uint32Array.of(0, 1, 0, 1), columns: Uint32Array.of(0, 0, 1, 1) });
    expect(masksOf(small, edges)).toEqual(new Map([...masks, ['layer2.weights', new Uint8Array(4).fill(1)]]));
    expect(() => masksOf(small, edges.slice(1))).toThrow('masksOf: needed kept edges of 2 layers of mlp-3-2-2, got 1');
    expect(() => masksOf(small, [edges[0], { rows: Uint32Array.of(2), columns: Uint32Array.of(0) }])).toThrow('masksOf: needed edges within 2 x 2 for layer2.weights, got row 2, column 0');
  });

  test.each<[string, Part, readonly number[], RegExp]>([
    ['a residual block', residualMlp(4, 3, 1, 2), [4], /got residual-4-3x1-2, which has other parts$/],
    ['a normalisation', chain(dense('a', 4, 3), batchNorm('n', 3), relu, dense('b', 3, 2)), [4], /got other, which has other parts$/],
    ['a convolution', chain(conv('a', 1, 2), flatten), [2, 2, 1], /got other, which has other parts$/],
    ['two dense layers without relu', chain(dense('a', 4, 3), dense('b', 3, 2)), [4], /needed dense layers with one relu between, got dense, dense in other$/],
    ['a relu at the end', chain(dense('a', 4, 3), relu), [4], /got dense, relu in other$/],
    ['nothing', chain(), [4], /needed dense layers with one relu between, got {2}in other$/],
  ])('is not %s: that is refused', (_, part, shape, message) => {
    const other = 'name' in part ? (part as ReturnType<typeof mlp>) : model('other', shape, part);
    expect(() => toNetwork(other, initialise(other, 1))).toThrow(RangeError);
    expect(() => toNetwork(other, initialise(other, 1))).toThrow(message);
  });

  test('takes any network of the toolkit as its start', () => {
    const network = randomNetwork([4, 5, 3], 7, { biased: true, scale: 1 }), { model: m, values } = fromNetwork(network), again = toNetwork(m, values);
    expect(again.layers.map((l) => [...l.weights.data])).toEqual(network.layers.map((l) => [...Float32Array.from(l.weights.data)]));
    expect(networkDigest(toNetwork(m, fromNetwork(validNetwork(network.layers.map((l) => ({ ...l, bias: null })), 'n')).values))).toBe(networkDigest(validNetwork(again.layers.map((l) => ({ ...l, bias: null })), 'n')));
  });
});
