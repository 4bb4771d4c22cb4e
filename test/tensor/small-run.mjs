/** A run that has everything: convolutions at stride 2, normalisation, a pool, a residual block, moved images, AdamW under a schedule. The options may be replaced. */
export function smallRun(tensor, seed, more = {}) {
  const { adam, chain, conv, cosine, dataSet, dense, flatten, initialise, maxPool, model, normal, batchNorm, relu, residual, stream, train, warmedUp } = tensor;
  const net = model('small', [8, 7, 1], chain(
    conv('first', 1, 4, { stride: 2 }), batchNorm('norm', 4), relu, residual(chain(conv('in', 4, 4), relu, conv('out', 4, 4))), maxPool, flatten, dense('last', 16, 3),
  ));
  const random = stream(seed, 'data'), labels = Int32Array.from({ length: 40 }, (_, k) => k % 3);
  const inputs = Float32Array.from({ length: 40 * 56 }, (_, k) => normal(random) + labels[Math.floor(k / 56)] * ((k % 5) - 2) * 0.3);
  const data = dataSet({ name: 'stripes', inputShape: [8, 7, 1], count: 40, inputs, labels, classes: 3 });
  return train({
    model: net, data, start: initialise(net, seed), steps: 14, batch: { size: 8, seed, shift: 1 }, optimiser: adam({ decay: 0.01 }), schedule: warmedUp(3, cosine(0.02, 14)),
    evaluateAt: [0, 7, 14], evaluateOn: { data }, ...more,
  });
}
