import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultText } from '../numeric/fault.js';
import { loadModule } from '../numeric/load-module.js';
import { BAD_INPUT, Failure, USAGE } from './failure.js';

/** Whether a word on a command line is the path of a module, and no name. */
export const isModulePath = (given: string): boolean => /\.[cm]?[jt]s$/.test(given);

/** Where a user's module is: its path and its URL. Throws a Failure where no file is; `flag` says what asked for it. */
export function placeOfGiven(flag: string, given: string): { path: string; url: string } {
  const path = resolve(given);
  if (!existsSync(path) || !statSync(path).isFile()) throw new Failure(USAGE, `${flag}: needed a module at ${given}, got no such file`);
  return { path, url: pathToFileURL(path).href };
}

/** A user's module: its path, its URL and what it exports. Throws a Failure that says what is wrong with the file, and where. */
export async function loadGiven(flag: string, given: string): Promise<{ path: string; url: string; module: Record<string, unknown> }> {
  const { path, url } = placeOfGiven(flag, given);
  try {
    return { path, url, module: await loadModule(url) };
  } catch (error) {
    throw new Failure(BAD_INPUT, `${given}: ${faultText(error)}`, { cause: error });
  }
}
