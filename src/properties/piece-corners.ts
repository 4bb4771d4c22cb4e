import type { Domain, Network } from '../network/index.js';

/** The plane of all x with <w, x> + c = 0: the entries of w, then c. */
type Plane = Float64Array;

/** Planes looked at, at most. */
const MOST_PLANES = 18;

/** The planes across which a network's hidden units bend, as seen at x: of the first layer everywhere, of later ones near x. */
function bends({ layers }: Network, x: ArrayLike<number>): Plane[] {
  const d = x.length, planes: Plane[] = [];
  let forms: Plane[] = Array.from({ length: d }, (_, c) => Float64Array.from({ length: d + 1 }, (__, j) => +(j === c)));
  for (const { weights: { rows, columns, data }, bias } of layers.slice(0, -1)) {
    forms = Array.from({ length: rows }, (_, r) => {
      const plane = new Float64Array(d + 1);
      for (let c = 0; c < columns; c++) for (let j = 0; j <= d; j++) plane[j] += data[r * columns + c] * forms[c][j];
      plane[d] += bias?.[r] ?? 0;
      planes.push(plane);
      return plane.reduce((s, w, j) => s + w * (j < d ? x[j] : 1), 0) > 0 ? plane : new Float64Array(d + 1);
    });
  }
  return planes;
}

/** Solves d equations <w, x> + c = 0; undefined where they have no one solution. */
function solved(planes: readonly ArrayLike<number>[]): Float64Array | undefined {
  const d = planes.length, rows = planes.map((p) => {
    let size = 0;
    for (let j = 0; j < d; j++) size = Math.max(size, Math.abs(p[j]));
    return Float64Array.from(p, (v) => v / size);
  });
  for (let c = 0; c < d; c++) {
    let at = c;
    for (let r = c + 1; r < d; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[at][c])) at = r;
    if (!(Math.abs(rows[at][c]) > 1e-12)) return undefined;
    [rows[c], rows[at]] = [rows[at], rows[c]];
    for (let r = 0; r < d; r++) {
      const factor = r === c ? 0 : rows[r][c] / rows[c][c];
      for (let j = c; j <= d && factor !== 0; j++) rows[r][j] -= factor * rows[c][j];
    }
  }
  const x = rows.map((r, c) => -r[d] / r[c]);
  return x.every(Number.isFinite) ? Float64Array.from(x) : undefined;
}

/** A direction across d - 1 planes, for d <= 3. */
function along(planes: readonly Plane[], d: number): number[] {
  if (d === 1) return [1];
  if (d === 2) return [-planes[0][1], planes[0][0]];
  const [p, q] = planes;
  return [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
}

function* choices<T>(list: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) yield [];
  else for (let k = from; k < list.length; k++) for (const rest of choices(list, count - 1, k + 1)) yield [list[k], ...rest];
}

/**
 * Points where as many bends of the networks, as seen at x, meet as there are inputs, the domain's own faces among them: where the difference is largest,
 * if x is near. They need not lie in the domain. For at most 3 inputs, else none.
 */
export function pieceCorners(networks: readonly Network[], domain: Domain, x: ArrayLike<number>): Float64Array[] {
  const d = x.length, units = networks.flatMap((n) => bends(n, x)).filter((p) => p.subarray(0, d).some((w) => w !== 0) && p.every(Number.isFinite)).slice(0, MOST_PLANES);
  if (d > 3) return [];
  const face = (c: number, end: number): Plane => Float64Array.from({ length: d + 1 }, (_, j) => (j === c ? 1 : j === d ? -end : 0));
  if (domain.kind === 'box') {
    const faces = domain.lower.flatMap((lo, c) => [face(c, lo), face(c, domain.upper[c])]);
    return [...choices([...units, ...faces], d)].flatMap((planes) => solved(planes) ?? []);
  }
  const planes = domain.nonnegative ? [...units, ...Array.from({ length: d }, (_, c) => face(c, 0))] : units;
  const inner = [...choices(planes, d)].flatMap((list) => solved(list) ?? []);
  const lines = [...choices(planes, d - 1)].flatMap((list) => {
    const direction = along(list, d), length = Math.sqrt(direction.reduce((s, v) => s + v * v, 0));
    const foot = solved([...list, Float64Array.from([...direction, 0])]);
    if (!foot || !(length > 0)) return [];
    const left = domain.radius * domain.radius - foot.reduce((s, v) => s + v * v, 0);
    return left >= 0 ? [1, -1].map((sign) => foot.map((v, c) => v + (sign * Math.sqrt(left) * direction[c]) / length)) : [];
  });
  return [...inner, ...lines];
}
