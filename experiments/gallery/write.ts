import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../src/plot/index.js';
import { studies } from '../index.js';
import { entryOf, galleryPage, type Entry } from './page.js';

/** Writes docs/results.md and its figures from the committed rows: `npm run results`. */
const root = join(import.meta.dirname, '../..'), pictures = join(root, 'docs/results');

const entries: Entry[] = [];
for (const study of studies) entries.push(await entryOf(study, join(root, 'experiments', study.name, 'rows')));
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
for (const { figures } of entries) {
  for (const { name, spec } of figures) writeFileSync(join(pictures, `${name}.svg`), await render(spec, `${name}.svg`));
}
writeFileSync(join(root, 'docs/results.md'), `${galleryPage(entries).trim()}\n`);
console.error(`docs/results.md: ${entries.length} studies, ${entries.reduce((n, e) => n + e.figures.length, 0)} figures`);
