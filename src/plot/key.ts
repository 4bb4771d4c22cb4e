import type { Chart, ChartSeries } from './chart.js';
import { hang, SIZES } from './layout.js';
import type { Style, Styles } from './styles.js';
import { textWidth, wrapText } from './text-width.js';

type Spec = Record<string, unknown>;

interface Entry {
  readonly label: string;
  readonly kind: ChartSeries['kind'] | 'share';
  readonly style: Style;
}

/** Draws one row of a key from a place in pixels. */
export type KeyRow = (x: number, y: number) => Spec[];

const SAMPLE = 20, GAP = 12;

/** What a key below the panels names: each label once. */
export function keyOf(chart: Chart, styles: Styles): Entry[] {
  const kinds = new Map<string, Entry['kind']>();
  for (const { series = [], stacks = [] } of chart.panels) {
    for (const s of series) if (!kinds.has(s.label)) kinds.set(s.label, s.kind);
    for (const label of stacks.flatMap((s) => Object.keys(s.shares))) if (!kinds.has(label)) kinds.set(label, 'share');
  }
  return [...kinds].map(([label, kind]) => ({ label, kind, style: styles.get(label)! }));
}

/** A key in as many columns as its labels allow; a label wider than all of it goes on in the next row. */
export function keyRows(entries: readonly Entry[], width: number): KeyRow[] {
  const cell = Math.max(...entries.map((e) => textWidth(e.label, SIZES.label))) + SAMPLE + 4 + GAP, columns = Math.max(1, Math.floor((width + GAP) / cell));
  if (columns === 1) return entries.flatMap((entry) => wrapText(entry.label, SIZES.label, width - SAMPLE - 5).map((text, i): KeyRow => (x, y) => (i === 0 ? [...sampleSpec(entry, x, y), textSpec(entry, text, x, y)] : [textSpec(entry, text, x, y)])));
  const rows = Array.from({ length: Math.ceil(entries.length / columns) }, (_, r) => entries.slice(r * columns, (r + 1) * columns));
  return rows.map((row) => (x, y) => row.flatMap((entry, c) => [...sampleSpec(entry, x + c * cell, y), textSpec(entry, entry.label, x + c * cell, y)]));
}

const textSpec = ({ style }: Entry, text: string, x: number, y: number): Spec => hang({ type: 'text', align: 'left', baseline: 'middle', fontSize: SIZES.label, color: style.ink }, [{ text, x: x + SAMPLE + 4, y }]);

function sampleSpec({ kind, style: { line, marker, filled, dash } }: Entry, x: number, y: number): Spec[] {
  const at = { x: { value: x + SAMPLE / 2 }, y: { value: y } };
  const curve = hang({ type: 'rule', stroke: line, strokeWidth: kind === 'measured' ? 0.8 : 1.4, ...(dash[1] === 0 ? {} : { strokeDash: dash }) }, [{}], { x: { value: x }, x2: { value: x + SAMPLE }, y: { value: y } });
  const patch = (opacity: number): Spec => hang({ type: 'rect', fill: line, fillOpacity: opacity }, [{}], { x: { value: x }, x2: { value: x + SAMPLE }, y: { value: y - 4 }, y2: { value: y + 4 } });
  const symbol = hang({ type: 'point', shape: marker, size: 26, opacity: 1, ...(filled ? { fill: line, stroke: 'white', strokeWidth: 0.5 } : { fill: 'white', stroke: line, strokeWidth: 1 }) }, [{}], at);
  return kind === 'share' ? [patch(1)] : kind === 'points' ? [symbol] : kind === 'measured' ? [curve, symbol] : kind === 'bound' || kind === 'necessary' ? [curve] : [patch(0.18), curve];
}
