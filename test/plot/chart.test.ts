import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartSpec, render, type Chart } from '../../src/plot/index.js';
import { csvOf } from '../../src/plot/csv.js';
import { dashes, markers, palette } from '../../src/plot/palette.js';
import { domainOf, scaleOf } from '../../src/plot/scale.js';
import { spread } from '../../src/plot/spread.js';
import { textWidth } from '../../src/plot/text-width.js';
import { charts, curves, ends } from './charts.js';

interface Box {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the texts of an SVG stand, those that are turned left out. */
function textBoxes(svg: string): Box[] {
  const boxes: Box[] = [], origins: [number, number][] = [[0, 0]];
  for (const [, close, tag, attributes, text = ''] of svg.matchAll(/<(\/?)(g|text)\b([^>]*?)(?:\/>|>([^<]*))/g)) {
    if (close) {
      if (tag === 'g') origins.pop();
      continue;
    }
    const [, dx = '0', dy = '0'] = /transform="translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes) ?? [], [ox, oy] = origins[origins.length - 1], x = ox + Number(dx), y = oy + Number(dy);
    if (tag === 'g') origins.push([x, y]);
    else if (text !== '' && !attributes.includes('rotate')) {
      const size = Number(/font-size="([\d.]+)/.exec(attributes)![1]), width = textWidth(text.replace(/&\w+;/g, 'x'), size), anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1];
      boxes.push({ text, x: anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x, y: y - 0.76 * size, width, height: 0.9 * size });
    }
  }
  return boxes;
}

const sizeOf = (svg: string): number[] => /<svg[^>]*? width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);

describe.each(Object.entries(charts))('the chart of %s', (name, chart) => {
  test('has the specification that is pinned', async () => {
    await expect(`${JSON.stringify(chartSpec(chart), null, 1)}\n`).toMatchFileSnapshot(join(import.meta.dirname, `${name}.golden.json`));
  });

  test('is as wide as one or two columns of a paper, with every word in it, none over another or beyond the edge', async () => {
    const svg = (await render(chartSpec(chart), 'x.svg')) as string, [width, height] = sizeOf(svg), boxes = textBoxes(svg);
    expect(width).toBe(chart.columns === 1 ? 312 : 648);
    const words = boxes.map((b) => b.text).join(' ');
    for (const text of [chart.title, ...chart.caption, ...chart.panels.flatMap((p) => [p.title ?? '', p.x.title, ...(p.series ?? []).map((s) => s.label), ...(p.stacks ?? []).flatMap((s) => Object.keys(s.shares))])]) expect(words).toContain(text);
    for (const b of boxes) {
      expect(b.x, b.text).toBeGreaterThanOrEqual(-0.5);
      expect(b.x + b.width, b.text).toBeLessThanOrEqual(width + 0.5);
      expect(b.y, b.text).toBeGreaterThanOrEqual(-0.5);
      expect(b.y + b.height, b.text).toBeLessThanOrEqual(height + 0.5);
    }
    const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).map((b) => [a.text, b.text]));
    expect(over).toEqual([]);
  });
});

