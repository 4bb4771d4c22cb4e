/** Images or labels of an IDX file: `data` holds unsigned bytes, `shape` its dimensions, the first the number of items. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const MOST_DIMENSIONS = 8;

/** Parses an IDX file of unsigned bytes (MNIST's format). Throws a RangeError on another type or a truncated file. */
export function parseIdx(bytes: Uint8Array): Idx {
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8) throw new RangeError('idx: needed an IDX file of unsigned bytes, got another file');
  const dimensions = bytes[3], begin = 4 + 4 * dimensions;
  if (dimensions > MOST_DIMENSIONS) throw new RangeError(`idx: needed at most ${MOST_DIMENSIONS} dimensions, got ${dimensions}`);
  if (dimensions < 1 || bytes.length < begin) throw new RangeError(`idx: needed a header of ${begin} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, k) => view.getUint32(4 + 4 * k));
  const count = shape.reduce((n, d) => n * d, 1);
  if (bytes.length - begin !== count) throw new RangeError(`idx: needed ${count} bytes for shape [${shape.join(', ')}], got ${bytes.length - begin}`);
  return { shape, data: bytes.subarray(begin) };
}
