import fc from 'fast-check';
import { LONGEST_LINE } from '../numeric/one-line.js';
import { damages, type View } from './damage.js';
import { property, type Property } from './property.js';

/** A file made to exhaust memory or time. */
export interface Bomb {
  readonly name: string;
  /** Whether making or reading it takes seconds, or more than 100 MiB: for long runs. */
  readonly large?: boolean;
  /** Bytes that it unpacks to, where that is more than it has. */
  readonly unpacked?: number;
  bytes(): Uint8Array;
}

/** A reader of files, and what it is tried with. */
export interface Reader<Value = unknown> {
  readonly name: string;
  /** Throws a RangeError of one line, `X: needed Y, got Z`, at what it does not take. */
  read(bytes: Uint8Array): Value | Promise<Value>;
  /** What is wrong with a value that was read; undefined where nothing is. */
  wrong?(value: Value): string | undefined | Promise<string | undefined>;
  /** Whole files that it reads. */
  samples(): readonly Uint8Array[];
  /** Ways into its files. */
  readonly views?: readonly View[];
  readonly bombs?: readonly Bomb[];
  /** Writes a value so that it reads as the same: as told by `same`, which both give. */
  write?(value: Value): Uint8Array | Promise<Uint8Array>;
  same?(value: Value): string;
}

/** What came of reading a file: `broken` breaks the promise. */
export type Reading<Value> = { readonly said: 'valid'; readonly value: Value } | { readonly said: 'refused' | 'broken'; readonly why: string };

/** Reads a file: a valid value, a refusal of one line, or a broken promise. */
export async function outcomeOf<Value>(reader: Reader<Value>, bytes: Uint8Array): Promise<Reading<Value>> {
  let value: Value;
  try {
    value = await reader.read(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) return { said: 'broken', why: `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}, no RangeError` };
    const { message } = error;
    if (message.length > LONGEST_LINE) return { said: 'broken', why: `an error of ${message.length} characters` };
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(message)) return { said: 'broken', why: `an error with control characters: ${JSON.stringify(message)}` };
    return message.includes(': needed ') && message.includes(' got ') ? { said: 'refused', why: message } : { said: 'broken', why: `an error that does not say what was needed and what came: ${JSON.stringify(message)}` };
  }
  const wrong = await reader.wrong?.(value);
  return wrong === undefined ? { said: 'valid', value } : { said: 'broken', why: `read as a value that is not valid: ${wrong}` };
}

/**
 * The properties that every reader of files must satisfy: it takes whole files, what is written reads as the same, and damaged files and bombs
 * are read as something valid or refused in one line. A reader that does not come back is named by `onCase`; memory is the caller's to watch.
 */
export function formatProperties<Value>(reader: Reader<Value>): Property[] {
  const { name, views = [], bombs = [] } = reader, samples = reader.samples();
  const kept = async (bytes: Uint8Array): Promise<string | undefined> => {
    const outcome = await outcomeOf(reader, bytes);
    return outcome.said === 'broken' ? outcome.why : undefined;
  };
  const damaged = (text: string, view: View | null): Property =>
    property(`${name}: ${text} is refused in one line, or read as what is valid`, damages(samples, view ? [view] : [], view === null), ({ bytes }) => kept(bytes), ({ sample, said, bytes }) => `file ${sample} of ${samples[sample].length} bytes, damaged to ${bytes.length}\n${said}`);
  return [
    property(`${name}: takes whole files${reader.write ? ', and what it is written to reads as the same' : ''}`, fc.nat(samples.length - 1), async (k) => {
      const outcome = await outcomeOf(reader, samples[k]);
      if (outcome.said !== 'valid') return outcome.why;
      if (!reader.write || !reader.same) return undefined;
      const again = await outcomeOf(reader, await reader.write(outcome.value));
      if (again.said !== 'valid') return `what is written does not read: ${again.why}`;
      return reader.same(again.value) === reader.same(outcome.value) ? undefined : `${reader.same(outcome.value)} was written, ${reader.same(again.value)} read`;
    }, (k) => `file ${k} of ${samples[k].length} bytes`),
    damaged('a file with damaged bytes', null),
    ...views.map((view) => damaged(`a file with a damaged ${view.name}`, view)),
    ...(bombs.length > 0 ? [property(`${name}: a bomb is refused in one line, or read as what is valid`, fc.constantFrom(...bombs), (bomb) => kept(bomb.bytes()), (bomb) => bomb.name)] : []),
  ];
}
