import { contains, type Domain } from './domain.js';
import { forward } from './forward.js';
import { widths, type Network } from './network.js';
import type { Idx } from './formats/idx.js';

/** How a network did on labelled images. */
export interface Classification {
  readonly images: number;
  readonly right: number;
  /** right / images. */
  readonly accuracy: number;
  /** Images outside the domain asked about, where a ticket's function is not certified. */
  readonly outside: number;
}

/**
 * Classifies images by the largest output, the first of equals; pixels 0..255 are read as 0..1.
 * Throws a RangeError where images, labels and network do not fit each other.
 */
export function classify(network: Network, images: Idx, labels: Idx, domain: Domain | null): Classification {
  const [count, ...size] = images.shape;
  const pixels = size.reduce((n, d) => n * d, 1), inputs = widths(network)[0];
  if (size.length === 0) throw new RangeError('classify: needed images, got a list of numbers (labels?)');
  if (labels.shape.length !== 1) throw new RangeError(`classify: needed a list of labels, got ${labels.shape.length} dimensions (images?)`);
  if (count === 0) throw new RangeError('classify: needed at least one image, got none');
  if (pixels !== inputs) throw new RangeError(`classify: needed images of ${inputs} pixels, the network's inputs, got ${size.join(' x ')}`);
  if (labels.data.length !== count) throw new RangeError(`classify: needed ${count} labels, one per image, got ${labels.data.length}`);
  const run = forward(network);
  const x = new Float64Array(pixels);
  let right = 0, outside = 0;
  for (let k = 0; k < count; k++) {
    for (let p = 0; p < pixels; p++) x[p] = images.data[k * pixels + p] / 255;
    if (domain && !contains(domain, x)) outside++;
    const out = run(x);
    let best = 0;
    for (let c = 1; c < out.length; c++) if (out[c] > out[best]) best = c;
    if (best === labels.data[k]) right++;
  }
  return { images: count, right, accuracy: right / count, outside };
}
