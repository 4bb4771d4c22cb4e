import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Asked } from './try-files.js';

/** What a process may take: of its heap, as on a machine of 4 GiB, and in all, in bytes; and the milliseconds of one file. */
export const HEAP_MIB = 2048, MOST_MEMORY = 4 * 2 ** 30, LONGEST_FILE = 10_000, LONGEST_BOMB = 60_000;

/** Bytes of memory that reading a file of so many bytes, unpacked where it is packed, may take: the stated limit. */
export const allowed = (bytes: number): number => 512 * 2 ** 20 + 32 * bytes;

/** How a process ended: by itself, or with the file it was at. */
export type End = { readonly how: 'done' } | { readonly how: 'crash' | 'hang' | 'memory'; readonly batch: number; readonly file: number; readonly why: string };

const CHILD = fileURLToPath(new URL(`./try-files${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'slth-reliability-'));
let started = 0;

/** Reads files in a process of its own, which is ended where one file takes too long or too much; what it tells is given to `told`. */
export function watch(asked: Omit<Asked, 'progress'>, told: (value: unknown) => void): Promise<End> {
  const progress = join(folder, String(started++)), longest = asked.bomb === undefined ? LONGEST_FILE : LONGEST_BOMB;
  const child = spawn(process.execPath, [...process.execArgv, `--max-old-space-size=${HEAP_MIB}`, CHILD, JSON.stringify({ ...asked, progress } satisfies Asked)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const at = (): string => {
    try {
      return readFileSync(progress, 'utf8');
    } catch {
      return '';
    }
  };
  let last = '', since = performance.now(), ended: 'hang' | 'memory' | undefined, said = '';
  const end = (how: 'hang' | 'memory'): void => {
    ended = how;
    child.kill('SIGKILL');
  };
  const timer = setInterval(() => {
    const now = at();
    if (now !== last) [last, since] = [now, performance.now()];
    else if (now !== '' && performance.now() - since > longest) end('hang');
    try {
      // Resident pages of 4 KiB; where there is no /proc the heap alone is limited.
      if (4096 * Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) > MOST_MEMORY) end('memory');
    } catch { /* Another system, or a process that has ended. */ }
  }, 100);
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  createInterface(child.stdout).on('line', (line) => told(JSON.parse(line)));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(timer);
      const [batch, file] = at().split(' ').map(Number);
      resolve(code === 0 ? { how: 'done' } : { how: ended ?? 'crash', batch, file, why: ended ?? `${signal ?? `exit code ${code}`}: ${said.trim().split('\n').slice(-8).join(' / ').slice(0, 300)}` });
    });
  });
}
