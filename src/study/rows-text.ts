import { oneLine } from '../numeric/one-line.js';
import { parseJson } from '../numeric/parse-json.js';
import type { Row } from './study.js';

/** What a file of rows holds. */
export interface RowsText {
  readonly rows: readonly Row<unknown>[];
  /** Lines that are no row, as a killed run leaves them: their attempts are not there. */
  readonly torn: number;
}

/** The line of a row, without its end. */
export const rowLine = ({ from, to, result }: Row<unknown>): string => `{"from":${from},"to":${to},"result":${JSON.stringify(result)}}`;

/** Characters of a file of rows, and lists and objects in it, at most: a file of brackets takes 30 times its size in memory. */
export const LONGEST_ROWS = 2 ** 28;
const MOST_VALUES = 2 ** 23;

/** Lines that are no row, at most: a killed run leaves one. */
const MOST_TORN = 10_000;

/** Reads the text of a file whose header should be `header`. Throws a RangeError if it holds the header of other parameters, or more than memory should. */
export function parseRows(text: string, header: string, path: string): RowsText {
  const rows: Row<unknown>[] = [];
  let torn = 0, values = 0;
  for (let i = 0; i < text.length; i++) if (text[i] === '[' || text[i] === '{') values++;
  if (text.length > LONGEST_ROWS || values > MOST_VALUES) throw new RangeError(`${path}: needed rows of at most ${LONGEST_ROWS} characters and ${MOST_VALUES} lists and objects, got ${text.length} and ${values}`);
  for (const line of text.split('\n')) {
    if (line === '' || line === header) continue;
    const value = parsed(line);
    if (value !== null && 'schema' in value) throw new RangeError(`${path}: needed rows of ${header}, got those of ${oneLine(line, 300)}`);
    if (value !== null && isRow(value)) rows.push({ from: value.from, to: value.to, result: value.result });
    else if (++torn > MOST_TORN) throw new RangeError(`${path}: needed rows, got more than ${MOST_TORN} lines that are none`);
  }
  return { rows, torn };
}

function parsed(line: string): object | null {
  try {
    // A row that is nested without end is no row.
    const value = parseJson(line, 'row');
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

const isRow = (value: object): value is Row<unknown> =>
  'from' in value && 'to' in value && 'result' in value && Number.isSafeInteger(value.from) && Number.isSafeInteger(value.to) && (value.from as number) >= 0 && (value.to as number) > (value.from as number);

/** The text of a finished file: header, then rows in the order of their attempts. */
export const formatRows = (header: string, rows: readonly Row<unknown>[]): string => `${[header, ...rows.map(rowLine)].join('\n')}\n`;

/**
 * The rows of several files in the order of their attempts, each once. Two rows of the same attempts must be equal: a study is
 * deterministic, and where they differ some code or machine is wrong, so a RangeError says where; with `measured` (rows of a
 * machine) the first is kept.
 */
export function uniteRows(files: readonly { readonly path: string; readonly rows: readonly Row<unknown>[] }[], measured: boolean): Row<unknown>[] {
  const seen = new Map<string, { row: Row<unknown>; path: string }>();
  for (const { path, rows } of files) {
    for (const row of rows) {
      const place = `${row.from}-${row.to}`, before = seen.get(place);
      if (before === undefined) seen.set(place, { row, path });
      else if (!measured && rowLine(before.row) !== rowLine(row)) throw new RangeError(`rows of attempts ${row.from} to ${row.to - 1}: needed the same from every run, got ${short(before.row)} in ${before.path} and ${short(row)} in ${path}: the study's code has changed or is no function of (case, seed, attempt); remove the rows that are wrong`);
    }
  }
  return [...seen.values()].map(({ row }) => row).sort((a, b) => a.from - b.from || a.to - b.to);
}

const short = ({ result }: Row<unknown>): string => {
  const text = JSON.stringify(result);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
};
