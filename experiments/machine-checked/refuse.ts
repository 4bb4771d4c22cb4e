/** Commands that would let a file claim what the kernel has not seen. */
const FORBIDDEN = /\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|Unset\s+(?:Guard|Positivity|Universe)\s+Checking|bypass_check|Declare\s+ML\s+Module|type-in-type)\b/g;
/** What is an assumption of its section, and an axiom outside of one. */
const ASSUMES = /^\s*(Variables?|Hypothes[ie]s|Context)\b/;

/** What stands in a Coq file that must not, as lines `file:line: needed ..., got ...`; comments and strings do not count. */
export function forbiddenIn(name: string, text: string): string[] {
  const found: string[] = [];
  let sections = 0;
  withoutComments(text).split('\n').forEach((line, k) => {
    for (const [word] of line.matchAll(FORBIDDEN)) found.push(`${name}:${k + 1}: needed proofs from start to end, got ${word}`);
    if (/^\s*Section\b/.test(line)) sections++;
    if (sections === 0 && ASSUMES.test(line)) found.push(`${name}:${k + 1}: needed assumptions inside a section only, got ${line.trim()}`);
    if (sections > 0 && /^\s*End\b/.test(line)) sections--;
  });
  return found;
}

/** The text with comments (nested ones too) and strings blanked, line by line where they were. */
export function withoutComments(text: string): string {
  let depth = 0, quoted = false, out = '';
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (text[i] === '"' && depth === 0) quoted = !quoted;
    if (!quoted && two === '(*') depth++;
    out += (depth > 0 || quoted) && text[i] !== '\n' ? ' ' : text[i];
    if (!quoted && two === '*)' && depth > 0) {
      out += ' ';
      i++;
      depth--;
    }
  }
  return out;
}
