/**
 * Holm's adjustment: p-values such that refusing every hypothesis whose adjusted value is at most alpha refuses a true one with
 * probability at most alpha, however they depend on each other. In the order given. Source: Holm (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  if (pValues.some((p) => !(p >= 0 && p <= 1))) throw new RangeError(`holm: needed probabilities, got ${pValues.find((p) => !(p >= 0 && p <= 1))}`);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]), adjusted = new Array<number>(pValues.length);
  let most = 0;
  order.forEach((i, rank) => (adjusted[i] = most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[i]))));
  return adjusted;
}

/** The mean of e-values is an e-value against "all these hypotheses are true", however they depend on each other. Source: Vovk & Wang (2021). */
export function meanEvidence(eValues: readonly number[]): number {
  if (eValues.length === 0 || eValues.some((e) => !(e >= 0))) throw new RangeError(`meanEvidence: needed e-values of at least 0, got ${eValues.find((e) => !(e >= 0)) ?? 'none'}`);
  return eValues.reduce((sum, e) => sum + e, 0) / eValues.length;
}

/** A hypothesis of many, with what is evidence against it. */
export interface FamilyMember {
  readonly name: string;
  readonly eValue: number;
}

/** What many tests say together. */
export interface FamilyStatement {
  /** Names whose hypotheses are refused: all of these refusals are right with probability at least 1 - alpha. */
  readonly refused: readonly string[];
  /** Whether "all hypotheses are true" is refused, by the mean of the e-values. */
  readonly someRefused: boolean;
  /** In words, with the level. */
  readonly text: string;
}

/** Which of many hypotheses their e-values refuse at the family's level alpha: by Holm's procedure with p = min(1, 1/e), and by the mean. Source: Holm (1979); Vovk & Wang (2021). */
export function familyStatement(members: readonly FamilyMember[], alpha: number): FamilyStatement {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`familyStatement: needed 0 < alpha < 1, got ${alpha}`);
  const adjusted = holm(members.map((m) => Math.min(1, 1 / m.eValue))), mean = meanEvidence(members.map((m) => m.eValue));
  const refused = members.filter((_, i) => adjusted[i] <= alpha).map((m) => m.name), someRefused = mean >= 1 / alpha;
  const each = refused.length > 0 ? `${refused.length} of ${members.length} refused (${refused.join(', ')})` : `none of ${members.length} refused by itself`;
  return { refused, someRefused, text: `${each}, at a family-wise level of ${alpha} (Holm); mean e-value ${mean.toPrecision(3)}: that all are true is ${someRefused ? 'refused' : 'open'}` };
}
