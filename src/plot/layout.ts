import type { ChartAxis, ChartPanel } from './chart.js';
import { cellEdges } from './cell-edges.js';
import { domainOf, scaleOf, type Scale } from './scale.js';
import { textWidth, wrapText } from './text-width.js';

type Spec = Record<string, unknown>;

/** Sizes of letters in pixels at 96 to the inch: 10 are 7.5 points. */
export const SIZES = { title: 11, panel: 10, axis: 10, label: 9.5, tick: 9, caption: 9 } as const;

/** Pixels: between panels; from a plot's edge to its labels, leader lines included. */
export const ROOM = { between: 14, leader: 16 } as const;

/** Left and right of a plot, in pixels. */
export interface Rooms {
  readonly left: number;
  readonly right: number;
}

/** The two scales of a panel. */
export interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/** A panel with the room that its axes and titles take. */
export interface Laid {
  readonly panel: ChartPanel;
  readonly labelled: boolean;
  readonly title: readonly string[];
  readonly titleRoom: number;
  readonly left: number;
  readonly bottom: number;
  /** Of the last label of the x axis, beyond the plot. */
  readonly overhang: number;
  scales(width: number, height: number): Scales;
  encoding(scales: Scales): Spec;
}

/** A mark at places given in pixels from the corner of the plot: outside of all scales. */
export const hang = (mark: Spec, values: readonly Spec[], encoding: Spec = { x: { value: { expr: 'datum.x' } }, y: { value: { expr: 'datum.y' } }, text: { field: 'text', type: 'nominal' } }): Spec => ({
  data: { values },
  mark: { ...mark, clip: false, aria: false, tooltip: null },
  encoding,
});

/** Places a panel's axes in a plot of about this size. */
export function layPanel(panel: ChartPanel, width: number, height: number, labelled: boolean): Laid {
  const { series = [], stacks, cells } = panel;
  // Cells fill the plot, to its edges.
  const xs = cells ? cellEdges(cells.values.map((c) => c.x), panel.x).flat() : series.flatMap((s) => s.points.map((p) => p.x));
  const ys = cells ? cellEdges(cells.values.map((c) => c.y), panel.y).flat() : series.flatMap((s) => s.points.flatMap((p) => [p.y, p.low, p.high].filter((v): v is number => typeof v === 'number')));
  const x: ChartAxis = stacks ? { title: panel.x.title, domain: [-0.5, stacks.length - 0.5] } : cells ? { domain: tight(xs), ...panel.x } : panel.x;
  const y: ChartAxis = stacks ? { domain: [0, 1], ...panel.y, log: false } : cells ? { domain: tight(ys), ...panel.y } : panel.y;
  const xDomain = domainOf(x, xs, 0.025, false), yDomain = domainOf(y, ys, 0.05, true), whole = xs.every(Number.isInteger);
  const band = stacks ? width / stacks.length : 0, longest = stacks ? Math.max(0, ...stacks.map((s) => textWidth(s.x, SIZES.tick))) : 0, turned = stacks !== undefined && longest > band - 4;
  const scales = (w: number, h: number): Scales => {
    const across = scaleOf(x, xDomain, w, SIZES.tick, true, whole), up = scaleOf(y, yDomain, h, SIZES.tick, false);
    return { x: stacks ? { ...across, ticks: stacks.map((s, value) => ({ value, label: s.x })) } : across, y: { ...up, position: (v) => h - up.position(v) } };
  };
  const about = scales(width, height), title = panel.title === undefined ? [] : wrapText(panel.title, SIZES.panel, width, true);
  const xTitle = wrapText(panel.x.title, SIZES.axis, width + 20), yTitle = wrapText(panel.y.title, SIZES.axis, height + 12);
  const ends = about.x.ticks.filter((t) => t.label !== '').map((t) => about.x.position(t.value) + textWidth(t.label, SIZES.tick) / 2);
  const left = 7 + Math.max(0, ...about.y.ticks.map((t) => textWidth(t.label, SIZES.tick))) + (panel.y.title === '' ? 2 : 6 + 11 * yTitle.length);
  const slant = turned ? longest * 0.64 + 4 : 8;
  return {
    panel,
    labelled,
    title,
    titleRoom: title.length > 0 ? 12 * title.length + 6 : 4,
    left,
    bottom: 6 + slant + (panel.x.title === '' ? 0 : 5 + 12 * xTitle.length),
    overhang: turned ? 6 : Math.max(2, ...ends.map((e) => e - width + 2)),
    scales,
    encoding: (at) => ({
      x: { field: 'x', type: 'quantitative', scale: scaleSpec(x, at.x), axis: { title: lines(xTitle), ...axisSpec(at.x), grid: !stacks && !cells, ...(turned ? { labelAngle: -40, labelAlign: 'right', labelBaseline: 'top' } : { labelAngle: 0 }), ...(stacks ? { ticks: false } : {}) } },
      y: { field: 'y', type: 'quantitative', scale: scaleSpec(y, at.y), axis: { title: lines(yTitle), ...axisSpec(at.y), grid: !cells } },
    }),
  };
}

const tight = (values: readonly number[]): [number, number] => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
const lines = (text: readonly string[]): string | readonly string[] | null => (text.length === 1 ? text[0] || null : text);

const scaleSpec = (axis: ChartAxis, { domain }: Scale): Spec => ({ type: axis.log ? 'log' : 'linear', ...(axis.log && axis.base === 2 ? { base: 2 } : {}), domain, nice: false, ...(axis.log ? {} : { zero: false }), ...(axis.reverse ? { reverse: true } : {}) });

/** Ticks with our own labels; ticks without are short and have no line in the grid. */
function axisSpec({ ticks }: Scale): Spec {
  const values = ticks.map((t) => t.value), minor = ticks.some((t) => t.label === '');
  const named = `${JSON.stringify(ticks.map((t) => t.label))}[indexof(${JSON.stringify(values)}, datum.value)]`;
  const unnamed = `${JSON.stringify(ticks.filter((t) => t.label === '').map((t) => t.value))}`;
  return { values, labelExpr: named, ...(minor ? { tickSize: { condition: { test: `indexof(${unnamed}, datum.value) >= 0`, value: 2 }, value: 4 }, gridOpacity: { condition: { test: `indexof(${unnamed}, datum.value) >= 0`, value: 0 }, value: 1 } } : {}) };
}
