import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseAudit, type AuditItem } from '../../src/theorem/index.js';
import { auditCommands, definitionsIn, namesIn } from './audit.js';
import { forbiddenIn } from './refuse.js';
import { output } from './tools.js';

/**
 * Axioms that a theorem may rest on: those by which Coq's standard library has classical real numbers, and the choice operator by which
 * MathComp-Analysis makes them one of its fields.
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  'ClassicalDedekindReals.sig_forall_dec', 'ClassicalDedekindReals.sig_not_dec', 'FunctionalExtensionality.functional_extensionality_dep', 'Classical_Prop.classic',
  'Epsilon.epsilon_statement',
]);

/** A Coq development: its files in the order of _CoqProject, and what they hold. */
export interface Development {
  readonly files: readonly string[];
  text(file: string): string;
}

/** The .v files of a folder, all of them listed in its _CoqProject. Throws an Error where the two differ. */
export function developmentIn(folder: string): Development {
  const listed = readFileSync(join(folder, '_CoqProject'), 'utf8').split('\n').filter((l) => l.endsWith('.v'));
  const there = readdirSync(folder).filter((f) => f.endsWith('.v'));
  const differ = [...listed.filter((f) => !there.includes(f)), ...there.filter((f) => !listed.includes(f))];
  if (differ.length > 0) throw new Error(`proofs: needed _CoqProject to list the .v files there are, got a difference in ${differ.join(', ')}`);
  return { files: listed, text: (file) => readFileSync(join(folder, file), 'utf8') };
}

/** Compiles a development in `build`, what is unchanged not again; returns how many files it has. Throws an Error that says what Coq said. */
export function compile(folder: string, build: string): number {
  const { files, text } = developmentIn(folder);
  const refused = files.flatMap((f) => forbiddenIn(f, text(f)));
  if (refused.length > 0) throw new Error(refused.join('\n'));
  mkdirSync(build, { recursive: true });
  // What a file that is gone left behind must not be found by the others.
  for (const name of readdirSync(build)) if (/\.(v|vo|vos|vok|glob)$/.test(name) && !files.includes(`${name.split('.')[0]}.v`)) rmSync(join(build, name));
  for (const name of ['_CoqProject', ...files]) {
    const now = readFileSync(join(folder, name), 'utf8'), path = join(build, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== now) writeFileSync(path, now);
  }
  output('coq_makefile', ['-f', '_CoqProject', '-o', 'CoqMakefile'], build);
  output('make', ['-s', '-f', 'CoqMakefile', `-j${Math.min(4, availableParallelism())}`], build);
  return files.length;
}

/** What must stand before statements are printed, so that they read as they were written. */
const PREAMBLES = {
  algebra: 'From mathcomp Require Import all_ssreflect all_algebra.\nUnset Printing Implicit Defensive.\nLocal Open Scope ring_scope.\n',
  both: 'From mathcomp Require Import all_ssreflect all_algebra.\nUnset Printing Implicit Defensive.\nFrom Coq Require Import Reals.\nLocal Open Scope R_scope.\n',
  reals: 'From Coq Require Import Reals ZArith List.\nImport ListNotations.\nLocal Open Scope R_scope.\n',
};

/**
 * Prints every main theorem, File.name, with the axioms it rests on, and every definition of the development that a statement
 * speaks of, or a definition so printed. Throws an Error for an axiom that is not allowed, and for a theorem that is not there.
 */
export function audit(build: string, theorems: readonly string[]): string {
  const { files, text } = developmentIn(build), parts: string[] = [];
  const known = new Set(files.flatMap((f) => definitionsIn(f.slice(0, -2), text(f))));
  const kindOf = (name: string): keyof typeof PREAMBLES => {
    const source = text(`${name.split('.')[0]}.v`), [algebra, reals] = [/^From mathcomp/m.test(source), /^From Coq Require Import.* Reals/m.test(source)];
    return algebra && reals ? 'both' : algebra ? 'algebra' : 'reals';
  };
  const folder = `${build}-audit`, seen = new Set<string>(), items: AuditItem[] = [];
  for (const [kind, preamble] of Object.entries(PREAMBLES)) {
    const mine = theorems.filter((t) => kindOf(t) === kind);
    const print = (names: readonly string[], definitions: readonly string[]): string => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'Audit.v'), `From SLTH Require ${files.map((f) => f.slice(0, -2)).join(' ')}.\n${preamble}Set Printing Width 140.\n${auditCommands(names, definitions)}`);
      return output('coqc', ['-Q', build, 'SLTH', '-w', '-all', 'Audit.v'], folder);
    };
    // Definitions are printed in rounds: those that the round before spoke of and none has printed yet.
    for (let wanted: readonly string[] = mine, fresh: readonly AuditItem[]; wanted.length > 0; wanted = namesIn(fresh, known).filter((n) => !seen.has(n))) {
      const text = wanted === mine ? print(mine, []) : print([], wanted);
      fresh = parseAudit(text);
      for (const { name } of fresh) seen.add(name);
      items.push(...fresh);
      parts.push(text);
    }
  }
  const alien = items.flatMap((i) => i.axioms.filter((a) => !ALLOWED.has(a)).map((a) => `${i.name}: needed no axioms but those of the real numbers, got ${a}`));
  if (alien.length > 0) throw new Error(alien.join('\n'));
  return `sources ${sourcesDigest(build)}\n${parts.join('')}`;
}

/** SHA-256 of the .v files of a folder, in the order of _CoqProject: what an audit is of. */
export function sourcesDigest(folder: string): string {
  const { files, text } = developmentIn(folder), hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n${text(file)}`);
  return hash.digest('hex');
}

/** What z3 says of each rule of an SMT-LIB file, by the text that it echoes. */
export function rules(folder: string, file: string): [rule: string, answer: string][] {
  const lines = output('z3', [file], folder).trim().split('\n');
  return Array.from({ length: lines.length / 2 }, (_, k) => [lines[2 * k], lines[2 * k + 1]]);
}
