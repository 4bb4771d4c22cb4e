import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const at = (name: string): string => join(mkdtempSync(join(tmpdir(), 'slth-verify-')), name);
const fixture = (name: string): string => join(import.meta.dirname, '..', 'fixtures', name);
const slth = (...args: string[]) => spawnSync(process.execPath, ['dist/src/cli/main.js', 'verify', ...args], { encoding: 'utf8' });

describe('slth verify', () => {
  test('prints the one JSON object that is documented, the same for any number of workers', () => {
    const json = (...args: string[]) => JSON.parse(slth('pensia2020.theorem1', '--json', '--d', '2', '--tolerance', '0.05', '--candidates', '24', '--attempts', '150', ...args).stdout);
    const one = json('--workers', '1'), two = json('--workers', '2', '--targets', 'uniform');
    delete one.seconds;
    delete two.seconds;
    expect(two).toEqual(one);
    expect(one).toMatchObject({ schema: 1, theorem: { id: 'pensia2020.theorem1', quantifier: 'every target' }, quantifier: 'each target', claim: 'E', n: [24, 24], seed: 1, budget: 150, outside: ['width'], network: null });
    expect(one.event.success + one.event.failure + one.event.unknown).toBe(one.attempts);
    expect(one.times.reduce((sum: number, t: { sources: number }) => sum + t.sources, 0)).toBe(one.event.success);
  });

  test('ends with 0 where the claim holds, 1 where it fails, 2 where it is open, and draws', () => {
    const svg = at('f.svg'), small = ['pensia2020.theorem1', '--d', '2', '--tolerance', '0.1'];
    const holds = slth(...small, '--targets', 'every', '--figure', svg);
    expect(holds).toMatchObject({ status: 0, stderr: '' });
    expect(holds.stdout).toMatch(/^verdict {6}holds: the failure probability is below 0\.05 at n = \d+, at 95 % confidence$/m);
    expect(readFileSync(svg, 'utf8')).toContain('sources that fail');
    const fails = slth(...small, '--candidates', '4');
    expect(fails.status).toBe(1);
    expect(fails.stdout).toMatch(/^verdict {6}fails: .*refutes this construction at that n, not the theorem: another mask may exist/m);
    expect(fails.stdout).toMatch(/^misses {7}\d+ by range, \d+ by resolution, 0 given up, of \d+ problems$/m);
    expect(slth(...small, '--attempts', '20').status).toBe(2);
  });

  test.each([
    [['fermat'], /verify: needed pensia2020\.theorem1, .*, or the path of a module .*, got fermat/],
    [['pensia2020.theorem1', '--targets', 'some'], /--targets: needed uniform, edge, large, every, a network file or builtin:NAME, got some/],
    [['pensia2020.theorem1', '--epsilon', '0.1', '--tolerance', '0.1'], /needed --epsilon or --tolerance, got both/],
    [['pensia2020.theorem1', '--candidates', 'auto'], /--candidates: needed an integer in \[1, \d+\], got NaN/],
    [['pensia2020.theorem1', '--d', '0'], /--d: needed an integer in \[1, 4096\], got 0/],
    [['pensia2020.theorem1', '--targets', 'builtin:spirals', '--targets-per-source', '2'], /--targets-per-source: needed a family of targets, got builtin:spirals/],
    [['pensia2020.theorem1', '--targets', 'every', '--select', 'plenty'], /covering: needed a selector of which it is known whether it serves every target, got plenty/],
    [['malach2020.theorem2.1', '--d', '8', '--epsilon', '0.01'], /needed at most 1e11 expected draws, got .* in 82 runs for malach2020\.theorem2\.1/],
    [[fixture('silent.ts'), '--d', '2', '--tolerance', '0.1'], /attempts: needed a construction that calls every miss one, got \d+ misses in layer \d of attempt \d+, of which silent says \d+; slth test finds the smallest such case/],
    [['pensia2020.theorem1', '--delta', '0'], /verify: needed delta in \(0, 1\), got 0/],
  ])('refuses %j in one line', (args, message) => {
    const { status, stdout, stderr } = slth(...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
