import { describe, expect, test } from 'vitest';
import {
  approximate, ball, binary, binaryLaw, check, conjecture, constructionAt, constructionsIn, diamond, fromCarriers, inlinePool, placeOf, requireConstruction, single, targetWithin, theoremsIn, uniform,
  verify, type CarrierRules, type Construction,
} from '../../src/index.js';
import { assertHolds, layers, property, TriedLayer } from '../../src/properties/index.js';
import { runs } from '../runs.js';

/** The carriers of a hidden layer whose unit i of a pool stands at `rowOf(i)`. */
const units = (rowOf: (i: number) => number, n: number, column: number, drawn: Parameters<CarrierRules['carriers']>[0]) =>
  Array.from({ length: n }, (_, i) => ({ unit: rowOf(i), gain: drawn.weight(1, rowOf(i), column), scaffold: [{ layer: 1, row: rowOf(i), column }], since: i + 1 }));

const shared = {
  source: 'here',
  hiddenWidths: ({ inputs, n }: { inputs: number; n: number }) => [inputs * n],
  carriers: (drawn: Parameters<CarrierRules['carriers']>[0], { inputs, n }: { inputs: number; n: number }, column: number) => units((i) => i * inputs + column, n, column, drawn),
};
const ourDiamond = fromCarriers({ ...shared, name: 'our-diamond' });

describe('a construction from its carriers', () => {
  const same = (ours: Construction, theirs: Construction, law: typeof uniform | typeof binaryLaw, select: string, most: number): Promise<void> =>
    assertHolds(property(`${ours.name} answers as ${theirs.name}`, layers({ most }), (layer) => {
      const [a, b] = [ours, theirs].map((c) => {
        const { layers: kept, problems, misses, sufficient, sufficientExact, unproven } = new TriedLayer(c, { law: () => law, select: () => select }, layer).pruned();
        return JSON.stringify({ kept, problems, misses, sufficient, sufficientExact, unproven });
      });
      return a === b ? undefined : `${a} and ${b}`;
    }), { runs: runs(100).numRuns });

  test.each(['first', 'closest', 'sparsest', 'exactly:2'])('is the diamond, edge by edge, where its carriers are (%s)', (select) => same(ourDiamond, diamond, uniform, select, select === 'closest' || select === 'exactly:2' ? 40 : 100));

  test('is the binary diamond with its scale, and the pools of single where each weight has its own', async () => {
    await same(fromCarriers({ ...shared, name: 'our-binary', scale: binary.scale }), binary, binaryLaw, 'count', 200);
    const pool = fromCarriers({
      name: 'our-single', source: 'here', pools: 'each weight', selectors: single.selectors,
      hiddenWidths: single.hiddenWidths,
      carriers: (drawn, { inputs, outputs, n }, column, row) => units((i) => i * inputs * outputs + row! * inputs + column, n, column, drawn),
    });
    await same(pool, single, uniform, 'nearest', 60);
  });

  test('covers what the diamond covers', () => {
    const block = { firstLayer: 1, inputs: 2, outputs: 3, n: 40, tolerance: 0.1 };
    const asked = (c: Construction) => c.coverColumns!({ source: { seed: 5, attempt: 0, law: uniform }, construction: c.name, selector: 'first', block, signs: Uint8Array.of(3, 1), columns: [0, 1] });
    expect(asked(ourDiamond)).toEqual(asked(diamond));
    expect(ourDiamond.mostCandidates({ seed: 5, attempt: 0, law: uniform }, block)).toBe(diamond.mostCandidates({ seed: 5, attempt: 0, law: uniform }, block));
  });
});

