import type { Construction } from './construction.js';

const FUNCTIONS = ['hiddenWidths', 'scale', 'mostCandidates', 'pruneColumns'] as const;

/** Whether a value is meant as a construction: it prunes columns. */
export const isConstruction = (value: unknown): value is Construction => typeof value === 'object' && value !== null && typeof (value as Construction).pruneColumns === 'function';

/** The value as a construction. Throws a RangeError that says what it lacks. */
export function requireConstruction(value: unknown): Construction {
  const c = value as Construction;
  if (!isConstruction(c)) throw new RangeError(`construction: needed an object with a function pruneColumns, got ${value === null ? 'null' : typeof value}`);
  if (typeof c.name !== 'string' || !/^[a-z0-9-]{1,40}$/.test(c.name)) throw new RangeError(`construction: needed a name of at most 40 lower-case letters, digits and hyphens, got ${JSON.stringify(c.name)}`);
  const lacking = FUNCTIONS.find((f) => typeof c[f] !== 'function');
  if (lacking) throw new RangeError(`construction ${c.name}: needed a function ${lacking}, got ${typeof c[lacking]}`);
  if (!(c.selectors === null || (Array.isArray(c.selectors) && c.selectors.every((s) => typeof s === 'string')))) throw new RangeError(`construction ${c.name}: needed selectors: null (any) or a list of names, got ${JSON.stringify(c.selectors)}`);
  if (!(Number.isInteger(c.most) && c.most >= 1)) throw new RangeError(`construction ${c.name}: needed most, the largest n, a positive integer, got ${c.most}`);
  return c;
}

/** The constructions that a module exports, those of exported theorems among them. */
export function constructionsIn(module: Readonly<Record<string, unknown>>): Construction[] {
  const exported = Object.values(module).flatMap((value) => [value, (value as { construction?: unknown } | null | undefined)?.construction]);
  return [...new Set(exported.filter(isConstruction))].map(requireConstruction);
}
