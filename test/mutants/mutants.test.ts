import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { propertiesOf } from '../../src/properties/index.js';
import { jobs, kinds, type Job } from './jobs.js';
import { firstKill } from './kill.js';
import { root } from './mutated.js';
import { publishedFolder, publishedNames } from './published-runs.js';
import { sizeOf } from './row.js';

/** What npm test tries: one or two things of each kind. The others are tried by npm run test:slow and npm run mutants. */
const few: Partial<Record<Job['kind'], readonly string[]>> = { construction: ['diamond'], solver: ['closest'], theorem: ['carriers.conjecture'] };

describe.each(Object.entries(few).flatMap(([kind, subjects]) => subjects.map((s) => [s, kind] as const)))('%s (%s): a property sees', (subject, kind) => {
  test.each(jobs.filter((j) => j.kind === kind && j.subject === subject).map((j) => [j.fault, j] as const))('%s, or it cannot be there', async (_, job) => {
    expect(await job.run()).toBeDefined();
  });
});

describe('a published mistake, as a user would write it', () => {
  test.each(publishedNames)('%s: is seen with a target of at most 2 x 2', async (name) => {
    const file = join(publishedFolder, `${name}.ts`), module = (await import(/* @vite-ignore */ file)) as Record<string, unknown>;
    // What takes the longest is left out; slth test runs all of them.
    const properties = propertiesOf(module, `file://${file}`).flatMap((t) => t.properties).filter((p) => !/certified error|checker|power of two keep|workers|verification/.test(p.name));
    const kill = await firstKill(properties, { runs: 100, seed: 1 });
    expect(kill).toBeDefined();
    expect(sizeOf({ kind: 'construction' }, kill!.counterexample)).toMatch(/^[12] x [12]$/);
  });
});

describe('docs/mutants.md', () => {
  const text = readFileSync(join(root, 'docs/mutants.md'), 'utf8');

  test('was written by its script, with machine, date and version, of every fault that there is, and says that none survives', () => {
    expect(text).toMatch(/^Written by `npm run mutants -- --write` on \d{4}-\d\d-\d\d: .+ cores \(.+\), Node v\d+/m);
    expect(text.includes('\nNone survives. ') && !text.includes('SURVIVES')).toBe(true);
    for (const kind of kinds) {
      const of = jobs.filter((j) => j.kind === kind), [, planted, survive, cannot] = new RegExp(`^\\| ${kind} \\| \\d+ \\| (\\d+) \\| \\d+ \\| (\\d+) \\| (\\d+) \\|$`, 'm').exec(text)!.map(Number);
      expect([kind, planted + cannot, survive]).toEqual([kind, of.length, 0]);
    }
  });

  test('shows each published mistake with its module as it is, and what slth test says of it', () => {
    for (const name of publishedNames) {
      expect(text).toContain(`### ${name}\n`);
      expect(text).toContain(`\`\`\`ts\n${readFileSync(join(publishedFolder, `${name}.ts`), 'utf8').trim()}\n\`\`\``);
      expect(text).toMatch(new RegExp(`^\`slth test ${name}\\.ts --seed 1\`: fails, exit code 1, in [\\d.]+ s\\. Seen by \\*`, 'm'));
    }
  });
});
