import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNetwork } from '../../src/network/index.js';
import { randomNetwork } from '../random-network.js';

const main = 'dist/src/cli/main.js', folder = mkdtempSync(join(tmpdir(), 'slth-certify-'));
const at = (name: string): string => join(folder, name);
const slth = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const written = async (name: string, widths: readonly number[], seed: number): Promise<void> => {
  const { layers } = randomNetwork(widths, seed, { biased: true });
  writeFileSync(at(name), await writeNetwork(name, layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: Float32Array.from(data), bias: bias && Float32Array.from(bias) })), 1));
};

beforeAll(async () => {
  await written('a.onnx', [3, 8, 8, 2], 1);
  await written('wide.onnx', [8, 40, 40, 2], 2);
  for (const name of ['a', 'wide']) expect(slth('round', at(`${name}.onnx`), '--to', 'f16', '--out', at(`${name}16.onnx`)).status).toBe(0);
});

describe('slth certify', () => {
  test('prints the one JSON object that is documented, and writes a certificate that check takes', () => {
    const { status, stdout, stderr } = slth('certify', at('a.onnx'), at('a16.onnx'), '--domain', 'box:-1,1', '--out', at('c.json'), '--executed', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schema: 1, certificate: { domain: 'box:-1,1', norm: 'l2', method: 'branch and bound' }, verdict: null, epsilon: null, stopped: null });
    const { lower, upper, witness, bounds } = result.certificate;
    expect(lower).toBeGreaterThan(0);
    expect(upper).toBeLessThanOrEqual(1.011 * lower);
    expect(upper).toBe(Math.min(...(Object.values(bounds) as number[])));
    expect(witness).toHaveLength(3);
    expect(result.executed.upper).toBeGreaterThanOrEqual(upper + result.executed.envelope);
    expect(result.executed.upper).toBeLessThan((upper + result.executed.envelope) * (1 + 1e-15));
    expect(result.executed.envelope).toBeLessThan(1e-12);
    const checked = slth('check', at('c.json'), at('a.onnx'), at('a16.onnx'), '--json');
    expect(checked.status).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ claim: { lower, upper, domain: 'box:-1,1', norm: 'l2' }, lower: { holds: true }, upper: { holds: true }, verdict: 'holds' });
  });

  test.each([['holds', '0.5', 0], ['fails', '1e-9', 1]])('says that an error %s: at most %s, with exit code %i', (verdict, epsilon, code) => {
    const { status, stdout } = slth('certify', at('a.onnx'), at('a16.onnx'), '--domain', 'box:-1,1', '--epsilon', epsilon);
    expect(status).toBe(code);
    expect(stdout).toMatch(new RegExp(`^verdict {6}${verdict}: error at most ${Number(epsilon)} on box:-1,1$`, 'm'));
  });

  test('leaves it open where the cells do not suffice, with exit code 2', () => {
    const known = JSON.parse(slth('certify', at('wide.onnx'), at('wide16.onnx'), '--domain', 'box:-1,1', '--nodes', '20', '--json').stdout).certificate;
    const between = (known.lower + known.upper) / 2;
    expect(slth('certify', at('wide.onnx'), at('wide16.onnx'), '--domain', 'box:-1,1', '--nodes', '20', '--epsilon', String(between)).status).toBe(2);
  });

  test('takes a ticket on either side, on its own domain, and single outputs', () => {
    expect(slth('approximate', 'builtin:spirals', '--tolerance', '0.001', '--domain', 'box:-1,1', '--out', at('t.safetensors')).status).toBe(0);
    const one = JSON.parse(slth('certify', 'builtin:spirals', at('t.safetensors'), '--json', '--nodes', '2000', '--out', at('t.json')).stdout).certificate;
    const two = JSON.parse(slth('certify', at('t.safetensors'), 'builtin:spirals', '--json', '--nodes', '2000', '--norm', 'output:1').stdout).certificate;
    expect(one.domain).toBe('box:-1,1');
    expect(two.lower).toBeLessThanOrEqual(one.upper);
    expect(slth('check', at('t.json'), 'builtin:spirals', at('t.safetensors')).stdout).toContain('in l2 on box:-1,1, by branch and bound');
    // The nonnegative part of a ball is another domain, and another function of the ticket.
    const part = JSON.parse(slth('certify', 'builtin:spirals', at('t.safetensors'), '--json', '--nodes', '100', '--domain', 'ball:1,nonnegative').stdout).certificate;
    expect(part.domain).toBe('ball:1,nonnegative');
    expect(part.lower).toBeLessThanOrEqual(one.upper);
  });

  test('an interrupt prints the interval and leaves a whole file, which holds', async () => {
    const child = spawn(process.execPath, [main, 'certify', at('wide.onnx'), at('wide16.onnx'), '--domain', 'box:-1,1', '--nodes', '10000000', '--out', at('i.json')]);
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    setTimeout(() => child.kill('SIGINT'), 1300);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    expect(stdout).toMatch(/^certificate {2}\S+ <= sup \|\|A\(x\) - B\(x\)\|\|_2 <= \S+ on box:-1,1/m);
    expect(stdout).toMatch(/^stopped {6}by an interrupt/m);
    expect(slth('check', at('i.json'), at('wide.onnx'), at('wide16.onnx')).status).toBe(0);
  });

  test('--seconds ends it in time and says so', () => {
    const { status, stdout } = slth('certify', at('wide.onnx'), at('wide16.onnx'), '--domain', 'box:-1,1', '--seconds', '1.5', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: 'seconds', certificate: { method: 'branch and bound' } });
  });

  test('a certificate of other networks, an altered and a broken one are refused in words', () => {
    const record = JSON.parse(readFileSync(at('c.json'), 'utf8'));
    expect(slth('check', at('c.json'), at('a16.onnx'), at('a.onnx'))).toMatchObject({ status: 65, stderr: expect.stringContaining('certificate: needed its own first network') });
    writeFileSync(at('forged.json'), JSON.stringify({ ...record, upper: record.lower * 0.99 }));
    const { status, stdout } = slth('check', at('forged.json'), at('a.onnx'), at('a16.onnx'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/upper {8}not proven: leaf \d+ has a bound larger than/);
    writeFileSync(at('cut.json'), readFileSync(at('c.json'), 'utf8').slice(0, 300));
    expect(slth('check', at('cut.json'), at('a.onnx'), at('a16.onnx'))).toMatchObject({ status: 65, stderr: expect.stringContaining('certificate: needed a JSON text') });
    expect(slth('check', at('c.json'), at('a.onnx'))).toMatchObject({ status: 64, stderr: expect.stringContaining("check: needed a certificate's two networks") });
  });

  test.each<[string, string[], RegExp]>([
    ['--nodes -1', ['--nodes', '-1'], /--nodes: needed an integer from 0 to 10000000, got -1/],
    ['--gap -1', ['--gap', '-1'], /--gap: needed a number of at least 0, got -1/],
    ['--norm l1', ['--norm', 'l1'], /--norm: needed l2, linf or output:K with K from 0 to 1, got l1/],
    ['--norm output:2', ['--norm', 'output:2'], /--norm: needed l2, linf or output:K with K from 0 to 1, got output:2/],
    ['--epsilon 0', ['--epsilon', '0'], /--epsilon: needed a positive number, got 0/],
    ['--seconds 0', ['--seconds', '0'], /--seconds: needed a number in \(0, 1000000\], got 0/],
    ['a certificate in a file of another kind', ['--out', at('c.txt')], /--out: needed a name ending in .json/],
    ['a certificate in the place of a network', ['--domain', 'box:1,0'], /lower <= upper/],
  ])('refuses %s', (_, more, message) => {
    const { status, stdout, stderr } = slth('certify', at('a.onnx'), at('a16.onnx'), ...more);
    expect(status).toBe(64);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });
});

