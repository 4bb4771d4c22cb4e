import { shown, shownInterval } from '../networks/time-quantile.js';
import { errorCorrelation, layerFailure, unionRatio } from './failure.js';
import { COMPARED, randomNumbers } from './layer.js';
import type { SharingRows } from './study.js';

const WORDS: Readonly<Record<string, string>> = { weight: 'draws of their own', column: 'shared first factors', row: 'all draws shared in rows' };

/** Failure at one number of draws, by sharing, and how loose the union bound is; how correlated errors are. */
export function finding(cases: readonly SharingRows[], confidence: number): string {
  const own = cases.filter(({ case: c }) => c.law === 'diamond'), n = COMPARED.diamond;
  if (own.length === 0) return 'The diamond is not measured yet: open.';
  const fails = own.map((c) => ({ sharing: c.case.sharing, failure: layerFailure(c, n, confidence), ratio: unionRatio(c, n, confidence) })), alone = fails.find((f) => f.sharing === 'weight');
  const lost = fails.filter((f) => alone && f.failure.lower > alone.failure.upper), verdict = !alone ? 'Whether weights lose by sharing is open' : lost.length > 0 ? 'Weights lose by sharing' : fails.every((f) => f === alone || f.failure.upper < alone.failure.lower) ? 'Weights that share fail together, and so less often' : 'That weights lose by sharing is not seen';
  const errors = cases.filter(({ case: c }) => c.sharing !== 'weight').flatMap((c) => (['signed', 'size'] as const).map((of) => errorCorrelation(c, of, confidence))), greatest = Math.max(...errors.map((e) => Math.max(Math.abs(e.lower), Math.abs(e.upper)))), told = errors.filter((e) => e.lower > 0 || e.upper < 0).length;
  return `${verdict}: at n = ${n} a diamond's layer of 64 weights fails with probability ${fails.map((f) => `${shownInterval(f.failure)} with ${WORDS[f.sharing]} (${randomNumbers('diamond', f.sharing, n).toLocaleString('en-US')} numbers)`).join(', ')}. `
    + `The union bound is ${fails.map((f) => shownInterval(f.ratio)).join(', ')} times these; errors of two weights that share, left by the first subset that hits, are correlated by ${shown(greatest)} at most, in size or signed, and for sure not 0 in ${told} of ${errors.length}.`;
}
