import { cellEdges } from './cell-edges.js';
import type { ChartPanel } from './chart.js';
import { hang, SIZES, type Scales } from './layout.js';
import { viridis } from './palette.js';

type Spec = Record<string, unknown>;

/** Room that the colour bar of cells takes at the right of the plot, in pixels. */
export const COLOUR_BAR = 50;

/** Cells of a phase diagram, in viridis. */
export function cellLayers({ cells, x, y }: ChartPanel, _: Scales, { interactive }: { interactive: boolean }): Spec[] {
  if (!cells) return [];
  const across = cellEdges(cells.values.map((c) => c.x), x), up = cellEdges(cells.values.map((c) => c.y), y);
  const tooltip = [{ field: 'atX', title: x.title }, { field: 'atY', title: y.title }, { field: 'value', title: cells.title }];
  const color = { field: 'value', type: 'quantitative', scale: { domain: [0, 1], range: viridis, interpolate: 'rgb', clamp: true }, legend: null };
  return [
    {
      data: { values: cells.values.map((c, i) => ({ x: across[i][0], x2: across[i][1], y: up[i][0], y2: up[i][1], atX: c.x, atY: c.y, value: c.value })) },
      // A stroke of the same colour closes the seams that viewers leave between neighbours.
      mark: { type: 'rect', clip: true, strokeWidth: 0.4 },
      encoding: { x2: { field: 'x2' }, y2: { field: 'y2' }, fill: color, stroke: color, ...(interactive ? { tooltip } : {}) },
    },
  ];
}

/** What the colours of cells mean: a bar from 0 to 1 at the right of the plot. */
export function colourBar(title: string, width: number, height: number): Spec[] {
  const x = width + 9, stops = viridis.map((color, i) => ({ offset: i / (viridis.length - 1), color }));
  return [
    hang({ type: 'rect', fill: { gradient: 'linear', x1: 0, y1: 1, x2: 0, y2: 0, stops }, stroke: '#333', strokeWidth: 0.4 }, [{}], { x: { value: x }, x2: { value: x + 8 }, y: { value: 0 }, y2: { value: height } }),
    hang({ type: 'text', align: 'left', baseline: 'middle', fontSize: SIZES.tick, color: '#000' }, [0, 0.5, 1].map((v) => ({ text: String(v), x: x + 11, y: height * (1 - v) }))),
    hang({ type: 'text', align: 'center', baseline: 'alphabetic', angle: 270, fontSize: SIZES.tick, color: '#000' }, [{ text: title, x: x + 37, y: height / 2 }]),
  ];
}
