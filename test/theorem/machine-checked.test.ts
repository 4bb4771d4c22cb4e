import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionsIn, namesIn, requirePinned } from '../../experiments/machine-checked/audit.js';
import { ALLOWED, developmentIn, sourcesDigest } from '../../experiments/machine-checked/development.js';
import { mainTheorems } from '../../experiments/machine-checked/main-theorems.js';
import { forbiddenIn, withoutComments } from '../../experiments/machine-checked/refuse.js';
import { statements } from '../../proofs/index.js';
import { describeStatus, parseAudit, statusOf } from '../../src/theorem/index.js';

const folder = join(import.meta.dirname, '../../proofs/coq'), pinned = readFileSync(join(folder, 'audit.txt'), 'utf8'), audit = parseAudit(pinned);
const development = developmentIn(folder);

describe('the pinned audit of the machine-checked proofs', () => {
  test('is of the Coq files as they are: npm run proofs -- --write after they change', () => expect(pinned.split('\n')[0]).toBe(`sources ${sourcesDigest(folder)}`));

  test('prints every theorem that a statement names, and no other axioms than those of the real numbers', () => {
    const theorems = audit.filter((i) => i.kind === 'theorem');
    expect(theorems.map((t) => t.name).sort()).toEqual([...mainTheorems].sort());
    for (const { name, axioms } of theorems) for (const axiom of axioms) expect(ALLOWED, `${name} rests on ${axiom}`).toContain(axiom);
    expect(theorems.filter((t) => t.axioms.length === 0).length).toBeGreaterThan(20);
  });

  test('prints every definition of the development that a printed text speaks of', () => {
    const known = new Set(development.files.flatMap((f) => definitionsIn(f.slice(0, -2), development.text(f))));
    expect(namesIn(audit, known).filter((name) => !audit.some((i) => i.name === name))).toEqual([]);
    expect(audit.filter((i) => i.kind === 'definition').length).toBeGreaterThan(50);
  });

  test('is where a statement gets its status from: one that names an unseen theorem has none', () => {
    const [s] = statements.filter((x) => x.machine), steps = Array.from({ length: 20 }, () => []);
    expect(statusOf(s, steps, null, audit).machine).toBe(s.machine!.covers);
    expect(() => statusOf(s, steps, null, audit.filter((i) => i.name !== s.machine!.theorems[0]))).toThrow(`statusOf: needed ${s.machine!.theorems[0]}, of ${s.id}, among the audited theorems`);
    expect(describeStatus({ executable: true, checks: 3, passed: 3, machine: 'whole' })).toBe('executable, 3 checks passing, machine-checked');
    expect(describeStatus({ executable: false, checks: 3, passed: 2, machine: 'part' })).toBe('stated, 2 of 3 checks passing, machine-checked in part');
  });

  test('is read with its axioms, and refused where a theorem says nothing of them', () => {
    expect(parseAudit('== theorem A.t\nA.t : True\nAxioms:\nB.x : nat\n  = 1\nC.y\n  : bool\n== definition A.d\nA.d = 1\n')).toEqual([
      { kind: 'theorem', name: 'A.t', text: 'A.t : True', axioms: ['B.x', 'C.y'] }, { kind: 'definition', name: 'A.d', text: 'A.d = 1', axioms: [] },
    ]);
    expect(() => parseAudit('== theorem A.t\nA.t : True\n')).toThrow('audit: needed the assumptions of A.t, got none printed');
    expect(() => parseAudit('== lemma A.t\n')).toThrow('audit: needed == theorem NAME or == definition NAME, got == lemma A.t');
  });

  test('refuses a theorem or a definition that has changed, a new axiom, and one that was never pinned', () => {
    const item = '== theorem A.t\nA.t : 0 < x\nClosed under the global context\n';
    expect(() => requirePinned(item, item)).not.toThrow();
    expect(() => requirePinned(item, item.replace('0 < x', '0 <= x'))).toThrow('A.t: needed what audit.txt pins, got something else\n  pinned  A.t : 0 < x\n  printed A.t : 0 <= x');
    expect(() => requirePinned(item, item.replace('Closed under the global context', 'Axioms:\nA.cheat : False'))).toThrow('printed A.cheat');
    expect(() => requirePinned(item, item.replaceAll('A.t', 'A.u'))).toThrow('pinned  nothing');
  });
});

describe('the pages that speak of Coq theorems', () => {
  const root = join(import.meta.dirname, '../..'), pages = ['docs/proofs.md', ...statements.map((s) => s.proof.page)].filter((p, k, all) => all.indexOf(p) === k);

  test.each(pages)('%s names theorems that were audited and files that are there', (page) => {
    const text = readFileSync(join(root, page), 'utf8'), modules = development.files.map((f) => f.slice(0, -2));
    const theorems = [...text.matchAll(/`([A-Z]\w+)\.(\w+)`/g)].filter((m) => modules.includes(m[1]) && m[2] !== 'v').map((m) => `${m[1]}.${m[2]}`);
    expect(theorems.filter((name) => !audit.some((i) => i.kind === 'theorem' && i.name === name))).toEqual([]);
    expect([...text.matchAll(/\b([A-Z]\w+)\.v\b/g)].map((m) => m[1]).filter((name) => !modules.includes(name) && name !== 'Ticket')).toEqual([]);
  });

  test('docs/proofs.md quotes the example as Coq has it', () => {
    const [, n] = /\(32, (\d+)\)/.exec(development.text('Example.v'))!, text = readFileSync(join(root, 'docs/proofs.md'), 'utf8');
    expect(text).toContain(`${n} units`);
    expect(text.includes('81 ln(l d m / min(epsilon, delta)) + 153') && development.text('Width.v').includes('81 * ln (INR depth * INR (m * d) / Rmin epsilon delta) + 153')).toBe(true);
  });
});

describe('the Coq files', () => {
  test('give no proof up and assume nothing outside of sections', () => {
    expect(development.files.length).toBeGreaterThan(25);
    expect(development.files.flatMap((f) => forbiddenIn(f, development.text(f)))).toEqual([]);
  });

  test('say in a comment at their head what they prove', () => {
    for (const f of development.files) expect(development.text(f), f).toMatch(/^\(\* [A-Z]/);
    expect(readdirSync(folder).filter((f) => f.endsWith('.smt2'))).toEqual(['planted.smt2', 'relaxations.smt2']);
  });

  test.each([
    ['Lemma a : P.\nAdmitted.', 'X.v:2: needed proofs from start to end, got Admitted'],
    ['Axiom a : P.', 'X.v:1: needed proofs from start to end, got Axiom'],
    ['Proof. admit. Qed.', 'X.v:1: needed proofs from start to end, got admit'],
    ['Unset Guard Checking.', 'X.v:1: needed proofs from start to end, got Unset Guard Checking'],
    ['Section S.\nVariable x : nat.\nEnd S.\nVariable y : nat.', 'X.v:4: needed assumptions inside a section only, got Variable y : nat.'],
  ])('are refused with %j', (text, message) => expect(forbiddenIn('X.v', text)).toEqual([message]));

  test('may speak of what is forbidden in comments and strings', () => {
    expect(forbiddenIn('X.v', '(* Admitted. (* Axiom *) Axiom *)\nDefinition s := "Admitted (*".\nSection A. Hypothesis h : P. End A.')).toEqual([]);
    expect(withoutComments('a (* b (* c *) d *) e')).toBe('a                   e');
  });
});
