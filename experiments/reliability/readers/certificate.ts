import { certify, checkCertificate, parseCertificate, type CertificateRecord } from '../../../src/certify/index.js';
import { ball, cube, type Network } from '../../../src/network/index.js';
import type { Bomb, Reader } from '../../../src/properties/index.js';
import { digest } from '../../../src/numeric/digest.js';
import { smallNetwork, text, textOf } from '../networks.js';
import { jsonTree } from './json.js';

const first = smallNetwork([2, 3, 1], false);
const second: Network = { notes: [], layers: first.layers.map(({ weights, bias }) => ({ weights: { ...weights, data: weights.data.map((w, k) => w + ((k % 3) - 1) / 64) }, bias })) };
const records = [
  (await certify(first, second, ball(1), { nodes: 0 })).record,
  (await certify(first, second, ball(1), { nodes: 20, gap: 0 })).record,
  (await certify(first, second, cube(-1, 1, 2), { nodes: 20, gap: 0 })).record,
];
const files = records.map((record) => text(JSON.stringify(record)));
const saying = (name: string, change: (record: CertificateRecord) => object): Bomb => ({ name, bytes: () => text(JSON.stringify({ ...records[2], ...change(records[2]) })) });

const wrong = (record: CertificateRecord): string | undefined => {
  if (!record.networks.every((d) => typeof d === 'string')) return 'digests that are none';
  return record.witness.every(Number.isFinite) ? undefined : 'a witness that is not finite';
};

export const certificate: Reader<CertificateRecord> = {
  name: 'certificate',
  read: (bytes) => parseCertificate(textOf(bytes)),
  wrong,
  samples: () => files,
  views: [jsonTree],
  write: (record) => text(JSON.stringify(record)),
  same: (record) => digest(text(JSON.stringify(record))),
  bombs: [
    { name: 'lists nested 5,000,000 deep', bytes: () => text('['.repeat(5_000_000)) },
    { name: 'a domain nested 30,000 deep', bytes: () => text(JSON.stringify({ ...records[0], domain: 0 }).replace('"domain":0', `"domain":${'['.repeat(30_000)}${']'.repeat(30_000)}`)) },
    { name: 'a tree of 40,000,000 leaves', large: true, bytes: () => text(JSON.stringify({ ...records[2], tree: 0 }).replace('"tree":0', `"tree":{"kind":"boxes","at":[],"splits":[${'-1,'.repeat(39_999_999)}-1]}`)) },
    { name: 'a tree of 50,000,000 leaves', large: true, bytes: () => text(JSON.stringify({ ...records[2], tree: 0 }).replace('"tree":0', `"tree":{"kind":"boxes","at":[],"splits":[${'-1,'.repeat(49_999_999)}-1]}`)) },
    { name: 'a text of 1,000,000 line ends', bytes: () => text(`{${'\n'.repeat(1_000_000)}x`) },
  ],
};

/** What `slth check CERTIFICATE A B` does with a certificate that reads. */
export const checkedCertificate: Reader = {
  name: 'certificate, checked against its networks',
  read: (bytes) => checkCertificate(parseCertificate(textOf(bytes)), [first, second]),
  samples: () => files,
  views: [jsonTree],
  bombs: [
    saying('1,000,000 layers merged', (r) => ({ pairing: { ...r.pairing, merged: Array<number>(1_000_000).fill(0) } })),
    saying('a unit shifted by 2^1,000,000,000', (r) => ({ pairing: { ...r.pairing, shifts: r.pairing.shifts.map((list) => list.map(() => 1e9)) } })),
    saying('a split of coordinate 2^31', (r) => ({ tree: { ...r.tree, splits: [2 ** 31, -1, -1], at: [0] } })),
    saying('300,000 splits without a leaf', (r) => ({ tree: { ...r.tree, splits: Array<number>(300_000).fill(0), at: Array<number>(300_000).fill(0) } })),
    saying('300,000 leaves without a split', (r) => ({ tree: { ...r.tree, splits: Array<number>(300_000).fill(-1), at: [] } })),
    saying('a coordinate halved 3,000 times', (r) => ({ tree: { ...r.tree, splits: [...Array<number>(3000).fill(0), ...Array<number>(3001).fill(-1)], at: Array.from({ length: 3000 }, (_, k) => 2 ** -(k / 3)) } })),
    saying('ends of the domain of 5e-324 and 1e100', () => ({ domain: { kind: 'box', lower: [5e-324, -1e100], upper: [1e100, 1e100] } })),
    saying('bounds of 5e-324', () => ({ lower: 5e-324, upper: 5e-324 })),
  ],
};
