import type { Chart } from './chart.js';
import { cellLayers, colourBar, COLOUR_BAR } from './cell-layers.js';
import { keyOf, keyRows, type KeyRow } from './key.js';
import { columnOf, labelLayers, labelsOf } from './labels.js';
import { hang, layPanel, ROOM, SIZES, type Laid, type Rooms } from './layout.js';
import { seriesLayers } from './series-layers.js';
import { stackLayers } from './stack-layers.js';
import { stylesOf, type Styles } from './styles.js';
import { textWidth, wrapText } from './text-width.js';

type Spec = Record<string, unknown>;

/** Pixels to an inch: a chart is drawn in the size in which it is printed. */
export const PIXELS_PER_INCH = 96;

/**
 * The Vega-Lite specification of a chart: a pure function. Its width is 312 or 648 pixels (3.25 or 6.75 inches, at 96 to the inch), letters are of 7 to 8 points;
 * series are labelled where they end, or, where their labels would take the panel's place, by a key below. `usermeta.chart` is the chart itself.
 */
export const chartSpec = (chart: Chart): Spec => drawChart(chart, false);

/** The same; `interactive`: values appear under the pointer. */
export function drawChart(chart: Chart, interactive: boolean): Spec {
  const width = (chart.columns === 1 ? 3.25 : 6.75) * PIXELS_PER_INCH, styles = stylesOf(chart);
  const { panels, perRow, plot, rooms, height, direct } = arrange(chart, width, styles);
  const count = panels.length, rows = Math.ceil(count / perRow);
  const titleRoom = Math.max(...panels.map((p) => p.titleRoom)), bottomRoom = Math.max(...panels.map((p) => p.bottom)), rowGap = bottomRoom + ROOM.between + titleRoom;

  // What is not a panel hangs on the first one, in pixels from its corner.
  const left = -rooms[0].left, lines = wrapText(chart.title, SIZES.title, width, true), key: KeyRow[] = direct ? [] : keyRows(keyOf(chart, styles), width - 2);
  const titleHeight = 14 * lines.length + 6, top = -(titleHeight + titleRoom);
  const panelsEnd = rows * height + (rows - 1) * rowGap + bottomRoom;
  const keyTop = panelsEnd + (key.length > 0 ? 8 : 0), captionTop = keyTop + 13 * key.length + 8;
  const caption = chart.caption.flatMap((line) => wrapText(line, SIZES.caption, width - 2));
  const bottom = captionTop + 11.5 * caption.length - (caption.length > 0 ? 0 : 6);
  const furniture: Spec[] = [
    hang({ type: 'rect', fillOpacity: 0, stroke: null }, [{}], { x: { value: left }, x2: { value: left + width }, y: { value: top }, y2: { value: Math.ceil(bottom) } }),
    hang({ type: 'text', align: 'left', baseline: 'alphabetic', fontSize: SIZES.title, fontWeight: 'bold', color: '#000' }, lines.map((text, i) => ({ text, x: left, y: top + 11 + 14 * i }))),
    ...key.flatMap((row, i) => row(left + 1, keyTop + 6 + 13 * i)),
    ...(caption.length > 0 ? [hang({ type: 'text', align: 'left', baseline: 'alphabetic', fontSize: SIZES.caption, color: '#333' }, caption.map((text, i) => ({ text, x: left, y: captionTop + 8 + 11.5 * i })))] : []),
  ];
  const views = panels.map((p, i) => panelSpec(p, { width: plot, height, styles, interactive, labelled: direct && p.labelled }, i === 0 ? furniture : []));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: chart.title,
    usermeta: { chart },
    padding: 0,
    ...(count === 1 ? views[0] : grid(views, perRow, rooms, rowGap, height)),
    config: {
      view: { stroke: null },
      axis: { labelFontSize: SIZES.tick, titleFontSize: SIZES.axis, titleFontWeight: 'normal', titlePadding: 4, labelPadding: 2, tickSize: 4, domainColor: '#333', domainWidth: 0.7, tickColor: '#333', tickWidth: 0.6, gridColor: '#e4e4e4', gridWidth: 0.5, labelOverlap: false, labelBound: false, labelFlush: false },
    },
  };
}

/** Panels in rows; empty views stand between them, since gaps differ and a concatenation has one spacing. */
function grid(views: readonly Spec[], perRow: number, rooms: readonly Rooms[], row: number, height: number): Spec {
  const space = (width: number): Spec => ({ width, height, data: { values: [] }, mark: 'point' });
  const concat = views.flatMap((view, i) => (i % perRow === 0 ? [view] : [space(rooms[(i % perRow) - 1].right + ROOM.between + rooms[i % perRow].left), view]));
  return { concat, columns: 2 * perRow - 1, spacing: { row, column: 0 }, bounds: 'flush' };
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly styles: Styles;
  readonly interactive: boolean;
  readonly labelled: boolean;
}

