import { existsSync } from 'node:fs';
import { constructions } from '../constructions/index.js';
import { Failure, USAGE } from './failure.js';
import { writeWhole } from './files.js';
import { isModulePath } from './load-given.js';
import { packaged } from './packaged.js';
import { shellWord } from './shell-word.js';

/** slth new construction: a module of the user's own, from docs/templates/construction.ts. Returns 0. */
export async function newConstructionCommand(name: string, { out = `${name}.ts` }: { out?: string }): Promise<number> {
  if (!/^[a-z0-9-]{1,40}$/.test(name)) throw new Failure(USAGE, `new: needed a name of at most 40 lower-case letters, digits and hyphens, got ${JSON.stringify(name)}`);
  if (constructions.some((c) => c.name === name)) throw new Failure(USAGE, `new: needed a name that no construction of the package has, got ${name}`);
  if (!isModulePath(out)) throw new Failure(USAGE, `--out: needed a name ending in .ts, .mts, .js or .mjs, got ${out}`);
  if (existsSync(out)) throw new Failure(USAGE, `${out}: needed a file that is not there yet, got one that is`);
  const path = /^(\.{0,2}\/|[A-Za-z]:)/.test(out) ? out : `./${out}`, word = shellWord(path);
  writeWhole(out, packaged('docs/templates/construction.ts').replaceAll('my-construction', name).replaceAll('FILE', word));
  process.stdout.write([`written      ${path}`, `next         slth test ${word}`, `             slth verify ${word}`, `             slth bounds --theorem ${word}`, ''].join('\n'));
  return 0;
}
