import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BAD_INPUT, Failure, USAGE } from './failure.js';

const LARGEST = 2 ** 31, LARGEST_UNPACKED = 2 ** 30;

/** The bytes of a file; a .gz file's unpacked bytes, at most 1 GiB of them. Throws a Failure that says what is wrong. */
export function readBytes(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Failure(BAD_INPUT, `${path}: needed a file, got a directory or device`);
    if (stat.size > LARGEST) throw new Failure(BAD_INPUT, `${path}: needed a file of at most 2 GiB, got ${stat.size} bytes`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'no permission to read it' : message;
    throw new Failure(BAD_INPUT, `${path}: needed a readable file, got ${reason}`);
  }
  return path.endsWith('.gz') ? gunzipped({ path, bytes }) : bytes;
}

/** The unpacked bytes of a gzip file's, at most 1 GiB of them. Throws a Failure that says what is wrong. */
export function gunzipped({ path, bytes }: { path: string; bytes: Uint8Array }): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_UNPACKED });
  } catch (error) {
    throw new Failure(BAD_INPUT, `${path}: needed a whole gzip file of at most 1 GiB unpacked, got one that does not unpack (${(error as Error).message})`);
  }
}

/**
 * Throws a Failure unless a file can be written at `path`: asked before long work, not after it. Folders that are missing are
 * made when the file is written; what exists at `path` must be a regular file, since it is replaced, not written through.
 */
export function requireWritable(path: string): void {
  const refuse = (got: string): never => {
    throw new Failure(USAGE, `${path}: needed a place to write a file to, got ${got}`);
  };
  if (existsSync(path) && !lstatSync(path).isFile()) refuse('a directory, link or device of that name');
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) refuse(`${folder}, which is a file and no folder`);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse(`no permission to write in ${folder}`);
  }
}

/** Throws a Failure if two of the paths are the same file: inputs are never overwritten, and no output by another. */
export function requireDistinct(paths: readonly (string | undefined)[]): void {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
  const given = paths.filter((p): p is string => p !== undefined && !p.startsWith('builtin:'));
  const twice = given.find((p, i) => given.slice(0, i).some((q) => real(q) === real(p)));
  if (twice !== undefined) throw new Failure(USAGE, `${twice}: needed different files to read and to write, got the same twice`);
}

/** Makes a folder and those above it that are missing, one by one: asked for all at once, Node waits forever where none can be made (/proc). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Throws a Failure unless files can be written to a folder, there or to be made. */
export function requireFolder(path: string): void {
  if (existsSync(path) && !statSync(path).isDirectory()) throw new Failure(USAGE, `${path}: needed a folder, got a file of that name`);
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    makeFolder(path);
  } catch (error) {
    throw new Failure(USAGE, `${path}: needed a folder to write to, got ${(error as NodeJS.ErrnoException).code ?? 'none'}`);
  }
}

/** Writes a file whole or not at all: beside its place first, then renamed. */
export function writeWhole(path: string, data: Uint8Array | string): void {
  requireWritable(path);
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    makeFolder(dirname(path));
    writeFileSync(beside, data);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(USAGE, `${path}: needed a place to write a file to, got ${code === 'ENOSPC' ? 'a full disk' : code === 'EROFS' ? 'a read-only file system' : code ?? message}`);
  }
}

/** Throws a Failure unless a figure can be drawn in the format that `path` ends in. */
export async function requireFigureName(path: string): Promise<void> {
  const { figureExtensions } = await import('../plot/extensions.js');
  if (!figureExtensions.some((e) => path.endsWith(e))) throw new Failure(USAGE, `--figure: needed a name ending in ${figureExtensions.join(', ')}, got ${path}`);
}
