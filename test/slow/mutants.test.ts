import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { mutants, type Mutant } from '../certify/mutants.js';

const root = join(import.meta.dirname, '..', '..'), folder = join(root, 'node_modules', '.cache', 'slth-mutants');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The kit with the mutated file in place of the one that is there, bundled and loaded. */
async function mutated(mutant: Mutant | undefined, name: string): Promise<typeof import('../certify/kit.js')> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/certify/kit.ts')], bundle: true, format: 'esm', platform: 'node', packages: 'external', write: false, target: 'node20',
    plugins: mutant === undefined ? [] : [{
      name: 'mutant',
      setup: (b) => b.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        return { loader: 'ts', contents: path === join(root, 'src/certify', mutant.file) ? text.replace(mutant.find, () => mutant.replace) : text };
      }),
    }],
  });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, outputFiles[0].text);
  return import(/* @vite-ignore */ pathToFileURL(file).href) as Promise<typeof import('../certify/kit.js')>;
}

describe('the kit', () => {
  test('finds nothing in the code as it is, bundled as the mutants are', async () => {
    expect(await (await mutated(undefined, 'none')).firstViolation()).toBeUndefined();
  });

  test.each(mutants.map((m, k) => [m.file, m.bug, k] as const))('%s: catches that %s', async (file, _, k) => {
    const places = readFileSync(join(root, 'src/certify', file), 'utf8').split(mutants[k].find).length - 1;
    expect(places, `places that read ${mutants[k].find}`).toBe(1);
    expect(await (await mutated(mutants[k], `mutant-${k}`)).firstViolation(3)).toBeDefined();
  });
});
