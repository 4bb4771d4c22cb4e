import { evaluator, OutOfReach, type Origin } from './formula.js';
import { constantsOf, type Statement } from './theorem.js';

/** A target of l layers of d units each, and what is asked of it. */
export interface Question {
  readonly d: number;
  readonly l: number;
  /** Network error on the unit ball. */
  readonly epsilon: number;
  /** Failure probability of the whole network. */
  readonly delta: number;
}

/** One theorem's bound for a question, in the units in which theorems can be compared. */
export interface ComparedBound {
  readonly id: string;
  readonly kind: 'sufficient' | 'necessary';
  readonly origin: Origin;
  /** The bound's own value, null where float64 does not reach it, and what it counts. */
  readonly n: number | null;
  readonly counts: string;
  /** Source weights per target weight. */
  readonly weights: number | null;
  /** Source layers per target layer; null too where the statement is about a whole source. */
  readonly layers: number | null;
}

/** The bounds of all statements about networks, as functions of a question. */
export async function comparers(statements: readonly Statement[]): Promise<((question: Question) => ComparedBound)[]> {
  const about = statements.filter((s) => s.bound?.weights !== undefined);
  return Promise.all(about.map(async (statement) => {
    const { id, origin } = statement, bound = statement.bound!, { kind, counts, symbols } = bound;
    const n = await evaluator(bound), of = (expression: string) => evaluator({ ...bound, expression, symbols: { ...symbols, n: { meaning: counts, low: -1, high: Infinity, whole: false } } });
    const weights = await of(bound.weights!), layers = bound.layers === undefined ? null : await of(bound.layers);
    return ({ d, l, epsilon, delta }): ComparedBound => {
      const values = { ...constantsOf(statement), rows: d, columns: d, l, epsilon, delta };
      try {
        const value = n(values), sized = { ...values, n: value };
        return { id, kind, origin, n: value, counts, weights: weights(sized), layers: layers && layers(sized) };
      } catch (error) {
        if (!(error instanceof OutOfReach)) throw error;
        return { id, kind, origin, n: null, counts, weights: null, layers: null };
      }
    };
  }));
}

/** Every bound for one question. Throws a RangeError where d or l is no whole number of at least 1, or epsilon or delta is not in (0, 1). */
export async function compareBounds(statements: readonly Statement[], question: Question): Promise<ComparedBound[]> {
  return (await comparers(statements)).map((compare) => compare(question));
}
