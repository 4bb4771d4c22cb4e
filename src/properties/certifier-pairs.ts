import type fc from 'fast-check';
import { requireDimension } from '../network/domain.js';
import { validNetwork, widths } from '../network/index.js';
import type { Dice } from './arbitraries/dice.js';
import { shrinking } from './arbitraries/shrinking.js';
import type { Certifier } from './enclosure.js';
import type { Pair } from './pairs.js';
import { sizeOfPair, smallerPairs } from './smaller-pairs.js';

/** Pairs that a certifier takes, which shrink to small matrices. */
export function certifierPairs({ lifted }: Certifier, name: string, draw: (dice: Dice) => Pair): fc.Arbitrary<Pair> {
  return shrinking<Pair>({
    name,
    draw,
    valid({ a, b, domain, norm }) {
      try {
        const [p, q] = [a, b].map((n) => widths(validNetwork([...n.layers], name)));
        requireDimension(domain, p[0]);
        return p[0] === q[0] && p.at(-1) === q.at(-1) && (norm.startsWith('output:') ? Number(norm.slice(7)) < p.at(-1)! : true) && (lifted === true || p.join() === q.join());
      } catch {
        return false;
      }
    },
    size: sizeOfPair,
    smaller: smallerPairs,
  });
}
