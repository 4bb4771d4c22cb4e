import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { philox } from '../../src/numeric/philox.js';
import { philoxWords } from '../../src/numeric/uniforms.js';
import { median } from './instances.js';

const COUNT = 1 << 18;

/** Drawing: Philox words a second in TypeScript and WebAssembly beside C; all words must be the same. */
export function benchPhilox(folder: string): string {
  const words = new Uint32Array(4);
  const sumOf = (xs: Uint32Array): number => xs.reduce((s, x) => (s + x) >>> 0, 0);
  const took = { c: [] as number[], wasm: [] as number[], plain: [] as number[] };
  for (let round = -2; round < 9; round++) {
    const c = spawnSync(join(folder, 'philox'), [String(COUNT)], { encoding: 'utf8' });
    let start = performance.now();
    const made = philoxWords(1, 2, 3, 4, 5, COUNT);
    const wasm = ((performance.now() - start) * 1e6) / (4 * COUNT);
    start = performance.now();
    let sum = 0;
    for (let k = 0; k < COUNT; k++) {
      philox(1, 2, k, 3, 4, 5, words);
      sum = (sum + words[0] + words[1] + words[2] + words[3]) >>> 0;
    }
    const plain = ((performance.now() - start) * 1e6) / (4 * COUNT);
    if (Number(c.stdout) !== sumOf(made) || Number(c.stdout) !== sum) throw new Error('philox: the words differ');
    if (round >= 0) (took.c.push(Number(c.stderr)), took.wasm.push(wasm), took.plain.push(plain));
  }
  const row = (name: string, of: keyof typeof took): string => {
    const ns = median(took[of]);
    return `| ${name} | ${ns.toFixed(2)} | ${(1000 / ns).toFixed(0)} | ${median(took[of].map((t, k) => t / took.c[k])).toFixed(1)} |`;
  };
  return `## Drawing

One Philox word is one source weight. The floor is 20 multiplications of 32 bits, one a cycle, per four words: about 1.5 ns a word
without vectors. The words of all three are the same.

| | ns per weight | million weights a second | ratio to C |
|---|---|---|---|
${row('TypeScript', 'plain')}
${row('WebAssembly', 'wasm')}
${row('C, gcc -O3 -march=native', 'c')}
`;
}
