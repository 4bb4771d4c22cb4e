import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closest, known } from '../../src/subset-sum/index.js';
import { instances, median, type Instance } from './instances.js';

const ROUNDS = 9;

/** closest in plain TypeScript beside the same method in C (gcc -O3), on the same problems in turn; optima must agree. */
export function benchClosest(folder: string): string {
  const rows = [[15, 4000], [20, 1500], [25, 300]].map(([n, count]) => {
    const problems = instances(n, count);
    const file = join(folder, `closest-${n}.bin`);
    writeFileSync(file, encode(n, problems));
    const candidates = problems.map((p) => ({ candidates: known(p.values), target: p.target }));
    const ours: number[] = [], theirs: number[] = [];
    let distances: number[] = [];
    for (let round = -2; round < ROUNDS; round++) {
      const c = spawnSync(join(folder, 'closest'), [file, '1'], { encoding: 'utf8' });
      const start = performance.now();
      const chosen = candidates.map(({ candidates: xs, target }) => closest.select(xs, target, 0).chosen);
      const took = ((performance.now() - start) * 1e6) / count;
      if (round < 0) {
        distances = chosen.map((s, k) => Math.abs(s.reduce((sum, i) => sum + problems[k].values[i], 0) - problems[k].target));
        const wrong = c.stdout.trim().split('\n').filter((line, k) => hexFloat(line) !== distances[k]).length;
        if (wrong > 0) throw new Error(`closest: ${wrong} of ${count} optima differ from the C program's at n = ${n}`);
        continue;
      }
      ours.push(took);
      theirs.push(Number(c.stderr));
    }
    const ratio = median(ours.map((t, k) => t / theirs[k]));
    // Merge steps of both halves, then pointer steps: the floor is one a nanosecond.
    const steps = 2 * (2 ** Math.floor(n / 2) + 2 ** Math.ceil(n / 2)) + 2 ** Math.floor(n / 2) + 2 ** Math.ceil(n / 2);
    return `| ${n} | ${count} | ${(median(ours) / 1000).toFixed(2)} | ${(median(theirs) / 1000).toFixed(2)} | ${ratio.toFixed(2)} | ${(median(ours) / steps).toFixed(2)} |`;
  });
  return `## The closest subset: TypeScript beside C

Meet in the middle on fresh samples; the C program (test/bench/closest.c, \`gcc -O3\`) merges and walks with branches and only
returns the distance, ours returns the subset. Optima agree on every problem.

| n | problems | TypeScript, us each | C, us each | ratio | ns per step (floor: 1) |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function encode(n: number, problems: readonly Instance[]): Uint8Array {
  const head = Int32Array.of(n, problems.length), body = new Float64Array(problems.length * (n + 1));
  problems.forEach(({ values, target }, k) => {
    body.set(values, k * (n + 1));
    body[k * (n + 1) + n] = target;
  });
  return Buffer.concat([new Uint8Array(head.buffer), new Uint8Array(body.buffer)]);
}

/** The number that C prints as %a. */
function hexFloat(text: string): number {
  const [, whole, fraction = '', exponent] = /^0x([01])(?:\.([0-9a-f]+))?p([+-]\d+)$/.exec(text.trim())!;
  return (parseInt(whole, 16) + (fraction ? parseInt(fraction, 16) / 16 ** fraction.length : 0)) * 2 ** Number(exponent);
}
