import type { Chart } from './chart.js';
import { csvTable } from './csv-table.js';

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
  return csvTable(['panel', 'series', 'x', 'y', 'low', 'high'], rows);
}
