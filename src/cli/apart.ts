import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { SAYS, type Answer, type PropertyTask, type Said, type Tried } from './property-worker-protocol.js';

/** Heap of one process in MiB, arrays of numbers not counted. */
const MEMORY = 1024;

/** Milliseconds: how often it is asked whether a task is late, and how long what a dead process wrote is waited for. */
const LOOK = 50, DRAIN = 500;

const worker = fileURLToPath(new URL('./property-worker.js', import.meta.url));

/** The person at the keyboard ended it. */
export class Interrupted extends Error {}

/** A task was late. */
export class Late extends Error {}

/** Says what is late once so many seconds have passed. */
export function after(seconds: number): () => string | undefined {
  const until = performance.now() + 1000 * seconds;
  return () => (performance.now() > until ? `did not end within ${Number(seconds.toPrecision(2))} s` : undefined);
}

/**
 * A process of its own for code that may not end, end its process, or take all memory: tasks one after another, a new process where the last one is gone.
 * What it prints goes to stderr.
 */
export class Apart {
  private child?: ChildProcess;
  private says: (said: Said) => void = () => {};
  /** The last case that was told in the last task. */
  tried?: Tried;

  /** Runs a task until `watch`, asked from time to time, says that it is late. Rejects with what it threw, or died of; with Late; with the signal's reason. */
  async run<Result>(task: PropertyTask, watch: () => string | undefined, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    this.tried = undefined;
    const child = (this.child ??= this.open());
    return new Promise<Result>((resolve, reject) => {
      let death: string | undefined;
      const settle = (what: () => void): void => {
        clearInterval(timer);
        signal.removeEventListener('abort', abort);
        child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('close');
        what();
      };
      const stop = (reason: Error): void => {
        this.close();
        settle(() => reject(reason));
      };
      const abort = (): void => stop(signal.reason as Error);
      const timer = setInterval(() => {
        const late = watch();
        if (late !== undefined) stop(new Late(late));
      }, LOOK);
      signal.addEventListener('abort', abort);
      this.says = (said) => ('tried' in said ? (this.tried = said.tried) : (death = said.death));
      child.on('message', (answer: Answer) => settle(() => {
        if ('result' in answer) return resolve(answer.result as Result);
        this.tried = answer.tried;
        reject(Object.assign(new Error(answer.thrown), { stack: answer.stack }));
      }));
      const gone = (code: number | null, killed: NodeJS.Signals | null): void => {
        if (this.child === child) this.child = undefined;
        settle(() => reject(new Error(death ?? (outOfMemory.has(child) ? `needed more than ${MEMORY} MiB of memory` : `ended the program (${killed ?? `exit code ${code}`})`))));
      };
      child.on('close', gone);
      child.on('exit', (code, killed) => void setTimeout(() => this.child === child && gone(code, killed), DRAIN));
      child.send(task, (error) => error && this.child === child && child.connected && stop(error));
    });
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private open(): ChildProcess {
    const child = fork(worker, { execArgv: [`--max-old-space-size=${MEMORY}`], stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'] });
    // What the engine says of its end is said by us.
    const pass = (text: Buffer): void => {
      if (/<--- Last few GCs|FATAL ERROR/.test(text.toString())) outOfMemory.add(child);
      if (!outOfMemory.has(child)) process.stderr.write(text);
    };
    child.stdout!.on('data', pass);
    child.stderr!.on('data', pass);
    let rest = '';
    (child.stdio[SAYS] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      if (this.child === child) for (const line of lines) this.says(JSON.parse(line) as Said);
    });
    return child;
  }
}

const outOfMemory = new WeakSet<ChildProcess>();
