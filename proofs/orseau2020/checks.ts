import { powerOfTwo } from '../../src/numeric/rounding.js';
import { hyperbolic, hyperbolicFor, weightOf } from '../../src/numeric/law.js';
import { scaled } from '../../src/certify/exact/dyadic.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { goldenOf, known } from '../../src/subset-sum/index.js';
import { evaluator, natural, type Formula } from '../../src/theorem/formula.js';
import { batchSampling } from './batch.js';
import { binProbability, binsWhere } from './bins.js';
import { categories } from './categories.js';
import { decomposition, GOLDEN } from './decomposition.js';
import { weight } from './weight.js';

/** Relative room for what exp, log and some thousand roundings lose. */
const SLACK = 1e-11;

/** x + y g with g = (sqrt 5 - 1)/2, exactly. */
type Exact = readonly [x: bigint, y: bigint];

const plus = ([x, y]: Exact, [p, q]: Exact): Exact => [x + p, y + q];
const times = (n: bigint, [x, y]: Exact): Exact => [n * x, n * y];
const minus = (a: Exact, b: Exact): Exact => plus(a, times(-1n, b));

/** g (x + y g) = y + (x - y) g, by g^2 = 1 - g. */
const timesG = ([x, y]: Exact): Exact => [y, x - y];

/** The sign of x + y g, which is half of (2x - y) + y sqrt 5. */
function signOf([x, y]: Exact): number {
  const a = 2n * x - y, squares = a * a - 5n * y * y;
  if (a >= 0n && y >= 0n) return a > 0n || y > 0n ? 1 : 0;
  if (a <= 0n && y <= 0n) return -1;
  return (a > 0n ? 1 : -1) * (squares > 0n ? 1 : -1);
}

/** 1, g, g^2, ... exactly. */
const EXACT_POWERS: Exact[] = [[1n, 0n]];
for (let i = 0; i < 64; i++) EXACT_POWERS.push(timesG(EXACT_POWERS[i]));

/** Positions in a bin and first residuals are multiples of 1 / PARTS; everything exact is kept PARTS times as large. */
const PARTS = 65536;
const position = cases.oneof({ weight: 2, arbitrary: cases.integer({ min: 0, max: PARTS }) }, { weight: 1, arbitrary: cases.constantFrom(0, 1, PARTS - 1, PARTS) });

/** PARTS times the sample of bin i at such a position: 0 is g^{i+2}, PARTS is g^{i+1}. */
const sampleAt = (i: number, at: number): Exact => plus(times(BigInt(PARTS), EXACT_POWERS[i + 2]), times(BigInt(at), minus(EXACT_POWERS[i + 1], EXACT_POWERS[i + 2])));

/** PARTS times the residuals r_0, r_1, ... */
function residuals(start: number, positions: readonly number[]): Exact[] {
  const all: Exact[] = [[BigInt(start), 0n]];
  positions.forEach((at, i) => {
    const needed = signOf(minus(all[i], times(BigInt(PARTS), EXACT_POWERS[i + 1]))) >= 0;
    all.push(needed ? minus(all[i], sampleAt(i, at)) : all[i]);
  });
  return all;
}

/** Tolerances in [2^-26, 1), evenly by size. */
const tolerance = cases.tuple(cases.integer({ min: 1, max: 26 }), cases.integer({ min: 1, max: 65535 })).map(([e, m]) => (1 + m / 65536) * powerOfTwo(-e));

type Evaluated = (values: Readonly<Record<string, number>>) => number;

/** A formula of this folder, compiled on first use. */
function compiled(formula: Pick<Formula, 'expression' | 'symbols' | 'where'>): () => Promise<Evaluated> {
  let made: Promise<Evaluated> | undefined;
  return () => (made ??= evaluator({ ...formula, counts: '', origin: 'proved', source: '' }));
}

/** The bounds as the statements have them: bins that leave at most tau; samples; units for one weight; units of a pool. */
const stepsOf = compiled(decomposition.bound!), samplesOf = compiled(categories.bound!), weightUnits = compiled(weight.bound), batchUnits = compiled(batchSampling.bound);

/** p_j of bins.ts. */
const probabilityOf = compiled({
  expression: binProbability,
  symbols: { j: natural('a bin', 0), bins: natural('bins of the law', 2) },
  where: { half_width: binsWhere.half_width },
});

