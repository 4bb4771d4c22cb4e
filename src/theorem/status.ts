import type { AuditItem } from './audit.js';
import { isTheorem, type Statement } from './theorem.js';

/** What is known of a statement here, all of it computed. */
export interface Status {
  /** Whether a program runs it: `approximate`, or the laboratory. */
  readonly executable: boolean;
  /** Checks of its steps, and how many of them passed; null where they were not run. */
  readonly checks: number;
  readonly passed: number | null;
  /** What of it a proof assistant has checked, by its audit; null where nothing. */
  readonly machine: 'whole' | 'part' | null;
}

/** What a proof assistant has checked, as the end of a status in words. */
export const machineText = (machine: Status['machine']): string => (machine === null ? '' : machine === 'whole' ? ', machine-checked' : ', machine-checked in part');

/** The status in words. */
export function describeStatus({ executable, checks, passed, machine }: Status): string {
  const ran = passed === null ? `${checks} checks` : passed === checks ? `${checks} checks passing` : `${passed} of ${checks} checks passing`;
  return `${executable ? 'executable' : 'stated'}, ${ran}${machineText(machine)}`;
}

/**
 * The status of a statement, given the names of the checks of its page's steps, where they ran which of them hold, and what the
 * audit of the machine-checked proofs prints. `stepChecks[k]` are those of step k + 1. Throws a RangeError where the statement names a
 * theorem that was not audited.
 */
export function statusOf(s: Statement, stepChecks: readonly (readonly string[])[], holds: ReadonlyMap<string, boolean> | null, audit: readonly AuditItem[]): Status {
  const names = [...new Set(s.proof.steps.flatMap((step) => stepChecks[step - 1]))];
  const unseen = s.machine?.theorems.find((name) => !audit.some((item) => item.kind === 'theorem' && item.name === name));
  if (unseen !== undefined) throw new RangeError(`statusOf: needed ${unseen}, of ${s.id}, among the audited theorems, got ${audit.length} items without it`);
  return { executable: isTheorem(s) || s.experiment !== undefined, checks: names.length, passed: holds && names.filter((n) => holds.get(n)).length, machine: s.machine?.covers ?? null };
}
