import { attention, chain, copyValues, crossEntropyOf, decoderBlock, dense, embedding, entries, flatten, gradientsAt, halves, initialise, lastPosition, model, layerNorm, openBackend, perPosition, positions, stream, transformer, type BackendName, type Model, type Part } from '../../src/tensor/index.js';

/** Run as a program with a backend's name: prints, for every parameter of small models of each part, the largest difference between a gradient and a finite difference, and the largest gradient. */
const TOKENS = 5, LENGTH = 3, WIDTH = 4, BATCH = 6;

/** Before the part what its gradient by its inputs goes to. */
const after = (name: string, ...parts: Part[]): Model => model(name, [LENGTH], chain(embedding('tokens', TOKENS, WIDTH), ...parts, flatten));
const models: readonly Model[] = [
  after('embedding'),
  after('positions', positions),
  after('last position', lastPosition),
  after('per position', perPosition(dense('dense', WIDTH, 3))),
  after('halves', perPosition(halves('halves', WIDTH, 3))),
  after('layer norm', layerNorm('norm', WIDTH)),
  after('attention', attention('attention', WIDTH, 2)),
  after('attention, last', attention('attention', WIDTH, 2, { queries: 'last' })),
  after('block', decoderBlock('block', WIDTH, 1)),
  after('block, last', decoderBlock('block', WIDTH, 2, { queries: 'last' })),
  transformer({ tokens: TOKENS, classes: 3, length: LENGTH, blocks: 2, width: WIDTH, heads: 2 }),
];

const backend = await openBackend(process.argv[2] as BackendName);
const random = stream(7, 'data'), tokens = Float32Array.from({ length: BATCH * LENGTH }, () => Math.floor(TOKENS * random()));
const found = models.flatMap((m) => {
  const classes = m.outputShape(m.inputShape)[0], loss = crossEntropyOf(Int32Array.from({ length: BATCH }, () => Math.floor(classes * random())), classes);
  // Gains and biases too are drawn, so that none is where a wrong gradient would be right.
  const values = new Map([...initialise(m, 1, { law: 'uniform', deviation: () => 0.7 })].map(([name, data]) => [name, data.map((x) => x + 0.3 * random())]));
  const { gradients } = gradientsAt(m, values, tokens, loss);
  const lossAt = (name: string, k: number, step: number): number => {
    const moved = copyValues(values);
    moved.get(name)![k] += step;
    return gradientsAt(m, moved, tokens, loss).loss;
  };
  const slope = (name: string, k: number, h: number): number => (lossAt(name, k, h) - lossAt(name, k, -h)) / (2 * h);
  return m.parameters.map((p) => {
    const stride = Math.max(1, Math.floor(entries(p) / 4)), places = Array.from({ length: Math.ceil(entries(p) / stride) }, (_, k) => k * stride), own = gradients.get(p.name)!;
    // Two steps, so that the third derivative falls out; smaller ones where a relu turns on between.
    const offBy = (k: number, h: number): number => Math.abs((4 * slope(p.name, k, h) - slope(p.name, k, 2 * h)) / 3 - own[k]);
    const differences = places.map((k) => [0.02, 0.004, 0.001, 0.0003].reduce((least, h) => (least < 2e-4 ? least : Math.min(least, offBy(k, h))), Infinity));
    return { of: `${m.name}: ${p.name}`, off: Math.max(...differences), largest: own.reduce((a, g) => Math.max(a, Math.abs(g)), 0) };
  });
});
console.log(JSON.stringify({ backend: backend.name, found }));
