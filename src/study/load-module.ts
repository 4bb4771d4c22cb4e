import type { Jiti } from 'jiti';

/** The folder of this package's modules: those are imported as they are. */
const HOME = new URL('../../', import.meta.url).href;

/** What a user's module may import of this package, whatever its folder has installed. */
const OURS = ['slth', 'slth/plot', 'slth/properties', 'slth/study', 'slth/theorems'];

let loader: Promise<Jiti> | undefined;
const loaded = new Map<string, Promise<Record<string, unknown>>>();

/**
 * The exports of the module at `url` (file:). A module of this package is imported as it is; any other by jiti, the one door to it: TypeScript and
 * JavaScript alike, where `slth` and its parts are this very package and no second copy.
 */
export function loadModule(url: string): Promise<Record<string, unknown>> {
  let module = loaded.get(url);
  if (!module) {
    module = url.startsWith(HOME) ? import(url) : (loader ??= openLoader()).then((jiti) => jiti.import<Record<string, unknown>>(url));
    loaded.set(url, module);
  }
  return module;
}

async function openLoader(): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  const resolver = createJiti(import.meta.url, { fsCache: false });
  const virtualModules = Object.fromEntries(await Promise.all(OURS.map(async (name) => [name, await import(resolver.esmResolve(name))] as const)));
  // No cache on disk: a run that is killed could leave half a file there.
  return createJiti(import.meta.url, { fsCache: false, interopDefault: false, virtualModules });
}
