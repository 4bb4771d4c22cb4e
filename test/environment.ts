import { afterAll, expect } from 'vitest';

// Files share a worker, and so its environment: each must leave it as it found it.
const found = { ...process.env };
afterAll(() => {
  const changed = [...new Set([...Object.keys(found), ...Object.keys(process.env)])].filter((name) => process.env[name] !== found[name]);
  expect(changed, 'environment variables that a file of tests left changed').toEqual([]);
});
