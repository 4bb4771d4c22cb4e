import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { collapsedNetwork, effectiveBlocks } from '../../src/certify/index.js';
import { cube, denseLayer, forward, prunedNetwork, readNetwork, sampleInside, writeNetwork, writeTicket, type PrunedNetwork, type Ticket } from '../../src/network/index.js';
import { builtins } from '../../src/network/builtin/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { sparsest } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';

const folder = mkdtempSync(join(tmpdir(), 'slth-'));
const slth = (...args: string[]): string => execFileSync(process.execPath, ['dist/src/cli/main.js', ...args], { encoding: 'utf8' });

let ticket: Ticket, pruned: PrunedNetwork;
beforeAll(async () => {
  const target = await builtins[0].load();
  const done = await approximate(
    { target, domain: cube(-1, 1, 2), theorem: theorem1, epsilon: null, tolerance: 0.001, budget: 'expected', delta: 0.05, selector: sparsest, candidates: 'auto', seed: 4 },
    inlinePool,
  );
  ticket = done.ticket;
  pruned = prunedNetwork(ticket, 2);
  writeFileSync(join(folder, 't.safetensors'), writeTicket(ticket));
});

/** A bound of float32 execution's distance from the real function at x, for any order of summation. */
function float32Envelope(network: PrunedNetwork, x: ArrayLike<number>): number[] {
  const u = 2 ** -24;
  let value = Array.from(x), radius = value.map(() => 0);
  network.layers.forEach(({ rows, columns, kept, bias }, j) => {
    const gamma = ((columns + 2) * u) / (1 - (columns + 2) * u);
    const nextValue = Array.from({ length: rows }, (_, r) => bias?.[r] ?? 0), size = nextValue.map(Math.abs), carried = nextValue.map(() => 0);
    for (const { row, column, weight } of kept) {
      nextValue[row] += weight * value[column];
      size[row] += Math.abs(weight) * (Math.abs(value[column]) + radius[column]);
      carried[row] += Math.abs(weight) * radius[column];
    }
    radius = carried.map((c, r) => c + gamma * size[r]);
    value = j < network.layers.length - 1 ? nextValue.map((v) => Math.max(0, v)) : nextValue;
  });
  return radius.map((r) => r * network.gain);
}

async function onnxruntime(bytes: Uint8Array, type: 'float32' | 'float64', inputs: number[][]): Promise<number[][]> {
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const flat = inputs.flat();
  const data = type === 'float32' ? Float32Array.from(flat) : Float64Array.from(flat);
  const { output } = await session.run({ input: new ort.Tensor(type as 'float32', data as Float32Array, [inputs.length, inputs[0].length]) });
  const width = output.dims[1];
  return inputs.map((_, k) => Array.from((output.data as Float32Array).subarray(k * width, (k + 1) * width)));
}

describe('an export', () => {
  test('runs in onnxruntime as the certified function, to float32 rounding, on a thousand inputs', async () => {
    const bytes = await writeNetwork('n.onnx', pruned.layers.map(denseLayer), pruned.gain);
    const inputs = Array.from({ length: 1000 }, (_, k) => [...Float32Array.from(sampleInside(ticket.domain, 2, k))]);
    const outputs = await onnxruntime(bytes, 'float32', inputs);
    const certified = forward(collapsedNetwork(ticket, 2));
    inputs.forEach((x, k) => {
      const envelope = float32Envelope(pruned, x);
      certified(x).forEach((v, r) => expect(Math.abs(outputs[k][r] - v)).toBeLessThanOrEqual(envelope[r] * (1 + 1e-9)));
    });
  });

  test('collapsed, is the certified function in float64', async () => {
    const collapsed = collapsedNetwork(ticket, 2);
    const bytes = await writeNetwork('n.onnx', collapsed.layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: data, bias })), 1);
    const inputs = Array.from({ length: 200 }, (_, k) => [...sampleInside(ticket.domain, 2, k)]);
    const outputs = await onnxruntime(bytes, 'float64', inputs);
    const certified = forward(collapsed);
    inputs.forEach((x, k) => certified(x).forEach((v, r) => expect(outputs[k][r]).toBeCloseTo(v, 10)));
  });

  test.each(['onnx', 'safetensors', 'npz'])('to .%s holds every kept weight bit for bit and no dead unit', async (extension) => {
    const file = join(folder, `out.${extension}`);
    expect(slth('export', join(folder, 't.safetensors'), '--to', file)).toContain('execution    largest ||float32 execution - certified function||_2');
    const read = await readNetwork(file, readFileSync(file));
    expect(read.layers.length).toBe(2 * ticket.scales.length);
    read.layers.forEach(({ weights }, j) => {
      const { data } = weights, gain = j === read.layers.length - 1 ? pruned.gain : 1;
      const { kept, bias } = pruned.layers[j];
      expect(data.filter((w) => w !== 0).length).toBe(kept.length);
      for (const { row, column, weight } of kept) expect(data[row * weights.columns + column]).toBe(gain * Math.fround(weight));
      const living = Array.from({ length: weights.rows }, (_, r) => bias?.[r] || data.subarray(r * weights.columns, (r + 1) * weights.columns).some((w) => w !== 0));
      if (j % 2 === 0) expect(living.every(Boolean)).toBe(true);
    });
    expect(Number(slth('export', join(folder, 't.safetensors'), '--to', file, '--json').match(/"largest": ([\d.e-]+)/)![1])).toBeLessThan(1e-3);
  });

  test('is redrawn by docs/redraw.py, which knows nothing of ours, to the same effective weights, where numpy is', async () => {
    const npz = join(folder, 'effective.npz');
    try {
      execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    } catch {
      console.warn('skipped: python3 with numpy is not here');
      return;
    }
    execFileSync('python3', ['docs/redraw.py', join(folder, 't.safetensors'), npz]);
    const { parseNpz } = await import('../../src/network/formats/npz.js');
    const arrays = new Map(parseNpz(readFileSync(npz)).map((t) => [t.name, t.values]));
    effectiveBlocks(ticket).forEach(({ plus, minus }, i) => {
      expect(arrays.get(`plus.${i + 1}`)).toEqual(plus.data);
      expect(arrays.get(`minus.${i + 1}`)).toEqual(minus.data);
    });
  });
});
