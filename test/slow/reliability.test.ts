import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readers } from '../../experiments/reliability/readers/index.js';
import { cases, damages, outcomeOf, type Reader } from '../../src/properties/index.js';
import { someSeed } from '../../src/properties/property.js';

describe.each(readers.map((r) => [r.name, r as Reader] as const))('%s', (_, reader) => {
  test('keeps its promise on 1000 damaged files, others each time', async () => {
    const seed = someSeed();
    for (const { bytes, said } of cases.sample(damages(reader.samples(), reader.views ?? []), { seed, numRuns: 1000 })) {
      const outcome = await outcomeOf(reader, bytes);
      if (outcome.said === 'broken') throw new Error(`${outcome.why} (seed ${seed})\n${said}`);
    }
  });
});

test('the script counts what it read, in a process that it watches', () => {
  const page = execFileSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../../experiments/reliability/write.ts'), '--files', '500', '--only', 'IDX'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [files, valid, refused, ...bad] = /^\| IDX \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|/m.exec(page)!.slice(1).map(Number);
  expect([files, valid + refused, ...bad]).toEqual([500, 500, 0, 0, 0]);
  expect(page).toMatch(/\| IDX \| a shape of 255 times 2\^32 - 1 \| 1,024 B \| refused \|/);
});
