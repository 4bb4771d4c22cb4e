import { createRequire } from 'node:module';

/** The font that figures are set in; it comes with the package, so that figures have letters on machines without fonts. */
export const FONT = 'DejaVu Sans';

const file = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** Paths of the font's files. */
export const fontFiles = (): { regular: string; bold: string } => ({ regular: file('DejaVuSans'), bold: file('DejaVuSans-Bold') });
