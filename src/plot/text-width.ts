/** Advance widths of DejaVu Sans in 1/2048 of the font size, as its hmtx table gives them. */
const ADVANCES: readonly (readonly [number, string])[] = [
  [563, '\''], [569, 'ijl'], [604, 'IJ'], [651, ' ,.·‘’'], [690, '/:;\\|'], [693, 'ι'], [721, 'f'], [739, '-'], [799, '()[]⌈⌉⌊⌋'], [803, 't'],
  [821, '!⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉'], [842, 'r'], [846, 'ℓ'], [942, '"'], [1024, '*_`‖–∥'], [1061, '“”'], [1067, 's'], [1075, 'z'], [1081, '⁻₊'],
  [1087, '?'], [1107, 'ε'], [1114, 'ζ'], [1126, 'cç'], [1141, 'LΓ'], [1142, 'ξ'], [1144, 'ν'], [1178, 'F'], [1183, 'χ'], [1185, 'υ'], [1186, 'k'],
  [1207, 'κ'], [1212, 'vxyγλ'], [1233, 'πτ'], [1235, 'P'], [1251, 'TY'], [1253, 'oöøδθ'], [1255, 'aä'], [1260, 'eéè'], [1290, 'ß'], [1294, 'EΣ'],
  [1298, 'hnuüησ'], [1300, 'Sbdgpqρ'], [1303, '$0123456789{}μ'], [1305, '√'], [1307, 'β'], [1343, 'K'], [1350, 'α'], [1351, 'φψ'], [1380, '∑'],
  [1401, 'AVΔΛ'], [1403, 'XZ'], [1405, 'B'], [1423, 'R'], [1430, 'C'], [1499, 'U'], [1532, 'N'], [1540, 'HΠ'], [1550, '∏'], [1565, 'Ω'], [1577, 'D'],
  [1587, 'G'], [1597, '&'], [1612, 'OQΘΦΨ'], [1675, 'w'], [1706, '∞'], [1715, 'ω'], [1716, '#+<=>^~±×−≤≥≈≠→←↑↓'], [1767, 'M'], [1784, '∈'], [1946, '%'],
  [1985, '½'], [1995, 'm'], [2025, 'W'], [2048, '@—…'],
];
const ADVANCE = new Map(ADVANCES.flatMap(([advance, letters]) => [...letters].map((letter) => [letter, advance])));
/** Of a letter that the table lacks: as wide as an m. */
const WIDE = 1995;
/** DejaVu Sans Bold is about this much wider. */
const BOLD = 1.16;

/** Width of a line of text in DejaVu Sans, in the unit of `size`; about that where it is bold or has letters outside the table. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const letter of text) sum += ADVANCE.get(letter) ?? WIDE;
  return ((bold ? BOLD : 1) * size * sum) / 2048;
}

/** Lines of text no wider than `width`, broken at spaces; a word that is wider has a line of its own. */
export function wrapText(text: string, size: number, width: number, bold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size, bold) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
