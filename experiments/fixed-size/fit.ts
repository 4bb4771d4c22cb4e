import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupFor, sizeFor } from '../../proofs/natale2024/groups.js';
import { uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { binomialInterval } from '../../src/numeric/statistics/index.js';
import { fixedSize, known } from '../../src/subset-sum/index.js';

/**
 * Fits the success probability of one group in the fixed-size subset sums of Natale et al. (2024), Theorem 2, for products of one
 * half of a diamond: the least over tolerances and targets, with its exact interval. While k and the group stay the same a smaller
 * tolerance is harder, so each stretch of tolerances is tried at its low end. `--write` puts it into proofs/natale2024/fitted.ts.
 */
const LOWEST = 3e-4, TARGETS = [0, 0.1, 0.5, 0.75, 0.9, 0.95, 0.98, 1], SEED = 20_241_014;
/** Few candidates are the hardest, and the cheapest. */
const poolsFor = (group: number): number => (group <= 12 ? 20_000 : 2000);

const key = (tau: number): string => `${sizeFor(tau)} ${groupFor(tau)}`;

/** The low ends of the stretches of tolerances with one k and one group, from 1/2 down. */
function lowEnds(): number[] {
  const ends: number[] = [];
  for (let tau = 0.5; tau > LOWEST; ) {
    let same = tau, other = tau;
    while (key(other) === key(tau) && other > LOWEST / 2) [same, other] = [other, other * 0.98];
    for (let k = 0; k < 50; k++) {
      const middle = (same + other) / 2;
      if (key(middle) === key(tau)) same = middle;
      else other = middle;
    }
    ends.push(same);
    tau = other;
  }
  return ends;
}

const ends = lowEnds();
/** 95 % for all cells together. */
const confidence = 1 - 0.05 / (ends.length * TARGETS.length);

const rows = ends.flatMap((tau, i) => {
  const k = sizeFor(tau), group = groupFor(tau), pools = poolsFor(group), solver = fixedSize(k, 'exactly');
  const hits = TARGETS.map(() => 0);
  for (let pool = 0; pool < pools; pool++) {
    const candidates = known(Float64Array.from({ length: group }, (_, j) => product(i, pool, j)));
    TARGETS.forEach((w, t) => (hits[t] += solver.select(candidates, w, tau).outcome === 'hit' ? 1 : 0));
  }
  return TARGETS.map((w, t) => ({ tau, k, group, target: w, pools, hits: hits[t], ...binomialInterval(hits[t], pools, confidence) }));
});
const worst = rows.reduce((a, b) => (b.lower < a.lower ? b : a));

/** |u| v with u, v of 24 bits: candidate j of a pool. */
function product(cell: number, pool: number, j: number): number {
  const words = new Uint32Array(4);
  philox(SEED, 0, j, pool, cell, 0, words);
  return Math.abs(uniformWeight(words[0])) * uniformWeight(words[1]);
}

for (const r of rows) console.log(`tau ${r.tau}  k ${r.k}  group ${r.group}  target ${r.target}: ${r.hits} of ${r.pools} [${r.lower.toFixed(4)}, ${r.upper.toFixed(4)}]`);
console.log(`least at tau ${worst.tau}, target ${worst.target}: ${worst.estimate} [${worst.lower}, ${worst.upper}], seed ${SEED}`);

if (process.argv.includes('--write')) {
  const down = (x: number): number => Math.floor(x * 1000) / 1000, up = (x: number): number => Math.ceil(x * 1000) / 1000;
  writeFileSync(join(import.meta.dirname, '../../proofs/natale2024/fitted.ts'), `// Written by \`npm run fit -- --write\`: ${poolsFor(0)} pools (${poolsFor(99)} for groups beyond 12) for each of ${rows.length} cells, seed ${SEED}; least at tau = ${worst.tau.toPrecision(5)}, w = ${worst.target}.
/** Success probability of one group: the least lower limit of all cells, and the interval of that cell (95 % for all together). */
export const fittedSuccess = { value: ${down(worst.lower)}, interval: [${down(worst.lower)}, ${up(worst.upper)}], tolerances: [${Math.ceil(Math.min(...ends) * 1e6) / 1e6}, 0.5], cells: ${rows.length} } as const;
`);
}
