import { matrixOf, transpose, type Matrix } from '../../numeric/matrix.js';
import { oneLine } from '../../numeric/one-line.js';
import { powerOfTwoAbove } from '../../numeric/rounding.js';
import { validNetwork, type Layer, type Network } from '../network.js';
import { decode } from './dtype.js';
import { MOST_LAYERS, MOST_MADE, requireNumbers } from './limits.js';
import { scanOnnx } from './onnx-scan.js';
import { productShape, reshaped, sizeOf, spread, type Shape } from './onnx-shape.js';
import { ModelProto, ONNX_DTYPES, toNumber, type OnnxModel, type OnnxNode, type OnnxTensor } from './onnx-schema.js';

/** A constant of the graph. */
interface Constant {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * The ReLU network of an ONNX graph that is one chain of Gemm, MatMul, Add, Sub, Mul, Div (by constants), Relu, Flatten,
 * Reshape, Identity and Constant. Affine operations between two relus are folded into one layer in float64; `notes` says
 * where folding rounded. A relu before the first or after the last affine map gets an identity layer beside it.
 * Throws a RangeError naming the node at fault.
 */
export function parseOnnx(bytes: Uint8Array): Network {
  scanOnnx(bytes);
  let model: OnnxModel;
  try {
    model = ModelProto.decode(bytes) as unknown as OnnxModel;
  } catch (error) {
    throw new RangeError(`onnx: needed a whole ONNX model, got a truncated one or another file (${(error as Error).message})`);
  }
  const graph = model.graph;
  if (!graph?.node?.length) throw new RangeError('onnx: needed a graph with nodes, got none (truncated, or not an ONNX model?)');
  let numbers = 0;
  const counted = (c: Constant): Constant => {
    requireNumbers((numbers += c.values.length), bytes.length, 'onnx');
    return c;
  };
  const constants = new Map<string, Constant>((graph.initializer ?? []).map((t) => [t.name ?? '', counted(constantOf(t, t.name ?? ''))]));
  const inputs = (graph.input ?? []).filter((i) => !constants.has(i.name));
  if (inputs.length !== 1) throw new RangeError(`onnx: needed one input, got ${inputs.length} (${inputs.map((i) => i.name).join(', ')})`);
  const dims = (inputs[0].type?.tensor_type?.shape?.dim ?? []).map((d) => toNumber(d.dim_value));
  // The first dimension is the batch; a single one is the input itself.
  let shape: Shape = dims.length > 1 ? [1, ...dims.slice(1)] : dims.length === 1 ? dims : undefined;
  if (shape?.some((d) => d < 1)) shape = undefined;
  if (shape && (shape.length > MOST_DIMENSIONS || !(sizeOf(shape) <= MOST_WIDTH))) throw new RangeError(`onnx: needed an input of at most ${MOST_WIDTH} values and ${MOST_DIMENSIONS} dimensions, got [${shape.join(', ')}]`);
  const chain = new Chain(shape && sizeOf(shape), bytes.length + MOST_MADE);
  let current = inputs[0].name;
  for (const node of graph.node) {
    const where = oneLine(`${node.op_type} node ${node.name || node.output[0]}`, 80);
    const fail = (needed: string, got: string): never => {
      throw new RangeError(`onnx: needed ${needed} at ${where}, got ${got}`);
    };
    if (node.op_type === 'Constant') {
      constants.set(node.output[0], counted(constantNode(node, where)));
      continue;
    }
    if (node.op_type === 'Identity' && constants.has(node.input[0])) {
      constants.set(node.output[0], constants.get(node.input[0])!);
      continue;
    }
    const position = node.input.indexOf(current);
    if (position < 0) fail(`the output ${current} of the node before (a chain)`, node.input.join(', '));
    const constant = (k: number): Constant => constants.get(node.input[k]) ?? fail('a constant operand', node.input[k] ?? 'none');
    const operand = (k: number): Float64Array => chain.spent(VALUE * (shape?.length ?? 1), spread(constant(k).values, constant(k).shape, shape, where));
    const attribute = (name: string, otherwise: number): number => {
      const a = node.attribute?.find((x) => x.name === name);
      return a ? (a.f !== undefined && a.type !== 2 ? a.f : toNumber(a.i)) : otherwise;
    };
    switch (node.op_type) {
      case 'Identity': break;
      case 'Flatten': shape = shape && [1, sizeOf(shape)]; break;
      case 'Reshape': shape = reshaped(shape, constants.get(node.input[1]) && [...constants.get(node.input[1])!.values], where); break;
      case 'Relu': chain.relu(); break;
      case 'Gemm': {
        if (position !== 0) fail('the data as first operand', `position ${position + 1}`);
        if (attribute('transA', 0) !== 0) fail('transA = 0', '1');
        const b = matrixConstant(constant(1), where);
        const alpha = attribute('alpha', 1), beta = attribute('beta', 1);
        const weights = attribute('transB', 0) ? b : chain.made(b, transpose);
        shape = productShape(shape, [weights.columns, weights.rows], true, where);
        chain.matrix(weights, where);
        if (alpha !== 1) chain.scale(Float64Array.of(alpha), where);
        if (node.input.length > 2 && node.input[2] !== '') {
          const values = operand(2);
          chain.shift(beta === 1 ? values : values.map((v) => v * beta), where);
        }
        break;
      }
      case 'MatMul': {
        const m = matrixConstant(constant(1 - position), where);
        shape = productShape(shape, [m.rows, m.columns], position === 0, where);
        chain.matrix(position === 0 ? chain.made(m, transpose) : m, where);
        break;
      }
      case 'Add': chain.shift(operand(1 - position), where); break;
      case 'Sub': {
        const values = operand(1 - position);
        if (position === 0) chain.shift(values.map((v) => -v), where);
        else {
          chain.scale(Float64Array.of(-1), where);
          chain.shift(values, where);
        }
        break;
      }
      case 'Mul': chain.scale(operand(1 - position), where); break;
      case 'Div': {
        if (position !== 0) fail('the data as dividend', 'the data as divisor');
        const values = operand(1);
        if (values.some((v) => v === 0)) fail('divisors other than 0', '0');
        chain.scale(values.map((v) => 1 / v), where);
        if (values.some((v) => (1 / v) * v !== 1)) chain.notes.push(`${where}: multiplied by rounded reciprocals`);
        break;
      }
      default:
        fail('one of Gemm, MatMul, Add, Sub, Mul, Div, Relu, Flatten, Reshape, Identity, Constant', node.op_type);
    }
    current = node.output[0];
  }
  const output = graph.output?.[0]?.name;
  if ((graph.output?.length ?? 0) > 1 || (output !== undefined && output !== current)) {
    throw new RangeError(`onnx: needed the chain's end ${current} as the one output, got ${graph.output!.map((o) => o.name).join(', ')}`);
  }
  return chain.network();
}

/** Values of the data between two nodes, and dimensions of a tensor, at most. */
const MOST_WIDTH = 2 ** 22, MOST_DIMENSIONS = 32;

/** Multiply-adds of folding, at most, a value of the data in an operation counted as 32: some seconds. */
const MOST_WORK = 2 ** 31, VALUE = 32;

/** Folds affine operations between relus: W and b of the segment so far. W absent is the identity, or `diagonal`. */
class Chain {
  readonly notes: string[] = [];
  private readonly layers: Layer[] = [];
  private weights: Matrix | null = null;
  private diagonal: Float64Array | null = null;
  private bias: Float64Array | null = null;
  private touched = false;
  private work = 0;
  private numbers = 0;