describe('a chart', () => {
  test('is itself in its specification, which is the same each time', () => {
    expect(chartSpec(charts.ends).usermeta).toEqual({ chart: charts.ends });
    expect(JSON.stringify(chartSpec(charts.bands))).toBe(JSON.stringify(chartSpec(charts.bands)));
  });

  test('draws an open triangle where a point is known from below only, and an arrow where its interval has no end', () => {
    const text = JSON.stringify(chartSpec(ends).layer);
    expect(text.match(/"beyond":/g)).toHaveLength(2);
    expect(text.match(/"up":/g)).toHaveLength(1);
    expect(text).toContain('triangle-up');
  });

  test('has no zero on a log axis', async () => {
    const [x] = [domainOf({ title: '', log: true }, [0, 1e-3, 1], 0.05, true)];
    expect(x[0]).toBeGreaterThan(5e-4);
    expect(await render(chartSpec(charts.bands), 'x.svg')).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each([1, 3, 10])('has room for %d series', async (count) => {
    const chart: Chart = { title: 'Many', columns: 2, caption: [], panels: [{ x: { title: 'x' }, y: { title: 'y' }, series: Array.from({ length: count }, (_, i) => ({ label: `series ${i}`, kind: 'measured', points: [1, 2, 3].map((x) => ({ x, y: x + i / 100 })) })) }] };
    const svg = (await render(chartSpec(chart), 'x.svg')) as string, labels = textBoxes(svg).filter((b) => b.text.startsWith('series'));
    expect(labels).toHaveLength(count);
    const ys = labels.map((b) => b.y).sort((a, b) => a - b);
    for (let i = 1; i < count; i++) expect(ys[i] - ys[i - 1]).toBeGreaterThanOrEqual(9.5);
  });

  test('of panels without anything known is drawn too', async () => {
    const chart: Chart = { title: 'Nothing', columns: 1, caption: [], panels: [{ x: { title: 'x', log: true }, y: { title: 'y' }, series: [{ label: 'a', kind: 'measured', points: [{ x: 1, y: null }] }] }, { x: { title: 'x' }, y: { title: 'y' } }] };
    expect(await render(chartSpec(chart), 'x.svg')).not.toMatch(/NaN/);
  });

  test('gives its data as CSV, with quotes where a label has commas', () => {
    expect(csvOf({ title: '', caption: [], columns: 1, panels: [{ x: { title: 'x' }, y: { title: 'y' }, series: [{ label: 'a, "b"', kind: 'points', points: [{ x: 1, y: null, low: 2, high: null }] }] }] })).toBe('panel,series,x,y,low,high\n1,"a, ""b""",1,,2,\n');
  });
});

describe('labels in a column', () => {
  test('keep their distance and their order, stay inside, and move no further than they must', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 12 }), (wanted) => {
      const placed = spread(wanted, 11, 0, 200), order = wanted.map((_, i) => i).sort((a, b) => placed[a] - placed[b]);
      for (let k = 1; k < order.length; k++) {
        expect(placed[order[k]] - placed[order[k - 1]]).toBeGreaterThanOrEqual(11 - 1e-9);
        expect(wanted[order[k]]).toBeGreaterThanOrEqual(wanted[order[k - 1]]);
      }
      for (const y of placed) expect(y >= -1e-9 && y <= 200 + 1e-9).toBe(true);
    }));
    expect(spread([10, 50, 90], 11, 0, 200)).toEqual([10, 50, 90]);
    expect(spread([50, 50], 10, 0, 200)).toEqual([45, 55]);
  });
});

describe('an axis', () => {
  const labels = (axis: { log?: boolean; base?: 2 | 10 }, domain: [number, number], length = 200): string[] => scaleOf({ title: '', ...axis }, domain, length, 9, true).ticks.map((t) => t.label).filter((t) => t !== '');
  test('has ticks at round numbers, with as many digits as they need', () => {
    expect(labels({}, [0, 1])).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(labels({}, [-2, 2])).toEqual(['−2', '−1', '0', '1', '2']);
    expect(labels({ log: true }, [1e-9, 1])[0]).toMatch(/^10⁻/);
    expect(labels({ log: true }, [0.001, 1])).toEqual(['0.001', '0.01', '0.1', '1']);
    expect(labels({ log: true, base: 2 }, [1 / 1024, 1 / 8])).toContain('2⁻⁴');
    expect(labels({ log: true, base: 2 }, [1, 64])).toEqual(['1', '2', '4', '8', '16', '32', '64']);
  });

  test('never has two labels in one place, at any length and domain', () => {
    fc.assert(fc.property(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0.1, max: 12, noNaN: true }), fc.integer({ min: 60, max: 500 }), fc.constantFrom<2 | 10>(2, 10), fc.boolean(), (from, decades, length, base, log) => {
      const domain: [number, number] = log ? [Math.exp(from), Math.exp(from + 2.3 * decades)] : [from, from + decades];
      const { ticks, position } = scaleOf({ title: '', log, base }, domain, length, 9, true), shown = ticks.filter((t) => t.label !== '');
      for (let i = 1; i < shown.length; i++) expect(position(shown[i].value) - position(shown[i - 1].value)).toBeGreaterThan((textWidth(shown[i].label, 9) + textWidth(shown[i - 1].label, 9)) / 2);
    }));
  });
});

