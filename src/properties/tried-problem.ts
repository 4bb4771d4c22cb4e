import { known, type Candidates, type Selection, type Selector } from '../subset-sum/index.js';
import type { PoolCase } from './arbitraries/index.js';
import { abs, exact, less, minus, plus, type Dyadic } from './exact.js';
import { inDecimal } from './in-decimal.js';

/** A problem as a person reads it: each candidate by its position. */
export const showProblem = ({ values, target, tolerance }: PoolCase): string =>
  `candidates ${values.length === 0 ? 'none' : values.map((x, k) => `${k}: ${x}`).join(', ')}\ntarget ${target}, tolerance ${tolerance}`;

/** What a selector says of a problem of which all candidates are known. */
export const solve = (selector: Selector, { values, target, tolerance }: PoolCase): Selection => selector.select(known(values), target, tolerance);

/** The sum of what is chosen, exactly; undefined where a position is none. */
export function exactSum(values: readonly number[], chosen: readonly number[]): Dyadic | undefined {
  return chosen.every((k) => Number.isInteger(k) && k >= 0 && k < values.length) ? chosen.map((k) => exact(values[k])).reduce(plus, exact(0)) : undefined;
}

/** Whether the exact sum of what is chosen is within the tolerance: not as a solver would have it, who rounds. */
export function isExactlyWithin({ values, target, tolerance }: PoolCase, chosen: readonly number[]): boolean {
  const sum = exactSum(values, chosen);
  return sum !== undefined && !less(exact(tolerance), abs(minus(sum, exact(target))));
}

/** What was chosen and its exact sum, in words. */
export function showAnswer({ values, target }: PoolCase, { outcome, chosen, exact: proven }: Selection): string {
  const sum = exactSum(values, chosen), said = `it said ${outcome}${proven ? ', exact' : ''}`;
  if (sum === undefined) return `${said}, and chose ${chosen}`;
  const terms = chosen.map((k) => (values[k] < 0 ? `(${values[k]})` : String(values[k]))).join(' + ');
  return `${said}, and chose ${chosen.length === 0 ? 'nothing' : chosen.join(', ')}: ${chosen.length > 1 ? `${terms} = ` : ''}${inDecimal(sum)}, ${inDecimal(abs(minus(sum, exact(target))))} from the target`;
}

/** Candidates that are drawn one by one, in an array that is longer. What is not drawn looks like the target: whoever reads it is seen. */
export function lazy({ values, target }: PoolCase): Candidates {
  const drawn = new Float64Array(values.length + 2).fill(target);
  let count = 0;
  return {
    limit: values.length,
    values: drawn,
    get drawn() {
      return count;
    },
    draw(wanted) {
      for (; count < Math.min(wanted, values.length); count++) drawn[count] = values[count];
    },
  };
}
