import { stringify } from 'csv-stringify/sync';

/** A table as CSV (RFC 4180, but for line ends of one character): a heading, then lines; null is an empty cell. */
export const csvTable = (columns: readonly string[], lines: readonly (readonly unknown[])[]): string => stringify([columns, ...lines] as unknown[][], { cast: { boolean: (value) => String(value) } });