describe('slth round', () => {
  test('writes IEEE half precision, ties to even, and says how far weights moved', async () => {
    writeFileSync(at('w.json'), JSON.stringify({ schema: 1, layers: [{ weights: [[1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 65503]] }] }));
    const { stdout } = slth('round', at('w.json'), '--to', 'f16', '--out', at('w.npz'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, to: 'f16', widths: [4, 1], changed: 4 });
    const { readNetwork } = await import('../../src/network/index.js');
    const { layers } = await readNetwork('w.npz', Uint8Array.from(readFileSync(at('w.npz'))));
    expect(Array.from(layers[0].weights.data)).toEqual([1, 1 + 2 ** -9, 0, 65504]);
  });

  test('refuses weights beyond the range of the format, and unknown formats', () => {
    writeFileSync(at('big.json'), JSON.stringify({ schema: 1, layers: [{ weights: [[70000]] }] }));
    expect(slth('round', at('big.json'), '--to', 'f16', '--out', at('big.onnx'))).toMatchObject({ status: 65, stderr: expect.stringContaining('round: needed weights within the range of f16, got 70000') });
    expect(slth('round', at('big.json'), '--to', 'f8', '--out', at('big.onnx'))).toMatchObject({ status: 64, stderr: expect.stringContaining('--to: needed f16, bf16, f32, got f8') });
  });
});
