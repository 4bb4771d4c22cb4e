import { scaled } from '../../src/certify/exact/dyadic.js';
import { diamond } from '../../src/constructions/index.js';
import { uniform, uniformWeight } from '../../src/numeric/law.js';
import { philox } from '../../src/numeric/philox.js';
import { cases, property, type Property } from '../../src/properties/index.js';
import { fixedSize, inGroups, isWithin, known } from '../../src/subset-sum/index.js';
import { natural, real } from '../../src/theorem/formula.js';
import { constantsOf } from '../../src/theorem/theorem.js';
import { compiled, remembered } from '../foundations/checks.js';
import { corollary1 } from './corollary1.js';
import { GROUP, groupFor, SIZE, sizeFor } from './groups.js';
import { theorem2 } from './theorem2.js';
import { fixedSizeTickets } from './fixed-size.js';
import { theorem5 } from './theorem5.js';

/** Relative room for the rounding of logarithms and powers. */
const ROOM = 1 + 1e-12;

const { p_hit: P_HIT, bits: BITS } = constantsOf(fixedSizeTickets), HALF = constantsOf(theorem5)['1/2'];
const fixedSizeBound = compiled(theorem2.bound!), amplifiedBound = compiled(corollary1.bound!), networkBound = compiled(fixedSizeTickets.bound), lowerBound = compiled(theorem5.bound!);
const groupsOf = compiled({ ...fixedSizeTickets.bound, expression: fixedSizeTickets.bound.where!.groups, symbols: { delta_1: real('', 0, 1), p_hit: real('', 0, 1) }, where: {} });
const groupOf = compiled({ ...fixedSizeTickets.bound, expression: GROUP, symbols: { tau: real('', 0, 1), bits: real('', 1, Infinity) }, where: { k: SIZE } });
const sizeOfFormula = compiled({ ...fixedSizeTickets.bound, expression: SIZE, symbols: { tau: real('', 0, 1), k: natural('') }, where: {} });

/** x^n of natural numbers, 0^0 = 1. */
const power = (x: number, n: number): bigint => BigInt(x) ** BigInt(n);

/** C(n, 0), ..., C(n, most), exactly. */
function binomials(n: number, most: number): bigint[] {
  const row = [1n];
  for (let k = 1; k <= most; k++) row.push((row[k - 1] * BigInt(n - k + 1)) / BigInt(k));
  return row;
}
const choose = (n: number, k: number): bigint => (k > n ? 0n : binomials(n, k)[k]);
const add = (numbers: readonly bigint[]): bigint => numbers.reduce((sum, x) => sum + x, 0n);

/** m H_2(k/m), in bits. */
const bits = (m: number, k: number): number => k * Math.log2(m / k) - ((m - k) * Math.log1p(-k / m)) / Math.LN2;

/** The base-2 logarithm of a positive integer. */
function log2(x: bigint): number {
  const digits = x.toString(16).length, shift = Math.max(0, digits - 14);
  return Math.log2(Number(x >> BigInt(4 * shift))) + 4 * shift;
}

/** 2^PLACES times a probability, exactly. */
const PLACES = 1200;
const exactly = (x: number): bigint => scaled(x, PLACES);

/** Positions of all subsets of k of n. */
function subsetsOf(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from) }, (_, i) => from + i).flatMap((i) => subsetsOf(n, k - 1, i + 1).map((rest) => [i, ...rest]));
}