  /** `most`: numbers of matrices that are not in the file. */
  constructor(private width: number | undefined, private readonly most: number) {}

  /** Counts the work of a list of numbers, gone through `times` times. Throws a RangeError where folding would take too long. */
  spent<List extends { readonly length: number }>(times: number, list: List): List {
    this.work += times * list.length;
    if (!(this.work <= MOST_WORK)) throw new RangeError(`onnx: needed nodes that fold into layers with at most ${MOST_WORK} multiply-adds, got more`);
    return list;
  }

  /** A matrix that is not in the file, made by `make`. Throws a RangeError where there are too many numbers in such. */
  made<From extends { readonly rows: number; readonly columns: number }>(from: From, make: (from: From) => Matrix): Matrix {
    this.numbers += from.rows * from.columns;
    if (!(this.numbers <= this.most)) throw new RangeError(`onnx: needed matrices of at most ${this.most} numbers beside those of the file, got more (by transposing, folding, and identity layers)`);
    return make(from);
  }

  matrix(m: Matrix, where: string): void {
    this.require(m.columns, where);
    this.spent(1, m.data);
    if (this.bias?.some((b) => b !== 0)) {
      this.bias = this.rounding(where, 'the shift before it', productVector(m, this.bias));
    } else this.bias = null;
    if (this.weights) {
      const w = this.weights;
      this.notes.push(`${where}: multiplied with the matrix before it, in float64`);
      this.spent(w.columns, m.data);
      this.weights = this.made({ rows: m.rows, columns: w.columns }, () => product(m, w));
    } else if (this.diagonal) {
      const d = this.diagonal;
      this.weights = this.made(m, ({ rows, columns }) => matrixOf(rows, columns, (r, c) => m.data[r * columns + c] * d[c]));
      if (d.some((x) => !isPowerOfTwo(x))) this.notes.push(`${where}: scale before it folded into the weights, in float64`);
      this.diagonal = null;
    } else this.weights = m;
    this.width = m.rows;
    this.touched = true;
  }

