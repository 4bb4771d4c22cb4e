import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { ball, type Network } from '../../src/network/index.js';
import { builtins } from '../../src/network/builtin/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { cellsOf, drawWeightErrors, render, weightErrorsSpec } from '../../src/plot/index.js';
import { sparsest } from '../../src/subset-sum/index.js';
import { approximate, outcomesOf, type Approximation } from '../../src/theorem/index.js';

let target: Network, done: Approximation;
beforeAll(async () => {
  target = await builtins[0].load();
  done = await approximate(
    { target, domain: ball(1), theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: sparsest, candidates: 'bound', seed: 1 },
    inlinePool,
  );
});

/** The share of pixels that are not white, of a PNG drawn without any system font. */
async function ink(spec: Record<string, unknown>): Promise<number> {
  const { Resvg } = await import('@resvg/resvg-js');
  const png = (await render(spec, 'x.png')) as Uint8Array;
  const image = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100"><image width="200" height="100" xlink:href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/></svg>`, { background: 'white', font: { loadSystemFonts: false } }).render();
  const { pixels } = image;
  let dark = 0;
  for (let k = 0; k < pixels.length; k += 4) if (pixels[k] < 200) dark++;
  return dark / (pixels.length / 4);
}

describe('the figure of an approximation', () => {
  test('counts every problem once', () => {
    const { cells } = cellsOf(done.result, outcomesOf(done, target));
    expect(cells.reduce((sum, c) => sum + c.weights, 0)).toBe(done.result.problems);
    const kept = cells.reduce((sum, c) => sum + c.weights * c.selected, 0);
    expect(kept / done.result.problems).toBeCloseTo(done.result.selectedPerProblem, 12);
    for (const { from, to } of cells) expect(Math.max(Math.abs(from), Math.abs(to))).toBeLessThanOrEqual(1);
  });

  test('has the Vega-Lite specification that is pinned', () => {
    const spec = JSON.parse(JSON.stringify({ ...weightErrorsSpec(done.result, outcomesOf(done, target)), data: null }));
    expect(spec).toEqual(JSON.parse(readFileSync(join(import.meta.dirname, 'weight-errors.golden.json'), 'utf8')));
  });

  test('is drawn as .vl.json, .svg and .png', async () => {
    const draw = (name: string) => drawWeightErrors(done.result, outcomesOf(done, target), name);
    expect(JSON.parse((await draw('f.vl.json')) as string).$schema).toContain('vega-lite');
    expect(await draw('f.svg')).toMatch(/^<svg[^]*candidates kept per weight[^]*<\/svg>$/);
    expect([...((await draw('f.png')) as Uint8Array).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  test('has letters with system fonts off', async () => {
    const text = { data: { values: [{}] }, mark: { type: 'text', fontSize: 40 }, encoding: { text: { value: 'epsilon' } }, width: 200, height: 100 };
    expect(await ink(text)).toBeGreaterThan((await ink({ ...text, encoding: { text: { value: '' } } })) + 0.01);
  });
});
