import { beforeAll, describe, expect, test } from 'vitest';
import { spiral, randomOf, teacherExample } from '../../experiments/builtin-targets/tasks.js';
import { forward, validNetwork } from '../../src/network/index.js';
import { digest } from '../../src/numeric/digest.js';
import { builtins } from '../../src/network/builtin/index.js';
import { philox, seedWords } from '../../src/numeric/index.js';
import { dataSet, evaluate, fromNetwork, imagesOf, openBackend, permutation, reshaped, sparseTeacher, spiralPoint, spirals, stream, subset, taughtBy } from '../../src/tensor/index.js';
import { batchesOf } from '../../src/tensor/batches.js';

beforeAll(() => openBackend('wasm'));

const builtin = (name: string) => builtins.find((b) => b.name === name)!.load();
const bytes = (a: Float64Array | Float32Array): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);

test('training draws nothing that a random network of the same seed has', () => {
  const all = (['initialisation', 'data', 'pruning', 'scores'] as const).flatMap((purpose) => [0, 1, 2].map((number) => Array.from({ length: 400 }, stream(5, purpose, number)))).flat(), drawn = new Set(all.map((u) => u * 2 ** 32));
  // Words of the first rows of the first columns of seven source layers: of 4,800 and 5,600 one pair in 160 is alike by chance.
  const [k0, k1] = seedWords(5), words = new Uint32Array(4);
  let alike = 0;
  for (let layer = 1; layer <= 7; layer++) for (let column = 0; column < 100; column++) for (const block of [0, 1]) {
    philox(k0, k1, column, block, layer, 0, words);
    alike += words.filter((w) => drawn.has(w)).length;
  }
  expect(drawn.size).toBeGreaterThan(4_790);
  expect(alike).toBe(0);
});

describe('the two spirals', () => {
  test('are points a fixed noise from their arms: radius t / 2.6 at angle pi (t + arm)', () => {
    const { inputs, labels, count } = spirals(4000, 1);
    let squares = 0;
    for (let k = 0; k < count; k++) {
      const [x, y] = inputs.subarray(2 * k, 2 * k + 2), t = 2.6 * Math.hypot(x, y);
      expect(t).toBeGreaterThan(0);
      // Across the arm, distance is about radius times the angle's error.
      const turns = Math.atan2(y, x) / Math.PI - t - labels[k], away = Math.hypot(x, y) * Math.PI * (turns - 2 * Math.round(turns / 2));
      squares += (away / Math.sqrt(1 + (Math.PI * t) ** 2)) ** 2;
    }
    // Noise of deviation 0.02 along one direction.
    expect(Math.sqrt(squares / count)).toBeGreaterThan(0.019);
    expect(Math.sqrt(squares / count)).toBeLessThan(0.022);
    expect(labels.reduce((n, arm) => n + arm, 0) / count).toBeCloseTo(0.5, 1);
  });

  test('are known: the first points of seed 1, and what the built-in target was trained on', () => {
    const { inputs, labels } = spirals(3, 1);
    expect([...labels]).toEqual([1, 0, 0]);
    expect([...inputs]).toEqual([0.39298958, 0.054477867, 0.61203688, 0.6308645, 0.78541839, 0.24325658].map(Math.fround));
    const random = randomOf(2026, 2), { x, y, arm } = spiralPoint(randomOf(2026, 2));
    expect(spiral(random)).toEqual({ x: Float64Array.of(x, y), y: arm });
  });

  test('are what the built-in target of that name tells apart', async () => {
    const { model, values } = fromNetwork(await builtin('spirals'));
    expect(evaluate(model, values, spirals(2000, 5)).accuracy).toBeGreaterThan(0.995);
  });
});

