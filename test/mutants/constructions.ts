import { fromCarriers, selectorNamed, type Construction, type Miss } from '../../src/index.js';
import type { ColumnsTask, EdgeList } from '../../src/constructions/construction.js';
import type { ConstructionSubject } from './construction-subjects.js';
import { cnnslth, faults, ltExistence, optimalTickets, published, slip, thoughtOut, type Fault } from './fault.js';
import { answering, eachHalf, merged, pruning, reweighted, told, toleranceAs } from './reshaped.js';

const list = (origin: string, all: Readonly<Record<string, (c: Construction, subject: ConstructionSubject) => Construction | string>>): Fault<ConstructionSubject>[] =>
  faults(origin, Object.fromEntries(Object.entries(all).map(([name, plant]) => [name, (subject: ConstructionSubject) => {
    const planted = plant(subject.construction, subject);
    return typeof planted === 'string' ? planted : { ...subject, construction: { ...planted, name: subject.construction.name } };
  }])));

const edges = (rows: readonly number[], columns: readonly number[]): EdgeList => ({ rows: Uint32Array.from(rows), columns: Uint32Array.from(columns) });
const last = <T>(all: readonly T[]): T => all[all.length - 1];
/** With another list of last edges. */
const withLast = (layers: readonly EdgeList[], change: (list: EdgeList) => EdgeList): EdgeList[] => layers.map((l, j) => (j === layers.length - 1 ? change(l) : l));
const isAsked = ({ weights, signs, block }: ColumnsTask, row: number, column: number, sign: 1 | -1): boolean => weights[row * block.inputs + column] !== 0 && (signs[column] & (sign === 1 ? 1 : 2)) !== 0;
const at = (m: Pick<Miss, 'row' | 'column' | 'sign'>): string => `${m.row} ${m.column} ${m.sign}`;
/** Every problem of a share. */
const problemsOf = (task: ColumnsTask): Omit<Miss, 'regime'>[] =>
  task.columns.flatMap((column) => ([1, -1] as const).flatMap((sign) => Array.from({ length: task.block.outputs }, (_, row) => ({ row, column, sign })).filter((p) => isAsked(task, p.row, column, sign))));

const decidesItself = 'it solves no subset sum', noRules = 'where its units stand is its own; see the one made of carriers', makesNoClaim = 'it says nothing of how much it keeps';

/** State that outlives a call. */
let calls = 0;

