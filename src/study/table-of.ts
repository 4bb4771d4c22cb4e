import type { Case, CaseRows } from './study.js';

type Cell = string | number | boolean | null;

/** Rows as a table for other programs. */
export interface Table {
  readonly columns: readonly string[];
  readonly lines: readonly (readonly Cell[])[];
}

/**
 * One line a row: the case's parameters, `from`, `to`, and the result's fields (nested ones by dots; arrays, and maps by numbers, as JSON; a result that is one value is `result`).
 * Fields that in every row are arrays of one element an attempt are spread: then it is one line an attempt, numbered in `attempt`.
 */
export function tableOf(cases: readonly CaseRows<Case, unknown>[]): Table {
  const flat = cases.flatMap((c) => c.rows.map((row) => ({ case: c.case, from: row.from, to: row.to, fields: flatten(row.result, 'result') })));
  const names = [...new Set(flat.flatMap((r) => Object.keys(r.fields)))];
  const spread = names.filter((name) => flat.every((r) => Array.isArray(r.fields[name]) && (r.fields[name] as unknown[]).length === r.to - r.from));
  const lines = flat.flatMap(({ case: c, from, to, fields }): Record<string, Cell>[] => {
    const parameters = Object.fromEntries(Object.entries(c).map(([name, value]) => [name, cellOf(value)]));
    if (spread.length === 0) return [{ ...parameters, from, to, ...cells(fields) }];
    const shared = cells(Object.fromEntries(Object.entries(fields).filter(([name]) => !spread.includes(name))));
    return Array.from({ length: to - from }, (_, k) => ({ ...parameters, attempt: from + k, ...shared, ...cells(joined(spread.map((name) => flatten((fields[name] as unknown[])[k], name)))) }));
  });
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  return { columns, lines: lines.map((line) => columns.map((name) => line[name] ?? null)) };
}

/** Leaves by the path to them; names of parameters stay free, since a result's own begin with `result`. */
function flatten(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: value };
  if (Object.keys(value).every((name) => Number.isFinite(Number(name.split(',')[0])))) return { [path]: value };
  return joined(Object.entries(value).map(([name, inner]) => flatten(inner, `${path}.${name}`)));
}

const joined = (parts: readonly Record<string, unknown>[]): Record<string, unknown> => Object.fromEntries(parts.flatMap((part) => Object.entries(part)));

const cells = (fields: Record<string, unknown>): Record<string, Cell> => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cellOf(value)]));

const cellOf = (value: unknown): Cell => (typeof value === 'object' && value !== null ? JSON.stringify(value) : ((value ?? null) as Cell));
