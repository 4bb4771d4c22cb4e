import { collapsedNetwork } from '../certify/index.js';
import { denseLayer, execute, exportExtensions, forward, prunedNetwork, sampleInside, writeNetwork, type DenseLayer, type Ticket } from '../network/index.js';
import { printJson } from './exit-code.js';
import { Failure, USAGE } from './failure.js';
import { requireWritable, writeWhole } from './files.js';
import { readTicket } from './read-function.js';
import { show } from './report.js';

/** Multiply-adds spent on comparing execution with the certified function. */
const EFFORT = 1_000_000_000;

/** slth export: the pruned network of a ticket as a file for other programs. */
export async function exportCommand(ticketName: string, options: { to: string; collapsed?: boolean; json?: boolean }): Promise<number> {
  const { to } = options;
  if (!exportExtensions.some((e) => to.endsWith(e))) throw new Failure(USAGE, `--to: needed a name ending in ${exportExtensions.join(', ')}, got ${to}`);
  requireWritable(to);
  const ticket = await readTicket(ticketName);
  const inputs = ticket.witness.length;
  const pruned = prunedNetwork(ticket, inputs);
  const collapsed = collapsedNetwork(ticket, inputs);
  const layers: DenseLayer[] = options.collapsed
    ? collapsed.layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: data, bias }))
    : pruned.layers.map(denseLayer);
  const bytes = await writeNetwork(to, layers, options.collapsed ? 1 : pruned.gain);
  writeWhole(to, bytes);
  const execution = compare(ticket, execute(pruned), forward(collapsed), inputs);
  const certificate = ticket.claims.certificate as { lower: number; upper: number };
  const shape = [layers[0].columns, ...layers.map((l) => l.rows)];
  if (options.json) {
    printJson({ schema: 1, file: to, widths: shape, bytes: bytes.length, outputGain: options.collapsed ? 1 : pruned.gain, execution, certificate });
    return 0;
  }
  const lines = [
    `written      ${to}: ${shape.join('-')}, ${show(bytes.length)} bytes${!options.collapsed && pruned.gain !== 1 ? `, output gain ${pruned.gain}` : ''}`,
    `execution    largest ||float32 execution - certified function||_2 over ${show(execution.inputs)} inputs of the domain: ${show(execution.largest)}`,
    `certificate  ${show(certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${show(certificate.upper)} in real arithmetic, as the ticket claims`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** The largest distance between the pruned network run in float32 and the certified function, over at most 1000 inputs. */
function compare(ticket: Ticket, run: (x: ArrayLike<number>) => ArrayLike<number>, certified: (x: ArrayLike<number>) => ArrayLike<number>, inputs: number) {
  const kept = ticket.layers.reduce((n, l) => n + l.rows.length, 0);
  const count = Math.max(10, Math.min(1000, Math.floor(EFFORT / (2 * kept))));
  let largest = 0;
  for (let k = 0; k < count; k++) {
    const x = Float32Array.from(sampleInside(ticket.domain, inputs, k));
    const a = run(x), b = certified(x);
    let sum = 0;
    for (let r = 0; r < b.length; r++) sum += (a[r] - b[r]) * (a[r] - b[r]);
    largest = Math.max(largest, Math.sqrt(sum));
  }
  return { inputs: count, largest };
}
