import type { ChartPanel } from './chart.js';
import type { Styles } from './styles.js';

type Spec = Record<string, unknown>;

/** Stacked shares, the first at the bottom, one bar at 0, 1, 2, ... of the x axis. */
export function stackLayers({ stacks, x, y }: ChartPanel, { styles, interactive }: { styles: Styles; interactive: boolean }): Spec[] {
  if (!stacks) return [];
  const names = [...new Set(stacks.flatMap((s) => Object.keys(s.shares)))];
  const values = stacks.flatMap((stack, i) => {
    let sum = 0;
    return names.filter((n) => (stack.shares[n] ?? 0) > 0).map((series) => ({ series, at: stack.x, share: stack.shares[series], x: i - 0.38, x2: i + 0.38, y: sum, y2: (sum += stack.shares[series]) }));
  });
  const tooltip = [{ field: 'series' }, { field: 'at', title: x.title }, { field: 'share', title: y.title }];
  return names.map((name) => ({
    data: { values: values.filter((v) => v.series === name) },
    mark: { type: 'rect', fill: styles.get(name)!.line, stroke: 'white', strokeWidth: 0.6, clip: true },
    encoding: { x2: { field: 'x2' }, y2: { field: 'y2' }, ...(interactive ? { tooltip } : {}) },
  }));
}
