import { beforeAll, describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { check, type TicketClaims } from '../../src/certify/index.js';
import { ball, cube, parseTicket, writeTicket, type Network, type Ticket } from '../../src/network/index.js';
import { builtins } from '../../src/network/builtin/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate } from '../../src/theorem/index.js';

let target: Network, ticket: Ticket, bytes: Uint8Array;
beforeAll(async () => {
  target = await builtins[0].load();
  const done = await approximate({ target, domain: ball(1), theorem: theorem1, epsilon: 0.05, tolerance: null, budget: 'expected', delta: 0.05, selector: first, candidates: 'bound', seed: 1 }, inlinePool);
  ticket = done.ticket;
  bytes = writeTicket(ticket);
});

/** A ticket changed by somebody who makes all digests anew. */
const forged = (change: Partial<Ticket>): Ticket => parseTicket(writeTicket({ ...ticket, ...change }));
const claims = (): TicketClaims => ticket.claims as unknown as TicketClaims;
const wrongClaims = async (t: Ticket): Promise<string[]> => (await check(t, target)).claims.filter((c) => !c.same).map((c) => c.claim);

describe('a ticket file', () => {
  test('is refused if any bit is flipped', () => {
    // Every byte of a short file would be slow; a stride coprime to its length reaches header, metadata and tensors alike.
    for (let at = 0; at < bytes.length; at += 97) {
      const altered = Uint8Array.from(bytes);
      altered[at] ^= 1 << at % 8;
      expect(() => parseTicket(altered), `byte ${at}`).toThrow();
    }
  });

  test('is refused if it is truncated anywhere', () => {
    for (let length = 0; length < bytes.length; length += 131) expect(() => parseTicket(bytes.slice(0, length))).toThrow(RangeError);
  });
});

describe('check', () => {
  test('accepts the ticket as it is, by going through the networks again and in exact arithmetic', async () => {
    for (const exact of [false, true]) expect(await check(ticket, target, { exact })).toMatchObject({ verdict: 'holds' });
  });

  test('finds every changed claim, even with new digests', async () => {
    const c = claims();
    const changed: [string, unknown][] = [
      ['misses', 1], ['problems', c.problems + 1], ['maxWeightError', c.maxWeightError / 2], ['selectedPerProblem', c.selectedPerProblem - 1], ['kept', c.kept - 1],
      ['keptPerWeight', 1], ['sourceWeights', c.sourceWeights - 1], ['density', c.density / 2],
      ['certificate.upper', { ...c.certificate, upper: c.certificate.upper * (1 - 2 ** -40) }], ['certificate.lower', { ...c.certificate, lower: c.certificate.lower * 1.01 }],
      ['perLayer', c.perLayer.map((l, i) => (i === 0 ? { ...l, misses: 1 } : l))],
    ];
    for (const [claim, value] of changed) expect(await wrongClaims(forged({ claims: { ...c, [claim.split('.')[0]]: value } }))).toEqual([claim]);
    expect(await wrongClaims(forged({ claims: { ...c, proved: true } }))).toEqual(['proved']);
    expect(await wrongClaims(forged({ construction: 'ladder' }))).toEqual(['construction']);
    expect((await check(forged({ construction: 'magic' }), target)).claims.map((one) => one.claim)).not.toContain('construction');
  });

  test('never says that a forged aim is met', async () => {
    const c = claims();
    expect((await check(forged({ claims: { ...c, epsilon: 1e-9 } as never }), target)).verdict).toBe('fails');
    const between = (c.certificate.lower + c.certificate.upper) / 2;
    expect((await check(forged({ claims: { ...c, epsilon: between } as never }), target)).verdict).toBe('open');
  });

  test('takes domain and witness from the ticket alone, whatever its claimed certificate says of them', async () => {
    const c = claims(), small = { ...c, epsilon: 1e-4, certificate: { ...c.certificate, lower: 0, upper: 1e-4, domain: ball(1e-3), witness: [0, 0] } };
    await expect(async () => check(forged({ claims: small as never }), target)).rejects.toThrow('check: needed a claimed certificate of lower, method, norm, pairing, tree and upper, got domain,lower');
  });

  test('compares l2 errors with an aim, never those of a smaller norm', async () => {
    const c = claims();
    for (const norm of ['linf', 'output:0', 'l1']) {
      await expect(async () => check(forged({ claims: { ...c, certificate: { ...c.certificate, norm } } as never }), target)).rejects.toThrow(`check: needed a ticket's certificate in l2, got ${norm}`);
    }
  });

  test('refuses an upper bound that is no number', async () => {
    const c = claims();
    await expect(async () => check(forged({ claims: { ...c, certificate: { ...c.certificate, upper: 'small' } } as never }), target)).rejects.toThrow('check: needed a number or null as the claimed upper bound, got small');
  });

  test('a tolerance smaller than the largest error turns weights into misses', async () => {
    const c = claims();
    const perLayer = c.perLayer.map((l) => ({ ...l, tolerance: l.maxWeightError / 2 }));
    expect(await wrongClaims(forged({ claims: { ...c, perLayer } as never }))).toEqual(expect.arrayContaining(['misses', 'perLayer']));
  });

  test('finds a moved, a missing and an added edge', async () => {
    const [scaffold, last, ...rest] = ticket.layers;
    const moved = { rows: last.rows.slice(), columns: last.columns };
    // To a free row of the same hidden unit, keeping the order.
    const e = moved.rows.findIndex((r, k) => k + 1 < moved.rows.length && last.columns[k + 1] !== last.columns[k] && r + 1 < ticket.widths[2]);
    moved.rows[e]++;
    expect(await wrongClaims(forged({ layers: [scaffold, moved, ...rest] }))).toContain('perLayer');
    const less = { rows: last.rows.slice(1), columns: last.columns.slice(1) };
    expect(await wrongClaims(forged({ layers: [scaffold, less, ...rest] }))).toContain('kept');
  });

  test('finds another seed, scale, domain and target', async () => {
    expect(await wrongClaims(forged({ seed: 2 }))).toContain('maxWeightError');
    await expect(async () => check(forged({ scales: ticket.scales.map((s) => 2 * s) }), target)).rejects.toThrow('ticket: needed a scale of at most');
    expect(await wrongClaims(forged({ scales: ticket.scales.map((s) => s / 2) }))).toContain('maxWeightError');
    expect(await wrongClaims(forged({ construction: 'single' }))).toEqual(['construction']);
    expect(await wrongClaims(forged({ domain: ball(0.5) }))).toContain('certificate.lower');
    expect(await wrongClaims(forged({ domain: cube(-1, 1, 2) }))).toContain('certificate.upper');
    const other = { ...target, layers: target.layers.map((l, i) => (i === 0 ? { ...l, weights: { ...l.weights, data: l.weights.data.map((w, k) => (k === 0 ? w + 2 ** -20 : w)) } } : l)) };
    await expect(check(ticket, other)).rejects.toThrow('ticket: needed its own target');
  });

  test('refuses a ticket with more source layers than its target asks for', async () => {
    const more = { scales: [...ticket.scales, 1], depths: [...ticket.depths, 2], widths: [...ticket.widths, 2, 2], layers: [...ticket.layers, { rows: new Uint32Array(0), columns: new Uint32Array(0) }, { rows: new Uint32Array(0), columns: new Uint32Array(0) }] };
    await expect(async () => check(forged(more), target)).rejects.toThrow('ticket: needed source layers for each of 3 target layers, got them for 4');
  });

  test('refuses a ticket whose metadata are not what a ticket has', () => {
    const broken: [Partial<Record<keyof Ticket, unknown>>, string][] = [
      [{ domain: null }, 'domain: needed a ball with a radius or a box'], [{ domain: { kind: 'ball', radius: '1' } }, 'domain: needed'],
      [{ attempt: 0.5 }, 'ticket: needed an attempt in [0, 2^32), got 0.5'], [{ seed: -3 }, 'seed: needed'], [{ claims: null }, 'ticket: needed an object of claims'],
      [{ depths: [2, 2, 3] }, 'ticket: needed depths of at least 2 that add up to 6 source layers, got [2,2,3]'], [{ depths: [3, 2, 1] }, 'ticket: needed depths of at least 2'], [{ outside: 'none' }, 'ticket: needed a list of names of broken hypotheses'], [{ outside: ['x\nverdict      holds'] }, 'ticket: needed a list of names of broken hypotheses'],
      [{ law: { name: 'hyperbolic', bins: '20', gridExponent: -22 } }, 'parseLaw: needed'],
      [{ scales: [1, 2, 3] }, 'ticket: needed 3 powers of two as scales'], [{ witness: Float64Array.of(0) }, 'ticket: needed a witness of 3 inputs'],
      [{ widths: ticket.widths.map((w, j) => (j === 1 ? 1 : w)) }, 'ticket: needed the kept edges'],
    ];
    for (const [change, message] of broken) expect(() => forged(change as Partial<Ticket>), message).toThrow(message);
  });

  test('takes a constant that an input feeds for what it is: another network, with other errors', async () => {
    const [scaffold, last, ...rest] = ticket.layers;
    // A free edge from a hidden unit of input 0 to the row of the constant, the last of the block.
    const constantRow = ticket.widths[2] - 1;
    const e = last.columns.findIndex((h, k) => h % ticket.widths[0] === 0 && last.columns[k + 1] !== h);
    const insert = (list: Uint32Array, value: number): Uint32Array => Uint32Array.of(...list.subarray(0, e + 1), value, ...list.subarray(e + 1));
    const layers = [scaffold, { rows: insert(last.rows, constantRow), columns: insert(last.columns, last.columns[e]) }, ...rest];
    const report = await check(forged({ layers }), target);
    expect(report.verdict).toBe('fails');
    expect(report.claims.filter((c) => !c.same).map((c) => c.claim)).toContain('certificate.upper');
  });

  test('refuses edges that are no diamond', async () => {
    const [scaffold, ...rest] = ticket.layers;
    const columns = scaffold.columns.slice();
    const twice = { rows: Uint32Array.of(...scaffold.rows, scaffold.rows[0]), columns: Uint32Array.of(...columns, ticket.widths[0] - 1) };
    const order = [...twice.rows.keys()].sort((a, b) => twice.columns[a] - twice.columns[b] || twice.rows[a] - twice.rows[b]);
    const layers = [{ rows: twice.rows.map((_, k) => twice.rows[order[k]]), columns: twice.columns.map((_, k) => twice.columns[order[k]]) }, ...rest];
    await expect(async () => check(forged({ layers }), target)).rejects.toThrow('collapse: needed one incoming edge per hidden unit, got several');
  });
});
