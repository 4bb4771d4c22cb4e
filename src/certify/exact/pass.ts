import type { ExactMatrix, ExactPairLayer } from './chain.js';
import { band, boundsOf, chord, ONE, rangeOf, upFromSlope, type ExactRegion, type Form } from './forms.js';

/** What is known of a hidden unit's slope between the networks: Delta = lambda delta with lambda open, 1, or 0. */
type Slope = 'open' | 'one' | 'zero';

/** Differential bounds over a region, with what is needed to fix open slopes. */
export interface Pass {
  /** Bounds of G_k - F_k. */
  readonly output: readonly Form[];
  /** Bounds of the last hidden layer's differences and of F's activations there; empty for a single layer. */
  readonly errors: readonly Form[];
  readonly activations: readonly Form[];
  /** Open units as [layer, unit]. */
  readonly open: readonly (readonly [number, number])[];
  /** The outputs if unit open[k] has the slope slopes[k], and the last hidden layer's differences. */
  readonly forced: (slopes: readonly (0 | 1)[]) => { output: readonly Form[]; errors: readonly Form[] };
}

/**
 * Affine bounds, linear in the input, of all differences between two networks over a region: rules as in `Differential`, in
 * integers, multiples of 2^-places.
 */
export function exactPass(layers: readonly ExactPairLayer[], region: ExactRegion, places: number): Pass {
  const { kind } = region, width = kind === 'hull' ? region.points.length : region.lower.length + 1;
  const zero: readonly bigint[] = Array<bigint>(width).fill(0n);
  const nothing: Form = { low: zero, high: zero, slack: 0n };
  const inputs = inputForms(region, places);
  const bases: Form[][] = [], deltas: Form[][] = [], slopes: Slope[][] = [], open: [number, number][] = [];
  let activations: Form[] = [], errors: Form[] = [], hiddenActivations: Form[] = [];
  layers.forEach(({ weights, bias, plus, imitates, difference, differenceMinus, biasDifference }, i) => {
    const first = i === 0, last = i === layers.length - 1;
    if (last) hiddenActivations = activations;
    const z = last ? [] : affine(kind, weights, first ? inputs.plain : activations, bias, null, places);
    const base = first && differenceMinus ? twoSided(kind, difference, differenceMinus, region, inputs, biasDifference, places) : affine(kind, difference, first ? inputs.plain : activations, biasDifference, null, places);
    const delta = first ? base : affine(kind, plus, errors, null, base, places);
    bases.push(base);
    deltas.push(delta);
    if (last) return;
    const known = delta.map((form, k) => {
      const found = errorOf(kind, form, imitates[k] >= 0 ? z[imitates[k]] : null, nothing);
      if (found.slope === 'open') open.push([i, k]);
      return found;
    });
    slopes.push(known.map((e) => e.slope));
    errors = known.map((e) => e.form);
    activations = z.map((form) => activationOf(kind, form, nothing));
  });
  const lastIndex = layers.length - 1;
  return {
    output: deltas[lastIndex], errors: lastIndex > 0 ? errors : [], activations: lastIndex > 0 ? hiddenActivations : [], open,
    forced: (choice) => {
      let below: Form[] = [];
      for (let i = 0; ; i++) {
        const delta = i === 0 ? bases[0] : affine(kind, layers[i].plus, below, null, bases[i], places);
        if (i === lastIndex) return { output: delta, errors: below };
        below = delta.map((form, k) => {
          const slope = slopes[i][k], bit = slope === 'open' ? choice[open.findIndex(([l, u]) => l === i && u === k)] : slope === 'one' ? 1 : 0;
          return bit ? form : nothing;
        });
      }
    },
  };
}