describe('a teacher', () => {
  test('is known: the one behind the built-in target, number for number', async () => {
    const teacher = sparseTeacher(16, 24, 4, 0.25, randomOf(7, 99));
    expect([digest(bytes(teacher.layers[0].weights.data)).slice(0, 16), digest(bytes(teacher.layers[1].weights.data)).slice(0, 16)]).toEqual(['d816b93dbd7cceaf', '9327d79b5c0659c9']);
    const { x, y } = teacherExample()(randomOf(1, 1));
    expect(y).toEqual(forward(teacher)(x).slice());
    // The built-in target has learnt it.
    const learnt = forward(await builtin('teacher'))(x);
    (y as Float64Array).forEach((v, k) => expect(Math.abs(learnt[k] - v)).toBeLessThan(0.05));
  });

  test('labels each input by its largest output', () => {
    // Outputs x and -x: the class is whether x is negative.
    const teacher = validNetwork([{ weights: { rows: 2, columns: 1, data: Float64Array.of(1, -1) }, bias: null }], 'test'), { inputs, labels, classes, count } = taughtBy(teacher, 500, 3);
    expect([...labels]).toEqual([...inputs].map((x) => +(x < 0)));
    expect([classes, count]).toEqual([2, 500]);
    const mean = inputs.reduce((s, x) => s + x, 0) / count, square = inputs.reduce((s, x) => s + x * x, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(0.15);
    expect(Math.abs(square - 1)).toBeLessThan(0.2);
  });

  test('agrees with itself as a model', () => {
    const teacher = sparseTeacher(6, 8, 3, 0.5, stream(4, 'data', 1)), { model, values } = fromNetwork(teacher);
    expect(evaluate(model, values, taughtBy(teacher, 300, 4)).right).toBeGreaterThanOrEqual(299);
  });
});

describe('images of IDX files', () => {
  const images = { shape: [2, 2, 3], data: Uint8Array.of(0, 255, 51, 1, 2, 3, 4, 5, 6, 7, 8, 9) }, labels = { shape: [2], data: Uint8Array.of(2, 0) };
  test('have pixels 0 to 1, one channel, as many classes as the largest label asks', () => {
    const data = imagesOf('two', images, labels);
    expect(data).toEqual({ name: 'two', inputShape: [2, 3, 1], count: 2, inputs: Float32Array.from(images.data, (p) => p / 255), labels: Int32Array.of(2, 0), classes: 3 });
    expect(reshaped(data, [6]).inputShape).toEqual([6]);
    expect(subset(data, [1, 1, 0])).toMatchObject({ count: 3, labels: Int32Array.of(0, 0, 2) });
    expect([...subset(data, [1]).inputs]).toEqual([...data.inputs.subarray(6)]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['labels for images', () => imagesOf('x', labels, labels), /^imagesOf: needed images of x as \[count, height, width\], got 1 dimensions$/],
    ['images for labels', () => imagesOf('x', images, images), /^imagesOf: needed a list of labels of x, got 3 dimensions$/],
    ['too few labels', () => imagesOf('x', images, { shape: [1], data: Uint8Array.of(0) }), /^dataSet: needed 2 labels of x, one each, got 1$/],
    ['another shape', () => reshaped(imagesOf('x', images, labels), [7]), /^dataSet: needed 14 inputs of x for 2 of shape \[7\], got 12$/],
    ['a label of no class', () => dataSet({ name: 'x', inputShape: [1], count: 1, inputs: new Float32Array(1), labels: Int32Array.of(3), classes: 3 }), /^dataSet: needed labels of x in 0 \.\. 2, got 3$/],
    ['no example', () => dataSet({ name: 'x', inputShape: [1], count: 0, inputs: new Float32Array(0), labels: new Int32Array(0), classes: 3 }), /^dataSet: needed at least one example in x, got 0$/],
  ])('with %s are refused', (_, make, message) => expect(make).toThrow(message));
});

describe('batches', () => {
  const data = dataSet({ name: 'numbers', inputShape: [1], count: 10, inputs: Float32Array.from({ length: 10 }, (_, k) => k), labels: Int32Array.from({ length: 10 }, (_, k) => k), classes: 10 });
  test('take each example at most once an epoch, in an order of the seed and the epoch alone', () => {
    const batch = batchesOf(data, { size: 3, seed: 8 }), epoch = (e: number): number[] => [1, 2, 3].flatMap((k) => [...batch(3 * e + k).labels]);
    const first = epoch(0), second = epoch(1);
    expect(new Set(first).size).toBe(9);
    expect(second).not.toEqual(first);
    expect(epoch(0)).toEqual(first);
    expect(first).toEqual([...permutation(10, stream(8, 'order', 0))].slice(0, 9));
    expect([...batchesOf(data, { size: 20, seed: 8 })(1).labels].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('move images by whole pixels, zeros come in, every shift as often', () => {
    const image = dataSet({ name: 'image', inputShape: [3, 3, 1], count: 1, inputs: Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0), labels: Int32Array.of(0), classes: 1 }), batch = batchesOf(image, { size: 1, seed: 1, shift: 1 });
    const places = Array.from({ length: 900 }, (_, k) => batch(k + 1).inputs.indexOf(1)), counts = Array.from({ length: 9 }, (_, p) => places.filter((q) => q === p).length);
    for (const n of counts) expect(Math.abs(n - 100)).toBeLessThan(40);
    expect(() => batchesOf(data, { size: 1, seed: 1, shift: 1 })).toThrow('batchesOf: needed images of shape [height, width, channels] to move, got [1]');
    expect(() => batchesOf(image, { size: 1, seed: 1, shift: -1 })).toThrow('batchesOf: needed a shift of 0 pixels or more, got -1');
    expect(() => batchesOf(image, { size: 0, seed: 1 })).toThrow('batchesOf: needed at least 1 example a batch, got 0');
  });
});
