import fc from 'fast-check';
import { decimalAtLeast, decimalAtMost } from '../numeric/rounding.js';
import { attemptsAtHalf, attemptsWithoutFailure, confidenceSequence, SequentialTest, type Interval } from '../numeric/statistics/index.js';
import type { Draw } from './draw.js';
import { caseOf, drawnAs, drawsOf, FailingDraws, linesOf, thrown, type DrawnCases, type FailingDraw } from './failing-draws.js';
import { someSeed, type CheckOptions, type Property, type Report } from './property.js';

/** How sure a verdict about a probability is to be. */
export interface ProbabilityOptions {
  /** In (0, 1); default 0.99. */
  readonly confidence?: number;
  /**
   * Draws after which the claim is left open. Default: as many as show, with probability `confidence` (less what a wrong `fails` takes), that draws fail
   * less often than allowed if they fail half as often (`attemptsAtHalf`). At least `attemptsWithoutFailure`: fewer could never show it.
   */
  readonly most?: number;
  /** For claims that no draw can refute (what was not found may exist): the verdict is `holds` or `open`, and the upper limit 1. Default false. */
  readonly oneSided?: boolean;
}

/** Of one draw: it holds, or not; why it does not, a sentence; or 'gave up', where nothing was found out. */
export type Outcome = boolean | string;

/** What a check of a claim about a probability found. Its `runs` are draws; without `path` no draw counted against the claim. */
export interface ProbabilityReport extends Report {
  readonly failures: number;
  readonly gaveUp: number;
  /** Holds the probability with the confidence asked for, whenever one stops. A draw that was given up counts as failed for the lower limit, as held for the upper one. */
  readonly interval: Interval;
  /** Failed draws, smallest first, then those given up; at most five. Once the claim is refuted smaller ones are sought further on, as many as were tried, and not counted. */
  readonly failing: readonly FailingDraw[];
}

/** A claim about a probability. */
export interface ProbabilityProperty extends Property {
  check(options?: CheckOptions): Promise<ProbabilityReport>;
}

/** Makes a property of how often it `holds` for cases that `draw` makes; `holds` returns true, false, a sentence that says what is wrong, or 'gave up'; or throws, which is a failure. */
export type Often = <Case>(name: string, draw: (random: Draw) => Case, holds: (one: Case) => Outcome | Promise<Outcome>, cases?: DrawnCases<Case>) => ProbabilityProperty;

/**
 * A maker of properties "for a random case it holds with probability at least p". Cases are independent, of uniform numbers (`Draw`), not of fast-check's
 * arbitraries: those prefer extreme values, and a share of such cases is no probability. Draws are made until a sequential test decides, valid whenever it stops
 * (`SequentialTest` of the failure probability 1 - p). With alpha = 1 - confidence: where the probability is at most p, `holds` comes with probability at most
 * alpha/2, and where it is at least p, `fails` does, so that `holds` shows more than p, `fails` less than p; one-sided, `holds` comes with at most alpha.
 * `open`, after `most` draws, shows neither and is no pass. With `path` one draw is repeated alone, which decides nothing: `open`, and what it gave.
 * Throws a RangeError unless p and confidence are in (0, 1) and `most` draws can decide.
 */
export function holdsWithProbability(p: number, { confidence = 0.99, oneSided = false, most }: ProbabilityOptions = {}): Often {
  if (!(p > 0 && p < 1)) throw new RangeError(`holdsWithProbability: needed a probability in (0, 1), got ${p}; what must always hold is a property()`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`holdsWithProbability: needed a confidence in (0, 1), got ${confidence}`);
  const delta = 1 - p, alpha = 1 - confidence, fewest = attemptsWithoutFailure(delta, alpha, { oneSided }), usual = most ?? attemptsAtHalf(delta, alpha, { oneSided });
  if (!(Number.isSafeInteger(usual) && usual >= fewest)) throw new RangeError(`holdsWithProbability: needed most of at least ${fewest} draws, which decide if none fails, got ${most}`);
  return <Case>(
    name: string, draw: (random: Draw) => Case, holds: (one: Case) => Outcome | Promise<Outcome>,
    { show = (one) => fc.stringify(one), size = (one) => show(one, true).length }: DrawnCases<Case> = {},
  ): ProbabilityProperty => ({
    name,
    async check({ draws = usual, seed = someSeed(), path, onCase } = {}) {
      const test = new SequentialTest(delta, alpha, { oneSided }), failing = new FailingDraws(), [from, until] = drawsOf('holdsWithProbability', draws, path);
      const tried = async (attempt: number): Promise<FailingDraw | undefined> => {
        const one = caseOf(name, draw, seed, attempt);
        await onCase?.(() => show(one, true));
        const why = await whyNot(holds, one);
        return why === undefined ? why : drawnAs({ attempt, gaveUp: why === 'gave up', size: size(one), why }, () => show(one, false));
      };
      for (let k = from; k < until && test.verdict === 'open'; k++) {
        const found = await tried(k);
        test.add(!found ? 'success' : found.gaveUp ? 'gave up' : 'failure');
        if (found) failing.add(found);
      }
      if (path === undefined && test.verdict === 'fails') await failing.seekSmaller(test.attempts, test.attempts, (k) => size(caseOf(name, draw, seed, k)), tried);
      const { attempts, failures, gaveUp } = test, verdict = path === undefined ? test.verdict : 'open', against = failures + gaveUp;
      const interval = confidenceSequence({ successes: attempts - against, failures: oneSided ? 0 : failures, unknown: oneSided ? against : gaveUp }, confidence);
      const found = failing.report(against, seed), { lower, upper } = interval;
      const limits = `${decimalAtMost(lower, 4)} to ${decimalAtLeast(upper, 4)}`;
      const counts = `${failures} of ${attempts} draws failed, ${gaveUp} gave up: the probability, claimed to be at least ${p}, is in ${limits} with confidence ${confidence}`;
      const hint = verdict === 'open' ? [`open: ${fewest} draws without a failure would show it, more if some fail`] : [];
      const alone = failing.smallest.length === 0 ? [`draw ${from}, alone: it holds`] : failing.smallest.flatMap(linesOf);
      const lines = path === undefined ? [counts, ...hint, ...found.lines] : alone;
      return {
        name, verdict, runs: attempts, seed, failures, gaveUp, interval, failing: failing.smallest,
        ...(found.path === undefined ? {} : { path: found.path }),
        ...(verdict === 'holds' ? {} : { counterexample: lines.join('\n') }),
      };
    },
  });
}

/** Why a draw does not hold, or undefined. Throws a TypeError on what is no answer: a forgotten return is no success. */
async function whyNot<Case>(holds: (one: Case) => Outcome | Promise<Outcome>, one: Case): Promise<string | undefined> {
  let answer: unknown;
  try {
    answer = await holds(one);
  } catch (error) {
    return `threw ${thrown(error)}`;
  }
  if (typeof answer === 'string') return answer;
  if (typeof answer !== 'boolean') throw new TypeError(`holdsWithProbability: needed true, false, a sentence or 'gave up' of a draw, got ${String(answer)}`);
  return answer ? undefined : 'it does not hold';
}
