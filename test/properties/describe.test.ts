import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { theorem1 } from '../../proofs/pensia2020/theorem1.js';
import { single } from '../../src/constructions/index.js';
import { describeConstruction, describeProperties, describeSolver, describeTheorem } from '../../src/properties/index.js';
import { closest } from '../../src/subset-sum/index.js';
import { slow } from '../runs.js';

const runner = { describe, test }, few = { runs: 3, seed: 1 };

// Under vitest, as a user would.
describeConstruction(single, runner, { law: () => ({ name: 'uniform', gridExponent: -24 }), select: () => 'nearest' }, few);
describeSolver(closest, runner, {}, few);
describeTheorem(theorem1, runner, { widest: 2, deepest: 1, epsilons: [0.5] }, few);

describe('described properties', () => {
  test.runIf(slow)('are tests of node:test, which fail with the counterexample, the seed and the path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slth-describe-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/slth'), 'dir');
    writeFileSync(join(folder, 'mine.test.mjs'), [
      "import { describe, test } from 'node:test';",
      "import { closest, diamond } from 'slth';",
      "import { describeConstruction, describeSolver } from 'slth/properties';",
      'describeConstruction(diamond, { describe, test }, undefined, { runs: 10, seed: 1 });',
      '// As with globals of vitest or jest.',
      'Object.assign(globalThis, { describe, test });',
      "describeSolver({ ...closest, name: 'squared', select: (c, t, tolerance) => closest.select(c, t, Math.sqrt(tolerance)) }, undefined, {}, { runs: 100, seed: 1 });",
    ].join('\n'));
    const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', join(folder, 'mine.test.mjs')], { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
    expect(status).toBe(1);
    expect(stdout).toMatch(/ok \d+ - diamond: keeps edges inside the source/);
    expect(stdout).not.toMatch(/not ok \d+ - (diamond|construction)/);
    expect(stdout).toMatch(/not ok \d+ - squared: a hit is within the tolerance/);
    expect(stdout).toMatch(/fails after \d+ cases? \(seed 1, path [\d:]+\)/);
  });

  test('need a runner', () => {
    expect(() => describeProperties('nothing', [])).toThrow('describeProperties: needed { describe, test } of a runner (vitest, jest, node:test), or both as globals, got neither; without a runner, await assertHolds(property) for each');
  });
});
