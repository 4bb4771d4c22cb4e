import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { theorems } from '../proofs/index.js';
import { decimalAtLeast, decimalAtMost } from '../src/numeric/rounding.js';
import { hyperbolic, lawOfLayer, parseLaw } from '../src/numeric/law.js';
import { ball, columnDrawer, uniform, type Network } from '../src/index.js';

const root = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const sources = (): string[] =>
  ['src', 'proofs'].flatMap((f) => readdirSync(join(root, f), { recursive: true, encoding: 'utf8' }).filter((n) => /\.(ts|md)$/.test(n)).map((n) => `${f}/${n}`));

describe('the README', () => {
  test("shows what npm start prints, but for the seconds", () => {
    const folder = mkdtempSync(join(tmpdir(), 'slth-readme-'));
    const { start } = JSON.parse(read('package.json')).scripts as { start: string };
    const command = start.split('&&')[1].trim().split(' ');
    expect(command[0]).toBe('node');
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, command[1]), ...command.slice(2)], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    const without = (text: string): string => text.replace(/^seconds .*$/m, 'seconds');
    const blocks = [...read('README.md').matchAll(/```\n([^]*?)```/g)].map((m) => without(m[1]));
    expect(blocks).toContain(without(stdout));
    expect(existsSync(join(folder, 'digits.svg'))).toBe(true);
  });

  test.each(['README.md', 'docs/quick-start.md', 'docs/numerics.md', 'docs/certificates.md', 'docs/theorems.md', 'docs/results.md', 'docs/write-a-study.md', 'docs/training.md', 'docs/statistics.md', 'docs/reliability.md', 'docs/add-a-construction.md', 'docs/add-a-theorem.md'])('%s links to files that exist', (name) => {
    const links = [...read(name).matchAll(/\]\((?!http)([^)#]+)\)/g)].map((m) => m[1]);
    for (const link of links) expect(existsSync(join(root, dirname(name), link)), link).toBe(true);
  });
});

describe('the quick start', () => {
  test('has library examples that print what it says', () => {
    const examples = [...read('docs/quick-start.md').matchAll(/```js\n([^]*?)```\n\nprints `([^`]*)`/g)];
    expect(examples.length).toBe(2);
    for (const [, code, said] of examples) expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' }).trim()).toBe(said);
  });
});

describe("the quick start's laboratory and its verified theorem", () => {
  test.each(['rss', 'verify'])('show what slth %s prints, but for the figure and the seconds', (name) => {
    const text = read('docs/quick-start.md');
    const command = new RegExp(`\`\`\`\\nnpx slth (${name} [^\\n]*) --figure \\S+\\n\`\`\``).exec(text)![1].split(' ');
    const { stdout } = spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...command], { encoding: 'utf8' });
    expect(text).toContain(stdout.replace(/^seconds .*\n/m, ''));
  });
});

