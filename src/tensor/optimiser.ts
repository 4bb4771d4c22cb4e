/** What a step does with the gradient of one array: its own memory of it is `slots`, as many arrays of the same length, first all 0. */
export interface Optimiser {
  readonly name: string;
  readonly slots: number;
  /** Changes `values` and `slots`. `step` counts from 1, since the memory began. `rate` is the schedule's. */
  update(values: Float32Array, gradient: Float32Array, slots: readonly Float32Array[], step: number, rate: number): void;
}

/** Stochastic gradient descent: v <- momentum v + g + decay w; w <- w - rate v. The decay is of the loss, decay |w|^2 / 2. */
export const sgd = ({ momentum = 0.9, decay = 0 }: { readonly momentum?: number; readonly decay?: number } = {}): Optimiser => ({
  name: `sgd, momentum ${momentum}, decay ${decay}`,
  slots: 1,
  update(values, gradient, [velocity], _, rate) {
    for (let k = 0; k < values.length; k++) {
      velocity[k] = momentum * velocity[k] + gradient[k] + decay * values[k];
      values[k] -= rate * velocity[k];
    }
  },
});

/** Settings of Adam. `decay` is of the weights, not of the loss: w <- w - rate decay w, as Loshchilov & Hutter (2019) have it. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly decay?: number;
}

/** Adam (Kingma & Ba, 2015), with decoupled decay AdamW (Loshchilov & Hutter 2019). */
export const adam = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0 }: AdamOptions = {}): Optimiser => ({
  name: `adam, betas ${beta1} and ${beta2}, epsilon ${epsilon}, decay ${decay}`,
  slots: 2,
  update(values, gradient, [mean, square], step, rate) {
    // By products, since Math.pow gives other bits on other versions of Node.
    const first = 1 - power(beta1, step), second = 1 - power(beta2, step);
    for (let k = 0; k < values.length; k++) {
      const g = gradient[k];
      mean[k] = beta1 * mean[k] + (1 - beta1) * g;
      square[k] = beta2 * square[k] + (1 - beta2) * g * g;
      values[k] -= rate * (mean[k] / first / (Math.sqrt(square[k] / second) + epsilon) + decay * values[k]);
    }
  },
});

/** x^n for a natural n, by squaring. */
function power(x: number, n: number): number {
  let y = 1;
  for (let square = x, left = n; left > 0; left = Math.floor(left / 2), square *= square) if (left % 2 === 1) y *= square;
  return y;
}
