import type * as Tensors from '@tensorflow/tfjs-core';

/** The backends of TensorFlow.js that are tried, the fastest first: native (the optional package tfjs-node), WebAssembly, plain JavaScript. */
export const backendNames = ['node', 'wasm', 'cpu'] as const;
/** A backend of TensorFlow.js. */
export type BackendName = (typeof backendNames)[number];

/** The backend that computes, and the version of TensorFlow.js: a training run is the same to the bit for the same two. */
export interface Backend {
  readonly name: BackendName;
  readonly version: string;
}

/** TensorFlow.js, once `openBackend` has resolved. */
export let tf: typeof Tensors;

let opened: Backend | undefined;

/** The open backend. Throws an Error where there is none. */
export function requireBackend(where: string): Backend {
  if (!opened) throw new Error(`${where}: needed an open backend, got none; await openBackend() first`);
  return opened;
}

/**
 * Opens TensorFlow.js on the backend asked for, or on the first of `backendNames` that loads; `onMissing` is told of those before it. Opened twice it answers what is
 * open. Rejects with an Error where the backend asked for does not load, and with a RangeError where another is open already: there is one a thread.
 */
export async function openBackend(asked?: BackendName, onMissing: (name: BackendName, reason: string) => void = () => {}): Promise<Backend> {
  if (asked !== undefined && !backendNames.includes(asked)) throw new RangeError(`openBackend: needed ${backendNames.join(', ')}, got ${String(asked)}`);
  if (opened) {
    if (asked !== undefined && asked !== opened.name) throw new RangeError(`openBackend: needed ${asked}, got ${opened.name}, which is open in this thread`);
    return opened;
  }
  const reasons: string[] = [];
  for (const name of asked === undefined ? backendNames : [asked]) {
    try {
      tf = await load(name);
      opened = { name, version: tf.version_core };
      return opened;
    } catch (error) {
      const reason = (error as Error).message.split('\n')[0];
      reasons.push(`${name}: ${reason}`);
      onMissing(name, reason);
    }
  }
  const advice = asked === 'node' ? `; ${NATIVE}, and without a name the fastest that loads is opened` : '';
  throw new Error(`openBackend: needed ${asked === undefined ? 'a backend of TensorFlow.js' : `backend ${asked}`} that loads, got ${reasons.join('; ')}${advice}`);
}

/** What is open, in a line for a person, and how to get the faster one. */
export const backendText = ({ name, version }: Backend): string =>
  `TensorFlow.js ${version}, backend ${name}${name === 'node' ? '' : `; ${NATIVE}`}`;

const NATIVE = 'for the native one: npm install @tensorflow/tfjs-node';

async function load(name: BackendName): Promise<typeof Tensors> {
  const core = await import('@tensorflow/tfjs-core');
  // It brings the gradients: the core alone has none in Node.
  await import('@tensorflow/tfjs-layers');
  if (name === 'node') await openNative();
  else if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  else await import('@tensorflow/tfjs-backend-cpu');
  const backend = name === 'node' ? 'tensorflow' : name;
  if (!(await withoutListeners(() => core.setBackend(backend))) || core.getBackend() !== backend) throw new Error(`${backend} does not start here`);
  // The plain one would print a banner at its first operation, of a package to install: `backendText` says it in a line.
  if (name === 'cpu') (core.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return core;
}

/** The native package asks for a function that Node 23 took away. */
async function openNative(): Promise<void> {
  const util = process.getBuiltinModule?.('util') as { isNullOrUndefined?: (x: unknown) => boolean } | undefined;
  if (util) util.isNullOrUndefined ??= (x) => x === null || x === undefined;
  await import('@tensorflow/tfjs-node');
}

/** The wasm module listens to all errors of the program, only to throw them again from a line of its own of 30,000 characters: not here. */
async function withoutListeners<T>(start: () => Promise<T>): Promise<T> {
  const events = typeof process === 'undefined' ? [] : (['uncaughtException', 'unhandledRejection'] as const);
  const before = events.map((event) => new Set<unknown>(process.listeners(event as 'uncaughtException')));
  const result = await start();
  events.forEach((event, k) => {
    for (const listener of process.listeners(event as 'uncaughtException')) if (!before[k].has(listener)) process.removeListener(event, listener);
  });
  return result;
}
