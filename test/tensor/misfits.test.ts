import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  adam, chain, constant, conv, convNet, crossEntropyOf, dataSet, dense, distance, evaluate, gradientsAt, initialise, interpolate, iterativePruning, keepLargest, maxPool, mlp, model, batchNorm, openBackend, outputsOf, residual, sgd, spirals, startAt, synflow, train, wholeMasks,
  type Checkpoint, type TrainOptions,
} from '../../src/tensor/index.js';

beforeAll(() => openBackend('wasm'));

const net = mlp([2, 4, 2]), values = initialise(net, 1), data = spirals(20, 1);
const run = (more: Partial<TrainOptions> = {}) => train({ model: net, data, start: values, steps: 2, batch: { size: 5, seed: 1 }, optimiser: sgd(), schedule: constant(0.1), ...more });
const without = (name: string) => new Map([...values].filter(([n]) => n !== name)), checkpoint = (more: Partial<Checkpoint>): Checkpoint => ({ ...startAt(values), ...more });

describe('what does not fit', () => {
  test.each<[string, () => unknown, string]>([
    ['layers whose shapes do not chain', () => model('m', [3], chain(dense('a', 3, 4), dense('b', 5, 2))), 'dense: needed inputs of shape [5] for b, got [4]'],
    ['a layer without units', () => mlp([3, 0, 2]), 'dense: needed at least one input and one output for layer1, got 3 and 0'],
    ['two parameters of one name', () => model('m', [3], chain(dense('a', 3, 3), dense('a', 3, 3))), 'model: needed a name of its own for each parameter, got a.weights twice'],
    ['a convolution of other channels', () => model('m', [4, 4, 2], conv('c', 3, 1)), 'conv: needed inputs of shape [height, width, 3] for c, got [4, 4, 2]'],
    ['a convolution beyond its image', () => model('m', [2, 4, 1], conv('c', 1, 1, { padding: 'valid' })), 'conv: needed images of side 3 or more for c, got [2, 4, 1]'],
    ['a convolution without a stride', () => conv('c', 1, 1, { stride: 0 }), 'conv: needed a side, a stride and channels of at least 1 for c, got side 3, stride 0, channels 1 and 1'],
    ['a pool of one row', () => model('m', [1, 4, 1], maxPool), 'pool: needed inputs of shape [height, width, channels], sides of at least 2, got [1, 4, 1]'],
    ['more pools than an image has', () => convNet([4, 4, 1], [1, 1, 1, 1, 1, 1], 2), 'pool: needed inputs of shape [height, width, channels], sides of at least 2, got [1, 1, 1]'],
    ['a normalisation of other channels', () => model('m', [3], batchNorm('n', 4)), 'batchNorm: needed 4 channels for n, got [3]'],
    ['a residual block of another shape', () => model('m', [3], residual(dense('a', 3, 4))), 'residual: needed a part that keeps the shape [3], got [4]'],
    ['data of another shape', () => run({ data: dataSet({ ...data, inputShape: [1, 2] }) }), 'train: needed examples of shape [2] for mlp-2-4-2, got [1, 2] of spirals'],
    ['data of more classes', () => run({ data: { ...data, classes: 3 } }), 'train: needed 3 outputs of mlp-2-4-2, one a class of spirals, got [2]'],
    ['data to evaluate of more classes', () => run({ evaluateOn: { test: { ...data, classes: 3 } } }), 'train: needed 3 outputs of mlp-2-4-2, one a class of spirals, got [2]'],
    ['an evaluation of more classes', () => evaluate(net, values, { ...data, classes: 3 }), 'evaluate: needed 3 outputs of mlp-2-4-2, one a class of spirals, got [2]'],
    ['missing values', () => run({ start: without('layer2.bias') }), 'train: needed 2 values of layer2.bias for mlp-2-4-2, got none'],
    ['values of another model', () => run({ start: initialise(mlp([2, 5, 2]), 1) }), 'train: needed 8 values of layer1.weights for mlp-2-4-2, got 10'],
    ['missing values of outputs', () => outputsOf(net, without('layer1.bias'), data.inputs), 'outputsOf: needed 4 values of layer1.bias for mlp-2-4-2, got none'],
    ['missing values of gradients', () => gradientsAt(net, without('layer1.bias'), data.inputs, crossEntropyOf(data.labels, 2)), 'gradientsAt: needed 4 values of layer1.bias for mlp-2-4-2, got none'],
    ['half an input', () => outputsOf(net, values, new Float32Array(3)), 'batch: needed inputs of mlp-2-4-2, 2 numbers each, got 3 numbers'],
    ['no input', () => outputsOf(net, values, new Float32Array(0)), 'batch: needed inputs of mlp-2-4-2, 2 numbers each, got 0 numbers'],
    ['a mask of wrong length', () => run({ masks: new Map([['layer1.weights', new Uint8Array(7)]]) }), 'train: needed a mask of 8 entries for layer1.weights, got 7'],
    ['a mask of nothing', () => run({ masks: new Map([['layer9.weights', new Uint8Array(8)]]) }), 'train: needed masks of layer1.weights, layer1.bias, layer2.weights, layer2.bias, got one of layer9.weights'],
    ['a mask of numbers', () => run({ masks: new Map([['layer1.weights', new Uint8Array(8).fill(2)]]) }), 'train: needed a mask of 0 and 1 for layer1.weights, got 2'],
    ['the memory of another optimiser', () => run({ start: run().end, steps: 4, optimiser: adam() }), 'train: needed 2 arrays of memory for layer1.weights from the checkpoint, as adam, betas 0.9 and 0.999, epsilon 1e-8, decay 0 has, got 1'],
    ['memory from later than the checkpoint', () => run({ start: checkpoint({ step: 1, since: 2 }) }), 'train: needed a checkpoint of a step, 0 or more, whose memory began in 0 .. its step, got step 1, since 2'],
    ['no round of SynFlow', () => synflow(net, values, 4, { rounds: 0 }), 'synflow: needed 1 round or more, got 0'],
    ['half a round of pruning', () => iterativePruning(net, 1.5, () => run()).next(), 'iterativePruning: needed 0 rounds or more, got 1.5'],
    ['half an entry to keep', () => keepLargest(new Map([['a', [1, 2]]]), 0.5), 'keepLargest: needed a number of entries to keep in 0 .. 2, got 0.5'],
    ['memory of another length', () => run({ start: checkpoint({ slots: new Map([['layer1.bias', [new Float32Array(3)]]]) }) }), 'train: needed memory of 4 entries for layer1.bias from the checkpoint, got 3'],
    ['a last step before the start', () => run({ start: checkpoint({ step: 9 }) }), 'train: needed a last step of 9 or more, where it starts, got 2'],
    ['half a step', () => run({ steps: 1.5 }), 'train: needed a last step of 0 or more, where it starts, got 1.5'],
    ['no batch', () => run({ batch: { size: 0, seed: 1 } }), 'batchesOf: needed at least 1 example a batch, got 0'],
    ['more entries to keep than there are', () => keepLargest(new Map([['a', [1, 2]]]), 3), 'keepLargest: needed a number of entries to keep in 0 .. 2, got 3'],
    ['scores that are no numbers', () => keepLargest(new Map([['a', [1, NaN]]]), 1), 'keepLargest: needed scores that are numbers, got NaN'],
    ['a line between two models', () => interpolate(values, initialise(mlp([2, 5, 2]), 1), 0.5), 'interpolate: needed 8 entries of layer1.weights in both, got 10'],
    ['a distance of two models', () => distance(values, without('layer1.weights')), 'distance: needed 8 entries of layer1.weights in both, got none'],
  ])('%s: refused, with what was needed and what came', (_, work, message) => {
    expect(work).toThrow(RangeError);
    expect(work).toThrow(message);
  });

  test('a loss that is no longer finite ends the run, and says at which step, after what', () => {
    expect(() => run({ schedule: constant(1e30), steps: 50 })).toThrow(/^train: needed a finite loss, got (NaN|Infinity) at step \d+ of mlp-2-4-2, after a mean of \S+ \(a smaller learning rate\?\)$/);
    expect(() => run({ start: new Map([...values].map(([n, v]) => [n, v.map(() => NaN)])) })).toThrow('train: needed a finite loss, got NaN at step 1 of mlp-2-4-2, the first (a smaller learning rate?)');
  });

  test('statistics that are not among trained scores are missed', () => {
    const normal = model('n', [2], chain(dense('a', 2, 2), batchNorm('b', 2))), all = initialise(normal, 1), scores = new Map([['a.weights', all.get('a.weights')!]]);
    expect(() => run({ model: normal, start: scores, through: { effective: () => all, pulled: (_, g) => new Map([['a.weights', g.get('a.weights')!]]) } })).toThrow('train: needed b.mean among what is trained, to keep it, got a.weights');
  });

  test('masks that keep everything, and those of a bias, are fine', () => {
    expect(run({ masks: wholeMasks(net) })).toEqual(run());
    expect([...run({ masks: new Map([['layer1.bias', new Uint8Array(4)]]) }).end.values.get('layer1.bias')!]).toEqual([0, 0, 0, 0]);
  });
});

describe('a backend', () => {
  const folder = join(import.meta.dirname, '../..'), index = pathToFileURL(join(folder, 'dist/src/tensor/index.js')).href;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `
    const t = await import(${JSON.stringify(index)}), said = [], tell = (e) => said.push(e.name + ' ' + e.message), net = t.mlp([1, 2]), values = t.initialise(net, 1);
    try { t.outputsOf(net, values, new Float32Array(1)); } catch (e) { tell(e); }
    await t.openBackend('webgl').catch(tell);
    const missing = [];
    const { name } = await t.openBackend('cpu', (n) => missing.push(n));
    t.outputsOf(net, values, new Float32Array(1));
    await t.openBackend('wasm').catch(tell);
    said.push((await t.openBackend()).name, (await t.openBackend('cpu')).name, name, missing.length);
    console.log(JSON.stringify(said));
  `], { encoding: 'utf8' });

  test('has to be open, has to be known, is one a thread, and prints nothing of its own', () => {
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      'Error outputsOf: needed an open backend, got none; await openBackend() first',
      'RangeError openBackend: needed node, wasm, cpu, got webgl',
      'RangeError openBackend: needed wasm, got cpu, which is open in this thread',
      'cpu', 'cpu', 'cpu', 0,
    ]);
  });
});
