import fc from 'fast-check';

/** One change of bytes: `remove` of them, from `at`, replaced by `insert`. */
export interface Edit {
  readonly kind: string;
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

/** The bytes with a change made; places beyond the end are its end. */
export function edited(bytes: Uint8Array, { at, remove, insert }: Edit): Uint8Array {
  const from = Math.min(at, bytes.length), rest = bytes.subarray(Math.min(from + remove, bytes.length)), out = new Uint8Array(from + insert.length + rest.length);
  out.set(bytes.subarray(0, from));
  out.set(insert, from);
  out.set(rest, from + insert.length);
  return out;
}

/** Sizes and counts that break readers: ends of the integer types, and what no memory holds. */
const NUMBERS = [0n, 1n, 2n, 127n, 128n, 255n, 256n, 4096n, 65535n, 65536n, 2n ** 20n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 40n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
const WORDS = ['0', '-1', '1', '2', '3', '0.5', '1e9', '4294967296', '1099511627776', '9007199254740993', '1e308', '1e400', '-1e400', '1e-400', 'NaN', 'null', '""', '[]', '{}', '[[[[]]]]', 'true', '1,1', '0x10', `1${'0'.repeat(400)}`];

/** A number as a reader may find it: of 1, 2, 4 or 8 bytes in either order, or of as many as it takes, seven bits in each (protobuf). */
function written(value: bigint, form: number): Uint8Array {
  if (form === 8) {
    const out: number[] = [];
    for (let rest = value; out.length === 0 || rest > 0n; rest >>= 7n) out.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    return Uint8Array.from(out);
  }
  const out = new Uint8Array(2 ** (form >> 1));
  for (let k = 0; k < out.length; k++) out[form & 1 ? out.length - 1 - k : k] = Number((value >> BigInt(8 * k)) & 255n);
  return out;
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((p) => [...p]));

/** Changes of one file: cut off, bits flipped, bytes, sizes and numbers overwritten, spans deleted, repeated and exchanged, the end of another file. */
export function editsOf(bytes: Uint8Array, others: readonly Uint8Array[]): fc.Arbitrary<Edit> {
  const place = fc.nat(Math.max(0, bytes.length - 1)), length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: Math.max(1, bytes.length) }));
  const span = fc.tuple(place, length).map(([at, n]) => ({ at, n: Math.min(n, bytes.length - at) }));
  const digits = [...Array.from(bytes, (b) => String.fromCharCode(b)).join('').matchAll(/-?\d+(\.\d+)?/g)].map((m) => ({ at: m.index, remove: m[0].length }));
  const number = fc.constantFrom(...NUMBERS), form = fc.nat(8);
  const kinds: [string, fc.Arbitrary<Omit<Edit, 'kind'>>][] = [
    ['cut off', place.map((at) => ({ at, remove: bytes.length - at, insert: new Uint8Array() }))],
    ['bit flipped', fc.tuple(place, fc.nat(7)).map(([at, bit]) => ({ at, remove: 1, insert: Uint8Array.of((bytes[at] ?? 0) ^ (1 << bit)) }))],
    ['byte overwritten', fc.tuple(place, fc.oneof(fc.constantFrom(0, 255, 0x7f, 0x80), fc.nat(255))).map(([at, b]) => ({ at, remove: 1, insert: Uint8Array.of(b) }))],
    ['size overwritten', fc.tuple(place, number, form).map(([at, value, f]) => ({ at, remove: written(value, f).length, insert: written(value, f) }))],
    ['size put in', fc.tuple(place, number, form).map(([at, value, f]) => ({ at, remove: 0, insert: written(value, f) }))],
    ['span deleted', span.map(({ at, n }) => ({ at, remove: n, insert: new Uint8Array() }))],
    ['span repeated', fc.tuple(span, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }))).map(([{ at, n }, times]) => ({ at, remove: 0, insert: joined(...Array<Uint8Array>(times).fill(bytes.subarray(at, at + Math.min(n, 4096)))) }))],
    ['spans exchanged', fc.tuple(place, place, length).map(([p, q, n]) => {
      const [a, b] = [Math.min(p, q), Math.max(p, q)], size = Math.min(n, b - a, bytes.length - b);
      return { at: a, remove: b + size - a, insert: joined(bytes.subarray(b, b + size), bytes.subarray(a + size, b), bytes.subarray(a, a + size)) };
    })],
    ['bytes put in', fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 12 })).map(([at, insert]) => ({ at, remove: 0, insert }))],
  ];
  if (digits.length > 0) kinds.push(['number replaced', fc.tuple(fc.constantFrom(...digits), fc.constantFrom(...WORDS)).map(([where, word]) => ({ ...where, insert: new TextEncoder().encode(word) }))]);
  if (others.length > 0) kinds.push(['end of another file', fc.tuple(place, fc.constantFrom(...others), fc.double({ min: 0, max: 1, noNaN: true })).map(([at, other, share]) => ({ at, remove: bytes.length - at, insert: other.slice(Math.floor(share * other.length)) }))]);
  return fc.oneof(...kinds.map(([kind, edit]) => edit.map((e) => ({ kind, ...e }))));
}