const bitsChecks: readonly Property[] = [
  property(
    'C(m, k) is at most 2^(m H_2(k/m)) and at least its (m + 1)-th part, in exact numbers',
    cases.integer({ min: 1, max: 300 }).chain((m) => cases.record({ m: cases.constant(m), k: cases.integer({ min: 0, max: m }) })),
    ({ m, k }) => {
      // 2^(m H_2(k/m)) = m^m / (k^k (m - k)^(m - k)).
      const subsets = choose(m, k) * power(k, k) * power(m - k, m - k), all = power(m, m);
      if (subsets > all) return `C(${m}, ${k}) is larger`;
      return subsets * BigInt(m + 1) >= all ? undefined : `C(${m}, ${k}) is less than the ${m + 1}-th part`;
    },
  ),
  property(
    'the k-subsets of m draws are within tau of no more than C(m, k) 2 tau of any interval, and of so much where their sums are far apart',
    cases.integer({ min: 1, max: 7 }).chain((m) =>
      cases.record({
        k: cases.integer({ min: 0, max: m }),
        tau: cases.integer({ min: 1, max: 6 }),
        far: cases.boolean(),
        draws: cases.array(cases.integer({ min: -20, max: 20 }), { minLength: m, maxLength: m }),
      }),
    ),
    ({ k, tau, far, draws }) => {
      // Cells [j, j + 1]; draws that are powers of two times 2 tau have sums 2 tau apart.
      const values = far ? draws.map((_, i) => 2 * tau * (1 << i)) : draws, near = new Set<number>();
      for (const s of subsetsOf(values.length, k)) {
        const sum = s.reduce((t, i) => t + values[i], 0);
        for (let j = sum - tau; j < sum + tau; j++) near.add(j);
      }
      const most = choose(values.length, k) * 2n * BigInt(tau), length = BigInt(near.size);
      return length <= most && (!far || length === most) ? undefined : `near a length of ${length}, claimed ${most}`;
    },
  ),
  property(
    'the bound of Theorem 2 is the least n of at least 2 k with n^n >= (k/tau)^c_hyp k^k (n - k)^(n - k), and it stays met',
    cases.record({ k: cases.integer({ min: 1, max: 40 }), inverse: cases.integer({ min: 2, max: 100_000 }), c: cases.integer({ min: 1, max: 3 }) }),
    async ({ k, inverse, c }) => {
      const n = (await fixedSizeBound())({ k, tau: 1 / inverse, c_hyp: c });
      if (n > 600) return undefined;
      const wanted = power(k * inverse, c) * power(k, k), met = (m: number, percent: bigint): boolean => power(m, m) * percent >= 1000000n * wanted * power(m - k, m - k);
      if (n < 2 * k || !met(n, 1000001n)) return `${n} does not do`;
      if (n > 2 * k && met(n - 1, 999999n)) return `${n - 1} does`;
      return power(n + 1, n + 1) * power(n - k, n - k) >= power(n, n) * power(n + 1 - k, n + 1 - k) ? undefined : `${n + 1} has fewer bits than ${n}`;
    },
  ),
];

/** A law of raw draws (u, v) with independent signs; products are multiples of 1/4. */
const FIRST = [-2, -1, 1, 2].map((x) => x / 2), LAST = [-1, 1].map((x) => x / 2);

/** All sequences of n elements. */
function sequences<Element>(alphabet: readonly Element[], n: number): Element[][] {
  return n === 0 ? [[]] : sequences(alphabet, n - 1).flatMap((s) => alphabet.map((x) => [...s, x]));
}
const rawDraws = remembered((n: number) => sequences(FIRST.flatMap((u) => LAST.map((v) => [u, v] as const)), n));

const failure = cases.tuple(cases.integer({ min: 1, max: 26 }), cases.integer({ min: 1, max: 255 })).map(([e, f]) => (1 + f / 256) / 2 ** e).filter((x) => x < 1);
/** Tolerances in (2^-26, 1), evenly by size. */
const tolerance = cases.tuple(cases.integer({ min: 1, max: 22 }), cases.integer({ min: 1, max: 255 })).map(([e, f]) => (1 + f / 256) / 2 ** e);
const someNetwork = { rows: 1, columns: 1, l: 1, epsilon: 0.5, delta: 0.5 };

