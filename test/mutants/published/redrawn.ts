// What fails is drawn again until it succeeds; that it succeeds is then called probable.
import { conjecture, type Construction } from 'slth';
import { diamondByHand } from './diamond-by-hand.js';

const once = diamondByHand({ name: 'redrawn', module: import.meta.url });

const construction: Construction = {
  ...once,
  pruneColumns(task) {
    const drawn = (more: number) => once.pruneColumns({ ...task, source: { ...task.source, attempt: task.source.attempt + more } });
    let result = drawn(0);
    for (let more = 1; more < 200 && result.misses.length > 0; more++) result = drawn(more);
    return result;
  },
};

export default conjecture({ construction, bound: '4 + log2(1 / tau) + log(1 / delta_1)', weights: 'n * (rows + columns) / rows' });
