import { oneLine } from './one-line.js';

/**
 * What a reader throws at a file it does not take: a RangeError of one line, `<reader>: needed X, got Y`. Another error, which the reader
 * did not foresee, is still the file's fault: `needed` ("ticket: needed a whole ticket") then begins the line.
 */
export function refusal(error: unknown, needed: string): RangeError {
  const message = error instanceof Error ? error.message : String(error);
  const said = error instanceof RangeError && message.includes(': needed ');
  return new RangeError(oneLine(said ? message : `${needed}, got one that does not parse (${oneLine(message, 200)})`));
}
