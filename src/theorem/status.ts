import { isTheorem, type Statement } from './theorem.js';

/** What is known of a statement here, all of it computed. */
export interface Status {
  /** Whether a program runs it: `approximate`, or the laboratory. */
  readonly executable: boolean;
  /** Checks of its steps, and how many of them passed; null where they were not run. */
  readonly checks: number;
  readonly passed: number | null;
}

/** The status in words. */
export function describeStatus({ executable, checks, passed }: Status): string {
  const ran = passed === null ? `${checks} checks` : passed === checks ? `${checks} checks passing` : `${passed} of ${checks} checks passing`;
  return `${executable ? 'executable' : 'stated'}, ${ran}`;
}

/**
 * The status of a statement, given the names of the checks of its page's steps and, where they ran, which of them hold.
 * `stepChecks[k]` are those of step k + 1.
 */
export function statusOf(s: Statement, stepChecks: readonly (readonly string[])[], holds: ReadonlyMap<string, boolean> | null): Status {
  const names = [...new Set(s.proof.steps.flatMap((step) => stepChecks[step - 1]))];
  return { executable: isTheorem(s) || s.experiment !== undefined, checks: names.length, passed: holds && names.filter((n) => holds.get(n)).length };
}
