import { mkdir, open, readdir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatRows, LONGEST_ROWS, parseRows, uniteRows } from './rows-text.js';
import type { Row } from './study.js';

/** A case's rows on disk: KEY.jsonl, and KEY.IofN.jsonl of each shard that was not merged yet. */
export interface CaseFile {
  readonly folder: string;
  readonly key: string;
  /** The first line of each of its files. */
  readonly header: string;
  /** Rows of a machine: of two for the same attempts the first is kept, where others must be equal. */
  readonly measured: boolean;
}

/** What is there of a case. */
export interface CaseOnDisk {
  readonly rows: readonly Row<unknown>[];
  readonly torn: number;
  readonly files: readonly string[];
  readonly shardFiles: readonly string[];
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The files of one case in one folder, its own first. */
async function filesOf({ folder, key }: CaseFile): Promise<string[]> {
  const pattern = new RegExp(`^${key}(\\.\\d+of\\d+)?\\.jsonl$`);
  return (await namesIn(folder)).filter((name) => pattern.test(name)).sort((a, b) => a.length - b.length).map((name) => join(folder, name));
}

const isShard = (path: string): boolean => /\.\d+of\d+\.jsonl$/.test(path);

/** Reads files through open handles, so that what is renamed meanwhile is still read whole; files that are gone are left out. */
async function openAll(paths: readonly string[]): Promise<{ path: string; handle: FileHandle }[]> {
  const opened: { path: string; handle: FileHandle }[] = [];
  for (const path of paths) {
    try {
      opened.push({ path, handle: await open(path, 'r') });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return opened;
}

async function contentOf({ path, handle }: { path: string; handle: FileHandle }): Promise<Buffer> {
  const { size } = await handle.stat();
  if (size > LONGEST_ROWS) throw new RangeError(`${path}: needed a file of rows of at most ${LONGEST_ROWS} bytes, got ${size}`);
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const { bytesRead } = await handle.read(bytes, read, size - read, read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

/** Reads a case from its folder and from further ones. Throws a RangeError where two files disagree. */
export async function readCase(file: CaseFile, further: readonly string[] = []): Promise<CaseOnDisk> {
  const paths = (await Promise.all([file.folder, ...further].map((folder) => filesOf({ ...file, folder })))).flat();
  const opened = await openAll(paths);
  try {
    const parts = await Promise.all(opened.map(async (o) => ({ path: o.path, ...parseRows((await contentOf(o)).toString('utf8'), file.header, o.path) })));
    return { rows: uniteRows(parts, file.measured), torn: parts.reduce((n, p) => n + p.torn, 0), files: parts.map((p) => p.path), shardFiles: parts.map((p) => p.path).filter((path) => isShard(path) && dirname(path) === file.folder) };
  } finally {
    await Promise.all(opened.map(({ handle }) => handle.close()));
  }
}

/** Makes what was done in a folder (a new name, a rename) last through a power failure, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Appends lines to a file: in one write at its end, synced before it returns. Begins a line of its own where a killed run left a
 * part of one. If another process has meanwhile put a rewritten file in this one's place, appends to that one too, so that no row is
 * lost between two runs in one folder (settle looks from its side whether the old file has grown).
 */
async function appendLines(path: string, header: string, lines: readonly string[]): Promise<void> {
  for (;;) {
    const handle = await open(path, 'a+');
    try {
      const { size, ino, dev } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      const begin = size === 0 ? `${header}\n` : last[0] === 0x0a ? '' : '\n';
      const bytes = Buffer.from(`${begin}${lines.join('\n')}\n`);
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten < bytes.length) throw new Error(`${path}: needed room for ${bytes.length} bytes, got it for ${bytesWritten}`);
      await handle.datasync();
      if (size === 0) await syncFolder(dirname(path));
      const now = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (now !== null && now.ino === ino && now.dev === dev) return;
    } finally {
      await handle.close();
    }
  }
}

/** Appends rows of one case, of one shard or of none; rows that come while others are synced go together. */
export class RowsWriter {
  private pending: string[] = [];
  private next: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly path: string;

  constructor(
    private readonly file: CaseFile,
    shard?: { readonly index: number; readonly of: number },
  ) {
    this.path = join(file.folder, `${file.key}${shard ? `.${shard.index}of${shard.of}` : ''}.jsonl`);
  }

  /** Resolves once the line is on disk. */
  append(line: string): Promise<void> {
    this.pending.push(line);
    if (this.next === undefined) {
      this.next = this.last.then(() => {
        this.next = undefined;
        return appendLines(this.path, this.file.header, this.pending.splice(0));
      });
      this.last = this.next.catch(() => {});
    }
    return this.next;
  }
}

/** Files written beside their place so far: two runs of one process write to two. */
let besides = 0;

/**
 * Puts a case's rows, of its folder and of further ones, into its own file in the order of their attempts: written beside, synced,
 * renamed. Shard files of its folder are removed then; those of further folders stay. A file that is in order already is not touched.
 */
export async function settleCase(file: CaseFile, further: readonly string[] = []): Promise<void> {
  const own = join(file.folder, `${file.key}.jsonl`), beside = join(file.folder, `.${file.key}.${process.pid}-${besides++}.partial`);
  for (;;) {
    const here = await openAll(await filesOf(file)), there = await openAll((await Promise.all(further.map((folder) => filesOf({ ...file, folder })))).flat());
    try {
      const texts = await Promise.all([...here, ...there].map(contentOf));
      const parts = [...here, ...there].map(({ path }, k) => ({ path, ...parseRows(texts[k].toString('utf8'), file.header, path) }));
      const rows = uniteRows(parts, file.measured);
      if (rows.length === 0) return;
      const text = formatRows(file.header, rows), shards = here.filter(({ path }) => isShard(path));
      const settled = here[0]?.path === own && texts[0].toString('utf8') === text;
      if (settled && shards.length === 0) return;
      if (!settled) {
        const handle = await open(beside, 'w');
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        try {
          await rename(beside, own);
        } catch (error) {
          if (isMissing(error)) continue; // Another run took our file for one that was left behind.
          throw error;
        }
        await syncFolder(file.folder);
      }
      for (const { path } of shards) await unlink(path).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      await syncFolder(file.folder);
      // A run that appended to a file before it was replaced did not see that: what came after we read is appended here.
      for (const [k, opened] of here.entries()) {
        const now = await contentOf(opened);
        if (now.length === texts[k].length || (settled && opened.path === own)) continue;
        const known = new Set(rows.map((r) => `${r.from}-${r.to}`));
        const late = parseRows(now.toString('utf8'), file.header, opened.path).rows.filter((r) => !known.has(`${r.from}-${r.to}`));
        if (late.length > 0) await appendLines(own, file.header, formatRows(file.header, late).trimEnd().split('\n').slice(1));
      }
      return;
    } finally {
      await Promise.all([...here, ...there].map(({ handle }) => handle.close()));
    }
  }
}

/** Makes the folder, and removes what runs that were killed left of files they were writing beside. */
export async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await namesIn(folder)) {
    const left = /^\.[0-9a-f]{16}\.(\d+)-\d+\.partial$/.exec(name);
    if (left && !isAlive(Number(left[1]))) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
