/** One numbered step of a proof. */
export interface ProofStep {
  readonly number: number;
  readonly title: string;
  /** Names of the checks that exercise it. */
  readonly checks: readonly string[];
}

/**
 * The steps of a proof.md: paragraphs that begin `**N. Title.**`, each with `Checked: \`name\`; \`name\`.`
 * Throws a RangeError where steps are not numbered 1, 2, ... or one names no check.
 */
export function stepsOf(page: string): ProofStep[] {
  const parts = page.split(/^\*\*(?=\d+\. )/m).slice(1);
  return parts.map((text, k) => {
    const [, number, title] = /^(\d+)\. ([^*]+?)\.?\*\*/.exec(text) ?? [];
    if (Number(number) !== k + 1) throw new RangeError(`stepsOf: needed step ${k + 1}, got ${number ?? text.slice(0, 40)}`);
    const checks = [...text.matchAll(/Checked: ((?:`[^`]+`(?:;\s+)?)+)/g)].flatMap((m) => [...m[1].matchAll(/`([^`]+)`/g)].map((c) => c[1].replace(/\s+/g, ' ')));
    if (checks.length === 0) throw new RangeError(`stepsOf: needed a check for step ${number}, got none`);
    return { number: k + 1, title, checks };
  });
}
