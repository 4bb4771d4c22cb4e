import { firstScores, keptOfShare, largestBySize, mlp } from '../../src/tensor/index.js';
import { median } from './instances.js';

const DENSITIES = [0.02, 0.5, 0.9];

/** The mask of the largest scores of LeNet-300-100's first layer, beside what a sort of their sizes alone takes. */
export function benchTopShare(): string {
  const scores = firstScores(mlp([784, 300]), 1).get('layer1.weights')!;
  const took = (work: () => void): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const rows = DENSITIES.map((density) => {
    const ours: number[] = [], ratios: number[] = [];
    for (let round = -3; round < 9; round++) {
      const own = took(() => largestBySize(scores, keptOfShare(scores.length, density))), sorted = took(() => scores.map(Math.abs).sort());
      if (round >= 0) (ours.push(own), ratios.push(sorted / own));
    }
    return `| ${density} | ${median(ours).toFixed(2)} | ${median(ratios).toFixed(1)} |`;
  });
  return `## The largest scores of a layer

${scores.length.toLocaleString('en-US')} scores, by radix selection on the bits of their sizes; aim: 2 ms. Beside it a sort of the sizes as numbers, without their places.

| density | ms | times as long by a sort |
|---|---|---|
${rows.join('\n')}
`;
}
