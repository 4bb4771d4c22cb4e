import { describe, expect, test } from 'vitest';
import { readers } from '../../experiments/reliability/readers/index.js';
import { crc32 } from '../../src/numeric/crc32.js';
import { oneLine } from '../../src/numeric/one-line.js';
import { parseJson } from '../../src/numeric/parse-json.js';
import { unzip } from '../../src/network/formats/zip.js';
import { assertHolds, damages, formatProperties, outcomeOf, type Reader } from '../../src/properties/index.js';
import { zipOf } from '../../experiments/reliability/zip-of.js';
import { runs, slow } from '../runs.js';

/** Ten digits and an end: refuses all else, but not always as it should. */
const digits = (slip: (text: string) => unknown): Reader<unknown> => ({
  name: 'digits',
  read: (bytes) => {
    const text = String.fromCharCode(...bytes);
    if (/^\d{10}!$/.test(text)) return text;
    const value = slip(text);
    if (value !== undefined) return value;
    throw new RangeError(`digits: needed ten digits, got ${text.length} characters`);
  },
  wrong: (value) => (typeof value === 'string' && value.length === 11 ? undefined : `it is ${String(value)}`),
  samples: () => [new TextEncoder().encode('0123456789!')],
});

describe('the kit', () => {
  test('passes a reader that keeps the promise', async () => {
    for (const property of formatProperties(digits(() => undefined))) await assertHolds(property, { runs: 300, seed: 1 });
  });

  test.each<[string, (text: string) => unknown, RegExp]>([
    ['an error of another kind', (text) => { if (text.includes('\0')) throw new TypeError('zero'); }, /threw TypeError: zero, no RangeError/],
    ['an error that does not say what came', (text) => { if (text.length < 11) throw new RangeError('too short'); }, /does not say what was needed and what came: "too short"/],
    ['an error of several lines', (text) => { if (text.length > 11) throw new RangeError('digits: needed ten, got\nmore'); }, /control characters/],
    ['an endless error', (text) => { if (!/^\d/.test(text)) throw new RangeError(`digits: needed ten, got ${'x'.repeat(1000)}`); }, /an error of 1024 characters/],
    ['a value that is not valid', (text) => (/^\d{3}!/.test(text) ? 3 : undefined), /not valid: it is 3/],
  ])('catches %s, and shows the smallest damage by offset, old and new bytes', async (_, slip, why) => {
    const found = await Promise.all(formatProperties(digits(slip)).map((p) => p.check({ runs: 1000, seed: 1 })));
    const failed = found.filter((r) => r.verdict === 'fails');
    expect(failed.length).toBe(1);
    expect(failed[0].counterexample).toMatch(why);
    expect(failed[0].counterexample).toMatch(/^file 0 of 11 bytes, damaged to \d+\n[a-z ]+ at byte \d+ of \d+: .+ became .+\n[^\n]+$/);
  });

  test('makes damages of every kind, the same from the same seed', async () => {
    const { cases } = await import('../../src/properties/index.js');
    const reader = readers.find((r) => r.name === 'npz')!, draw = () => cases.sample(damages(reader.samples(), reader.views!), { seed: 3, numRuns: 2000 });
    const kinds = new Set(draw().flatMap((d) => d.kinds));
    for (const kind of ['cut off', 'bit flipped', 'byte overwritten', 'size overwritten', 'size put in', 'span deleted', 'span repeated', 'spans exchanged', 'bytes put in', 'number replaced', 'end of another file']) expect(kinds).toContain(kind);
    expect(draw().map((d) => d.said)).toEqual(draw().map((d) => d.said));
  });
});

describe.each(readers.map((r) => [r.name, r as Reader] as const))('%s', (_, reader) => {
  test('takes whole files; damaged ones it refuses in one line or reads as what is valid', async () => {
    for (const property of formatProperties({ ...reader, bombs: [] })) await assertHolds(property, { runs: runs(20).numRuns });
  });

  const bombs = (reader.bombs ?? []).filter((bomb) => !bomb.large);
  if (bombs.length > 0) {
    test.runIf(slow)('is not moved by bombs', async () => {
      for (const bomb of bombs) expect([bomb.name, await outcomeOf(reader, bomb.bytes())]).not.toMatchObject([bomb.name, { said: 'broken' }]);
    });
  }
});

