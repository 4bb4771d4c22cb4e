import type { KeptInteger } from './integers.js';
import type { IntegerMatrix } from './operator-norm.js';

/** Elements of one list literal: some 30,000 are more than the stack of Coq's parser holds. */
const LITERAL = 4000;
/** Literals of machine integers hold less than this in size. */
const MACHINE = 1n << 62n;

/** An integer as an argument. */
export const z = (n: bigint | number): string => (n < 0 ? `(${n})` : String(n));

/** Rows of kept weights as a definition, in literals that the parser's stack can hold. */
export function rowsText(name: string, rows: readonly (readonly KeptInteger[])[]): string[] {
  const one = rows.length > 0 && rows.every((row) => row.length === 1), weight = ([unit, numerator]: KeptInteger): string => `w ${unit} ${z(numerator)}`;
  const items = one ? rows.map((row) => weight(row[0])) : rows.map((row) => `[${row.map(weight).join('; ')}]`);
  return inLiterals(name, 'list row', one ? 'units_of' : 'rows_of', items, one ? rows.map(() => 1) : rows.map((row) => row.length + 1), '');
}

/** A matrix as a definition. */
export function matrixText(name: string, matrix: IntegerMatrix): string[] {
  const small = matrix.every((row) => row.every((x) => x < MACHINE && -x < MACHINE));
  const items = matrix.map((row) => `[${row.map((x) => (small || x >= 0n ? String(x) : `(${x})`)).join('; ')}]`);
  return inLiterals(name, 'list (list Z)', small ? 'integers_of' : '', items, matrix.map((row) => row.length + 1), small ? '%sint63' : '');
}

/** A list as a definition; of several lists appended, each a literal of at most `LITERAL` elements, where it is long. */
function inLiterals(name: string, type: string, reader: string, items: readonly string[], sizes: readonly number[], scope: string): string[] {
  const chunks: string[][] = [];
  let size = LITERAL;
  items.forEach((item, k) => {
    if (size + sizes[k] > LITERAL) {
      chunks.push([]);
      size = 0;
    }
    chunks[chunks.length - 1].push(item);
    size += sizes[k];
  });
  const literal = (chunk: readonly string[]): string => (reader === '' ? `[\n${chunk.join(';\n')}].` : `Eval vm_compute in ${reader} [\n${chunk.join(';\n')}]${scope}.`);
  if (chunks.length <= 1) return [`Definition ${name} : ${type} := ${items.length === 0 ? '[].' : literal(chunks[0])}`];
  const names = chunks.map((_, k) => `${name}_part${k + 1}`);
  return [...chunks.map((chunk, k) => `Definition ${names[k]} : ${type} := ${literal(chunk)}`), `Definition ${name} : ${type} := ${names.join(' ++ ')}.`];
}
