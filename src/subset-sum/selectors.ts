import { boxes } from './boxes.js';
import { closest } from './closest.js';
import { count } from './count.js';
import { first } from './first.js';
import { fixedSize } from './fixed-size.js';
import { golden } from './golden.js';
import { inGroups } from './in-groups.js';
import { integer } from './integer.js';
import { nearest } from './nearest.js';
import { one } from './one.js';
import { plenty } from './plenty.js';
import type { Selector } from './selection.js';
import { sparsest } from './sparsest.js';

/** All selectors without a parameter. */
export const selectors: readonly Selector[] = [first, sparsest, closest, plenty, nearest, one, golden, integer, count, boxes];

/** A selector by its name; exactly:K and at-most:K choose subsets of a given size, exactly:K:G within one group of G candidates. Throws a RangeError on another. */
export function selectorNamed(name: string): Selector {
  const found = selectors.find((s) => s.name === name);
  if (found) return found;
  const sized = /^(exactly|at-most):(\d+)(?::(\d+))?$/.exec(name);
  if (sized) {
    const solver = fixedSize(Number(sized[2]), sized[1] as 'exactly' | 'at-most');
    return sized[3] === undefined ? solver : inGroups(solver, Number(sized[3]));
  }
  throw new RangeError(`selectorNamed: needed ${selectors.map((s) => s.name).join(', ')}, exactly:K, at-most:K or exactly:K:G, got ${name}`);
}
