import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { documents } from '../../experiments/worked-examples/documents.js';
import { lasting } from '../../experiments/worked-examples/document.js';
import { walk } from '../../experiments/worked-examples/walk.js';

const root = join(import.meta.dirname, '../..');

test.each(documents)('%s shows what all of its commands print, and the figures that they draw', async (name) => {
  const document = readFileSync(join(root, name), 'utf8'), figures = [...document.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((m) => m[1]);
  const { runs } = await walk(document, { slow: true, keep: (folder) => expect(figures.filter((figure) => !existsSync(join(folder, basename(figure))))).toEqual([]) });
  expect(runs.length).toBe(document.match(/^\$ /gm)!.length);
  for (const { command, shown, printed } of runs) expect(lasting(printed), command).toBe(lasting(shown));
});