  scale(values: Float64Array, where: string): void {
    const s = this.spread(values, where);
    if (this.weights) {
      const w = this.weights;
      this.weights = this.made(w, ({ rows, columns }) => matrixOf(rows, columns, (r, c) => w.data[r * columns + c] * s[r]));
    } else this.diagonal = (this.diagonal ?? new Float64Array(s.length).fill(1)).map((d, k) => d * s[k]);
    if (this.bias) this.bias = this.bias.map((b, k) => b * s[k]);
    if ((this.weights || this.bias) && s.some((x) => !isPowerOfTwo(x))) this.notes.push(`${where}: folded into the layer, in float64`);
    this.touched = true;
  }

  shift(values: Float64Array, where: string): void {
    const s = this.spread(values, where);
    if (this.bias) {
      const b = this.bias;
      this.bias = this.rounding(where, 'the shift before it', { values: b.map((x, k) => x + s[k]), exact: b.every((x, k) => x + s[k] - x === s[k]) });
    } else this.bias = s;
    this.touched = true;
  }

  relu(): void {
    // relu(relu(x)) = relu(x): nothing to close. A relu of the input itself needs an identity layer.
    if (!this.touched && this.layers.length > 0) return;
    this.close('a relu');
  }

  network(): Network {
    if (this.touched || this.layers.length > 0) this.close('the end');
    return validNetwork(this.layers, 'onnx', this.notes);
  }

  private close(before: string): void {
    const width = this.width;
    if (width === undefined) throw new RangeError(`onnx: needed a known input width before ${before}, got none`);
    if (this.layers.length === MOST_LAYERS) throw new RangeError(`onnx: needed at most ${MOST_LAYERS} layers, got more`);
    if (!this.weights && width > 4096) throw new RangeError(`onnx: needed at most 4096 values for an identity layer before ${before}, got ${width}`);
    if (!this.weights && !this.touched) this.notes.push(`an identity layer was put before ${before}`);
    const d = this.diagonal;
    this.layers.push({ weights: this.weights ?? this.made({ rows: width, columns: width }, ({ rows, columns }) => matrixOf(rows, columns, (r, c) => (r === c ? (d?.[r] ?? 1) : 0))), bias: this.bias });
    this.weights = this.diagonal = this.bias = null;
    this.touched = false;
  }

