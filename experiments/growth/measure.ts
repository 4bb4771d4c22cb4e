import { fileURLToPath } from 'node:url';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { check } from '../../src/certify/index.js';
import { cube, parseTicket, validNetwork, writeTicket, type Network } from '../../src/network/index.js';
import { uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { seedWords } from '../../src/numeric/seed-words.js';
import { selectorNamed } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';

/** What is measured: a random target of two square layers of `width` units, and who chooses its subsets. */
export interface GrowthTask {
  readonly width: number;
  readonly select: string;
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly attempt: number;
}

/** One run in a process of its own, on one thread. Seconds are of its processor time, but for stages, whose shares are of time passed. */
export interface GrowthRun {
  /** Of the target, biases included: it has none. */
  readonly weights: number;
  readonly problems: number;
  readonly misses: number;
  readonly kept: number;
  /** Of approximate, of writing the ticket, and of reading and checking it. */
  readonly seconds: { readonly approximate: number; readonly write: number; readonly check: number };
  readonly stages: Readonly<Record<string, number>>;
  /** Of the written ticket. */
  readonly ticketBytes: number;
  /** The most memory that the process had by the end of each part; of a process that has done nothing yet, about `start`. */
  readonly peakBytes: { readonly start: number; readonly approximate: number; readonly check: number };
  readonly verdict: string;
}

/** Every weight of the target within this, in weights all over [-1, 1]. */
export const TOLERANCE = 0.01;

/** A target of two layers [width, width], weights uniform on [-1, 1]. */
export function growthTarget({ width, seed, attempt }: Pick<GrowthTask, 'width' | 'seed' | 'attempt'>): Network {
  const [k0, k1] = seedWords(seed), words = new Uint32Array(4);
  const layers = [0, 1].map((layer) => {
    const data = new Float64Array(width * width);
    for (let e = 0; e < data.length; e++) {
      if (e % 4 === 0) philox(k0, k1, e / 4, layer, 0x6772, attempt, words);
      data[e] = uniformWeight(words[e & 3]);
    }
    return { weights: { rows: width, columns: width, data }, bias: null };
  });
  return validNetwork(layers, 'growthTarget');
}

/** Approximates a target, writes the ticket, reads it and checks it, and measures each. */
export async function measureGrowth(task: GrowthTask): Promise<GrowthRun> {
  const peak = (): number => process.resourceUsage().maxRSS * 1024, start = peak(), target = growthTarget(task);
  let last = process.cpuUsage();
  const lap = (): number => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const { ticket, result } = await approximate(
    { target, theorem: theorem1, domain: cube(0, 1, task.width), epsilon: null, tolerance: TOLERANCE, budget: 'expected', delta: 0.05, selector: selectorNamed(task.select), candidates: 'bound', seed: task.seed + task.attempt },
    inlinePool,
  );
  const approximating = lap(), approximated = peak(), bytes = writeTicket(ticket), write = lap();
  const { verdict } = await check(parseTicket(bytes), target), checking = lap();
  return {
    weights: result.target.weights, problems: result.problems, misses: result.misses, kept: result.kept,
    seconds: { approximate: approximating, write, check: checking }, stages: result.seconds,
    ticketBytes: bytes.length, peakBytes: { start, approximate: approximated, check: peak() }, verdict,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(JSON.stringify(await measureGrowth(JSON.parse(process.argv[2]) as GrowthTask)));