/** Faults of constructions, planted in any by what it is told and what it answers. */
export const constructionFaults: readonly Fault<ConstructionSubject>[] = [
  ...list(`${published}: ${optimalTickets}main.py`, {
    'the range of the samples is taken from the target': (c) => told(c, (task) => {
      const largest = task.weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
      return reweighted(task, (w) => w / largest);
    }),
    'one pool for a whole row': (c) => pruning(c, (task) => merged(task.columns.map((column) => {
      const asColumn0 = reweighted({ ...task, signs: task.signs.map((s, k) => (k === 0 ? task.signs[column] : s)) }, (w, row, k) => (k === 0 ? task.weights[row * task.block.inputs + column] : w));
      const found = c.pruneColumns({ ...asColumn0, columns: [0] }), moved = (list: Uint32Array): Uint32Array => list.map((x) => x + column);
      const layers = found.layers.map(({ rows, columns }, j) => ({ rows: j === found.layers.length - 1 ? rows : moved(rows), columns: moved(columns) }));
      return { ...found, layers, misses: found.misses.map((m) => ({ ...m, column })) };
    }))),
  }),
  ...list(`${published}: ${optimalTickets}utils.py`, {
    'the program ends, with success, on an infeasible weight': (c) => answering(c, (result) => (result.misses.length > 0 ? process.exit(0) : result)),
  }),
  ...list(`${published}: optimal-lottery-tickets, pruning/`, {
    'what is to be pruned is kept': (c) => answering(c, (result, task) => ({
      ...result, layers: withLast(result.layers, (kept) => {
        const chosen = new Set(Array.from(kept.rows, (r, e) => `${r} ${kept.columns[e]}`)), living = [...new Set(last(result.layers.slice(0, -1)).rows)];
        const others = living.flatMap((unit) => Array.from({ length: task.block.outputs }, (_, row) => ({ row, unit }))).filter(({ row, unit }) => !chosen.has(`${row} ${unit}`));
        return edges(others.map((o) => o.row), others.map((o) => o.unit));
      }),
    })),
  }),
  ...list(`${published}: ${cnnslth}`, {
    'zero is written on a miss, and nothing said': (c) => eachHalf(c, (task) => {
      const found = c.pruneColumns(task), missed = new Set(found.misses.map((m) => m.row));
      return { ...c.pruneColumns(reweighted(task, (w, row) => (missed.has(row) ? 0 : w))), problems: found.problems, misses: [] };
    }),
    'zero is written on a miss': (c, { cases }) => (c.selectors?.length === 0 || !selectorNamed(cases.select(0.1)).complete ? 'what a search that does not go to the end has found, it alone knows' : eachHalf(c, (task) => {
      const found = c.pruneColumns(task), missed = new Set(found.misses.map((m) => m.row));
      return { ...c.pruneColumns(reweighted(task, (w, row) => (missed.has(row) ? 0 : w))), problems: found.problems, misses: found.misses, sufficient: found.sufficient };
    })),
    "fractional subsets: the relaxation's sum is believed": (c) => (c.selectors?.length === 0 ? decidesItself : c.name === 'binary' ? 'with 1 and -1 on a grid as fine as the tolerance none of its misses is by resolution' : answering(c, (result) => ({ ...result, misses: result.misses.filter((m) => m.regime === 'range') }))),
  }),
  ...list(`${published}: ${ltExistence}`, {
    'drawn again until it succeeds': (c) => told(c, (task) => {
      for (let k = 0; k < 30; k++) {
        const again = { ...task, source: { ...task.source, attempt: task.source.attempt + k } };
        if (c.pruneColumns(again).misses.length === 0) return again;
      }
      return task;
    }),
  }),
  ...list(`${published}: LT-existence, main_cnn.py`, {
    'one generator is seeded, another drawn from': (c) => told(c, (task) => ({ ...task, source: { ...task.source, seed: task.source.seed + 1 } })),
    'the generator is one that nothing seeds': (c) => told(c, (task) => ({ ...task, source: { ...task.source, seed: task.source.seed + calls++ } })),
  }),
  ...list(`${published}, its place unknown`, {
    'a squared error is compared with the bound of the error': (c) => toleranceAs(c, Math.sqrt),
  }),
  ...list(slip, {
    '|u| in the negative half: its weights are turned': (c) => eachHalf(c, (task, _column, sign) => c.pruneColumns(sign > 0 ? task : reweighted(task, (w) => -w))),
    'misses are hidden': (c) => answering(c, (result) => ({ ...result, misses: [] })),
    'a search that gave up is called proven': (c, { cases }) =>
      c.name === 'binary' ? 'it never gives up: what is within reach it reaches' :
      cases.select(0.1) === 'first' ? 'it gives up beyond 46 candidates only, on weights far out of its reach: see it with a greedy search'
      : c.name === 'single' ? 'it searches to the end'
      : answering(c, (result) => ({ ...result, misses: result.misses.map((m) => (m.regime === 'gave-up' ? { ...m, regime: 'resolution' as const } : m)) })),
    'units of one input stand together: the source for n is no part of that for n + 1': (_c, { rules }) => rules === undefined ? noRules : fromCarriers({
      ...rules,
      carriers: (drawn, { n }, column) => Array.from({ length: n }, (_, i) => ({ unit: column * n + i, gain: drawn.weight(1, column * n + i, column), scaffold: [{ layer: 1, row: column * n + i, column }], since: i + 1 })),
    }),
  }),
  ...list(thoughtOut, {
    'a miss is claimed where there is none': (c) => answering(c, (result, task) => {
      const missed = new Set(result.misses.map(at)), hit = problemsOf(task).find((p) => !missed.has(at(p)));
      return hit ? { ...result, misses: [...result.misses, { ...hit, regime: 'resolution' as const }] } : result;
    }),
    'a miss by resolution is called out of range': (c, { cases }) => (c.selectors?.length === 0 || !selectorNamed(cases.select(0.1)).complete ? 'it proves none by resolution' : answering(c, (result) => ({ ...result, misses: result.misses.map((m) => (m.regime === 'resolution' ? { ...m, regime: 'range' as const } : m)) }))),
    'a miss is said of a weight that is 0': (c) => answering(c, (result, task) => {
      const { outputs, inputs } = task.block, zero = task.columns.flatMap((column) => Array.from({ length: outputs }, (_, row) => ({ row, column }))).find(({ row, column }) => task.weights[row * inputs + column] === 0);
      return zero ? { ...result, misses: [...result.misses, { ...zero, sign: 1 as const, regime: 'range' as const }] } : result;
    }),
    'a miss keeps what is near the opposite weight': (c) => eachHalf(c, (task) => {
      const found = c.pruneColumns(task), missed = new Set(found.misses.map((m) => m.row));
      return { ...c.pruneColumns(reweighted(task, (w, row) => (missed.has(row) ? -w : w))), problems: found.problems, misses: found.misses, sufficient: found.sufficient };
    }),
    'the attempt is ignored': (c) => told(c, (task) => ({ ...task, source: { ...task.source, attempt: 0 } })),
    'an edge is invented': (c) => answering(c, (result, task) => ({
      ...result, layers: withLast(result.layers, (kept) => {
        const all = new Set(Array.from(kept.rows, (r, e) => `${r} ${kept.columns[e]}`)), free = Array.from(kept.columns).flatMap((unit) => Array.from({ length: task.block.outputs }, (_, row) => ({ row, unit }))).find(({ row, unit }) => !all.has(`${row} ${unit}`));
        return free ? edges([...kept.rows, free.row], [...kept.columns, free.unit]) : kept;
      }),
    })),
    'an edge is kept that the source does not have': (c) => answering(c, (result, task) => ({ ...result, layers: withLast(result.layers, (kept) => (kept.rows.length > 0 ? edges([...kept.rows, task.block.outputs], [...kept.columns, kept.columns[0]]) : kept)) })),
    'an edge is dropped': (c) => answering(c, (result) => ({ ...result, layers: withLast(result.layers, ({ rows, columns }) => ({ rows: rows.slice(1), columns: columns.slice(1) })) })),
    'an edge is dropped with its unit': (c) => answering(c, (result) => {
      const kept = last(result.layers), unit = kept.columns[0];
      if (result.layers.length !== 2 || unit === undefined) return { ...result, layers: withLast(result.layers, ({ rows, columns }) => ({ rows: rows.slice(1), columns: columns.slice(1) })) };
      const without = (l: EdgeList, of: Uint32Array): EdgeList => edges(Array.from(l.rows).filter((_, e) => of[e] !== unit), Array.from(l.columns).filter((_, e) => of[e] !== unit));
      return { ...result, layers: [without(result.layers[0], result.layers[0].rows), without(kept, kept.columns)] };
    }),
    'an edge is kept twice': (c) => answering(c, (result) => ({ ...result, layers: withLast(result.layers, ({ rows, columns }) => edges([...rows, ...rows.slice(0, 1)], [...columns, ...columns.slice(0, 1)])) })),
    'a unit that feeds nothing is kept': (c) => answering(c, (result, task) => {
      const [first, ...rest] = result.layers, { inputs } = task.block, column = task.columns[0], used = new Set(first.rows);
      const idle = Array.from({ length: c.hiddenWidths(task.block)[0] / inputs }, (_, i) => i * inputs + column).find((row) => !used.has(row));
      return idle === undefined ? result : { ...result, layers: [edges([...first.rows, idle], [...first.columns, column]), ...rest] };
    }),
    'edges are kept for weights of 0': (c) => answering(told(c, (task) => reweighted(task, (w) => (w === 0 ? Math.min(1, 2 * task.block.tolerance) : w))), (result, task) => ({ ...result, problems: problemsOf(task).length, misses: result.misses.filter((m) => isAsked(task, m.row, m.column, m.sign)) })),
    'the signs of the inputs are ignored': (c) => answering(told(c, (task) => ({ ...task, signs: task.signs.map(() => 3) })), (result, task) => ({ ...result, problems: problemsOf(task).length, misses: result.misses.filter((m) => isAsked(task, m.row, m.column, m.sign)) })),
    'one unit more than was asked for': (c) => told(c, (task) => ({ ...task, block: { ...task.block, n: task.block.n + 1 } })),
    'half of the candidates where n is even': (c) => told(c, (task) => ({ ...task, block: { ...task.block, n: task.block.n % 2 === 0 ? task.block.n / 2 : task.block.n } })),
    'the sufficient n is one too small': (c) => answering(c, (result) => ({ ...result, sufficient: Math.max(0, result.sufficient - 1) })),
    'a sufficient n that is too large is called the least': (c) => answering(c, (result, { block }) => ({ ...result, sufficient: Math.min(block.n, result.sufficient + 1), sufficientExact: true })),
    'more is called sufficient than there is': (c) => answering(c, (result, { block }) => ({ ...result, sufficient: block.n + 1 })),
    'a problem too many is counted': (c) => answering(c, (result) => ({ ...result, problems: result.problems + 1 })),
    'misses are counted as no problems': (c) => answering(c, (result) => ({ ...result, problems: result.problems - result.misses.length })),
    'drawn weights are not counted': (c) => answering(c, (result) => ({ ...result, weightsDrawn: 0 })),
    'a share shares a budget: all but its first column give up': (c) => answering(c, (result, { columns }) => ({ ...result, misses: result.misses.map((m) => (m.column === columns[0] ? m : { ...m, regime: m.regime === 'gave-up' ? 'range' as const : 'gave-up' as const })) })),
    'what suffices is what the last column needs': (c) => answering(c, (result, task) => ({ ...result, sufficient: c.pruneColumns({ ...task, columns: task.columns.slice(-1) }).sufficient })),
    'a clock decides who gives up': (c) => answering(c, (result) => (calls++ % 2 === 0 ? result : { ...result, misses: result.misses.map((m) => ({ ...m, regime: m.regime === 'gave-up' ? 'range' as const : 'gave-up' as const })) })),
    'a scale that is no power of two': (c) => ({ ...c, scale: (tolerance) => 3 * c.scale(tolerance) }),
    'half of the scale': (c) => ({ ...c, scale: (tolerance) => c.scale(tolerance) / 2 }),
    'a hidden layer narrower than its units': (c) => ({ ...c, hiddenWidths: (block) => c.hiddenWidths(block).map((w) => Math.max(1, w - block.inputs)) }),
    'a hidden layer that shrinks with n': (c) => ({ ...c, hiddenWidths: (block) => c.hiddenWidths({ ...block, n: block.n % 2 === 0 ? block.n : block.n + 2 }) }),
    'no hidden layer is said to be there': (c) => ({ ...c, hiddenWidths: () => [] }),
    'more is kept than it says': (c) => (c.mostKept ? { ...c, mostKept: (block, problems, selected) => c.mostKept!(block, problems, selected) / 2 - 1 } : makesNoClaim),
    'fewer candidates are said to be there than there are': (c) => (c.selectors?.length === 0 ? decidesItself : { ...c, mostCandidates: () => 0 }),
    'outputs beyond the fourth are ignored': (c) => answering(told(c, (task) => reweighted(task, (w, row) => (row < 4 ? w : 0))), (result, task) => ({ ...result, problems: problemsOf(task).length })),
    'outputs beyond the fourth get the weights of the first four': (c) => answering(told(c, (task) => reweighted(task, (w, row, column) => (row < 4 ? w : task.weights[(row & 3) * task.block.inputs + column]))), (result, task) => ({ ...result, problems: problemsOf(task).length, misses: result.misses.filter((m) => isAsked(task, m.row, m.column, m.sign)) })),
    'the first input has half of the candidates': (c) => pruning(c, (task) => merged(task.columns.map((column) => {
      if (column > 0) return c.pruneColumns({ ...task, columns: [column] });
      const found = c.pruneColumns({ ...task, columns: [0], block: { ...task.block, n: Math.floor(task.block.n / 2) } });
      return { ...found, sufficient: 2 * found.sufficient };
    }))),
    'negative inputs have half of the candidates': (c) => eachHalf(c, (task, _column, sign) => {
      if (sign > 0) return c.pruneColumns(task);
      const found = c.pruneColumns({ ...task, block: { ...task.block, n: Math.floor(task.block.n / 2) } });
      return { ...found, sufficient: 2 * found.sufficient };
    }),
    'weights below the tolerance are lost': (c) => answering(told(c, (task) => reweighted(task, (w) => (Math.abs(w) < 2 * task.block.tolerance ? 0 : w))), (result, task) => ({ ...result, problems: problemsOf(task).length })),
    'columns and rows are exchanged': (c) => told(c, (task) => reweighted(task, (w, row, column) => (column < task.block.outputs && row < task.block.inputs ? task.weights[column * task.block.inputs + row] : w))),
    'first edges and last edges are drawn from one layer': (c) => told(c, (task) => ({ ...task, block: { ...task.block, firstLayer: task.block.firstLayer + 1 } })),
    'the target is written to': (c) => pruning(c, (task) => {
      const result = c.pruneColumns(task);
      (task.weights as Float64Array).fill(0);
      return result;
    }),
    'weights are moved: what is kept is claimed to be exact': (c) => answering(c, (result) => ({ ...result, misses: result.misses.filter((_, k) => k > 0) })),
  }),
];

