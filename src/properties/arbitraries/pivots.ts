import type { Matrix } from '../../numeric/matrix.js';
import { norm } from '../../numeric/matrix.js';

/** The diagonal of R of a QR decomposition with column pivoting, in size not ascending: the singular values' magnitudes, roughly. */
export function pivots({ rows, columns, data }: Matrix): number[] {
  const left = Array.from({ length: rows }, (_, r) => data.slice(r * columns, (r + 1) * columns)), found: number[] = [];
  while (left.length > 0 && found.length < columns) {
    const sizes = left.map(norm), size = Math.max(...sizes), [q] = left.splice(sizes.indexOf(size), 1);
    found.push(size);
    if (size === 0) continue;
    // Twice: once leaves what cancellation lost.
    for (const row of [...left, ...left]) {
      const share = row.reduce((sum, x, c) => sum + x * (q[c] / size), 0);
      for (let c = 0; c < columns; c++) row[c] -= share * (q[c] / size);
    }
  }
  return found;
}
