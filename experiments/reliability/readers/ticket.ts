import { theorem1 } from '../../../proofs/pensia2020/theorem1.js';
import { digest } from '../../../src/numeric/digest.js';
import { inlinePool } from '../../../src/numeric/pool.js';
import { check } from '../../../src/certify/index.js';
import { ball, cube, isTicket, parseSafetensors, parseTicket, writeTicket, type Domain, type Network, type Ticket } from '../../../src/network/index.js';
import { writeSafetensors } from '../../../src/network/formats/safetensors.js';
import type { Reader, Tree, View } from '../../../src/properties/index.js';
import { sparsest } from '../../../src/subset-sum/index.js';
import { approximate } from '../../../src/theorem/index.js';
import { smallNetwork } from '../networks.js';

export const ticketTarget = smallNetwork([2, 2, 1], true);
const made = async (target: Network, domain: Domain): Promise<Uint8Array> =>
  writeTicket((await approximate({ target, domain, theorem: theorem1, epsilon: null, tolerance: 0.2, budget: 'expected', delta: 0.05, selector: sparsest, candidates: 8, seed: 1, outside: true }, inlinePool)).ticket);
const files = [await made(ticketTarget, ball(1)), await made(ticketTarget, cube(0, 1, 2))];

type Parts = { metadata: { [name: string]: Tree }; tensors: { [name: string]: Tree } };
const isJson = (name: string): boolean => !['format', 'schema', 'seed', 'attempt', 'construction', 'target'].includes(name);

/** A ticket's metadata and tensors, written with all digests made anew, as a forger would. */
export const forged: View = {
  name: 'forged ticket', kind: 'tree',
  open(file): Parts {
    const { tensors, metadata } = parseSafetensors(file), { digest: _, digests: __, ...rest } = metadata;
    const numbers = (dtype: string, data: Uint8Array): number[] => [...(dtype === 'F64' ? new Float64Array(Uint8Array.from(data).buffer) : new Uint32Array(Uint8Array.from(data).buffer))];
    return {
      metadata: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, isJson(name) ? (JSON.parse(value) as Tree) : value])),
      tensors: Object.fromEntries(tensors.map(({ name, dtype, data }) => [name, { dtype, numbers: numbers(dtype, data) }])),
    };
  },
  close(tree) {
    const { metadata, tensors } = tree as unknown as { metadata: Record<string, unknown>; tensors: Record<string, { dtype: string; numbers: number[] }> };
    const raw = Object.entries(tensors).map(([name, { dtype, numbers }]) => ({ name, dtype, shape: [numbers.length], data: new Uint8Array((dtype === 'F64' ? Float64Array.from(numbers) : Uint32Array.from(numbers)).buffer) }));
    return sealed(Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, isJson(name) ? JSON.stringify(value) : (value as string)])), raw);
  },
};

/** A ticket file of these, with the digests that belong to it. */
function sealed(texts: Readonly<Record<string, string>>, raw: Parameters<typeof writeSafetensors>[0]): Uint8Array {
  const known = new Map<Uint8Array, string>(), digestOf = (data: Uint8Array): string => known.get(data) ?? known.set(data, digest(data)).get(data)!;
  const metadata = { ...texts, digests: JSON.stringify(Object.fromEntries(raw.map(({ name, data }) => [name, digestOf(data)]))) };
  const all = JSON.stringify(Object.keys(metadata).sort().map((key) => [key, (metadata as Record<string, unknown>)[key]]));
  return writeSafetensors(raw, { ...metadata, digest: digest(new TextEncoder().encode(all)) });
}

/** A ticket that says something else in one of its metadata, digests and all. */
function saying(change: Readonly<Record<string, unknown>>): Uint8Array {
  const { metadata, tensors } = forged.open(files[0]) as unknown as Parts, said = Object.entries({ ...metadata, ...change }).filter(([, value]) => value !== undefined);
  return (forged as View & { kind: 'tree' }).close({ metadata: Object.fromEntries(said) as { [name: string]: Tree }, tensors }, files[0]);
}

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** A ticket of so many source layers of one unit without an edge. */
function layered(count: number): Uint8Array {
  const { metadata } = parseSafetensors(files[0]), none = new Uint8Array();
  const raw = Array.from({ length: count }, (_, k) => ['rows', 'columns'].map((side) => ({ name: `layer.${k + 1}.${side}`, dtype: 'U32', shape: [0], data: none }))).flat();
  const { digest: _, digests: __, ...rest } = metadata;
  return sealed({ ...rest, widths: JSON.stringify(Array<number>(count + 1).fill(1)), depths: JSON.stringify([count]), scales: '[1]' }, [...raw, { name: 'witness', dtype: 'F64', shape: [1], data: new Uint8Array(8) }]);
}

const wrong = (t: Ticket): string | undefined => {
  if (!isTicket(parseSafetensors(writeTicket(t)).metadata)) return 'no ticket';
  if (typeof t.construction !== 'string' || typeof t.target !== 'string') return 'metadata that are no texts';
  if (!t.witness.every(Number.isFinite) || !t.scales.every((s) => s > 0 && s < Infinity)) return 'numbers that are not finite';
  return t.layers.length === t.widths.length - 1 && t.depths.reduce((n, d) => n + d, 0) === t.layers.length ? undefined : 'layers that are not those of its widths';
};

export const ticket: Reader<Ticket> = {
  name: 'ticket',
  read: parseTicket,
  wrong,
  samples: () => files,
  views: [forged],
  write: writeTicket,
  same: (t) => digest(writeTicket(t)),
  bombs: [
    { name: '60,000 source layers', bytes: () => layered(60_000) },
    { name: 'no construction', bytes: () => saying({ construction: undefined }) },
    { name: 'a scale of infinity', bytes: () => sealedText('scales', '[1e400,1]') },
    { name: 'a domain nested 30,000 deep', bytes: () => sealedText('domain', deep(30_000)) },
    { name: 'a law nested 30,000 deep', bytes: () => sealedText('law', deep(30_000)) },
    { name: 'claims of 5,000,000 empty lists', bytes: () => sealedText('claims', `{"a":[${'[],'.repeat(4_999_999)}[]]}`) },
    { name: 'a law of 10,000,000 characters', bytes: () => sealedText('law', JSON.stringify({ name: 'x'.repeat(10_000_000) })) },
  ],
};

/** A ticket with one of its metadata as this text. */
function sealedText(name: string, value: string): Uint8Array {
  const { metadata, tensors } = parseSafetensors(files[0]), { digest: _, digests: __, ...rest } = metadata;
  return sealed({ ...rest, [name]: value }, tensors);
}

/** What `slth check TICKET TARGET` does with a ticket that reads. */
export const checkedTicket: Reader = {
  name: 'ticket, checked against its target',
  read: async (bytes) => check(parseTicket(bytes), ticketTarget),
  samples: () => files,
  views: [forged],
  bombs: [
    { name: 'a source of 2^32 - 1 units a layer', bytes: () => saying({ widths: [3, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 1] }) },
    { name: 'scales of 2^-1000 and 2^1000', bytes: () => saying({ scales: [2 ** -1000, 2 ** 1000] }) },
    { name: 'scales of 2^1000 twice', bytes: () => saying({ scales: [2 ** 1000, 2 ** 1000] }) },
  ],
};
