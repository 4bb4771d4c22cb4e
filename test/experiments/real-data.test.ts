import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { dataFolder, mnistTest, realTarget } from '../../experiments/real-data.js';

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
