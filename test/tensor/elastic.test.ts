import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appended, density, elasticMlp, elasticResidualMlp, initialise, interpolated, keeping, keepingFirst, mappingFrom, mappingText, model, openBackend, outputsOf, parseMapping, permutedMasks, randomlyOfAll, sourcesOf, transformTicket, keptOf, chain, dense, batchNorm, relu, type ElasticNetwork, type RewoundTicket } from '../../src/tensor/index.js';

const text = (m: ReturnType<typeof mappingFrom>): string => mappingText([m]);

/** Sources of target blocks 0, 1, ...: block 0 of 0, the others of 1 .. from. */
const sources = (from: number, most = 8): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 1, max: from }), { maxLength: most }).map((s) => [0, ...s]);

/** Plain, residual, and plain with a normalisation after each layer of the stage. */
const families: Readonly<Record<string, (blocks: number) => ElasticNetwork>> = {
  plain: (blocks) => elasticMlp(6, 5, blocks + 1, [4], 3),
  residual: (blocks) => elasticResidualMlp(6, 5, blocks, 3),
  normalised: (blocks) => ({
    model: model('normalised', [6], chain(...Array.from({ length: blocks + 1 }, (_, k) => [dense(`b${k}.layer`, k === 0 ? 6 : 5, 5), batchNorm(`b${k}.norm`, 5), relu]).flat(), dense('last', 5, 3))),
    stages: [Array.from({ length: blocks + 1 }, (_, k) => `b${k}`)],
    rest: ['last'],
  }),
};

/** Every entry of every parameter, biases and statistics too, is a number of its own; masks are random. */
function ticketOf({ model }: ElasticNetwork, seed: number): RewoundTicket {
  let next = 0;
  const all = randomlyOfAll(model, 40, seed);
  return { values: new Map([...initialise(model, seed)].map(([name, data]) => [name, data.map(() => ++next)])), masks: all };
}

describe('a mapping of blocks', () => {
  test('is read and written as in the code of Chen et al. (2021), stages apart by a bar', () => {
    const published = '0:0;1:1,3;2:2,4|0:0;1:1,2;2:3';
    const read = parseMapping(published);
    expect(read.map(sourcesOf)).toEqual([[0, 1, 2, 1, 2], [0, 1, 1, 2]]);
    expect(mappingText(read)).toBe(published);
    expect(mappingText(parseMapping('2:4,2; 0:0 ;1:3,1'))).toBe('0:0;1:1,3;2:2,4');
  });

  test('comes back from its text, and from the sources of its targets', () => {
    fc.assert(fc.property(fc.array(sources(6), { minLength: 1, maxLength: 4 }), (stages) => {
      const mappings = stages.map(mappingFrom), read = parseMapping(mappingText(mappings));
      expect(read.map(sourcesOf)).toEqual(stages);
      expect(read).toEqual(mappings);
    }));
  });

  test('is refused where it is not one, and what is wrong is said', () => {
    const refused: readonly (readonly [string, string])[] = [
      ['', 'needed source:target,target,... between semicolons, as in 0:0;1:1,3;2:2,4, got "" in ""'],
      ['0:0;1', 'got "1" in "0:0;1"'],
      ['0:0;1:', 'got "1:" in'],
      ['0:0;1:-1', 'got "1:-1" in'],
      ['0:0;1:1.5', 'got "1:1.5" in'],
      ['0:0|', 'got "" in "0:0|"'],
      ['0:0;1:1;1:2', 'needed each source block once, got 1 twice'],
      ['0:0;1:1,2;2:2', 'needed one source for each target block, got two for 2 in "0:0;1:1,2;2:2"'],
      ['0:0;1:1,3', 'needed a source for every target block up to 3, got none for 2 in'],
      ['1:0', 'needed 0:0, since block 0 is neither copied nor dropped, got "1:0"'],
      ['0:0,1', 'needed 0:0, since block 0 is neither copied nor dropped'],
    ];
    for (const [given, message] of refused) expect(() => parseMapping(given), given).toThrow(message);
    expect(() => sourcesOf(new Map([[0, [0]], [0.5, [1]]]))).toThrow('needed blocks numbered 0, 1, ...');
  });
});

