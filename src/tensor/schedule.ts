/** The learning rate of step 1, 2, ... */
export type Schedule = (step: number) => number;

/** The same rate at every step. */
export const constant = (rate: number): Schedule => () => rate;

/** `rate`, multiplied by `factor` after each of these steps. */
export const stepwise = (rate: number, after: readonly number[], factor = 0.1): Schedule => (step) => after.reduce((r, s) => (step > s ? r * factor : r), rate);

/** From `rate` to 0 over `steps`, along half a period of the cosine; the last step has rate 0 and changes nothing: Loshchilov & Hutter (2017). */
export const cosine = (rate: number, steps: number): Schedule => (step) => (rate * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;

/** The schedule, over the first `steps` multiplied by step / steps. */
export const warmedUp = (steps: number, schedule: Schedule): Schedule => (step) => Math.min(1, step / steps) * schedule(step);
