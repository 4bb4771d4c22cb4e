import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupFor, sizeFor } from '../../proofs/natale2024/groups.js';
import { uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { fixedSize, known } from '../../src/subset-sum/index.js';

/**
 * Fits the success probability of one group in the fixed-size subset sums of Natale et al. (2024), Theorem 2, for products of one
 * half of a diamond: the least over tolerances and targets, with its exact interval. `--write` puts it into proofs/natale2024/fitted.ts.
 */
const TOLERANCES = [0.25, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003], TARGETS = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
const POOLS = 2000, SEED = 20_241_014;
/** 95 % for all cells together. */
const CONFIDENCE = 1 - 0.05 / (TOLERANCES.length * TARGETS.length);

const rows = TOLERANCES.flatMap((tau, i) => {
  const k = sizeFor(tau), group = groupFor(tau), solver = fixedSize(k, 'exactly');
  const hits = TARGETS.map(() => 0);
  for (let pool = 0; pool < POOLS; pool++) {
    const candidates = known(Float64Array.from({ length: group }, (_, j) => product(i, pool, j)));
    TARGETS.forEach((w, t) => (hits[t] += solver.select(candidates, w, tau).outcome === 'hit' ? 1 : 0));
  }
  return TARGETS.map((w, t) => ({ tau, k, group, target: w, hits: hits[t], ...binomialInterval(hits[t], POOLS, CONFIDENCE) }));
});
const worst = rows.reduce((a, b) => (b.lower < a.lower ? b : a));

/** |u| v with u, v of 24 bits: candidate j of a pool. */
function product(cell: number, pool: number, j: number): number {
  const words = new Uint32Array(4);
  philox(SEED, 0, j, pool, cell, 0, words);
  return Math.abs(uniformWeight(words[0])) * uniformWeight(words[1]);
}

for (const r of rows) console.log(`tau ${r.tau}  k ${r.k}  group ${r.group}  target ${r.target}: ${r.hits} of ${POOLS} [${r.lower.toFixed(4)}, ${r.upper.toFixed(4)}]`);
console.log(`least at tau ${worst.tau}, target ${worst.target}: ${worst.estimate} [${worst.lower}, ${worst.upper}], seed ${SEED}`);

if (process.argv.includes('--write')) {
  const down = (x: number): number => Math.floor(x * 1000) / 1000, up = (x: number): number => Math.ceil(x * 1000) / 1000;
  writeFileSync(join(import.meta.dirname, '../../proofs/natale2024/fitted.ts'), `// Written by \`npm run fit -- --write\`: ${POOLS} pools for each of ${rows.length} cells, seed ${SEED}; least at tau = ${worst.tau}, w = ${worst.target}.
/** Success probability of one group: the least lower limit of all cells, and the interval of that cell (95 % for all together). */
export const fittedSuccess = { value: ${down(worst.lower)}, interval: [${down(worst.lower)}, ${up(worst.upper)}], tolerances: [${Math.min(...TOLERANCES)}, ${Math.max(...TOLERANCES)}] } as const;
`);
}
