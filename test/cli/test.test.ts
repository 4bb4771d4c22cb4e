import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { testCommand } from '../../src/cli/test.js';
import { slow } from '../runs.js';

const root = join(import.meta.dirname, '../..'), main = join(root, 'dist/src/cli/main.js');
/** A folder in which the package is installed, and nothing else. */
const folder = mkdtempSync(join(tmpdir(), 'slth-test-'));
const at = (name: string): string => join(folder, name);
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
};
const slthTest = (...args: string[]) => run('test', ...args);

interface Said {
  verdict: string;
  seed: number;
  properties: { name: string; exported: string; kind: string; verdict: string; runs: number; seed: number; path?: string; counterexample?: string; replay: string | null }[];
}
const said = (...args: string[]): Said => JSON.parse(slthTest(...args, '--json').stdout) as Said;

type Flags = Partial<Parameters<typeof testCommand>[1]>;

/** How the command refuses, without a program of its own around it. */
async function refused(name: string, flags: Flags = {}): Promise<{ code: number; message: string }> {
  // Threads run what is shipped.
  const command = ((await import('../../dist/src/cli/test.js' as string)) as { testCommand: typeof testCommand }).testCommand;
  return command(at(name), { seconds: 60, workers: 1, ...flags }).then(
    (code) => ({ code, message: 'not refused' }),
    ({ code, message }: { code: number; message: string }) => ({ code, message }),
  );
}

beforeAll(() => {
  for (const name of ['hostile', 'endless', 'infeasible', 'squared']) cpSync(join(root, `test/fixtures/${name}.ts`), at(`${name}.ts`));
  mkdirSync(at('node_modules'));
  symlinkSync(root, at('node_modules/slth'), 'dir');
  writeFileSync(at('package.json'), '{ "type": "module" }');
});

describe('slth new construction', () => {
  test('writes a construction and says what to do with it', () => {
    expect(run('new', 'construction', 'two-fold')).toEqual({ status: 0, stderr: '', stdout: 'written      ./two-fold.ts\nnext         slth test ./two-fold.ts\n             slth verify ./two-fold.ts\n             slth bounds --theorem ./two-fold.ts\n' });
  });

  test.runIf(slow)('writes one that compiles, passes slth test, and holds what it says', () => {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    expect(spawnSync(process.execPath, [tsc, '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', '--noEmit', 'two-fold.ts'], { cwd: folder, encoding: 'utf8' })).toMatchObject({ stdout: '', status: 0 });
    const { status, stdout, stderr } = slthTest('./two-fold.ts', '--workers', '2', '--seed', '5', '--runs', '5');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^module {7}\.\/two-fold\.ts: construction two-fold, theorem two-fold\.conjecture\nproperties {3}\d+, seed 5\n\n(holds .+\n)+\nverdict {6}holds: of \d+ properties \d+ hold; /);
    expect(stdout).toMatch(/^holds {6}5 cases +\d+\.\d\d s {2}two-fold: keeps edges inside the source/m);
    expect(stdout).toContain('\nnext         slth verify ./two-fold.ts\n             slth approximate builtin:digits --theorem ./two-fold.ts --domain');
    expect(run('verify', './two-fold.ts', '--targets', 'edge', '--d', '2', '--l', '1').status).toBe(0);
  });

  test('overwrites nothing and refuses names that cannot be', () => {
    const before = readFileSync(at('two-fold.ts'), 'utf8');
    expect(run('new', 'construction', 'two-fold')).toMatchObject({ status: 64, stderr: 'slth: two-fold.ts: needed a file that is not there yet, got one that is\n' });
    expect(readFileSync(at('two-fold.ts'), 'utf8')).toBe(before);
    expect(run('new', 'construction', 'Two Fold')).toMatchObject({ status: 64, stderr: 'slth: new: needed a name of at most 40 lower-case letters, digits and hyphens, got "Two Fold"\n' });
    expect(run('new', 'construction', 'diamond')).toMatchObject({ status: 64, stderr: 'slth: new: needed a name that no construction of the package has, got diamond\n' });
    expect(run('new', 'construction', 'other', '--out', 'other.txt')).toMatchObject({ status: 64, stderr: expect.stringContaining('--out: needed a name ending in .ts') });
    expect(existsSync(at('other.txt'))).toBe(false);
  });
});

