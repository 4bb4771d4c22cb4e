import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { closest, known } from '../../src/subset-sum/index.js';
import { render } from '../../src/plot/index.js';
import { median } from './instances.js';
import { samples } from './samples.js';

const args = (n: number, count: number): string[] => ['--import', 'tsx', join(import.meta.dirname, 'one-closest.ts'), String(n), String(count)];

/** closest where lists no longer fit: seconds and peak memory, each in a process of its own. */
export function benchMemory(): string {
  const rows = [40, 44, 48, 52, 56, 60].map((n) => {
    const { seconds, megabytes } = JSON.parse(spawnSync(process.execPath, args(n, 1), { encoding: 'utf8' }).stdout) as { seconds: number; megabytes: number };
    return `| ${n} | ${seconds.toPrecision(3)} | ${megabytes.toFixed(0)} | ${((seconds * 1e9) / 2 ** (n / 2 + 1)).toFixed(2)} |`;
  });
  return `## The closest subset of many: time and memory

Numbers of 53 bits and a target between their steps, so that no subset hits exactly and no search ends early. Up to n = 44 both halves' sums are lists; beyond,
they are made window by window. Peak memory of the whole process (about 90 MB of it Node's). The floor is 2^{n/2 + 1} sums.

| n | seconds | MB | ns per sum |
|---|---|---|---|
${rows.join('\n')}
`;
}

/** How closest scales: time against n with the fitted exponent, and against cores. */
export async function benchScaling(figure: string | undefined): Promise<string> {
  const points: { n: number; microseconds: number }[] = [];
  for (let n = 16; n <= 42; n += 2) {
    const count = Math.max(3, Math.min(400, Math.round(2 ** (29 - n / 2) / 2 ** 10))), values = new Float64Array(n);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      for (let k = 0; k < count; k++) {
        samples(n, k, values);
        closest.select(known(values), 0.25, 0);
      }
      times.push(((performance.now() - start) * 1000) / count);
    }
    points.push({ n, microseconds: median(times) });
  }
  const { slope, radius, at } = line(points.filter((p) => p.n >= 24).map(({ n, microseconds }) => [n, Math.log2(microseconds)]));
  if (figure) {
    const fit = [24, 42].map((n) => ({ n, microseconds: 2 ** at(n) }));
    const x = { field: 'n', type: 'quantitative', title: 'n candidates', scale: { zero: false } }, y = { field: 'microseconds', type: 'quantitative', title: 'microseconds per problem', scale: { type: 'log' } };
    const spec = {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json', width: 420, height: 300,
      title: `closest: ${slope.toFixed(3)} bits per candidate, 95 % interval +- ${radius.toFixed(3)} (n >= 24)`,
      layer: [{ data: { values: points }, mark: { type: 'point', filled: true, size: 50 }, encoding: { x, y } }, { data: { values: fit }, mark: 'line', encoding: { x, y } }],
    };
    writeFileSync(figure, await render(spec, figure));
  }
  const alone = await Promise.all([timed(args(34, 40))]), together = await Promise.all([timed(args(34, 40)), timed(args(34, 40))]);
  const ratio = Math.max(...together) / alone[0];
  return `## Scaling

Time against n: log2 of the time grows by ${slope.toFixed(3)} per candidate, 95 % interval [${(slope - radius).toFixed(3)}, ${(slope + radius).toFixed(3)}], for n = 24 to 42 (theory: 0.5; the interval is
that of a straight line through the points). ![time of closest against n](closest-scaling.svg)

| n | us per problem |
|---|---|
${points.map(({ n, microseconds }) => `| ${n} | ${microseconds.toPrecision(3)} |`).join('\n')}

Time against cores: 40 problems of n = 34 take ${alone[0].toFixed(2)} s in one process; two processes at once take ${ratio.toFixed(2)} times as long for twice the work (1 is perfect).
`;
}

/** Least squares: slope, the half-width of its 95 % interval (Student, by 2.3 for the few degrees of freedom here), and the line. */
function line(points: readonly (readonly [number, number])[]): { slope: number; radius: number; at: (x: number) => number } {
  const n = points.length, mx = points.reduce((s, [x]) => s + x, 0) / n, my = points.reduce((s, [, y]) => s + y, 0) / n;
  const sxx = points.reduce((s, [x]) => s + (x - mx) ** 2, 0), slope = points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / sxx;
  const at = (x: number): number => my + slope * (x - mx);
  const radius = 2.306 * Math.sqrt(points.reduce((s, [x, y]) => s + (y - at(x)) ** 2, 0) / (n - 2) / sxx);
  return { slope, radius, at };
}

const timed = (args: string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part) => (text += part));
    child.on('exit', () => {
      try {
        resolve((JSON.parse(text) as { seconds: number }).seconds);
      } catch (error) {
        reject(error as Error);
      }
    });
  });
