import type { ChartPanel, ChartSeries } from './chart.js';
import { hang, ROOM, SIZES, type Scales } from './layout.js';
import { spread } from './spread.js';
import type { Styles } from './styles.js';

type Spec = Record<string, unknown>;

/** A label, and the place in the plot that it names, in pixels. */
export interface Label {
  readonly text: string;
  readonly ink: string;
  readonly x: number;
  readonly y: number;
}

/** Of a pixel. */
const hundredths = (v: number): number => Math.round(100 * v) / 100;

/** The label of every series and share of a panel that has something to be seen. */
export function labelsOf({ series = [], stacks, x, y }: ChartPanel, scales: Scales, styles: Styles): Label[] {
  const ends = series.flatMap((s) => {
    const end = endOf(s, scales, { x: x.log, y: y.log });
    return end ? [{ text: s.label, ink: styles.get(s.label)!.ink, x: hundredths(end[0]), y: hundredths(end[1]) }] : [];
  });
  return [...ends, ...stackEnds(stacks, scales, styles)];
}

function stackEnds(stacks: ChartPanel['stacks'], { x, y }: Scales, styles: Styles): Label[] {
  if (!stacks || stacks.length === 0) return [];
  const names = [...new Set(stacks.flatMap((s) => Object.keys(s.shares)))], last = stacks[stacks.length - 1];
  let sum = 0;
  return names.map((text) => {
    const share = last.shares[text] ?? 0, middle = sum + share / 2;
    sum += share;
    return { text, ink: styles.get(text)!.ink, x: hundredths(x.position(stacks.length - 1 + 0.38)), y: hundredths(y.position(middle)) };
  });
}

/** The right-most place in the plot where a series is; where its curve leaves the plot, there. */
function endOf(s: ChartSeries, { x, y }: Scales, log: { x?: boolean; y?: boolean }): readonly [number, number] | null {
  const on = (v: number | null | undefined, l?: boolean): v is number => typeof v === 'number' && Number.isFinite(v) && (!l || v > 0);
  const points = s.points.flatMap((p) => {
    const at = on(p.y, log.y) ? p.y : on(p.low, log.y) ? p.low : on(p.high, log.y) ? p.high : null;
    return at !== null && on(p.x, log.x) ? [[x.position(p.x), y.position(at)] as const] : [];
  });
  points.sort((a, b) => b[0] - a[0]);
  const edges = { x: [x.position(x.domain[0]), x.position(x.domain[1])].sort((a, b) => a - b), y: [y.position(y.domain[1]), y.position(y.domain[0])] };
  const inside = ([a, b]: readonly [number, number]): boolean => a >= edges.x[0] - 0.01 && a <= edges.x[1] + 0.01 && b >= edges.y[0] - 0.01 && b <= edges.y[1] + 0.01;
  const first = points.findIndex(inside);
  if (first < 0) return null;
  if (first === 0 || s.kind === 'measured' || s.kind === 'points') return points[first];
  // From the last point inside towards the first one outside, up to the edge.
  const from = points[first], to = points[first - 1], reach = (a: number, b: number, [low, high]: readonly number[]): number => (b > high ? (high - a) / (b - a) : b < low ? (low - a) / (b - a) : 1);
  if (s.kind === 'steps') return [Math.min(to[0], edges.x[1]), from[1]];
  const t = Math.min(reach(from[0], to[0], edges.x), reach(from[1], to[1], edges.y));
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

/** Where the labels of a plot stand, which of them need a line, and how far from the plot the column begins. */
export function columnOf(labels: readonly Label[], width: number, height: number): { placed: number[]; led: boolean[]; offset: number } {
  const placed = spread(labels.map((l) => l.y), SIZES.label + 1.5, 2, height - 2).map(hundredths);
  const led = labels.map((l, i) => Math.abs(placed[i] - l.y) > 2.5 || l.x < width - Math.max(14, 0.05 * width));
  return { placed, led, offset: led.some(Boolean) ? ROOM.leader : 5 };
}

/** Labels in a column at the right of the plot, none over another; a thin line leads to what a label names where that is not beside it. */
export function labelLayers(labels: readonly Label[], { width, height, ink }: { width: number; height: number; ink?: string }): Spec[] {
  if (labels.length === 0) return [];
  const { placed, led, offset } = columnOf(labels, width, height);
  const lines = labels.flatMap((l, i) => {
    if (!led[i]) return [];
    const bend = Math.max(l.x + 4, width + 3), shade = { ink: ink ?? l.ink };
    return [{ x: l.x + 4, x2: bend, y: l.y, y2: l.y, ...shade }, { x: bend, x2: width + offset - 3, y: l.y, y2: placed[i], ...shade }];
  }).filter((l) => l.x < l.x2), dotted = lines.filter((l) => l.x2 <= width + 3 && l.x2 - l.x > 12), plain = lines.filter((l) => !dotted.includes(l));
  const pixels = { x: { value: { expr: 'datum.x' } }, x2: { value: { expr: 'datum.x2' } }, y: { value: { expr: 'datum.y' } }, y2: { value: { expr: 'datum.y2' } }, stroke: { value: { expr: 'datum.ink' } } };
  return [
    ...(plain.length > 0 ? [hang({ type: 'rule', strokeWidth: 0.5, strokeOpacity: 0.7 }, plain, pixels)] : []),
    // A long way through the plot is no curve.
    ...(dotted.length > 0 ? [hang({ type: 'rule', strokeWidth: 0.6, strokeDash: [1, 2.5] }, dotted, pixels)] : []),
    hang({ type: 'text', align: 'left', baseline: 'middle', fontSize: SIZES.label }, labels.map((l, i) => ({ text: l.text, x: width + offset, y: placed[i], ink: ink ?? l.ink })), {
      x: { value: { expr: 'datum.x' } },
      y: { value: { expr: 'datum.y' } },
      text: { field: 'text', type: 'nominal' },
      color: { value: { expr: 'datum.ink' } },
    }),
  ];
}
