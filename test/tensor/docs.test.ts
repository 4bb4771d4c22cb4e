import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readNetwork, widths } from '../../src/network/index.js';

const root = join(import.meta.dirname, '../..'), text = readFileSync(join(root, 'docs/training.md'), 'utf8'), [lenet, own] = [...text.matchAll(/```js\n([^]*?)```/g)].map((m) => m[1]);

/** A folder that has slth installed. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'slth-training-'));
  mkdirSync(join(made, 'node_modules'));
  symlinkSync(root, join(made, 'node_modules/slth'));
  return made;
}

function run(cwd: string, code: string): string {
  writeFileSync(join(cwd, 'run.mjs'), code);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['run.mjs'], { cwd, encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** IDX files of 28 x 28 images with a bright row at 2 + 2 k for class k. */
function writeImages(cwd: string, name: string, count: number): void {
  const header = (...numbers: number[]): Buffer => Buffer.concat([Buffer.of(0, 0, 8, numbers.length), ...numbers.map((n) => Buffer.of(n >>> 24, n >>> 16, n >>> 8, n))] as Uint8Array[]);
  const images = Uint8Array.from({ length: 784 * count }, (_, k) => (Math.floor((k % 784) / 28) === 2 + 2 * (Math.floor(k / 784) % 10) ? 255 : (k * 7919) % 60)), labels = Uint8Array.from({ length: count }, (_, k) => k % 10);
  writeFileSync(join(cwd, `${name}-images-idx3-ubyte.gz`), gzipSync(Buffer.concat([header(count, 28, 28), images] as Uint8Array[])));
  writeFileSync(join(cwd, `${name}-labels-idx1-ubyte.gz`), gzipSync(Buffer.concat([header(count), labels] as Uint8Array[])));
}

describe('docs/training.md', () => {
  test("trains LeNet on one's own files, prunes it, stops and goes on, and leaves a target", async () => {
    const cwd = folder();
    writeImages(cwd, 'train', 240);
    writeImages(cwd, 't10k', 50);
    const out = run(cwd, lenet);
    expect(out).toMatch(/^whole: accuracy (1|0\.9\d*)\ndensity 0\.1: accuracy (1|0\.\d+)\nmlp-784-300-100-10 from step 20: accuracy (1|0\.\d+)\nloss \d\S*\n$/);
    const network = await readNetwork('lenet.onnx', readFileSync(join(cwd, 'lenet.onnx')));
    expect(widths(network)).toEqual([784, 300, 100, 10]);
    expect(network.layers.reduce((n, l) => n + l.weights.data.reduce((m, w) => m + +(w !== 0), 0), 0)).toBeLessThanOrEqual(26_620);
  });

  test('has a model of its own parts, which prints what it says', () => {
    expect(text).toContain(`prints \`${run(folder(), own).trim()}\``);
  });
});
