import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hittingTime, LONGEST_PREFIX } from '../../src/subset-sum/index.js';
import { parseSampleLaw, PoolOfSamples } from '../../src/subset-sum/laboratory/index.js';
import { median } from './instances.js';

const EPSILON = 0.01, COUNT = 100_000, ROUNDS = 5;

/** Raw draws of one attempt: a diamond's half uses half of them. */
const LAWS = [['uniform', LONGEST_PREFIX], ['product', LONGEST_PREFIX], ['diamond', 2 * LONGEST_PREFIX]] as const;

/** 10^5 hitting times, drawn and solved in one thread, and the same problems solved by the same method in C; times must agree. */
export function benchHitting(folder: string): string {
  const rows = LAWS.map(([law, n]) => {
    const pool = new PoolOfSamples({ law: parseSampleLaw(law, EPSILON), scale: 1, n, sharing: 'weight', seed: 1998 });
    const candidates = { values: pool.values, limit: 0, drawn: 0, draw: (): void => {} };
    const draw = (k: number): void => {
      pool.draw(k, 0);
      candidates.limit = candidates.drawn = Math.min(pool.usable, LONGEST_PREFIX);
    };
    // Rows of C are of one length: zeros after the last usable draw reach nothing new.
    const width = LONGEST_PREFIX, body = new Float64Array(COUNT * (width + 1));
    for (let k = 0; k < COUNT; k++) {
      draw(k);
      body.set(pool.values.subarray(0, candidates.limit), k * (width + 1));
      body[k * (width + 1) + width] = pool.target(k, 0, 1);
    }
    const file = join(folder, `hitting-${law}.bin`);
    writeFileSync(file, Buffer.concat([Buffer.from(Int32Array.of(width, COUNT).buffer), Buffer.from(body.buffer)]));
    const took = { drawn: [] as number[], solved: [] as number[], c: [] as number[] }, times = new Float64Array(COUNT);
    for (let round = 0; round < ROUNDS; round++) {
      const c = spawnSync(join(folder, 'hitting'), [file, String(EPSILON)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
      took.c.push(Number(c.stderr) / 1e9);
      let start = performance.now();
      for (let k = 0; k < COUNT; k++) {
        draw(k);
        times[k] = hittingTime(candidates, pool.target(k, 0, 1), EPSILON).time;
      }
      took.drawn.push((performance.now() - start) / 1000 / COUNT);
      start = performance.now();
      for (let k = 0, from = 0; k < COUNT; k++, from += width + 1) {
        for (let i = 0; i < width; i++) pool.values[i] = body[from + i];
        candidates.limit = candidates.drawn = width;
        hittingTime(candidates, body[from + width], EPSILON);
      }
      took.solved.push((performance.now() - start) / 1000 / COUNT);
      const wrong = c.stdout.trim().split('\n').filter((line, k) => (Number(line) < 0 ? Infinity : Number(line)) !== times[k]).length;
      if (wrong > 0) throw new Error(`hitting: ${wrong} of ${COUNT} times differ from the C program's, law ${law}`);
    }
    const ratio = median(took.solved.map((t, k) => t / took.c[k]));
    return `| ${law} | ${(median(took.drawn) * COUNT).toFixed(2)} | ${(median(took.solved) * 1e6).toFixed(2)} | ${(median(took.c) * 1e6).toFixed(2)} | ${ratio.toFixed(2)} |`;
  });
  return `## Hitting times: how fast attempts are

${COUNT.toLocaleString('en-US')} attempts at one target, uniform on [-1, 1], to within ${EPSILON}, in one thread: the draws up to ${LONGEST_PREFIX} candidates and the least prefix of
them that reaches the target. The C program (test/bench/hitting.c) solves the same problems by the same method, without drawing them; all times agree.

| law | drawn and solved, s for all | solved, us each | C, us each | WebAssembly / C |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
