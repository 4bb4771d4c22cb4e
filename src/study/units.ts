import type { Case, Study } from './study.js';

/** A unit of work: one row of one case. */
export interface Unit<C extends Case> {
  readonly case: C;
  /** Place of the case in the study's list. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Shard `index` of `of`, from 1: every of-th unit. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Attempts asked of a case: the study's own at factor 1, below it that share, in whole batches, at least one of them. */
export function askedOf<C extends Case>(study: Study<C, unknown>, c: C, factor = 1): number {
  const all = study.attempts(c), batch = study.batch(c);
  return Math.min(all, batch * Math.max(1, Math.ceil((factor * all) / batch)));
}

/** All units of a study in the order of its cases, or those of one shard. */
export function unitsOf<C extends Case>(study: Study<C, unknown>, factor = 1, { index, of }: Shard = { index: 1, of: 1 }): Unit<C>[] {
  const units: Unit<C>[] = [];
  let k = 0;
  study.cases.forEach((c, at) => {
    const asked = askedOf(study, c, factor), batch = study.batch(c);
    for (let from = 0; from < asked; from += batch) if (k++ % of === index - 1) units.push({ case: c, at, from, to: Math.min(from + batch, asked) });
  });
  return units;
}
