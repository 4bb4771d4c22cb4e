import type { ChartAxis } from './chart.js';

/** The two edges of the cell around each value: half-way to its neighbours, in the measure of the axis. */
export function cellEdges(values: readonly number[], { log }: ChartAxis): [number, number][] {
  const places = [...new Set(values)].sort((a, b) => a - b), [to, back] = log ? [Math.log, Math.exp] : [(v: number) => v, (v: number) => v];
  const at = places.map(to), first = at.length > 1 ? at[1] - at[0] : 1, last = at.length > 1 ? at[at.length - 1] - at[at.length - 2] : 1;
  const edges = [at[0] - first / 2, ...at.slice(1).map((v, i) => (v + at[i]) / 2), at[at.length - 1] + last / 2].map((v) => Number(back(v).toPrecision(9)));
  return values.map((v) => [edges[places.indexOf(v)], edges[places.indexOf(v) + 1]]);
}