const groupChecks: readonly Property[] = [
  property(
    'the selector hits if and only if a group of consecutive candidates has a k-subset within the tolerance, and it chooses one of the first such group',
    cases.integer({ min: 1, max: 5 }).chain((group) =>
      cases.record({
        group: cases.constant(group),
        k: cases.integer({ min: 1, max: group }),
        values: cases.array(cases.integer({ min: -64, max: 64 }).map((x) => x / 64), { maxLength: 14 }),
        target: cases.integer({ min: -96, max: 96 }).map((x) => x / 64),
        tau: cases.constantFrom(0, 1 / 64, 1 / 16, 1 / 8),
      }),
    ),
    ({ group, k, values, target, tau }) => {
      const { outcome, chosen } = inGroups(fixedSize(k, 'exactly'), group).select(known(values), target, tau), all = subsetsOf(group, k);
      const groups = Array.from({ length: Math.floor(values.length / group) }, (_, g) => all.some((s) => isWithin(values, s.map((i) => g * group + i), target, tau)));
      const first = groups.indexOf(true);
      if (first < 0) return outcome === 'hit' ? `hit by ${chosen}` : undefined;
      const right = outcome === 'hit' && chosen.length === k && chosen.every((i) => Math.floor(i / group) === first) && isWithin(values, chosen, target, tau);
      return right ? undefined : `group ${first} has a subset, the selector said ${outcome}, ${chosen}`;
    },
  ),
  property(
    'of all sequences of n raw draws, counted exactly, a share sum_N C(n, N) 2^-n (1 - c)^floor(N / group) is missed, c the share of groups that hit',
    cases.integer({ min: 1, max: 2 }).chain((group) =>
      cases.record({
        group: cases.constant(group),
        k: cases.integer({ min: 1, max: group }),
        n: cases.integer({ min: 0, max: 4 }),
        target: cases.integer({ min: -4, max: 4 }).map((x) => x / 4),
        tau: cases.constantFrom(0, 1 / 8, 1 / 4),
      }),
    ),
    ({ group, k, n, target, tau }) => {
      const solver = fixedSize(k, 'exactly'), selector = inGroups(solver, group), products = FIRST.filter((u) => u > 0).flatMap((u) => LAST.map((v) => u * v));
      const groups = sequences(products, group), misses = BigInt(groups.filter((g) => solver.select(known(g), target, tau).outcome !== 'hit').length);
      const seen = new Map<string, boolean>();
      let missed = 0n;
      for (const draws of rawDraws(n)) {
        const values = draws.filter(([u]) => u > 0).map(([u, v]) => u * v), key = String(values);
        if (!seen.has(key)) seen.set(key, selector.select(known(values), target, tau).outcome !== 'hit');
        if (seen.get(key)) missed++;
      }
      // A sequence is N usable draws of 4 products each and n - N others of 4; a group misses with probability misses / 4^group.
      const expected = add(binomials(n, n).map((ways, usable) => ways * misses ** BigInt(Math.floor(usable / group)) * 4n ** BigInt(n - group * Math.floor(usable / group))));
      return missed === expected ? undefined : `${missed} of 8^${n} sequences are missed, claimed ${expected}`;
    },
  ),
  property(
    'groups as many as the bound has all miss with probability at most delta_1 / 2, and one fewer do not do',
    cases.record({ delta: cases.double({ min: 1e-12, max: 0.999, noNaN: true }), c: cases.double({ min: 0.01, max: 0.99, noNaN: true }) }),
    async ({ delta, c }) => {
      const groups = (await groupsOf())({ delta_1: delta, p_hit: c }), miss = (count: number): number => count * Math.log1p(-c), claimed = Math.log(delta / 2);
      if (miss(groups) > claimed + 1e-10) return `${groups} groups miss with probability exp(${miss(groups)})`;
      return miss(groups - 1) < claimed - 1e-10 ? `${groups - 1} groups do` : undefined;
    },
  ),
  property(
    'n of the bound leaves fewer than groups * group usable units with probability at most delta_1 / 2, in exact numbers, and n - 1 does not do',
    cases.record({ tau: tolerance.filter((t) => t > 1e-4), delta: failure }),
    async ({ tau, delta }) => {
      const n = (await networkBound())({ ...someNetwork, p_hit: P_HIT, bits: BITS, tau, delta_1: delta });
      const needed = (await groupsOf())({ delta_1: delta, p_hit: P_HIT }) * groupFor(tau), bound = exactly(delta / 2);
      // P(Bin(units, 1/2) < needed) <= delta / 2, times 2^(units + PLACES).
      const few = (units: number, millionths: bigint): boolean => (add(binomials(units, Math.min(units, needed - 1))) * millionths) << BigInt(PLACES) <= (1000000n * bound) << BigInt(units);
      if (!few(n, 999999n)) return `n = ${n} does not do`;
      return few(n - 1, 1000001n) ? `n = ${n - 1} does` : undefined;
    },
  ),
  property(
    'n of the bound misses one weight and sign with probability sum_N C(n, N) 2^-n (1 - p_hit)^floor(N / group), at most delta_1',
    cases.record({ tau: tolerance.filter((t) => t > 1e-4), delta: failure }),
    async ({ tau, delta }) => {
      const n = (await networkBound())({ ...someNetwork, p_hit: P_HIT, bits: BITS, tau, delta_1: delta }), group = groupFor(tau);
      let ways = -n * Math.LN2, missed = 0;
      for (let usable = 0; usable <= n; usable++) {
        missed += Math.exp(ways + Math.floor(usable / group) * Math.log1p(-P_HIT));
        ways += Math.log((n - usable) / (usable + 1));
      }
      return missed <= delta * (1 + 1e-9) ? undefined : `n = ${n} misses with probability ${missed}`;
    },
  ),
  property(
    'k and group of the bound are those of the selector, group the least m > 2 k with m H_2(k/m) >= bits log2(k/tau)',
    tolerance,
    async (tau) => {
      const k = (await sizeOfFormula())({ tau }), group = (await groupOf())({ tau, bits: BITS }), wanted = BITS * Math.log2(k / tau);
      if (fixedSizeTickets.select(tau) !== `exactly:${k}:${group}` || k !== sizeFor(tau) || group !== groupFor(tau)) return `${fixedSizeTickets.select(tau)}, the formula says ${k}, ${group}`;
      if (group <= 2 * k || bits(group, k) * ROOM < wanted) return `group ${group} has ${bits(group, k)} bits, wanted ${wanted}`;
      return group - 1 > 2 * k && bits(group - 1, k) > wanted * ROOM ? `group ${group - 1} has enough bits` : undefined;
    },
  ),
];

