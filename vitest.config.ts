import { defineConfig } from 'vitest/config';

const slow = process.env.SLTH_SLOW === '1';

export default defineConfig({
  test: {
    // npm run test:slow: real targets, and ten times as many random cases.
    include: slow ? ['test/slow/**/*.test.ts', 'test/certify/**/*.test.ts', 'test/subset-sum/**/*.test.ts', 'test/properties/{certifier,describe,format,law,probability,solver}.test.ts', 'test/constructions/**/*.test.ts', 'test/cli/{test,theorems}.test.ts', 'test/tensor/transformer.test.ts'] : ['test/**/*.test.ts'],
    exclude: slow ? [] : ['test/slow/**'],
    globalSetup: ['test/build.ts'],
    setupFiles: ['test/environment.ts'],
    testTimeout: slow ? 600_000 : 60_000,
    maxWorkers: 2,
    // Modules are loaded once a worker, not once a file.
    isolate: false,
  },
});
