import TinyQueue from 'tinyqueue';
import { inlinePool, type Pool, type Task } from '../numeric/pool.js';
import type { BoundedCells, CellsTask } from './bound-cells.js';
import { cutOf, halvesOf, rootBox } from './boxes.js';
import type { Bounded, Problem } from './cell-bounder.js';
import { bisected, edgeToBisect, orthants } from './cones.js';
import type { Tree } from './record.js';
import { networkDigest } from '../network/network.js';

/** When branch and bound ends: at the first of these. */
export interface Budget {
  /** Most cells bounded. */
  readonly nodes: number;
  /** Ends once upper <= (1 + gap) lower, or is as good as 0. */
  readonly gap: number;
  /** Ends once upper <= aim or lower > aim. */
  readonly aim?: number;
  /** Ends it from outside, by a signal: the state is returned as it is. What it then is depends on the machine's speed. */
  readonly signal?: AbortSignal;
}

/** The state of branch and bound: anytime, the error's supremum lies in [lower, upper] (lower in plain float64). */
export interface Branching {
  readonly lower: number;
  readonly upper: number;
  readonly nodes: number;
  readonly leaves: number;
  /** The point of `lower`. */
  readonly point: Float64Array;
}

interface Node {
  readonly own: number;
  /** The least bound of it and its ancestors. */
  readonly upper: number;
  split: number;
  /** Null once it is not to be split, or has been. */
  cell: Float64Array | null;
  at: number;
  children: readonly [Node, Node] | null;
}

/** An error that is none: smaller ones are below what norms and offsets are rounded to. */
export const NOTHING = 1e-140;

/** Cells taken in one round, at most: independent of the number of workers, so that the result is too. */
const ROUND = 128;

/** Tasks of a round, at most, and the multiply-adds below which a task is not worth a worker. */
const TASKS = 4, WORTH_A_TASK = 1e5;

const TASK_MODULE = import.meta.url.replace(/branch(\.[jt]s)$/, 'bound-cells$1');

/**
 * Branch and bound: the cells of the largest bounds are split, until the budget ends. `start` is an error that is known to be
 * attained, with its point. `onProgress` is told after every round.
 */
export async function branch(
  problem: Problem, budget: Budget, start: { value: number; point: Float64Array }, pool: Pool, onProgress: (state: Branching) => void = () => {},
): Promise<Branching & { tree: Tree }> {
  const { pair, domain, cells } = problem;
  const dimension = pair.signs.length, key = [...problem.networks.map(networkDigest), JSON.stringify(domain), problem.norm].join(' ');
  const cost = pair.layers.reduce((sum, { weights, plus }) => sum + weights.data.length + plus.data.length, 0) * 3 * (dimension + 1);
  let { value: lower, point } = start, nodes = 0, leaves = 0;
  const boundAll = async (list: readonly Float64Array[]): Promise<Pick<Bounded, 'upper' | 'split'>[]> => {
    const enough = Math.max(lower, budget.aim !== undefined ? Math.min(budget.aim, (1 + budget.gap) * lower) : (1 + budget.gap) * lower) * (1 - 1e-9);
    const share = Math.max(1, Math.ceil(list.length / TASKS), Math.ceil(WORTH_A_TASK / cost));
    const task = (k: number, known: Problem | null): Task<CellsTask> => ({ url: TASK_MODULE, name: 'boundCells', data: { key, problem: known, cells: list.slice(k * share, (k + 1) * share), enough } });
    const numbers = Array.from({ length: Math.ceil(list.length / share) }, (_, k) => k), here = numbers.length > 1 ? pool : inlinePool;
    // The problem is sent to workers that do not know it, and only then.
    const answers = await here.map<CellsTask, BoundedCells | null>(numbers.map((k) => task(k, null))), missing = numbers.filter((k) => answers[k] === null);
    const again = await here.map<CellsTask, BoundedCells | null>(missing.map((k) => task(k, problem)));
    const shares = numbers.map((k) => answers[k] ?? again[missing.indexOf(k)]!);
    nodes += list.length;
    for (const s of shares) if (s.value > lower) [lower, point] = [s.value, s.point];
    return shares.flatMap(({ upper, split }) => Array.from(upper, (u, k) => ({ upper: u, split: split[k] })));
  };
  const nodeOf = (cell: Float64Array, { upper: own, split }: Pick<Bounded, 'upper' | 'split'>, above: number): Node => ({ own, upper: Math.min(own, above), split, cell: split < 0 ? null : cell, at: 0, children: null });

  const queue = new TinyQueue<Node>([], (a, b) => b.upper - a.upper);
  // Cells that cannot be split any more.
  let stuck = 0;
  const add = (node: Node): void => {
    leaves++;
    if (node.split < 0) stuck = Math.max(stuck, node.upper);
    else queue.push(node);
  };
  const rootCells = cells === 'boxes' ? [rootBox(domain, dimension)] : orthants(dimension, domain.kind === 'ball' && domain.nonnegative === true);
  const roots = (await boundAll(rootCells)).map((b, k) => nodeOf(rootCells[k], b, Infinity));
  roots.forEach(add);
  const upper = (): number => Math.max(stuck, queue.peek()?.upper ?? 0);
  const state = (): Branching => ({ lower, upper: upper(), nodes, leaves, point });
  const ended = (): boolean => {
    const u = upper();
    return u <= Math.max((1 + budget.gap) * lower, NOTHING) || nodes + 2 > budget.nodes || budget.signal?.aborted === true || queue.length === 0 || stuck >= u
      || (budget.aim !== undefined && (u <= budget.aim || lower > budget.aim));
  };
  /** At the edge that was asked for, else at the widest. */
  const bisect = (node: Node, cell: Float64Array): ReturnType<typeof bisected> =>
    bisected(cell, dimension, node.split) ?? bisected(cell, dimension, (node.split = edgeToBisect(cell, dimension)));
  while (!ended()) {
    onProgress(state());
    const taken: { node: Node; halves: readonly [Float64Array, Float64Array] }[] = [];
    const most = Math.min(ROUND, Math.max(1, Math.floor(queue.length / 4)), Math.max(1, Math.floor((budget.nodes - nodes) / 2)));
    while (taken.length < most && queue.length > 0) {
      const node = queue.pop()!, cell = node.cell!;
      const halves = cells === 'boxes' ? halvesOf(cell, node.split, (node.at = cutOf(pair, cell, node.split)!)) : bisect(node, cell);
      if (halves) taken.push({ node, halves });
      else stuck = Math.max(stuck, node.upper);
    }
    const bounds = await boundAll(taken.flatMap((t) => t.halves));
    taken.forEach(({ node, halves }, k) => {
      leaves--;
      node.cell = null;
      node.children = [nodeOf(halves[0], bounds[2 * k], node.upper), nodeOf(halves[1], bounds[2 * k + 1], node.upper)];
      node.children.forEach(add);
    });
  }
  onProgress(state());
  return { ...state(), tree: treeOf(roots, upper(), cells) };
}

/** The tree in preorder, cut off where a cell's own bound is at most `upper`. */
function treeOf(roots: readonly Node[], upper: number, kind: Tree['kind']): Tree {
  const splits: number[] = [], at: number[] = [];
  const pending = [...roots].reverse();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.own <= upper || !node.children) {
      splits.push(-1);
      continue;
    }
    splits.push(node.split);
    if (kind === 'boxes') at.push(node.at);
    pending.push(node.children[1], node.children[0]);
  }
  return { kind, splits, at };
}
