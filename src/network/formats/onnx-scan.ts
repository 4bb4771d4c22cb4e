/** Fields of all messages together: a model of a thousand layers has some 60,000. Each becomes an object of up to 300 bytes. */
const MOST_FIELDS = 2 ** 18;

/** Numbers in lists (dims, int64_data, ...) that are decoded to objects, and in lists of floats. */
const MOST_LISTED = 2 ** 20, MOST_FLOATS = 2 ** 25;

/** A message type: fields that are messages, lists of integers, lists of floats (with bytes per number). */
interface Shape {
  readonly [field: number]: Shape | 'integers' | 4 | 8;
}
const tensor: Shape = { 1: 'integers', 4: 4, 5: 'integers', 7: 'integers', 10: 8 };
const value: Shape = { 2: { 1: { 2: { 1: {} } } } };
const model: Shape = { 7: { 1: { 5: { 5: tensor, 7: 4, 8: 'integers' } }, 5: tensor, 11: value, 12: value }, 8: {} };

/**
 * Walks the bytes of an ONNX model before they are decoded, and throws a RangeError where they are no protobuf message or would decode to
 * far more than their size: two bytes can be a node, one byte a number of an object's size.
 */
export function scanOnnx(bytes: Uint8Array): void {
  let fields = 0, listed = 0, floats = 0;
  const fail = (got: string): never => {
    throw new RangeError(`onnx: needed a whole ONNX model, got ${got}`);
  };
  const walk = (from: number, to: number, shape: Shape): void => {
    let at = from;
    const varint = (): number => {
      for (let x = 0, scale = 1; ; scale *= 128) {
        if (at >= to || scale > 2 ** 63) fail('a truncated one or another file');
        const byte = bytes[at++];
        x += (byte & 127) * scale;
        if (byte < 128) return x;
      }
    };
    while (at < to) {
      const tag = varint(), field = Math.floor(tag / 8), wire = tag % 8;
      if (++fields > MOST_FIELDS) throw new RangeError(`onnx: needed at most ${MOST_FIELDS} fields, got more`);
      if (wire === 0) varint();
      else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
      else if (wire === 2) {
        const length = varint(), kind = shape[field];
        if (!(length <= to - at)) fail('a truncated one or another file');
        if (kind === 'integers') listed += length;
        else if (typeof kind === 'number') floats += length / kind;
        else if (kind !== undefined) walk(at, at + length, kind);
        at += length;
      } else fail(`another file (wire type ${wire})`);
      if (at > to) fail('a truncated one or another file');
    }
  };
  walk(0, bytes.length, model);
  if (listed > MOST_LISTED || floats > MOST_FLOATS) throw new RangeError(`onnx: needed at most ${MOST_LISTED} integers and ${MOST_FLOATS} floats in lists, got more; give weights as raw_data`);
}
