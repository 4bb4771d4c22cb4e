import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { mutants } from '../certify/mutants.js';
import { folder, mutated, placesOf } from '../mutants/mutated.js';

type Kit = typeof import('../certify/kit.js');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the kit', () => {
  test('finds nothing in the code as it is, bundled as the mutants are', async () => {
    expect(await (await mutated<Kit>('test/certify/kit.ts', undefined, 'none')).firstViolation()).toBeUndefined();
  });

  test.each(mutants.map((m, k) => [m.file, m.bug, k] as const))('%s: catches that %s', async (_file, _bug, k) => {
    expect(placesOf(mutants[k]), `places that read ${mutants[k].find}`).toBe(1);
    expect(await (await mutated<Kit>('test/certify/kit.ts', mutants[k], `mutant-${k}`)).firstViolation(3)).toBeDefined();
  });
});
