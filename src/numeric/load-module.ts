/** The folder of this package's modules: those are imported as they are. */
export const HOME = new URL('../../', import.meta.url).href;

/** What a user's module may import of this package, whatever its folder has installed. */
const OURS = ['slth', 'slth/plot', 'slth/properties', 'slth/study', 'slth/theorems'];

let loader: Promise<(url: string) => Promise<Record<string, unknown>>> | undefined;
const loaded = new Map<string, Promise<Record<string, unknown>>>();

/**
 * The exports of the module at `url` (file:). A module of this package is imported as it is; any other by jiti, the one door to it: TypeScript and
 * JavaScript alike, where `slth` and its parts are this very package and no second copy.
 */
export function loadModule(url: string): Promise<Record<string, unknown>> {
  let module = loaded.get(url);
  if (!module) {
    module = url.startsWith(HOME) ? import(url) : (loader ??= openLoader()).then((load) => load(url));
    loaded.set(url, module);
  }
  return module;
}

/** Thrown by a look at a part of this package that is not there yet. */
class Wanted extends Error {
  constructor(readonly part: string) {
    super(`loadModule: needed ${part} first`);
  }
}

async function openLoader(): Promise<(url: string) => Promise<Record<string, unknown>>> {
  const { createJiti } = await import('jiti');
  // No cache on disk: a run that is killed could leave half a file there.
  const options = { fsCache: false, interopDefault: false }, resolver = createJiti(import.meta.url, options);
  // Imports of a module are done at once, those of a package with promises: a part that turns out to be wanted is imported, and the module then loaded again. Parts that nobody wants cost nothing.
  const parts: Record<string, unknown> = {};
  const virtualModules = new Proxy(parts, {
    has(there, name) {
      if (typeof name === 'string' && OURS.includes(name) && !(name in there)) throw new Wanted(name);
      return name in there;
    },
  });
  const jiti = createJiti(import.meta.url, { ...options, virtualModules });
  return async (url) => {
    for (;;) {
      try {
        return await jiti.import<Record<string, unknown>>(url);
      } catch (error) {
        if (!(error instanceof Wanted)) throw error;
        parts[error.part] = await import(resolver.esmResolve(error.part));
      }
    }
  };
}
