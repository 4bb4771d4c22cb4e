/** One item of an audit: a theorem's statement and the axioms it rests on, or a definition that a statement speaks of. */
export interface AuditItem {
  readonly kind: 'theorem' | 'definition';
  /** File.name. */
  readonly name: string;
  /** As Coq prints it. */
  readonly text: string;
  /** Of a theorem; a definition's are part of what is seen in its text. */
  readonly axioms: readonly string[];
}

const HEAD = /^== (theorem|definition) (\S+)$/;

/** Reads an audit: sections headed `== theorem File.name` and `== definition File.name`. Throws a RangeError where a theorem says nothing of its axioms. */
export function parseAudit(text: string): AuditItem[] {
  return text.split(/^(?=== )/m).filter((part) => part.startsWith('== ')).map((part): AuditItem => {
    const [head, ...lines] = part.trimEnd().split('\n'), [, kind, name] = HEAD.exec(head) ?? [];
    if (kind === undefined) throw new RangeError(`audit: needed == theorem NAME or == definition NAME, got ${head}`);
    if (kind === 'definition') return { kind, name, text: lines.join('\n'), axioms: [] };
    const at = lines.findIndex((l) => l === 'Closed under the global context' || l === 'Axioms:');
    if (at < 0) throw new RangeError(`audit: needed the assumptions of ${name}, got none printed`);
    const axioms = lines.slice(at + 1).filter((l) => /^\S/.test(l)).map((l) => l.split(/\s/)[0]);
    if (lines[at] === 'Axioms:' && axioms.length === 0) throw new RangeError(`audit: needed the axioms of ${name}, got an empty list`);
    return { kind: 'theorem', name, text: lines.slice(0, at).join('\n'), axioms };
  });
}
