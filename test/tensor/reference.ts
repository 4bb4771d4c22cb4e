/** A batch of arrays in float64, row by row, with its shape. */
export interface Batch64 {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A part of a network as plain data, for the floor and for the reference alike. */
export type Kind =
  | { readonly kind: 'dense'; readonly name: string; readonly inputs: number; readonly outputs: number; readonly bias?: boolean }
  | { readonly kind: 'conv'; readonly name: string; readonly inputs: number; readonly outputs: number; readonly side: number; readonly stride: number; readonly padding: 'same' | 'valid' }
  | { readonly kind: 'batchNorm'; readonly name: string; readonly channels: number; readonly affine: boolean }
  | { readonly kind: 'relu' | 'flatten' | 'maxPool' | 'meanPool' }
  | { readonly kind: 'residual'; readonly parts: readonly Kind[] }
  /** Two dense layers of the same inputs, [rows, inner] and [inner, columns], and their matrix product. */
  | { readonly kind: 'product'; readonly inputs: number; readonly rows: number; readonly inner: number; readonly columns: number };

export type Values64 = ReadonlyMap<string, Float64Array>;

/** What the reference learns on its way: the least distance to where a relu or a pool turns, and statistics as they are after a training pass. */
export interface Trace {
  margin: number;
  readonly statistics: Map<string, Float64Array>;
}

/** What TensorFlow's padding adds before the first pixel, and how many places there are. */
export function places(size: number, side: number, stride: number, padding: 'same' | 'valid'): { before: number; count: number } {
  if (padding === 'valid') return { before: 0, count: Math.ceil((size - side + 1) / stride) };
  const count = Math.ceil(size / stride);
  return { before: Math.floor(Math.max(0, (count - 1) * stride + side - size) / 2), count };
}

/** Told of every product x[...] filter[...] that enters an output of a convolution, by its places in the three arrays. */
export function eachTerm([batch, height, width, inputs]: readonly number[], side: number, outputs: number, stride: number, padding: 'same' | 'valid', term: (out: number, x: number, filter: number) => void): void {
  const rows = places(height, side, stride, padding), columns = places(width, side, stride, padding);
  for (let b = 0; b < batch; b++) {
    for (let r = 0; r < rows.count; r++) {
      for (let c = 0; c < columns.count; c++) {
        for (let i = 0; i < side; i++) {
          for (let j = 0; j < side; j++) {
            const y = r * stride + i - rows.before, z = c * stride + j - columns.before;
            if (y < 0 || y >= height || z < 0 || z >= width) continue;
            for (let p = 0; p < inputs; p++) for (let q = 0; q < outputs; q++) term(((b * rows.count + r) * columns.count + c) * outputs + q, ((b * height + y) * width + z) * inputs + p, ((i * side + j) * inputs + p) * outputs + q);
          }
        }
      }
    }
  }
}

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

function denseOf(x: Batch64, w: Float64Array, bias: Float64Array | undefined, inputs: number, outputs: number): Batch64 {
  const batch = x.shape[0], data = new Float64Array(batch * outputs);
  for (let b = 0; b < batch; b++) {
    for (let r = 0; r < outputs; r++) {
      let sum = bias?.[r] ?? 0;
      for (let c = 0; c < inputs; c++) sum += w[r * inputs + c] * x.data[b * inputs + c];
      data[b * outputs + r] = sum;
    }
  }
  return { shape: [batch, outputs], data };
}

function batchNormOf(x: Batch64, { name, channels, affine }: Extract<Kind, { kind: 'batchNorm' }>, values: Values64, training: boolean, trace: Trace): Batch64 {
  let mean = values.get(`${name}.mean`)!, variance = values.get(`${name}.variance`)!;
  if (training) {
    const rows = x.data.length / channels, unbiased = rows / Math.max(1, rows - 1), average = (f: (v: number, c: number) => number): Float64Array => {
      const sums = new Float64Array(channels);
      x.data.forEach((v, k) => (sums[k % channels] += f(v, k % channels) / rows));
      return sums;
    };
    const [seenMean, seenVariance] = [mean, variance];
    mean = average((v) => v);
    variance = average((v, c) => (v - mean[c]) ** 2);
    trace.statistics.set(`${name}.mean`, seenMean.map((m, c) => 0.9 * m + 0.1 * mean[c]));
    trace.statistics.set(`${name}.variance`, seenVariance.map((v, c) => 0.9 * v + 0.1 * unbiased * variance[c]));
  }
  const gain = affine ? values.get(`${name}.gain`)! : undefined, bias = affine ? values.get(`${name}.bias`)! : undefined;
  return { shape: x.shape, data: x.data.map((v, k) => ((v - mean[k % channels]) / Math.sqrt(variance[k % channels] + 1e-5)) * (gain?.[k % channels] ?? 1) + (bias?.[k % channels] ?? 0)) };
}

function poolOf({ shape: [batch, height, width, channels], data }: Batch64, max: boolean, trace: Trace): Batch64 {
  const h = Math.floor(height / 2), w = Math.floor(width / 2), out = new Float64Array(batch * h * w * channels);
  out.forEach((_, k) => {
    const channel = k % channels, c = Math.floor(k / channels) % w, r = Math.floor(k / channels / w) % h, b = Math.floor(k / channels / w / h);
    const square = [0, 1, 2, 3].map((s) => data[((b * height + 2 * r + (s >> 1)) * width + 2 * c + (s & 1)) * channels + channel]).sort((a, b) => b - a);
    if (max) trace.margin = Math.min(trace.margin, square[0] - square[1]);
    out[k] = max ? square[0] : (square[0] + square[1] + square[2] + square[3]) / 4;
  });
  return { shape: [batch, h, w, channels], data: out };
}

/** The part at a batch, in plain JavaScript and float64. */
export function referenceOf(part: Kind, x: Batch64, values: Values64, training: boolean, trace: Trace): Batch64 {
  switch (part.kind) {
    case 'dense': return denseOf(x, values.get(`${part.name}.weights`)!, values.get(`${part.name}.bias`), part.inputs, part.outputs);
    case 'conv': {
      const { name, outputs, side, stride, padding } = part, [batch, height, width] = x.shape, shape = [batch, places(height, side, stride, padding).count, places(width, side, stride, padding).count, outputs];
      const bias = values.get(`${name}.bias`)!, filter = values.get(`${name}.weights`)!, data = Float64Array.from({ length: size(shape) }, (_, k) => bias[k % outputs]);
      eachTerm(x.shape, side, outputs, stride, padding, (o, k, f) => (data[o] += x.data[k] * filter[f]));
      return { shape, data };
    }
    case 'batchNorm': return batchNormOf(x, part, values, training, trace);
    case 'relu':
      for (const v of x.data) trace.margin = Math.min(trace.margin, Math.abs(v));
      return { shape: x.shape, data: x.data.map((v) => Math.max(0, v)) };
    case 'flatten': return { shape: [x.shape[0], size(x.shape.slice(1))], data: x.data };
    case 'maxPool': return poolOf(x, true, trace);
    case 'meanPool': return poolOf(x, false, trace);
    case 'residual': {
      const y = chainOf(part.parts, x, values, training, trace);
      return { shape: x.shape, data: x.data.map((v, k) => v + y.data[k]) };
    }
    case 'product': {
      const { inputs, rows, inner, columns } = part, batch = x.shape[0];
      const [a, b] = [['left', rows * inner] as const, ['right', inner * columns] as const].map(([name, outputs]) => denseOf(x, values.get(`${name}.weights`)!, values.get(`${name}.bias`), inputs, outputs).data);
      const data = new Float64Array(batch * rows * columns);
      for (let e = 0; e < batch; e++) for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) for (let k = 0; k < inner; k++) data[(e * rows + r) * columns + c] += a[(e * rows + r) * inner + k] * b[(e * inner + k) * columns + c];
      return { shape: [batch, rows * columns], data };
    }
  }
}

export const chainOf = (parts: readonly Kind[], x: Batch64, values: Values64, training: boolean, trace: Trace): Batch64 => parts.reduce((h, part) => referenceOf(part, h, values, training, trace), x);

/** The mean cross-entropy of logits against classes. */
export function lossOf({ shape: [batch, classes], data }: Batch64, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let b = 0; b < batch; b++) {
    const row = data.subarray(b * classes, (b + 1) * classes), most = Math.max(...row);
    sum += most + Math.log(row.reduce((s, z) => s + Math.exp(z - most), 0)) - row[labels[b]];
  }
  return sum / batch;
}
