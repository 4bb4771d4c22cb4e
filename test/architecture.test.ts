import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Folders from the ground up; a file imports from its own folder or a lower layer. */
const layers: readonly (readonly string[])[] = [
  ['src/numeric'],
  ['src/network', 'src/subset-sum'],
  ['src/constructions', 'src/certify'],
  ['src/theorem'],
  ['src/plot', 'src/properties', 'src/study', 'src/tensor'],
  ['proofs'],
  ['experiments'],
  ['src/cli'],
];

/** Heavy packages, and the one file or folder that may import each. */
const doors: Readonly<Record<string, string>> = {
  mathjs: 'src/theorem/formula.ts',
  vega: 'src/plot/render.ts',
  'vega-lite': 'src/plot/render.ts',
  '@resvg/resvg-js': 'src/plot/render.ts',
  pdfkit: 'src/plot/pdf.ts',
  'svg-to-pdfkit': 'src/plot/pdf.ts',
  piscina: 'src/numeric/pool.ts',
  protobufjs: 'src/network/formats/onnx-schema.ts',
  fflate: 'src/network/formats/',
  '@noble/hashes': 'src/numeric/digest.ts',
  commander: 'src/cli/main.ts',
  'cli-progress': 'src/cli/progress.ts',
  tinyqueue: 'src/certify/branch.ts',
  'csv-stringify': 'src/plot/csv-table.ts',
  jiti: 'src/numeric/load-module.ts',
  'fast-check': 'src/properties/',
  '@tensorflow/tfjs-core': 'src/tensor/',
  '@tensorflow/tfjs-layers': 'src/tensor/backend.ts',
  '@tensorflow/tfjs-backend-wasm': 'src/tensor/backend.ts',
  '@tensorflow/tfjs-backend-cpu': 'src/tensor/backend.ts',
  '@tensorflow/tfjs-node': 'src/tensor/backend.ts',
  '@stdlib/stats-base-dists-beta-quantile': 'src/numeric/statistics/',
  '@stdlib/stats-base-dists-binomial-cdf': 'src/numeric/statistics/',
  '@stdlib/math-base-special-gammaln': 'src/numeric/statistics/',
  '@stdlib/stats-base-dists-normal-cdf': 'src/numeric/statistics/',
  '@stdlib/stats-base-dists-normal-quantile': 'src/numeric/statistics/',
  '@stdlib/math-base-special-exp': 'src/subset-sum/laboratory/',
  '@stdlib/math-base-special-ln': 'src/subset-sum/laboratory/',
};

/** Where Node's own modules may be used; the rest runs in a browser. */
const nodeDoors = ['src/cli/', 'src/plot/', 'src/study/rows-file.ts', 'experiments/'];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly dynamic: boolean;
  readonly typeOnly: boolean;
}

const imports: Import[] = [];
let files: string[] = [];

beforeAll(async () => {
  await init;
  files = ['src', 'proofs', 'experiments'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => `${folder}/${f.replaceAll('\\', '/')}`))  // AssemblyScript has its own compiler and no imports but its own; compiled.ts is what comes of it.
    .filter((f) => f.endsWith('.ts') && !f.includes('/assembly/') && !f.endsWith('/compiled.ts'));
  for (const file of files) {
    for (const { type, specifier, ...rest } of parse(readFileSync(join(root, file), 'utf8'))[0]) {
      // Only these import what they are told to: a task's module, a study's.
      if (specifier) imports.push({ file, specifier, dynamic: type.startsWith('dynamic'), typeOnly: (rest as { typeOnly?: boolean }).typeOnly ?? false });
      else if (!['import-meta'].includes(type)) expect(file).toBe('src/numeric/load-module.ts');
    }
  }
});

const layerOf = (file: string): number => layers.findIndex((folders) => folders.some((f) => file.startsWith(`${f}/`)));
const folderOf = (file: string): string => layers.flat().find((f) => file.startsWith(`${f}/`)) ?? '';
const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