const countChecks: readonly Property[] = [
  property(
    'a pruned diamond keeps at most k last edges for each weight and sign, and first edges no more than these, at most 4 k for each weight in all',
    cases.tuple(cases.integer({ min: 1, max: 4 }), cases.integer({ min: 1, max: 3 })).chain(([outputs, inputs]) =>
      cases.record({
        outputs: cases.constant(outputs),
        inputs: cases.constant(inputs),
        weights: cases.array(cases.oneof(cases.double({ min: -1, max: 1, noNaN: true }), cases.constant(0)), { minLength: outputs * inputs, maxLength: outputs * inputs }),
        signs: cases.array(cases.integer({ min: 1, max: 3 }), { minLength: inputs, maxLength: inputs }),
        n: cases.integer({ min: 1, max: 300 }),
        tau: cases.constantFrom(0.25, 0.1, 0.03),
        seed: cases.nat(1e6),
      }),
    ),
    ({ outputs, inputs, weights, signs, n, tau, seed }) => {
      const columns = Array.from({ length: inputs }, (_, c) => c), k = sizeFor(tau);
      const { layers: [first, last] } = diamond.pruneColumns({
        source: { seed, attempt: 0, law: uniform }, construction: diamond.name, selector: fixedSizeTickets.select(tau), columns,
        block: { firstLayer: 1, inputs, outputs, n, tolerance: tau }, weights: Float64Array.from(weights), signs: Uint8Array.from(signs),
      });
      const perWeight = new Map<string, number>();
      // Unit i of input c is row i * inputs + c.
      last.rows.forEach((row, e) => perWeight.set(`${row} ${last.columns[e] % inputs}`, (perWeight.get(`${row} ${last.columns[e] % inputs}`) ?? 0) + 1));
      for (const [place, count] of perWeight) {
        const [row, column] = place.split(' ').map(Number), halves = signs[column] === 3 ? 2 : 1;
        if (weights[row * inputs + column] === 0 || count > halves * k) return `weight ${place} keeps ${count} last edges`;
      }
      const nonzero = weights.filter((w) => w !== 0).length;
      if (first.rows.length > last.rows.length || first.rows.length + last.rows.length > 4 * k * nonzero) {
        return `${first.rows.length} first and ${last.rows.length} last edges for ${nonzero} weights`;
      }
      return first.rows.length <= n * inputs ? undefined : `${first.rows.length} first edges of ${n * inputs}`;
    },
  ),
  property(
    '4 k edges for each weight, k = gamma n, of 2 d_{i-1} n (d_i + d_{i-1}) are a density of at most gamma max_i max(d_i / d_{i-1}, d_{i-1} / d_i), exactly',
    cases.record({
      widths: cases.array(cases.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 5 }),
      gamma: cases.integer({ min: 1, max: 100 }),
      units: cases.array(cases.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
    }),
    ({ widths, gamma, units }) => {
      // n_i = 100 units_i for each half, gamma in percent: k_i = gamma units_i.
      let kept = 0n, all = 0n, [high, low] = [1n, 1n];
      for (let i = 1; i < widths.length; i++) {
        const [from, to, unit] = [widths[i - 1], widths[i], units[i - 1]].map(BigInt);
        kept += 4n * from * to * BigInt(gamma) * unit;
        all += 2n * from * 100n * unit * (from + to);
        const [a, b] = from > to ? [from, to] : [to, from];
        if (a * low > high * b) [high, low] = [a, b];
      }
      return kept * 100n * low <= BigInt(gamma) * high * all ? undefined : `${kept} of ${all} edges`;
    },
  ),
];

