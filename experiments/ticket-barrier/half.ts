import { pruneByCarriers, type Choose } from '../../src/constructions/by-carriers.js';
import { diamond, type Construction } from '../../src/constructions/index.js';
import { after, type Candidates } from '../../src/subset-sum/candidates.js';
import { selectorNamed } from '../../src/subset-sum/index.js';

/** The first `limit` candidates. */
const before = (candidates: Candidates, limit: number): Candidates => ({
  limit,
  values: candidates.values.subarray(0, limit),
  get drawn() {
    return Math.min(limit, candidates.drawn);
  },
  draw: (count) => candidates.draw(Math.min(limit, count)),
});

/** The diamond that may use only the first, or only the later, half of the candidates of each weight: tickets of the two share no edge. */
export const half = (which: 'first' | 'later', selector: string): Construction => {
  const choose: Choose = (candidates, target, tolerance) => {
    const middle = Math.floor(candidates.limit / 2), own = which === 'first' ? before(candidates, middle) : after(candidates, middle);
    const { needs, ...found } = selectorNamed(selector).select(own, target, tolerance);
    return which === 'first' ? { ...found, ...(needs === undefined ? {} : { needs }) } : { ...found, chosen: found.chosen.map((k) => k + middle) };
  };
  return { ...diamond, name: `${which}-half`, pruneColumns: (task) => pruneByCarriers(task, 1, { choose }) };
};
