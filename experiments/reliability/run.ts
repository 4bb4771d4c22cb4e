import type { Reader } from '../../src/properties/index.js';
import { BATCH, type Batch, type Burst } from './try-files.js';
import { allowed, watch, type End } from './watch.js';

/** What came of all damaged files of one reader. */
export interface Tried {
  readonly reader: string;
  readonly batches: readonly Batch[];
  readonly ended: readonly Exclude<End, { how: 'done' }>[];
}

/** Reads the damaged files of a reader, all but those batches that are there already; a file that ends its process is counted and left out. */
export async function tryReader({ name }: Reader<never>, seed: number, files: number, there: readonly Batch[], told: (batch: Batch) => void): Promise<Tried> {
  const batches = new Map(there.filter((b) => b.reader === name).map((b) => [b.batch, b])), ended: Exclude<End, { how: 'done' }>[] = [], to = Math.ceil(files / BATCH);
  for (;;) {
    let from = 0;
    while (batches.has(from)) from++;
    if (from >= to) break;
    const end = await watch({ reader: name, seed, from, to, skip: ended.map((e) => [e.batch, e.file] as const) }, (value) => {
      const batch = value as Batch;
      batches.set(batch.batch, batch);
      told(batch);
    });
    if (end.how === 'done') continue;
    if (!Number.isInteger(end.file) || ended.some((e) => e.batch === end.batch && e.file === end.file)) throw new Error(`reliability: needed a process that begins, got ${end.why}`);
    ended.push(end);
  }
  return { reader: name, batches: [...batches.values()].filter((b) => b.batch < to).sort((a, b) => a.batch - b.batch), ended };
}

/** Reads one bomb. */
export async function tryBomb(reader: Reader<never>, bomb: string): Promise<Burst> {
  let found: Burst | undefined;
  const end = await watch({ reader: reader.name, seed: 0, from: 0, to: 0, skip: [], bomb }, (value) => (found = value as Burst));
  if (found && found.memory > allowed(found.unpacked)) return { ...found, outcome: 'broken', why: `it took ${found.memory} bytes of memory, more than ${allowed(found.unpacked)}` };
  return found ?? { reader: reader.name, bomb, bytes: NaN, unpacked: NaN, outcome: end.how === 'hang' ? 'hang' : 'crash', why: end.how === 'done' ? 'it told nothing' : end.why, milliseconds: NaN, memory: NaN };
}