function panelSpec(laid: Laid, drawing: Drawing, furniture: readonly Spec[]): Spec {
  const { panel } = laid, { width, height, labelled, styles } = drawing, scales = laid.scales(width, height);
  const layers = [...cellLayers(panel, scales, drawing), ...stackLayers(panel, drawing), ...seriesLayers(panel, scales, drawing)];
  return {
    width,
    height,
    layer: [
      { layer: layers.length > 0 ? layers : [{ data: { values: [] }, mark: 'point' }], encoding: laid.encoding(scales) },
      ...(panel.cells ? colourBar(panel.cells.title, width + labelRoom(laid, drawing), height) : []),
      ...(laid.title.length > 0 ? [hang({ type: 'text', align: 'left', baseline: 'alphabetic', fontSize: SIZES.panel, fontWeight: 'bold', color: '#000' }, laid.title.map((text, i) => ({ text, x: 0, y: -7 - 12 * (laid.title.length - 1 - i) })))] : []),
      ...(labelled ? labelLayers(labelsOf(panel, scales, styles), { width, height, ink: panel.cells ? '#000' : undefined }) : []),
      ...furniture,
    ],
  };
}

/** Room that a panel's labels take at its right. */
function labelRoom({ panel, labelled, scales }: Laid, { width, height, styles, labelled: direct }: Omit<Drawing, 'interactive'>): number {
  const labels = direct && labelled ? labelsOf(panel, scales(width, height), styles) : [];
  return labels.length > 0 ? columnOf(labels, width, height).offset + Math.max(...labels.map((l) => textWidth(l.text, SIZES.label))) + 1 : 0;
}

interface Arrangement {
  readonly panels: readonly Laid[];
  readonly perRow: number;
  readonly plot: number;
  readonly height: number;
  readonly rooms: readonly Rooms[];
  readonly direct: boolean;
}

/** As many panels in a row as leave each one wide enough; labels beside the curves if that leaves them so. */
function arrange(chart: Chart, width: number, styles: Styles): Arrangement {
  const count = chart.panels.length, most = chart.columns === 1 ? 2 : 4;
  const rows = [...new Set(Array.from({ length: count }, (_, r) => Math.ceil(count / (r + 1))))].filter((k) => k <= most);
  const choices = rows.flatMap((perRow) => [true, false].map((direct) => layOut(chart, width, styles, perRow, direct)));
  const least = (a: Arrangement): number => (a.direct ? 140 : 120) + (a.perRow === 1 ? 10 : 0);
  return choices.find((a) => a.plot >= least(a)) ?? choices[choices.length - 1];
}

function layOut(chart: Chart, width: number, styles: Styles, perRow: number, direct: boolean): Arrangement {
  let plot = width / perRow - 60, height = 160;
  const labels = chart.panels.map((p) => new Set([...(p.series ?? []).map((s) => s.label), ...(p.stacks ?? []).flatMap((s) => Object.keys(s.shares))]));
  // Where the panel to the right has all the labels of this one, its are enough.
  const labelled = labels.map((own, i) => !((i + 1) % perRow !== 0 && i + 1 < labels.length && [...own].every((label) => labels[i + 1].has(label))));
  const most = Math.max(0, ...labels.map((l) => l.size));
  const rooms: Rooms[] = [];
  let panels: Laid[] = [];
  for (let pass = 0; pass < 3; pass++) {
    panels = chart.panels.map((panel, i) => layPanel(panel, plot, height, labelled[i]));
    const column = (c: number): Laid[] => panels.filter((_, i) => i % perRow === c);
    for (let c = 0; c < perRow; c++) {
      const right = column(c).map((p) => Math.max((p.panel.cells ? COLOUR_BAR : 0) + labelRoom(p, { width: plot, height, styles, labelled: direct }), p.overhang));
      rooms[c] = { left: Math.ceil(Math.max(0, ...column(c).map((p) => p.left))), right: Math.ceil(Math.max(0, ...right)) };
    }
    plot = Math.floor((width - rooms.reduce((sum, r) => sum + r.left + r.right, 0) - ROOM.between * (perRow - 1)) / perRow);
    height = Math.round(Math.max(direct ? 11.5 * most : 0, Math.min(perRow === 1 ? 240 : 190, Math.max(120, (perRow === 1 ? 0.62 : 0.8) * plot))));
  }
  return { panels: chart.panels.map((panel, i) => layPanel(panel, plot, height, labelled[i])), perRow, plot, height, rooms, direct };
}
