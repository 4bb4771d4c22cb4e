/**
 * The exports of a WebAssembly module given in base64; undefined where the engine has none or a page's policy forbids it.
 * Works in Node, pages and workers.
 */
export function instantiate<Exports>(base64: string): Exports | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports;
  } catch {
    return undefined;
  }
}
