import { collapsedNetwork, executionGap } from '../certify/index.js';
import { denseLayer, exportExtensions, prunedNetwork, writeNetwork, type DenseLayer } from '../network/index.js';
import { breath } from './breath.js';
import { printJson } from './exit-code.js';
import { BAD_INPUT, Failure, fromFile, USAGE } from './failure.js';
import { requireDistinct, requireWritable, writeWhole } from './files.js';
import { readTicket } from './read-function.js';
import { outsideText, show, showLower, showUpper } from './report.js';

/** Exports beyond this many bytes say so first. */
const LARGE = 100_000_000, LARGEST = 2 ** 31;

/** slth export: the pruned network of a ticket as a file for other programs. */
export async function exportCommand(ticketName: string, options: { to: string; collapsed?: boolean; json?: boolean }): Promise<number> {
  const { to, collapsed = false } = options;
  if (!exportExtensions.some((e) => to.endsWith(e))) throw new Failure(USAGE, `--to: needed a name ending in ${exportExtensions.join(', ')}, got ${to}`);
  requireWritable(to);
  requireDistinct([ticketName, to]);
  const ticket = await readTicket(ticketName);
  const inputs = ticket.witness.length;
  const pruned = await fromFile(ticketName, () => prunedNetwork(ticket, inputs));
  const { certificate } = ticket.claims as { certificate?: { lower: number; upper: number | null } };
  if (typeof certificate?.lower !== 'number') throw new Failure(BAD_INPUT, `${ticketName}: ticket: needed a claimed certificate, got ${JSON.stringify(certificate)}`);
  const size = pruned.layers.reduce((n, l) => n + 4 * l.rows * l.columns, 0);
  if (size > LARGE && size <= LARGEST && !collapsed) process.stderr.write(`slth: ${show(Math.round(size / 1e6))} MB of mostly zeros will be written; --collapsed is smaller\n`);
  if (size > LARGEST && !collapsed) throw new Failure(BAD_INPUT, `${ticketName}: export: needed a network of at most 2 GiB with its zeros, got ${show(Math.round(size / 1e6))} MB; --collapsed is smaller`);
  const layers: DenseLayer[] = collapsed
    ? (await fromFile(ticketName, () => collapsedNetwork(ticket, inputs))).layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: data, bias }))
    : pruned.layers.map(denseLayer);
  const gain = collapsed ? 1 : pruned.gain;
  // Scales of a deep construction add up: the weights are exact in float32, what runs through them may not fit.
  if (Math.fround(gain) !== gain) throw new Failure(BAD_INPUT, `${ticketName}: export: needed an output gain that is a float32, got ${gain}; --collapsed writes the same function in float64`);
  const bytes = await writeNetwork(to, layers, gain);
  const execution = collapsed ? null : await fromFile(ticketName, () => executionGap(ticket, pruned));
  if (execution && !Number.isFinite(execution.largest)) throw new Failure(BAD_INPUT, `${ticketName}: export: needed activations that fit float32, got an overflow; --collapsed writes the same function in float64`);
  await breath();
  writeWhole(to, bytes);
  const shape = [layers[0].columns, ...layers.map((l) => l.rows)];
  if (options.json) {
    printJson({ schema: 1, file: to, widths: shape, bytes: bytes.length, dtype: collapsed ? 'float64' : 'float32', outputGain: gain, execution, certificate, outside: ticket.outside });
    return 0;
  }
  const lines = [
    `written      ${to}: ${shape.join('-')}, ${show(bytes.length)} bytes${gain !== 1 ? `, output gain ${gain}` : ''}`,
    execution
      ? `execution    largest ||float32 execution - certified function||_2 over ${show(execution.inputs)} inputs of the domain: ${show(execution.largest)}`
      : 'execution    effective weights in float64, exact; running it rounds as float64 does',
    ...outsideText(ticket),
    `certificate  ${showLower(certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${showUpper(certificate.upper)} in real arithmetic, as the ticket claims`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
