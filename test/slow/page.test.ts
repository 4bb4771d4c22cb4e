import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartSpec, render } from '../../src/plot/index.js';
import { charts } from '../plot/charts.js';

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slth-page-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The document of a page once it has drawn, without a network, at an address. */
function open(file: string, hash: string): string {
  const { stdout, status } = spawnSync(browser!, ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${folder}/profile`, '--virtual-time-budget=10000', '--dump-dom', `file://${file}${hash}`], { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(status).toBe(0);
  return stdout.replace(/<script>[^]*?<\/script>/g, '');
}

/** Labels of an axis, as they are drawn. */
const ticks = (page: string, side: 'X' | 'Y'): string[] => {
  const axis = new RegExp(`aria-label="${side}-axis[^]*?role-axis-label[^]*?</g>`).exec(page)?.[0] ?? '';
  return [...axis.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map((m) => m[1]);
};

// Without Chromium there is nothing to open the page in.
describe.skipIf(browser === undefined)(`the page of a figure${browser === undefined ? ' (skipped: no chromium on this machine)' : ''}`, () => {
  test('draws, and its address turns its axes', async () => {
    const file = join(folder, 'ends.html');
    writeFileSync(file, await render(chartSpec(charts.ends), file));
    const log = open(file, ''), linear = open(file, '#x=log&y=linear');
    for (const page of [log, linear]) {
      expect(page).toMatch(/<svg[^>]*class="marks"/);
      expect(page).toContain('uniform');
      expect(page).toMatch(/role-mark[^>]*>\s*<path/);
    }
    expect(ticks(log, 'Y')).toEqual(expect.arrayContaining(['4', '8', '16', '32']));
    expect(ticks(linear, 'Y')).toEqual(expect.arrayContaining(['0', '10', '20', '30']));
    expect(ticks(linear, 'X')).toEqual(ticks(log, 'X'));
    expect(log).toMatch(/data-side="y" data-scale="log" aria-pressed="true"/);
    expect(linear).toMatch(/data-side="y" data-scale="linear" aria-pressed="true"/);
  });

  test('draws cells and stacks, and figures that are no charts', async () => {
    for (const [name, spec] of [['cells', chartSpec(charts.cells)], ['stacks', chartSpec(charts.stacks)], ['plain', { data: { values: [{ a: 1 }] }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' } } }]] as const) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, await render(spec, file));
      expect(open(file, ''), name).toMatch(/role-mark[^>]*>\s*<path/);
    }
  });
});