/** Symbols of a network, where steps and delta_1 are given and nothing else matters. */
const someNetwork = { columns: 1, l: 1, epsilon: 0.5, delta: 0.5, tau: 0.5, golden: GOLDEN };

/** The same as decomposition.ts has it, for checks of what is executed. */
const stepsFor = (tau: number): number => Math.max(1, Math.ceil(Math.log(1 / tau) / Math.log(GOLDEN)));

/** 9 k^2 p_j, an integer: L = 3k/4, and y doubled is one. */
function binNumerator(j: number, bins: number): number {
  const y = 2 * j - bins;
  return 12 * bins - 2 * ((y + 2) * Math.abs(y + 2) - y * Math.abs(y));
}

/**
 * The exponents of both factors in 3 k m cells of width 1 / (4m). The sum over cells a and b is symmetric about a + b + 1 cells and
 * spreads one cell to each side, so an end of a bin at that very point halves the pair: twice the pairs of cells in each bin.
 */
function twicePairs(bins: number, m: number): number[] {
  const cells = 3 * bins * m, twice = new Array<number>(bins).fill(0);
  for (let a = 0; a < cells; a++) {
    for (let b = 0; b < cells; b++) {
      // Bin 0 begins at exponent 1, which is k/4 = m k cells above twice the least exponent 1/2 - k/8.
      const above = a + b + 1 - m * bins, j = Math.floor(above / (4 * m)), on = above === 4 * m * j;
      if (j >= 0 && j < bins) twice[j] += on ? 1 : 2;
      if (on && j >= 1 && j <= bins) twice[j - 1] += 1;
    }
  }
  return twice;
}

/** Probability of each bin for one weight: of the four pairs of signs of u and v one serves. */
function servingProbabilities(bins: number): number[] {
  const cells = 3 * bins, served = new Array<number>(bins).fill(0);
  for (const u of [1, -1]) for (const v of [1, -1]) if (u > 0 && u * v > 0) twicePairs(bins, 1).forEach((pairs, j) => (served[j] += pairs));
  return served.map((pairs) => pairs / (4 * 2 * cells * cells));
}

const total = (count: number, f: (j: number) => number): number => Array.from({ length: count }, (_, j) => f(j)).reduce((sum, x) => sum + x, 0);

/** (1 - p)^n. */
const powerOfRest = (p: number, n: number): number => (n === 0 ? 1 : Math.exp(n * Math.log1p(-p)));

/** Binomial coefficients. */
const PASCAL = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]];

/** One bin in the bound of batch.ts: `used` units are used, a bin has probability at most `most` given u, `mean` on average. */
const batchTerm = (n: number, used: number, most: number, mean: number): number => Math.exp(most * used + n * Math.log1p((-mean * -Math.expm1(-most)) / most));

/** Probability that n draws miss one of the bins, by the chain over sets of bins filled. */
function missesABin(probabilities: readonly number[], n: number): number {
  const sets = 1 << probabilities.length;
  let now = new Float64Array(sets);
  now[0] = 1;
  for (let draw = 0; draw < n; draw++) {
    const next = new Float64Array(sets);
    for (let set = 0; set < sets; set++) {
      let stays = 1;
      probabilities.forEach((p, j) => {
        if (set & (1 << j)) return;
        next[set | (1 << j)] += p * now[set];
        stays -= p;
      });
      next[set] += stays * now[set];
    }
    now = next;
  }
  return now.subarray(0, sets - 1).reduce((sum, p) => sum + p, 0);
}

