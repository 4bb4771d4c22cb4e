import { oneLine } from '../numeric/one-line.js';
import { parseJson } from '../numeric/parse-json.js';
import { box, type Domain } from './domain.js';

/** Characters of a file of intervals, at most. */
const LONGEST_TEXT = 2 ** 24;

/**
 * The box of a text with one interval "lower,upper" per line (# comments and empty lines are passed over), or a JSON list of pairs. Throws a
 * RangeError that names the input at fault.
 */
export function parseIntervals(text: string): Domain & { kind: 'box' } {
  if (text.length > LONGEST_TEXT) throw new RangeError(`domain: needed a text of at most ${LONGEST_TEXT} characters, got ${text.length}`);
  const lower: number[] = [], upper: number[] = [];
  const add = (row: unknown): void => {
    if (!Array.isArray(row) || row.length !== 2 || !row.every((x) => typeof x === 'number' && !Number.isNaN(x))) throw new RangeError(`domain: needed two numbers for input ${lower.length}, got ${oneLine(JSON.stringify(row), 80)}`);
    lower.push(row[0]);
    upper.push(row[1]);
  };
  if (text.trimStart().startsWith('[')) {
    const rows = parseJson(text, 'domain');
    if (!Array.isArray(rows)) throw new RangeError('domain: needed a JSON list of pairs, got something else');
    rows.forEach(add);
  } else {
    for (const [line] of text.matchAll(/[^\n]+/g)) {
      const words = line.trim();
      if (words !== '' && !words.startsWith('#')) add(words.split(/[\s,;]+/, 4).map((word) => (word === '' ? NaN : Number(word))));
    }
  }
  return box(lower, upper) as Domain & { kind: 'box' };
}
