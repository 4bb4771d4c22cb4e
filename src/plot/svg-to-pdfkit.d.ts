declare module 'svg-to-pdfkit' {
  /** Draws an SVG into a PDFKit document with its corner at (x, y). */
  export default function svgToPdf(document: unknown, svg: string, x: number, y: number, options: { width: number; height: number; fontCallback(family: string, bold: boolean, italic: boolean): string; warningCallback(text: string): void }): void;
}
declare module 'pdfkit' {
  export default class PDFDocument {
    constructor(options: { size: [number, number]; margin: number; compress: boolean; info: Record<string, unknown> });
    registerFont(name: string, path: string): this;
    font(name: string): this;
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): void;
  }
}
