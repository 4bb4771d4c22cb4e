import { describe, expect, test } from 'vitest';
import { theorems } from '../../proofs/index.js';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { check } from '../../src/certify/index.js';
import { ball, cube, parseTicket, writeTicket, type Domain, type Network } from '../../src/network/index.js';
import { builtins } from '../../src/network/builtin/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { closest, first, sparsest } from '../../src/subset-sum/index.js';
import { approximate, demandsOf, evaluate, plan, tolerancesFor, toTex, type Request } from '../../src/theorem/index.js';
import { normalise } from '../../src/network/index.js';
import { randomNetwork } from '../random-network.js';

const request = (target: Network, domain: Domain, more: Partial<Request> = {}): Request => ({
  target, domain, theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: first, candidates: 'bound', seed: 1, ...more,
});
const spirals = (): Promise<Network> => builtins[0].load();

describe('the bound of Pensia et al. (2020), Theorem 1', () => {
  // theory.md, "Diamond, one half": values at tau = delta = 0.1, 0.01, 0.001.
  test.each([[0.1, 256], [0.01, 445], [0.001, 634]])('asks n = %s -> %i, as derived', async (x, n) => {
    expect(await evaluate(theorem1.bound, { tau: x, delta_1: x })).toBe(n);
  });

  test('is printed as TeX from the same expression', async () => {
    const tex = await toTex(theorem1.bound);
    expect(tex).toContain('\\min\\left\\{');
    expect(tex).toContain('\\mathbb{N}');
  });

  test('names the symbol that is missing', async () => {
    await expect(evaluate(theorem1.bound, { tau: 0.1 })).rejects.toThrow(/evaluate: needed delta, l, rows, columns for .*, got tau/);
  });
});

