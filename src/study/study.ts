/** The parameters of a case: a JSON object, whose hash names the file of its rows. */
export type Case = { readonly [name: string]: string | number | boolean | null | readonly (string | number)[] };

/** Attempts from .. to - 1 of a case: what a worker is given. The answer must be a function of these alone, machine and thread apart. */
export interface Batch<C extends Case> {
  readonly case: C;
  /** An integer in [0, 2^53). */
  readonly seed: number;
  /** Attempts are numbered from 0; draws are by (seed, attempt). */
  readonly from: number;
  readonly to: number;
}

/** One row of a file: a batch and what came of it, as JSON (Infinity is written as null: a study that has them says so). */
export interface Row<R> {
  readonly from: number;
  readonly to: number;
  readonly result: R;
}

/** A case with its rows so far, in the order of their attempts. */
export interface CaseRows<C extends Case, R> {
  readonly case: C;
  /** Attempts that the rows hold, of those that the study asks for. */
  readonly attempts: number;
  readonly asked: number;
  readonly rows: readonly Row<R>[];
}

/** A figure: a Vega-Lite specification, a pure function of rows, and the name of its files. */
export interface StudyFigure {
  /** kebab-case; the study's own name, or that and more. */
  readonly name: string;
  readonly spec: Record<string, unknown>;
}

/** A question about theorems, the cases that answer it, and what is drawn and said of the rows. */
export interface Study<C extends Case = Case, R = unknown> {
  /** kebab-case: the folder of its rows, the name of its figure. */
  readonly name: string;
  /** One sentence that ends in a question mark. */
  readonly question: string;
  /** What an attempt is and what it tests, one sentence: part of every caption. */
  readonly tested: string;
  /** Of every interval that it states, in (0, 1). */
  readonly confidence: number;
  readonly seed: number;
  /** True where rows hold seconds or bytes of a machine, and so are not the same from another. */
  readonly measuresMachine?: boolean;
  /** About how long all of it takes on one core, in minutes, where that was measured. */
  readonly minutes?: number;
  /** What does the work, a line told before it, where there is a choice: a backend, and how to get a faster one. */
  readonly computedBy?: () => Promise<string>;
  readonly cases: readonly C[];
  /** Attempts that settle the question in a case: at least 1. */
  attempts(c: C): number;
  /** Attempts of one row: what is lost at most, by a worker, when a run is killed. A second or less of work. */
  batch(c: C): number;
  /** The function that does a batch: exported under `name` by the module at `url` (import.meta.url of the study's own file), (batch: Batch<C>) => R | Promise<R>. */
  readonly work: { readonly url: string; readonly name: string };
  /** Figures of the rows; cases without rows are left out by whoever calls. */
  figures(cases: readonly CaseRows<C, R>[]): readonly StudyFigure[];
  /** What was found, in two sentences with numbers, intervals included; `open` where the rows cannot tell. */
  finding(cases: readonly CaseRows<C, R>[]): string;
}

/** The study itself: for its types. */
export const defineStudy = <C extends Case, R>(study: Study<C, R>): Study<C, R> => study;

/** The caption that every figure of a study carries: seed, attempts, confidence and what was tested. */
export function captionOf<C extends Case, R>({ seed, confidence, tested }: Study<C, R>, cases: readonly CaseRows<C, R>[]): string[] {
  const counts = cases.map((c) => c.attempts), least = Math.min(...counts), most = Math.max(...counts), total = counts.reduce((a, b) => a + b, 0);
  const show = (x: number): string => x.toLocaleString('en-US');
  const each = `${least === most ? show(least) : `${show(least)} to ${show(most)}`} ${most === 1 ? 'attempt' : 'attempts'}`;
  return [tested, `${cases.length} ${cases.length === 1 ? 'case' : 'cases'}, ${each} each (${show(total)} in all), seed ${seed}; each interval by itself has ${100 * confidence} % confidence.`];
}
