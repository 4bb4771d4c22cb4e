import { FONT, fontFiles } from './font.js';
import { pdfOf } from './pdf.js';
import { titleOf } from './title-of.js';
import { textWidth } from './text-width.js';

const config = { font: FONT, view: { stroke: '#ddd' } };

/**
 * Renders a Vega-Lite specification as the format that `path` ends in: .vl.json (the specification), .svg, .pdf (vectors, one page of the figure's size), .html (a page
 * that works without a network), or .png (two pixels per unit). The same specification gives the same bytes. The one door to vega, vega-lite and resvg, opened on first use.
 */
export async function render(spec: Record<string, unknown>, path: string): Promise<Uint8Array | string> {
  const withFont = { ...spec, config: { ...config, ...(spec.config as object | undefined) } };
  if (path.endsWith('.vl.json')) return `${JSON.stringify(withFont, null, 1)}\n`;
  if (path.endsWith('.html')) return (await import('./page.js')).pageOf(spec, config);
  const svg = await svgOf(withFont);
  if (path.endsWith('.svg')) return svg;
  if (path.endsWith('.pdf')) return pdfOf(svg, titleOf(spec));
  const { Resvg } = await import('@resvg/resvg-js');
  const { regular, bold } = fontFiles();
  const image = new Resvg(svg, { background: 'white', fitTo: { mode: 'zoom', value: 2 }, font: { fontFiles: [regular, bold], loadSystemFonts: false, defaultFontFamily: FONT } });
  return image.render().asPng();
}

/** What vega has beside its types. */
interface Scenegraph {
  readonly textMetrics: { width(item: { readonly fontSize?: number; readonly fontWeight?: unknown }, text: unknown): number };
  /** Names of gradients and clips are counted: from 0 again. */
  resetSVGDefIds(): void;
}

async function svgOf(spec: Record<string, unknown>): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const { textMetrics, resetSVGDefIds } = vega as unknown as Scenegraph;
  // Without a canvas vega guesses how wide letters are; the font knows.
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) => textWidth(String(text ?? ''), fontSize, fontWeight === 'bold' || Number(fontWeight) >= 600);
  const view = new vega.View(vega.parse(compile(spec as never).spec), { renderer: 'none' });
  resetSVGDefIds();
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