/** log2 of the fewest members of a 2 epsilon separated set that covers: d^2 log2(sqrt k / (2 epsilon)). */
const packing = (d: number, k: number, epsilon: number): number => d * d * Math.log2(Math.sqrt(k) / (2 * epsilon));

const lowerChecks: readonly Property[] = [
  property(
    'at most 2^(n H_2(k/n)) masks keep at most k of n parameters, for k <= n/2, in exact numbers',
    cases.integer({ min: 2, max: 300 }).chain((n) => cases.record({ n: cases.constant(n), k: cases.integer({ min: 0, max: Math.floor(n / 2) }) })),
    ({ n, k }) => {
      const masks = add(binomials(n, k));
      return masks * power(k, k) * power(n - k, n - k) <= power(n, n) ? undefined : `${masks} masks`;
    },
  ),
  property(
    'for one weight: all masks of k of n parameters together serve at most C(n, k) members of a set 2 epsilon apart, whatever the draw, and so many where it serves',
    cases.integer({ min: 1, max: 8 }).chain((n) =>
      cases.record({
        k: cases.integer({ min: 1, max: n }),
        epsilon: cases.integer({ min: 1, max: 5 }),
        fit: cases.boolean(),
        draws: cases.array(cases.integer({ min: -40, max: 40 }), { minLength: n, maxLength: n }),
      }),
    ),
    ({ k, epsilon, fit, draws }) => {
      // Members are the multiples of 2 epsilon; a mask of sum s serves those with |w - s| < epsilon.
      const values = fit ? draws.map((_, i) => 2 * epsilon * (1 << i)) : draws, served = new Set<number>();
      for (const s of subsetsOf(values.length, k)) {
        const sum = s.reduce((t, i) => t + values[i], 0), nearest = 2 * epsilon * Math.round(sum / (2 * epsilon));
        const all = [-2 * epsilon, 0, 2 * epsilon].map((x) => nearest + x).filter((w) => Math.abs(w - sum) < epsilon);
        if (all.length > 1) return `the mask ${s} serves ${all}`;
        all.forEach((w) => served.add(w));
      }
      const masks = choose(values.length, k);
      return BigInt(served.size) <= masks && (!fit || BigInt(served.size) === masks) ? undefined : `${served.size} served by ${masks} masks`;
    },
  ),
  property(
    'the packing half of which is to be served has a logarithm d^2 log2(sqrt k / (2 epsilon)) - 1 of at least (d^2 / 2) log2(k / epsilon) for epsilon <= 1/16',
    cases.record({
      d: cases.integer({ min: 1, max: 100 }),
      k: cases.integer({ min: 1, max: 1_000_000 }),
      epsilon: cases.oneof(cases.double({ min: 1e-9, max: 1 / 16, noNaN: true }), cases.constant(1 / 16)),
    }),
    ({ d, k, epsilon }) => {
      const served = packing(d, k, epsilon) - 1, claimed = d * d * HALF * Math.log2(k / epsilon);
      return served >= claimed - 1e-9 * d * d ? undefined : `${served}, claimed ${claimed}`;
    },
  ),
  property(
    'a source of fewer parameters than the bound of Theorem 5 has fewer than half as many tickets as the packing has members',
    cases.record({
      d: cases.integer({ min: 1, max: 6 }),
      k: cases.integer({ min: 1, max: 60 }),
      epsilon: cases.double({ min: 1e-4, max: 0.0624, noNaN: true }),
      fewer: cases.integer({ min: 1, max: 5 }),
    }),
    async ({ d, k, epsilon, fewer }) => {
      // With few parameters kept and many bits wanted the bound is beyond 2^53.
      if (d * d * HALF * Math.log2(k / epsilon) > 50 * k) return undefined;
      const bound = (await lowerBound())({ d, k, epsilon }), n = bound - fewer;
      if (n < k || n > 1e6) return undefined;
      const tickets = log2(choose(n, k)), wanted = packing(d, k, epsilon) - 1;
      if (tickets >= wanted) return `${n} parameters have 2^${tickets} tickets, needed 2^${wanted}`;
      const claimed = d * d * HALF * Math.log2(k / epsilon);
      return bits(bound, k) * ROOM >= claimed || bound === k ? undefined : `the bound ${bound} has only ${bits(bound, k)} bits of ${claimed}`;
    },
  ),
  property(
    'at most (e / gamma)^(gamma m) masks keep at most a share gamma of m weights, in exact numbers, and log2(e / gamma) is at least log2 e > 1',
    cases.integer({ min: 1, max: 250 }).chain((m) => cases.record({ m: cases.constant(m), k: cases.integer({ min: 1, max: m }) })),
    ({ m, k }) => {
      // sum C(m, j) <= (m/k)^k (1 + k/m)^m, and (1 + k/m)^m <= e^k.
      const masks = add(binomials(m, k));
      if (masks * power(k, k) * power(m, m) > power(m, k) * power(m + k, m)) return `${masks} masks`;
      if (log2(masks) > k * Math.log2((Math.E * m) / k) * ROOM) return `${masks} masks, claimed 2^${k * Math.log2((Math.E * m) / k)}`;
      return Math.log2((Math.E * m) / k) >= Math.LOG2E / ROOM && Math.LOG2E > 1.44 ? undefined : `log2(e / gamma) is ${Math.log2((Math.E * m) / k)}`;
    },
  ),
];