describe("the quick start's construction", () => {
  test('is what slth new writes, and is tested with the output shown, but for the seconds', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'slth-quick-')), text = read('docs/quick-start.md'), slth = (command: string) => spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...command.split(' ')], { cwd, encoding: 'utf8' });
    const timeless = (output: string): string => output.replace(/ +\d+\.\d+ s\b/g, ' SECONDS');
    expect(text).toContain('npx slth new construction mine\n');
    expect(slth('new construction mine').status).toBe(0);
    expect(readFileSync(join(cwd, 'mine.ts'), 'utf8').split('\n').length).toBeLessThan(40);
    const { stdout } = slth(/`npx slth (test mine\.ts --property [^`]+)`/.exec(text)![1]);
    expect(timeless(text)).toContain(timeless(stdout));
  });
});

describe('docs/numerics.md', () => {
  test('has test vectors that the source draws', () => {
    const rows = [...read('docs/numerics.md').matchAll(/^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (-?\d+) \|$/gm)].map((m) => m.slice(1).map(Number));
    expect(rows.length).toBeGreaterThan(4);
    const four = new Float64Array(4);
    for (const [seed, layer, row, column, k] of rows) {
      columnDrawer({ seed, attempt: 0, law: uniform }).draw(layer, row >>> 2, column, four);
      expect(four[row & 3] * 2 ** 24).toBe(k);
    }
  });

  test('has test vectors of the hyperbolic law that the source draws', () => {
    const rows = [...read('docs/numerics.md').matchAll(/^\| (\d+) \| (-\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)].map((m) => m.slice(1).map(Number));
    expect(rows.length).toBeGreaterThan(4);
    const four = new Float64Array(4);
    for (const [bins, grid, seed, layer, row, column, size] of rows) {
      expect(hyperbolic(bins).gridExponent).toBe(grid);
      columnDrawer({ seed, attempt: 0, law: hyperbolic(bins) }).draw(layer, row >>> 2, column, four);
      expect(Math.abs(four[row & 3]) / 2 ** grid).toBe(size);
    }
  });
});

describe('docs/numerics.md, of laws as data', () => {
  test('has test vectors that the source draws', () => {
    const text = read('docs/numerics.md'), laws = new Map([...text.matchAll(/^ {4}([A-Z]) {2}(\{.*\})$/gm)].map((m) => [m[1], parseLaw(JSON.parse(m[2]))]));
    const rows = [...text.matchAll(/^\| ([A-Z]) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (-?\d+) \|$/gm)].map((m) => m.slice(1));
    expect([laws.size, rows.length]).toEqual([3, 11]);
    const four = new Float64Array(4);
    for (const [name, ...numbers] of rows) {
      const [seed, layer, row, column, k] = numbers.map(Number), law = laws.get(name)!;
      columnDrawer({ seed, attempt: 0, law }).draw(layer, row >>> 2, column, four);
      expect(four[row & 3] / 2 ** lawOfLayer(law, layer).gridExponent).toBe(k);
    }
  });
});

describe('docs/performance.md', () => {
  test('was written by the benchmark, with machine, date, versions and ratios', () => {
    const text = read('docs/performance.md');
    for (const word of [/Written by `npm run bench -- --write` on \d{4}-\d\d-\d\d/, /Node v\d+/, /gcc/, /ratio/, /HiGHS/, /ns per target weight/, /WebAssembly \/ C/, /fitted exponent|grows by/, /million weights a second/, /plenty hits/, /^\| wasm \| mlp-784-300-100-10 \|/m, /ours \/ plain/, /times the floor/]) expect(text).toMatch(word);
  });
});

describe('docs/certificates.md', () => {
  const text = read('docs/certificates.md');

  test('was written by its script, with machine, date and version, on every network that it speaks of', () => {
    for (const word of [/Written by `npm run certificates -- --write` on \d{4}-\d\d-\d\d: .+ cores, Node v\d+/, /2-16-16-4/, /6-16-4/, /--epsilon 0\.05/, /--seconds 60/, /mnist-fc_256x2/, /Tickets of acasxu_1_1/]) expect(text).toMatch(word);
  });

  test('has bounds that come out again, cell for cell', async () => {
    const { perturbedPair } = await import('../experiments/certificates/networks.js');
    const { certify } = await import('../src/certify/index.js');
    const rows = [...text.matchAll(/^\| (\d-16-16-4) \| (\d) \| (\S+) \| (\S+) \| (\S+) \| \S+ % \| ([\d,]+) \|/gm)].map((m) => m.slice(1));
    expect(rows.length).toBe(9);
    for (const [name, seed, spectral, lower, upper, cells] of rows.slice(0, 6)) {
      const [a, b] = perturbedPair(name.split('-').map(Number), Number(seed), 1e-5).map((layers): Network => ({ notes: [], layers: layers.map(({ rows: r, columns, weights }) => ({ weights: { rows: r, columns, data: Float64Array.from(weights) }, bias: null })) }));
      const { certificate: c } = await certify(a, b, ball(1), { gap: 0.01, nodes: 1_000_000 });
      expect([decimalAtLeast(c.bounds.spectral!, 4), decimalAtMost(c.lower, 4), decimalAtLeast(c.upper, 4)]).toEqual([spectral, lower, upper].map(Number));
      expect(c.nodes).toBe(Number(cells.replaceAll(',', '')));
    }
  });
});

describe('docs/theorems.md', () => {
  const text = read('docs/theorems.md');

  test('was written by its script, with machine, date and version, and shows every part', () => {
    for (const word of [/Written by `npm run theorems -- --write` on \d{4}-\d\d-\d\d: .+ cores/, /Node v\d+/, /## Every theorem, run/, /## Polynomial and logarithmic/, /## The constant of random subset sums/, /## Exact formulas, met/, /## Units, features, weights/, /## Refusals/]) expect(text).toMatch(word);
    for (const file of ['theorems.svg', 'bounds.svg', 'theorems-scaling.svg']) expect(existsSync(join(root, 'docs', file))).toBe(true);
  });

  test('has the statements and their statuses, the checks run again', async () => {
    const { machineTable, statementTable, statuses } = await import('../experiments/theorems/blueprint.js');
    expect(text).toContain(statementTable(await statuses(1)));
    expect(text).toContain(machineTable());
  });

  test('has runs that come out again: d = 2 and 4 at epsilon 0.5, two theorems', async () => {
    const { runTheorem } = await import('../experiments/theorems/runs.js');
    for (const id of ['pensia2020.theorem1', 'sreenivasan2022.theorem']) {
      for (const d of [2, 4]) {
        const r = await runTheorem(theorems.find((t) => t.id === id)!, d, 0.5, 10);
        expect(text).toContain(`| \`${id}\` | ${d} | 0.5 | ${r.own} | ${r.asked} | ${r.sufficed} | `);
        expect(text).toContain(`| ${r.misses} | ${Number(r.error.toPrecision(4))} | ${r.keptPerWeight.toFixed(2)} |`);
      }
    }
  });

  test('has refusals that come out again, word for word', async () => {
    const { refusals } = await import('../experiments/theorems/refusals.js');
    for (const { what, message } of await refusals()) expect(text).toContain(`| ${what} | ${message.replaceAll('|', '\\|')} |`);
  });
});

