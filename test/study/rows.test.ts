import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/study/canonical-json.js';
import { caseKey, headerOf } from '../../src/study/case-key.js';
import { formatRows, parseRows, rowLine, uniteRows } from '../../src/study/rows-text.js';
import { RemainingTime } from '../../src/study/remaining-time.js';
import type { Study } from '../../src/study/study.js';
import { tableOf } from '../../src/study/table-of.js';
import { askedOf, unitsOf } from '../../src/study/units.js';

const study: Study = {
  name: 'known', question: 'Is it known?', tested: 'It is.', confidence: 0.9, seed: 3,
  cases: [{ n: 4, law: 'uniform' }, { n: 5, law: 'uniform' }],
  attempts: ({ n }) => (n === 4 ? 25 : 10), batch: () => 10,
  work: { url: import.meta.url, name: 'none' }, figures: () => [], finding: () => '',
};

describe("a case's file", () => {
  test('is named by the SHA-256 of its parameters in canonical JSON', () => {
    const text = '{"batch":10,"case":{"law":"uniform","n":4},"seed":3,"study":"known"}';
    expect(caseKey(study, study.cases[0])).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16));
    // printf '%s' TEXT | sha256sum
    expect(caseKey(study, study.cases[0])).toBe('bc3a5c7370412baa');
    expect(headerOf(study, study.cases[0])).toBe('{"schema":1,"study":"known","seed":3,"batch":10,"case":{"law":"uniform","n":4}}');
  });

  test('has the same name whatever the order of its parameters, and another for others', () => {
    expect(caseKey(study, { law: 'uniform', n: 4 })).toBe(caseKey(study, { n: 4, law: 'uniform' }));
    const names = [study, { ...study, seed: 4 }, { ...study, name: 'other' }, { ...study, batch: () => 11 }].map((s) => caseKey(s, s.cases[0]));
    expect(new Set([...names, caseKey(study, study.cases[1])]).size).toBe(5);
    expect(caseKey({ ...study, attempts: () => 7 }, study.cases[0])).toBe(names[0]);
  });

  test('canonical JSON reads back as what it was, and does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const turned = (v: unknown): unknown => (Array.isArray(v) ? v.map(turned) : typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).reverse().map(([k, x]) => [k, turned(x)])) : v);
      expect(canonicalJson(turned(value))).toBe(text);
    }));
    for (const value of [NaN, Infinity, undefined, new Date(0), new Map(), { x: undefined }, [() => 1]]) expect(() => canonicalJson(value)).toThrow('canonicalJson: needed a value that JSON holds');
  });
});

describe('units of work', () => {
  test('hold every attempt once, the last of a case being what is left', () => {
    expect(unitsOf(study).map(({ at, from, to }) => [at, from, to])).toEqual([[0, 0, 10], [0, 10, 20], [0, 20, 25], [1, 0, 10]]);
  });

  test('are each in one shard', () => {
    for (const of of [1, 2, 3, 7]) {
      const shards = Array.from({ length: of }, (_, k) => unitsOf(study, 1, { index: k + 1, of }));
      expect(shards.flat().map((u) => `${u.at} ${u.from}`).sort()).toEqual(unitsOf(study).map((u) => `${u.at} ${u.from}`).sort());
    }
  });

  test('of a share of the attempts are a prefix in whole batches, at least one of them', () => {
    expect([0, 0.3, 0.5, 0.9, 1].map((f) => askedOf(study, study.cases[0], f))).toEqual([10, 10, 20, 25, 25]);
    expect(unitsOf(study, 0.5).every((u) => unitsOf(study).some((v) => v.at === u.at && v.from === u.from && v.to === u.to))).toBe(true);
  });
});

