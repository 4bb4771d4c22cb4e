import { parseSafetensors } from '../formats/safetensors.js';
import { decode } from '../formats/dtype.js';
import { networkOfTensors } from '../formats/state-dict.js';
import type { Network } from '../network.js';

/** The network of a safetensors file in base64, in lines. */
export function networkOfBase64(base64: string): Network {
  const bytes = Uint8Array.from(atob(base64.replaceAll('\n', '')), (c) => c.charCodeAt(0));
  const tensors = parseSafetensors(bytes).tensors.map(({ name, shape, dtype, data }) => ({
    name, shape, values: decode(data, dtype, shape.reduce((n, d) => n * d, 1)),
  }));
  return networkOfTensors(tensors, 'builtin');
}
