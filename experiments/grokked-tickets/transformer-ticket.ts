import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { cube, validNetwork } from '../../src/network/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { sparsest } from '../../src/subset-sum/index.js';
import type { Model, Values } from '../../src/tensor/index.js';
import { approximate } from '../../src/theorem/index.js';

/** A transformer whose linear maps are strong tickets, counted over all of them. */
export interface TransformerTicket {
  /** Of the model whose linear maps are `halves`. */
  readonly values: Values;
  readonly misses: number;
  readonly density: number;
  readonly keptPerWeight: number;
  /** The largest of the maps' n. */
  readonly n: number;
}

/** Each weight matrix realised by a diamond on inputs of both signs in a source of its own; embedding, gains and biases stay as they are. */
export async function transformerTicket({ parameters }: Model, values: Values, tolerance: number, seed: number): Promise<TransformerTicket> {
  const realised = new Map<string, Float32Array>();
  let misses = 0, kept = 0, source = 0, weights = 0, n = 0;
  for (const [k, { name, kind, shape: [rows, columns] }] of parameters.entries()) {
    const data = values.get(name)!;
    if (kind !== 'weights') {
      realised.set(name, data);
      continue;
    }
    const target = validNetwork([{ weights: { rows, columns, data: Float64Array.from(data) }, bias: null }], 'transformerTicket');
    const { ticket, examination: { blocks: [{ plus, minus }], findings }, result } = await approximate({ target, theorem: theorem1, domain: cube(-1, 1, columns), epsilon: null, tolerance, budget: 'entrywise', delta: 0.05, selector: sparsest, candidates: 'auto', outside: true, seed: 100 * seed + k }, inlinePool);
    const scale = ticket.scales.reduce((a, b) => a * b, 1);
    for (const [half, matrix] of [['plus', plus], ['minus', minus]] as const) realised.set(name.replace(/weights$/, half), Float32Array.from(matrix.data, (w) => scale * w));
    misses += findings.misses;
    kept += findings.kept;
    source += findings.sourceWeights;
    weights += data.length;
    n = Math.max(n, ...result.perLayer.map((l) => l.n.used));
  }
  return { values: realised, misses, density: kept / source, keptPerWeight: kept / weights, n };
}
