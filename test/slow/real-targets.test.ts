import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';

/** Where the real networks are: SLTH_DATA, or shared/data beside the clone. */
const data = process.env.SLTH_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const here = existsSync(join(data, 'targets'));
if (!here) console.warn(`skipped: no real targets at ${data}; set SLTH_DATA to a folder with targets/ and mnist/`);

const folder = mkdtempSync(join(tmpdir(), 'slth-real-'));
const target = (name: string): string => join(data, 'targets', name);
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...args, '--json'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect(stderr).toBe('');
  return { status, result: JSON.parse(stdout) };
};
const accuracy = (network: string): number =>
  run('accuracy', network, '--images', join(data, 'mnist', 't10k-images-idx3-ubyte.gz'), '--labels', join(data, 'mnist', 't10k-labels-idx1-ubyte.gz')).result.right;

describe.skipIf(!here)('real targets', () => {
  const fc2 = target('pensia2020_fc2.safetensors');

  test("Pensia's own target, tolerance 0.01, sparsest: no miss, far fewer candidates than the published 9.39, accuracy kept", () => {
    const ticket = join(folder, 'fc2.safetensors');
    const { status, result } = run('approximate', fc2, '--tolerance', '0.01', '--select', 'sparsest', '--out', ticket);
    expect(status).toBe(0);
    expect(result).toMatchObject({ target: { weights: 397000 }, problems: 789000, misses: 0, verdict: 'holds' });
    expect(result.selectedPerProblem).toBeLessThan(1);
    expect(run('check', ticket, fc2).result.verdict).toBe('holds');
    // Pensia et al. (2020), Experiment 1: 97.19 % before and after.
    expect(accuracy(fc2)).toBe(9719);
    expect(Math.abs(accuracy(ticket) - 9719)).toBeLessThanOrEqual(20);
  });

  test("Pensia's own target, epsilon 0.01 on the unit ball: certified", () => {
    const { status, result } = run('approximate', fc2, '--epsilon', '0.01', '--domain', 'ball:1');
    expect(status).toBe(0);
    expect(result.certificate.upper).toBeLessThanOrEqual(0.01);
  });

  test('mnist-fc_256x2, epsilon 0.05 on [0, 1]^784: certified', () => {
    const { status, result } = run('approximate', target('mnist-fc_256x2.onnx'), '--epsilon', '0.05', '--domain', 'box:0,1');
    expect(status).toBe(0);
    expect(result.certificate.upper).toBeLessThanOrEqual(0.05);
  });

  test.each(['acasxu_1_1.onnx', 'acasxu_3_3.onnx'])('%s, tolerance 1e-5: no miss, and a certificate however loose', (name) => {
    const { status, result } = run('approximate', target(name), '--tolerance', '1e-5', '--domain', 'box:-0.68,0.68');
    expect(status).toBe(0);
    expect(result.misses).toBe(0);
    expect(result.certificate.upper).toBeLessThan(result.certificate.bounds.spectral);
  });

  // Pools of Malach et al. (2020) are found by search: their bound asks more units than a source can number.
  const ids = theorems.map((t) => t.id).filter((id) => id !== 'malach2020.theorem2.1'), wide = ['malach2020.nearest-pair', 'sreenivasan2022.theorem'];
  const jobs = [...ids.map((id) => [id, 'acasxu_1_1.onnx'] as const), ...wide.map((id) => [id, 'mnist-fc_256x2.onnx'] as const)].map(([id, name]) => [id, name, id.startsWith('malach') ? 'auto' : 'bound'] as const);
  test.each(jobs)('%s on %s, tolerance 0.01, biases included: no miss, and every claim of the ticket is recomputed', (id, name, candidates) => {
    const ticket = join(folder, `${id}.safetensors`);
    const { status, result } = run('approximate', target(name), '--theorem', id, '--tolerance', '0.01', '--candidates', candidates, '--out', ticket);
    expect(status).toBe(0);
    expect(result).toMatchObject({ misses: 0, verdict: 'holds', outside: [] });
    expect(run('check', ticket, target(name)).result.verdict).toBe('holds');
  });

  test('a polynomial bound on a real layer is refused at once, with the draws and the units that it would take', () => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', 'approximate', target('mnist-fc_256x2.onnx'), '--theorem', 'malach2020.theorem2.1', '--epsilon', '0.01'], { encoding: 'utf8' });
    expect(status).toBe(64);
    expect(stderr).toMatch(/needed at most 1e11 expected draws, got \d\.\d+e\+\d+ for malach2020.theorem2.1, whose bound asks \d\.\d+e\+2\d hidden units/);
  });

  const box = join(folder, 'acas.box');
  writeFileSync(box, '0.6,0.6799\n-0.5,0.5\n-0.5,0.5\n0.45,0.5\n-0.5,-0.45\n');

  test('acasxu_1_1, epsilon 0.01 on a box: certified by branch and bound, where norms say nothing, and checked in exact arithmetic', () => {
    const acas = target('acasxu_1_1.onnx'), ticket = join(folder, 'acas.safetensors');
    const { status, result } = run('approximate', acas, '--epsilon', '0.01', '--domain', `box:${box}`, '--out', ticket);
    expect(status).toBe(0);
    expect(result).toMatchObject({ verdict: 'holds', misses: 0, certificate: { method: 'branch and bound' } });
    expect(result.certificate.bounds.spectral).toBeGreaterThan(1000);
    expect(run('check', ticket, acas).result.verdict).toBe('holds');
  });

  test('acasxu_1_1 against its half precision on a box: at most 0.05, and checked in exact arithmetic', () => {
    const acas = target('acasxu_1_1.onnx'), half = join(folder, 'acas16.onnx'), file = join(folder, 'acas.json');
    expect(run('round', acas, '--to', 'f16', '--out', half).status).toBe(0);
    const { status, result } = run('certify', acas, half, '--domain', `box:${box}`, '--epsilon', '0.05', '--out', file);
    expect(status).toBe(0);
    expect(result.certificate.upper).toBeLessThanOrEqual(0.05);
    expect(run('check', file, acas, half).result.verdict).toBe('holds');
  });

  test('mnist-fc_256x2 against its half precision on [0, 1]^784: differential bounds below spectral ones, checked in exact arithmetic', () => {
    const mnist = target('mnist-fc_256x2.onnx'), half = join(folder, 'mnist16.onnx'), file = join(folder, 'mnist.json');
    run('round', mnist, '--to', 'f16', '--out', half);
    const { certificate } = run('certify', mnist, half, '--domain', 'box:0,1', '--out', file).result;
    expect(certificate.method).toBe('differential');
    expect(certificate.upper).toBeLessThan(certificate.bounds.spectral);
    expect(certificate.lower).toBeGreaterThan(0);
    expect(run('check', file, mnist, half).result.verdict).toBe('holds');
  });
});