describe('docs/reliability.md', () => {
  const text = read('docs/reliability.md'), rows = [...text.matchAll(/^\| ([^|]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| (\d+) \| (\d+) \| (\d+) \| [\d,]+ \| [\d.]+ \|$/gm)].map(([, name, ...counts]) => ({ name, counts: counts.map((n) => Number(n.replaceAll(',', ''))) }));

  test('was written by its script, with machine, date, versions and seed', () => {
    for (const word of [/Written by `npm run reliability -- --write` on \d{4}-\d\d-\d\d: \d+ cores/, /Node v\d+/, /fast-check \d/, /seed \d+/, /## Limits/, /## Kinds of damage/, /## Bombs/]) expect(text).toMatch(word);
  });

  test('counts at least 100,000 damaged files for every reader there is, each read as valid or refused', async () => {
    const { readers } = await import('../experiments/reliability/readers/index.js');
    expect(rows.map((r) => r.name)).toEqual(readers.map((r) => r.name));
    for (const { counts: [files, valid, refused, crashes, hangs, broken] } of rows) {
      expect(files).toBeGreaterThanOrEqual(100_000);
      expect([valid + refused, crashes, hangs, broken]).toEqual([files, 0, 0, 0]);
    }
  });

  test('has every bomb, refused or read as what it validly is', async () => {
    const { readers } = await import('../experiments/reliability/readers/index.js');
    const bombs = text.split('## Bombs')[1];
    for (const { name, bombs: own = [] } of readers) for (const bomb of own) expect(bombs).toMatch(new RegExp(`^\\| ${`${name} | ${bomb.name}`.replace(/[|^()+.]/g, '\\$&')} \\| [^|]+ \\| (valid|refused) \\|`, 'm'));
  });
});

describe('references', () => {
  const bib = read('docs/references.bib');
  const keys = [...bib.matchAll(/^@\w+\{(\w+),/gm)].map((m) => m[1]);

  test('every theorem is cited by a key that exists', () => {
    expect(theorems.length).toBeGreaterThan(0);
    for (const { cite } of theorems) expect(keys).toContain(cite.key);
  });

  test('every work that a comment cites is listed', () => {
    const cited = new Set<string>();
    for (const file of sources()) {
      for (const m of read(file).matchAll(/\b([A-Z][a-z]+)(?: et al\.|(?:, [A-Z][a-z]+)*,? & [A-Z][a-z]+)?(?: \(|, )(\d{4})\)?/g)) cited.add(`${m[1].toLowerCase()}${m[2]}`);
    }
    expect(cited.size).toBeGreaterThan(5);
    expect([...cited].filter((key) => !keys.includes(key))).toEqual([]);
  });
});

/** Paths of a page's figures. */
const figuresOf = (section: string): string[] => [...section.matchAll(/\]\((results\/[\w-]+\.svg)\)/g)].map((m) => m[1]);

describe('docs/results.md', () => {
  test('has every study, with its question, its figures, and a finding of short sentences without anything that is no number', async () => {
    const sections = read('docs/results.md').split(/^## /m).slice(1), { studies } = await import('../experiments/index.js');
    expect(sections.map((s) => s.split('\n')[0])).toEqual(studies.map((s) => s.name));
    studies.forEach(({ name, question }, k) => {
      expect(sections[k].split('\n')[2]).toBe(question);
      expect(sections[k]).toContain(`(results/${name}.svg)`);
      const finding = sections[k].split('\n')[4], words = finding.split(/(?<=\.) (?=[A-Z])/).map((sentence) => sentence.split(/\s+/).length);
      expect(finding).toMatch(/\d/);
      expect(Math.max(...words), finding).toBeLessThanOrEqual(70);
      for (const text of [finding, ...figuresOf(sections[k]).map((f) => read(`docs/${f}`))]) expect(/\b(NaN|undefined|null|Infinity)\b/.exec(text)?.[0], name).toBeUndefined();
    });
  });
});
