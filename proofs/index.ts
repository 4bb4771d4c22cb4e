import type { Theorem } from '../src/theorem/theorem.js';
import { theorem1 } from './pensia2020/theorem1.js';

/** All theorems. */
export const theorems: readonly Theorem[] = [theorem1];
