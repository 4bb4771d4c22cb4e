import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { sharedRow } from '../../src/constructions/by-carriers.js';
import { FourRows } from '../../src/constructions/four-rows.js';
import { builtins } from '../../src/network/builtin/index.js';
import { ball, countWeights, readNetwork, writeTicket, type Network } from '../../src/network/index.js';
import { uniform } from '../../src/numeric/law.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { sparsest } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';
import { median } from './instances.js';

/** Where the time of the main job goes, on one core: nanoseconds per target weight for drawing, searching, and the rest. */
export async function profileJob(name: string): Promise<string> {
  const target = await load(name);
  const weights = countWeights(target);
  const runs: { drawing: number; search: number; rest: number; drawn: number; problems: number }[] = [];
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    const done = await approximate(
      { target, domain: ball(1), theorem: theorem1, epsilon: null, tolerance: 0.01, budget: 'expected', delta: 0.05, selector: sparsest, candidates: 'bound', seed: 1 },
      inlinePool,
    );
    writeTicket(done.ticket);
    const total = performance.now() - start;
    const drawn = done.result.perLayer.reduce((sum, l) => sum + l.weightsDrawn, 0);
    const drawing = timeToDraw(drawn);
    const search = done.result.seconds.search * 1000 - drawing;
    if (round > 0) runs.push({ drawing, search, rest: total - drawing - search, drawn, problems: done.result.problems });
  }
  const each = (f: (r: (typeof runs)[number]) => number): string => ((median(runs.map(f)) * 1e6) / weights).toFixed(0);
  const { drawn, problems } = runs[0];
  return `## The main job, stage by stage, one core

${name.startsWith('builtin:') ? name : basename(name)}: ${weights.toLocaleString('en-US')} weights, tolerance 0.01, select sparsest; ${problems.toLocaleString('en-US')} problems, ${drawn.toLocaleString('en-US')} weights drawn
(${(drawn / weights).toFixed(1)} per target weight; the floor of drawing is one Philox call, 40 32-bit multiplications, per four of them).

| stage | ns per target weight |
|---|---|
| drawing | ${each((r) => r.drawing)} |
| search | ${each((r) => r.search)} |
| rest (norms, bound, collapse, certificate, ticket) | ${each((r) => r.rest)} |
`;
}

async function load(name: string): Promise<Network> {
  const builtin = builtins.find((b) => name === `builtin:${b.name}`);
  return builtin ? builtin.load() : readNetwork(basename(name), Uint8Array.from(readFileSync(name)));
}

/** Milliseconds to draw so many weights as the search does: as candidates of four outputs, 32 at a time. */
function timeToDraw(weights: number): number {
  const source = { seed: 1, attempt: 0, law: uniform };
  const units = Uint32Array.from({ length: 32 }, (_, k) => 2 * k), positive = { units, gains: new Float64Array(32).fill(0.5) };
  const four = new FourRows(source, 2, 32, (unit, column) => sharedRow(784, unit, column));
  const start = performance.now();
  for (let rowBlock = 0; four.weightsDrawn < weights; rowBlock++) {
    four.start(positive, 0, rowBlock);
    four.draw(positive.units.length);
  }
  return performance.now() - start;
}
