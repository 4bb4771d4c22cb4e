import type { Property } from '../../src/properties/index.js';

/** How a fault was seen. */
export interface Kill {
  readonly property: string;
  /** Cases until then, of all properties that were tried. */
  readonly cases: number;
  readonly seconds: number;
  readonly counterexample: string;
}

/** How properties are tried on what has a fault. */
export interface KillOptions {
  /** Cases of each property. */
  readonly runs: number;
  readonly seed: number;
}

/** An end of the program is an error where it is asked for, as in `slth test`. */
async function guarded<T>(run: () => Promise<T>): Promise<T> {
  const { exit } = process;
  process.exit = (code) => {
    throw new Error(`ended the program (process.exit(${code ?? ''}))`);
  };
  try {
    return await run();
  } finally {
    process.exit = exit;
  }
}

/** The first of the properties that does not hold. What a property throws kills too. */
export async function firstKill(properties: readonly Property[], { runs, seed }: KillOptions): Promise<Kill | undefined> {
  const started = performance.now();
  let cases = 0;
  for (const one of properties) {
    const report = await guarded(() => one.check({ runs, seed }));
    cases += report.runs;
    if (report.verdict !== 'holds') return { property: one.name.replace(/^[\w.:-]+: /, ''), cases, seconds: (performance.now() - started) / 1000, counterexample: report.counterexample ?? report.verdict };
  }
  return undefined;
}
