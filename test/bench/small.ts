import { spawnSync } from 'node:child_process';
import { closest, first, hittingTime, known, nearest, plenty, sparsest, type Candidates } from '../../src/subset-sum/index.js';
import { median } from './instances.js';
import { samples } from './samples.js';

const PROBLEMS = 20_000;

/** The selectors at Pensia's size: n = 21, tolerance 0.01, targets uniform, one core, less the drawing. */
export function benchSelectors(): string {
  const n = 21, values = new Float64Array(n + 1), candidates: Candidates = { limit: n, drawn: n, values, draw: () => {} };
  const pass = (solve: (target: number) => void): number => {
    const start = performance.now();
    for (let k = 0; k < PROBLEMS; k++) {
      samples(n + 1, k, values);
      solve(values[n]);
    }
    return ((performance.now() - start) * 1000) / PROBLEMS;
  };
  const rows = [first, sparsest, closest, nearest].map((selector) => {
    const times: number[] = [], drawing: number[] = [];
    let hits = 0, elements = 0;
    for (let round = -2; round < 9; round++) {
      const alone = pass(() => {});
      hits = elements = 0;
      const both = pass((target) => {
        const { outcome, chosen } = selector.select(candidates, target, 0.01);
        if (outcome === 'hit') hits++;
        elements += chosen.length;
      });
      if (round >= 0) (times.push(both - alone), drawing.push(alone));
    }
    return `| ${selector.name} | ${median(times).toFixed(3)} | ${median(drawing).toFixed(2)} | ${(hits / PROBLEMS).toFixed(5)} | ${(elements / PROBLEMS).toFixed(2)} |`;
  });
  return `## Selectors at n = 21, tolerance 0.01

${PROBLEMS.toLocaleString('en-US')} problems, samples and targets uniform on [-1, 1], 53 bits, one core: microseconds per problem beyond drawing the samples. Aims: first at most 0.5,
sparsest at most 0.4.

| selector | us per problem | us of drawing | hit | elements chosen |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** plenty with 128 candidates beside closest at the smallest n that suffices, at tolerance 1e-9. */
export function benchPlenty(): string {
  const count = 400, tolerance = 1e-9, problems = Array.from({ length: count }, (_, k) => {
    const values = new Float64Array(129);
    samples(129, 10_000 + k, values);
    return { candidates: known(values.subarray(0, 128)), target: values[128] };
  });
  const times = problems.map(({ candidates, target }) => hittingTime(candidates, target, tolerance).time).sort((a, b) => a - b);
  const ours: number[] = [];
  let hits = 0;
  for (let round = -3; round < 9; round++) {
    const start = performance.now();
    hits = problems.filter(({ candidates, target }) => plenty.select(candidates, target, tolerance).outcome === 'hit').length;
    if (round >= 0) ours.push(((performance.now() - start) * 1000) / count);
  }
  const timeAt = (n: number): number => {
    const few = problems.slice(0, 12).map((p) => ({ ...p, candidates: known(p.candidates.values.subarray(0, n)) }));
    return median([0, 1, 2, 3, 4].map(() => {
      const start = performance.now();
      for (const { candidates, target } of few) closest.select(candidates, target, tolerance);
      return ((performance.now() - start) * 1000) / few.length;
    }));
  };
  const us = median(ours), at = (q: number): number => times[Math.ceil(q * count) - 1];
  const rows = [['half of the problems', at(0.5)], ['99 % of them', at(0.99)], ['all', at(1)]].map(([which, n]) => {
    const t = timeAt(n as number);
    return `| ${which} | ${n} | ${t.toFixed(0)} | ${(t / us).toFixed(0)} |`;
  });
  return `## Plenty of candidates

Tolerance 1e-9, 128 candidates uniform on [-1, 1], ${count} problems: plenty hits ${hits} of them in ${us.toFixed(1)} us each. closest needs that n at least (the hitting
time of the same problems) to hit as many:

| closest hits | n | us per problem | times plenty |
|---|---|---|---|
${rows.join('\n')}
`;
}

/** slth rss from start to end: 100,000 attempts at n = 15. Needs dist. */
export function benchLaboratory(): string {
  const args = ['dist/src/cli/main.js', 'rss', '--law', 'uniform', '--n', '15', '--epsilon', '0.01', '--targets', 'uniform', '--attempts', '100000'];
  const took = (...more: string[]): number =>
    median([0, 1, 2, 3, 4].map(() => {
      const start = performance.now();
      if (spawnSync(process.execPath, [...args, ...more]).status !== 0) throw new Error('slth rss failed');
      return (performance.now() - start) / 1000;
    }));
  return `## The laboratory

\`slth rss --law uniform --n 15 --epsilon 0.01 --targets uniform --attempts 100000\`, the program's start included: ${took().toFixed(2)} s on two cores (aim: 2 s), ${took('--workers', '1').toFixed(2)} s on one.
`;
}
