import { beforeAll, describe, expect, test } from 'vitest';
import { backendNames, type BackendName } from '../../src/tensor/index.js';
import { layerCases } from './cases.js';
import type { Answer, Seen } from './contract.js';
import { difference, expected, type Expected } from './expected.js';
import { contractOf, faults, faulty } from './mutants.js';

/** Of the largest entry of an array: float32 has 6e-8, and a step of these networks is a few dozen operations (at most 1.2e-6 seen). */
const TOLERANCE = 5e-6;

const answers = new Map<BackendName, Answer>(), seen = (): [BackendName, readonly (Seen | { threw: string })[]][] => [...answers].flatMap(([name, a]) => ('missing' in a ? [] : [[name, a.folders[0]] as [BackendName, (typeof a.folders)[0]]]));
const reference = new Map<string, Expected>();
/** The first fault is tried here, all of them in npm run test:slow. */
const [fault] = faults;

beforeAll(async () => {
  const asked = backendNames.map((name) => contractOf(name, ['dist/src/tensor', ...(name === 'cpu' ? [faulty(fault)] : [])]));
  for (const one of layerCases) reference.set(one.name, expected(one));
  for (const [k, name] of backendNames.entries()) answers.set(name, await asked[k]);
  for (const [name, a] of answers) process.stderr.write(`backend ${name}: ${'missing' in a ? `does not load here: ${a.missing}` : `tried, ${a.text}`}\n`);
}, 120_000);

describe('every backend that loads', () => {
  test('is tried, wasm and cpu at least; one that does not load says how to get the native one', () => {
    expect(seen().map(([name]) => name)).toEqual(expect.arrayContaining(['wasm', 'cpu']));
    for (const [name, a] of answers) {
      if ('missing' in a) expect([name, a.missing]).toEqual(['node', expect.stringMatching(/^openBackend: needed backend node that loads, got .*npm install @tensorflow\/tfjs-node/)]);
      else expect(a.text).toMatch(name === 'node' ? /^TensorFlow\.js 4\.\d+\.\d+, backend node$/ : new RegExp(`^TensorFlow\\.js 4\\.\\d+\\.\\d+, backend ${name}; for the native one: npm install @tensorflow/tfjs-node$`));
    }
  });

  test.each(layerCases.map((c, k) => [c.name, k] as const))('trains %s one step as plain float64 code does, gradients by differences, and keeps no tensor', (name, k) => {
    const exact = reference.get(name)!;
    // No relu and no pool turns within a difference, or a float32 rounding.
    expect(exact.margin).toBeGreaterThan(5e-4);
    for (const [backend, all] of seen()) {
      const one = all[k];
      if ('threw' in one) throw new Error(`${backend}: ${one.threw}`);
      const { what, size } = difference(one, exact);
      expect(size, `${backend}: ${what}`).toBeLessThan(TOLERANCE);
      expect(one.tensorsLeft, backend).toBe(0);
    }
  });

  test.each(layerCases.map((c, k) => [c.name, k] as const))('agrees with the others on %s', (_, k) => {
    for (const [a, x] of seen()) for (const [b, y] of seen()) expect(difference(x[k] as Seen, y[k] as Seen).size, `${a}, ${b}`).toBeLessThan(TOLERANCE);
  });
});

describe('the comparison', () => {
  test(`sees a fault: ${fault.name}`, () => {
    const { folders: [, planted] } = answers.get('cpu') as Extract<Answer, { text: string }>;
    const wrong = layerCases.filter((c, k) => 'threw' in planted[k] || difference(planted[k] as Seen, reference.get(c.name)!).size > 100 * TOLERANCE).map((c) => c.name);
    expect(wrong.length).toBeGreaterThan(5);
    expect(wrong.every((name) => /convolution|square/.test(name))).toBe(true);
  });
});
