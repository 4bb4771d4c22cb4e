import { constructions, isConstruction, requireConstruction, type Construction } from '../constructions/index.js';
import { lawText, type Law } from '../numeric/law.js';
import type { Selector } from '../subset-sum/index.js';
import { theoremsIn, type Theorem } from '../theorem/index.js';
import { certifierProperties } from './certifier.js';
import { constructionProperties } from './construction.js';
import { constructionCases } from './construction-cases.js';
import { isCertifier, type Certifier } from './enclosure.js';
import { lawProperties } from './law.js';
import type { Property } from './property.js';
import { solverProperties } from './solver.js';
import { theoremProperties } from './theorem.js';

/** What can be tested of one thing that a module exports. */
export interface Tested {
  /** Name of the export; of a theorem's construction that is not exported by itself, EXPORT.construction. */
  readonly exported: string;
  /** construction, theorem, solver, certifier, law, property. */
  readonly kind: string;
  /** Its own name, where it has one. */
  readonly name: string;
  /** Names of properties are unique in a module. */
  readonly properties: readonly Property[];
}

/** The rest of the module. */
interface Beside {
  readonly theorems: readonly Theorem[];
}

/** A kind of thing that has properties; `is` looks at its shape alone, `what` says that in words. */
interface Kind<Value> {
  readonly kind: string;
  readonly what: string;
  is(value: unknown): value is Value;
  name(value: Value): string;
  properties(value: Value, beside: Beside): readonly Property[];
}

/** Threads against which a construction's work in one is held. */
const WORKERS = 2;

const has = (value: unknown, ...names: readonly string[]): boolean => typeof value === 'object' && value !== null && names.every((name) => name in value);
const isProperty = (value: unknown): value is Property => has(value, 'name', 'check') && typeof (value as Property).check === 'function';
const kind = <Value>(one: Kind<Value>): Kind<unknown> => one as unknown as Kind<unknown>;

/** All kinds; a value is of the first that it has the shape of. */
const kinds: readonly Kind<unknown>[] = [
  kind<Theorem>({
    kind: 'theorem', what: 'a theorem (conjecture({ construction, bound, ... }))',
    is: (value): value is Theorem => has(value, 'construction', 'bound', 'hypotheses'),
    name: ({ id }) => id,
    properties: (theorem) => theoremProperties(theorem),
  }),
  kind<Construction>({
    kind: 'construction', what: 'a construction (an object with pruneColumns, or fromCarriers({ ... }))',
    is: isConstruction,
    name: ({ name }) => name,
    properties: (construction, { theorems }) => constructionProperties(construction, { ...constructionCases(construction, theorems.find((t) => t.construction.name === construction.name)), workers: WORKERS }),
  }),
  kind<Selector>({
    kind: 'solver', what: 'a solver (an object with select and complete)',
    is: (value): value is Selector => has(value, 'select', 'complete'),
    name: ({ name }) => name,
    properties: (selector) => solverProperties(selector, { most: Math.min(11, selector.most ?? 11) }),
  }),
  kind<Certifier>({
    kind: 'certifier', what: 'a certifier (an object with name and certify)',
    is: isCertifier,
    name: ({ name }) => name,
    properties: (certifier) => certifierProperties(certifier),
  }),
  kind<Law>({
    kind: 'law', what: 'a law of weights (uniformOn(2), byLayer([...]), ...)',
    is: (value): value is Law => (has(value, 'name', 'gridExponent') && typeof (value as { gridExponent: unknown }).gridExponent === 'number') || (has(value, 'name', 'laws') && Array.isArray((value as { laws: unknown }).laws)),
    name: lawText,
    properties: (law) => lawProperties(law),
  }),
  kind<Property | readonly Property[]>({
    kind: 'property', what: 'a property (property(name, cases, holds)) or a list of them',
    is: (value): value is Property | readonly Property[] => isProperty(value) || (Array.isArray(value) && value.length > 0 && value.every(isProperty)),
    name: () => '',
    properties: (value) => (isProperty(value) ? [value] : value),
  }),
];

/**
 * What can be tested of a module, by the shapes of what it exports; the rest is ignored. `url`: where other threads load it. A construction is tried under
 * the law and the selector of the exported theorem that uses it. Throws a RangeError for a construction that lacks a part, and where there is nothing to test.
 */
export function propertiesOf(module: Readonly<Record<string, unknown>>, url: string): Tested[] {
  const beside: Beside = { theorems: theoremsIn(module, url) };
  const located = (c: Construction): Construction => (requireConstruction(c).module !== undefined || constructions.includes(c) ? c : { ...c, module: url });
  const exports = Object.entries(module), seen = new Set<unknown>(), tested: Tested[] = [];
  // What tries one layer at a time comes before what tries networks.
  const all = [...exports, ...exports.flatMap(([name, value]): [string, unknown][] => (has(value, 'construction', 'bound') ? [[`${name}.construction`, (value as Theorem).construction]] : []))];
  for (const [exported, value] of all) {
    const found = kinds.find((k) => k.is(value));
    if (!found || seen.has(value)) continue;
    seen.add(value);
    const one = found.kind === 'construction' ? located(value as Construction) : found.kind === 'theorem' ? (beside.theorems.find((t) => t.id === (value as Theorem).id) ?? value) : value;
    tested.push({ exported, kind: found.kind, name: found.name(one), properties: found.properties(one, beside) });
  }
  if (tested.length === 0) throw new RangeError(`propertiesOf: needed a module that exports ${kinds.map((k) => k.what).join(', ')}; got ${exports.map(([name, value]) => `${name} (${Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value})`).join(', ') || 'no exports'}`);
  return withoutRepeats(tested).sort((a, b) => Number(a.kind === 'theorem') - Number(b.kind === 'theorem'));
}

/** What is shared, as a law is by two constructions, is tested once; other names that come again get the export's name, and a number. */
function withoutRepeats(tested: readonly Tested[]): Tested[] {
  const seen = new Set<string>();
  return tested.map((t) => ({
    ...t,
    properties: t.properties.flatMap((one) => {
      let { name } = one;
      if (seen.has(name) && t.kind === 'construction' && !name.startsWith(`${t.name}: `)) return [];
      for (let k = 1; seen.has(name); k++) name = `${one.name} [${t.exported}${k > 1 ? ` ${k}` : ''}]`;
      seen.add(name);
      return [name === one.name ? one : { name, check: (options) => one.check(options) }];
    }),
  }));
}
