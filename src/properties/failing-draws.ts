import { drawOf, type Draw } from './draw.js';
import type { CheckOptions } from './property.js';

/** How a person reads the cases of a property about a probability, and which of them come first. */
export interface DrawnCases<Case> {
  /** Smaller cases are reported first; default: the length of what is shown. */
  readonly size?: (one: Case) => number;
  /** Default: as fast-check writes it. */
  readonly show?: (one: Case, untried: boolean) => string;
}

/** A draw that counts against the claim. */
export interface FailingDraw {
  /** Its number, from 0; with the seed, the `path` that repeats it alone. */
  readonly attempt: number;
  readonly gaveUp: boolean;
  readonly size: number;
  readonly shown: string;
  /** Why it counts, a sentence; what it threw. */
  readonly why: string;
}

/** A failing draw whose case is shown when it is read: of hundreds a report shows five. */
export const drawnAs = (draw: Omit<FailingDraw, 'shown'>, show: () => string): FailingDraw => ({
  ...draw,
  get shown() {
    return show();
  },
});

/** Draws that a report shows, and draws among which smaller ones are sought once a claim is refuted. */
const MOST_SHOWN = 5, SOUGHT = 1000;

/** The smallest of the draws that count against a claim: those that failed before those that were given up, and the earlier of two alike. */
export class FailingDraws {
  readonly smallest: FailingDraw[] = [];

  add(one: FailingDraw): void {
    this.smallest.push(one);
    this.smallest.sort((a, b) => Number(a.gaveUp) - Number(b.gaveUp) || a.size - b.size || a.attempt - b.attempt);
    this.smallest.splice(MOST_SHOWN);
  }

  /**
   * Looks on among the next draws, from a number on, for smaller ones that fail, as a shrinker would: `sizeAt` is cheap, `attempt` is not, so only smaller
   * draws are tried, and at most `tries`. They are outside of what was counted.
   */
  async seekSmaller(from: number, tries: number, sizeAt: (attempt: number) => number, attempt: (attempt: number) => Promise<FailingDraw | undefined>): Promise<void> {
    for (let k = from, tried = 0; k < from + SOUGHT && tried < tries; k++) {
      if (sizeAt(k) >= this.smallest[0].size) continue;
      tried++;
      const found = await attempt(k);
      if (found && !found.gaveUp) this.add(found);
    }
  }

  /** What a report has of them, of so many that were counted: the path of the smallest, and lines for a person. */
  report(of: number, seed: number): { path?: string; lines: string[] } {
    if (this.smallest.length === 0) return { lines: [] };
    const head = `failing draws, smallest first${of > this.smallest.length ? ` (${this.smallest.length} of ${of})` : ''}; seed ${seed} and a draw's number as path repeat it alone:`;
    return { path: String(this.smallest[0].attempt), lines: [head, ...this.smallest.flatMap(linesOf)] };
  }
}

/** A draw as lines: its number, the case, why it counts. */
export const linesOf = ({ attempt, shown, why }: FailingDraw): string[] => [`draw ${attempt}:`, ...`${shown}\n${why}`.split('\n').map((line) => `  ${line}`)];

/** The numbers of the draws to make, [from, until): all, or the one of a path. Throws a RangeError on what is none. */
export function drawsOf(where: string, most: number, path: CheckOptions['path']): [from: number, until: number] {
  if (!(Number.isSafeInteger(most) && most >= 1)) throw new RangeError(`${where}: needed at least 1 draw, got ${most}`);
  if (path === undefined) return [0, most];
  if (!/^\d{1,15}$/.test(path)) throw new RangeError(`${where}: needed the number of a draw as path, got ${path}`);
  return [Number(path), Number(path) + 1];
}

/** The case of a draw. What making it throws is a fault of the property, not of what it tests: it is thrown on. */
export function caseOf<Case>(where: string, draw: (random: Draw) => Case, seed: number, attempt: number): Case {
  try {
    return draw(drawOf(seed, attempt));
  } catch (error) {
    throw new Error(`${where}: draw ${attempt} of seed ${seed} could not be made: ${thrown(error)}`, { cause: error });
  }
}

/** What was thrown, in a line. */
export const thrown = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
