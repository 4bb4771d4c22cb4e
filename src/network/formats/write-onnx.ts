import type { DenseLayer } from '../pruned.js';
import { ModelProto } from './onnx-schema.js';

/** The most bytes a protobuf message may have. */
const LARGEST = 2 ** 31 - 1;

/**
 * An ONNX model of Gemm and Relu nodes (opset 13), float32 or float64 as the layers are held; a gain other than 1 is a
 * Mul at the end. Throws a RangeError beyond the 2 GiB of a protobuf message.
 */
export function writeOnnx(layers: readonly DenseLayer[], gain: number): Uint8Array {
  const bytes = layers.reduce((n, l) => n + l.weights.byteLength, 0);
  if (bytes > LARGEST) throw new RangeError(`onnx: needed at most ${LARGEST} bytes of weights, got ${bytes}; export .safetensors, or --collapsed`);
  const double = layers[0].weights instanceof Float64Array;
  const type = double ? 11 : 1;
  const tensor = (name: string, dims: number[], data: Float32Array | Float64Array) => ({
    name, dims, data_type: type, raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
  const initializer: object[] = [], node: object[] = [];
  let current = 'input';
  layers.forEach(({ rows, columns, weights, bias }, i) => {
    const name = `layer${i + 1}`, last = i === layers.length - 1;
    initializer.push(tensor(`${name}.weight`, [rows, columns], weights));
    if (bias) initializer.push(tensor(`${name}.bias`, [rows], bias));
    const out = last && gain === 1 ? 'output' : `${name}.out`;
    node.push({ op_type: 'Gemm', name, input: [current, `${name}.weight`, ...(bias ? [`${name}.bias`] : [])], output: [out], attribute: [{ name: 'transB', i: 1, type: 2 }] });
    current = out;
    if (last) return;
    node.push({ op_type: 'Relu', name: `relu${i + 1}`, input: [current], output: [`${name}.relu`] });
    current = `${name}.relu`;
  });
  if (gain !== 1) {
    initializer.push(tensor('output_gain', [1], double ? Float64Array.of(gain) : Float32Array.of(gain)));
    node.push({ op_type: 'Mul', name: 'gain', input: [current, 'output_gain'], output: ['output'] });
  }
  const value = (name: string, width: number) => ({
    name, type: { tensor_type: { elem_type: type, shape: { dim: [{ dim_param: 'batch' }, { dim_value: width }] } } },
  });
  const model = {
    ir_version: 7,
    producer_name: 'slth',
    opset_import: [{ domain: '', version: 13 }],
    graph: { name: 'pruned', node, initializer, input: [value('input', layers[0].columns)], output: [value('output', layers[layers.length - 1].rows)] },
  };
  return ModelProto.encode(ModelProto.create(model)).finish();
}
