import { createRequire } from 'node:module';
import { textWidth } from './text-width.js';

/** The font that figures are set in; it comes with the package, so that PNGs have letters on machines without fonts. */
const FONT = 'DejaVu Sans';

/**
 * Renders a Vega-Lite specification as the format that `path` ends in: .vl.json (the specification), .svg, or .png (two
 * pixels per unit). The one door to vega, vega-lite and resvg, opened on first use.
 */
export async function render(spec: Record<string, unknown>, path: string): Promise<Uint8Array | string> {
  const withFont = { ...spec, config: { font: FONT, view: { stroke: '#ddd' }, ...(spec.config as object | undefined) } };
  if (path.endsWith('.vl.json')) return `${JSON.stringify(withFont, null, 1)}\n`;
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  // Without a canvas vega guesses the width of letters; these are the font's own.
  (vega as unknown as { textMetrics: { width: (item: { fontSize?: number; fontWeight?: unknown; limit?: number }, text: unknown) => number } }).textMetrics.width = ({ fontSize = 11, fontWeight }, text) => textWidth(String(text ?? ''), fontSize, fontWeight === 'bold');
  (vega as unknown as { resetSVGDefIds: () => void }).resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(withFont as never).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  if (path.endsWith('.svg')) return svg;
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFile = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  const bold = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
  const image = new Resvg(svg, { background: 'white', fitTo: { mode: 'zoom', value: 2 }, font: { fontFiles: [fontFile, bold], loadSystemFonts: false, defaultFontFamily: FONT } });
  return image.render().asPng();
}
