import type { MathNode } from 'mathjs';

/** Where a constant or a formula comes from. */
export type Origin = 'proved' | 'cited' | 'reconstructed' | 'fitted';

/** A bound written once: evaluated, printed as TeX, listed, drawn. */
export interface Formula {
  /** A mathjs expression; besides mathjs' own functions, smallest(n, condition) is the least positive integer n that meets a condition which then stays met. */
  readonly expression: string;
  /** What each free symbol means, with its unit or range. */
  readonly symbols: Readonly<Record<string, string>>;
  /** What the value counts. */
  readonly counts: string;
  readonly origin: Origin;
  /** Where it is published or proved. */
  readonly source: string;
}

type Scope = Map<string, unknown>;

/** mathjs with `smallest`, the one door to it; loaded on first use because it takes a quarter of a second. */
const math = (() => {
  let loaded: ReturnType<typeof load> | undefined;
  return () => (loaded ??= load());
})();

async function load() {
  const { create, all } = await import('mathjs/number');
  const m = create(all);
  const smallest = (args: MathNode[], _: unknown, scope: Scope): number => {
    const name = String(args[0]), condition = args[1].compile();
    const met = (n: number): boolean => {
      const inner = new Map(scope);
      inner.set(name, n);
      return Boolean(condition.evaluate(inner));
    };
    let high = 1;
    while (!met(high)) {
      high *= 2;
      if (high > 2 ** 53) throw new RangeError(`smallest: needed a condition met below 2^53, got none for ${args[1]}`);
    }
    let low = Math.floor(high / 2);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (met(middle)) high = middle;
      else low = middle;
    }
    return high;
  };
  smallest.rawArgs = true;
  m.import({ smallest });
  return m;
}

/** The formula's value. Throws a RangeError where a symbol is missing or the value is not a finite number. */
export async function evaluate(formula: Formula, values: Readonly<Record<string, number>>): Promise<number> {
  const missing = Object.keys(formula.symbols).filter((s) => !(s in values));
  if (missing.length > 0) throw new RangeError(`evaluate: needed ${Object.keys(formula.symbols).join(', ')}, got no ${missing.join(', ')}`);
  const value: unknown = (await math()).evaluate(formula.expression, new Map(Object.entries(values)));
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new RangeError(`evaluate: needed a finite value of ${formula.expression}, got ${String(value)} at ${JSON.stringify(values)}`);
  }
  return value;
}

/** The formula in TeX. */
export async function toTex(formula: Formula): Promise<string> {
  const m = await math();
  const handler = (node: MathNode): string | undefined => {
    const call = node as unknown as { isFunctionNode?: boolean; fn?: { name: string }; args?: MathNode[] };
    if (!call.isFunctionNode || call.fn?.name !== 'smallest') return undefined;
    const [name, condition] = call.args!.map((a) => a.toTex({ handler }));
    return `\\min\\left\\{${name} \\in \\mathbb{N} : ${condition}\\right\\}`;
  };
  return m.parse(formula.expression).toTex({ handler });
}
