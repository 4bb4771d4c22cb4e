import type { MathNode } from 'mathjs';

/** Where a constant or a formula comes from; `conjectured`: stated to be tested, proved nowhere. */
export type Origin = 'proved' | 'cited' | 'reconstructed' | 'fitted' | 'conjectured';

/** What a free symbol means, and the numbers it may take: a real strictly between the ends, or a whole number of at least `low`. */
export interface Free {
  readonly meaning: string;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

/** A free real symbol in the open interval (low, high). */
export const real = (meaning: string, low: number, high: number): Free => ({ meaning, low, high, whole: false });

/** A free symbol that counts: an integer of at least `low`. */
export const natural = (meaning: string, low = 1): Free => ({ meaning, low, high: Infinity, whole: true });

/**
 * A bound written once: evaluated, printed as TeX, listed, drawn. Besides mathjs' own functions an expression may use
 * smallest(n, condition), the least positive integer that meets a condition which then stays met; least(p, low, high, f), the
 * minimum over a real p in [low, high] of an f that first falls, then rises; total(j, from, to, f), a sum over integers; and
 * binomialCdf(k, n, p), the probability of at most k successes.
 */
export interface Formula {
  /** A mathjs expression. */
  readonly expression: string;
  /** Symbols that must be given. */
  readonly symbols: Readonly<Record<string, Free>>;
  /** Symbols that are expressions of others, in order of need; a value that is given takes their place. */
  readonly where?: Readonly<Record<string, string>>;
  /** What the value counts. */
  readonly counts: string;
  readonly origin: Origin;
  /** Where it is published or proved. */
  readonly source: string;
}

/** What a formula throws where its value is no number of at most 2^53, or none that float64 can find. */
export class OutOfReach extends RangeError {}

type Scope = Map<string, unknown>;
type Compiled = { evaluate(scope: Scope): unknown };

/** mathjs with our functions, the one door to it; loaded on first use because it takes a quarter of a second. */
const math = (() => {
  let loaded: ReturnType<typeof load> | undefined;
  return () => (loaded ??= load());
})();

async function load() {
  const [{ create, all }, { binomialCdf }] = await Promise.all([import('mathjs/number'), import('../numeric/statistics/index.js')]);
  // Compared as they are: by default 5e-16 would pass for at most 1e-20.
  const m = create(all, { relTol: 1e-300, absTol: 0 });
  const bound = (scope: Scope, name: MathNode, body: Compiled): ((x: number) => number) => {
    const inner = new Map(scope), symbol = String(name);
    return (x) => {
      inner.set(symbol, x);
      return Number(body.evaluate(inner));
    };
  };
  const number = (node: MathNode, scope: Scope): number => Number(node.compile().evaluate(scope));
  const functions = {
    smallest([name, condition]: MathNode[], _: unknown, scope: Scope): number {
      const f = bound(scope, name, condition.compile()), met = (n: number): boolean => f(n) > 0;
      let high = 1;
      while (!met(high)) {
        high *= 2;
        if (high > 2 ** 53) throw new OutOfReach(`smallest: needed a condition met below 2^53, got none for ${condition}`);
      }
      let low = Math.floor(high / 2);
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (met(middle)) high = middle;
        else low = middle;
      }
      return high;
    },
    least([name, low, high, body]: MathNode[], _: unknown, scope: Scope): number {
      const f = bound(scope, name, body.compile());
      return lowestOf(f, number(low, scope), number(high, scope));
    },
    total([name, from, to, body]: MathNode[], _: unknown, scope: Scope): number {
      const f = bound(scope, name, body.compile()), last = number(to, scope);
      let sum = 0;
      for (let j = number(from, scope); j <= last; j++) sum += f(j);
      return sum;
    },
  };
  for (const f of Object.values(functions)) Object.assign(f, { rawArgs: true });
  m.import({ ...functions, binomialCdf });
  return m;
}

/** The minimum of f on [low, high] where f first falls, then rises: the golden-section search. */
function lowestOf(f: (x: number) => number, low: number, high: number): number {
  const g = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let k = 0; k < 60; k++) {
    const x = b - g * (b - a), y = a + g * (b - a);
    if (f(x) <= f(y)) b = y;
    else a = x;
  }
  return f((a + b) / 2);
}

/** The formula's value. Throws a RangeError where a symbol is missing or out of its range, an OutOfReach where the value is not a finite number. */
export async function evaluate(formula: Formula, values: Readonly<Record<string, number>>): Promise<number> {
  return (await evaluator(formula))(values);
}

