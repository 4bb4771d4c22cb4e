import { basename } from 'node:path';
import { readNetwork, type Network } from '../network/index.js';
import { builtins } from '../network/builtin/index.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { readBytes } from './files.js';

/** The network that TARGET names: a file, or builtin:NAME. `layers` is the order of weights, comma-separated. */
export async function readTarget(target: string, layers?: string): Promise<Network> {
  if (target.startsWith('builtin:')) {
    const name = target.slice('builtin:'.length);
    const found = builtins.find((b) => b.name === name);
    if (!found) throw new Failure(USAGE, `${target}: needed one of ${builtins.map((b) => `builtin:${b.name}`).join(', ')}, got ${name || 'no name'}`);
    return found.load();
  }
  if (layers !== undefined && /\.(onnx|json)$/i.test(target)) throw new Failure(USAGE, `--layers: needed a file of named tensors (.safetensors, .npz, .pt), got ${target}, which orders its layers itself`);
  const bytes = readBytes(target);
  return fromFile(target, () => readNetwork(basename(target), bytes, layers?.split(',').map((s) => s.trim())));
}
