import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadModule } from '../numeric/load-module.js';
import { Failure, fromFile, USAGE } from './failure.js';

/** Whether a word on a command line is the path of a module, and no name. */
export const isModulePath = (given: string): boolean => /\.[cm]?[jt]s$/.test(given);

/** A user's module: its path, its URL and what it exports. Throws a Failure that says what is wrong with the file; `flag` says what asked for it. */
export async function loadGiven(flag: string, given: string): Promise<{ path: string; url: string; module: Record<string, unknown> }> {
  const path = resolve(given), { href: url } = pathToFileURL(path);
  if (!existsSync(path) || !statSync(path).isFile()) throw new Failure(USAGE, `${flag}: needed a module at ${given}, got no such file`);
  return { path, url, module: await fromFile(given, () => loadModule(url)) };
}
