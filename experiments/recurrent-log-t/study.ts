import { captionOf, defineStudy } from '../../src/study/index.js';
import { figureOf } from './figure.js';
import { findingOf } from './finding.js';
import { TOLERANCE, type RecurrentAttempt, type RecurrentCase } from './measure.js';
import { DELTA, EPSILON } from './tolerance.js';

export { measure } from './measure.js';

/** Small targets, of which many can be tried: an averaging stops no error of one sign. */
const SMALL = { family: 'averaging', units: 4, inputs: 2, inputNorm: 0.5 } as const;
const WHOLE = { units: 64, inputs: 28, inputNorm: 0.5, steps: 28 } as const;
const NORMS = [0.8, 1, 1.25];
/** Numbers of steps by norm: up to a tolerance of about 4e-8, below which a hitting time beyond 46 candidates takes too much memory. */
const STEPS: Readonly<Record<number, readonly number[]>> = { 0.8: [1, 4, 16, 64, 256, 1024], 1: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], 1.25: [1, 2, 4, 8, 16, 24, 32, 40] };

export default defineStudy<RecurrentCase, RecurrentAttempt[]>({
  name: 'recurrent-log-t',
  question: 'One pruned block serves every step of a recurrent network: how does the width that it needs grow with the number of steps T?',
  tested:
    `An attempt draws a recurrent target h_t = relu(W_h h_{t-1} + W_x x_t), ||x_t|| <= 1, h_0 = 0, and a source, and prunes one diamond block whose masks all steps share. Targets of 4 units and 2 inputs, W_h a norm times an averaging of permutations, which no ReLU stops. Measured: the least n at which every weight is within the tolerance of recurrent.steps (of recurrent.contractive where that is more) for epsilon = ${EPSILON}; or at which the certified error of every step is at most epsilon (n in steps of 4, closest subsets); `
    + `or the error itself at weights within ${TOLERANCE}. Points are ${1 - DELTA}-quantiles of n, medians of errors; cases share the draws of an attempt.`,
  confidence: 0.95,
  seed: 20260007,
  minutes: 1.5,
  cases: [
    ...NORMS.flatMap((norm) => STEPS[norm].map((steps): RecurrentCase => ({ kind: 'weights', ...SMALL, norm, steps }))),
    ...NORMS.map((norm): RecurrentCase => ({ kind: 'certified', ...SMALL, norm, steps: 64 })),
    ...NORMS.map((norm): RecurrentCase => ({ kind: 'error', ...SMALL, norm, steps: 64 })),
    { kind: 'whole', family: 'uniform', ...WHOLE, norm: 0.9 },
    { kind: 'whole', family: 'averaging', ...WHOLE, norm: 0.9 },
    { kind: 'whole', family: 'averaging', ...WHOLE, norm: 1 },
  ],
  attempts: ({ kind }) => ({ weights: 1500, certified: 300, error: 60, whole: 20 })[kind],
  batch: ({ kind, steps }) => ({ weights: steps > 16 ? 50 : 100, certified: 15, error: 10, whole: 1 })[kind],
  work: { url: import.meta.url, name: 'measure' },
  figures(cases) {
    return [{ name: this.name, spec: figureOf(cases, captionOf(this, cases), this) }];
  },
  finding(cases) {
    return findingOf(cases, this);
  },
});
