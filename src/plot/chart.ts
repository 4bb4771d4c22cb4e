/** An axis of a panel. */
export interface ChartAxis {
  /** With its unit or range, as in "n (raw draws)". */
  readonly title: string;
  readonly log?: boolean;
  /** Powers of two as ticks of a log axis, in place of powers of ten. */
  readonly base?: 2 | 10;
  readonly domain?: readonly [number, number];
  /** From large to small, as for an epsilon that shrinks to the right. */
  readonly reverse?: boolean;
}

/** One point, with the limits of its interval where it has one; null: not known, or beyond what was tried. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** One thing that a panel shows, labelled where it ends, not in a legend. */
export interface ChartSeries {
  readonly label: string;
  /**
   * `measured`: points joined by a thin line, with error bars; `band`: a line in a band; `steps`: a step function (of the left end) in a band;
   * `bound`: a curve without points, dashed where `necessary`; `points`: points alone.
   */
  readonly kind: 'measured' | 'band' | 'steps' | 'bound' | 'necessary' | 'points';
  readonly points: readonly ChartPoint[];
  /** The same colour as the other series of that key; default: the label. */
  readonly color?: string;
}

/** Cells of a phase diagram, coloured by a value in [0, 1]. */
export interface ChartCell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** A stack of shares (in [0, 1], summing to at most 1) at one x. */
export interface ChartStack {
  readonly x: string;
  readonly shares: Readonly<Record<string, number>>;
}

/** One panel: series, over cells or stacks if it has some. */
export interface ChartPanel {
  readonly title?: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series?: readonly ChartSeries[];
  /** What the colour of a cell is, and the cells. */
  readonly cells?: { readonly title: string; readonly values: readonly ChartCell[] };
  readonly stacks?: readonly ChartStack[];
}

/** A figure for a paper, as data. */
export interface Chart {
  /** What it shows, one line. */
  readonly title: string;
  /** Below the panels: what was tested, cases, attempts, seed, confidence. */
  readonly caption: readonly string[];
  /** Width of one or of two columns of a paper: 3.25 or 6.75 inches. */
  readonly columns: 1 | 2;
  /** Side by side, wrapped to the width. */
  readonly panels: readonly ChartPanel[];
}
