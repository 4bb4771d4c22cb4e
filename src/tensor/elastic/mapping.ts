/**
 * Where the blocks of one stage go: for each source block that is used, the target blocks that become copies of it. Block 0, the one that changes the width, stays
 * block 0; each target block has one source. Chen et al. (2021).
 */
export type BlockMapping = ReadonlyMap<number, readonly number[]>;

/** A mapping a stage, of text as in the code of Chen et al. (2021): `0:0;1:1,3;2:2,4`, stages apart by `|`. Throws a RangeError where it is none, and says what is wrong. */
export const parseMapping = (text: string): readonly BlockMapping[] => text.split('|').map((stage) => requireMapping(parsedStage(stage, text)));

function parsedStage(stage: string, text: string): BlockMapping {
  const mapping = new Map<number, readonly number[]>();
  for (const part of stage.split(';')) {
    const [, source, targets] = /^(\d{1,6}):(\d{1,6}(?:,\d{1,6})*)$/.exec(part.trim()) ?? [];
    if (source === undefined) throw new RangeError(`parseMapping: needed source:target,target,... between semicolons, as in 0:0;1:1,3;2:2,4, got ${JSON.stringify(part)} in ${JSON.stringify(text)}`);
    if (mapping.has(Number(source))) throw new RangeError(`parseMapping: needed each source block once, got ${Number(source)} twice in ${JSON.stringify(text)}`);
    mapping.set(Number(source), targets.split(',').map(Number));
  }
  return mapping;
}

/** The text of a mapping, sources and targets in ascending order. */
export const mappingText = (stages: readonly BlockMapping[]): string =>
  stages.map((stage) => [...stage].sort(([a], [b]) => a - b).map(([source, targets]) => `${source}:${[...targets].sort((a, b) => a - b).join(',')}`).join(';')).join('|');

/** The source of each target block 0, 1, ...: what a mapping says, read the other way. */
export function sourcesOf(mapping: BlockMapping): readonly number[] {
  const sources: number[] = [];
  for (const [source, targets] of requireMapping(mapping)) for (const target of targets) sources[target] = source;
  return sources;
}

/** The mapping in which target block k is a copy of source block `sources[k]`. Throws a RangeError unless block 0 is that of 0 alone. */
export function mappingFrom(sources: readonly number[]): BlockMapping {
  const mapping = new Map<number, number[]>();
  sources.forEach((source, target) => mapping.set(source, [...(mapping.get(source) ?? []), target]));
  return requireMapping(new Map([...mapping].sort(([a], [b]) => a - b)));
}

/** The mapping itself. Throws a RangeError unless block 0 goes to 0 alone and the targets are 0, 1, ... once each. */
export function requireMapping(mapping: BlockMapping): BlockMapping {
  const told = (): string => JSON.stringify(mappingText([mapping])), targets = [...mapping.values()].flat().sort((a, b) => a - b);
  if (![...mapping.keys(), ...targets].every((b) => Number.isInteger(b) && b >= 0)) throw new RangeError(`requireMapping: needed blocks numbered 0, 1, ..., got ${told()}`);
  const twice = targets.find((target, k) => targets[k - 1] === target);
  if (twice !== undefined) throw new RangeError(`requireMapping: needed one source for each target block, got two for ${twice} in ${told()}`);
  const hole = targets.findIndex((target, k) => target !== k);
  if (hole >= 0) throw new RangeError(`requireMapping: needed a source for every target block up to ${targets[targets.length - 1]}, got none for ${hole} in ${told()}`);
  if (mapping.get(0)?.join() !== '0') throw new RangeError(`requireMapping: needed 0:0, since block 0 is neither copied nor dropped, got ${told()}`);
  return mapping;
}
