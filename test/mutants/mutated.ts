import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** A one-line bug: in `file` (below the root) the one place that reads `find` reads `replace` instead. */
export interface TextMutant {
  readonly file: string;
  readonly bug: string;
  readonly find: string;
  readonly replace: string;
}

/** Bugs of one file. */
export const of = (file: string, ...list: readonly (readonly [bug: string, find: string, replace: string])[]): TextMutant[] => list.map(([bug, find, replace]) => ({ file, bug, find, replace }));

export const root = join(import.meta.dirname, '..', '..'), folder = join(root, 'node_modules', '.cache', 'slth-mutants');

/** How often a file has the text that a mutant replaces: once, if the mutant is one. */
export const placesOf = ({ file, find }: TextMutant): number => readFileSync(join(root, file), 'utf8').split(find).length - 1;

/** A module with the mutated file in place of the one that is there, bundled under a name and loaded. */
export async function mutated<Kit>(entry: string, mutant: TextMutant | undefined, name: string): Promise<Kit> {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)], bundle: true, format: 'esm', platform: 'node', packages: 'external', write: false, target: 'node20',
    plugins: mutant === undefined ? [] : [{
      name: 'mutant',
      // Of one file alone: asked about each, esbuild would wait for each.
      setup: (b) => b.onLoad({ filter: new RegExp(`${mutant.file.replace(/[^a-z0-9/]/g, '\\$&')}$`) }, ({ path }) => ({ loader: 'ts', contents: readFileSync(path, 'utf8').replace(mutant.find, () => mutant.replace) })),
    }],
  });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, outputFiles[0].text);
  return import(/* @vite-ignore */ pathToFileURL(file).href) as Promise<Kit>;
}
