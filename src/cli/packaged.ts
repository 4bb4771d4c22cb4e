import { readFileSync } from 'node:fs';

/** The text of a file of the package. */
export const packaged = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