describe('where a construction is found', () => {
  test('is its name in this package, and its module and name elsewhere; without a module no other thread finds it', async () => {
    expect(placeOf(diamond)).toBe('diamond');
    expect(await constructionAt('ladder')).toMatchObject({ name: 'ladder' });
    expect(placeOf({ ...ourDiamond, module: 'file:///a/b.ts' })).toBe('file:///a/b.ts#our-diamond');
    expect(() => placeOf(ourDiamond)).toThrow('construction: needed one that other threads can load, of a module (module: import.meta.url), got our-diamond without');
    // A name of this package's does not make it one.
    expect(() => placeOf({ ...ourDiamond, name: 'diamond' })).toThrow('got diamond without');
    await expect(constructionAt('magic')).rejects.toThrow('construction: needed one of diamond, single, batch, binary, ladder, got magic');
  });

  test('in a module it is exported, by itself or by a theorem, each once', () => {
    const theorem = conjecture({ construction: ourDiamond, bound: '10', weights: 'n' });
    expect(constructionsIn({ default: theorem, a: ourDiamond, b: diamond, c: 3, d: null }).map((c) => c.name)).toEqual(['our-diamond', 'diamond']);
    expect(theoremsIn({ default: theorem, again: theorem, other: 5 }, 'file:///a.ts')).toMatchObject([{ id: 'our-diamond.conjecture', construction: { module: 'file:///a.ts' } }]);
  });

  test.each<[string, object, string]>([
    ['a name', { ...ourDiamond, name: 'Our Diamond' }, 'construction: needed a name of at most 40 lower-case letters, digits and hyphens, got "Our Diamond"'],
    ['a function', { ...ourDiamond, hiddenWidths: [3] }, 'construction our-diamond: needed a function hiddenWidths, got object'],
    ['selectors', { ...ourDiamond, selectors: 'first' }, 'construction our-diamond: needed selectors: null (any) or a list of names, got "first"'],
    ['a largest n', { ...ourDiamond, most: 0 }, 'construction our-diamond: needed most, the largest n, a positive integer, got 0'],
    ['all of it', {}, 'construction: needed an object with a function pruneColumns, got object'],
  ])('is refused where it lacks %s', (_, value, message) => {
    expect(() => requireConstruction(value)).toThrow(message);
  });
});

describe('a conjecture', () => {
  const bound = '8 + 4 * log2(1 / tau) + 4 * log(1 / delta_1)', theorem = conjecture({ construction: ourDiamond, bound, weights: 'n * (rows + columns) / rows' });

  test('runs as a theorem does, in this thread where its construction has no module, and its ticket is checked', async () => {
    const target = targetWithin([3, 2, 2], 1);
    const { result, ticket } = await approximate({ target, theorem, domain: ball(1), epsilon: 0.3, tolerance: null, budget: 'entrywise', delta: 0.1, selector: null, candidates: 'bound', seed: 1 }, inlinePool);
    expect(result).toMatchObject({ construction: 'our-diamond', theorem: { id: 'our-diamond.conjecture', origin: 'conjectured', bound: { origin: 'conjectured' } }, verdict: 'holds', outside: [] });
    expect((await check(ticket, target)).verdict).toBe('holds');
  });

  test('is verified by threads that can load its construction only', async () => {
    const request = { theorem, targets: { family: 'uniform' as const, widths: [2, 2], fresh: true }, quantifier: 'each target' as const, epsilon: 0.3, tolerance: null, delta: 0.1, candidates: 'bound' as const, seed: 1, claim: 'E' as const, attempts: 10, confidence: 0.95 };
    await expect(verify(request, inlinePool)).rejects.toThrow('construction: needed one that other threads can load');
  });

  test('needs a construction and expressions', () => {
    expect(() => conjecture({ construction: {} as Construction, bound, weights: 'n' })).toThrow('construction: needed an object with a function pruneColumns');
    expect(() => conjecture({ construction: ourDiamond, bound: 5 as unknown as string, weights: 'n' })).toThrow('conjecture: needed bound and weights as expressions, got number and string');
  });
});

describe('a block', () => {
  test('whose weights are more than float64 holds exactly is refused, with what makes room', () => {
    const deep = fromCarriers({
      name: 'deep', source: 'here', hiddenWidths: ({ inputs, n }) => [inputs * n, inputs * n],
      carriers: (drawn, { inputs, n }, column) => Array.from({ length: n }, (_, i) => {
        const unit = i * inputs + column, u = drawn.weight(1, unit, column), v = drawn.weight(2, unit, unit);
        return { unit, gain: v > 0 ? u * v : 0, scaffold: [{ layer: 1, row: unit, column }, { layer: 2, row: unit, column: unit }], since: i + 1 };
      }),
    });
    const tried = new TriedLayer(deep, { law: () => uniform, select: () => 'first' }, { rows: 1, columns: 1, weights: Float64Array.of(0.5), signs: Uint8Array.of(3), tolerance: 0.1, n: 30, seed: 1, attempt: 0 });
    expect(() => tried.realised(tried.pruned())).toThrow(/^collapse: needed products of 3 source layers that float64 holds exactly, sizes below \S+ for these laws, got \S+; laws of fewer bits \(binary, or tabulated\) in some of the layers make room$/);
  });
});