describe('strategies', () => {
  // The strings of the scripts of Chen et al. (2021): resnet_20_to_32, 32_to_44, 44_to_56, 20_to_44, and those of the networks for MNIST.
  test('are those of the published scripts', () => {
    expect([[2, 4], [4, 6], [6, 8], [2, 6]].map(([from, to]) => text(appended(from, to)))).toEqual(['0:0;1:1,3;2:2,4', '0:0;1:1,3;2:2,4;3:5;4:6', '0:0;1:1,3;2:2,4;3:5;4:6;5:7;6:8', '0:0;1:1,3,5;2:2,4,6']);
    expect([[2, 4], [4, 6], [2, 6], [1, 2], [1, 3], [2, 3]].map(([from, to]) => text(interpolated(from, to)))).toEqual(['0:0;1:1,2;2:3,4', '0:0;1:1,2;2:3,4;3:5;4:6', '0:0;1:1,2,3;2:4,5,6', '0:0;1:1,2', '0:0;1:1,2,3', '0:0;1:1,2;2:3']);
    expect([keepingFirst(2, 1), keepingFirst(3, 2), keeping([1, 3]), keeping([3, 4])].map(text)).toEqual(['0:0;1:1', '0:0;1:1;2:2', '0:0;1:1;3:2', '0:0;3:1;4:2']);
  });

  test('use every source block, as evenly as it goes, earlier ones rather more often, and every target once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 }), (from, more) => {
      for (const strategy of [appended, interpolated]) {
        const mapping = strategy(from, from + more), times = Array.from({ length: from }, (_, k) => mapping.get(k + 1)!.length);
        expect(sourcesOf(mapping)).toHaveLength(from + more + 1);
        expect(times).toEqual([...times].sort((a, b) => b - a));
        expect(times[0] - times[from - 1]).toBeLessThanOrEqual(1);
      }
    }));
  });

  test('refuse what is no stretch, and no squeeze', () => {
    expect(() => appended(3, 2)).toThrow('appended: needed at least 1 block and as many or more after, got 3 and 2');
    expect(() => interpolated(0, 2)).toThrow('interpolated: needed at least 1 block');
    expect(() => keeping([2, 2])).toThrow('keeping: needed blocks 1, 2, ..., each once at most, got 2, 2');
    expect(() => keepingFirst(2, 3)).toThrow('keepingFirst: needed 0 to 2 blocks, got 3');
  });
});

