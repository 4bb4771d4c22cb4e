import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Chart, ChartAxis, ChartPanel } from './chart.js';
import { drawChart } from './chart-spec.js';
import { csvOf } from './csv.js';
import { titleOf } from './title-of.js';

type Spec = Record<string, unknown>;
type Side = 'x' | 'y';

/**
 * A figure as a page that needs nothing else, no network either (about 0.9 MB: vega and its company inside): values under the pointer, and, of a chart, buttons
 * for linear and log axes where all panels allow both, and its data as CSV. The address says which axes: #x=log&y=linear.
 */
export function pageOf(spec: Spec, config: Spec): string {
  const chart = (spec.usermeta as { chart?: Chart } | undefined)?.chart;
  const title = chart?.title ?? titleOf(spec), sides = chart ? (['x', 'y'] as const).filter((side) => chart.panels.every((p) => turnable(p, side))) : [];
  const states = sides.reduce<Readonly<Partial<Record<Side, boolean>>>[]>((all, side) => all.flatMap((s) => [{ ...s, [side]: false }, { ...s, [side]: true }]), [{}]);
  const withConfig = (s: Spec): Spec => ({ ...s, config: { ...config, ...(s.config as Spec | undefined) } });
  const specs = Object.fromEntries(states.map((state) => [addressOf(state), withConfig(chart ? { ...drawChart(turned(chart, state), true), usermeta: undefined } : spec)]));
  const first = chart ? addressOf(Object.fromEntries(sides.map((side) => [side, chart.panels[0][side].log ?? false]))) : '';
  const button = (side: Side, scale: string): string => `<button data-side="${side}" data-scale="${scale}">${scale}</button>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 14px 'DejaVu Sans', Verdana, sans-serif; color: #333; max-width: 1000px; margin: 24px auto; padding: 0 16px }
nav { display: flex; gap: 20px; align-items: baseline; margin-bottom: 16px }
button { font: inherit; border: 1px solid #999; background: #fff; color: #333; padding: 2px 8px; cursor: pointer }
button[aria-pressed=true] { background: #333; color: #fff }
#figure { width: 100% }
#figure svg.marks { width: 100%; height: auto }
</style>
</head>
<body>
<nav>${sides.map((side) => `<span>${side} ${button(side, 'linear')}${button(side, 'log')}</span>`).join('')}${chart ? '<button id="csv">data (CSV)</button>' : ''}</nav>
<div id="figure"></div>
${['vega', 'vega-lite', 'vega-embed'].map((name) => `<script>${inline(bundle(name))}</script>`).join('\n')}
<script>
const specs = ${json(specs)};
const first = ${json(first)}, csv = ${json(chart ? csvOf(chart) : '')}, name = ${json(fileName(title))};
const state = () => (specs[location.hash.slice(1)] ? location.hash.slice(1) : first);
async function draw() {
  const now = state(), scales = new URLSearchParams(now);
  for (const b of document.querySelectorAll('button[data-side]')) b.setAttribute('aria-pressed', String(scales.get(b.dataset.side) === b.dataset.scale));
  await vegaEmbed('#figure', specs[now], { renderer: 'svg', actions: { export: true, source: false, compiled: false, editor: false }, downloadFileName: name });
}
for (const b of document.querySelectorAll('button[data-side]')) b.onclick = () => {
  const scales = new URLSearchParams(state());
  scales.set(b.dataset.side, b.dataset.scale);
  location.hash = scales.toString();
};
const save = document.getElementById('csv');
if (save) save.onclick = () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  link.download = name + '.csv';
  link.click();
};
addEventListener('hashchange', draw);
draw();
</script>
</body>
</html>
`;
}

/** Can the axis be linear as well as log? Where something is positive, and nothing negative. */
function turnable({ series = [], stacks, cells, x, y }: ChartPanel, side: Side): boolean {
  if (stacks) return false;
  const values = [...series.flatMap((s) => s.points.flatMap((p) => (side === 'x' ? [p.x] : [p.y, p.low, p.high]))), ...(cells ? cells.values.map((c) => c[side]) : [])].filter((v): v is number => typeof v === 'number');
  const onLog = (side === 'x' ? x : y).log ?? false;
  return onLog || (values.some((v) => v > 0) && values.every((v) => (side === 'x' || cells ? v > 0 : v >= 0)));
}

const turned = (chart: Chart, state: Readonly<Partial<Record<Side, boolean>>>): Chart => ({
  ...chart,
  panels: chart.panels.map((panel) => ({ ...panel, ...(state.x === undefined ? {} : { x: withLog(panel.x, state.x) }), ...(state.y === undefined ? {} : { y: withLog(panel.y, state.y) }) })),
});

function withLog({ domain, ...axis }: ChartAxis, log: boolean): ChartAxis {
  if (log === (axis.log ?? false)) return { ...axis, ...(domain ? { domain } : {}) };
  const kept: readonly [number, number] | undefined = domain && (log ? (domain[0] > 0 ? domain : undefined) : [0, domain[1]]);
  return { ...axis, log, ...(kept ? { domain: kept } : {}) };
}

const addressOf = (state: Readonly<Partial<Record<Side, boolean>>>): string => Object.entries(state).map(([side, log]) => `${side}=${log ? 'log' : 'linear'}`).join('&');

const fileName = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'figure';
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** JSON inside of a script. */
const json = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c').replace(/\u2028|\u2029/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);

/** A script inside of a page: nothing in it may end it. */
const inline = (script: string): string => script.replace(/<(\/script|!--)/gi, '<\\$1').replace(/^\/\/# sourceMappingURL=.*$/gm, '');

/** The script that a package has for pages. */
const bundle = (name: string): string => readFileSync(join(dirname(createRequire(import.meta.url).resolve(name)), `${name}.min.js`), 'utf8');
