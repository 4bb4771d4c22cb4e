/** A shape with the batch dimension taken as 1; undefined while the model does not say it. */
export type Shape = readonly number[] | undefined;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/**
 * A constant operand spread over data of `shape` as ONNX broadcasts it: aligned at the last dimension, each of its
 * dimensions equal or 1. Row-major, one number per value of the data. Throws a RangeError where broadcasting would enlarge
 * the data instead.
 */
export function spread(values: Float64Array, dims: readonly number[], shape: Shape, where: string): Float64Array {
  if (shape === undefined || values.length === 1) return values;
  const leading = dims.length - shape.length;
  const fits = dims.every((d, k) => d === 1 || (k >= leading && d === shape[k - leading]));
  if (!fits) throw new RangeError(`onnx: needed an operand that leaves the data's shape [${shape.join(', ')}] as it is at ${where}, got one of shape [${dims.join(', ')}]`);
  const out = new Float64Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) {
    let rest = i, at = 0, stride = 1;
    for (let k = shape.length - 1; k >= 0; k--) {
      const index = rest % shape[k], own = dims[k + leading] ?? 1;
      rest = Math.floor(rest / shape[k]);
      at += own === 1 ? 0 : index * stride;
      stride *= own;
    }
    out[i] = values[at];
  }
  return out;
}

/** The shape after x W (`right`: W has shape [in, out]) or W x (W has shape [out, in]). Throws where the data is not one vector. */
export function productShape(shape: Shape, matrix: readonly [number, number], right: boolean, where: string): Shape {
  const [inputs, outputs] = right ? matrix : [matrix[1], matrix[0]];
  if (shape === undefined) return right ? [1, outputs] : [outputs, 1];
  const axis = right || shape.length === 1 ? shape.length - 1 : shape.length - 2;
  if (shape[axis] !== inputs || sizeOf(shape) !== inputs) {
    throw new RangeError(`onnx: needed one vector of ${inputs} values along dimension ${axis} at ${where}, got data of shape [${shape.join(', ')}]`);
  }
  return shape.map((d, k) => (k === axis ? outputs : d));
}

/** The shape after a Reshape to `to` (0 keeps a dimension, -1 is what is left); [1, n] where `to` is not known. */
export function reshaped(shape: Shape, to: readonly number[] | undefined, where: string): Shape {
  if (shape === undefined) return undefined;
  const size = sizeOf(shape);
  if (to === undefined) return [1, size];
  if (to.length > 32) throw new RangeError(`onnx: needed a shape of at most 32 dimensions at ${where}, got ${to.length}`);
  const known = to.map((d, k) => (d === 0 ? (shape[k] ?? 1) : d));
  const rest = size / sizeOf(known.filter((d) => d !== -1));
  const result = known.map((d) => (d === -1 ? rest : d));
  if (!Number.isInteger(rest) || sizeOf(result) !== size) throw new RangeError(`onnx: needed a shape of ${size} values at ${where}, got [${to.join(', ')}]`);
  return result;
}
