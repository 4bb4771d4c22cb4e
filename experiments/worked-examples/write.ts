import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { documents } from './documents.js';
import { lasting } from './document.js';
import { walk } from './walk.js';

/**
 * Runs the worked examples, or those that are named, and says what differs: `npm run examples`; with `-- --write` puts what is printed, and the figures that are
 * shown, into the documents.
 */
const root = join(import.meta.dirname, '../..'), write = process.argv.includes('--write'), named = documents.filter((name) => process.argv.includes(name));

for (const name of named.length > 0 ? named : documents) {
  const path = join(root, name), document = readFileSync(path, 'utf8');
  const figures = [...document.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((m) => m[1]);
  const { runs, text } = await walk(document, {
    slow: true,
    keep(folder) {
      if (write) for (const figure of figures) if (existsSync(join(folder, basename(figure)))) copyFileSync(join(folder, basename(figure)), join(path, '..', figure));
    },
  });
  const other = runs.filter(({ shown, printed }) => lasting(shown) !== lasting(printed));
  for (const { command, printed } of write ? [] : other) console.log(`${name}: $ ${command}\n${printed}`);
  if (write) writeFileSync(path, text);
  console.error(`${name}: ${runs.length} commands, ${other.length} ${write ? 'rewritten' : 'print other than is shown'}`);
  if (!write && other.length > 0) process.exitCode = 1;
}
