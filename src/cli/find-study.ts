import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireStudy, type Study } from '../study/index.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { isModulePath, loadGiven } from './load-given.js';

/** A study that was asked for. */
export interface Found {
  readonly study: Study;
  /** What names it on a command line, in any folder: its name, or its module's absolute path. */
  readonly given: string;
  /** Where a run puts its rows. */
  readonly rows: string;
  /** Where what reads rows looks for them. */
  readonly readable: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The study of that name in experiments/, or the one that a module exports, by default or as `study`: a .ts, .mts, .js or .mjs file. */
export async function findStudy(given: string, rows?: string): Promise<Found> {
  if (!isModulePath(given)) {
    const studies = await packaged(), ours = studies.find((s) => s.name === given);
    if (ours) return found(requireStudy(ours), given, rows, packagedRows(given));
    throw new Failure(USAGE, `study: needed one of ${studies.map((s) => s.name).join(', ')}, or the path of a module (.ts, .js), got ${given}`);
  }
  const { path, module } = await loadGiven('study', given);
  const study = await fromFile(given, () => requireStudy(module.default ?? module.study));
  return found(study, path, rows, null);
}

/** All studies of the package. */
export const findStudies = async (): Promise<Found[]> => Promise.all((await packaged()).map((s) => findStudy(s.name)));

/** Loaded when one is asked for: they know theorems and constructions, and a study of one's own may need neither. */
const packaged = async (): Promise<readonly Study[]> => (await import('../../experiments/index.js')).studies;

function found(study: Study, given: string, rows: string | undefined, packagedFolder: string | null): Found {
  const own = resolve(`${study.name}-rows`);
  if (rows !== undefined) return { study, given, rows: resolve(rows), readable: resolve(rows) };
  // A clone keeps rows beside their study; an installed package is only read, and only while there are no rows of one's own.
  if (packagedFolder !== null && existsSync(join(ROOT, 'experiments', 'index.ts'))) return { study, given, rows: packagedFolder, readable: packagedFolder };
  return { study, given, rows: own, readable: packagedFolder !== null && !existsSync(own) ? packagedFolder : own };
}

const packagedRows = (name: string): string => join(ROOT, 'experiments', name, 'rows');
