import * as backend from '../../src/tensor/backend.js';
import * as floor from '../../src/tensor/index.js';
import * as kernels from '../../src/tensor/kernels.js';
import { tried, type LayerCase } from './cases.js';
import type { Seen } from './contract.js';
import { chainOf, lossOf, type Trace } from './reference.js';

/** Half the distance between the two points of a difference: in float64 its error is about 1e-10, where no relu turns between them. */
const STEP = 1e-5;

/** What the plain reference makes of a case: everything in float64, gradients by central differences. */
export interface Expected extends Omit<Seen, 'tensorsLeft'> {
  /** The least distance of a relu's input or a pool's two largest to where it turns. */
  readonly margin: number;
}

export function expected(one: LayerCase): Expected {
  const { model, values, data } = tried({ floor, kernels, backend }, one), exact = new Map([...values].map(([name, v]) => [name, Float64Array.from(v)]));
  const x = { shape: [data.count, ...data.inputShape], data: Float64Array.from(data.inputs) }, trace: Trace = { margin: Infinity, statistics: new Map() };
  const run = (training: boolean): ReturnType<typeof chainOf> => chainOf(one.parts, x, exact, training, trace), loss = (training: boolean): number => lossOf(run(training), data.labels);
  const outputs = run(false).data, first = loss(one.training), { margin } = trace, statistics = new Map(trace.statistics);
  const by = (training: boolean): Map<string, Float64Array> => new Map(model.parameters.filter((p) => p.kind !== 'statistic').map(({ name }) => {
    const own = exact.get(name)!;
    return [name, own.map((w, k) => {
      own[k] = w + STEP;
      const up = loss(training);
      own[k] = w - STEP;
      const down = loss(training);
      own[k] = w;
      return (up - down) / (2 * STEP);
    })];
  }));
  const gradients = by(one.training), stepped = one.training ? gradients : by(true);
  loss(true);
  const after = [...exact].map(([name, w]) => [name, [...(trace.statistics.get(name) ?? w.map((v, k) => v - 0.1 * (stepped.get(name)?.[k] ?? 0)))]]);
  const plain = (all: ReadonlyMap<string, Float64Array>): Record<string, number[]> => Object.fromEntries([...all].map(([name, d]) => [name, [...d]]));
  return { outputs: [...outputs], loss: first, gradients: plain(gradients), statistics: plain(one.training ? statistics : new Map()), after: Object.fromEntries(after), margin };
}

/** The largest difference of two answers, over the largest entry of each array, or 0.1 where that is less: of outputs, loss, gradients, statistics, or values after a step. Infinity where names or lengths differ. */
export function difference(a: Omit<Seen, 'tensorsLeft'>, b: Omit<Seen, 'tensorsLeft'>): { readonly what: string; readonly size: number } {
  const arrays = ({ outputs, loss, gradients, statistics, after }: Omit<Seen, 'tensorsLeft'>): Map<string, readonly number[]> =>
    new Map<string, readonly number[]>([['outputs', outputs], ['loss', [loss]], ...Object.entries({ gradient: gradients, statistic: statistics, after }).flatMap(([what, all]) => Object.entries(all).map(([name, v]) => [`${what} of ${name}`, v] as const))]);
  const [x, y] = [arrays(a), arrays(b)];
  if ([...x.keys()].sort().join() !== [...y.keys()].sort().join()) return { what: `${[...x.keys()].join(', ')} beside ${[...y.keys()].join(', ')}`, size: Infinity };
  return [...x].map(([what, u]) => {
    const v = y.get(what)!, most = v.reduce((m, t) => Math.max(m, Math.abs(t)), 0.1);
    const apart = u.reduce((m, t, k) => Math.max(m, Math.abs(t - v[k])), 0);
    return { what, size: u.length === v.length && !Number.isNaN(apart) ? apart / most : Infinity };
  }).reduce((m, d) => (d.size > m.size ? d : m));
}