describe('slth test', () => {
  test('shows the counterexample of a wrong solver, and the printed command finds it again, alone', () => {
    const { status, stdout } = slthTest('squared.ts', '--seed', '3', '--workers', '1');
    expect(status).toBe(1);
    const found = /^fails +(\d+) cases? .* {2}(squared: a hit is within the tolerance, .+)\n((?: {9}.+\n)+) {9}seed 3, path (\S+); again: slth (test .+)\n/m.exec(stdout)!;
    const [, , name, counterexample, path, command] = found;
    expect(command).toBe(`test squared.ts --property '${name}' --seed 3 --path ${path}`);
    // As a shell reads it.
    const again = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" ${command}`], { cwd: folder, encoding: 'utf8' });
    expect(again.status).toBe(1);
    expect(again.stdout).toContain(`properties   1, seed 3`);
    expect(again.stdout).toContain(`  ${name}\n${counterexample}`);
    expect(again.stdout).toMatch(/^fails +1 case /m);
  });

  test('draws a seed and prints it; the same seed gives the same report, whatever the workers, --runs as many cases', () => {
    const first = said('squared.ts', '--runs', '30', '--workers', '2'), again = said('squared.ts', '--runs', '30', '--workers', '1', '--seed', String(first.seed));
    const timeless = ({ verdict, seed, properties }: Said) => ({ verdict, seed, properties: properties.map((p) => ({ ...p, seconds: 0 })) });
    expect(timeless(again)).toEqual(timeless(first));
    expect(first.properties.length).toBeGreaterThan(6);
    expect(first.properties.filter((p) => p.verdict === 'holds').every((p) => p.runs === 30 && p.kind === 'solver' && p.exported === 'squared' && p.replay === null)).toBe(true);
  });

  test('catches the end of the program on a miss, with the case, shrunk, and never ends as if nothing had been', () => {
    const { status, stdout } = slthTest('infeasible.ts', '--seed', '1', '--property', 'prunes');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^fails .+ infeasible: prunes only.+\n {9}layer 1-1\n(?: {9}.+\n)+ {9}ended the program \(process\.exit\(0\)\) \(infeasible\.ts:10\)\n {9}seed 1, path \S+; again: slth test infeasible\.ts /m);
    expect(stdout).toMatch(/\nverdict {6}fails: of 1 property 0 hold, 1 fails; /);
  });

  test.runIf(slow)('lives through whatever the code does: ends, throws outside, fills the memory, prints', () => {
    const { status, stdout, stderr } = slthTest('hostile.ts', '--seed', '1', '--seconds', '400', '--workers', '2');
    expect(status).toBe(1);
    const block = (name: string): string => new RegExp(`^fails .+ {2}${name}\n((?: {9}.+\n)+)`, 'm').exec(stdout)?.[1].replace(/^ {9}/gm, '') ?? `nothing of ${name} in\n${stdout}`;
    expect(block('reads what is not there')).toMatch(/^0\nCannot read properties of undefined \(reading 'of'\) \(hostile\.ts:31\)\nseed 1, path /);
    expect(block('ends the program from 10 on')).toMatch(/^10\nended the program \(process\.exit\(0\)\) \(hostile\.ts:7\)\nseed 1, path /);
    expect(block('ends the program and catches that')).toMatch(/^\d+\nended the program \(process\.exit\(3\)\) \(hostile\.ts:12\)\nseed 1, path /);
    expect(block('throws in a timer')).toMatch(/^0\ntoo late for 0 \(hostile\.ts:18\)\nseed 1, path /);
    expect(block('rejects where nobody looks')).toMatch(/^0\nnobody saw 0 \(hostile\.ts:24\)\nseed 1, path /);
    expect(block('fills the memory')).toMatch(/^0\nneeded more than 1024 MiB of memory\nseed 1, path /);
    expect(block('gives no verdict')).toMatch(/^needed check\(\) to give a verdict, holds, fails or open, got undefined\n/);
    expect(stdout).toMatch(/^holds {4}100 cases .+ {2}prints$/m);
    expect(stderr).toBe('out of the property\n'.repeat(100));
    expect(stdout).toContain('\nverdict      fails: of 8 properties 1 holds, 7 fail; ');
  });

  test.runIf(slow)('stops what does not end, and makes the case smaller in which it did not', () => {
    const { status, stdout } = slthTest('endless.ts', '--seed', '1', '--seconds', '4', '--workers', '2');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^fails +\d+ cases? .+ {2}does not end from 10 on\n {9}1\d\n {9}did not end within 1 s\n {9}seed 1.*; again: slth test endless\.ts --property 'does not end from 10 on' --seed 1 .*--seconds 4\n/m);
    expect(stdout).toMatch(/^fails +\d+ cases? .+ {2}waits for nothing\n {9}\d+\n {9}did not end within 1 s\n/m);
  });

  test('interrupted says what ended until then, and ends with 130', async () => {
    writeFileSync(at('half.ts'), "import { cases, property } from 'slth/properties';\nexport { endless } from './endless.js';\nexport const done = property('is done', cases.nat(), () => undefined);\n");
    const child = spawn(process.execPath, [main, 'test', 'half.ts', '--workers', '2', '--seed', '1'], { cwd: folder }), closed = new Promise((resolve) => child.on('close', resolve));
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
      if (stdout.includes('  is done\n')) child.kill('SIGINT');
    });
    expect(await closed).toBe(130);
    expect(stdout).toMatch(/^holds .+ {2}is done\n\nverdict {6}open: of 2 properties 1 holds; 1 did not end: interrupted; /m);
  });

  test('ends with 2 where nothing fails and a claim is open', () => {
    const { status, stdout } = slthTest('./two-fold.ts', '--property', 'but for a share', '--draws', '3', '--seed', '1');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^open +3 cases /m);
    expect(stdout).toContain("; again: slth test ./two-fold.ts --property 'two-fold.conjecture: ");
  });

  test.each([
    ['throws', "import { uniform } from 'slth';\ninterface A {\n  a: number;\n}\nconst a = undefined as unknown as A;\nexport const b = [uniform, a.a];\n", "throws.ts: Cannot read properties of undefined (reading 'a') (throws.ts:6)"],
    ['syntax', 'export const a = 1;\nexport const b = {;\n', 'syntax.ts: Unexpected token (syntax.ts:2:18)'],
    ['wanting', "export const a = 1;\nexport { b } from './nowhere.js';\n", "wanting.ts: Cannot find module './nowhere.js' (wanting.ts:"],
    ['missing', "import * as slth from 'slth';\n\nexport const a = (slth as never as { frob(): number }).frob();\n", 'missing.ts: slth.frob is not a function (missing.ts:3)'],
    ['exits', 'process.exit(0);\n', 'exits.ts: ended the program (process.exit(0)) (exits.ts:1)'],
    ['nothing', 'export const a = 1, f = () => 1;\n', 'a property (property(name, cases, holds)) or a list of them; got a (number), f (function)'],
    ['part', "export const mine = { name: 'mine', pruneColumns() {} };\n", 'part.ts: construction mine: needed a function hiddenWidths, got undefined'],
    ['later', "setTimeout(() => {\n  throw new Error('later');\n});\nawait new Promise((resolve) => setTimeout(resolve, 200));\n", 'later.ts: later (later.ts:2)'],
  ])('says in one line what is wrong with a module that cannot be tested: %s', async (name, text, message) => {
    writeFileSync(at(`${name}.ts`), text);
    const { code, message: said } = await refused(`${name}.ts`);
    expect({ code, lines: said.split('\n').length }).toEqual({ code: 65, lines: 1 });
    expect(said).toContain(message);
  });

  test('refuses flags that mean nothing', async () => {
    expect(slthTest('nowhere.ts')).toMatchObject({ status: 64, stdout: '', stderr: 'slth: test: needed a module at nowhere.ts, got no such file\n' });
    const message = async (flags: Flags): Promise<string> => {
      const { code, message } = await refused('squared.ts', flags);
      expect(code).toBe(64);
      return message;
    };
    expect(await message({ seed: -1 })).toBe('--seed: needed an integer in [0, 2147483647], got -1');
    expect(await message({ path: '0' })).toBe('--path: needed --property and --seed with it, as a failure prints them, got it without');
    expect(await message({ property: 'squared', seed: 1, path: '0' })).toMatch(/^--path: needed --property to name one property, got \d+$/);
    expect(await message({ property: 'nothing such' })).toMatch(/^--property: needed a part of one of \d+ names, such as "squared: .+", got "nothing such"; without it all are run, and named$/);
  });
});
