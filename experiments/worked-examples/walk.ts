import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { consoleText, lasting, piecesOf, type Run } from './document.js';

/** What came of a document's commands. */
export interface Walk {
  /** Each command that was run, what the document shows, and what it printed. */
  readonly runs: readonly (Run & { readonly printed: string })[];
  /** The document with what was printed in place of what was shown, where these differ in what lasts. */
  readonly text: string;
}

const root = join(import.meta.dirname, '../..'), program = join(root, 'dist/src/cli/main.js');
/** What stands before each command: npx takes the program that was built, and asks nobody. */
const shell = `npx() { "$@"; }; slth() { '${process.execPath}' '${program}' "$@"; };`;

/**
 * Does what a document says, as a reader would who has installed the package: in an empty folder, piece after piece. `slow`: blocks marked so too.
 * `keep` is given the folder before it is removed. Throws an Error for an edit of lines that are not there.
 */
export async function walk(document: string, { slow, keep }: { readonly slow: boolean; keep?(folder: string): void }): Promise<Walk> {
  const folder = mkdtempSync(join(tmpdir(), 'slth-example-')), runs: Walk['runs'][number][] = [];
  let text = document, shift = 0;
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/slth'));
  try {
    for (const piece of piecesOf(document)) {
      if (piece.kind === 'file') writeFileSync(join(folder, piece.name), piece.text);
      else if (piece.kind === 'edit') {
        const path = join(folder, piece.name), parts = readFileSync(path, 'utf8').split(piece.before);
        if (parts.length !== 2) throw new Error(`walk: needed these lines once in ${piece.name}, got them ${parts.length - 1} times:\n${piece.before}`);
        writeFileSync(path, parts.join(piece.after));
      } else if (slow || !piece.slow) {
        const done: Run[] = [];
        for (const { command, shown } of piece.runs) {
          const printed = (await output(command, folder)).replaceAll(`${folder}/`, '').replaceAll(/[ \t]+$/gm, '');
          runs.push({ command, shown, printed });
          done.push({ command, shown: lasting(printed) === lasting(shown) ? shown : printed });
        }
        const inside = consoleText(done);
        text = text.slice(0, piece.from + shift) + inside + text.slice(piece.to + shift);
        shift += inside.length - (piece.to - piece.from);
      }
    }
    keep?.(folder);
    return { runs, text };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All that a command prints, whatever its exit code. */
async function output(command: string, folder: string): Promise<string> {
  const done = promisify(execFile)('sh', ['-c', `${shell} { ${command}\n} 2>&1`], { cwd: folder, maxBuffer: 1 << 26 });
  return done.then((r) => r.stdout, (error: { readonly stdout: string }) => error.stdout);
}