/** Pools of one group for each cell, drawn by a stream of their own. */
const POOLS = 4000, STREAM = 20_260_311;
const hitsOf = remembered((cell: string) => {
  const [tau, target] = cell.split(' ').map(Number), group = groupFor(tau), solver = fixedSize(sizeFor(tau), 'exactly'), words = new Uint32Array(4);
  const product = (pool: number, j: number): number => {
    philox(STREAM, 0, j, pool, 0, 0, words);
    return Math.abs(uniformWeight(words[0])) * uniformWeight(words[1]);
  };
  let hits = 0;
  for (let pool = 0; pool < POOLS; pool++) if (solver.select(known(Array.from({ length: group }, (_, j) => product(pool, j))), target, tau).outcome === 'hit') hits++;
  return hits;
});

const fittedChecks: readonly Property[] = [
  property(
    'one k and one group serve all tolerances of 0.1513 and more, and among tolerances with the same k and group a larger one is hit wherever a smaller one is',
    cases.record({
      above: cases.double({ min: 0.1513, max: 1, maxExcluded: true, noNaN: true }),
      values: cases.array(cases.integer({ min: -64, max: 64 }).map((x) => x / 64), { minLength: 7, maxLength: 7 }),
      target: cases.integer({ min: -64, max: 64 }).map((x) => x / 64),
      tau: cases.double({ min: 0, max: 0.5, noNaN: true }),
    }),
    ({ above, values, target, tau }) => {
      if (fixedSizeTickets.select(above) !== 'exactly:3:7') return `${fixedSizeTickets.select(above)} at ${above}`;
      const solver = fixedSize(3, 'exactly'), outcome = (t: number): string => solver.select(known(values), target, t).outcome;
      return outcome(tau) === 'hit' && outcome(Math.max(tau, above)) !== 'hit' ? `hit at ${tau}, not at ${above}` : undefined;
    },
  ),
  property(
    'candidates hit w exactly where their mirrors hit -w: targets of both signs have the same success probability',
    cases.record({
      values: cases.array(cases.integer({ min: -64, max: 64 }).map((x) => x / 64), { minLength: 3, maxLength: 9 }),
      target: cases.integer({ min: 0, max: 64 }).map((x) => x / 64),
      tau: cases.constantFrom(0, 1 / 64, 0.03, 0.1),
    }),
    ({ values, target, tau }) => {
      const solver = fixedSize(3, 'exactly'), hits = [1, -1].map((sign) => solver.select(known(values.map((x) => sign * x)), sign * target, tau).outcome === 'hit');
      return hits[0] === hits[1] ? undefined : `hit: ${hits[0]}, mirrored: ${hits[1]}`;
    },
  ),
  property(
    'a group hits a share of at least p_hit of 4000 pools drawn anew, at the hardest fitted tolerances 0.1513 and 0.1098 and the fitted targets',
    cases.record({ tau: cases.constantFrom(0.1513, 0.1098), target: cases.constantFrom(0, 0.1, 0.5, 0.75, 0.9, 0.95, 0.98, 1) }),
    ({ tau, target }) => {
      const hits = hitsOf(`${tau} ${target}`);
      return hits >= P_HIT * POOLS ? undefined : `${hits} of ${POOLS} pools hit`;
    },
  ),
];

