import type { Chart, ChartSeries } from './chart.js';
import { dashes, markers, necessaryDashes, palette } from './palette.js';

/** How one series is drawn, wherever in a chart it stands. */
export interface Style {
  readonly line: string;
  readonly ink: string;
  readonly marker: string;
  /** False: the marker is hollow, since another series of the colour has it filled. */
  readonly filled: boolean;
  readonly dash: readonly number[];
}

/** Styles by label: of series and of shares of stacks. */
export type Styles = ReadonlyMap<string, Style>;

const measuredKinds: readonly ChartSeries['kind'][] = ['measured', 'points'];

/** One colour and marker for each key in the order in which it first appears, one dash for each curve. */
export function stylesOf(chart: Chart): Styles {
  const colors: string[] = [], marked: string[] = [], styles = new Map<string, Style>();
  let curves = 0, necessary = 0;
  const place = (key: string): number => {
    if (!colors.includes(key)) colors.push(key);
    return colors.indexOf(key);
  };
  for (const { series = [], stacks = [] } of chart.panels) {
    for (const { label, kind, color = label } of series) {
      if (styles.has(label)) continue;
      const k = place(color), measured = measuredKinds.includes(kind), filled = !(measured && marked.includes(color));
      if (measured && filled) marked.push(color);
      const dash = kind === 'necessary' ? necessaryDashes[necessary++ % necessaryDashes.length] : kind === 'measured' || kind === 'points' ? [1, 0] : dashes[curves++ % dashes.length];
      styles.set(label, { ...palette[k % palette.length], marker: markers[Math.max(0, marked.indexOf(color)) % markers.length], filled, dash });
    }
    for (const label of stacks.flatMap((s) => Object.keys(s.shares))) {
      if (styles.has(label)) continue;
      const k = place(label);
      styles.set(label, { ...palette[k % palette.length], marker: 'square', filled: true, dash: [1, 0] });
    }
  }
  return styles;
}
