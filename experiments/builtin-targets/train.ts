/**
 * Trains the built-in targets from scratch and writes them to src/network/builtin/: plain minibatch Adam on multilayer
 * perceptrons, in float64, weights rounded to float32 at the end. Run: npm run train (about a minute).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { writeSafetensors } from '../../src/network/formats/safetensors.js';
import { normal, type Random } from '../../src/tensor/index.js';
import { digit, randomOf, SIDE, spiral, teacherExample, type Example } from './tasks.js';

interface Task {
  readonly name: string;
  readonly about: string;
  readonly widths: readonly number[];
  readonly example: (random: Random) => Example;
  readonly steps: number;
  readonly decay: number;
  readonly domain: string;
}

const tasks: readonly Task[] = [
  { name: 'spirals', about: 'two interleaved spirals in the plane', widths: [2, 16, 16, 2], example: spiral, steps: 12000, decay: 1e-4, domain: 'box:-1,1' },
  { name: 'teacher', about: 'four sums of 24 relu features of R^16', widths: [16, 32, 32, 4], example: teacherExample(), steps: 12000, decay: 1e-4, domain: 'ball:1' },
  { name: 'digits', about: `the ten digits drawn by strokes on ${SIDE} x ${SIDE} pixels`, widths: [SIDE * SIDE, 64, 32, 10], example: digit, steps: 4000, decay: 1e-3, domain: 'box:0,1' },
];

const BATCH = 64, RATE = 2e-3, SEED = 2026;

/** One dense layer and its Adam state; rows of `w` hold the weights of an output and, last, its bias. */
interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Float64Array;
  readonly g: Float64Array;
  readonly m: Float64Array;
  readonly v: Float64Array;
}

for (const task of tasks) {
  const draw = randomOf(SEED, 1), data = randomOf(SEED, 2), held = randomOf(SEED, 3);
  const layers = task.widths.slice(1).map((outputs, i): Dense => {
    const inputs = task.widths[i], size = outputs * (inputs + 1);
    const w = Float64Array.from({ length: size }, (_, k) => (k % (inputs + 1) === inputs ? 0 : normal(draw) * Math.sqrt(2 / inputs)));
    return { inputs, outputs, w, g: new Float64Array(size), m: new Float64Array(size), v: new Float64Array(size) };
  });
  for (let step = 1; step <= task.steps; step++) {
    for (const l of layers) l.g.fill(0);
    for (let b = 0; b < BATCH; b++) backward(layers, task.example(data));
    const rate = RATE * 0.5 * (1 + Math.cos((Math.PI * step) / task.steps));
    for (const { w, g, m, v } of layers) {
      for (let k = 0; k < w.length; k++) {
        const gradient = g[k] / BATCH;
        m[k] += 0.1 * (gradient - m[k]);
        v[k] += 0.001 * (gradient * gradient - v[k]);
        w[k] -= rate * (m[k] / (1 - 0.9 ** step) / (Math.sqrt(v[k] / (1 - 0.999 ** step)) + 1e-8) + task.decay * w[k]);
      }
    }
  }
  for (const { w } of layers) w.forEach((x, k) => (w[k] = Math.fround(x)));
  const score = evaluate(layers, Array.from({ length: 2000 }, () => task.example(held)));
  const path = new URL(`../../src/network/builtin/${task.name}.ts`, import.meta.url);
  mkdirSync(new URL('.', path), { recursive: true });
  writeFileSync(path, moduleText(task, layers, score));
  process.stdout.write(`${task.name}: ${task.widths.join('-')}, ${score}\n`);
}

/** Activations of every layer at x, the input first. */
function activations(layers: readonly Dense[], x: Float64Array): Float64Array[] {
  const all = [x];
  layers.forEach(({ inputs, outputs, w }, i) => {
    const h = all[i], out = new Float64Array(outputs);
    for (let r = 0; r < outputs; r++) {
      const from = r * (inputs + 1);
      let sum = w[from + inputs];
      for (let c = 0; c < inputs; c++) sum += w[from + c] * h[c];
      out[r] = i < layers.length - 1 ? Math.max(0, sum) : sum;
    }
    all.push(out);
  });
  return all;
}

/** Adds one example's gradient of the cross entropy (a class) or of half the squared error (a vector). */
function backward(layers: readonly Dense[], { x, y }: Example): void {
  const all = activations(layers, x);
  let delta = gradientOfLoss(all[layers.length], y);
  for (let i = layers.length - 1; i >= 0; i--) {
    const { inputs, outputs, w, g } = layers[i], h = all[i];
    const next = new Float64Array(inputs);
    for (let r = 0; r < outputs; r++) {
      const d = delta[r], from = r * (inputs + 1);
      if (d === 0) continue;
      for (let c = 0; c < inputs; c++) {
        g[from + c] += d * h[c];
        next[c] += d * w[from + c];
      }
      g[from + inputs] += d;
    }
    for (let c = 0; c < inputs; c++) if (!(h[c] > 0)) next[c] = 0;
    delta = next;
  }
}

function gradientOfLoss(out: Float64Array, y: number | Float64Array): Float64Array {
  if (typeof y !== 'number') return out.map((v, k) => v - y[k]);
  const most = Math.max(...out), e = out.map((v) => Math.exp(v - most)), total = e.reduce((s, v) => s + v, 0);
  return e.map((v, k) => v / total - +(k === y));
}

function evaluate(layers: readonly Dense[], examples: readonly Example[]): string {
  let right = 0, squared = 0, size = 0;
  for (const { x, y } of examples) {
    const out = activations(layers, x)[layers.length];
    if (typeof y === 'number') right += +(out.indexOf(Math.max(...out)) === y);
    else out.forEach((v, k) => ((squared += (v - y[k]) ** 2), (size += y[k] ** 2)));
  }
  return size > 0 ? `relative squared error ${(squared / size).toExponential(2)} on ${examples.length} held-out points` : `${right} of ${examples.length} held-out examples right`;
}

function moduleText({ name, about, widths, domain }: Task, layers: readonly Dense[], score: string): string {
  const bytes = (a: Float32Array): Uint8Array => new Uint8Array(a.buffer);
  const file = writeSafetensors(
    layers.flatMap(({ inputs, outputs, w }, i) => [
      { name: `${2 * i}.weight`, dtype: 'F32', shape: [outputs, inputs], data: bytes(Float32Array.from({ length: outputs * inputs }, (_, k) => w[Math.floor(k / inputs) * (inputs + 1) + (k % inputs)])) },
      { name: `${2 * i}.bias`, dtype: 'F32', shape: [outputs], data: bytes(Float32Array.from({ length: outputs }, (_, r) => w[r * (inputs + 1) + inputs])) },
    ]),
    { format: 'pt' },
  );
  return `// Written by experiments/builtin-targets/train.ts: ${score}.
/** ${name}: ${widths.join('-')}, trained on ${about}; inputs in ${domain}. A safetensors file in base64. */
export const ${name} = \`
${Buffer.from(file).toString('base64').replace(/.{1,120}/g, '$&\n')}\`;
`;
}