describe('what once crashed, hung, or filled memory is refused for what it is', () => {
  test.each<[string, string, RegExp]>([
    ['ONNX', 'a column times a row of 30,000 values each', /^onnx: needed matrices of at most \d+ numbers beside those of the file/],
    ['ONNX', 'an input of 2^20 by 1,000 values, and a shift', /^onnx: needed an input of at most 4194304 values/],
    ['ONNX', '10,000,000 empty nodes', /^onnx: needed at most 262144 fields/],
    ['ONNX', 'a constant of -2 by -3 numbers', /^onnx: needed a shape of at most 32 whole numbers for a, got \[-2, -3\]/],
    ['ONNX', 'a node named by 1,000,000 line ends', /^onnx: needed one of Gemm, .*\\u000a/],
    ['npz', '1 KiB that should hold 1 GiB', /^npz: needed w.npy to hold its 1073741824 bytes, got \d+ packed ones/],
    ['npz', '5,000 members that are the same 1 MiB', /members that lie over each other/],
    ['npz', 'a directory that says 2^32 members', /^npz: needed at most 10000 members in the archive, got 4294967295/],
    ['npz', 'a header of 10,000,000 beginnings of a shape', /^npz: needed a header of at most 10000 bytes/],
    ['npz', 'a shape of 5 by 0.4', /^npz: needed a shape of whole numbers in w, got \(5, 0.4\)/],
    ['PyTorch, zip', 'a storage named by lists of lists, 60 deep', /^pt: needed a name as key of a storage, got object/],
    ['PyTorch, zip', 'a shape of lists of lists, 60 deep', /^pt: needed whole numbers for the shape, strides and offset of w/],
    ['PyTorch, zip', 'a dictionary with a key of lists of lists, 60 deep', /^pt: needed a state_dict with tensors, got keys object/],
    ['PyTorch, zip', 'a global named by lists of lists, 60 deep', /^pickle: needed names of a global, got object/],
    ['PyTorch, zip', 'a list of 100,000 pairs made a dictionary 1,000 times', /^pickle: needed at most 1048576 values/],
    ['PyTorch, zip', '5,000,000 empty dictionaries', /^pickle: needed at most 1048576 values/],
    ['PyTorch, before 1.6', 'a list of storages that is lists of lists, 60 deep', /^pt: needed the list of storages/],
    ['JSON', '20,000,000 empty lists', /^json: needed JSON of at most 1048576 lists, objects and entries, got 20000004/],
    ['safetensors', 'a name of 3,000,000 characters that patterns go over again and again', /^safetensors: needed names of at most 500 characters/],
    ['safetensors', 'a header of 20,000,000 empty lists', /^safetensors: needed JSON of at most/],
    ['ticket', '60,000 source layers', /^ticket: needed at most 1000 source layers, got 60000/],
    ['ticket', 'no construction', /^ticket: needed a construction of letters, digits and hyphens, got undefined/],
    ['ticket', 'a scale of infinity', /^ticket: needed 2 powers of two as scales, got \[1e400,1\]/],
    ['certificate', 'a domain nested 30,000 deep', /^certificate: needed JSON nested at most 64 deep/],
    ['certificate', 'a text of 1,000,000 line ends', /^certificate: needed a JSON text, got one that does not parse/],
    ["a study's rows", '20,000,000 lists in a row', /needed rows of at most 268435456 characters and 8388608 lists and objects/],
  ])('%s: %s', async (name, bomb, message) => {
    const reader = readers.find((r) => r.name === name)! as Reader;
    expect(await outcomeOf(reader, reader.bombs!.find((b) => b.name === bomb)!.bytes())).toMatchObject({ said: 'refused', why: expect.stringMatching(message) as string });
  });

  test('a flipped bit of the weights in an archive, which its checksum tells', () => {
    const whole = zipOf([{ name: 'w', data: Uint8Array.of(1, 2, 3, 4) }]), altered = Uint8Array.from(whole);
    altered[30 + 1 + 2] ^= 1;
    expect(unzip(whole, 'npz').get('w')).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(() => unzip(altered, 'npz')).toThrow('npz: needed w to match its size and checksum, got altered data');
  });
});

describe('what the readers stand on', () => {
  test('a checksum is the one of zip and gzip', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect([0, 1, 2, 3].map((n) => crc32(new Uint8Array(n)))).toEqual([0, 0xd202ef8d, 0x41d912ff, 0xff41d912]);
  });

  test('one line keeps both ends of a long text, and writes what is not printable', () => {
    expect(oneLine('a\nb\u001b[2J')).toBe('a\\u000ab\\u001b[2J');
    expect(oneLine(`begin${'x'.repeat(1e6)}end`, 20)).toBe('beginxxxx ... xxxend');
    expect(oneLine('\n'.repeat(1000)).length).toBe(600);
  });

  test('JSON is counted outside of its texts only', () => {
    expect(parseJson('{"a[{:":"\\"[[[","b":[1,2]}', 'test', { values: 4 })).toEqual({ 'a[{:': '"[[[', b: [1, 2] });
    expect(() => parseJson('[[],[]]', 'test', { values: 2 })).toThrow('test: needed JSON of at most 2 lists, objects and entries, got 3');
    expect(() => parseJson(`${'['.repeat(65)}${']'.repeat(65)}`, 'test')).toThrow('test: needed JSON nested at most 64 deep, got more');
  });
});
