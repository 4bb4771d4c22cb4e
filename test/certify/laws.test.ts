import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { check, collapsedNetwork, effectiveBlocks, prove } from '../../src/certify/index.js';
import { shapesOf } from '../../src/certify/shapes.js';
import { ball, parseTicket, prunedNetwork, sampleInside, writeTicket, type Ticket } from '../../src/network/index.js';
import { parseNpz } from '../../src/network/formats/npz.js';
import { binaryLaw, byLayer, hyperbolic, parseLaw, tabulate, uniform, uniformOn, type Law, type LayerLaw } from '../../src/numeric/index.js';
import { normalQuantile } from '../../src/numeric/statistics/normal.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { columnDrawer } from '../../src/network/source.js';
import { first } from '../../src/subset-sum/index.js';
import { approximate, type Approximation } from '../../src/theorem/index.js';
import { equal, exact, minus, plus, times, type Dyadic } from '../../src/properties/exact.js';
import { executeExactly, forwardExactly } from '../execute-exactly.js';
import { randomNetwork } from '../random-network.js';
import { readCoq } from './coq-file.js';

const normal = tabulate((p) => normalQuantile((1 + p) / 2) / 2);
const laws: readonly (readonly [string, Law])[] = [
  ['U[-2, 2]', uniformOn(2)],
  ['U[-1/2, 1/2]', uniformOn(1 / 2)],
  ['a normal law', normal],
  ['U[-2, 2] first and U[-1, 1] second', byLayer([uniformOn(2), uniform])],
  ['a normal law first and U[-1/2, 1/2] second', byLayer([normal, uniformOn(1 / 2)])],
  ['binary first and U[-1, 1] second', byLayer([binaryLaw, uniform])],
  ['three laws over blocks of two layers', byLayer([hyperbolic(5), uniformOn(2), uniform])],
];

/** A ticket of the diamond under any law. */
const ticketUnder = (law: Law): Promise<Approximation> => approximate({
  target: randomNetwork([2, 3, 2], 5, { biased: true }), domain: ball(1), theorem: { ...theorem1, law: () => law }, epsilon: null, tolerance: 0.02, budget: 'entrywise', delta: 0.05, selector: first, candidates: 100, seed: 3, outside: true,
}, inlinePool);

describe.each(laws)('a ticket under %s', (_, law) => {
  const target = randomNetwork([2, 3, 2], 5, { biased: true });
  let ticket: Ticket;
  beforeAll(async () => void (ticket = (await ticketUnder(law)).ticket));

  test('holds its law as data, collapses exactly, and checks', async () => {
    const read = parseTicket(writeTicket(ticket));
    expect(read.law).toEqual(law);
    const pruned = prunedNetwork(read, 2), collapsed = collapsedNetwork(read, 2);
    for (let k = 0; k < 4; k++) {
      const x = sampleInside(read.domain, 2, k);
      executeExactly(pruned, x).forEach((v, r) => expect(equal(v, forwardExactly(collapsed, x)[r])).toBe(true));
    }
    for (const exactly of [false, true]) expect(await check(read, target, { exact: exactly })).toMatchObject({ verdict: 'holds', findings: { misses: 0 } });
  });

  test('is written for Coq on the finest grid of its layers, and computes there what its kept weights compute', () => {
    const read = readCoq([...prove(ticket, target).files.values()].map((f) => f.text).join('\n')), pruned = prunedNetwork(ticket, 2);
    for (let k = 0; k < 4; k++) {
      const x = sampleInside(ticket.domain, 2, k), b = read.ticket([...x].map(exact));
      executeExactly(pruned, x).forEach((v, r) => expect(equal(v, b[r])).toBe(true));
    }
  });

  test('is redrawn by docs/redraw.py to the same effective weights, where numpy is', () => {
    try {
      execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    } catch {
      console.warn('skipped: python3 with numpy is not here');
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'slth-law-')), [file, npz] = [join(folder, 't.safetensors'), join(folder, 'effective.npz')];
    writeFileSync(file, writeTicket(ticket));
    execFileSync('python3', ['docs/redraw.py', file, npz]);
    const arrays = new Map(parseNpz(readFileSync(npz)).map((t) => [t.name, t.values]));
    effectiveBlocks(ticket).forEach(({ plus: p, minus: m }, i) => {
      expect(arrays.get(`plus.${i + 1}`)).toEqual(p.data);
      expect(arrays.get(`minus.${i + 1}`)).toEqual(m.data);
    });
  });
});

