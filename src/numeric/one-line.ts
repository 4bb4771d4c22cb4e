/** Characters that a message has, at most: what a file says of itself (names, numbers) is quoted in it. */
export const LONGEST_LINE = 600;

/** Control characters, line separators, and marks that turn the direction of writing. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A text as one line of at most `most` characters: the middle of a longer one is left out, unprintable characters are written \uXXXX. */
export function oneLine(text: string, most = LONGEST_LINE): string {
  const line = cut(text, most).replace(UNPRINTABLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return cut(line, most);
}

/** The end says what to do about it, so both ends stay. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.floor((most - 5) * 0.6);
  return `${text.slice(0, head)} ... ${text.slice(text.length - (most - 5 - head))}`;
}
