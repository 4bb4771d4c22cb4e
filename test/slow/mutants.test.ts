import { describe, expect, test } from 'vitest';
import { late, mutants } from '../certify/mutants.js';
import { mutated, placesOf } from '../mutants/mutated.js';

type Kit = typeof import('../certify/kit.js');

describe('the kit', () => {
  test('is told of late bugs by the names that they have', () => {
    expect(mutants.filter((m) => late.has(`${m.file}: ${m.bug}`)).length).toBe(late.size);
  });

  test('finds nothing in the code as it is, bundled as the mutants are', async () => {
    expect(await (await mutated<Kit>('test/certify/kit.ts', undefined, 'none')).firstViolation()).toBeUndefined();
  });

  test.each(mutants.flatMap((m, k) => (late.has(`${m.file}: ${m.bug}`) ? [] : [[m.file, m.bug, k] as const])))('%s: catches that %s', async (_file, _bug, k) => {
    expect(placesOf(mutants[k]), `places that read ${mutants[k].find}`).toBe(1);
    expect(await (await mutated<Kit>('test/certify/kit.ts', mutants[k], `mutant-${k}`)).firstViolation(3)).toBeDefined();
  });
});
