import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closest, engine, openWasmEngine, PlainEngine, useEngine, type Candidates } from '../../src/subset-sum/index.js';
import { instances, median, type Instance } from './instances.js';

const ROUNDS = 9, WARM = 5;

/** closest in WebAssembly and in plain TypeScript beside the same method in C, on the same problems in turn; optima must agree. */
export function benchClosest(folder: string): string {
  const usual = engine(), engines = [openWasmEngine()!, new PlainEngine()];
  const rows = [[15, 4000], [20, 1500], [25, 300], [30, 50], [36, 6], [40, 2]].map(([n, count]) => {
    const problems = instances(n, count);
    const file = join(folder, `closest-${n}.bin`);
    writeFileSync(file, encode(n, problems));
    // As C has them: all problems in one array, each read into one place.
    const data = new Float64Array(encode(n, problems).slice(8).buffer), values = new Float64Array(n);
    const candidates: Candidates = { limit: n, drawn: n, values, draw: () => {} };
    const solve = (k: number): readonly number[] => {
      for (let i = 0, from = k * (n + 1); i < n; i++) values[i] = data[from + i];
      return closest.select(candidates, data[k * (n + 1) + n], 0).chosen;
    };
    const took = { wasm: [] as number[], plain: [] as number[], c: [] as number[] };
    for (let round = -WARM; round < ROUNDS; round++) {
      const c = spawnSync(join(folder, 'closest'), [file, '1'], { encoding: 'utf8' });
      if (round >= 0) took.c.push(Number(c.stderr));
      for (const one of engines) {
        useEngine(one);
        // The C program has left its own in the caches.
        for (let k = 0; k < Math.min(200, count); k++) solve(k);
        const start = performance.now(), chosen: (readonly number[])[] = [];
        for (let k = 0; k < count; k++) chosen.push(solve(k));
        if (round >= 0) took[one.name].push(((performance.now() - start) * 1e6) / count);
        else if (round === -WARM) {
          const distances = chosen.map((s, k) => Math.abs(s.reduce((sum, i) => sum + problems[k].values[i], 0) - problems[k].target));
          const wrong = c.stdout.trim().split('\n').filter((line, k) => hexFloat(line) !== distances[k]).length;
          if (wrong > 0) throw new Error(`closest: ${wrong} of ${count} optima of ${one.name} differ from the C program's at n = ${n}`);
        }
      }
    }
    const ratio = (of: 'wasm' | 'plain'): string => median(took[of].map((t, k) => t / took.c[k])).toFixed(2);
    // Steps of merging (half of each list: the other half is its mirror image) and of walking.
    const steps = 2 * (2 ** Math.floor(n / 2) + 2 ** Math.ceil(n / 2));
    const us = (of: keyof typeof took): string => (median(took[of]) / 1000).toPrecision(3);
    return `| ${n} | ${count} | ${us('wasm')} | ${us('plain')} | ${us('c')} | ${ratio('wasm')} | ${ratio('plain')} | ${(median(took.wasm) / steps).toFixed(2)} |`;
  });
  useEngine(usual);
  return `## The closest subset: WebAssembly and TypeScript beside C

Meet in the middle on fresh samples; the C program (test/bench/closest.c) merges and walks with branches and only returns the
distance, ours returns the subset. Optima agree on every problem. Steps: one per entry merged (half of each list) and per entry
walked over; the floor is one a nanosecond. Aims: WebAssembly at most 0.5 of C (0.35 hoped for), TypeScript at most 0.8.

| n | problems | WebAssembly, us | TypeScript, us | C, us | WebAssembly / C | TypeScript / C | ns per step |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function encode(n: number, problems: readonly Instance[]): Uint8Array {
  const head = Int32Array.of(n, problems.length), body = new Float64Array(problems.length * (n + 1));
  problems.forEach(({ values, target }, k) => {
    body.set(values, k * (n + 1));
    body[k * (n + 1) + n] = target;
  });
  const out = new Uint8Array(8 + body.byteLength);
  out.set(new Uint8Array(head.buffer));
  out.set(new Uint8Array(body.buffer), 8);
  return out;
}

/** The number that C prints as %a. */
function hexFloat(text: string): number {
  const [, whole, fraction = '', exponent] = /^0x([01])(?:\.([0-9a-f]+))?p([+-]\d+)$/.exec(text.trim())!;
  return (parseInt(whole, 16) + (fraction ? parseInt(fraction, 16) / 16 ** fraction.length : 0)) * 2 ** Number(exponent);
}
