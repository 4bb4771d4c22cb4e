import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entryOf, galleryPage, type Entry } from '../../experiments/gallery/page.js';
import { studies } from '../../experiments/index.js';
import { render } from '../../src/plot/index.js';

const root = join(import.meta.dirname, '../..');

test('docs/results.md and its figures are what the committed rows say', async () => {
  const entries: Entry[] = [];
  for (const study of studies) entries.push(await entryOf(study, join(root, 'experiments', study.name, 'rows')));
  expect(readFileSync(join(root, 'docs/results.md'), 'utf8')).toBe(`${galleryPage(entries).trim()}\n`);
  for (const { figures } of entries) for (const { name, spec } of figures) expect(await render(spec, `${name}.svg`), name).toBe(readFileSync(join(root, `docs/results/${name}.svg`), 'utf8'));
});
