import { existsSync } from 'node:fs';
import { ball, cube, nonnegativePart, parseIntervals, requireDimension, type Domain } from '../network/index.js';
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
    requireDimension(intervals, inputs);
    return intervals;
  });
}

function toNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw new RangeError(`needed a number, got ${JSON.stringify(text)}`);
  return value;
}
