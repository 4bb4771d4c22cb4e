import type { Verdict } from '../certify/index.js';

/** 0 holds, 1 fails, 2 open. */
export const exitCodeOf = (verdict: Verdict): number => ({ holds: 0, fails: 1, open: 2 })[verdict];

/** One JSON object on stdout. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};