const amplifiedChecks: readonly Property[] = [
  property(
    'with c_amp = 8 c_hyp / c_thm, sub-pools of at least 2 k draws have c_hyp log2(2 k / tau) bits, and all miss one of the targets with probability at most tau',
    cases.record({
      k: cases.integer({ min: 1, max: 2000 }),
      tau: cases.double({ min: 1e-6, max: 1 / 6, noNaN: true }),
      c_hyp: cases.double({ min: 1, max: 3, noNaN: true }),
      c_thm: cases.double({ min: 0.05, max: 1, noNaN: true }),
    }),
    ({ k, tau, c_hyp, c_thm }) => {
      const log = Math.log2(k / tau), r = Math.ceil((4 / c_thm) * Math.log(k / tau)), asked = ((8 * c_hyp) / c_thm) * log * log;
      // m >= (2/3) n / r and H_2(k/m) >= H_2(k/n) leave of the corollary's n H_2(k/n) so much:
      if ((2 / 3) * (asked / r) * ROOM < c_hyp * (log + 1)) return `${r} sub-pools, too many for ${asked} bits`;
      // The least size m >= 2 k of sub-pools that some n = r m + r - 1, the largest with sub-pools of m, of the corollary leads to.
      const met = (m: number): boolean => bits(r * m + r - 1, k) >= asked;
      let [low, high] = [2 * k - 1, 2 * k];
      for (; !met(high); high *= 2) if (high > 1e200) return undefined;
      while (high - low > 1 && (low + high) / 2 < high) {
        const middle = Math.floor((low + high) / 2);
        if (middle <= low) break;
        if (met(middle)) high = middle;
        else low = middle;
      }
      if (bits(high, k) * ROOM < c_hyp * (log + 1)) return `sub-pools of ${high} have ${bits(high, k)} bits`;
      const missed = c_thm === 1 ? 0 : Math.ceil((2 * Math.sqrt(k)) / tau) * Math.exp(r * Math.log1p(-c_thm));
      return missed <= tau * ROOM ? undefined : `missed with probability ${missed}`;
    },
  ),
  property(
    'the bound of Corollary 1 is the least n of at least 2 k with n H_2(k/n) >= c_amp log2(k / tau)^2',
    cases.record({ k: cases.integer({ min: 20, max: 400 }), tau: cases.double({ min: 1e-4, max: 0.999, noNaN: true }), c_amp: cases.double({ min: 0.1, max: 3, noNaN: true }) }),
    async ({ k, tau, c_amp }) => {
      const log = Math.log2(k / tau), asked = c_amp * log * log;
      // Beyond some millions of draws the formula's rounding decides.
      if (asked > 15 * k) return undefined;
      const n = (await amplifiedBound())({ k, tau, c_amp });
      if (n < 2 * k || bits(n, k) * (1 + 1e-9) < asked) return `${n} does not do`;
      return n > 2 * k && bits(n - 1, k) > asked * (1 + 1e-9) ? `${n - 1} does` : undefined;
    },
  ),
];

/** The steps of proof.md, as checks. */
export const checks: readonly Property[] = [...bitsChecks, ...groupChecks, ...countChecks, ...lowerChecks, ...fittedChecks, ...amplifiedChecks];
