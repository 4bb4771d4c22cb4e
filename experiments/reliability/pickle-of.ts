const joined = (parts: readonly (Uint8Array | string)[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : p))));

/** Opcodes of a pickle, one after the other, with its end. */
export const pickleOf = (...parts: readonly (Uint8Array | string)[]): Uint8Array => joined(['\x80\x02', ...parts, '.']);

/** A text. */
export const textOp = (text: string): Uint8Array => {
  const size = Buffer.alloc(4), bytes = Buffer.from(text);
  size.writeUInt32LE(bytes.length);
  return joined(['X', size, bytes]);
};

/** Kept under a number, and got again. */
const numbered = (op: string, k: number): Uint8Array => {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(k);
  return joined([op, number]);
};
export const put = (k: number): Uint8Array => numbered('r', k), get = (k: number): Uint8Array => numbered('j', k);

/** A list of two lists, each of two lists, ... `depth` deep, in a few bytes a level: printed, it is 2^depth long. */
export const laughs = (depth: number): Uint8Array => joined([']', put(0), '0', ...Array.from({ length: depth }, (_, k) => joined([']', '(', get(k), get(k), 'e', put(k + 1), '0'])), get(depth)]);

/** The storage of a key, of so many floats. */
export const storage = (key: Uint8Array, count = 'K\x01'): Uint8Array => joined(['(', textOp('storage'), 'ctorch\nFloatStorage\n', key, textOp('cpu'), count, 'tQ']);

/** A tensor; its shape and strides are what `shape` and `stride` push. */
export const tensor = (of: Uint8Array, shape: Uint8Array | string, stride: Uint8Array | string): Uint8Array => joined(['ctorch._utils\n_rebuild_tensor_v2\n', '(', of, 'K\x00', shape, stride, '\x89', 'NtR']);

/** A dictionary of names and values. */
export const dictOf = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array => joined(['}', '(', ...Object.entries(entries).flatMap(([name, value]) => [textOp(name), value]), 'u']);
export const repeated = (ops: Uint8Array | string, times: number): Uint8Array => new Uint8Array(Buffer.alloc(times * ops.length, typeof ops === 'string' ? Buffer.from(ops, 'latin1') : ops));
export const all = (...parts: readonly (Uint8Array | string)[]): Uint8Array => joined(parts);
