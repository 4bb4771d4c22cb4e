/** A piece of a document that does something: a module to be written, lines of one to be replaced, or commands with what they print. */
export type Piece =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'edit'; readonly name: string; readonly before: string; readonly after: string }
  | { readonly kind: 'run'; readonly slow: boolean; readonly runs: readonly Run[]; readonly from: number; readonly to: number };

/** A command and what the document shows of what it prints. */
export interface Run {
  readonly command: string;
  readonly shown: string;
}

/**
 * The pieces of a Markdown document, in order: a block of code whose first line is `// NAME` is the file NAME; a `diff` block whose first line is `--- NAME` is an
 * edit of it; in a `console` block a line `$ COMMAND` is followed by what it prints (`console slow`: not run where time is short). `from` and `to`: where a
 * block's inside is in the text. Other blocks are for reading only.
 */
export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(/^```(\w*)( slow)?\n([^]*?)^```$/gm)].flatMap((m): Piece[] => {
    const [, language, slow, inside] = m, from = m.index + m[0].indexOf('\n') + 1;
    if (language === 'console') return [{ kind: 'run', slow: slow !== undefined, runs: runsOf(inside), from, to: from + inside.length }];
    const [first, ...rest] = inside.split('\n'), name = /^(?:\/\/|---) ([\w.-]+)$/.exec(first)?.[1];
    if (name === undefined) return [];
    const side = (sign: string): string => rest.filter((line) => line.startsWith(' ') || line.startsWith(sign)).map((line) => `${line.slice(1)}\n`).join('');
    return [language === 'diff' ? { kind: 'edit', name, before: side('-'), after: side('+') } : { kind: 'file', name, text: inside }];
  });
}

function runsOf(inside: string): Run[] {
  const parts = inside.split(/^\$ /m);
  if (parts[0] !== '') throw new RangeError(`piecesOf: needed a console block that begins with $, got ${JSON.stringify(parts[0].slice(0, 60))}`);
  return parts.slice(1).map((part) => ({ command: part.slice(0, part.indexOf('\n')), shown: part.slice(part.indexOf('\n') + 1) }));
}

/** A console block's inside. */
export const consoleText = (runs: readonly Run[]): string => runs.map(({ command, shown }) => `$ ${command}\n${shown}`).join('');

const property = /^(holds|fails|open) .* cases? /;

/**
 * What is the same of everything that a command prints, wherever and whenever: without seconds, and properties, which end in any order, by name.
 */
export function lasting(printed: string): string {
  const lines = printed.replace(/^seconds .*$/gm, 'seconds').replace(/ +[\d.]+ s(?=\b)/g, ' - s').split('\n'), out: string[] = [];
  for (let k = 0; k < lines.length; k++) {
    const blocks: string[] = [];
    while (k < lines.length && property.test(lines[k])) {
      let block = lines[k++];
      while (k < lines.length && lines[k].startsWith(' ')) block += `\n${lines[k++]}`;
      blocks.push(block);
    }
    out.push(...blocks.sort(), ...(k < lines.length ? [lines[k]] : []));
  }
  return out.join('\n');
}
