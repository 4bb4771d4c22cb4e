import { refusal } from '../../numeric/refusal.js';
import { requireNumbers } from './limits.js';
import { networkOfTensors } from './state-dict.js';
import type { Network } from '../network.js';
import { decode } from './dtype.js';
import { parseJsonNetwork } from './json.js';
import { parseSafetensors } from './safetensors.js';

/** A file format that networks are read from. */
export interface Format {
  readonly name: string;
  readonly extensions: readonly string[];
  read(bytes: Uint8Array, order?: readonly string[]): Promise<Network> | Network;
}

/** All formats; readers with heavy packages are loaded on first use. */
export const formats: readonly Format[] = [
  {
    name: 'safetensors',
    extensions: ['.safetensors'],
    read: (bytes, order) => {
      const { tensors, metadata } = parseSafetensors(bytes);
      if (metadata.format === 'slth-ticket') throw new RangeError('safetensors: needed a network, got a ticket (give its target instead)');
      requireNumbers(tensors.reduce((sum, t) => sum + t.shape.reduce((n, d) => n * d, 1), 0), bytes.length, 'safetensors');
      const named = tensors.map((t) => ({ name: t.name, shape: t.shape, values: decode(t.data, t.dtype, t.shape.reduce((n, d) => n * d, 1)) }));
      return networkOfTensors(named, 'safetensors', order);
    },
  },
  { name: 'ONNX', extensions: ['.onnx'], read: async (bytes) => (await import('./onnx.js')).parseOnnx(bytes) },
  { name: 'npz', extensions: ['.npz'], read: async (bytes, order) => networkOfTensors((await import('./npz.js')).parseNpz(bytes), 'npz', order) },
  { name: 'PyTorch state_dict', extensions: ['.pt', '.pth'], read: async (bytes, order) => networkOfTensors((await import('./pt.js')).parsePt(bytes), 'pt', order) },
  { name: 'JSON', extensions: ['.json'], read: (bytes) => parseJsonNetwork(bytes) },
];

/**
 * The network in a file's bytes; the extension of `name` says the format. `order` names the weights from input to output
 * where shapes and names do not. Throws a RangeError that says in one line what was needed and what came. Memory is limited: limits.ts.
 */
export async function readNetwork(name: string, bytes: Uint8Array, order?: readonly string[]): Promise<Network> {
  const format = formats.find(({ extensions }) => extensions.some((e) => name.toLowerCase().endsWith(e)));
  if (!format) throw new RangeError(`readNetwork: needed a file ending in ${formats.flatMap((f) => f.extensions).join(', ')}, got ${name}`);
  if (bytes.length === 0) throw new RangeError(`readNetwork: needed data of ${format.name}, got an empty file`);
  try {
    return await format.read(bytes, order);
  } catch (error) {
    throw refusal(error, `readNetwork: needed whole data of ${format.name}`);
  }
}
