import { binaryLaw, byLayer, hyperbolic, parseLaw, uniform, uniformOn, type Law } from '../../../src/numeric/law.js';
import { tabulate } from '../../../src/numeric/tabulated.js';
import { parseJson } from '../../../src/numeric/parse-json.js';
import { parseDomain, parseIntervals, type Domain } from '../../../src/network/index.js';
import type { Reader } from '../../../src/properties/index.js';
import { parseNumbers } from '../../../src/subset-sum/index.js';
import { formatRows, parseRows, uniteRows } from '../../../src/study/rows-text.js';
import type { Row } from '../../../src/study/index.js';
import { text, textOf } from '../networks.js';
import { jsonTree } from './json.js';

const json = (value: unknown): Uint8Array => text(JSON.stringify(value));
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

export const law: Reader<Law> = {
  name: 'law (JSON in a ticket)',
  read: (bytes) => parseLaw(parseJson(textOf(bytes), 'law')),
  samples: () => [uniform, binaryLaw, hyperbolic(10), byLayer([uniformOn(2), tabulate((p) => p, { bits: 2 })])].map(json),
  views: [jsonTree],
  write: json,
  same: (value) => JSON.stringify(value),
  bombs: [{ name: 'lists nested 30,000 deep', bytes: () => text(deep(30_000)) }, { name: '10,000,000 characters', bytes: () => json('x'.repeat(10_000_000)) }],
};

export const domain: Reader<Domain> = {
  name: 'domain (JSON in a ticket)',
  read: (bytes) => parseDomain(parseJson(textOf(bytes), 'domain')),
  wrong: (d) => (d.kind === 'ball' ? d.radius > 0 : d.lower.every((lo, c) => lo <= d.upper[c])) ? undefined : 'an empty domain',
  samples: () => [{ kind: 'ball', radius: 1 }, { kind: 'ball', radius: 0.5, nonnegative: true }, { kind: 'box', lower: [0, -1], upper: [1, 1] }].map(json),
  views: [jsonTree],
  write: json,
  same: (value) => JSON.stringify(value),
  bombs: [{ name: 'lists nested 30,000 deep', bytes: () => text(deep(30_000)) }, { name: 'a box of 10,000,000 intervals', large: true, bytes: () => text(`{"kind":"box","lower":[${'0,'.repeat(9_999_999)}0],"upper":[${'1,'.repeat(9_999_999)}1]}`) }],
};

export const intervals: Reader<Domain> = {
  name: 'box:FILE',
  read: (bytes) => parseIntervals(textOf(bytes)),
  wrong: (d) => (d.kind === 'box' && d.lower.every((lo, c) => lo <= d.upper[c]) ? undefined : 'an empty box'),
  samples: () => [text('# a box\n0,1\n-1 1\n\n0.5; 2.5e0\n'), json([[0, 1], [-1, 1]])],
  bombs: [
    { name: '4,000,000 lines', large: true, bytes: () => text('0,1\n'.repeat(4_000_000)) },
    { name: 'one line of 16,000,000 numbers', bytes: () => text('1,'.repeat(8_000_000)) },
    { name: 'lists nested 5,000,000 deep', bytes: () => text('['.repeat(5_000_000)) },
    { name: '30,000,000 characters', bytes: () => text(' '.repeat(30_000_000)) },
  ],
};

export const numbers: Reader<readonly number[]> = {
  name: 'numbers of slth solve',
  read: (bytes) => parseNumbers(textOf(bytes)),
  wrong: (values) => (values.every(Number.isFinite) ? undefined : 'numbers that are not finite'),
  samples: () => [text('# candidates\n0.5 -0.25, 1e-3;2\n[3, 4]\n'), text('1\n2\n3\n')],
  write: (values) => text(values.join('\n')),
  same: (values) => values.join(),
  bombs: [
    { name: '8,000,000 numbers', large: true, bytes: () => text('1 '.repeat(8_000_000)) },
    { name: '30,000,000 characters', bytes: () => text('1 '.repeat(15_000_000)) },
    { name: 'a number of 16,000,000 digits', bytes: () => text('1'.repeat(16_000_000)) },
    { name: '5,000,000 comments on a line', bytes: () => text('#'.repeat(5_000_000)) },
  ],
};

const HEADER = '{"schema":1,"study":"sample","case":{"n":2}}';

export const rows: Reader<Row<unknown>[]> = {
  name: "a study's rows",
  read: (bytes) => uniteRows([{ path: 'rows.jsonl', ...parseRows(textOf(bytes), HEADER, 'rows.jsonl') }], false),
  wrong: (found) => {
    const again = parseRows(formatRows(HEADER, found), HEADER, 'rows.jsonl');
    return again.torn === 0 && JSON.stringify(again.rows) === JSON.stringify(found) ? undefined : 'rows that do not read again as they are written';
  },
  samples: () => [text(`${HEADER}\n{"from":0,"to":10,"result":{"hits":3,"times":[1,2,null]}}\n{"from":10,"to":20,"result":[]}\n{"from":20,"to":21,"result":null}\n{"from":21,"t`)],
  views: [{ name: 'row', kind: 'tree', open: (file) => textOf(file).split('\n').slice(1, 4).map((line) => JSON.parse(line) as never), close: (tree) => text(`${HEADER}\n${(tree as readonly unknown[]).map((row) => JSON.stringify(row)).join('\n')}\n`) }],
  write: (found) => text(formatRows(HEADER, found)),
  same: (found) => JSON.stringify(found),
  bombs: [
    { name: 'a result nested 30,000 deep, twice', bytes: () => text(`{"from":0,"to":1,"result":${deep(30_000)}}\n`.repeat(2)) },
    { name: '20,000,000 lists in a row', bytes: () => text(`{"from":0,"to":1,"result":[${'[],'.repeat(19_999_999)}[]]}`) },
    { name: 'a header of 10,000,000 characters', bytes: () => text(JSON.stringify({ schema: 2, study: '\u001b'.repeat(2_000_000) })) },
    { name: '500,000 rows', large: true, bytes: () => text(Array.from({ length: 500_000 }, (_, k) => `{"from":${k},"to":${k + 1},"result":{}}`).join('\n')) },
    { name: '5,000,000 torn lines', bytes: () => text('{\n'.repeat(5_000_000)) },
  ],
};
