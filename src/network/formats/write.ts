import type { DenseLayer } from '../pruned.js';
import { writeSafetensors } from './safetensors.js';

/** What a network can be exported as. */
export const exportExtensions = ['.onnx', '.safetensors', '.npz'] as const;

/**
 * A ReLU network as the bytes of the format that `path` ends in. Tensors of .safetensors and .npz are named as in
 * nn.Sequential(Linear, ReLU, Linear, ...): 0.weight, 0.bias, 2.weight, ...; a gain other than 1 is `output_gain`, and
 * multiplies the output. Throws a RangeError on another extension.
 */
export async function writeNetwork(path: string, layers: readonly DenseLayer[], gain: number): Promise<Uint8Array> {
  if (path.endsWith('.onnx')) return (await import('./write-onnx.js')).writeOnnx(layers, gain);
  const tensors = layers.flatMap(({ rows, columns, weights, bias }, i) => [
    { name: `${2 * i}.weight`, shape: [rows, columns], values: weights },
    ...(bias ? [{ name: `${2 * i}.bias`, shape: [rows], values: bias }] : []),
  ]);
  const double = layers[0].weights instanceof Float64Array;
  if (gain !== 1) tensors.push({ name: 'output_gain', shape: [1], values: double ? Float64Array.of(gain) : Float32Array.of(gain) });
  if (path.endsWith('.npz')) return (await import('./npz.js')).writeNpz(tensors);
  if (!path.endsWith('.safetensors')) throw new RangeError(`writeNetwork: needed a name ending in ${exportExtensions.join(', ')}, got ${path}`);
  const bytes = (a: Float32Array | Float64Array): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  return writeSafetensors(tensors.map(({ name, shape, values }) => ({ name, shape, dtype: double ? 'F64' : 'F32', data: bytes(values) })), { format: 'pt' });
}
