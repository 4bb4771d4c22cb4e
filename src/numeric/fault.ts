import { HOME } from './load-module.js';

/** Where an error arose in a user's module, as FILE:LINE, the file without its folders: the innermost place outside this package and what is installed. (Lines are kept where TypeScript becomes JavaScript, columns are not.) */
export function placeOfFault(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '', home = HOME.replace(/^file:\/\//, '');
  const places = stack.split('\n').flatMap((line) => /^\s*at (?:.*\()?(?:file:\/\/)?(\/.+|[A-Za-z]:[\\/].+):(\d+):\d+\)?$/.exec(line)?.slice(1) ?? []);
  for (let k = 0; k < places.length; k += 2) {
    const [path, line] = places.slice(k, k + 2);
    if (!path.startsWith(home) && !/[\\/]node_modules[\\/]/.test(path)) return `${path.replace(/^.*[\\/]/, '')}:${line}`;
  }
  return undefined;
}

/** What an error says, and its place in a user's module where it has one; with SLTH_STACK set its whole stack then. */
export function faultLines(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error), at = placeOfFault(error);
  if (at === undefined) return message;
  return typeof process !== 'undefined' && process.env?.SLTH_STACK ? `${message} (${at})\n${(error as Error).stack}` : `${message} (${at})`;
}

/** What an error says, in one line, with its place in a user's module. */
export function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error), at = placeOfFault(error);
  // Of a syntax error the place is in the message, and of a module that is not there the rest says who wanted it.
  const syntax = /^ParseError: ([^\n]*?)\s*\n\s*(?:.*[\\/])?([^\\/\n]+:\d+:\d+)\s*$/.exec(message);
  const line = syntax ? `${syntax[1]} (${syntax[2]})` : message.split('\n')[0].replace(/\(0 , _\w+\.(\w+)\)/g, '$1');
  return at === undefined || line.includes(at) ? line : `${line} (${at})`;
}
