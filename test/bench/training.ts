import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { backendNames } from '../../src/tensor/index.js';
import { median } from './instances.js';
import type { Rates } from './train-steps.js';

const number = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

/** Training steps on every backend that loads, a process each, beside the plain gradient of TensorFlow.js, the floor, and C. */
export function benchTraining(folder: string): string {
  const c = median(Array.from({ length: 7 }, () => Number(execFileSync(join(folder, 'lenet'), ['60'], { encoding: 'utf8' }).split(' ')[0])));
  const all = backendNames.map((name) => ({ name, seen: JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', 'test/bench/train-steps.ts', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as Rates }));
  const loaded = all.flatMap(({ name, seen }) => ('missing' in seen ? [] : [{ name, seen }])), missing = all.filter(({ seen }) => 'missing' in seen).map(({ name }) => name);
  const rows = loaded.flatMap(({ name, seen: { products, steps } }) => steps.map(({ model, weights, ours, plain, ratio, millions }) => {
    const floor = millions / products * 1000;
    return `| ${name} | ${model} | ${weights.toLocaleString('en-US')} | ${number(1000 / ours)} | ${number(ours)} | ${number(floor)} | ${number(ours / floor)} | ${typeof plain === 'number' ? number(plain) : `none: ${plain}`} | ${ratio === null ? '' : number(ratio)} |`;
  }));
  const beside = loaded.map(({ name, seen }) => `${name} ${number(seen.steps[0].ours / c)}`).join(', ');
  const native = loaded.find(({ seen }) => seen.native !== null)?.seen.native;
  return `## Training

Written on ${new Date().toISOString().slice(0, 10)}, ${loaded[0].seen.text}, Node ${process.version}${native ? `; backend node with libtensorflow ${native}` : ''}${missing.length > 0 ? `; backend ${missing.join(', ')} does not load here` : ''}. Batches of 128, SGD with momentum, all times CPU time of all threads. The floor is a step's
multiply-adds (once forward, once for the weights, once for the inputs of every layer but the first) at the rate at which the backend multiplies 128 x 784 by 784 x 300: ${loaded.map(({ name, seen }) => `${name} ${number(seen.products / 1000)} 10^9 a second`).join(', ')}. Plain is
\`tf.train.momentum\` over the gradients that TensorFlow.js has, its weights kept in tensors, in the same process in turn; the ratio is the median of pairs.

| backend | model | parameters | steps a second | ms a step | floor, ms | times the floor | plain, ms | ours / plain |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

A step of LeNet-300-100 in plain C (test/bench/lenet.c) takes ${number(c)} ms; ours is ${beside} times that. Its loss and accuracy on 10,000 images: ${loaded.map(({ name, seen }) => `${name} ${number(seen.evaluation / 1000)} s`).join(', ')}.
`;
}
