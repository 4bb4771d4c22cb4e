import { forward, parseIdx, widths, type Idx } from '../network/index.js';
import { printJson } from './exit-code.js';
import { BAD_INPUT, Failure, fromFile } from './failure.js';
import { readBytes } from './files.js';
import { readFunction } from './read-function.js';

/** slth accuracy: how many images a network, or a ticket's pruned network, classifies as labelled. Pixels 0..255 are read as 0..1. */
export async function accuracyCommand(name: string, options: { images: string; labels: string; layers?: string; json?: boolean }): Promise<number> {
  const started = performance.now();
  const { network, ticket } = await readFunction(name, options.layers);
  const images = await readIdx(options.images), labels = await readIdx(options.labels);
  const [count, ...size] = images.shape;
  const pixels = size.reduce((n, d) => n * d, 1), dimensions = widths(network);
  if (pixels !== dimensions[0]) throw new Failure(BAD_INPUT, `${options.images}: needed images of ${dimensions[0]} pixels, the network's inputs, got ${size.join(' x ')}`);
  if (labels.data.length !== count) throw new Failure(BAD_INPUT, `${options.labels}: needed ${count} labels, one per image, got ${labels.data.length}`);
  const run = forward(network);
  const x = new Float64Array(pixels);
  let right = 0;
  for (let k = 0; k < count; k++) {
    for (let p = 0; p < pixels; p++) x[p] = images.data[k * pixels + p] / 255;
    const out = run(x);
    let best = 0;
    for (let c = 1; c < out.length; c++) if (out[c] > out[best]) best = c;
    if (best === labels.data[k]) right++;
  }
  const seconds = (performance.now() - started) / 1000;
  if (options.json) printJson({ schema: 1, network: name, ticket, widths: dimensions, images: count, right, accuracy: right / count, seconds });
  else process.stdout.write(`${name}${ticket ? ' (the pruned network of a ticket)' : ''}: ${right} of ${count} right, ${((100 * right) / count).toFixed(2)} % (${seconds.toFixed(2)} s)\n`);
  return 0;
}

async function readIdx(path: string): Promise<Idx> {
  const bytes = readBytes(path);
  return fromFile(path, () => parseIdx(bytes));
}
