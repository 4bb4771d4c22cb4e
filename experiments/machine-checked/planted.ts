import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePinned } from './audit.js';
import { audit, compile } from './development.js';

/** A change of one file after which its theorem, File.name, must be refused. */
interface Fault {
  readonly what: string;
  readonly theorem: string;
  /** What is replaced, which stands once in the file, and by what. */
  readonly edits: readonly (readonly [find: string, replace: string])[];
  /** What the refusal says. */
  readonly refusal: RegExp;
}

/** Files that stand on their own, so that each fault costs seconds. Every one of the changed files compiles. */
const FAULTS: readonly Fault[] = [
  { what: 'a proof given up', theorem: 'SampleSize.sample_size', edits: [['  apply Rmult_le_compat_l with (r := A) in E; [|lra].\n  replace (A * (delta / A)) with delta in E by (field; lra). exact E.\nQed.', 'Admitted.']], refusal: /needed proofs from start to end, got Admitted/ },
  { what: 'an axiom', theorem: 'SampleSize.sample_size', edits: [['(* n >=', 'Axiom planted : 0 = 1.\n(* n >=']], refusal: /needed proofs from start to end, got Axiom/ },
  { what: 'an axiom that the text hides', theorem: 'SampleSize.sample_size', edits: [['(* n >=', 'Class wrong := one : 1 = 0.\nDeclare Instance given : wrong.\n(* n >='], ['  intros HA Hd Hx Hn.\n', '  intros HA Hd Hx Hn. pose proof (one (wrong := given)) as Wrong. exfalso; lra.\nQed.\nTheorem rest (A x delta : R) (n : nat) :\n  0 < A -> 0 < delta -> 0 < x < 1 -> ln (A / delta) / (- ln (1 - x)) <= INR n -> A * (1 - x) ^ n <= delta.\nProof.\n  intros HA Hd Hx Hn.\n']], refusal: /needed no axioms but those/ },
  { what: 'a weakened statement', theorem: 'SampleSize.sample_size', edits: [['0 < A -> 0 < delta -> 0 < x < 1 ->', '0 < A -> 0 < delta -> 0 < x < 1 / 2 ->']], refusal: /needed what audit.txt pins/ },
  { what: 'a changed definition', theorem: 'Block.block_approx', edits: [['match h with (b, v, u) => if b then v * relu (u * x) else 0 end.', 'match h with (b, v, u) => if b then v * relu (u * x) + 0 else 0 end.']], refusal: /needed what audit.txt pins/ },
];

/** Plants every fault in a copy of its file, and makes sure that it is refused for the reason it should be. Throws an Error where one passes. */
export function plantedFaults(folder: string, pinned: string): string {
  const refusals = FAULTS.map(({ what, theorem, edits, refusal }) => {
    const file = `${theorem.split('.')[0]}.v`;
    const changed = edits.reduce((text, [find, replace]) => {
      const parts = text.split(find);
      if (parts.length !== 2) throw new Error(`faults: needed the text that ${what} replaces once in ${file}, got it ${parts.length - 1} times`);
      return parts.join(replace);
    }, readFileSync(join(folder, file), 'utf8'));
    const copy = mkdtempSync(join(tmpdir(), 'slth-fault-'));
    try {
      mkdirSync(join(copy, 'src'));
      writeFileSync(join(copy, 'src', file), changed);
      writeFileSync(join(copy, 'src', '_CoqProject'), `-Q . SLTH\n-arg -w -arg -all\n${file}\n`);
      const refused = refusalOf(() => {
        compile(join(copy, 'src'), join(copy, 'build'));
        requirePinned(pinned, audit(join(copy, 'build'), [theorem]));
      });
      if (refused === undefined || !refusal.test(refused)) throw new Error(`faults: needed ${what} in ${theorem} to be refused with ${refusal}, got ${refused ?? 'no refusal'}`);
      console.log(`  ${what}: ${refused.split('\n')[0]}`);
    } finally {
      rmSync(copy, { recursive: true });
    }
    return what;
  });
  return `${refusals.length} planted faults refused`;
}

const refusalOf = (run: () => void): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
