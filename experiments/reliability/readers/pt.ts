import { readNetwork, type Network } from '../../../src/network/index.js';
import type { Reader } from '../../../src/properties/index.js';
import { fixture, wrongNetwork } from '../networks.js';
import { all, dictOf, get, laughs, pickleOf, put, repeated, storage, tensor, textOp } from '../pickle-of.js';
import { zipOf } from '../zip-of.js';
import { memberOf } from './npz.js';

/** An archive of this pickle and one storage of as many zeros. */
const archive = (pickle: Uint8Array, floats = 1): Uint8Array => zipOf([{ name: 'a/data.pkl', data: pickle }, { name: 'a/data/0', data: new Uint8Array(4 * floats), deflate: floats > 1000 }]);
const key = textOp('0'), shape = '(K\x01K\x01t', stride = '(K\x01K\x01t';
const one = tensor(storage(key), shape, stride);
const wide = (rows: number, columns: number): string => `(${[rows, columns].map((n) => `I${n}\n`).join('')}t`;

/** What is the same in both formats of torch.save. */
const shared = { read: (bytes: Uint8Array) => readNetwork('n.pt', bytes), wrong: wrongNetwork };

export const pt: Reader<Network> = {
  ...shared,
  name: 'PyTorch, zip',
  samples: () => [fixture('zip.pt'), fixture('nested.pt')],
  views: [memberOf('pickle', (name) => name.endsWith('data.pkl')), memberOf('storage', (name) => name.endsWith('data/0'))],
  bombs: [
    { name: 'a storage named by lists of lists, 60 deep', bytes: () => archive(pickleOf(dictOf({ w: tensor(storage(laughs(60)), shape, stride) }))) },
    { name: 'a shape of lists of lists, 60 deep', bytes: () => archive(pickleOf(dictOf({ w: tensor(storage(key), all('(', laughs(60), laughs(60), 't'), stride) }))) },
    { name: 'a dictionary with a key of lists of lists, 60 deep', bytes: () => archive(pickleOf('}', '(', laughs(60), 'K\x00', 'u')) },
    { name: 'a global named by lists of lists, 60 deep', bytes: () => archive(pickleOf(laughs(60), laughs(60), '\x93')) },
    { name: '5,000,000 empty dictionaries', bytes: () => archive(pickleOf('(', repeated('}', 5_000_000), 'l')) },
    { name: 'a list of 100,000 pairs made a dictionary 1,000 times', bytes: () => archive(pickleOf('ccollections\nOrderedDict\n', put(1), '0', '((', repeated('K\x00K\x00\x86', 100_000), 'lt', put(2), '0', repeated(all(get(1), get(2), 'R'), 1000))) },
    { name: '100,000 arguments of a call, 10,000 times', bytes: () => archive(pickleOf('ctorch._utils\n_rebuild_tensor_v2\n', put(1), '0', '(', repeated('N', 100_000), 't', put(2), '0', repeated(all(get(1), get(2), 'R'), 10_000))) },
    { name: 'a state_dict that holds itself', bytes: () => archive(pickleOf('}', put(1), '(', textOp('state_dict'), get(1), 'u')) },
    { name: 'an integer of 2^32 - 1 bytes', bytes: () => archive(pickleOf('\x8b\xff\xff\xff\xff')) },
    { name: 'a number of 10,000,000 digits', bytes: () => archive(pickleOf('I', '1'.repeat(10_000_000), '\n')) },
    { name: '2,000 views of one storage of 1,000,000 numbers', large: true, unpacked: 4_250_000, bytes: () => archive(pickleOf(dictOf(Object.fromEntries(Array.from({ length: 2000 }, (_, k) => [`w${k}`, tensor(storage(key), wide(1000, 1000), wide(1000, 1))])))), 1_000_000) },
    { name: 'one number seen as 8,000 by 8,000', bytes: () => archive(pickleOf(dictOf({ w: tensor(storage(key), wide(8000, 8000), wide(0, 0)) }))) },
    { name: 'a shape of 10,000 dimensions', bytes: () => archive(pickleOf(dictOf({ w: tensor(storage(key), all('(', repeated('K\x01', 10_000), 't'), all('(', repeated('K\x01', 10_000), 't')) }))) },
    { name: '2,000 layers', bytes: () => archive(pickleOf(dictOf(Object.fromEntries(Array.from({ length: 2000 }, (_, k) => [`w${k}`, one]))))) },
    { name: 'a command', bytes: () => fixture('evil.pt') },
  ],
};

export const legacyPt: Reader<Network> = {
  ...shared,
  name: 'PyTorch, before 1.6',
  samples: () => [fixture('legacy.pt')],
  bombs: [
    { name: 'the object cut off after a storage of 2^62 numbers is announced', bytes: () => { const b = fixture('legacy.pt').slice(); b.fill(0x3f, b.length - 10); return b; } },
    { name: '5,000,000 marks', bytes: () => all(fixture('legacy.pt').subarray(0, 20), repeated('(', 5_000_000)) },
    { name: 'a list of storages that is lists of lists, 60 deep', bytes: () => all(legacyHead(), pickleOf(dictOf({ w: one })), pickleOf('(', laughs(60), 'l')) },
  ],
};

/** Magic number, protocol, system. */
const legacyHead = (): Uint8Array => all(pickleOf('\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19'), pickleOf('M\xe9\x03'), pickleOf('}'));
