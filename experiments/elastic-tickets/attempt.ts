import { countEntries, interpolated, keepingFirst, keepLargest, keptOf, initialise, iterativePruning, magnitudes, permutedMasks, prunable, randomlyOfAll, startAt, train, transformTicket, type BlockMapping, type DataSet, type Masks, type RewoundTicket } from '../../src/tensor/index.js';
import { networkOf, type Family } from './families.js';
import type { Training } from './training.js';

/** What became of a ticket: images of the test set that it gets right, and its kept weights. */
export interface Outcome {
  readonly right: number;
  readonly kept: number;
}

/** The source's ticket as a network of another depth by the published mapping, as dense as that network's own ticket; and with the bits of each layer's mask in a random order. */
export interface CopyOutcome {
  readonly depth: number;
  readonly copied: Outcome;
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

/** Weights that iterative pruning leaves of so many. */
export const keptAfter = ({ rounds, share }: Training, weights: number): number => Array.from({ length: rounds }).reduce<number>((kept) => kept - Math.round(share * kept), weights);

/** The largest number in low .. high for which `kept` is at most the goal, or low; `kept` grows with it. */
function most(low: number, high: number, goal: number, kept: (count: number) => number): number {
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (kept(middle) <= goal) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * All that is trained from one source: the rounds of pruning, then every copy and every comparison once. A copy keeps each layer's density, and so not the whole network's: the source is pruned
 * in its last round to where the copy is as dense as the target's own ticket, to a few weights.
 */
export function attemptOf(family: Family, depth: number, depths: readonly number[], { train: examples, test }: { readonly train: DataSet; readonly test: DataSet }, training: Training, seed: number): SourceOutcome {
  const { rewind, steps, rounds, share, batch, optimiser, schedule } = training, source = networkOf(family, depth);
  const common = { data: examples, steps, batch: { size: batch, seed }, optimiser, schedule, evaluateOn: { test } };
  let rewound = initialise(source.model, seed);
  const trained = (ticket: RewoundTicket, network = source) => train({ ...common, model: network.model, start: startAt(ticket.values, rewind), masks: ticket.masks });
  const outcome = (ticket: RewoundTicket, network = source): Outcome => ({ right: trained(ticket, network).curve[0].on.test.right, kept: keptOf(ticket.masks) });

  const whole: { masks: Masks; outcome: Outcome; end: ReadonlyMap<string, Float32Array> }[] = [];
  for (const { masks, run } of iterativePruning(source.model, rounds, (masks, round) => {
    if (round > 0) return trained({ values: rewound, masks });
    const first = train({ ...common, model: source.model, start: rewound, keep: [rewind] });
    rewound = new Map(first.kept.get(rewind)!.values);
    return first;
  }, share)) whole.push({ masks, outcome: { right: run.curve[0].on.test.right, kept: keptOf(masks) }, end: run.end.values });

  const dense = whole[0], { outcome: iterative } = whole[rounds], before = whole[rounds - 1], scores = magnitudes(source.model, before.end);
  const copyTo = (to: number): RewoundTicket => {
    const target = networkOf(family, to), goal = keptAfter(training, countEntries(prunable(target.model)));
    const copyOf = (count: number): RewoundTicket => transformTicket({ values: rewound, masks: keepLargest(scores, count, before.masks) }, source, target, [mappingOf(depth - family.offset, to - family.offset)]);
    return copyOf(most(0, keptOf(before.masks), goal, (count) => keptOf(copyOf(count).masks)));
  };
  return {
    dense: dense.outcome,
    iterative,
    oneShot: outcome({ values: rewound, masks: keepLargest(magnitudes(source.model, dense.end), iterative.kept) }),
    random: outcome({ values: rewound, masks: randomlyOfAll(source.model, iterative.kept, seed) }),
    copies: depths.map((to) => {
      const network = networkOf(family, to), copy = copyTo(to);
      return {
        depth: to,
        copied: to === depth ? iterative : outcome(copy, network),
        permuted: outcome({ values: copy.values, masks: permutedMasks(copy.masks, seed) }, network),
      };
    }),
  };
}