/** P(Bin(n, p) = 0), P(Bin(n, p) = 1), ..., up to `last`. */
function binomial(n: number, p: number, last: number): number[] {
  const at = [powerOfRest(p, n)];
  for (let x = 1; x <= Math.min(last, n); x++) at.push((at[x - 1] * (n - x + 1) * p) / (x * (1 - p)));
  return at;
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Probability that M samples put fewer than N into one of k categories of probability p each, by the chain over counts cut at N. */
function fallsShort(k: number, N: number, p: number, M: number): number {
  const base = N + 1, place = Array.from({ length: k }, (_, j) => (j === 0 ? 1 : j === 1 ? base : base * base)), states = place[k - 1] * base;
  let now = new Float64Array(states);
  now[0] = 1;
  for (let draw = 0; draw < M; draw++) {
    const next = new Float64Array(states);
    now.forEach((mass, state) => {
      let stays = 1;
      for (const digit of place) {
        if (Math.floor(state / digit) % base === N) continue;
        next[state + digit] += p * mass;
        stays -= p;
      }
      next[state] += stays * mass;
    });
    now = next;
  }
  return now.subarray(0, states - 1).reduce((a, b) => a + b, 0);
}

const below1 = cases.integer({ min: 1, max: 255 }).map((x) => x / 256);
const failure = cases.tuple(cases.integer({ min: 1, max: 13 }), cases.integer({ min: 1, max: 63 })).map(([e, m]) => (1 + m / 64) * powerOfTwo(-e));

/** A law of small pools: kinds of units, each with its share in the draw of u and its probabilities of two bins in sixteenths; bit j of a row's needs is bin j. */
const sixteenths = cases.integer({ min: 0, max: 8 });
const smallPool = cases.record({
  kinds: cases.array(cases.record({ share: cases.integer({ min: 1, max: 4 }), q: cases.tuple(sixteenths, sixteenths) }), { minLength: 1, maxLength: 3 }),
  n: cases.integer({ min: 1, max: 4 }),
  needs: cases.array(cases.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
});

/**
 * For each row and bin, the probability that no free unit of the row lies in the bin while no earlier row had an empty bin: all draws
 * of u and v enumerated. A row takes the first free unit in each bin that it needs.
 */
function emptied(kinds: readonly { readonly share: number; readonly q: readonly [number, number] }[], n: number, needs: readonly number[]): number[][] {
  const shares = sum(kinds.map((k) => k.share)), found = needs.map(() => [0, 0]), total = Math.round(Math.exp(n * Math.log(kinds.length)));
  for (let draw = 0; draw < total; draw++) {
    const units = Array.from({ length: n }, (_, i) => kinds[Math.floor(draw / Math.round(Math.exp(i * Math.log(kinds.length)))) % kinds.length]);
    let now = new Map([[0, units.reduce((p, u) => (p * u.share) / shares, 1)]]);
    needs.forEach((need, r) => {
      const next = new Map<number, number>();
      for (const [used, mass] of now) {
        // The v's of this row, unit by unit: who is first in bin 0 and in bin 1; n where nobody is.
        const visit = (i: number, first: readonly [number, number], p: number): void => {
          if (p === 0) return;
          if (i === n) {
            for (const j of [0, 1]) if (first[j] === n) found[r][j] += p;
            if (first[0] === n || first[1] === n) return;
            const after = used | (need & 1 ? 1 << first[0] : 0) | (need & 2 ? 1 << first[1] : 0);
            next.set(after, (next.get(after) ?? 0) + p);
            return;
          }
          const [a, b] = used & (1 << i) ? [0, 0] : units[i].q.map((q) => q / 16);
          visit(i + 1, [Math.min(first[0], i), first[1]], p * a);
          visit(i + 1, [first[0], Math.min(first[1], i)], p * b);
          visit(i + 1, first, p * (1 - a - b));
        };
        visit(0, [n, n], mass);
      }
      now = next;
    });
  }
  return found;
}

/** 1, g, g^2, ... as float64s. */
const POWERS = [1];
for (let i = 1; i < 64; i++) POWERS.push(POWERS[i - 1] / GOLDEN);

/** Candidates inside the golden-ratio bins, some above or below them, of both signs; sums of them are exact. */
const candidate = cases
  .record({ bin: cases.integer({ min: -2, max: 16 }), at: cases.integer({ min: 1, max: 1023 }), negative: cases.boolean() })
  .map(({ bin, at, negative }) => {
    const upper = bin < -1 ? GOLDEN : bin < 0 ? 1 : POWERS[bin + 1], size = upper / GOLDEN + (at / 1024) * (upper - upper / GOLDEN);
    return (negative ? -1 : 1) * Math.round(size * 2 ** 40) * 2 ** -40;
  });

const targets = cases.oneof(
  { weight: 4, arbitrary: cases.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((w) => w * 2 ** -30) },
  { weight: 1, arbitrary: cases.constantFrom(1, -1, 0) },
);

/** Candidates of a pool. */
const POOL = 160;
const pool = cases.array(candidate, { minLength: POOL, maxLength: POOL });
const thirds = cases.array(cases.integer({ min: 0, max: 2 }), { minLength: POOL, maxLength: POOL });

/** The first candidate of the target's sign in bin i that is free, or -1. */
const firstFree = (values: readonly number[], side: number, i: number, isFree: (k: number) => boolean): number =>
  values.findIndex((x, k) => isFree(k) && side * x > POWERS[i + 2] && side * x <= POWERS[i + 1]);

export const checks: readonly Property[] = [
  property(
    'any samples of the golden-ratio bins leave residuals r_i in [0, g^i], exactly',
    cases.record({ start: position, positions: cases.array(position, { minLength: 1, maxLength: 48 }) }),
    ({ start, positions }) => {
      const wrong = residuals(start, positions).findIndex((r, i) => signOf(r) < 0 || signOf(minus(times(BigInt(PARTS), EXACT_POWERS[i]), r)) < 0);
      return wrong < 0 ? undefined : `r_${wrong} is outside`;
    },
  ),
  property(
    'ceil(log_phi(1/tau)) bins leave at most tau, the least samples of every bin with r_0 = 1 among them',
    cases.record({ tau: tolerance, start: position, positions: cases.array(position, { minLength: 40, maxLength: 40 }) }),
    async ({ tau, start, positions }) => {
      const k = (await stepsOf())({ tau, golden: GOLDEN }), scale = 42, limit = scaled(tau * PARTS, scale);
      for (const [r0, at] of [[start, positions], [PARTS, positions.map(() => 0)]] as const) {
        const [x, y] = times(1n << BigInt(scale), residuals(r0, at.slice(0, k))[k]);
        if (signOf([limit - x, -y]) < 0) return `${k} bins leave more than ${tau}`;
      }
      return undefined;
    },
  ),
  property(
    'two exponents uniform on [1/2 - k/8, 1/2 + 5k/8] have a sum in [j + 1, j + 2] with probability p_j, counted cell by cell',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), m: cases.integer({ min: 1, max: 2 }) }),
    async ({ bins, m }) => {
      const cells = 3 * bins * m, twice = twicePairs(bins, m), p = await probabilityOf();
      const wrong = twice.findIndex((pairs, j) => 9 * bins * bins * pairs !== 2 * cells * cells * binNumerator(j, bins));
      if (wrong >= 0) return `bin ${wrong} holds ${twice[wrong]} half pairs of ${cells * cells}`;
      const rounded = twice.findIndex((_, j) => Math.abs(p({ j, bins }) * 9 * bins * bins - binNumerator(j, bins)) > SLACK * binNumerator(j, bins));
      return rounded < 0 ? undefined : `p_${rounded} is ${p({ j: rounded, bins })}`;
    },
  ),
  property(
    'every bin of the law has p_j >= (4k + 8)/(9k^2), with equality in the first and the last',
    cases.integer({ min: 2, max: 5000 }).chain((bins) => cases.record({ bins: cases.constant(bins), j: cases.integer({ min: 0, max: bins - 1 }) })),
    ({ bins, j }) => {
      const least = 4 * bins + 8;
      if (binNumerator(j, bins) < least) return `9k^2 p_j is ${binNumerator(j, bins)}`;
      return binNumerator(0, bins) === least && binNumerator(bins - 1, bins) === least ? undefined : 'no equality';
    },
  ),
  property(
    'beyond the law\'s own bins the formula p_j is below the probability, never above',
    cases.record({ bins: cases.integer({ min: 2, max: 60 }), beyond: cases.integer({ min: 0, max: 20 }) }),
    async ({ bins, beyond }) => {
      // P(exponent in [x, x + 1]), x = j + 1 above the centre, by the triangle's own tail ((L - y)+)^2 / (2 L^2).
      const j = bins + beyond, L = (3 * bins) / 4, y = j - bins / 2, tail = (z: number): number => (Math.max(0, L - z) * Math.max(0, L - z)) / (2 * L * L);
      const exact = tail(y) - tail(y + 1), p = (await probabilityOf())({ j, bins });
      return p <= exact + 1e-12 ? undefined : `p_j is ${p}, the probability ${exact}`;
    },
  ),
  property(
    'n of the bound leaves a bin of one weight and sign empty with probability at most delta_1, by the exact chain over filled bins',
    cases.record({ bins: cases.integer({ min: 2, max: 7 }), coarser: cases.integer({ min: 0, max: 5 }), delta: failure }),
    async ({ bins, coarser, delta }) => {
      const steps = Math.max(2, Math.min(6, bins - coarser)), n = (await weightUnits())({ ...someNetwork, rows: 1, bins, steps, delta_1: delta });
      const exact = missesABin(servingProbabilities(bins).slice(0, steps), n);
      return exact <= delta * (1 + SLACK) ? undefined : `n = ${n} fails with probability ${exact}`;
    },
  ),
  property(
    'the law for a tolerance has the bins of the tolerance, which leave at most it',
    tolerance,
    (tau) => {
      const law = hyperbolicFor(tau);
      return law.name === 'hyperbolic' && law.bins === Math.max(2, stepsFor(tau)) ? undefined : `the law is ${JSON.stringify(law)}, the tolerance needs ${stepsFor(tau)}`;
    },
  ),
  property(
    'P(Bin(M, p) <= (1 - theta) mu) <= exp(-mu (theta + (1 - theta) ln(1 - theta))) <= exp(-theta^2 mu / 2)',
    cases.record({ M: cases.integer({ min: 1, max: 400 }), p: below1, share: cases.oneof(below1, cases.constant(0)) }),
    ({ M, p, share }) => {
      const mu = M * p, most = Math.floor(share * mu), theta = 1 - most / mu;
      const rate = theta + (most === 0 ? 0 : (1 - theta) * Math.log1p(-theta)), tail = sum(binomial(M, p, most));
      if (tail > Math.exp(-mu * rate) * (1 + SLACK)) return `the tail at ${most} is ${tail}`;
      return rate >= (theta * theta) / 2 - 1e-14 ? undefined : `the rate is ${rate}`;
    },
  ),
  property(
    'M samples leave a category of probability c/k short of N with probability at most delta_1 / k, by the binomial tail',
    cases.record({ k: cases.integer({ min: 1, max: 40 }), N: cases.integer({ min: 1, max: 80 }), c: cases.integer({ min: 1, max: 16 }).map((x) => x / 16), delta: failure }),
    async ({ k, N, c, delta }) => {
      const M = (await samplesOf())({ k, N, c, delta_1: delta }), tail = c === k ? 0 : sum(binomial(M, c / k, N - 1));
      return k * tail <= delta * (1 + SLACK) ? undefined : `M = ${M} fails with probability up to ${k * tail}`;
    },
  ),
  property(
    'M samples leave one of up to 3 categories short of N with probability at most delta_1, by the exact chain over counts',
    cases.record({ k: cases.integer({ min: 1, max: 3 }), N: cases.integer({ min: 1, max: 4 }), c: cases.integer({ min: 4, max: 16 }).map((x) => x / 16), delta: failure }),
    async ({ k, N, c, delta }) => {
      const M = (await samplesOf())({ k, N, c, delta_1: delta }), exact = fallsShort(k, N, c / k, M);
      return exact <= delta * (1 + SLACK) ? undefined : `M = ${M} fails with probability ${exact}`;
    },
  ),
  property(
    'given u a bin has probability at most 2/(3k) with the sign of v, reached by some u, and p_j / 4 on average over u',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), m: cases.integer({ min: 1, max: 2 }) }),
    ({ bins, m }) => {
      // u at the ends of cells, where a bin is whole cells of v and between which its share is linear.
      const cells = 3 * bins * m;
      for (let j = 0; j < bins; j++) {
        let most = 0, twice = 0;
        for (let a = 0; a <= cells; a++) {
          let inside = 0;
          for (let b = 0; b < cells; b++) {
            const above = a + b - m * bins - 4 * m * j;
            if (above >= 0 && above < 4 * m) inside++;
          }
          most = Math.max(most, inside);
          twice += a === 0 || a === cells ? inside : 2 * inside;
        }
        // q_j = inside / (2 cells) <= 2 / (3k), and half of its average, for the sign of u, is p_j / 4.
        if (3 * bins * most !== 4 * cells) return `bin ${j} has ${most} of ${cells} cells of v`;
        if (9 * bins * bins * twice !== 2 * cells * cells * binNumerator(j, bins)) return `bin ${j} has on average ${twice} halves`;
      }
      return undefined;
    },
  ),
  property(
    'small pools, every draw enumerated: a row is the first to have an empty bin with probability at most exp(b used) (1 - E q (1 - exp(-b)) / b)^n',
    smallPool,
    ({ kinds, n, needs }) => {
      const shares = sum(kinds.map((k) => k.share)), most = Math.max(...kinds.flatMap((k) => k.q)) / 16;
      if (most === 0) return undefined;
      const mean = [0, 1].map((j) => sum(kinds.map((k) => (k.share * k.q[j]) / 16)) / shares);
      for (const [r, row] of emptied(kinds, n, needs).entries()) {
        for (const j of [0, 1]) {
          const bound = batchTerm(n, 2 * r, most, mean[j]);
          if (row[j] > bound * (1 + SLACK)) return `row ${r + 1}, bin ${j}: ${row[j]}, bound ${bound}`;
        }
      }
      return undefined;
    },
  ),
  property(
    'large pools, units with q = b or 0, summed exactly: the last row is the first to have an empty bin with probability at most the bound',
    cases.record({
      steps: cases.integer({ min: 1, max: 4 }), rows: cases.integer({ min: 1, max: 16 }), n: cases.integer({ min: 1, max: 600 }),
      share: cases.integer({ min: 1, max: 15 }).map((x) => x / 16), most: cases.integer({ min: 1, max: 32 }),
    }),
    ({ steps, rows, n, share, most: part }) => {
      const b = part / (40 * steps), used = steps * (rows - 1);
      // All bins filled by that many free units, by inclusion and exclusion.
      const filled = (free: number): number => (free < steps ? 0 : Math.max(0, total(steps + 1, (i) => (i % 2 ? -1 : 1) * PASCAL[steps][i] * powerOfRest(i * b, free))));
      let exact = 0;
      binomial(n, share, n).forEach((p, useful) => {
        let before = useful >= used ? p : 0;
        for (let r = 0; r < rows - 1; r++) before *= filled(useful - steps * r);
        exact += before * powerOfRest(b, Math.max(0, useful - used));
      });
      const bound = batchTerm(n, used, b, share * b);
      return exact <= bound * (1 + SLACK) ? undefined : `probability ${exact}, bound ${bound}`;
    },
  ),
  property(
    'the bound of batch sampling is the least n for which the terms of all bins, with steps * rows units used, b = 2/(3k) and p_j / 4, add up to at most delta_1',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), coarser: cases.integer({ min: 0, max: 36 }), rows: cases.integer({ min: 1, max: 400 }), delta: failure }),
    async ({ bins, coarser, rows, delta }) => {
      const steps = Math.max(2, bins - coarser), n = (await batchUnits())({ ...someNetwork, rows, bins, steps, delta_1: delta });
      const fails = (units: number): number => total(steps, (j) => batchTerm(units, steps * rows, 2 / (3 * bins), binNumerator(j, bins) / (36 * bins * bins)));
      if (fails(n) > delta * (1 + SLACK)) return `n = ${n} fails with probability up to ${fails(n)}`;
      return n === 1 || fails(n - 1) > delta * (1 - SLACK) ? undefined : `n = ${n - 1} is enough`;
    },
  ),
  property(
    'batch sampling asks for at most the units that filling the categories as often as there are rows would',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), coarser: cases.integer({ min: 0, max: 36 }), rows: cases.integer({ min: 1, max: 400 }), delta: failure }),
    async ({ bins, coarser, rows, delta }) => {
      const steps = Math.max(2, bins - coarser), least = (4 * bins + 8) / (9 * bins * bins);
      const n = (await batchUnits())({ ...someNetwork, rows, bins, steps, delta_1: delta }), b = 2 / (3 * bins);
      const M = (await samplesOf())({ k: steps, N: rows, c: (steps * least) / 4, delta_1: delta });
      const closed = Math.ceil(((4 / least) * (b * steps * rows + Math.log(steps / delta))) / (1 - b / 2));
      return n <= closed && closed <= M ? undefined : `n = ${n}, closed form ${closed}, M = ${M}`;
    },
  ),
  property(
    'the greedy takes the first free candidate of each bin that it needs and nothing else, at most k of them, and hits where no needed bin is empty',
    cases.record({ values: pool, taken: thirds, target: targets, tau: tolerance.filter((t) => t > 1e-3) }),
    ({ values, taken, target, tau }) => {
      const side = target < 0 ? -1 : 1, k = stepsFor(tau), isFree = (c: number): boolean => taken[c] > 0, needed: number[] = [];
      let left = Math.abs(target);
      for (let i = 0; i < k && left > tau; i++) {
        if (left < POWERS[i + 1]) continue;
        const first = firstFree(values, side, i, isFree);
        if (first < 0) return undefined;
        needed.push(first);
        left -= side * values[first];
      }
      const { outcome, chosen } = goldenOf(known(values), target, tau, isFree);
      if (outcome !== 'hit') return `needed ${needed}, chose ${chosen} and missed`;
      return String(chosen) === String(needed.sort((a, b) => a - b)) && chosen.length <= k ? undefined : `needed ${needed}, chose ${chosen}`;
    },
  ),
  property(
    'weights of one input, one after the other: while no bin is empty each takes at most k free units, none twice, and hits',
    cases.record({ rows: cases.array(cases.tuple(targets, pool), { minLength: 1, maxLength: 4 }), tau: tolerance.filter((t) => t > 0.02) }),
    ({ rows, tau }) => {
      const k = stepsFor(tau), taken = new Uint8Array(POOL), isFree = (c: number): boolean => taken[c] === 0;
      let used = 0;
      for (const [r, [target, values]] of rows.entries()) {
        const side = target < 0 ? -1 : 1;
        if (Array.from({ length: k }, (_, i) => firstFree(values, side, i, isFree)).some((c) => c < 0)) return undefined;
        const { outcome, chosen } = goldenOf(known(values), target, tau, isFree);
        if (outcome !== 'hit') return `row ${r} missed`;
        if (chosen.some((c) => taken[c] === 1)) return `row ${r} took a unit again`;
        for (const c of chosen) taken[c] = 1;
        used += chosen.length;
        if (used > k * (r + 1)) return `${used} units for ${r + 1} rows`;
      }
      return undefined;
    },
  ),
  property(
    'a drawn size is g^t, t the middle of one of 2^24 cells of [1/2 - k/8, 1/2 + 5k/8], to half a step of the grid',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), word: cases.integer({ min: 0, max: 2 ** 32 - 1 }) }),
    ({ bins, word }) => {
      const law = hyperbolic(bins), step = powerOfTwo(law.gridExponent), weight = weightOf(law)(word);
      const t = 0.5 - bins / 8 + ((3 * bins) / 4) * (((word >>> 8) + 0.5) / 16777216), size = Math.exp(-t * Math.log(GOLDEN));
      if (weight < 0 !== (word & 1) > 0 || !Number.isInteger(weight / step)) return `drew ${weight}`;
      return Math.abs(Math.abs(weight) - size) <= step / 2 + 1e-11 * size ? undefined : `drew ${weight} for ${size}`;
    },
  ),
  property(
    'of pairs of drawn sizes, 2^12 words evenly apart, a share p_j lies in bin j, to within 1 %',
    cases.record({ bins: cases.integer({ min: 2, max: 38 }), offset: cases.integer({ min: 0, max: 4095 }) }),
    async ({ bins, offset }) => {
      const count = 4096, draw = weightOf(hyperbolic(bins)), probability = await probabilityOf();
      // Sizes fall as words rise; `above` counts pairs whose product exceeds g^{j+1}.
      const sizes = Float64Array.from({ length: count }, (_, c) => Math.abs(draw(((c * 4096 + offset) << 8) >>> 0)));
      const above = (limit: number): number => {
        let pairs = 0;
        for (let a = 0, b = count; a < count; a++) {
          while (b > 0 && sizes[a] * sizes[b - 1] <= limit) b--;
          pairs += b;
        }
        return pairs / (count * count);
      };
      const edges = Array.from({ length: bins + 1 }, (_, j) => above(POWERS[j + 1]));
      for (let j = 0; j < bins; j++) {
        const share = edges[j + 1] - edges[j], p = probability({ j, bins });
        if (Math.abs(share / p - 1) > 0.01) return `bin ${j} has ${share}, p_j is ${p}`;
      }
      return undefined;
    },
  ),
];
