import type { CheckOptions, Tested } from '../properties/index.js';

/** What is said of an export without its functions. */
export interface Listed extends Omit<Tested, 'properties'> {
  readonly properties: readonly string[];
}

/** What the other process is told to do: list what can be tested of a module (without `property`; the answer is Listed[]), or check one property (a Report). */
export interface PropertyTask {
  readonly url: string;
  readonly property?: string;
  readonly options?: Pick<CheckOptions, 'runs' | 'draws' | 'seed' | 'path'>;
  /** Cases that ended the run before, by their numbers from 1, and how: they are not tried again, and fail. */
  readonly known?: readonly (readonly [number, string])[];
}

/** A case that is about to be tried: its number from 1, and what a person sees of it; number 0: the module is loaded. */
export interface Tried {
  readonly cases: number;
  readonly text: string;
}

/** What the other process answers, and what it says meanwhile, a line of JSON each, to the pipe SAYS: written at once, so that it is there whatever comes next. */
export type Answer = { readonly result: unknown } | { readonly thrown: string; readonly stack?: string; readonly tried?: Tried };
export type Said = { readonly tried: Tried } | { readonly death: string };
export const SAYS = 4;