describe('colours', () => {
  const channel = (c: number): number => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = (hex: string): number => [1, 3, 5].map((k) => channel(parseInt(hex.slice(k, k + 2), 16) / 255)).reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  // WCAG 2: (1.05) / (luminance + 0.05) against white.
  const contrast = (hex: string): number => 1.05 / (luminance(hex) + 0.05);

  test('are read on white: letters by 4.5, lines by 2', () => {
    for (const { line, ink } of palette) {
      expect(contrast(ink), ink).toBeGreaterThanOrEqual(4.5);
      expect(contrast(line), line).toBeGreaterThanOrEqual(2);
    }
  });

  test('are told apart without colour too, by marker and dash', () => {
    expect(new Set(markers).size).toBe(palette.length);
    expect(new Set(dashes.map(String)).size).toBe(palette.length);
    expect(new Set(palette.map((p) => p.line)).size).toBe(palette.length);
  });
});

describe('letters', () => {
  test("are as wide as the font's own table says", async () => {
    const { default: Document } = await import('pdfkit');
    const { fontFiles } = await import('../../src/plot/font.js');
    const document = new Document({ size: [100, 100], margin: 0, compress: true, info: {} }).registerFont('regular', fontFiles().regular).font('regular') as unknown as { fontSize(size: number): { widthOfString(text: string, options: object): number } };
    for (const text of ['source weights', 'ε ≤ 2⁻¹⁰ · 10³', 'W(A) @ 95 %', 'ℓ ∈ {1, …, n} → −∞']) for (const letter of text) expect(document.fontSize(2048).widthOfString(letter, { features: {} }), letter).toBeCloseTo(textWidth(letter, 2048), 6);
  });
});

describe('a figure as a file', () => {
  test('is the same bytes each time: .svg, .pdf, .html, .vl.json', async () => {
    // Cells have a gradient and clips, whose names vega counts.
    for (const name of ['x.svg', 'x.pdf', 'x.html', 'x.vl.json']) {
      const once = await render(chartSpec(charts.cells), name), again = await render(chartSpec(charts.cells), name);
      expect(Buffer.from(again).equals(Buffer.from(once)), name).toBe(true);
    }
  });

  test.each([1, 2] as const)('of %d column(s) is a PDF page of its size, with its letters embedded and nothing rastered', async (columns) => {
    const chart = curves(columns), [, height] = sizeOf((await render(chartSpec(chart), 'x.svg')) as string);
    const pdf = Buffer.from(await render(chartSpec(chart), 'x.pdf')).toString('latin1');
    expect(pdf.startsWith('%PDF-1.')).toBe(true);
    expect(pdf).toContain(`/MediaBox [0 0 ${columns === 1 ? 234 : 486} ${0.75 * height}]`);
    expect(pdf).toMatch(/\/BaseFont \/\w+\+DejaVuSans\b/);
    expect(pdf.match(/\/FontFile2/g)).toHaveLength(2);
    expect(pdf).not.toContain('/Subtype /Image');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  test('as a page loads nothing, and has a state for each pair of axes', async () => {
    const page = (await render(chartSpec(charts.ends), 'x.html')) as string;
    const scripts = page.match(/<script>[^]*?<\/script>/g)!, rest = page.replace(/<script>[^]*?<\/script>/g, '');
    expect(scripts).toHaveLength(4);
    expect(rest).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|https?:/);
    for (const state of ['x=log&y=log', 'x=linear&y=log', 'x=log&y=linear', 'x=linear&y=linear']) expect(page).toContain(`"${state}":{`);
    expect(await render(chartSpec(charts.stacks), 'x.html')).not.toContain('data-side="y"');
  });
});