describe('effective weights where layers have grids of their own', () => {
  const coarse = (gridExponent: number, most: number): LayerLaw => parseLaw({ name: 'tabulated', gridExponent, magnitudes: [1, most] }) as LayerLaw;
  type Part = Pick<Ticket, 'seed' | 'attempt' | 'law' | 'widths' | 'depths' | 'layers'>;

  /** Blocks of one input, n units on it, m units on those of them that carry the positive input by positive weights, and one output; with their exact values. */
  function threeLayers(law: Law, seed: number, blocks: number): { ticket: Part; values: Dyadic[] } {
    const n = 60, m = 5, source = { seed, attempt: 0, law }, { draw } = columnDrawer(source), four = new Float64Array(4);
    const weight = (layer: number, row: number, column: number): number => (draw(layer, row >>> 2, column, four), four[row & 3]);
    const layers: Ticket['layers'][number][] = [], values: Dyadic[] = [];
    for (let block = 0; block < blocks; block++) {
      const j = 3 * block + 1, second: [number, number][] = [], sums = Array.from({ length: m }, () => exact(0));
      for (let h = 0; h < n; h++) {
        for (let k = 0; k < m; k++) {
          const gain = weight(j, h, 0), w = weight(j + 1, k, h);
          if (gain < 0 || w < 0) continue;
          second.push([k, h]);
          sums[k] = plus(sums[k], times(exact(w), exact(gain)));
        }
      }
      const edges = [Array.from({ length: n }, (_, h) => [h, 0]), second, Array.from({ length: m }, (_, h) => [0, h])];
      layers.push(...edges.map((list) => ({ rows: Uint32Array.from(list, (e) => e[0]), columns: Uint32Array.from(list, (e) => e[1]) })));
      values.push(sums.reduce((sum, one, k) => plus(sum, times(one, exact(weight(j + 2, 0, k)))), exact(0)));
    }
    return { ticket: { ...source, widths: [1, ...Array.from({ length: blocks }, () => [n, m, 1]).flat()], depths: Array<number>(blocks).fill(3), layers }, values };
  }

  test('are exact through blocks of three layers, whatever law a block begins with', () => {
    const law = byLayer([coarse(-9, 1024), coarse(-3, 255), uniformOn(4), binaryLaw]);
    for (let seed = 0; seed < 10; seed++) {
      const { ticket, values } = threeLayers(law, seed, 4);
      effectiveBlocks(ticket).forEach(({ plus: p, minus: q }, i) => {
        expect(minus(values[i], exact(p.data[0])).mantissa).toBe(0n);
        expect(q.data[0]).toBe(0);
      });
    }
  });

  test('are refused where three weights of 24 bits make more than float64 holds', () => {
    expect(() => effectiveBlocks(threeLayers(byLayer([uniformOn(4), uniform, uniformOn(1 / 8)]), 1, 1).ticket)).toThrow('collapse: needed products of 3 source layers that float64 holds exactly, sizes below 9.5367431640625e-7');
  });

  test('are exact where the absolute sum passes the range of float64: 1000 kept units on one input', () => {
    const n = 1000, units = Uint32Array.from({ length: n }, (_, i) => i), zeros = new Uint32Array(n), step = 2 ** -48;
    for (let seed = 0; seed < 10; seed++) {
      const source = { seed, attempt: 0, law: byLayer([uniformOn(8), uniformOn(1 / 8)]) }, { draw } = columnDrawer(source), four = new Float64Array(4);
      const sums = { plus: exact(0), minus: exact(0), size: 0 };
      for (let h = 0; h < n; h++) {
        draw(1, h >>> 2, 0, four);
        const u = four[h & 3];
        draw(2, 0, h, four);
        const side = u > 0 ? 'plus' : 'minus';
        sums[side] = plus(sums[side], times(exact(u), exact(four[0])));
        sums.size += Math.abs(u * four[0]);
      }
      expect(sums.size / step).toBeGreaterThan(2 ** 54);
      const [block] = effectiveBlocks({ ...source, widths: [1, n, 1], depths: [2], layers: [{ rows: units, columns: zeros }, { rows: zeros, columns: units }] });
      expect(minus(sums.plus, exact(block.plus.data[0])).mantissa).toBe(0n);
      expect(minus(sums.minus, exact(block.minus.data[0])).mantissa).toBe(0n);
    }
  });

  test('may be of a construction of binary weights only where every layer is binary', () => {
    const { layers, widths } = { widths: [1, 2, 1], layers: [{ rows: Uint32Array.of(0, 1), columns: Uint32Array.of(0, 0) }, { rows: Uint32Array.of(0, 0), columns: Uint32Array.of(0, 1) }] };
    const shapes = (law: Law): string[] => shapesOf({ widths, depths: [2], layers, law }, [1]);
    for (const law of [binaryLaw, byLayer([binaryLaw, binaryLaw])]) expect(shapes(law)).toContain('binary');
    for (const law of [uniform, byLayer([binaryLaw, uniform])]) expect(shapes(law)).not.toContain('binary');
  });
});
