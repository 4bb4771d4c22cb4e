import fc from 'fast-check';
import { PairedTest, pairsAtEqual } from '../numeric/statistics/index.js';
import type { Draw } from './draw.js';
import { caseOf, drawnAs, drawsOf, FailingDraws, linesOf, thrown, type DrawnCases, type FailingDraw } from './failing-draws.js';
import { someSeed, type CheckOptions, type Property, type Report } from './property.js';

/** How sure a verdict about two ways of doing one thing is to be. */
export interface PairedOptions<Case> extends DrawnCases<Case> {
  /** Probability of `fails` where both succeed equally often, in (0, 1); default 1e-6, so that many such properties raise no false alarm. */
  readonly falseAlarm?: number;
  /** `holds` says that the success probabilities differ by less than this; in (0, 1); default 0.1. */
  readonly margin?: number;
  /** Of `holds`, in (0, 1); default 0.99. */
  readonly confidence?: number;
  /** Pairs after which it is left open; default: as many as two independent ways that each succeed half of the time mostly take (`pairsAtEqual`). */
  readonly most?: number;
}

/** What a check of a paired claim found. Its `runs` are pairs. */
export interface PairedReport extends Report {
  /** Pairs in which only the first succeeded, and only the second: the discordant ones. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Discordant pairs, smallest first, at most five. Once the claim is refuted smaller ones are sought further on, as many as were tried, and not counted. */
  readonly discordant: readonly FailingDraw[];
}

/** A claim about two ways of doing one thing. */
export interface PairedProperty extends Property {
  check(options?: CheckOptions): Promise<PairedReport>;
}

/**
 * The property "on random cases the first way succeeds as often as the second", where both are tried on each case (a construction on a target, and on the target
 * with its neurons permuted). Cases are of uniform numbers (`Draw`), tried until a sequential test decides, valid whenever it stops (`PairedTest`). `fails`: the
 * probabilities differ, by a sign test on the discordant pairs; where they are equal it comes with probability at most `falseAlarm`. `holds` never says that
 * they are equal, which no number of pairs can show, but that they differ by less than `margin`; where they differ by more it comes with probability at most
 * 1 - confidence. `open`, after `most` pairs, shows neither and is no pass. A throw is no success. With `path` one pair is repeated alone, which decides nothing: `open`.
 * Throws a RangeError on options out of range.
 */
export function succeedsAsOften<Case>(
  name: string, draw: (random: Draw) => Case, first: (one: Case) => boolean | Promise<boolean>, second: (one: Case) => boolean | Promise<boolean>,
  { falseAlarm = 1e-6, margin = 0.1, confidence = 0.99, most, show = (one) => fc.stringify(one), size = (one) => show(one, true).length }: PairedOptions<Case> = {},
): PairedProperty {
  for (const [what, x] of Object.entries({ falseAlarm, margin, confidence })) if (!(x > 0 && x < 1)) throw new RangeError(`succeedsAsOften: needed ${what} in (0, 1), got ${x}`);
  const claim = { margin, falseAlarm, alpha: 1 - confidence }, usual = most ?? pairsAtEqual(claim);
  drawsOf('succeedsAsOften', usual, undefined);
  return {
    name,
    async check({ draws = usual, seed = someSeed(), path, onCase } = {}) {
      const test = new PairedTest(claim), failing = new FailingDraws(), [from, until] = drawsOf('succeedsAsOften', draws, path);
      let both = 0;
      const tried = async (attempt: number) => {
        const one = caseOf(name, draw, seed, attempt);
        await onCase?.(() => show(one, true));
        const [a, b] = [await triedBy(first, one), await triedBy(second, one)];
        const why = `only the ${a.success ? 'first' : 'second'} way succeeds${(a.success ? b : a).why}`;
        return { a: a.success, b: b.success, found: a.success === b.success ? undefined : drawnAs({ attempt, gaveUp: false, size: size(one), why }, () => show(one, false)) };
      };
      for (let k = from; k < until && test.verdict === 'open'; k++) {
        const { a, b, found } = await tried(k);
        test.add(a, b);
        if (a && b) both++;
        if (found) failing.add(found);
      }
      if (path === undefined && test.verdict === 'fails') await failing.seekSmaller(test.pairs, test.pairs, (k) => size(caseOf(name, draw, seed, k)), async (k) => (await tried(k)).found);
      const { pairs, onlyFirst, onlySecond } = test, verdict = path === undefined ? test.verdict : 'open', found = failing.report(onlyFirst + onlySecond, seed);
      const counts = `of ${pairs} pairs ${both} succeeded both ways, ${onlyFirst} only the first way, ${onlySecond} only the second, ${pairs - both - onlyFirst - onlySecond} neither`;
      const says = verdict === 'fails' ? `they do not succeed equally often (false alarms: at most ${falseAlarm})` : `open: neither a difference nor that it is below ${margin} is shown`;
      const alone = failing.smallest.length === 0 ? [`draw ${from}, alone: ${both > 0 ? 'both ways succeed' : 'neither way succeeds'}`] : failing.smallest.flatMap(linesOf);
      const lines = path === undefined ? [counts, says, ...found.lines] : alone;
      return {
        name, verdict, runs: pairs, seed, onlyFirst, onlySecond, discordant: failing.smallest,
        ...(found.path === undefined ? {} : { path: found.path }),
        ...(verdict === 'holds' ? {} : { counterexample: lines.join('\n') }),
      };
    },
  };
}

/** Whether one way succeeds, and what it threw if it did. Throws a TypeError on what is no answer. */
async function triedBy<Case>(way: (one: Case) => boolean | Promise<boolean>, one: Case): Promise<{ success: boolean; why: string }> {
  let success: unknown;
  try {
    success = await way(one);
  } catch (error) {
    return { success: false, why: `; the other threw ${thrown(error)}` };
  }
  if (typeof success !== 'boolean') throw new TypeError(`succeedsAsOften: needed true or false of a draw, got ${String(success)}`);
  return { success, why: '' };
}
