/**
 * One unit of work that any module can offer: `name` is exported by the module at `url` and takes `data`.
 * The pool knows no task; it imports the module where the work is done.
 */
export interface Task<Data> {
  readonly url: string;
  readonly name: string;
  readonly data: Data;
}

/** Runs tasks; results come back in the order of the tasks, whatever the number of workers. */
export interface Pool {
  /** Runs all tasks; `onDone` is told how many have ended. Rejects with the first error of a task. */
  map<Data, Result>(tasks: readonly Task<Data>[], onDone?: (done: number) => void): Promise<Result[]>;
  close(): Promise<void>;
}

/** Runs one task in this thread. */
export async function runTask<Data>(task: Task<Data>): Promise<unknown> {
  const module = (await import(task.url)) as Record<string, (data: Data) => unknown>;
  return module[task.name](task.data);
}

/** A pool without threads, for one worker and for places without them. */
export const inlinePool: Pool = {
  async map<Data, Result>(tasks: readonly Task<Data>[], onDone?: (done: number) => void): Promise<Result[]> {
    const results: Result[] = [];
    for (const task of tasks) {
      results.push((await runTask(task)) as Result);
      onDone?.(results.length);
      // Let timers and signals in between two tasks.
      await new Promise((resolve) => setTimeout(resolve));
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
  const threads = new Piscina({
    filename: import.meta.url,
    name: 'runTask',
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    async map<Data, Result>(tasks: readonly Task<Data>[], onDone?: (done: number) => void): Promise<Result[]> {
      let done = 0;
      return Promise.all(
        tasks.map(async (task) => {
          const result = (await threads.run(task)) as Result;
          onDone?.(++done);
          return result;
        }),
      );
    },
    close: () => threads.destroy(),
  };
}
