import { FONT, fontFiles } from './font.js';

/** Points per pixel of an SVG: 72 to 96 to the inch. */
const POINTS = 0.75;
/** The day that every file claims to be of: bytes are a function of the picture. */
const DAY = new Date(Date.UTC(2000, 0, 1));

/** An SVG as one page of its size, as vectors, with the letters that it uses embedded. The one door to pdfkit and svg-to-pdfkit; the same bytes for the same SVG. */
export async function pdfOf(svg: string, title: string): Promise<Uint8Array> {
  const [{ default: PDFDocument }, { default: draw }] = await Promise.all([import('pdfkit'), import('svg-to-pdfkit')]);
  const [, width, height] = (/<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  if (!(width > 0 && height > 0)) throw new RangeError(`pdfOf: needed an SVG with a width and a height, got ${svg.slice(0, 80)}`);
  const document = new PDFDocument({ size: [POINTS * width, POINTS * height], margin: 0, compress: true, info: { Title: title, Creator: 'slth', CreationDate: DAY } });
  const { regular, bold } = fontFiles(), chunks: Uint8Array[] = [];
  document.registerFont(FONT, regular).registerFont(`${FONT} Bold`, bold);
  const done = new Promise<void>((resolve, reject) => document.on('data', (chunk) => chunks.push(chunk)).on('end', resolve).on('error', reject));
  // A dash without gaps is none; pdfkit refuses it.
  draw(document, svg.replace(/ stroke-dasharray="[\d.]+,0"/g, ''), 0, 0, { width, height, fontCallback: (_, heavy) => (heavy ? `${FONT} Bold` : FONT), warningCallback: (text) => { throw new Error(`pdfOf: ${text}`); } });
  document.end();
  await done;
  return Buffer.concat(chunks);
}
