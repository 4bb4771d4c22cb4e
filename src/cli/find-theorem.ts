import { theorems } from '../../proofs/index.js';
import { theoremsIn, type Theorem } from '../theorem/index.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { isModulePath, loadGiven } from './load-given.js';

/** The theorem of that id, or the one that a module exports: by its path, or PATH#ID where it exports several. */
export async function findTheorem(flag: string, given: string): Promise<Theorem> {
  const [path, id] = given.split('#');
  if (!isModulePath(path)) {
    const ours = theorems.find((t) => t.id === given);
    if (!ours) throw new Failure(USAGE, `${flag}: needed ${theorems.map((t) => t.id).join(', ')}, or the path of a module (.ts, .js) that exports a theorem, got ${given}`);
    return ours;
  }
  const { module, url } = await loadGiven(flag, path), found = await fromFile(path, () => theoremsIn(module, url)), wanted = id === undefined ? found : found.filter((t) => t.id === id);
  if (wanted.length === 1) return wanted[0];
  const what = found.length === 0 ? 'none: say of a construction how wide it must be, conjecture({ construction, bound, ... }), and export that' : `${found.map((t) => t.id).join(', ')}; name one, ${path}#ID`;
  throw new Failure(USAGE, `${flag}: needed a module that exports one theorem, got ${what}`);
}
