import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'slth-')), at = (name: string): string => join(folder, name);
const slth = (...args: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, ['dist/src/cli/main.js', ...args], { encoding: 'utf8' });

beforeAll(() => {
  expect(slth('approximate', 'builtin:teacher', '--epsilon', '0.05', '--out', at('t.safetensors')).status).toBe(0);
  expect(slth('approximate', 'builtin:teacher', '--tolerance', '0.0001', '--candidates', '10', '--outside', '--out', at('missed.safetensors')).status).toBe(1);
}, 60_000);

describe('slth prove', () => {
  test('writes a folder that compiles by itself: the ticket, the library and a makefile that names them all', () => {
    const { status, stdout } = slth('prove', at('t.safetensors'), 'builtin:teacher', '--out', at('proof'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^written {6}.*ticket\/Ticket\.v, [\d,]+ kept weights as integers$/m);
    expect(stdout).toMatch(/network_error: \|\|F\(x\) - G\(x\)\|\|_2 <= 0\.04\d+ for every x in ball:1$/m);
    expect(stdout).toMatch(/^verdict {6}holds: network error at most 0\.05 on ball:1, once the kernel agrees$/m);
    const makefile = readFileSync(at('proof/Makefile'), 'utf8');
    for (const part of ['slth', 'ticket']) for (const file of readdirSync(at(`proof/${part}`))) expect(makefile).toContain(`${part}/${file}o`);
    // What the library's files require of each other is what the makefile says.
    for (const file of readdirSync(at('proof/slth'))) {
      const needs = [...readFileSync(at(`proof/slth/${file}`), 'utf8').matchAll(/^From SLTH Require (?:Import|Export) ([\w ]+)\./gm)].flatMap((m) => m[1].split(' '));
      for (const need of needs) expect(makefile.split('\n').some((l) => l.split(':')[0].includes(`slth/${file}o`) && l.split(':')[1].includes(`slth/${need}.vo`)), `${file} needs ${need}`).toBe(true);
    }
    // A second time, into the folder of the first.
    const found = JSON.parse(slth('prove', at('t.safetensors'), 'builtin:teacher', '--out', at('proof'), '--json').stdout) as Record<string, unknown>;
    expect(found).toMatchObject({ schema: 1, files: ['ticket/Ticket.v'], theorem: 'network_error', misses: 0, checked: false, domain: 'ball:1', epsilon: 0.05, reached: true, outside: [], verdict: 'holds' });
  });

  test('says how many weights miss their tolerance, writes nothing and ends with 1', () => {
    const { status, stdout } = slth('prove', at('missed.safetensors'), 'builtin:teacher', '--out', at('none'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^written {6}nothing: [\d,]+ effective weights are not within their tolerance$/m);
    expect(stdout).toMatch(/^verdict {6}fails: what should be proven is not so$/m);
    expect(JSON.parse(slth('prove', at('missed.safetensors'), 'builtin:teacher', '--out', at('none'), '--json').stdout)).toMatchObject({ verdict: 'fails', files: [], error: null, checked: false });
    expect(existsSync(at('none'))).toBe(false);
  });

  test('leaves nothing of an earlier proof in the folder', () => {
    writeFileSync(at('proof/ticket/Layer9.v'), '');
    expect(slth('prove', at('t.safetensors'), 'builtin:teacher', '--out', at('proof')).status).toBe(0);
    expect(readdirSync(at('proof/ticket'))).toEqual(['Ticket.v']);
  });

  test.each([
    ['a file in place of the folder', () => writeFileSync(at('file'), ''), 'file', 64, /--out: needed a folder that is new, empty or of an earlier proof, got the file .*file$/],
    ['a folder of other things', () => { mkdirSync(at('other')); writeFileSync(at('other/x'), ''); }, 'other', 64, /--out: needed a folder that is new, empty or of an earlier proof, got .*other, which holds other files$/],
  ])('refuses %s', (_, prepare, out, code, message) => {
    prepare();
    const { status, stderr } = slth('prove', at('t.safetensors'), 'builtin:teacher', '--out', at(out));
    expect(status).toBe(code);
    expect(stderr.trim()).toMatch(message);
  });

  test('refuses an empty name of a folder, another target, and what is no ticket', () => {
    expect(slth('prove', at('t.safetensors'), 'builtin:teacher', '--out', '').stderr).toMatch(/got an empty name$/m);
    expect(slth('prove', at('t.safetensors'), 'builtin:spirals', '--out', at('p')).stderr).toMatch(/ticket: needed its own target/);
    expect(slth('prove', 'builtin:teacher', 'builtin:teacher', '--out', at('p')).status).toBe(65);
    expect(slth('prove', at('t.safetensors'), 'builtin:teacher').stderr).toMatch(/required option '--out <folder>'/);
  });
});
