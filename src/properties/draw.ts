import { philox } from '../numeric/philox.js';
import { seedWords } from '../numeric/seed-words.js';

/**
 * The random numbers of one case: independent, uniform, and a pure function of (seed, attempt), so that a case is drawn again without those before it.
 * fast-check's arbitraries prefer small and extreme values: that finds bugs, but what share of such cases holds says nothing of a probability.
 */
export interface Draw {
  /** The number of the case, from 0. */
  readonly attempt: number;
  /** In (0, 1), an odd multiple of 2^-53. */
  uniform(): number;
  /** In [min, max], both included. Throws a RangeError unless they are integers, min <= max, fewer than 2^53 apart. */
  integer(min: number, max: number): number;
  /** One of a list. Throws a RangeError if it is empty. */
  pick<T>(list: readonly T[]): T;
  /** For whatever takes a seed: an integer in [0, 2^31). */
  seed(): number;
}

/** Fourth word of the counter, so that a source of the same seed has other words. */
const STREAM = 0x64726177;

/**
 * The draw of a seed and an attempt, integers in [0, 2^53): its k-th word is word k & 3 of Philox at counter (k >> 2, attempt low, attempt high, 0x64726177),
 * key seed.
 */
export function drawOf(seed: number, attempt: number): Draw {
  const [k0, k1] = seedWords(seed), [low, high] = seedWords(attempt), words = new Uint32Array(4);
  let used = 0;
  const word = (): number => {
    if (used % 4 === 0) philox(k0, k1, used / 4, low, high, STREAM, words);
    return words[used++ & 3];
  };
  const bits53 = (): number => (word() >>> 5) * 67108864 + (word() >>> 6);
  const integer = (min: number, max: number): number => {
    const count = max - min + 1;
    if (!(Number.isSafeInteger(min) && Number.isSafeInteger(max) && count >= 1 && count <= 2 ** 53)) throw new RangeError(`integer: needed integers min <= max fewer than 2^53 apart, got ${min} and ${max}`);
    // What is left over of 2^53 would favour the first ones.
    const most = 2 ** 53 - (2 ** 53 % count);
    let k = bits53();
    while (k >= most) k = bits53();
    return min + (k % count);
  };
  return {
    attempt,
    uniform: () => (Math.floor(bits53() / 2) + 0.5) / 2 ** 52,
    integer,
    pick(list) {
      if (list.length === 0) throw new RangeError('pick: needed a list that is not empty, got []');
      return list[integer(0, list.length - 1)];
    },
    seed: () => word() >>> 1,
  };
}
