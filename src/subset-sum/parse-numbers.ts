import { oneLine } from '../numeric/one-line.js';

/** Characters of a list of numbers, at most. */
const LONGEST_TEXT = 2 ** 24;

/**
 * Numbers separated by blanks, commas, semicolons or line ends; brackets around them (JSON) and # comments are passed over. Throws a
 * RangeError on a word that is no finite number, on none, and on more than 2^24 characters.
 */
export function parseNumbers(text: string): number[] {
  if (text.length > LONGEST_TEXT) throw new RangeError(`numbers: needed a text of at most ${LONGEST_TEXT} characters, got ${text.length}`);
  const values: number[] = [];
  for (const [word] of text.replace(/#.*$/gm, '').matchAll(/[^\s,;[\]]+/g)) {
    const value = Number(word);
    if (!Number.isFinite(value)) throw new RangeError(`numbers: needed finite numbers, got ${oneLine(JSON.stringify(word.slice(0, 40)), 80)}`);
    values.push(value);
  }
  if (values.length === 0) throw new RangeError('numbers: needed at least one number, got none');
  return values;
}
