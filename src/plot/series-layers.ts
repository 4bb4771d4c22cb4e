import type { ChartPanel, ChartPoint, ChartSeries } from './chart.js';
import type { Scales } from './layout.js';
import type { Style, Styles } from './styles.js';

type Spec = Record<string, unknown>;

/** Is it known and on the axis? */
const known = (v: number | null | undefined, log = false): v is number => typeof v === 'number' && Number.isFinite(v) && (!log || v > 0);

/** How long an arrow is that stands for an interval without end, in pixels. */
const ARROW = 13;

/** The layers of a panel's series, the first at the bottom; bounds below what was measured. */
export function seriesLayers({ series = [], cells, x, y }: ChartPanel, scales: Scales, { styles, interactive, height }: { styles: Styles; interactive: boolean; height: number }): Spec[] {
  const order = [...series].sort((a, b) => depth(a) - depth(b));
  // Intervals at one x stand side by side.
  const side = series.filter((s) => !over(s) && s.points.some((p) => p.low !== undefined || p.high !== undefined)), step = Math.min(2, 6 / side.length);
  return order.map((s) => {
    const shift = side.includes(s) ? step * (side.indexOf(s) - (side.length - 1) / 2) : 0;
    const style = styles.get(s.label)!;
    const data = { values: rowsOf(s, scales, height, y.log) };
    const tooltip = [{ field: 'series' }, { field: 'x', title: x.title }, { field: 'y', title: y.title }, { field: 'low' }, { field: 'high' }];
    const under = interactive && over(s) ? [{ mark: { type: 'point', size: 80, opacity: 0 }, encoding: { tooltip } }] : [];
    return { data, layer: [...marks(s, style, data.values, cells !== undefined, shift), ...under], ...(interactive ? { encoding: { tooltip } } : {}) };
  });
}

/** Is it a line that intervals do not stand on? */
const over = ({ kind }: ChartSeries): boolean => kind !== 'measured' && kind !== 'points';

/** Without the last digits, in which engines differ. */
const rounded = (v: number): number => Number(v.toPrecision(9));

const depth = ({ kind }: ChartSeries): number => (kind === 'band' || kind === 'steps' ? 0 : kind === 'bound' || kind === 'necessary' ? 1 : 2);

/** Rows as the marks want them: `from` and `to` of an interval, on the axis; `run` counts the pieces of a broken line. */
function rowsOf(s: ChartSeries, { x, y }: Scales, height: number, log: boolean | undefined): Spec[] {
  const [bottom, top] = y.domain, inverse = (pixel: number): number => rounded(log ? bottom * Math.exp((1 - pixel / height) * Math.log(top / bottom)) : bottom + (1 - pixel / height) * (top - bottom));
  const clamp = (v: number): number => Math.max(bottom, Math.min(top, v));
  let run = 0, broken = false;
  const banded = s.kind === 'band' || s.kind === 'steps';
  return s.points.filter((p) => known(p.x) && (s.kind !== 'measured' && s.kind !== 'points' || inDomain(p.x, x.domain))).map((p: ChartPoint) => {
    const { low, high } = p, drawn = known(p.y, log);
    if (drawn && broken) run++;
    broken = !drawn;
    const row: Record<string, unknown> = { series: s.label, x: p.x, y: drawn ? p.y : null, low, high };
    if (banded) return { ...row, run, from: clamp(known(low, log) ? low : bottom), to: clamp(known(high, log) ? high : low === undefined && high === undefined ? NaN : top) };
    if (drawn) row.run = run;
    if (drawn && (low !== undefined || high !== undefined)) {
      const at = y.position(p.y as number);
      row.from = known(low, log) ? clamp(low) : low === null ? clamp(inverse(at + ARROW)) : low === undefined ? p.y : bottom;
      row.to = known(high, log) ? clamp(high) : high === undefined ? p.y : clamp(inverse(at - ARROW));
      if (high === null || high === Infinity) row.up = row.to;
      if (low === null) row.down = row.from;
    }
    if (!drawn && known(low, log) && !known(high, log)) row.beyond = low;
    if (!drawn && known(high, log)) {
      row.from = known(low, log) ? clamp(low) : bottom;
      row.to = clamp(high);
      if (!known(low, log)) row.below = high;
    }
    return row;
  });
}

const inDomain = (v: number, [a, b]: readonly [number, number]): boolean => v >= a && v <= b;

function marks({ kind, points }: ChartSeries, style: Style, rows: readonly Spec[], over: boolean, shift: number): Spec[] {
  const { line, marker, filled, dash } = style, color = over ? '#ffffff' : line;
  const where = (field: string): Spec => ({ transform: [{ filter: `isValid(datum.${field})` }] }), has = (field: string): boolean => rows.some((r) => typeof r[field] === 'number' && Number.isFinite(r[field]));
  const xOffset = shift === 0 ? {} : { xOffset: shift };
  const interpolate = kind === 'steps' ? { interpolate: 'step-after' } : {};
  const strokeDash = dash[1] === 0 ? {} : { strokeDash: dash };
  const path = (width: number, extra: Spec = {}): Spec => ({ ...where('y'), mark: { type: 'line', clip: true, color, strokeWidth: width, strokeJoin: 'round', ...xOffset, ...interpolate, ...strokeDash, ...extra }, encoding: { detail: { field: 'run', type: 'nominal' }, order: { field: 'x', type: 'quantitative' } } });
  const symbol = (field: string, shape: string, hollow: boolean, size: number): Spec => ({ ...where(field), mark: { type: 'point', shape, size, opacity: 1, ...xOffset, ...(hollow ? { fill: 'white', stroke: line, strokeWidth: 1 } : { fill: line, stroke: 'white', strokeWidth: 0.5 }) }, encoding: { y: { field } } });
  if (kind === 'bound' || kind === 'necessary') return [...(over ? [path(2.6, { color: '#000000', strokeDash: undefined })] : []), path(1.4)];
  if (kind === 'band' || kind === 'steps') {
    const area: Spec = { ...where('to'), mark: { type: 'area', clip: true, color: line, opacity: 0.18, line: false, ...interpolate }, encoding: { y: { field: 'from' }, y2: { field: 'to' } } };
    return [...(has('to') ? [area] : []), path(1.3)];
  }
  return [
    ...(kind === 'measured' && points.length > 1 ? [path(0.8, { strokeOpacity: 0.75 })] : []),
    ...(has('to') ? [{ ...where('to'), mark: { type: 'rule', clip: true, color: line, strokeWidth: 1, ...xOffset }, encoding: { y: { field: 'from' }, y2: { field: 'to' } } }] : []),
    ...(has('up') ? [symbol('up', 'M-1,.9L0,-.1L1,.9', true, 14)] : []),
    ...(has('down') ? [symbol('down', 'M-1,-.9L0,.1L1,-.9', true, 14)] : []),
    ...(has('beyond') ? [symbol('beyond', 'triangle-up', true, 30)] : []),
    ...(has('below') ? [symbol('below', 'triangle-down', true, 30)] : []),
    symbol('y', marker, !filled, 26),
  ];
}