/** The formula as a function of its symbols, for many evaluations. */
export async function evaluator({ expression, symbols, where = {} }: Formula): Promise<(values: Readonly<Record<string, number>>) => number> {
  const m = await math();
  const compile = (text: string) => {
    const node = m.parse(text);
    const used = new Set(node.filter((n) => (n as { isSymbolNode?: boolean }).isSymbolNode ?? false).map(String));
    return { body: node.compile(), used: [...used].filter((name) => name in symbols || name in where) };
  };
  const whole = compile(expression), steps = new Map(Object.entries(where).map(([name, step]) => [name, compile(step)]));
  return (values) => {
    const scope: Scope = new Map(), missing = new Set<string>();
    const resolve = (name: string): void => {
      const step = steps.get(name);
      if (scope.has(name)) return;
      if (name in values) {
        if (name in symbols) requireInside(name, symbols[name], values[name]);
        scope.set(name, values[name]);
      } else if (step) {
        step.used.forEach(resolve);
        if (missing.size === 0) scope.set(name, step.body.evaluate(scope));
      } else missing.add(name);
    };
    whole.used.forEach(resolve);
    if (missing.size > 0) throw new RangeError(`evaluate: needed ${[...missing].join(', ')} for ${expression}, got ${Object.keys(values).join(', ') || 'nothing'}`);
    const value: unknown = whole.body.evaluate(scope);
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new OutOfReach(`evaluate: needed a finite value of ${expression}, got ${String(value)} at ${JSON.stringify(values)}`);
    return value;
  };
}

function requireInside(name: string, { low, high, whole }: Free, value: number): void {
  const inside = whole ? Number.isInteger(value) && value >= low && value <= high : value > low && value < high;
  if (!inside) throw new RangeError(`evaluate: needed ${name} ${whole ? `a whole number of at least ${low}` : `in (${low}, ${high})`}, got ${value}`);
}

/** How symbols are written in TeX: the letters of the papers. */
const LETTERS: Readonly<Record<string, string>> = {
  epsilon: ' \\varepsilon', delta_1: ' \\delta_1', rows: ' d_i', columns: ' d_{i-1}', levels: ' K', bins: ' k', resolution: ' \\kappa', golden: ' \\varphi', c_amp: ' c_{\\mathrm{amp}}', c_hyp: ' c_{\\mathrm{hyp}}', c_thm: ' c_{\\mathrm{thm}}', p_hit: ' p_{\\mathrm{hit}}', gamma: " \\gamma'", window: ' |T|', half_width: ' L', v_0: ' v_0', units: ' d_h', inputs: ' d_x', steps: ' T', radius: ' R', omega: ' \\omega', rho: ' \\rho',
};

const GREEK = ['tau', 'delta', 'epsilon', 'alpha', 'beta', 'kappa', 'gamma'];

/** The formula in TeX; definitions follow as "where". */
export async function toTex({ expression, where = {} }: Formula): Promise<string> {
  const body = await expressionTex(expression);
  const steps = await Promise.all(Object.entries(where).map(async ([name, step]) => `${await expressionTex(name)} = ${await expressionTex(step)}`));
  return steps.length > 0 ? `${body}, \\quad ${steps.join(', \\; ')}` : body;
}

async function expressionTex(expression: string): Promise<string> {
  const m = await math();
  const handler = (node: MathNode): string | undefined => {
    const { isSymbolNode, isFunctionNode, name, fn, args = [] } = node as unknown as { isSymbolNode?: boolean; isFunctionNode?: boolean; name?: string; fn?: { name: string }; args?: MathNode[] };
    // Words are no products of letters.
    if (isSymbolNode) return LETTERS[name!] ?? (/^[a-z_]{2,}$/.test(name!) && !GREEK.includes(name!) ? ` \\mathrm{${name!.replaceAll('_', '\\_')}}` : undefined);
    if (!isFunctionNode) return undefined;
    const tex = (k: number): string => args[k].toTex({ handler });
    switch (fn?.name) {
      case 'smallest': return `\\min\\left\\{${tex(0)} \\in \\mathbb{N} : ${tex(1)}\\right\\}`;
      case 'least': return `\\min_{${tex(1)} \\le ${tex(0)} \\le ${tex(2)}} ${tex(3)}`;
      case 'total': return `\\sum_{${tex(0)}=${tex(1)}}^{${tex(2)}} ${tex(3)}`;
      case 'binomialCdf': return `\\Pr\\left[\\mathrm{Bin}\\left(${tex(1)}, ${tex(2)}\\right) \\le ${tex(0)}\\right]`;
      default: return undefined;
    }
  };
  return m.parse(expression).toTex({ handler });
}
