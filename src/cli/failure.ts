import { oneLine } from '../numeric/one-line.js';

/** Exit codes: 0 holds, 1 fails, 2 open, and these. */
export const USAGE = 64, BAD_INPUT = 65, INTERNAL = 70, INTERRUPTED = 130;

/** An error to be shown as one line, with the exit code it ends the program with. */
export class Failure extends Error {
  constructor(
    readonly code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Runs `read`; whatever it throws is the fault of the file at `path`, and is said in one line. */
export async function fromFile<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(BAD_INPUT, `${path}: ${oneLine((error as Error).message)}`, { cause: error });
  }
}
