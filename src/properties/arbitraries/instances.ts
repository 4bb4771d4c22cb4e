import fc from 'fast-check';
import type { Dice } from './dice.js';
import { fewerThan } from './fewer.js';
import { shrinking } from './shrinking.js';
import { complexity, simplerNumbers } from './simple-number.js';

/** What a theorem is asked: width and depth of a target, network error, failure probability. */
export interface Instance {
  readonly d: number;
  readonly l: number;
  readonly epsilon: number;
  readonly delta: number;
}

/** A closed interval for each number of an instance. */
export type InstanceRanges = { readonly [name in keyof Instance]: readonly [low: number, high: number] };

const DEFAULT: InstanceRanges = { d: [1, 64], l: [1, 8], epsilon: [2 ** -20, 1 - 2 ** -20], delta: [2 ** -40, 1 - 2 ** -20] };

/** Instances within a theorem's ranges, each number at times at an end of its own. Smaller ones are narrower, shallower and of simpler numbers. */
export function instances(ranges: Partial<InstanceRanges> = {}): fc.Arbitrary<Instance> {
  const all = { ...DEFAULT, ...ranges }, names = ['d', 'l', 'epsilon', 'delta'] as const;
  const whole = (name: 'd' | 'l', dice: Dice): number => (dice.chance(0.25) ? dice.pick(all[name]) : dice.small(...all[name]));
  // Evenly in size: small errors are what is asked.
  const real = (name: 'epsilon' | 'delta', dice: Dice): number => {
    const [low, high] = all[name], x = low * (high / low) ** dice.unit();
    return dice.chance(0.25) ? dice.pick(all[name]) : Math.min(high, Math.max(low, x));
  };
  return shrinking<Instance>({
    name: 'instances',
    draw: (dice) => ({ d: whole('d', dice), l: whole('l', dice), epsilon: real('epsilon', dice), delta: real('delta', dice) }),
    valid: (one) => names.every((name) => one[name] >= all[name][0] && one[name] <= all[name][1]) && Number.isInteger(one.d) && Number.isInteger(one.l),
    size: ({ d, l, epsilon, delta }) => [d, l, complexity(epsilon), complexity(delta)],
    *smaller(one) {
      for (const d of fewerThan(one.d, all.d[0])) yield { ...one, d };
      for (const l of fewerThan(one.l, all.l[0])) yield { ...one, l };
      for (const epsilon of simplerNumbers(one.epsilon)) yield { ...one, epsilon };
      for (const delta of simplerNumbers(one.delta)) yield { ...one, delta };
    },
  });
}
