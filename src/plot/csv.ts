import type { Chart } from './chart.js';

/** What a chart draws, as CSV: a row for each point, cell and share. */
export function csvOf({ panels }: Chart): string {
  const rows = panels.flatMap(({ title, series = [], cells, stacks = [] }, i) => {
    const panel = title ?? String(i + 1);
    return [
      ...series.flatMap((s) => s.points.map((p) => [panel, s.label, p.x, p.y, p.low, p.high])),
      ...(cells?.values ?? []).map((c) => [panel, `${cells!.title} at y`, c.x, c.value, c.y, c.y]),
      ...stacks.flatMap((s) => Object.entries(s.shares).map(([label, share]) => [panel, label, s.x, share, null, null])),
    ];
  });
  return [['panel', 'series', 'x', 'y', 'low', 'high'], ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

const field = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