describe('the house', () => {
  test('was seen: its files and their imports, type imports and re-exports among them', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
    expect(imports).toContainEqual({ file: 'src/theorem/formula.ts', specifier: 'mathjs', dynamic: false, typeOnly: true });
    expect(imports).toContainEqual({ file: 'src/network/index.ts', specifier: './domain.js', dynamic: false, typeOnly: false });
  });

  test('imports point down: to the own folder or a lower layer, never to a sibling', () => {
    const wrong = imports
      .filter(({ file, specifier }) => specifier.startsWith('.') && file !== 'src/index.ts')
      .map(({ file, specifier }) => ({ file, to: posix.normalize(posix.join(posix.dirname(file), specifier)) }))
      .filter(({ file, to }) => folderOf(file) !== folderOf(to) && layerOf(to) >= layerOf(file));
    expect(wrong).toEqual([]);
    for (const file of files) if (file !== 'src/index.ts') expect(layerOf(file), file).toBeGreaterThanOrEqual(0);
  });

  test('each heavy package has one door', () => {
    for (const [name, door] of Object.entries(doors)) {
      const users = imports.filter(({ specifier }) => packageOf(specifier) === name).map((i) => i.file);
      expect(users.length, name).toBeGreaterThan(0);
      expect(users.filter((f) => !f.startsWith(door)), name).toEqual([]);
    }
    const unknown = imports.filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:') && !(packageOf(specifier) in doors));
    expect(unknown).toEqual([]);
  });

  test("Node's own modules stay outside the core, which runs in a browser", () => {
    const users = imports.filter(({ specifier }) => specifier.startsWith('node:')).map((i) => i.file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((f) => !nodeDoors.some((d) => f.startsWith(d)))).toEqual([]);
  });

  test('whatever certifies never imports a construction or a selector', () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { specifier } of imports.filter((i) => i.file === file && i.specifier.startsWith('.'))) visit(posix.normalize(posix.join(posix.dirname(file), specifier)).replace(/\.js$/, '.ts'));
    };
    visit('src/certify/index.ts');
    expect(reached.size).toBeGreaterThan(10);
    expect([...reached].filter((f) => f.startsWith('src/constructions') || f.startsWith('src/subset-sum'))).toEqual([]);
  });

  test('the exact checker shares no code with what bounds: it reads networks and claims, and nothing else', () => {
    const used = imports.filter(({ file }) => file.startsWith('src/certify/exact/')).map(({ file, specifier, typeOnly }) => ({ to: posix.normalize(posix.join(posix.dirname(file), specifier)), typeOnly }));
    expect(used.length).toBeGreaterThan(20);
    const allowed = /^src\/certify\/(exact\/|record\.js$)|^src\/network\/(domain|network)\.js$/;
    expect(used.filter(({ to }) => !allowed.test(to))).toEqual([]);
    // Of the network's folder and of records, types only.
    expect(used.filter(({ to, typeOnly }) => !to.startsWith('src/certify/exact/') && !typeOnly)).toEqual([]);
  });

  test('check loads none of the heavy packages', () => {
    const chain = new Set<string>();
    const visit = (file: string): void => {
      if (chain.has(file)) return;
      chain.add(file);
      for (const i of imports.filter((x) => x.file === file && !x.dynamic && !x.typeOnly)) {
        if (i.specifier.startsWith('.')) visit(posix.normalize(posix.join(posix.dirname(file), i.specifier)).replace(/\.js$/, '.ts'));
        else chain.add(i.specifier);
      }
    };
    visit('src/cli/check.ts');
    expect(chain.size).toBeGreaterThan(10);
    expect([...chain].filter((s) => packageOf(s) in doors && !['@noble/hashes', 'tinyqueue'].includes(packageOf(s)))).toEqual([]);
  });

  test('files are named in kebab-case, by one idea', () => {
    for (const file of files) {
      expect(file).toMatch(/^[a-z0-9/-]+(\.d)?\.ts$/);
      expect(file).not.toMatch(/(utils|helpers|common|misc|types|manager|service)(\.ts|\/)/);
    }
  });

  test('what ends in a ticket uses + - * / sqrt only: other functions differ between engines', () => {
    // Statistics end in no ticket.
    const core = files.filter((f) => /^src\/(numeric|network|subset-sum|constructions|certify)\//.test(f) && !f.startsWith('src/numeric/statistics/'));
    expect(core.length).toBeGreaterThan(40);
    const used = core.filter((f) => /Math\.(?!abs|min|max|floor|ceil|round|sqrt|imul|fround|clz32)\w+\(/.test(readFileSync(join(root, f), 'utf8')));
    expect(used).toEqual([]);
    const random = files.filter((f) => /Math\.(pow|random)\(/.test(readFileSync(join(root, f), 'utf8')));
    expect(random).toEqual([]);
  });
});
