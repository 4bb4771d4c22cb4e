import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from './contract.js';

const root = join(import.meta.dirname, '../..');

/** The contract's answer for a backend, of src/tensor as it is compiled in these folders. */
export const contractOf = (backend: string, folders: readonly string[] = [join(root, 'dist/src/tensor')]): Promise<Answer> => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'contract.ts'), backend, ...folders], { cwd: root, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } });
  const out: string[] = [], errors: string[] = [];
  child.stdout.on('data', (part: Buffer) => out.push(part.toString()));
  child.stderr.on('data', (part: Buffer) => errors.push(part.toString()));
  child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out.join('')) as Answer) : reject(new Error(`contract of ${backend}: needed an answer, got exit ${code}: ${errors.join('').slice(0, 1000)}`))));
});

/** A fault: in this compiled file this text, which is there once, is another. */
export interface Fault {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const faults: readonly Fault[] = [
  { name: 'the gradient of filters with rows for columns', file: 'kernels.js', from: "[-1, kh, kw, -1]), [1, 2, 0, 3])", to: "[-1, kh, kw, -1]), [2, 1, 0, 3])" },
  { name: 'the gradient of filters not spread by the stride', file: 'kernels.js', from: "'NHWC', stride)", to: "'NHWC', 1)" },
  { name: "the gradient of a convolution's inputs by filters that are not turned", file: 'kernels.js', from: 'tf.reverse(tf.transpose(filter, [0, 1, 3, 2]), [0, 1])', to: 'tf.transpose(filter, [0, 1, 3, 2])' },
  { name: "the gradient of a convolution's inputs padded at the other end", file: 'kernels.js', from: 'kh - 1 - rows[0], kh - 1 - rows[1]', to: 'kh - 1 - rows[1], kh - 1 - rows[0]' },
  { name: 'inputs padded at the other end for the gradient of filters', file: 'kernels.js', from: 'return [Math.floor(all / 2), all - Math.floor(all / 2)]', to: 'return [all - Math.floor(all / 2), Math.floor(all / 2)]' },
  { name: 'a loss summed, its gradient not the mean', file: 'kernels.js', from: 'tf.div(dy, logits.shape[0])', to: 'dy' },
  { name: 'a softmax without its largest logit taken out', file: 'kernels.js', from: 'const most = tf.max(logits, 1, true)', to: 'const most = tf.zeros([logits.shape[0], 1])' },
  { name: 'a batched product whose right factor has the gradient of another', file: 'kernels.js', from: 'product(tf.transpose(a, swapped), dy)', to: 'product(tf.transpose(tf.reverse(a, [0]), swapped), dy)' },
  { name: 'pools by the gradient that TensorFlow.js has', file: 'layers/fixed.js', from: 'fixed(halved, largestOfSquares)', to: "fixed(halved, (x) => tf.maxPool(x, 2, 2, 'valid'))" },
  { name: 'normalisation by its statistics while it trains', file: 'layers/batch-norm.js', from: 'if (training) {', to: 'if (false) {' },
  { name: 'normalisation whose gradient takes the mean for a constant', file: 'layers/batch-norm.js', from: 'mean = tf.mean(x, axes);', to: 'mean = tf.tensor(tf.mean(x, axes).dataSync());' },
  { name: 'statistics that forget what was', file: 'layers/batch-norm.js', from: 'tf.mul(running[0], 1 - MOMENTUM)', to: 'tf.mul(running[0], MOMENTUM)' },
  { name: 'a residual block without what goes past it', file: 'layers/residual.js', from: 'tf.add(x, part.apply(x, values, pass))', to: 'part.apply(x, values, pass)' },
  { name: 'a step that climbs', file: 'optimiser.js', from: 'values[k] -= rate * velocity[k]', to: 'values[k] += rate * velocity[k]' },
];

/** A folder with src/tensor as compiled, but for the fault. Throws where its text is not there once. */
export function faulty({ name, file, from, to }: Fault): string {
  const folder = mkdtempSync(join(tmpdir(), 'slth-tensor-'));
  for (const part of ['numeric', 'network', 'tensor']) cpSync(join(root, 'dist/src', part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const path = join(folder, 'tensor', file), text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`faulty: needed "${from}" once in ${file} for ${name}, got it ${text.split(from).length - 1} times`);
  writeFileSync(path, text.replace(from, to));
  return join(folder, 'tensor');
}
