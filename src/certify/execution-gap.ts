import { sampleInside } from '../network/domain.js';
import { forward } from '../network/forward.js';
import { execute, type PrunedNetwork } from '../network/pruned.js';
import type { Ticket } from '../network/ticket.js';
import { collapsedNetwork } from './collapsed.js';

/** Multiply-adds spent on comparing. */
const EFFORT = 1_000_000_000;

/** How far running a pruned network in float32 strayed from the certified function, in l2 and output units. */
export interface ExecutionGap {
  /** Sampled inputs of the domain, rounded to float32. */
  readonly inputs: number;
  readonly largest: number;
}

/** Compares float32 execution of a ticket's pruned network with its certified function on up to 1000 inputs. A measurement, no bound. */
export function executionGap(ticket: Ticket, pruned: PrunedNetwork): ExecutionGap {
  const dimension = ticket.witness.length;
  const run = execute(pruned), certified = forward(collapsedNetwork(ticket, dimension));
  const kept = ticket.layers.reduce((n, l) => n + l.rows.length, 0);
  const inputs = Math.max(10, Math.min(1000, Math.floor(EFFORT / (2 * kept + 1))));
  let largest = 0;
  for (let k = 0; k < inputs; k++) {
    const x = Float32Array.from(sampleInside(ticket.domain, dimension, k));
    const a = run(x), b = certified(x);
    let sum = 0;
    for (let r = 0; r < b.length; r++) sum += (a[r] - b[r]) * (a[r] - b[r]);
    largest = Math.max(largest, Math.sqrt(sum));
  }
  return { inputs, largest };
}