/** The inputs as forms, and for a box or ball their ends. */
function inputForms(region: ExactRegion, places: number): { plain: Form[] } {
  const lift = (v: bigint): { value: bigint; exact: boolean } => {
    const by = places - region.places;
    return by >= 0 ? { value: v << BigInt(by), exact: true } : { value: v >> BigInt(-by), exact: false };
  };
  if (region.kind === 'hull') {
    const d = region.points[0].length;
    return { plain: Array.from({ length: d }, (_, c) => {
      const values = region.points.map((p) => lift(p[c])), f = values.map((v) => v.value);
      return { low: f, high: f, slack: values.every((v) => v.exact) ? 0n : 1n };
    }) };
  }
  const d = region.lower.length;
  return { plain: region.lower.map((lo, c) => {
    const f = Array<bigint>(d + 1).fill(0n);
    // A ball is around 0, whatever part of it the domain is.
    if (region.kind === 'ball') {
      f[1 + c] = lift(region.upper[c]).value;
      return { low: f, high: f, slack: 1n };
    }
    // (lo + hi) / 2 and (hi - lo) / 2, rounded: less than one unit is lost in each.
    const sum = lift(lo + region.upper[c]).value, gap = lift(region.upper[c] - lo).value;
    f[0] = sum >> 1n;
    f[1 + c] = gap >> 1n;
    return { low: f, high: f, slack: 3n };
  }) };
}

/** matrix x forms + constant + more. */
function affine(kind: ExactRegion['kind'], m: ExactMatrix, forms: readonly Form[], constant: ExactMatrix | null, more: readonly Form[] | null, places: number): Form[] {
  if (forms.length !== m.columns) throw new RangeError(`certificate: needed ${m.columns} functions for as many columns, got ${forms.length}`);
  const width = forms.length > 0 ? forms[0].low.length : more![0].low.length, down = BigInt(m.places);
  const live = forms.map((f, c) => ({ ...f, c, same: f.low === f.high })).filter((f) => f.slack !== 0n || f.low.some((v) => v !== 0n) || (!f.same && f.high.some((v) => v !== 0n)));
  return Array.from({ length: m.rows }, (_, r) => {
    const low = Array<bigint>(width).fill(0n);
    let high = low, slack = 0n;
    for (const { c, low: l, high: h, slack: s, same } of live) {
      const w = m.values[r * m.columns + c];
      if (w === 0n) continue;
      slack += (w < 0n ? -w : w) * s;
      if (same) {
        for (let j = 0; j < width; j++) {
          const term = w * l[j];
          low[j] += term;
          if (high !== low) high[j] += term;
        }
        continue;
      }
      if (high === low) high = low.slice();
      const [under, over] = w > 0n ? [l, h] : [h, l];
      for (let j = 0; j < width; j++) {
        low[j] += w * under[j];
        high[j] += w * over[j];
      }
    }
    const round = (f: bigint[]): bigint[] => f.map((v) => v >> down);
    const shared = high === low && (!more || more[r].low === more[r].high);
    let under = round(low), over = shared ? under : round(high);
    // Rounding down took less than a unit from each number.
    let rest = (slack >> down) + 1n + (down > 0n ? BigInt(width) : 0n);
    if (more) {
      under = under.map((v, j) => v + more[r].low[j]);
      over = shared ? under : over.map((v, j) => v + more[r].high[j]);
      rest += more[r].slack;
    }
    if (constant) {
      const by = places - constant.places, b = by >= 0 ? constant.values[r] << BigInt(by) : constant.values[r] >> BigInt(-by);
      const add = (f: bigint[]): bigint[] => (kind === 'hull' ? f.map((v) => v + b) : f.map((v, j) => (j === 0 ? v + b : v)));
      under = add(under);
      over = shared ? under : add(over);
      if (by < 0) rest += 1n;
    }
    return { low: under, high: over, slack: rest };
  });
}

