import { GOLDEN } from '../../proofs/orseau2020/decomposition.js';
import { theorem as ladderTheorem } from '../../proofs/sreenivasan2022/theorem.js';
import { effectiveBlocks } from '../../src/certify/index.js';
import { binary, single, type Construction } from '../../src/constructions/index.js';
import { binaryLaw, uniform, uniformWeight, type Law } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { binomialCdf, binomialInterval, type Interval } from '../../src/numeric/statistics/index.js';
import { ball, prunedNetwork } from '../../src/network/index.js';
import { targetWithin } from '../../src/network/index.js';
import { approximate } from '../../src/theorem/index.js';

/** A failure probability by its exact formula, and as it was met. */
export interface PoolFailure {
  readonly pool: string;
  readonly exact: number;
  readonly failures: number;
  readonly attempts: number;
  /** 99 % interval of the rate. */
  readonly met: Interval;
}

/** Failures of a pool of n units for one weight, over sources of seeds 1, 2, ... */
function failures(construction: Construction, law: Law, selector: string, { w, n, tolerance, signs }: { w: number; n: number; tolerance: number; signs: number }, attempts: number): number {
  const block = { firstLayer: 1, inputs: 1, outputs: 1, n, tolerance };
  let failed = 0;
  for (let seed = 1; seed <= attempts; seed++) {
    const { misses } = construction.pruneColumns({ source: { seed, attempt: 0, law }, construction: construction.name, selector, block, weights: Float64Array.of(w), signs: Uint8Array.of(signs), columns: [0] });
    if (misses.length > 0) failed++;
  }
  return failed;
}

/** Malach's pools against 2 (1 - p)^k - (1 - 2p)^k, p = |[max(0, w - e), min(1, w + e)]| / 2 * e / 2 with e half of the tolerance. */
export function malachPools(attempts: number): PoolFailure[] {
  return [[0.5, 0.5, 60], [0.5, 1, 120], [0.25, 0.3, 300], [0.25, 0.05, 300]].map(([tolerance, w, n]) => {
    const e = tolerance / 2, p = ((Math.min(1, w + e) - Math.max(0, w - e)) / 2) * (e / 2);
    const exact = 2 * Math.exp(n * Math.log1p(-p)) - Math.exp(n * Math.log1p(-2 * p)), failed = failures(single, uniform, 'boxes', { w, n, tolerance, signs: 3 }, attempts);
    return { pool: `w = ${w}, tolerance ${tolerance}, k = ${n}`, exact, failures: failed, attempts, met: binomialInterval(failed, attempts, 0.99) };
  });
}

/** Binary pools against P(Bin(n, 1/4) < kappa w). */
export function binaryPools(attempts: number): PoolFailure[] {
  return [[0.25, 1, 10], [0.1, 1, 36], [0.03, 1, 140], [0.03, 0.5, 64]].map(([tolerance, w, n]) => {
    const paths = binary.scale(tolerance) * w, failed = failures(binary, binaryLaw, 'count', { w, n, tolerance, signs: 1 }, attempts);
    return { pool: `w = ${w}, kappa = ${binary.scale(tolerance)}, n = ${n}`, exact: binomialCdf(paths - 1, n, 1 / 4), failures: failed, attempts, met: binomialInterval(failed, attempts, 0.99) };
  });
}

/** Draws of the golden-ratio decomposition: those whose residual leaves [0, g^i], and the largest residual over g^k met. */
export function goldenResiduals(draws: number, seed: number): { readonly draws: number; readonly violations: number; readonly largest: number; readonly bins: number } {
  const g = 1 / GOLDEN, words = new Uint32Array(4), k = 30;
  let violations = 0, largest = 0;
  for (let draw = 0; draw < draws; draw++) {
    let left = 0, power = 1;
    for (let i = 0; i <= k; i++) {
      if (i % 4 === 0) philox(seed, 0x676f, i, draw, 0, 0, words);
      const share = Math.abs(uniformWeight(words[i & 3]));
      if (i === 0) left = share;
      // Any sample of the bin [g^{i+1}, g^i]: its ends too.
      else {
        if (left >= power * g) left -= power * g * (g + (1 - g) * (draw % 3 === 0 ? 1 : draw % 3 === 1 ? 0 : share));
        power *= g;
        // Rounding of the subtractions is below 1e-15.
        if (left < -1e-15 || left > power + 1e-15) violations++;
      }
    }
    largest = Math.max(largest, left / power);
  }
  return { draws, violations, largest, bins: k };
}

/** A ladder's pruned network against its effective weights, both in integers of any size, at integer inputs of either sign. */
export async function ladderExactness(inputs: number): Promise<{ readonly widths: string; readonly source: string; readonly inputs: number; readonly different: number; readonly largest: bigint }> {
  const target = targetWithin([4, 4, 4], 3);
  const { ticket } = await approximate({ target, theorem: ladderTheorem, domain: ball(1), epsilon: 0.01, tolerance: null, budget: 'entrywise', delta: 0.05, selector: null, candidates: 'bound', seed: 3 }, inlinePool);
  const pruned = prunedNetwork(ticket, 4), blocks = effectiveBlocks(ticket), words = new Uint32Array(4), relu = (v: bigint): bigint => (v > 0n ? v : 0n);
  let different = 0, largest = 0n;
  for (let k = 0; k < inputs; k++) {
    philox(11, 0x6c61, k, 0, 0, 0, words);
    const x = [...words].map((w) => BigInt(w % 2001) - 1000n);
    let h = x;
    pruned.layers.forEach(({ rows, kept }, j) => {
      const out = Array.from({ length: rows }, () => 0n);
      for (const { row, column, weight } of kept) out[row] += BigInt(weight) * h[column];
      h = j < pruned.layers.length - 1 ? out.map(relu) : out;
    });
    let e = x;
    blocks.forEach(({ plus, minus }, i) => {
      const out = Array.from({ length: plus.rows }, (_, r) => e.reduce((sum, v, c) => sum + BigInt(plus.data[r * plus.columns + c]) * relu(v) - BigInt(minus.data[r * plus.columns + c]) * relu(-v), 0n));
      e = i < blocks.length - 1 ? out.map(relu) : out;
    });
    if (h.join() !== e.join()) different++;
    for (const v of h) if ((v < 0n ? -v : v) > largest) largest = v < 0n ? -v : v;
  }
  return { widths: '4-4-4', source: ticket.widths.join('-'), inputs, different, largest };
}
