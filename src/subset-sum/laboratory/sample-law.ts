import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import { normalQuantile } from '../../numeric/statistics/normal.js';

/**
 * The law of one candidate in the laboratory: a function of one or two numbers uniform on [0, 1) of 53 bits. (A source's
 * weights have 24 bits; the laboratory's samples are plain float64s.) The functions are made of + - * / and sqrt, so the
 * same on every engine.
 */
export interface SampleLaw {
  readonly name: string;
  /** What it is, in words. */
  readonly text: string;
  /** Uniform numbers that one sample takes: `a`, or `a` and `b`. Where it is 2, `a` may be shared by a column. */
  readonly uniforms: 1 | 2;
  /** The sample; NaN for a raw draw that does not survive. */
  sample(a: number, b: number): number;
  /** The step of the grid that samples lie on, and targets with them, if there is one. */
  readonly grid?: number;
}

const signed = (a: number): number => 2 * a - 1;
/** Half a step off the ends, where a quantile is infinite. */
const inside = (a: number): number => a + 2 ** -54;

const simple: readonly SampleLaw[] = [
  { name: 'uniform', text: 'U[-1, 1]', uniforms: 1, sample: signed },
  { name: 'product', text: 'u v with u, v ~ U[-1, 1]', uniforms: 2, sample: (a, b) => signed(a) * signed(b) },
  { name: 'diamond', text: 'one half of a diamond: u v where u > 0, u, v ~ U[-1, 1]; n counts raw draws', uniforms: 2, sample: (a, b) => (a > 0.5 ? signed(a) * signed(b) : NaN) },
  { name: 'normal', text: 'N(0, 1)', uniforms: 1, sample: (a) => normalQuantile(inside(a)) },
  { name: 'binary', text: '-1 or 1', uniforms: 1, sample: (a) => (a < 0.5 ? -1 : 1) },
];

const FORMS = [...simple.map((l) => l.name), 'hyperbolic', 'hyperbolic:ALPHA', 'quantised:M'];

/**
 * A law by its name: uniform, product, diamond, normal, binary; `hyperbolic[:ALPHA]`, density 1 / (2 |x| ln(1/ALPHA)) on
 * ALPHA <= |x| <= 1, by default for the golden-ratio bins of the tolerance (Orseau et al., 2020); `quantised:M`, uniform on the multiples of 1/M
 * in [-1, 1], M a power of two at most 2^20 (Kumar & Natale, 2025). Throws a RangeError on another.
 */
export function parseSampleLaw(text: string, tolerance: number): SampleLaw {
  const found = simple.find((l) => l.name === text);
  if (found) return found;
  const [kind, argument] = text.split(':');
  if (kind === 'hyperbolic') {
    const alpha = argument === undefined ? goldenAlpha(tolerance) : Number(argument);
    if (!(alpha > 0 && alpha < 1)) throw new RangeError(`parseSampleLaw: needed hyperbolic:ALPHA with 0 < ALPHA < 1, got ${text} (unless given, ALPHA is what golden-ratio bins need for the tolerance)`);
    const width = ln(alpha);
    return { name: text, text: `density 1 / (2 |x| ln(1/${alpha})) on ${alpha} <= |x| <= 1`, uniforms: 1, sample: (a) => (a < 0.5 ? -exp(width * 2 * a) : exp(width * (2 * a - 1))) };
  }
  if (kind === 'quantised' && argument !== undefined) {
    const m = Number(argument);
    if (!(Number.isInteger(m) && m >= 1 && m <= 2 ** 20 && (m & (m - 1)) === 0)) throw new RangeError(`parseSampleLaw: needed quantised:M with M a power of two at most 2^20, got ${text}`);
    return { name: text, text: `uniform on the multiples of 1/${m} in [-1, 1]`, uniforms: 1, sample: (a) => Math.floor(a * (2 * m + 1)) / m - 1, grid: 1 / m };
  }
  throw new RangeError(`parseSampleLaw: needed ${FORMS.join(', ')}, got ${text}`);
}

/** g^{k+1}, g the golden ratio's inverse, k the bins that leave at most the tolerance: g^k <= tolerance. */
function goldenAlpha(tolerance: number): number {
  const g = (Math.sqrt(5) - 1) / 2;
  let alpha = g;
  while (alpha > tolerance && tolerance > 0) alpha *= g;
  return tolerance > 0 ? alpha * g : 0;
}
