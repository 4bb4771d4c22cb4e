/** node --import tsx contract.ts BACKEND FOLDER...: each case once through src/tensor as it is compiled in each folder; a line of JSON. One thread has one backend. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { layerCases, tried, type Tried } from './cases.js';

/** What a backend made of one case. */
export interface Seen {
  readonly outputs: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly statistics: Readonly<Record<string, readonly number[]>>;
  /** Values after one step of gradient descent at rate 0.1. */
  readonly after: Readonly<Record<string, readonly number[]>>;
  readonly tensorsLeft: number;
}

export type Answer = { readonly missing: string } | { readonly text: string; readonly folders: readonly (readonly (Seen | { readonly threw: string })[])[] };

const plain = (values: ReadonlyMap<string, Float32Array>): Record<string, number[]> => Object.fromEntries([...values].map(([name, data]) => [name, [...data]]));

function seen(folder: Tried, one: (typeof layerCases)[number]): Seen {
  const { crossEntropyOf, constant, gradientsAt, outputsOf, sgd, train } = folder.floor, { model, values, data } = tried(folder, one);
  const before = folder.backend.tf.memory().numTensors, { loss, gradients, statistics } = gradientsAt(model, values, data.inputs, crossEntropyOf(data.labels, data.classes), one);
  const { end } = train({ model, data, start: values, steps: 1, batch: { size: data.count, seed: 1 }, optimiser: sgd({ momentum: 0 }), schedule: constant(0.1) });
  return { outputs: [...outputsOf(model, values, data.inputs)], loss, gradients: plain(gradients), statistics: plain(statistics), after: plain(end.values), tensorsLeft: folder.backend.tf.memory().numTensors - before };
}

async function answer(name: string, paths: readonly string[]): Promise<Answer> {
  const load = async (path: string): Promise<Tried> => {
    const [floor, kernels, backend] = await Promise.all(['index.js', 'kernels.js', 'backend.js'].map((file) => import(pathToFileURL(join(path, file)).href)));
    return { floor, kernels, backend } as Tried;
  };
  const floors: Tried[] = [];
  let text = '';
  for (const path of paths) {
    const one = await load(path);
    try {
      text = one.floor.backendText(await one.floor.openBackend(name as 'cpu'));
    } catch (error) {
      return { missing: (error as Error).message };
    }
    floors.push(one);
  }
  return {
    text,
    folders: floors.map((one) => layerCases.map((c) => {
      try {
        return seen(one, c);
      } catch (error) {
        return { threw: (error as Error).message };
      }
    })),
  };
}

answer(process.argv[2], process.argv.slice(3)).then((a) => process.stdout.write(`${JSON.stringify(a)}\n`), (error: Error) => {
  process.stderr.write(`${error.stack?.slice(0, 2000)}\n`);
  process.exitCode = 1;
});
