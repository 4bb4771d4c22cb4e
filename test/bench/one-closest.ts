/** Solves `count` problems of n numbers of 53 bits in this process; prints seconds and peak megabytes. For the benchmark. */
import { closest, known } from '../../src/subset-sum/index.js';
import { samples } from './samples.js';

const [n, count] = process.argv.slice(2).map(Number);
const problems = Array.from({ length: count }, (_, k) => {
  const values = new Float64Array(n);
  samples(n, k, values);
  return known(values);
});
const start = performance.now();
for (const problem of problems) closest.select(problem, 0.25 + 2 ** -54, 0);
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 }));