describe.each(Object.entries(families))('a ticket of a %s network', (_, network) => {
  test('is copied block by block, all that a block has together, and the rest once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }).chain((from) => fc.tuple(fc.constant(from), sources(from, 6))), fc.nat(1000), ([from, of], seed) => {
      const source = network(from), target = network(of.length - 1), ticket = ticketOf(source, seed), out = transformTicket(ticket, source, target, [mappingFrom(of)]);
      expect([...out.values.keys()]).toEqual(target.model.parameters.map((p) => p.name));
      const owned = (t: RewoundTicket, part: string): unknown[] => [t.values, t.masks].map((all) => [...all].filter(([name]) => name.startsWith(`${part}.`)).map(([name, data]) => [name.slice(part.length), [...data]]));
      target.stages[0].forEach((block, k) => expect(owned(out, block)).toEqual(owned(ticket, source.stages[0][of[k]])));
      target.rest.forEach((part, k) => expect(owned(out, part)).toEqual(owned(ticket, source.rest[k])));
      for (const [name, mask] of out.masks) expect(mask, name).toHaveLength(out.values.get(name)!.length);
    }), { numRuns: 40 });
  });

  test('is itself again when it is stretched and then squeezed to one copy of each block', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(5), fc.constantFrom(appended, interpolated), fc.nat(2 ** 20), (from, more, strategy, which) => {
      const source = network(from), target = network(from + more), stretch = strategy(from, from + more), ticket = ticketOf(source, 1);
      const back = keeping(Array.from({ length: from }, (_, k) => stretch.get(k + 1)!).map((copies) => copies[which % copies.length]));
      expect(transformTicket(transformTicket(ticket, source, target, [stretch]), target, source, [back])).toEqual(ticket);
    }), { numRuns: 40 });
  });

  test('holds no array of the one that it was made of', () => {
    const source = network(1), target = network(3), ticket = ticketOf(source, 1), before = structuredClone(ticket);
    const out = transformTicket(ticket, source, target, [interpolated(1, 3)]);
    for (const data of [...out.values.values(), ...out.masks.values()]) data.fill(0);
    expect(ticket).toEqual(before);
    expect(new Set([...out.values.values()].map((data) => data.buffer)).size).toBe(out.values.size);
  });

  test('is refused where mapping, networks and values do not fit, and what is wrong is said', () => {
    const source = network(2), target = network(3), ticket = ticketOf(source, 1), stretch = interpolated(2, 3);
    expect(() => transformTicket(ticket, source, target, [interpolated(3, 3)])).toThrow('transformTicket: needed blocks 0 to 2 of');
    expect(() => transformTicket(ticket, source, target, [interpolated(2, 4)])).toThrow('needed sources for the 4 blocks of');
    expect(() => transformTicket(ticket, source, target, [stretch, stretch])).toThrow('needed a mapping for each of 1 stages, got 2');
    expect(() => transformTicket(ticket, { ...source, rest: [] }, target, [stretch])).toThrow(`needed ${target.rest.length} parts beside the blocks, got 0`);
    expect(() => transformTicket(ticket, { ...source, stages: [] }, target, [stretch])).toThrow('needed 1 stages in the source as in the target, got 0');
    expect(() => transformTicket({ ...ticket, values: new Map() }, source, target, [stretch])).toThrow(/needed \d+ entries for .*, got none of/);
    expect(() => transformTicket(ticket, source, { ...target, stages: [target.stages[0].map((b) => `${b}x`)] }, [stretch])).toThrow('needed a block or a part of the rest for each parameter');
  });
});

test('copies of a plain network compute: a layer twice is that layer after itself', async () => {
  await openBackend('wasm');
  const source = elasticMlp(6, 5, 2, [4], 3), target = elasticMlp(6, 5, 3, [4], 3), values = initialise(source.model, 3), x = Float32Array.from({ length: 12 }, (_, k) => Math.sin(k));
  const out = outputsOf(target.model, transformTicket({ values, masks: new Map() }, source, target, [interpolated(1, 2)]).values, x);
  const layer = (name: string, v: number[]): number[] => Array.from(values.get(`${name}.bias`)!, (b, r) => b + v.reduce((s, u, c) => s + u * values.get(`${name}.weights`)![r * v.length + c], 0));
  const rectified = (v: number[]): number[] => v.map((u) => Math.max(0, u));
  const byHand = [x.subarray(0, 6), x.subarray(6)].flatMap((row) => layer('layer4', rectified(layer('layer3', ['layer1', 'layer2', 'layer2'].reduce((v, name) => rectified(layer(name, v)), [...row])))));
  byHand.forEach((y, k) => expect(out[k]).toBeCloseTo(y, 4));
});

describe('masks to compare with', () => {
  test('keep as many entries of each array where they are permuted, elsewhere and by the seed alone', () => {
    const { model } = elasticMlp(30, 20, 2, [10], 5), masks = randomlyOfAll(model, 300, 1), other = permutedMasks(masks, 2);
    for (const [name, mask] of masks) expect(keptOf(new Map([[name, other.get(name)!]])), name).toBe(keptOf(new Map([[name, mask]])));
    expect(other).not.toEqual(masks);
    expect(permutedMasks(masks, 2)).toEqual(other);
    expect(permutedMasks(masks, 3)).not.toEqual(other);
  });

  test('keep the number asked for where they are random, evenly over the layers', () => {
    const { model } = elasticMlp(30, 20, 2, [10], 5), masks = randomlyOfAll(model, 500, 1);
    expect(keptOf(masks)).toBe(500);
    for (const mask of [...masks.values()].filter((m) => m.length >= 200)) expect(Math.abs(density(new Map([['', mask]])) - density(masks))).toBeLessThan(0.15);
    expect(randomlyOfAll(model, 500, 1)).toEqual(masks);
  });
});
