import { entries } from '../model.js';
import type { Masks, Values } from '../values.js';
import { sourcesOf, type BlockMapping } from './mapping.js';
import type { ElasticNetwork } from './network.js';

/** Values of a network at the rewinding point and the masks of what is kept: a ticket that is trained. */
export interface RewoundTicket {
  readonly values: Values;
  readonly masks: Masks;
}

/**
 * The elastic ticket transformation of Chen et al. (2021): of each target block all that its source block has (weights, biases, normalisation, masks) is copied
 * together, and the rest goes where it was. One mapping a stage, or one for all. Throws a RangeError where the mapping, the networks and the ticket do not fit.
 */
export function transformTicket(ticket: RewoundTicket, source: ElasticNetwork, target: ElasticNetwork, mapping: readonly BlockMapping[]): RewoundTicket {
  const origins = originsOf(source, target, mapping), values = new Map<string, Float32Array>(), masks = new Map<string, Uint8Array>();
  for (const parameter of target.model.parameters) {
    const { name } = parameter, part = origins.find(([to]) => name.startsWith(`${to}.`));
    if (!part) throw new RangeError(`transformTicket: needed a block or a part of the rest for each parameter of ${target.model.name}, got none for ${name}`);
    const [to, from] = part, origin = from + name.slice(to.length), copied = ticket.values.get(origin), mask = ticket.masks.get(origin);
    if (copied?.length !== entries(parameter)) throw new RangeError(`transformTicket: needed ${entries(parameter)} entries for ${name} of ${target.model.name}, got ${copied?.length ?? 'none'} of ${origin}`);
    values.set(name, copied.slice());
    if (mask) masks.set(name, mask.slice());
  }
  return { values, masks };
}

/** [target, source]: names before a full stop. */
function originsOf(source: ElasticNetwork, target: ElasticNetwork, mapping: readonly BlockMapping[]): (readonly [string, string])[] {
  const stages = target.stages.length;
  if (source.stages.length !== stages) throw new RangeError(`transformTicket: needed ${stages} stages in the source as in the target, got ${source.stages.length}`);
  if (mapping.length !== stages && mapping.length !== 1) throw new RangeError(`transformTicket: needed a mapping for each of ${stages} stages, got ${mapping.length}`);
  if (source.rest.length !== target.rest.length) throw new RangeError(`transformTicket: needed ${target.rest.length} parts beside the blocks, got ${source.rest.length}`);
  return [
    ...target.stages.flatMap((blocks, s) => {
      const from = source.stages[s], sources = sourcesOf(mapping[mapping.length === 1 ? 0 : s]), beyond = sources.find((b) => b >= from.length);
      if (beyond !== undefined) throw new RangeError(`transformTicket: needed blocks 0 to ${from.length - 1} of ${source.model.name}, got ${beyond}`);
      if (sources.length !== blocks.length) throw new RangeError(`transformTicket: needed sources for the ${blocks.length} blocks of ${target.model.name}, got ${sources.length}`);
      return blocks.map((to, k) => [to, from[sources[k]]] as const);
    }),
    ...target.rest.map((to, k) => [to, source.rest[k]] as const),
  ];
}
