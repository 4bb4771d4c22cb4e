import { theorem1 } from '../../dist/proofs/pensia2020/theorem1.js';
import { openPool, type Pool } from '../../dist/src/numeric/pool.js';
import { attemptsTask, planAttempts, type AttemptPlan, type AttemptsTask } from '../../dist/src/theorem/index.js';
import { median } from './instances.js';

const ATTEMPTS = 48, EACH = 4, ROUNDS = 5;

/** Attempts at networks, drawn, pruned and certified, on one worker and on two, in turn. Threads read no TypeScript: of dist/, which `npm run build` makes. */
export async function benchAttempts(): Promise<string> {
  const pools = await Promise.all([1, 2].map((workers) => openPool(workers)));
  try {
    const rows: string[] = [];
    for (const [width, depth] of [[8, 2], [16, 2], [32, 2], [32, 4]]) {
      const plan = await planAttempts({
        theorem: theorem1, targets: { family: 'uniform', widths: Array<number>(depth + 1).fill(width), fresh: true }, epsilon: 0.1, tolerance: null, delta: 0.05, candidates: 'bound', seed: 2026,
      });
      const took: number[][] = [[], []];
      for (let round = -1; round < ROUNDS; round++) {
        for (const [k, pool] of pools.entries()) {
          const seconds = await timed(plan, pool);
          if (round >= 0) took[k].push(seconds);
        }
      }
      const rate = (k: number): string => (ATTEMPTS / median(took[k])).toPrecision(3);
      rows.push(`| ${width} | ${depth} | ${rate(0)} | ${rate(1)} | ${median(took[0].map((t, i) => t / took[1][i])).toFixed(2)} |`);
    }
    return `## Attempts at networks

Attempts of Pensia et al. (2020), Theorem 1, at the theorem's own tolerances for epsilon = 0.1: a random target and a random network each, drawn, pruned and certified; ${ATTEMPTS} attempts
in ${ATTEMPTS / EACH} tasks. One worker is this process, two are threads; the ratio is that of the times, 2 is perfect.

| width | layers | attempts a second, 1 worker | 2 workers | ratio |
|---|---|---|---|---|
${rows.join('\n')}
`;
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

/** Seconds of all attempts in a pool. */
async function timed(plan: AttemptPlan, pool: Pool): Promise<number> {
  const tasks = Array.from({ length: ATTEMPTS / EACH }, (_, k) => ({ ...attemptsTask, data: { plan, from: k * EACH, to: (k + 1) * EACH } }));
  const start = performance.now();
  await pool.map<AttemptsTask, unknown>(tasks);
  return (performance.now() - start) / 1000;
}