/** M relu(x) - M' relu(-x) + constant, exactly M' x + (M - M') relu(x) where x takes both signs. */
function twoSided(kind: ExactRegion['kind'], m: ExactMatrix, minus: ExactMatrix, region: ExactRegion, inputs: { plain: Form[] }, constant: ExactMatrix, places: number): Form[] {
  const d = m.columns, common = Math.max(m.places, minus.places), up = BigInt(common - m.places), upMinus = BigInt(common - minus.places);
  const ends = inputs.plain.map((_, c) => (region.kind === 'hull'
    ? { lo: region.points.reduce((a, p) => (p[c] < a ? p[c] : a), region.points[0][c]), hi: region.points.reduce((a, p) => (p[c] > a ? p[c] : a), region.points[0][c]) }
    : { lo: region.lower[c], hi: region.upper[c] }));
  const straddling = ends.map(({ lo, hi }) => lo < 0n && hi > 0n);
  const bends = inputs.plain.map((x, c): Form => {
    if (!straddling[c]) return { low: x.low.map(() => 0n), high: x.low.map(() => 0n), slack: 0n };
    const { lo, hi } = ends[c], s = chord(lo, hi), by = places - region.places;
    const end = by >= 0 ? -lo << BigInt(by) : (-lo >> BigInt(-by)) + 1n;
    return band(kind, x, s, 0n, s, upFromSlope(s * end) + 1n);
  });
  // Columns 0 .. d - 1 multiply x, columns d .. 2 d - 1 multiply relu(x).
  const joined: ExactMatrix = {
    rows: m.rows, columns: 2 * d, places: common,
    values: Array.from({ length: m.rows * 2 * d }, (_, i) => {
      const r = Math.floor(i / (2 * d)), c = i % (2 * d), at = r * d + (c % d);
      const plus = m.values[at] << up, other = minus.values[at] << upMinus;
      if (c < d) return ends[c].lo >= 0n ? plus : other;
      return straddling[c - d] ? plus - other : 0n;
    }),
  };
  return affine(kind, joined, [...inputs.plain, ...bends], constant, null, places);
}

/** relu of a form. */
function activationOf(kind: ExactRegion['kind'], z: Form, nothing: Form): Form {
  const { lowMin, lowMax, highMin, highMax } = boundsOf(kind, z);
  if (lowMin >= 0n) return z;
  if (highMax <= 0n) return nothing;
  const above = highMin >= 0n ? ONE : chord(highMin, highMax);
  const below = lowMax <= 0n ? 0n : (lowMax * ONE) / (lowMax - lowMin);
  return band(kind, z, below, 0n, above, highMin >= 0n ? 0n : upFromSlope(-above * highMin));
}

/** Delta = relu(z + delta) - relu(z) as a form, z being 0 where null, and what is known of its slope. */
function errorOf(kind: ExactRegion['kind'], delta: Form, z: Form | null, nothing: Form): { form: Form; slope: Slope } {
  const own = boundsOf(kind, delta), f = z ? boundsOf(kind, z) : { lowMin: 0n, highMax: 0n };
  const sum: Form = z ? { low: z.low.map((v, j) => v + delta.low[j]), high: z.high.map((v, j) => v + delta.high[j]), slack: z.slack + delta.slack } : delta;
  const g = boundsOf(kind, sum);
  const fActive = f.lowMin >= 0n, fInactive = f.highMax <= 0n, gActive = g.lowMin >= 0n, gInactive = g.highMax <= 0n;
  if ((own.lowMin === 0n && own.highMax === 0n) || (fInactive && gInactive)) return { form: nothing, slope: 'zero' };
  if (fActive && gActive) return { form: delta, slope: 'one' };
  let below = 0n, belowOffset = 0n, above = 0n, aboveOffset = 0n;
  if (fActive && fInactive) below = own.lowMin >= 0n ? ONE : own.lowMax <= 0n ? 0n : (own.lowMax * ONE) / (own.lowMax - own.lowMin);
  else if (fActive || (!fInactive && own.lowMax <= 0n)) below = ONE;
  else if (!fInactive && own.lowMin < 0n) {
    below = chord(-own.lowMax, -own.lowMin);
    belowOffset = -upFromSlope(below * own.lowMax);
  }
  if (gInactive) above = 0n;
  else if (gActive || own.highMin >= 0n) above = ONE;
  else if (own.highMax > 0n) {
    above = chord(own.highMin, own.highMax);
    aboveOffset = upFromSlope(-above * own.highMin);
  }
  const together = band(kind, delta, below, belowOffset, above, aboveOffset);
  if (!z) return { form: together, slope: 'open' };
  // Each relu bounded on its own, taken where it is narrower by a tenth.
  const g0 = activationOf(kind, sum, nothing), f0 = activationOf(kind, z, nothing);
  const apart: Form = { low: g0.low.map((v, j) => v - f0.high[j]), high: g0.high.map((v, j) => v - f0.low[j]), slack: g0.slack + f0.slack };
  return { form: 10n * gapOf(kind, apart) < 9n * gapOf(kind, together) ? apart : together, slope: 'open' };
}

/** The largest distance between a form's two functions. */
const gapOf = (kind: ExactRegion['kind'], { low, high, slack }: Form): bigint => rangeOf(kind, high.map((v, j) => v - low[j])).max + 2n * slack;
