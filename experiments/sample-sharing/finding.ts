import { shownInterval } from '../networks/time-quantile.js';
import { errorCorrelation, layerFailure, unionRatio } from './failure.js';
import { COMPARED, randomNumbers } from './layer.js';
import type { SharingRows } from './study.js';

/** Failure at one number of draws, by sharing: beside the union bound, and what it saves in random numbers. */
export function finding(cases: readonly SharingRows[], confidence: number): string {
  const laws = [...new Set(cases.map(({ case: c }) => c.law))];
  const told = laws.map((law) => {
    const n = COMPARED[law];
    const each = cases.filter(({ case: c }) => c.law === law).map((c) => `${shownInterval(layerFailure(c, n, confidence))} shared by ${c.case.sharing} (${randomNumbers(law, c.case.sharing, n).toLocaleString('en-US')} random numbers, union bound ${shownInterval(unionRatio(c, n, confidence))} times that)`);
    return `at n = ${n} of law ${law} a layer of 64 weights fails with probability ${each.join(', ')}`;
  });
  const errors = cases.filter(({ case: c }) => c.sharing !== 'weight').map((c) => {
    const [signed, size] = (['signed', 'size'] as const).map((of) => errorCorrelation(c, of, confidence));
    return `${shownInterval(signed)}${signed.lower <= 0 && signed.upper >= 0 ? ' (open which side of 0)' : ''}, of their sizes ${shownInterval(size)}, for ${c.case.law} shared by ${c.case.sharing}`;
  });
  const capital = told.join('; ');
  return `${capital[0].toUpperCase()}${capital.slice(1)}. The errors of two weights that share, each with the first subset that hits, are correlated by ${errors.join('; ')}.`;
}
