import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { cases, damages, outcomeOf, type Damage, type Reading } from '../../src/properties/index.js';
import { readers } from './readers/index.js';

/** Files of a batch: drawn together from one seed. */
export const BATCH = 250;

/** What a process of its own is asked to read: damaged files of some batches, or one bomb. */
export interface Asked {
  readonly reader: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Files of a batch that are left out: they ended the process before. */
  readonly skip: readonly (readonly [batch: number, file: number])[];
  readonly bomb?: string;
  /** A file that always holds the number of the batch and the file that is being read. */
  readonly progress: string;
}

/** A promise that was broken: replayed by reader, seed, batch and file. */
export interface Broken {
  readonly batch: number;
  readonly file: number;
  readonly why: string;
  readonly said: string;
}

/** What came of one batch. */
export interface Batch {
  readonly reader: string;
  readonly batch: number;
  readonly files: number;
  readonly valid: number;
  readonly refused: number;
  readonly broken: readonly Broken[];
  /** How often each kind of damage was done, and how often such a file was read as valid. */
  readonly kinds: Readonly<Record<string, readonly [number, number]>>;
  readonly milliseconds: number;
  /** Bytes of memory that the process had at most since it began to read damaged files, above what it had before. */
  readonly memory: number;
}

/** What came of a bomb. */
export interface Burst {
  readonly reader: string;
  readonly bomb: string;
  readonly bytes: number;
  readonly unpacked: number;
  readonly outcome: Reading<unknown>['said'] | 'crash' | 'hang';
  readonly why: string;
  readonly milliseconds: number;
  readonly memory: number;
}

/** The damaged files of a batch: a function of reader, seed and batch. */
export function filesOf(name: string, seed: number, batch: number): Damage[] {
  const { samples, views = [] } = readers.find((r) => r.name === name)!;
  return cases.sample(damages(samples(), views), { seed: (seed + 1_000_003 * batch) | 0, numRuns: BATCH });
}

const peak = (): number => 1024 * process.resourceUsage().maxRSS;

async function run({ reader: name, seed, from, to, skip, bomb, progress }: Asked): Promise<void> {
  const reader = readers.find((r) => r.name === name)!, at = openSync(progress, 'w');
  const tell = (value: Batch | Burst): void => void writeSync(1, `${JSON.stringify(value)}\n`);
  const mark = (batch: number, file: number): void => {
    ftruncateSync(at);
    writeSync(at, `${batch} ${file}`, 0);
  };
  const whole = reader.samples();
  for (let k = 0; k < 20; k++) for (const file of whole) await outcomeOf(reader, file);
  if (bomb !== undefined) {
    const made = reader.bombs!.find((b) => b.name === bomb)!, bytes = made.bytes(), before = process.memoryUsage.rss(), base = peak();
    mark(0, 0);
    const begin = performance.now(), outcome = await outcomeOf(reader, bytes), milliseconds = performance.now() - begin;
    // What making the bomb took is not counted as what reading it took; where making took more, less than that was read.
    const memory = peak() > base ? peak() - before : Math.max(0, process.memoryUsage.rss() - before);
    tell({ reader: name, bomb, bytes: bytes.length, unpacked: Math.max(bytes.length, made.unpacked ?? 0), outcome: outcome.said, why: 'why' in outcome ? outcome.why : '', milliseconds, memory });
    return;
  }
  const before = peak();
  for (let batch = from; batch < to; batch++) {
    const kinds: Record<string, [number, number]> = {}, broken: Broken[] = [];
    let valid = 0, refused = 0, milliseconds = 0, files = 0;
    for (const [file, damage] of filesOf(name, seed, batch).entries()) {
      if (skip.some(([b, f]) => b === batch && f === file)) continue;
      mark(batch, file);
      const begin = performance.now(), outcome = await outcomeOf(reader, damage.bytes);
      milliseconds = Math.max(milliseconds, performance.now() - begin);
      files++;
      if (outcome.said === 'valid') valid++;
      else if (outcome.said === 'refused') refused++;
      else broken.push({ batch, file, why: outcome.why, said: damage.said.slice(0, 400) });
      for (const kind of new Set(damage.kinds)) {
        const counts = (kinds[kind] ??= [0, 0]);
        counts[0]++;
        if (outcome.said === 'valid') counts[1]++;
      }
    }
    tell({ reader: name, batch, files, valid, refused, broken, kinds, milliseconds, memory: peak() - before });
  }
}

if (process.argv[2] !== undefined && process.argv[1]?.includes('try-files')) await run(JSON.parse(process.argv[2]) as Asked);