describe('approximate', () => {
  test('meets a tolerance without a miss at the width that the theorem asks, on each built-in target', async () => {
    for (const { load } of builtins) {
      const target = await load();
      const { result } = await approximate(request(target, ball(1), { selector: sparsest }), inlinePool);
      expect(result).toMatchObject({ misses: 0, verdict: 'holds' });
      expect(result.maxWeightError).toBeLessThanOrEqual(0.01);
      result.perLayer.forEach(({ n }) => expect(n.sufficient!).toBeLessThanOrEqual(n.bound));
    }
  });

  test.each(['expected', 'entrywise'] as const)('certifies a network error with the %s budget, biases and boxes included', async (budget) => {
    const target = await spirals();
    for (const domain of [ball(1), cube(-1, 1, 2), cube(0, 1, 2)]) {
      const { result } = await approximate(request(target, domain, { epsilon: 0.05, tolerance: null, budget }), inlinePool);
      expect(result.verdict).toBe('holds');
      expect(result.certificate.upper).toBeLessThanOrEqual(0.05);
    }
  });

  test('searches the same source again with smaller tolerances where errors are not as random as expected', async () => {
    // 1600 weights of 0.01 and one of 1: a tolerance above 0.01 drops them all, and their errors add up instead of averaging.
    const weights = { rows: 40, columns: 40, data: new Float64Array(1600).fill(0.01).fill(1, 0, 1) };
    const { result } = await approximate(request({ layers: [{ weights, bias: null }], notes: [] }, ball(1), { epsilon: 0.1, tolerance: null }), inlinePool);
    expect(result.passes).toBeGreaterThan(1);
    expect(result.verdict).toBe('holds');
    expect(result.seed).toBe(1);
  });

  test('gives the same ticket byte for byte with one worker and with two', async () => {
    // Threads import compiled modules: the built library, as it is shipped.
    const built = (await import('../../dist/src/index.js' as string)) as typeof import('../../src/index.js');
    const { theorems } = (await import('../../dist/proofs/index.js' as string)) as typeof import('../../proofs/index.js');
    const r = request(await builtins[1].load(), ball(1), { theorem: theorems[0], tolerance: 0.003, selector: built.sparsest });
    const pool = await built.openPool(2);
    try {
      const [one, two] = [await built.approximate(r, built.inlinePool), await built.approximate(r, pool)];
      expect(Buffer.compare(writeTicket(one.ticket), writeTicket(two.ticket))).toBe(0);
    } finally {
      await pool.close();
    }
  });

  test('draws are nested: the sufficient n of a wide source is sufficient by itself, and one less is not', async () => {
    const target = await spirals();
    const { result } = await approximate(request(target, ball(1)), inlinePool);
    const auto = await approximate(request(target, ball(1), { candidates: 'auto', selector: sparsest }), inlinePool);
    expect(auto.result.misses).toBe(0);
    auto.result.perLayer.forEach(({ n }, i) => expect(n.used).toBe(result.perLayer[i].n.sufficient));
    const widest = Math.max(...result.perLayer.map((l) => l.n.sufficient!));
    const less = await approximate(request(target, ball(1), { candidates: widest - 1, outside: true }), inlinePool);
    expect(less.result.misses).toBeGreaterThan(0);
    expect(less.result.perLayer.find((l) => l.misses > 0)!.n.sufficient).toBeNull();
  });

  test('finds the same sufficient n whatever the selector', async () => {
    const target = await spirals();
    const sufficient = async (selector: typeof first): Promise<unknown> =>
      (await approximate(request(target, ball(1), { tolerance: 0.003, selector }), inlinePool)).result.perLayer.map((l) => l.n.sufficient);
    expect(await sufficient(sparsest)).toEqual(await sufficient(first));
  });

  test('takes a layer of zeros, and a target of nothing else: 0 is realised exactly', async () => {
    const zero = (...shape: [number, number][]): Network => ({ layers: shape.map(([rows, columns]) => ({ weights: { rows, columns, data: new Float64Array(rows * columns) }, bias: null })), notes: [] });
    const half = { layers: [...zero([2, 2]).layers, ...randomNetwork([2, 1], 3).layers], notes: [] };
    for (const target of [zero([3, 2], [1, 3]), half]) {
      const { result, ticket } = await approximate(request(target, cube(-1, 1, 2), { epsilon: 0.01, tolerance: null }), inlinePool);
      expect(result).toMatchObject({ verdict: 'holds', misses: 0, certificate: { lower: 0 } });
      expect(result.certificate.upper).toBeLessThan(1e-140);
      expect((await check(parseTicket(writeTicket(ticket)), target)).verdict).toBe('holds');
    }
  });

  test('asks nothing, and keeps nothing, where the tolerance is the largest weight, whatever the theorem', async () => {
    for (const theorem of theorems) {
      for (const tolerance of [1, 2]) {
        const { result } = await approximate(request(randomNetwork([2, 3, 2], 1), ball(1), { theorem, selector: null, tolerance }), inlinePool);
        expect(result, theorem.id).toMatchObject({ misses: 0, kept: 0, verdict: 'holds' });
      }
    }
  });

  test('asks nothing of a layer of zeros, however small the tolerance, and says what each theorem needs of a tolerance', async () => {
    const zero: Network = { layers: [{ weights: { rows: 2, columns: 2, data: new Float64Array(4) }, bias: null }], notes: [] };
    for (const theorem of theorems) {
      const { result } = await approximate(request(zero, ball(1), { theorem, selector: null, tolerance: 1e-20 }), inlinePool);
      expect(result, theorem.id).toMatchObject({ misses: 0, kept: 0, verdict: 'holds' });
    }
    const of = (id: string): Promise<unknown> => approximate(request(randomNetwork([2, 2], 1), ball(1), { theorem: theorems.find((t) => t.id === id)!, selector: null, tolerance: 1e-9 }), inlinePool);
    await expect(of('natale2024.fixed-size')).rejects.toThrow("natale2024.fixed-size: needed a tolerance of at least 2e-7 of a layer's scale, got 1.00e-9");
    await expect(of('orseau2020.weight')).rejects.toThrow('hyperbolic: needed 2 to 38 bins, got 39; give a tolerance of at least 1.2e-8');
    await expect(of('malach2020.theorem2.1')).rejects.toThrow('request: needed at most 1e11 expected draws');
  });

  test('calls no weight missed that is within the tolerance, whatever its search gave up', async () => {
    const boxes = theorems.find((t) => t.id === 'malach2020.theorem2.1')!;
    let gaveUp = 0;
    for (let seed = 1; seed < 20; seed++) {
      const { result } = await approximate(request(randomNetwork([3, 3], 1), ball(1), { theorem: boxes, selector: null, tolerance: 0.2, candidates: 4, outside: true, seed }), inlinePool);
      expect(result.missed.length).toBe(result.misses);
      expect(result.outside).toEqual(['width']);
      gaveUp += result.misses;
    }
    expect(gaveUp).toBeGreaterThan(0);
  });

  test('says which hypotheses an instance meets, and by how much it does not', async () => {
    const target = randomNetwork([2, 2], 1);
    const met = async (domain: Domain, more: Partial<Request> = {}): Promise<Record<string, string>> =>
      Object.fromEntries((await approximate(request(target, domain, more), inlinePool)).result.hypotheses.map((h) => [h.name, h.met]));
    expect(await met(cube(-0.1, 0.1, 2))).toMatchObject({ inputs: 'met', width: 'met', entries: 'met', 'no biases': 'met', selector: 'covered' });
    expect(await met(cube(-1, 1, 2), { candidates: 20, outside: true })).toMatchObject({ inputs: 'covered', width: 'broken' });
    expect(await met(cube(-1, 1, 2), { candidates: 'auto' })).toMatchObject({ width: 'covered' });
  });

  test('counts a miss, proves it, keeps the closest subset and never draws again', async () => {
    const target = await spirals();
    const { result, ticket } = await approximate(request(target, ball(1), { tolerance: 1e-6, candidates: 8, outside: true }), inlinePool);
    expect(result.verdict).toBe('fails');
    expect(result.missed.every((m) => m.regime !== 'gave-up')).toBe(true);
    const best = await approximate(request(target, ball(1), { tolerance: 1e-6, candidates: 8, selector: closest, outside: true }), inlinePool);
    // Both keep the closest subset of a missed weight.
    expect(best.result.maxWeightError).toBe(result.maxWeightError);
    const report = await check(ticket, target);
    expect(report.claims.every((c) => c.same)).toBe(true);
    expect(report.verdict).toBe('fails');
  });

  test('solves only the halves that the domain can reach', async () => {
    const target = await spirals();
    const weights = target.layers[0].weights.data.length;
    const problems = async (domain: Domain): Promise<number> => (await approximate(request(target, domain), inlinePool)).result.perLayer[0].problems;
    const biases = await problems(cube(0, 1, 2)) - weights;
    expect(biases).toBeGreaterThan(0);
    expect(await problems(cube(-1, 0, 2))).toBe(weights + biases);
    expect(await problems(cube(-1, 1, 2))).toBe(2 * weights + biases);
  });

  test('plans a search that it would not survive, at once: closest among many candidates', async () => {
    const planned = await plan(request(await builtins[2].load(), ball(1), { selector: closest, candidates: 88, outside: true }), 2);
    expect(planned.seconds).toBeGreaterThan(600);
  });

  test('plans widths, draws, seconds and memory without running', async () => {
    const target = await builtins[2].load();
    const planned = await plan(request(target, ball(1)), 2);
    const { result } = await approximate(request(target, ball(1)), inlinePool);
    expect(planned.sourceWidths).toEqual(result.sourceWidths);
    const drawn = result.perLayer.reduce((s, l) => s + l.weightsDrawn, 0);
    expect(planned.expectedDraws / drawn).toBeGreaterThan(0.3);
    expect(planned.expectedDraws / drawn).toBeLessThan(3);
    expect(planned.seconds).toBeGreaterThan(0);
  });

  const target = randomNetwork([2, 2], 1);
  test.each<[Partial<Request>, string]>([
    [{ epsilon: 2, tolerance: null }, 'request: needed epsilon in (0, 1), got 2'],
    [{ epsilon: 0, tolerance: null }, 'request: needed epsilon in (0, 1), got 0'],
    [{ tolerance: NaN }, 'request: needed a positive tolerance, got NaN'],
    [{ candidates: 2 ** 40 }, 'request: needed 1 to 1048576 candidates, got 1099511627776'],
    [{ delta: 1 }, 'request: needed delta in (0, 1), got 1'],
    [{ epsilon: 0.1 }, 'request: needed either epsilon or tolerance, got both or neither'],
    [{ selector: closest }, 'request: needed an explicit --candidates N (at most 60 usable) with --select closest, got bound'],
    [{ domain: cube(0, 1, 3) }, 'domain: needed 2 intervals, one per input of the target, got 3'],
    [{ seed: -1 }, 'seed: needed an integer in [0, 2^53), got -1'],
    [{ tolerance: 1e-14 }, 'request: needed at most 40 bits per weight, got 46.5 in layer 1'],
  ])('refuses %j', async (more, message) => {
    await expect(approximate(request(target, ball(1), more), inlinePool)).rejects.toThrow(message);
  });
});

