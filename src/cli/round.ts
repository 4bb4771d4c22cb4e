import { exportExtensions, widths, writeNetwork } from '../network/index.js';
import { precisions } from '../numeric/precision.js';
import { printJson } from './exit-code.js';
import { BAD_INPUT, Failure, USAGE } from './failure.js';
import { requireDistinct, requireWritable, writeWhole } from './files.js';
import { readTarget } from './read-target.js';
import { show } from './report.js';

/** slth round: a network with fewer bits per weight, to be compared with the one it came from. */
export async function roundCommand(name: string, options: { to: string; out: string; layers?: string; json?: boolean }): Promise<number> {
  const { to, out } = options;
  const precision = precisions.find((p) => p.name === to);
  if (!precision) throw new Failure(USAGE, `--to: needed ${precisions.map((p) => p.name).join(', ')}, got ${to}`);
  if (!exportExtensions.some((e) => out.endsWith(e))) throw new Failure(USAGE, `--out: needed a name ending in ${exportExtensions.join(', ')}, got ${out}`);
  requireWritable(out);
  requireDistinct([name, out]);
  const network = await readTarget(name, options.layers);
  let changed = 0, largest = 0;
  const round = (x: number): number => {
    const rounded = precision.round(x), by = Math.abs(rounded - x);
    if (!Number.isFinite(rounded)) throw new Failure(BAD_INPUT, `${name}: round: needed weights within the range of ${to}, got ${x}`);
    if (by > 0) changed++;
    largest = Math.max(largest, by);
    return rounded;
  };
  const layers = network.layers.map(({ weights: { rows, columns, data }, bias }) => ({ rows, columns, weights: Float32Array.from(data, round), bias: bias && Float32Array.from(bias, round) }));
  writeWhole(out, await writeNetwork(out, layers, 1));
  if (options.json) printJson({ schema: 1, file: out, to, widths: widths(network), changed, largest });
  else process.stdout.write(`written      ${out}: ${widths(network).join('-')}, ${show(changed)} numbers changed, by ${show(largest)} at most\n`);
  return 0;
}
