import { odds } from '../../proofs/foundations/odds.js';
import { floor } from '../../proofs/foundations/floor.js';
import { volume } from '../../proofs/foundations/volume.js';
import { diamondHalf } from '../../proofs/pensia2020/diamond-half.js';
import type { Pool } from '../../src/numeric/pool.js';
import { runLaboratory } from '../../src/subset-sum/laboratory/index.js';
import { evaluate } from '../../src/theorem/index.js';

/** Random subset sums of one law that are to reach every target of a window, at one tolerance. */
export interface ConstantRow {
  readonly law: string;
  readonly range: number;
  readonly tau: number;
  readonly delta: number;
  /** No fewer draws will do: proved. */
  readonly lower: number;
  /** The (1 - delta)-quantile of the covering time, and its 99 % interval; null is beyond what was drawn. */
  readonly measured: { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null };
  /** So many draws suffice: proved, by the statement named. */
  readonly proved: readonly { readonly by: string; readonly n: number }[];
}

export const TAUS = [0.1, 0.03, 0.01, 0.003], LAB_SEED = 7;

interface Setting {
  readonly law: string;
  readonly range: number;
  readonly n: number;
  proved(tau: number, delta: number): Promise<{ by: string; n: number }[]>;
  lower(tau: number, delta: number): Promise<number>;
}

/** Intervals of length 2 range are covered by 2^n intervals of length 2 tau at most. */
const resolution = (range: number) => (tau: number): Promise<number> => Promise.resolve(Math.ceil(Math.log2(range / tau)));

const settings: readonly Setting[] = [
  {
    law: 'uniform', range: 0.5, n: 40, lower: resolution(0.5),
    proved: async (tau, delta) => [
      { by: volume.id, n: await evaluate(volume.bound!, { tau, delta_1: delta, window: 1, q: 0.5 }) },
      { by: odds.id, n: await evaluate(odds.bound!, { tau, delta_1: delta, a: 0.5, p: 0.5 }) },
    ],
  },
  {
    law: 'uniform', range: 1, n: 40, lower: (tau, delta) => evaluate(floor.bound!, { tau, delta_1: delta }),
    proved: async (tau, delta) => [{ by: odds.id, n: await evaluate(odds.bound!, { tau, delta_1: delta, a: 1, p: 1 }) }],
  },
  {
    law: 'diamond', range: 0.5, n: 100, lower: resolution(0.5),
    proved: async (tau, delta) => [{ by: odds.id, n: await evaluate(odds.bound!, { tau, delta_1: delta, a: 0.5, p: Math.LN2 / 4 }) }],
  },
  {
    law: 'diamond', range: 1, n: 100, lower: resolution(1),
    proved: async (tau, delta) => [{ by: diamondHalf.id, n: await evaluate(diamondHalf.bound!, { tau, delta_1: delta }) }],
  },
];

/** Proved, measured and necessary draws side by side. */
export async function constantRows(attempts: number, pool: Pool): Promise<ConstantRow[]> {
  const rows: ConstantRow[] = [];
  for (const { law, range, n, proved, lower } of settings) {
    for (const tau of TAUS) {
      const found = await runLaboratory({ law, scale: 1, n, epsilon: tau, targets: 'all', range, select: 'closest', sharing: 'weight', problems: 1, attempts, seed: LAB_SEED }, pool);
      for (const [delta, q] of [[0.1, 'q90'], [0.01, 'q99']] as const) {
        rows.push({ law, range, tau, delta, lower: await lower(tau, delta), measured: found.hittingTime[q], proved: await proved(tau, delta) });
      }
    }
  }
  return rows;
}
