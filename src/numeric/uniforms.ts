import { compiled } from './compiled.js';
import { philox } from './philox.js';
import { instantiate } from './wasm.js';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly WORDS: { readonly value: number };
  philoxMany(k0: number, k1: number, c0: number, c1: number, c2: number, c3: number, count: number): void;
}

let exports: Exports | undefined, opened = false;
let fallback = new Uint32Array(0);

/** The four Philox words of each counter (k, c1, c2, c3), k = 0 .. count - 1, under key (k0, k1): valid until the next call. */
export function philoxWords(k0: number, k1: number, c1: number, c2: number, c3: number, count: number): Uint32Array {
  if (!opened) [exports, opened] = [instantiate<Exports>(compiled), true];
  if (exports) {
    exports.philoxMany(k0, k1, 0, c1, c2, c3, count);
    return new Uint32Array(exports.memory.buffer, exports.WORDS.value, 4 * count);
  }
  if (fallback.length < 4 * count) fallback = new Uint32Array(8 * count);
  for (let k = 0; k < count; k++) philox(k0, k1, k, c1, c2, c3, fallback.subarray(4 * k, 4 * k + 4));
  return fallback;
}

/**
 * `count` numbers uniform on [0, 1), multiples of 2^-53, into `out`: number j is made of words 2 (j & 1) and 2 (j & 1) + 1 of
 * Philox at counter (j >> 1, c1, c2, c3), the upper 27 bits of the first and the upper 26 of the second.
 */
export function uniforms(k0: number, k1: number, c1: number, c2: number, c3: number, count: number, out: Float64Array): void {
  const words = philoxWords(k0, k1, c1, c2, c3, (count + 1) >> 1);
  for (let j = 0; j < count; j++) out[j] = ((words[2 * j] >>> 5) * 67108864 + (words[2 * j + 1] >>> 6)) / 9007199254740992;
}
