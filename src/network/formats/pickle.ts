/** A global that a pickle names: allowed ones are looked up in a list, none is ever imported or called as code. */
export interface PickleGlobals {
  /** What `module.name` stands for: how to build its value from arguments. */
  readonly [global: string]: (...args: unknown[]) => unknown;
}

/** What a persistent id stands for (storages of PyTorch). */
export type PersistentLoad = (id: unknown) => unknown;

const MARK = Symbol('mark');

/** Values that a pickle may make: a checkpoint of a thousand layers makes some 50,000; at up to 200 bytes each. */
const MOST_VALUES = 2 ** 20;

/** Arguments of a call: more than rebuilding a tensor takes. */
const MOST_ARGUMENTS = 16;

/** Mapping as pickles build it: keys of any kind kept in order. */
export type PickleDict = Map<unknown, unknown>;

/**
 * Reads one pickle from bytes[at...] by a stack machine that executes nothing: only globals of `globals` exist, and a
 * "call" is one of their listed functions. Returns the value and where the pickle ended.
 * Throws a RangeError on an opcode or a global that is not allowed, where the bytes end early, or on more than 2^20 values.
 */
export function unpickle(bytes: Uint8Array, globals: PickleGlobals, load: PersistentLoad, at = 0): { value: unknown; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder();
  const stack: unknown[] = [], memo = new Map<number, unknown>();
  const fail = (needed: string, got: string): never => {
    throw new RangeError(`pickle: needed ${needed}, got ${got}`);
  };
  const take = (n: number): number => {
    if (!(n >= 0) || at + n > bytes.length) fail(`${n} more bytes`, `${bytes.length - at} (truncated?)`);
    at += n;
    return at - n;
  };
  const u8 = (): number => view.getUint8(take(1));
  const u32 = (): number => view.getUint32(take(4), true);
  const string = (n: number): string => {
    const from = take(n);
    return text.decode(bytes.subarray(from, from + n));
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) fail('a line', 'the end of the file');
    const s = text.decode(bytes.subarray(at, end));
    at = end + 1;
    return s;
  };
  let made = 0;
  const charge = (values: number): void => {
    if ((made += values) > MOST_VALUES) fail(`at most ${MOST_VALUES} values`, 'more');
  };
  const pop = (): unknown => (stack.length > 0 ? stack.pop() : fail('a value on the stack', 'an empty stack'));
  const popMark = (): unknown[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) fail('a mark on the stack', 'none');
    return stack.splice(mark).slice(1);
  };
  const setItems = (dict: unknown, items: unknown[]): void => {
    if (!(dict instanceof Map)) return fail('a dictionary to fill', typeof dict);
    for (let i = 0; i + 1 < items.length; i += 2) dict.set(items[i], items[i + 1]);
  };
  const append = (list: unknown, items: unknown[]): void => {
    if (!Array.isArray(list)) return fail('a list to extend', typeof list);
    for (const item of items) list.push(item);
  };
  const global = (module: string, name: string): unknown =>
    Object.hasOwn(globals, `${module}.${name}`)
      ? globals[`${module}.${name}`]
      : fail('only dictionaries, tensors and storages', `${module}.${name} (refused: nothing in the file is executed)`);
  const call = (f: unknown, args: unknown): unknown => {
    if (typeof f !== 'function' || !Array.isArray(args) || args.length > MOST_ARGUMENTS) return fail('an allowed function and its arguments', typeof f);
    // A list given again and again is copied each time: a dictionary of its entries.
    for (const a of args) if (Array.isArray(a)) charge(a.length);
    return (f as (...a: unknown[]) => unknown)(...args);
  };
  const long = (n: number): number => {
    if (n > 16) fail('an integer of at most 16 bytes', `${n} bytes`);
    const from = take(n);
    let value = 0n;
    for (let i = n - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]);
    return Number(n > 0 && bytes[from + n - 1] & 0x80 ? value - (1n << BigInt(8 * n)) : value);
  };
  for (;;) {
    const op = String.fromCharCode(u8());
    charge(1);
    switch (op) {
      case '\x80': u8(); break; // PROTO
      case '\x95': take(8); break; // FRAME
      case '.': return { value: pop(), end: at };
      case '(': stack.push(MARK); break;
      case '0': pop(); break;
      case 'N': stack.push(null); break;
      case '\x88': stack.push(true); break;
      case '\x89': stack.push(false); break;
      case 'K': stack.push(u8()); break;
      case 'M': stack.push(view.getUint16(take(2), true)); break;
      case 'J': stack.push(view.getInt32(take(4), true)); break;
      case '\x8a': stack.push(long(u8())); break;
      case '\x8b': stack.push(long(u32())); break;
      case 'I': { const s = line(); stack.push(s === '01' ? true : s === '00' ? false : Number(s)); break; }
      case 'L': stack.push(Number(line().replace(/L$/, ''))); break;
      case 'G': stack.push(view.getFloat64(take(8), false)); break;
      case 'F': stack.push(Number(line())); break;
      case 'X': stack.push(string(u32())); break;
      case '\x8c': stack.push(string(u8())); break;
      case 'U': case 'C': stack.push(string(u8())); break;
      case 'T': case 'B': stack.push(string(u32())); break;
      case 'V': stack.push(line()); break;
      case 'S': stack.push(line().replace(/^(['"])(.*)\1$/, '$2')); break;
      case 'q': memo.set(u8(), stack[stack.length - 1]); break;
      case 'r': memo.set(u32(), stack[stack.length - 1]); break;
      case 'p': memo.set(Number(line()), stack[stack.length - 1]); break;
      case '\x94': memo.set(memo.size, stack[stack.length - 1]); break;
      case 'h': stack.push(memo.get(u8())); break;
      case 'j': stack.push(memo.get(u32())); break;
      case 'g': stack.push(memo.get(Number(line()))); break;
      case ')': stack.push([]); break;
      case ']': stack.push([]); break;
      case '}': stack.push(new Map()); break;
      case 't': case 'l': stack.push(popMark()); break;
      case 'd': { const items = popMark(), dict = new Map(); setItems(dict, items); stack.push(dict); break; }
      case '\x85': stack.push([pop()]); break;
      case '\x86': { const b = pop(), a = pop(); stack.push([a, b]); break; }
      case '\x87': { const c = pop(), b = pop(), a = pop(); stack.push([a, b, c]); break; }
      case 'a': { const x = pop(); append(stack[stack.length - 1], [x]); break; }
      case 'e': { const items = popMark(); append(stack[stack.length - 1], items); break; }
      case 's': { const value = pop(), key = pop(); setItems(stack[stack.length - 1], [key, value]); break; }
      case 'u': { const items = popMark(); setItems(stack[stack.length - 1], items); break; }
      case 'c': stack.push(global(line(), line())); break;
      case '\x93': { const name = pop(), module = pop(); stack.push(typeof name === 'string' && typeof module === 'string' ? global(module, name) : fail('names of a global', typeof name)); break; }
      case 'R': { const args = pop(); stack.push(call(pop(), args)); break; }
      case '\x81': { const args = pop(); stack.push(call(pop(), args)); break; }
      case 'Q': stack.push(load(pop())); break;
      case 'b': pop(); break; // BUILD: attributes of an OrderedDict (`_metadata`), of no use here.
      default: fail('an opcode of a state_dict', `0x${op.charCodeAt(0).toString(16)} at byte ${at - 1}`);
    }
  }
}
