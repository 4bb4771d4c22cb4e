import { loadModule } from './load-module.js';

/**
 * One unit of work that any module can offer: `name` is exported by the module at `url` and takes `data`.
 * The pool knows no task; it imports the module where the work is done.
 */
export interface Task<Data> {
  readonly url: string;
  readonly name: string;
  readonly data: Data;
}

/** What a caller of `map` may be told, and tell. */
export interface MapOptions {
  /** Told how many tasks have ended. */
  readonly onDone?: (done: number) => void;
  /** Ends the work: tasks that run are stopped, and map rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told when a worker died with a task, which is then run again: which task, its how manieth attempt that was, and why. Default: a warning. */
  readonly onLost?: (lost: { readonly task: number; readonly attempt: number; readonly reason: string }) => void;
  /** Takes each result as it comes, in place of the answer's array; a worker's next task waits for it. What it throws ends the work. */
  readonly onResult?: (task: number, result: unknown) => void | Promise<void>;
  /** Told of a task that failed, in place of a rejection: the other tasks are run, and the result of this one is undefined. */
  readonly onFailed?: (task: number, error: Error) => void;
}

/** Runs tasks; results come back in the order of the tasks, whatever the number of workers. */
export interface Pool {
  /**
   * Runs all tasks. Rejects with the error of the first task, in their order, that throws. A task whose worker died (its process ended, its memory
   * was exhausted, an error outside the task) is run again, three times in all.
   */
  map<Data, Result>(tasks: readonly Task<Data>[], options?: MapOptions): Promise<Result[]>;
  close(): Promise<void>;
}

const ATTEMPTS = 3;

/** Milliseconds. */
const BETWEEN_PAUSES = 20;

const warn: NonNullable<MapOptions['onLost']> = ({ attempt, reason }) => console.warn(`slth: a worker died (${reason}); its task is run again, attempt ${attempt + 1} of ${ATTEMPTS}`);

/** Runs one task in this thread. */
export async function runTask<Data>(task: Task<Data>): Promise<unknown> {
  const module = (await loadModule(task.url)) as Record<string, (data: Data) => unknown>;
  return module[task.name](task.data);
}

/** Runs one task in a worker: what it throws comes back as a value, so that only a dying worker rejects. */
export async function runInWorker<Data>(task: Task<Data>): Promise<{ result: unknown } | { thrown: unknown }> {
  try {
    return { result: await runTask(task) };
  } catch (thrown) {
    return { thrown };
  }
}

type Answer = Awaited<ReturnType<typeof runInWorker>>;

/** Hands an answer to whoever takes it: kept as a result unless `onResult` takes it; thrown unless `onFailed` does. */
async function told(k: number, answer: Answer, results: unknown[], { onResult, onFailed }: MapOptions): Promise<void> {
  if ('thrown' in answer) {
    if (!onFailed) throw answer.thrown;
    onFailed(k, answer.thrown as Error);
  } else if (onResult) await onResult(k, answer.result);
  else results[k] = answer.result;
}

/** A pool without threads, for one worker and for places without them. A task that runs is not stopped. */
export const inlinePool: Pool = {
  async map<Data, Result>(tasks: readonly Task<Data>[], options: MapOptions = {}): Promise<Result[]> {
    const { onDone, signal } = options;
    const results: Result[] = [];
    let paused = -Infinity;
    for (const [k, task] of tasks.entries()) {
      signal?.throwIfAborted();
      const answer = await runInWorker(task);
      await told(k, answer, results, options);
      onDone?.(k + 1);
      // Let timers and signals in between two tasks, but for tasks so short that waiting would take longer than they do.
      if (performance.now() - paused < BETWEEN_PAUSES) continue;
      await new Promise((resolve) => setTimeout(resolve));
      paused = performance.now();
    }
    return results;
  },
  close: () => Promise.resolve(),
};

/** A pool of `workers` threads, `workers` >= 1; the one door to the thread pool (piscina), opened on first use. */
export async function openPool(workers: number): Promise<Pool> {
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`openPool: needed at least 1 worker, got ${workers}`);
  if (workers === 1) return inlinePool;
  const { Piscina } = await import('piscina');
  const threads = new Piscina({ filename: import.meta.url, name: 'runInWorker', minThreads: workers, maxThreads: workers });
  // What becomes of a task its promise tells. A worker that is stopped may have sent an answer before: nobody waits for it.
  let stopped = false;
  threads.on('error', (error: Error) => {
    if (!stopped) console.warn(`slth: a worker without a task failed: ${error.message}`);
  });
  return {
    async map<Data, Result>(tasks: readonly Task<Data>[], options: MapOptions = {}): Promise<Result[]> {
      const { onDone, signal, onLost = warn } = options;
      signal?.throwIfAborted();
      const results: Result[] = [], running = new Map<number, AbortController>();
      let next = 0, done = 0, failed: { readonly task: number; readonly error: unknown } | undefined;
      // The error told is that of the first task in order, whichever comes first: tasks before it run on, later ones are stopped.
      const fail = (task: number, error: unknown): void => {
        if (failed && failed.task < task) return;
        failed = { task, error };
        next = tasks.length;
        stopped = true;
        for (const [k, stop] of running) if (k > task) stop.abort(error);
      };
      const abort = (): void => fail(-1, signal!.reason);
      signal?.addEventListener('abort', abort, { once: true });
      const runOne = async (k: number): Promise<void> => {
        const stop = new AbortController();
        running.set(k, stop);
        for (let attempt = 1; ; attempt++) {
          let answer: Answer;
          try {
            answer = (await threads.run(tasks[k], { signal: stop.signal })) as Answer;
          } catch (death) {
            if (stop.signal.aborted) return;
            const reason = (death as Error).message;
            if (attempt < ATTEMPTS) {
              onLost({ task: k, attempt, reason });
              continue;
            }
            answer = { thrown: new Error(`pool: needed a worker that lives through task ${k} (${tasks[k].name}), got ${ATTEMPTS} that died: ${reason}`, { cause: death }) };
          }
          await told(k, answer, results, options);
          onDone?.(++done);
          return;
        }
      };
      // A lane takes the next task once its last has ended; two lanes a worker keep all busy without queueing everything.
      const lane = async (): Promise<void> => {
        while (next < tasks.length) {
          const k = next++;
          await runOne(k).catch((error: unknown) => fail(k, error));
          running.delete(k);
        }
      };
      await Promise.all(Array.from({ length: 2 * workers }, lane));
      signal?.removeEventListener('abort', abort);
      if (failed) throw failed.error;
      return results;
    },
    close: () => threads.destroy(),
  };
}