describe('the text of rows', () => {
  const header = '{"schema":1}', row = (from: number, result: unknown = from) => ({ from, to: from + 10, result });

  test('of which any part is torn off holds all rows before the tear, and counts the torn line', () => {
    const rows = [row(0), row(10, { x: [1, 'two\n'] }), row(20)], text = formatRows(header, rows);
    for (let end = 0; end <= text.length; end++) {
      const part = text.slice(0, end), lines = part.split('\n').slice(1);
      const whole = rows.filter((r) => lines.includes(rowLine(r)));
      const parsed = parseRows(part, header, 'f');
      expect(parsed.rows).toEqual(whole);
      const last = part.split('\n').at(-1)!;
      expect(parsed.torn).toBe(last === '' || last === header || whole.some((r) => rowLine(r) === last) ? 0 : 1);
      // A resumed run begins a line of its own.
      expect(parseRows(`${part}\n${rowLine(row(30))}\n`, header, 'f').rows).toEqual([...whole, row(30)]);
    }
  });

  test('with the header of other parameters is refused', () => {
    expect(() => parseRows('{"schema":1,"study":"b"}\n', '{"schema":1,"study":"a"}', 'f.jsonl')).toThrow('f.jsonl: needed rows of {"schema":1,"study":"a"}, got those of {"schema":1,"study":"b"}');
  });

  test('is no row where from, to or result is missing or no number of an attempt', () => {
    for (const line of ['{"from":0,"to":10}', '{"from":-1,"to":10,"result":1}', '{"from":10,"to":10,"result":1}', '{"from":0.5,"to":10,"result":1}', '7', 'null', '[]']) expect(parseRows(line, header, 'f')).toEqual({ rows: [], torn: 1 });
  });

  test('is united in the order of attempts, each row once, whatever the order of files', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), { maxLength: 4 }), (files) => {
      const united = uniteRows(files.map((numbers, k) => ({ path: String(k), rows: numbers.map((n) => row(10 * n)) })), false);
      expect(united).toEqual([...new Set(files.flat())].sort((a, b) => a - b).map((n) => row(10 * n)));
    }));
  });

  test('is refused where two rows of the same attempts differ, but for studies of the machine', () => {
    const files = [{ path: 'a', rows: [row(0, { x: 1 })] }, { path: 'b', rows: [row(0, { x: 2 })] }];
    expect(() => uniteRows(files, false)).toThrow(/rows of attempts 0 to 9: needed the same from every run, got \{"x":1\} in a and \{"x":2\} in b/);
    expect(uniteRows(files, true)).toEqual([row(0, { x: 1 })]);
  });
});

describe('the time left', () => {
  test('weighs cases by what their own batches took, divided by the workers', () => {
    const time = new RemainingTime([3, 11], 2);
    expect(time.seconds()).toBeNull();
    time.tell(0, 1);
    expect(time.seconds()).toBe((2 + 11) / 2);
    time.tell(1, 9);
    expect(time.seconds()).toBe((2 * 1 + 10 * 9) / 2);
  });
});

describe('a table of rows', () => {
  const cases = [{ case: { n: 4, weights: [1, 2] }, attempts: 3, asked: 3, rows: [{ from: 0, to: 2, result: { hits: 1, times: [5, null], sizes: [{ a: 1 }, { a: 2 }] } }, { from: 2, to: 3, result: { hits: 0, times: [7], sizes: [{ a: 3 }] } }] }];

  test('is one line an attempt where every row has arrays of them', () => {
    expect(tableOf(cases)).toEqual({
      columns: ['n', 'weights', 'attempt', 'result.hits', 'result.times', 'result.sizes.a'],
      lines: [[4, '[1,2]', 0, 1, 5, 1], [4, '[1,2]', 1, 1, null, 2], [4, '[1,2]', 2, 0, 7, 3]],
    });
  });

  test('is one line a row where they have none, other arrays as JSON, and a result of one value', () => {
    const rows = [{ from: 0, to: 2, result: { a: { b: 1 }, c: [1, 2, 3] } }, { from: 2, to: 4, result: { a: { b: true }, d: 'x' } }];
    expect(tableOf([{ ...cases[0], rows }])).toEqual({ columns: ['n', 'weights', 'from', 'to', 'result.a.b', 'result.c', 'result.d'], lines: [[4, '[1,2]', 0, 2, 1, '[1,2,3]', null], [4, '[1,2]', 2, 4, true, null, 'x']] });
    // A map by numbers is one cell, not a column for each of its keys.
    expect(tableOf([{ ...cases[0], rows: [{ from: 0, to: 2, result: { counts: { 12: 1, '16,32': 4 } } }] }])).toEqual({ columns: ['n', 'weights', 'from', 'to', 'result.counts'], lines: [[4, '[1,2]', 0, 2, '{"12":1,"16,32":4}']] });
    expect(tableOf([{ ...cases[0], rows: [{ from: 0, to: 2, result: 5 }] }])).toEqual({ columns: ['n', 'weights', 'from', 'to', 'result'], lines: [[4, '[1,2]', 0, 2, 5]] });
  });
});
