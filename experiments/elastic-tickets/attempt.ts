import { appended, interpolated, keepingFirst, keepLargest, keptOf, initialise, iterativePruning, magnitudes, mappingText, permutedMasks, randomlyOfAll, train, transformTicket, type BlockMapping, type DataSet, type Masks, type RewoundTicket } from '../../src/tensor/index.js';
import { networkOf, type Family } from './families.js';
import type { Training } from './training.js';

/** What became of a ticket: images of the test set that it gets right, and its kept weights. */
export interface Outcome {
  readonly right: number;
  readonly kept: number;
}

/** The source's ticket as a network of another depth: by the published mapping; by appending where that is another; and with the bits of each layer's mask in a random order. */
export interface CopyOutcome {
  readonly depth: number;
  readonly copied: Outcome;
  readonly appended?: Outcome;
  readonly permuted: Outcome;
}

/** One source: its ticket by iterative pruning, what is compared with it, and copies of it for all depths (its own too: there the copy is the ticket, and only permuted). */
export interface SourceOutcome {
  readonly dense: Outcome;
  readonly iterative: Outcome;
  readonly oneShot: Outcome;
  readonly random: Outcome;
  readonly copies: readonly CopyOutcome[];
}

/** The mapping of the published scripts: copies next to each other, or the first blocks alone. Depths are counted in blocks that repeat, block 0 apart. */
export const mappingOf = (from: number, to: number): BlockMapping => (to < from ? keepingFirst(from, to) : interpolated(from, to));

/** All that is trained from one source: 6 rounds of pruning, then every copy and every comparison once. */
export function attemptOf(family: Family, depth: number, depths: readonly number[], { train: examples, test }: { readonly train: DataSet; readonly test: DataSet }, training: Training, seed: number): SourceOutcome {
  const { rewind, steps, rounds, share, batch, optimiser, schedule } = training, source = networkOf(family, depth);
  const common = { data: examples, steps, batch: { size: batch, seed }, optimiser, schedule, evaluateOn: { test } };
  let rewound = initialise(source.model, seed);
  const trained = (ticket: RewoundTicket, network = source) => train({ ...common, model: network.model, start: { step: rewind, values: ticket.values, slots: new Map() }, masks: ticket.masks });
  const outcome = (ticket: RewoundTicket, network = source): Outcome => ({ right: trained(ticket, network).curve[0].on.test.right, kept: keptOf(ticket.masks) });

  const whole: { masks: Masks; outcome: Outcome; end: ReadonlyMap<string, Float32Array> }[] = [];
  for (const { masks, run } of iterativePruning(source.model, rounds, (masks, round) => {
    if (round > 0) return trained({ values: rewound, masks });
    const first = train({ ...common, model: source.model, start: rewound, keep: [rewind] });
    rewound = new Map(first.kept.get(rewind)!.values);
    return first;
  }, share)) whole.push({ masks, outcome: { right: run.curve[0].on.test.right, kept: keptOf(masks) }, end: run.end.values });

  const dense = whole[0], { masks, outcome: iterative } = whole[rounds], ticket = { values: rewound, masks };
  const copyTo = (to: number, mapping: BlockMapping): RewoundTicket => transformTicket(ticket, source, networkOf(family, to), [mapping]);
  return {
    dense: dense.outcome,
    iterative,
    oneShot: outcome({ values: rewound, masks: keepLargest(magnitudes(source.model, dense.end), iterative.kept) }),
    random: outcome({ values: rewound, masks: randomlyOfAll(source.model, iterative.kept, seed) }),
    copies: depths.map((to) => {
      const network = networkOf(family, to), mapping = mappingOf(depth - family.offset, to - family.offset), copy = copyTo(to, mapping);
      const other = to > depth ? appended(depth - family.offset, to - family.offset) : mapping;
      return {
        depth: to,
        copied: to === depth ? iterative : outcome(copy, network),
        ...(mappingText([other]) === mappingText([mapping]) ? {} : { appended: outcome(copyTo(to, other), network) }),
        permuted: outcome({ values: copy.values, masks: permutedMasks(copy.masks, seed) }, network),
      };
    }),
  };
}
