import type fc from 'fast-check';

/** Random choices of one case. */
export interface Dice {
  /** In [0, 1). */
  unit(): number;
  /** An integer in [low, high]. */
  whole(low: number, high: number): number;
  /** An integer in [low, high], mostly near `low`. */
  small(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** True with probability p. */
  chance(p: number): boolean;
  sign(): 1 | -1;
}

/** The dice of fast-check's generator: a case is a function of its seed. */
export function diceOf(random: fc.Random): Dice {
  const unit = (): number => random.nextDouble(), whole = (low: number, high: number): number => random.nextInt(low, high);
  return {
    unit,
    whole,
    small: (low, high) => low + Math.floor((high - low + 1) * unit() * unit()),
    pick: (list) => list[whole(0, list.length - 1)],
    chance: (p) => unit() < p,
    sign: () => (unit() < 0.5 ? -1 : 1),
  };
}
