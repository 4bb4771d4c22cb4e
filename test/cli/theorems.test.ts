import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { slow } from '../runs.js';
import { statements } from '../../proofs/index.js';

const folder = mkdtempSync(join(tmpdir(), 'slth-theorems-'));
const at = (name: string): string => join(folder, name);
const slth = (...args: string[]) => spawnSync(process.execPath, ['dist/src/cli/main.js', ...args], { encoding: 'utf8' });

describe('slth theorems', () => {
  test('lists every statement with origin, status, constants and their origin', () => {
    const { status, stdout } = slth('theorems');
    expect(status).toBe(0);
    for (const { id } of statements) expect(stdout).toContain(id);
    expect(stdout).toMatch(/pensia2020\.theorem1 +proved +executable, \d+ checks/);
    expect(stdout).toMatch(/c_amp \(free\)/);
    expect(stdout).toMatch(/p_hit = 0\.\d+ \[0\.\d+, 0\.\d+\] \(fitted\)/);
  });

  test('prints all of one: statement, hypotheses, constants, bound, conversions, steps and what it uses', () => {
    const { stdout } = slth('theorems', 'malach2020.theorem2.1');
    expect(slth('theorems', 'pensia2020.theorem2').stdout).not.toContain('undefined');
    for (const word of ['reconstructed', 'small entries', '64 (proved)', 'ceil(16 / (tau * tau) * log(1 / delta_1))', 'where tau = epsilon / (2 * l * columns * sqrt(rows))', 'n * (rows + columns)', 'step 4:', 'malach2020.lemma3', '--theorem malach2020.theorem2.1']) expect(stdout).toContain(word);
  });

  test('prints JSON as an array, BibTeX, and TeX', () => {
    const all = JSON.parse(slth('theorems', '--json').stdout) as { id: string; bound: { tex: string } | null; status: { checks: number; passed: number | null } }[];
    expect(all.map((s) => s.id)).toEqual(statements.map((s) => s.id));
    for (const { status } of all) expect(status).toMatchObject({ checks: expect.any(Number), passed: null });
    expect(JSON.parse(slth('theorems', 'natale2024.fixed-size', '--json').stdout)).toHaveLength(1);
    expect(slth('theorems', 'sreenivasan2022.theorem', '--cite').stdout).toMatch(/^@inproceedings\{sreenivasan2022,/);
    expect(slth('theorems', '--cite').stdout.match(/^@/gm)!.length).toBe(new Set(statements.map((s) => s.cite.key)).size);
    expect(slth('theorems', 'orseau2020.weight', '--tex').stdout).toMatch(/\\begin\{theorem\}\[\{\\cite\[a weight\]\{orseau2020\}\}\][^]*\\sum_\{ j=0\}[^]*\\end\{theorem\}/);
  });

  test('prints all of a theorem that a module exports', () => {
    const { status, stdout } = slth('theorems', 'docs/templates/construction.ts');
    expect(status).toBe(0);
    for (const line of [/^theorem {6}my-construction\.conjecture: /m, /in this form conjectured; executable, 0 checks$/m, /^ +max\(1, ceil\(/m, /^runs .*--theorem \S+construction\.ts: construction my-construction/m, /^proof {8}on no page$/m]) expect(stdout).toMatch(line);
    expect(slth('theorems', 'docs/templates/construction.ts', '--tex').stdout).toContain('\\begin{theorem}');
    expect(slth('theorems', 'docs/templates/nothing.ts').stderr).toMatch(/^slth: theorems: needed a module at .*, got no such file\n$/);
  });

  test('runs the checks of a proof and says of each whether it holds', () => {
    const { status, stdout } = slth('theorems', 'malach2020.lemma2', '--check');
    expect(status).toBe(0);
    expect(stdout).toMatch(/stated, (\d+) checks passing/);
    expect(stdout).toMatch(/^ +holds: /m);
  });

  test.each([
    [['theorems', 'fermat'], /theorems: needed one of foundations\.propagation, .*, got fermat/],
    [['theorems', '--cite', '--json'], /theorems: needed one of --cite, --tex and --json, got several/],
    [['bounds', '--d', '0'], /--d: needed an integer in \[1, 1000000\], got 0/],
    [['bounds', '--epsilon', '2'], /--epsilon: needed a number in \[1e-12, 1\), got 2/],
    [['bounds', '--figure', 'f.svg', '--range', '5'], /--range: needed FROM,TO with 1 <= FROM < TO <= 1000000 for d, got 5/],
    [['bounds', '--range', '1,2'], /--range: needed --figure with it, got 1,2 alone/],
    [['bounds', '--figure', 'f.gif'], /needed a name ending in \.svg/],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = slth(...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('slth bounds', () => {
  test('puts all bounds side by side, the counting bound below all, the polynomial ones above', () => {
    const { status, stdout } = slth('bounds', '--d', '100', '--l', '5', '--epsilon', '0.01', '--delta', '0.01');
    expect(status).toBe(0);
    const ids = [...stdout.matchAll(/^ {2}([a-z0-9.-]+\.[a-z0-9.-]+)/gm)].map((m) => m[1]);
    expect(ids[0]).toBe('pensia2020.theorem2');
    // Rounding to the grid costs more than these tolerances: there the finite theorem has no bound.
    expect(ids.slice(-3)).toEqual(['malach2020.nearest-pair', 'malach2020.theorem2.1', 'pensia2020.finite']);
    // Of a target of one layer: log2(1 / 0.02) = 5.64, as published: 5.6. The bound is on the source's weights in all.
    expect(stdout).toMatch(/pensia2020\.theorem2 +necessary +proved +[\d,]+ +1\.13 +-$/m);
    expect(slth('bounds', '--d', '100', '--l', '1', '--epsilon', '0.01', '--delta', '0.01').stdout).toMatch(/pensia2020\.theorem2 +necessary +proved +[\d,]+ +5\.64 +-$/m);
  });

  test('says so where a bound is beyond what float64 tells, and keeps the others', () => {
    const { status, stdout } = slth('bounds', '--d', '1000', '--epsilon', '1e-12');
    expect(status).toBe(0);
    expect(stdout).toMatch(/diffenderfer2021\.theorem +sufficient +reconstructed +- +- +-$/m);
    expect(stdout).toMatch(/pensia2020\.theorem1 +sufficient +proved +\d/);
    expect(slth('bounds', '--d', '1000', '--figure', at('far.png'), '--over', 'epsilon', '--range', '1e-12,0.5').status).toBe(0);
  });

  // The finite theorem has a bound for small targets and large errors only.
  test.each(([['d', 10], ['l', 9], ['epsilon', 10], ['delta', 9]] as const).filter(([over]) => slow || over === 'd'))('draws them over %s', (over, curves) => {
    const file = at(`${over}.vl.json`);
    expect(slth('bounds', '--figure', file, '--over', over).status).toBe(0);
    const { usermeta: { chart } } = JSON.parse(readFileSync(file, 'utf8')), [{ x, series }] = chart.panels;
    expect(x.title.split(' ')[0]).toBe(over);
    expect(series.filter((s: { points: { y: number | null }[] }) => s.points.some((p) => p.y !== null)).length).toBe(curves);
    expect(slth('bounds', '--figure', at(`${over}.png`), '--over', over).status).toBe(0);
    expect(existsSync(at(`${over}.png`))).toBe(true);
  });
});

describe('a run outside a theorem', () => {
  test('is refused without --outside, and with it marked in text, JSON, figure, ticket, check and export', () => {
    const args = ['approximate', 'builtin:spirals', '--tolerance', '0.01', '--candidates', '60'];
    expect(slth(...args)).toMatchObject({ status: 64, stdout: '', stderr: expect.stringContaining('got a broken one: width (n = 60, 60, 60, the bound asks 668, 668, 668: 608, 608, 608 short); --outside runs it all the same') });
    const out = [...args, '--outside', '--out', at('o.safetensors'), '--figure', at('o.vl.json')];
    expect(slth(...out).stdout).toMatch(/^outside +the hypotheses of pensia2020\.theorem1: width; it promises nothing of this run$/m);
    expect(JSON.parse(slth(...out, '--json').stdout)).toMatchObject({ outside: ['width'], verdict: 'holds' });
    expect(readFileSync(at('o.vl.json'), 'utf8')).toContain('outside the hypotheses of pensia2020.theorem1: width');
    expect(slth('check', at('o.safetensors'), 'builtin:spirals').stdout).toMatch(/^outside .*: width; the theorem promised nothing$/m);
    expect(JSON.parse(slth('check', at('o.safetensors'), 'builtin:spirals', '--json').stdout)).toMatchObject({ outside: ['width'] });
    expect(slth('export', at('o.safetensors'), '--to', at('o.onnx')).stdout).toMatch(/^outside /m);
  });
});

describe('slth export of a ladder', () => {
  test.runIf(slow)('is exact in float32 while it fits, and refused where its scale does not, but for --collapsed', () => {
    const deep = at('deep.json');
    const layer = JSON.stringify({ weights: [[0.7]] });
    spawnSync(process.execPath, ['-e', `require('fs').writeFileSync(${JSON.stringify(deep)}, '{"schema":1,"layers":[${Array(7).fill(layer).join(',')}]}')`]);
    const ticket = at('ladder.safetensors'), approximate = (tolerance: string) => slth('approximate', deep, '--theorem', 'sreenivasan2022.theorem', '--tolerance', tolerance, '--out', ticket).status;
    expect(approximate('0.01')).toBe(0);
    expect(slth('export', ticket, '--to', at('ladder.onnx')).status).toBe(0);
    expect(approximate('1e-7')).toBe(0);
    expect(slth('check', ticket, deep).status).toBe(0);
    expect(slth('export', ticket, '--to', at('ladder.onnx'))).toMatchObject({ status: 65, stderr: expect.stringContaining('export: needed an output gain that is a float32') });
    expect(slth('export', ticket, '--to', at('ladder.onnx'), '--collapsed').status).toBe(0);
  });
});
