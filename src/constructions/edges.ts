import type { KeptEdges } from '../network/ticket.js';
import type { EdgeList } from './construction.js';

/** A growing list of edges. */
export class Edges {
  private row = new Uint32Array(1024);
  private column = new Uint32Array(1024);
  private length = 0;

  push(row: number, column: number): void {
    if (this.length === this.row.length) {
      const [rows, columns] = [new Uint32Array(2 * this.length), new Uint32Array(2 * this.length)];
      rows.set(this.row);
      columns.set(this.column);
      [this.row, this.column] = [rows, columns];
    }
    this.row[this.length] = row;
    this.column[this.length++] = column;
  }

  list(): EdgeList {
    return { rows: this.row.slice(0, this.length), columns: this.column.slice(0, this.length) };
  }
}

/**
 * The edges of several lists in one, sorted by column, then row; no edge is in two lists. `height` is more than any row.
 * Throws a RangeError where the matrix is too large for its places to be numbered.
 */
export function joined(lists: readonly EdgeList[], height: number): KeptEdges {
  const keys = new Float64Array(lists.reduce((n, l) => n + l.rows.length, 0));
  let at = 0;
  for (const { rows, columns } of lists) for (let e = 0; e < rows.length; e++) keys[at++] = columns[e] * height + rows[e];
  keys.sort();
  if (keys.length > 0 && !(keys[keys.length - 1] < 2 ** 53)) throw new RangeError(`prune: needed fewer than 2^53 places in a source layer, got more with ${height} rows`);
  const rows = new Uint32Array(keys.length), columns = new Uint32Array(keys.length);
  for (let e = 0; e < keys.length; e++) {
    columns[e] = Math.floor(keys[e] / height);
    rows[e] = keys[e] - columns[e] * height;
  }
  return { rows, columns };
}
