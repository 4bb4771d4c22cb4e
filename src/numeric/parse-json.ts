import { refusal } from './refusal.js';

/** How much a JSON text may hold: bounds the memory it takes before it is parsed. */
export interface JsonLimits {
  /** Characters; default 2^26. */
  readonly characters?: number;
  /** Arrays and objects, and entries of objects, together; default 2^20. */
  readonly values?: number;
}

/** Levels of arrays and objects within each other: nothing that is read here has more than ten. */
const DEEPEST = 64;

const QUOTE = 34, BACKSLASH = 92, OPEN_ARRAY = 91, CLOSE_ARRAY = 93, OPEN_OBJECT = 123, CLOSE_OBJECT = 125, COLON = 58;

/**
 * The value of a JSON text. A file of brackets takes 30 times its size in memory, and walking what is nested without end exhausts the stack: both
 * are refused before parsing. What is taken needs at most 8 bytes a character and 300 a value. Throws a RangeError that begins with `where`.
 */
export function parseJson(text: string, where: string, { characters = 2 ** 26, values = 2 ** 20 }: JsonLimits = {}): unknown {
  if (text.length > characters) throw new RangeError(`${where}: needed a JSON text of at most ${characters} characters, got ${text.length}`);
  let depth = 0, count = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      for (i++; i < text.length && text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++;
    } else if (c === OPEN_ARRAY || c === OPEN_OBJECT) {
      count++;
      if (++depth > DEEPEST) throw new RangeError(`${where}: needed JSON nested at most ${DEEPEST} deep, got more`);
    } else if (c === CLOSE_ARRAY || c === CLOSE_OBJECT) depth--;
    else if (c === COLON) count++;
  }
  if (count > values) throw new RangeError(`${where}: needed JSON of at most ${values} lists, objects and entries, got ${count}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(error, `${where}: needed a JSON text`);
  }
}
