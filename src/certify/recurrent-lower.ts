import type { Matrix } from '../numeric/matrix.js';
import { down, gamma, up } from '../numeric/rounding.js';
import type { Recurrent } from '../network/recurrent.js';
import { containsSequence, type Sequence, type Sequences } from './sequences.js';

/** Numbers that are known to lie within `radius` of `value`, entry by entry. */
interface Enclosure {
  readonly value: Float64Array;
  readonly radius: Float64Array;
}

/**
 * Proven lower bounds of the l2 error of the outputs of two recurrent networks over the domain: entry T - 1 is the largest error of all steps t <= T of one run, evaluated in float64 with its
 * rounding errors enclosed. All 0 where the run does not provably lie in the domain.
 */
export function recurrentLower(a: Recurrent, b: Recurrent, domain: Sequences, run: Sequence): Float64Array {
  const errors = new Float64Array(run.inputs.length);
  if (!containsSequence(domain, run)) return errors;
  const start = { value: run.initial, radius: new Float64Array(run.initial.length) };
  let [f, g]: Enclosure[] = [start, start], most = 0;
  run.inputs.forEach((x, t) => {
    [f, g] = [stepped(a, f, x), stepped(b, g, x)];
    most = Math.max(most, distanceDown(outputOf(a, f), outputOf(b, g)));
    errors[t] = most;
  });
  return errors;
}

/** h_t from h_{t-1} and x_t. */
function stepped({ state, plus, minus }: Recurrent, h: Enclosure, x: Float64Array): Enclosure {
  const none = new Float64Array(x.length), { value, radius } = applied([[state, h], [plus, { value: x.map((v) => Math.max(0, v)), radius: none }], [minus ?? plus, { value: x.map((v) => Math.min(0, v)), radius: none }]]);
  return { value: value.map((v) => Math.max(0, v)), radius };
}

const outputOf = ({ readout }: Recurrent, h: Enclosure): Enclosure => (readout ? applied([[readout, h]]) : h);

/** The sum of matrices times enclosed vectors. Source: Higham (2002), "Accuracy and Stability", Section 3.1. */
function applied(parts: readonly (readonly [Matrix, Enclosure])[]): Enclosure {
  const { rows } = parts[0][0], terms = parts.reduce((sum, [m]) => sum + m.columns, 0), value = new Float64Array(rows), size = new Float64Array(rows), carried = new Float64Array(rows);
  for (const [{ columns, data }, x] of parts) {
    for (let r = 0, i = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, i++) {
        const term = data[i] * x.value[c];
        value[r] += term;
        size[r] += Math.abs(term);
        carried[r] += Math.abs(data[i]) * x.radius[c];
      }
    }
  }
  const inflate = 1 + gamma(2 * terms + 4);
  return { value, radius: value.map((_, r) => up(up(gamma(terms + 2) * up(size[r] * inflate)) + up(carried[r] * inflate)) + (terms + 1) * 1e-323) };
}

/** A lower bound of the distance of two enclosed points; 0 where one overflows. */
function distanceDown(a: Enclosure, b: Enclosure): number {
  let sum = 0;
  for (let k = 0; k < a.value.length; k++) {
    const least = Math.max(0, down(down(Math.abs(a.value[k] - b.value[k])) - up(a.radius[k] + b.radius[k])));
    sum += least * least;
  }
  const found = down(Math.sqrt(down(sum * (1 - 2 * gamma(a.value.length + 2)) - a.value.length * 1e-300)));
  return found > 0 && found < Infinity ? found : 0;
}
