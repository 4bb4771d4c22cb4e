import type { Task } from '../numeric/pool.js';
import { loadModule } from '../numeric/load-module.js';
import type { Batch, Case } from './study.js';

interface BatchWork {
  readonly work: { readonly url: string; readonly name: string };
  readonly batch: Batch<Case>;
}

/** What a worker sends back: the result as JSON, and how long it took. */
export interface BatchDone {
  readonly json: string;
  readonly seconds: number;
}

/** The task of one batch. */
export const batchTask = (data: BatchWork): Task<BatchWork> => ({ url: import.meta.url, name: 'runBatch', data });

/** The function that does a study's batches. Throws a RangeError if its module exports none of that name. */
export async function requireWork({ url, name }: BatchWork['work']): Promise<(batch: Batch<Case>) => unknown> {
  const run = (await loadModule(url))[name];
  if (typeof run !== 'function') throw new RangeError(`study: needed a function ${name} exported by ${url}, got ${typeof run}`);
  return run as (batch: Batch<Case>) => unknown;
}

/** Runs one batch where the work is done. Throws a RangeError if the study's module has no such function, or its answer is nothing that JSON holds. */
export async function runBatch({ work: { url, name }, batch }: BatchWork): Promise<BatchDone> {
  const run = await requireWork({ url, name });
  const started = performance.now();
  const result: unknown = await run(batch);
  const seconds = (performance.now() - started) / 1000;
  const json = JSON.stringify(result, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : whole(value, name))) as string | undefined;
  if (json === undefined) throw new RangeError(`study: needed a result that JSON holds of ${name}, got ${typeof result}`);
  return { json, seconds };
}

/** The value itself. Throws a RangeError for a list with a hole: JSON would make it null, which is a miss. */
function whole(value: unknown, name: string): unknown {
  if (Array.isArray(value) && value.includes(undefined)) throw new RangeError(`study: needed a result that JSON holds of ${name}, got undefined in a list, at place ${value.indexOf(undefined)}`);
  return value;
}
