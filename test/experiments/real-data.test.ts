import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { dataFolder, mnistTest, mnistTrain, realTarget } from '../../experiments/real-data.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('real data are looked for where SLTH_DATA says, and where they are missing the error says where, and what to do', () => {
  const empty = mkdtempSync(join(tmpdir(), 'slth-data-'));
  vi.stubEnv('SLTH_DATA', empty);
  expect(dataFolder()).toBe(empty);
  expect(() => realTarget('pensia2020_fc2.safetensors')).toThrow(`realData: needed targets/pensia2020_fc2.safetensors in ${empty}, got no such file; set SLTH_DATA to a folder with targets/ and mnist/`);
  expect(() => mnistTest()).toThrow(`needed mnist/t10k-images-idx3-ubyte.gz in ${empty}`);
});

test('without SLTH_DATA they are in shared/data beside the project', () => {
  vi.stubEnv('SLTH_DATA', undefined);
  expect(dataFolder()).toBe(join(import.meta.dirname, '..', '..', '..', 'shared', 'data'));
});

test('of the published training files the first 20,000 images are taken, and fewer are refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slth-data-'));
  mkdirSync(join(folder, 'mnist'));
  const write = (name: string, shape: number[]): void => {
    const header = new Uint8Array(4 + 4 * shape.length), size = shape.reduce((a, b) => a * b, 1);
    header.set([0, 0, 8, shape.length]);
    shape.forEach((n, k) => new DataView(header.buffer).setUint32(4 + 4 * k, n));
    writeFileSync(join(folder, 'mnist', `${name}-ubyte.gz`), gzipSync(Buffer.concat([header, Uint8Array.from({ length: size }, (_, k) => k % 251)])));
  };
  vi.stubEnv('SLTH_DATA', folder);
  expect(() => mnistTrain()).toThrow(`needed mnist/train-images-idx3-ubyte.gz in ${folder}`);
  write('train-images-idx3', [20_001, 2, 2]);
  write('train-labels-idx1', [20_001]);
  const { images, labels } = mnistTrain();
  expect([images.shape, labels.shape]).toEqual([[20_000, 2, 2], [20_000]]);
  expect([images.data.length, images.data[79_999], labels.data[19_999]]).toEqual([80_000, 79_999 % 251, 19_999 % 251]);
  write('train-labels-idx1', [19_999]);
  expect(() => mnistTrain()).toThrow('realData: needed at least 20,000 training images of MNIST and as many labels, got 19999');
});
