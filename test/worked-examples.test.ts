import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents } from '../experiments/worked-examples/documents.js';
import { consoleText, lasting, piecesOf } from '../experiments/worked-examples/document.js';
import { walk } from '../experiments/worked-examples/walk.js';

const root = join(import.meta.dirname, '..');
/** Half a minute of an idle machine. */
const MILLISECONDS = 300_000;

describe('a worked example', () => {
  // All commands of all of them: npm run test:slow.
  test.each(documents.slice(0, 1))('%s shows what its commands print, run in an empty folder one after another, but for the seconds and for what takes long', async (name) => {
    const document = readFileSync(join(root, name), 'utf8'), { runs } = await walk(document, { slow: false });
    expect(runs.length).toBeGreaterThan(2);
    for (const { command, shown, printed } of runs) expect(lasting(printed), command).toBe(lasting(shown));
    // A command that repeats a failure is one that a failure prints.
    for (const { command } of runs) if (command.includes('--path')) expect(document).toContain(`again: ${command.replace(/^npx /, '')}\n`);
  }, MILLISECONDS);
});

describe('the pieces of a document', () => {
  const text = ['```ts', '// a.ts', 'const a = 1;', 'const b = 2;', '```', 'then', '```diff', '--- a.ts', ' const a = 1;', '-const b = 2;', '+const b = 3;', '```', '```console slow', '$ cat a.ts', 'x', '$ ls', '```', '```', 'npx slth', '```'].join('\n');

  test('are files, edits and commands with what they print, in order; other blocks are none', () => {
    const [file, edit, run, ...more] = piecesOf(text);
    expect(file).toEqual({ kind: 'file', name: 'a.ts', text: '// a.ts\nconst a = 1;\nconst b = 2;\n' });
    expect(edit).toEqual({ kind: 'edit', name: 'a.ts', before: 'const a = 1;\nconst b = 2;\n', after: 'const a = 1;\nconst b = 3;\n' });
    expect(run).toMatchObject({ kind: 'run', slow: true, runs: [{ command: 'cat a.ts', shown: 'x\n' }, { command: 'ls', shown: '' }] });
    expect(run.kind === 'run' && text.slice(run.from, run.to)).toBe(run.kind === 'run' && consoleText(run.runs));
    expect(more).toEqual([]);
  });

  test('are done as they say, and what is printed otherwise takes the place of what is shown', async () => {
    const { runs, text: other } = await walk(text, { slow: true });
    expect(runs.map((r) => r.printed)).toEqual(['// a.ts\nconst a = 1;\nconst b = 3;\n', 'a.ts\nnode_modules\n']);
    expect(other).toBe(text.replace('$ cat a.ts\nx\n$ ls\n', '$ cat a.ts\n// a.ts\nconst a = 1;\nconst b = 3;\n$ ls\na.ts\nnode_modules\n'));
    expect((await walk(text, { slow: false })).runs).toEqual([]);
    await expect(walk(text.replace('-const b', '-const c'), { slow: true })).rejects.toThrow('needed these lines once in a.ts, got them 0 times');
  });

  test('are the same whenever they ran: seconds and the order in which properties end do not last', () => {
    const once = 'holds     20 cases    0.12 s  b\nfails      1 case     2.00 s  a\n         W = [[1]]\n\nverdict      fails: 1; 2.1 s\n';
    const again = 'fails      1 case    12.00 s  a\n         W = [[1]]\nholds     20 cases    3.12 s  b\n\nverdict      fails: 1; 15.1 s\n';
    expect(lasting(once)).toBe(lasting(again));
    expect(lasting(once)).not.toBe(lasting(again.replace('[[1]]', '[[2]]')));
  });
});
