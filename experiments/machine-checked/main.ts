import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAudit } from '../../src/theorem/index.js';
import { requirePinned } from './audit.js';
import { audit, compile, rules } from './development.js';
import { plantedFaults } from './planted.js';
import { checkTicket, checkVaried } from './ticket.js';
import { mainTheorems } from './main-theorems.js';
import { coqVersion, installCommand, missingPackages, output, VERSION } from './tools.js';

/**
 * Builds the machine-checked proofs, audits them against the pinned audit, lets z3 decide the relaxation rules, takes a ticket from its
 * seed to a kernel-checked theorem, and makes sure that planted faults are refused: `npm run proofs`. With --write the audit is
 * pinned anew; with --coqchk Coq's separate checker goes through the compiled files too. Exit codes: 0 all is so, 1 it is not, 64 what is needed is not installed.
 */
const folder = join(import.meta.dirname, '../../proofs/coq'), build = join(folder, 'build/coq'), pinned = join(folder, 'audit.txt');
const [write, separately] = ['--write', '--coqchk'].map((flag) => process.argv.includes(flag));

const missing = missingPackages();
if (missing.length > 0) {
  console.error(`proofs: needed Coq ${VERSION} with its libraries and z3, got a machine without ${missing.join(', ')}. On Debian 12:\n  ${installCommand(missing)}`);
  process.exit(64);
}
if (!coqVersion().startsWith(`${VERSION}.`)) {
  console.error(`proofs: needed Coq ${VERSION}, as in Debian 12, got ${coqVersion()}`);
  process.exit(64);
}

/** Runs one part, and says what came out and how long it took. */
function part(title: string, run: () => string): void {
  const started = performance.now(), found = run();
  console.log(`${title.padEnd(12)} ${found}  (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

try {
  part('compiled', () => `${compile(folder, build)} files of proofs/coq`);
  part('audit', () => {
    const found = audit(build, mainTheorems);
    if (write) writeFileSync(pinned, found);
    const before = readFileSync(pinned, 'utf8');
    requirePinned(before, found);
    if (before !== found) throw new Error(`audit: needed all that audit.txt pins, got only ${parseAudit(found).length} of its ${parseAudit(before).length} items, or others in their order; npm run proofs -- --write pins anew`);
    const items = parseAudit(found), theorems = items.filter((i) => i.kind === 'theorem'), free = theorems.filter((t) => t.axioms.length === 0);
    for (const { name, axioms } of theorems) console.log(`  ${name.padEnd(40)} ${axioms.length === 0 ? 'no axioms' : axioms.map((a) => a.split('.').pop()).join(', ')}`);
    return `${theorems.length} theorems, ${free.length} without axioms, and the ${items.length - theorems.length} definitions they speak of, as pinned in audit.txt`;
  });
  part('rules', () => {
    const [sound, planted] = [rules(folder, 'relaxations.smt2'), rules(folder, 'planted.smt2')], nameOf = (rule: string): string => rule.split(':')[0];
    const wrong = [...sound.filter(([, answer]) => answer !== 'unsat'), ...planted.filter(([, answer]) => answer !== 'sat')];
    if (wrong.length > 0) throw new Error(`rules: needed unsat of every rule and sat of every planted bug, got ${wrong.map(([rule, answer]) => `${answer} of "${rule}"`).join('; ')}`);
    const spared = sound.find(([rule]) => !planted.some(([bug]) => nameOf(bug) === nameOf(rule)));
    if (spared) throw new Error(`rules: needed a bug planted in every rule, got none in "${spared[0]}"`);
    return `${sound.length} relaxation rules hold for all real numbers, ${planted.length} planted bugs refuted, by z3`;
  });
  output(process.execPath, ['build.mjs'], join(folder, '../..'));
  part('ticket', () => checkTicket(join(folder, 'build/ticket')));
  part('tickets', () => checkVaried(join(folder, 'build/varied'), build));
  part('faults', () => plantedFaults(folder, readFileSync(pinned, 'utf8')));
  if (separately) part('coqchk', () => `${output('coqchk', ['-silent', '-Q', '.', 'SLTH', 'SLTH.Pensia', 'SLTH.Biases', 'SLTH.Packing', 'SLTH.SmallTickets'], build)}Coq's separate checker agrees`);
} catch (error) {
  console.error(`proofs: ${(error as Error).message}`);
  process.exit(1);
}
