import { parseAudit, type AuditItem } from '../../src/theorem/index.js';

/** The Coq commands that print an audit. */
export const auditCommands = (theorems: readonly string[], definitions: readonly string[]): string => [
  ...theorems.flatMap((t) => [`Goal True. idtac "== theorem ${t}". exact I. Qed.`, `Check ${t}.`, `Print Assumptions ${t}.`]),
  ...definitions.flatMap((d) => [`Goal True. idtac "== definition ${d}". exact I. Qed.`, `Print ${d}.`]),
  '',
].join('\n');

const DEFINES = /^\s*(?:(?:Local|Global|Polymorphic|Program)\s+)*(?:Definition|Fixpoint|Record|Structure|Inductive|Variant|Class|CoFixpoint|with)\s+([\w']+)/gm;

/** The names that a Coq file defines, as File.name. */
export const definitionsIn = (file: string, text: string): string[] => [...text.matchAll(DEFINES)].map((m) => `${file}.${m[1]}`);

/** Those of `known` that an audit's texts speak of. */
export function namesIn(items: readonly AuditItem[], known: ReadonlySet<string>): string[] {
  const words = new Set(items.flatMap((i) => i.text.match(/[\w.']+/g) ?? []).map((w) => w.replace(/\.$/, '')));
  return [...known].filter((name) => words.has(name));
}

/** Throws an Error unless everything printed is pinned, word for word: a theorem with its axioms, a definition. */
export function requirePinned(pinned: string, printed: string): void {
  const stated = new Map(parseAudit(pinned).map((item) => [item.name, item]));
  for (const item of parseAudit(printed)) {
    const before = stated.get(item.name), lines = (i: AuditItem | undefined): string[] => (i ? [...i.text.split('\n'), ...i.axioms] : []);
    const [a, b] = [lines(before), lines(item)], k = Array.from({ length: Math.max(a.length, b.length) }, (_, j) => j).find((j) => a[j] !== b[j]);
    if (before?.kind !== item.kind || k !== undefined) throw new Error(`${item.name}: needed what audit.txt pins, got something else\n  pinned  ${a[k ?? 0] ?? 'nothing'}\n  printed ${b[k ?? 0] ?? 'nothing'}`);
  }
}