  private spread(values: Float64Array, where: string): Float64Array {
    if (values.length > 1 && this.width === undefined) this.width = values.length;
    if (this.width === undefined) throw new RangeError(`onnx: needed a known input width at ${where}, got none`);
    if (values.length !== 1) this.require(values.length, where);
    return values.length === 1 ? this.spent(VALUE, new Float64Array(this.width)).fill(values[0]) : this.spent(VALUE, values);
  }

  private require(width: number, where: string): void {
    if (this.width !== undefined && this.width !== width) throw new RangeError(`onnx: needed an operand for ${this.width} values at ${where}, got one for ${width}`);
  }

  private rounding(where: string, what: string, { values, exact }: { values: Float64Array; exact: boolean }): Float64Array {
    if (!exact) this.notes.push(`${where}: ${what} folded into the bias, in float64`);
    return values;
  }
}

const isPowerOfTwo = (x: number): boolean => Math.abs(x) > 1e-300 && powerOfTwoAbove(Math.abs(x)) === Math.abs(x);

/** Row by row of the second factor: the same sums in the same order as entry by entry. */
function product(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.rows * b.columns);
  for (let r = 0; r < a.rows; r++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.data[r * a.columns + k];
      for (let c = 0, from = k * b.columns, to = r * b.columns; c < b.columns; c++) data[to + c] += factor * b.data[from + c];
    }
  }
  return { rows: a.rows, columns: b.columns, data };
}

function productVector(m: Matrix, x: Float64Array): { values: Float64Array; exact: boolean } {
  const values = new Float64Array(m.rows);
  for (let r = 0; r < m.rows; r++) for (let c = 0; c < m.columns; c++) values[r] += m.data[r * m.columns + c] * x[c];
  return { values, exact: x.every((v) => v === 0) };
}

function matrixConstant({ shape, values }: Constant, where: string): Matrix {
  if (shape.length !== 2) throw new RangeError(`onnx: needed a matrix at ${where}, got shape [${shape.join(', ')}]`);
  return { rows: shape[0], columns: shape[1], data: values };
}

function constantOf(tensor: OnnxTensor, name: string): Constant {
  const shape = (tensor.dims ?? []).map(toNumber);
  if (shape.length > MOST_DIMENSIONS || !shape.every((d) => Number.isSafeInteger(d) && d >= 0)) throw new RangeError(`onnx: needed a shape of at most ${MOST_DIMENSIONS} whole numbers for ${name}, got [${shape.join(', ')}]`);
  const count = shape.reduce((n, d) => n * d, 1);
  const dtype = ONNX_DTYPES[tensor.data_type ?? 0];
  if (!dtype) throw new RangeError(`onnx: needed float, double, float16, bfloat16 or integer data in ${name}, got data type ${tensor.data_type}`);
  if (tensor.data_location === 1) throw new RangeError(`onnx: needed ${name} inside the file, got external data`);
  if (tensor.raw_data?.length) return { shape, values: decode(tensor.raw_data, dtype, count) };
  const lists: Readonly<Record<string, ArrayLike<number | { toNumber(): number }> | undefined>> = { F32: tensor.float_data, F64: tensor.double_data, I64: tensor.int64_data, I32: tensor.int32_data };
  const list = lists[dtype] ?? [];
  if (list.length !== count) throw new RangeError(`onnx: needed ${count} numbers in ${name}, got ${list.length}`);
  return { shape, values: Float64Array.from(list, toNumber) };
}

function constantNode(node: OnnxNode, where: string): Constant {
  const a = node.attribute?.find((x) => x.name.startsWith('value'));
  if (a?.t) return constantOf(a.t, where);
  if (a?.name === 'value_float') return { shape: [], values: Float64Array.of(a.f ?? 0) };
  if (a?.name === 'value_floats') return { shape: [a.floats?.length ?? 0], values: Float64Array.from(a.floats ?? []) };
  throw new RangeError(`onnx: needed a tensor or float value at ${where}, got ${a?.name ?? 'none'}`);
}
