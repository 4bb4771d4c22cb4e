import { norm, transpose } from '../numeric/matrix.js';
import { sampleInside, type Domain } from '../network/domain.js';
import { product } from '../network/forward.js';
import { statesOf, type Recurrent } from '../network/recurrent.js';
import { initialDomain, type Sequence, type Sequences } from './sequences.js';
import { extremePoint, insideDomain } from './worst-input.js';

/** Runs that are tried, and of which the best are improved. */
const SAMPLES = 48, STARTS = 4;

/**
 * Searches the domain for a run of T steps at whose end two recurrent networks differ much: random runs, half of them with one input again and again, then Frank-Wolfe steps from the best, all x_t at once, by the
 * gradient through time. `rounds` of them at most for each start.
 */
export function worstSequenceFound(networks: readonly [Recurrent, Recurrent], domain: Sequences, steps: number, rounds = 30): Sequence {
  const tried = Array.from({ length: SAMPLES }, (_, k) => sampled(networks[0], domain, steps, k)).map((run) => ({ run, value: differenceAt(networks, run).size }));
  tried.sort((a, b) => b.value - a.value);
  const ends = tried.slice(0, STARTS).map((start) => climbed(networks, domain, start, rounds));
  const { run } = ends.reduce((best, end) => (end.value > best.value ? end : best));
  const start = initialDomain(domain);
  return { initial: start ? insideDomain(run.initial, start) : run.initial, inputs: run.inputs.map((x) => insideDomain(x, domain.inputs)) };
}

/** The k-th of a fixed list of runs; of odd k one input is repeated. */
function sampled({ state, plus }: Recurrent, domain: Sequences, steps: number, k: number): Sequence {
  const start = initialDomain(domain), place = k * (steps + 1);
  // A box has vertices at odd numbers only: both kinds of run meet both.
  const inputs = Array.from({ length: steps }, (_, t) => sampleInside(domain.inputs, plus.columns, k % 2 === 1 ? place + (k >> 1) : place + 1 + t));
  return { initial: start ? sampleInside(start, state.rows, place) : new Float64Array(state.rows), inputs };
}

/** The states of both at every step, and the last outputs' difference V' h' - V h. */
function differenceAt(networks: readonly [Recurrent, Recurrent], { initial, inputs }: Sequence) {
  const states = networks.map((n) => statesOf(n, initial, inputs)), [a, b] = networks.map(({ readout, state }, i) => {
    const h = states[i][inputs.length - 1], y = new Float64Array(readout ? readout.rows : state.rows);
    if (!readout) return h;
    product(readout)(h, y);
    return y;
  });
  const difference = b.map((v, k) => v - a[k]);
  return { states, difference, size: norm(difference) };
}

type Valued = { readonly run: Sequence; readonly value: number };

function climbed(networks: readonly [Recurrent, Recurrent], domain: Sequences, from: Valued, rounds: number): Valued {
  const start = initialDomain(domain);
  let best = from;
  for (let round = 0; round < rounds; round++) {
    const { run } = best, found = differenceAt(networks, run), [a, b] = networks.map((n, i) => gradientOf(n, found.states[i], found.difference, run));
    const goal = {
      initial: start ? extremePoint(start, b.initial.map((v, k) => v - a.initial[k]), run.initial) : run.initial,
      inputs: run.inputs.map((x, t) => extremePoint(domain.inputs, b.inputs[t].map((v, k) => v - a.inputs[t][k]), x)),
    };
    let improved = false;
    for (let share = 1; share > 1e-3 && !improved; share /= 4) {
      const next = { initial: start ? between(run.initial, goal.initial, share, start) : run.initial, inputs: run.inputs.map((x, t) => between(x, goal.inputs[t], share, domain.inputs)) };
      const value = differenceAt(networks, next).size;
      if (value > best.value * (1 + 1e-9)) [best, improved] = [{ run: next, value }, true];
    }
    if (!improved) break;
  }
  return best;
}

/** A point on the way from x to its goal, on the sphere where the domain is a ball. */
function between(x: Float64Array, goal: Float64Array, share: number, domain: Domain): Float64Array {
  const point = x.map((v, c) => v + share * (goal[c] - v)), length = domain.kind === 'ball' ? norm(point) : 0;
  return domain.kind === 'ball' && length > 0 ? point.map((v) => (v / length) * domain.radius) : point;
}

/** The gradient of <seed, y_T> with regard to h_0 and every x_t: back through time. */
function gradientOf({ state, plus, minus, readout }: Recurrent, states: readonly Float64Array[], seed: Float64Array, { inputs }: Sequence): Sequence {
  const [byState, byPlus, byMinus] = [state, plus, minus ?? plus].map((m) => product(transpose(m))), back: Float64Array[] = [];
  let gradient = new Float64Array(state.rows);
  if (readout) product(transpose(readout))(seed, gradient);
  else gradient.set(seed);
  for (let t = inputs.length - 1; t >= 0; t--) {
    const through = gradient.map((v, k) => (states[t][k] > 0 ? v : 0)), positive = new Float64Array(plus.columns), negative = new Float64Array(plus.columns);
    byPlus(through, positive);
    byMinus(through, negative);
    back[t] = positive.map((v, c) => (inputs[t][c] >= 0 ? v : negative[c]));
    gradient = new Float64Array(state.rows);
    byState(through, gradient);
  }
  return { initial: gradient, inputs: back };
}
