import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checksByPage } from '../../proofs/checks.js';
import { statements } from '../../proofs/index.js';
import { assertHolds } from '../../src/properties/index.js';
import { stepsOf } from '../../src/theorem/index.js';
import { runs } from '../runs.js';

const root = join(import.meta.dirname, '../..');
const pageOf = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('every statement', () => {
  test.each(statements.map((s) => [s.id, s] as const))('%s has a proof page, and steps of its own there', (_, { proof }) => {
    expect(Object.keys(checksByPage)).toContain(proof.page);
    expect(existsSync(join(root, proof.page))).toBe(true);
    const numbers = stepsOf(pageOf(proof.page)).map((s) => s.number);
    expect(proof.steps.length).toBeGreaterThan(0);
    for (const step of proof.steps) expect(numbers).toContain(step);
  });
});

describe.each(Object.entries(checksByPage))('%s', (page, checks) => {
  test('has steps that name the checks there are, all of them and no other', () => {
    const named = stepsOf(pageOf(page)).flatMap((s) => s.checks), there = checks.map((c) => c.name);
    expect(new Set(there).size).toBe(there.length);
    expect([...new Set(named)].sort()).toEqual([...there].sort());
  });

  test('has steps of which each belongs to a statement', () => {
    const owned = new Set(statements.filter((s) => s.proof.page === page).flatMap((s) => s.proof.steps));
    expect([...owned].sort((a, b) => a - b)).toEqual(stepsOf(pageOf(page)).map((s) => s.number));
  });

  test.each(checks.map((c) => [c.name, c] as const))('%s', (_name, check) => assertHolds(check, { runs: runs(60).numRuns }));
});

describe('a proof page', () => {
  test('is refused where a step names no check, or a number is missing', () => {
    expect(() => stepsOf('**1. One.** Text.\nChecked: `a`.\n**2. Two.** Text.')).toThrow('stepsOf: needed a check for step 2, got none');
    expect(() => stepsOf('**1. One.** Checked: `a`.\n**3. Three.** Checked: `b`.')).toThrow('stepsOf: needed step 2, got 3');
    expect(stepsOf('**1. One.** Text. Checked: `a`; `b c`.')).toEqual([{ number: 1, title: 'One', checks: ['a', 'b c'] }]);
  });
});