describe('the entrywise budget', () => {
  test('guarantees r (prod (omega_i + eta_i) - Omega) <= epsilon', async () => {
    for (const seed of [1, 2, 3]) {
      const target = randomNetwork([3, 5, 4, 2], seed, { biased: true, scale: seed }), normalised = normalise(target);
      const domain = cube(-1, 1, 3), demands = demandsOf(normalised, domain);
      const tolerances = tolerancesFor(target, normalised, demands, domain, 0.1, 'entrywise');
      const eta = normalised.layers.map(({ weights }, i) => tolerances[i] * Math.sqrt(weights.rows * weights.columns));
      const product = demands.reduce((p, d) => p * d.norm, 1);
      const grown = demands.reduce((p, d, i) => p * (d.norm + eta[i]), 1);
      expect(2 * (grown - product)).toBeLessThanOrEqual(0.1);
      expect(2 * (grown - product)).toBeGreaterThan(0.099);
    }
  });
});

describe('a ticket', () => {
  test('survives its file, and every claim holds when it is checked', async () => {
    const target = await spirals();
    const { ticket } = await approximate(request(target, cube(-1, 1, 2), { epsilon: 0.05, tolerance: null }), inlinePool);
    const read = parseTicket(writeTicket(ticket));
    expect(read).toEqual(ticket);
    const report = await check(read, target);
    expect(report.verdict).toBe('holds');
    expect(report.claims.length).toBeGreaterThan(9);
  });
});
