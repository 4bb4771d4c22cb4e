import { classify, describeDomain, parseIdx, widths, type Idx } from '../network/index.js';
import { breath } from './breath.js';
import { printJson } from './exit-code.js';
import { fromFile } from './failure.js';
import { readBytes } from './files.js';
import { readFunction } from './read-function.js';

/** slth accuracy: how many images a network, or a ticket's pruned network, classifies as labelled. */
export async function accuracyCommand(name: string, options: { images: string; labels: string; layers?: string; json?: boolean }): Promise<number> {
  const started = performance.now();
  const { network, domain } = await readFunction(name, options.layers);
  const images = await readIdx(options.images), labels = await readIdx(options.labels);
  const found = await fromFile(options.images, () => classify(network, images, labels, domain));
  await breath();
  const seconds = (performance.now() - started) / 1000;
  if (options.json) {
    printJson({ schema: 1, network: name, ticket: domain !== null, widths: widths(network), ...found, seconds });
    return 0;
  }
  const outside = domain && found.outside > 0 ? `\n${found.outside} of the images lie outside ${describeDomain(domain)}, where its certificate says nothing` : '';
  process.stdout.write(`${name}${domain ? ' (the pruned network of a ticket)' : ''}: ${found.right} of ${found.images} right, ${(100 * found.accuracy).toFixed(2)} % (${seconds.toFixed(2)} s)${outside}\n`);
  return 0;
}

async function readIdx(path: string): Promise<Idx> {
  const bytes = readBytes(path);
  return fromFile(path, () => parseIdx(bytes));
}
