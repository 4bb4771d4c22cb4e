import { existsSync } from 'node:fs';
import { ball, box, cube, nonnegativePart, type Domain } from '../network/index.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { readBytes } from './files.js';

const NONNEGATIVE = ',nonnegative';

/**
 * The domain that --domain names, for a network of `inputs` inputs: ball:R, box:LOWER,UPPER, or box:FILE with one
 * interval "lower,upper" per line (or a JSON list of pairs); ",nonnegative" after it leaves out negative inputs. Throws a
 * Failure otherwise.
 */
export async function parseDomain(text: string, inputs: number): Promise<Domain> {
  const [, kind, rest] = /^(ball|box):(.+)$/s.exec(text) ?? [];
  const bad = (got: string): Failure => new Failure(USAGE, `--domain: needed ball:RADIUS, box:LOWER,UPPER or box:FILE, with ${NONNEGATIVE} or without, got ${got}`);
  if (kind === undefined) throw bad(text);
  if (text.endsWith(NONNEGATIVE)) {
    const whole = await parseDomain(text.slice(0, -NONNEGATIVE.length), inputs);
    try {
      return nonnegativePart(whole);
    } catch (error) {
      throw bad(`${text} (${(error as Error).message})`);
    }
  }
  try {
    if (kind === 'ball') return ball(toNumber(rest));
    const pair = rest.split(',').map((s) => s.trim());
    if (pair.length === 2 && pair.every((s) => s !== '' && !Number.isNaN(Number(s)))) return cube(Number(pair[0]), Number(pair[1]), inputs);
  } catch (error) {
    throw bad(`${text} (${(error as Error).message})`);
  }
  if (!existsSync(rest)) throw bad(`${text}: neither two numbers nor a file`);
  const bytes = readBytes(rest);
  return fromFile(rest, () => {
    const intervals = parseIntervals(new TextDecoder().decode(bytes));
    if (intervals.length !== inputs) throw new RangeError(`domain: needed ${inputs} intervals, one per input of the target, got ${intervals.length}`);
    return box(intervals.map((i) => i[0]), intervals.map((i) => i[1]));
  });
}

function parseIntervals(text: string): [number, number][] {
  const rows: unknown[] = text.trimStart().startsWith('[') ? JSON.parse(text) : text.split('\n').map((l) => l.trim()).filter((l) => l !== '' && !l.startsWith('#')).map((l) => l.split(/[\s,;]+/).map(toNumber));
  return rows.map((row, i) => {
    if (!Array.isArray(row) || row.length !== 2 || !row.every((x) => typeof x === 'number')) throw new RangeError(`domain: needed two numbers for input ${i}, got ${JSON.stringify(row)}`);
    return row as [number, number];
  });
}

function toNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw new RangeError(`needed a number, got ${JSON.stringify(text)}`);
  return value;
}
