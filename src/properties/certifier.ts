import fc from 'fast-check';
import { radiusUp } from '../network/domain.js';
import { ball, box } from '../network/index.js';
import type { Dice } from './arbitraries/dice.js';
import { certifierPairs } from './certifier-pairs.js';
import { aboveUpper, enclosureOf, notReached, reaches, scaleOf, wrongWith, type Certifier, type Enclosure } from './enclosure.js';
import { doubledDifference, pairRelations, type Related } from './pair-relations.js';
import { equalShapes, pairKinds, pairOfSeed, type Pair } from './pairs.js';
import { property, type Property } from './property.js';
import { networkOf } from './random-network.js';
import { showPair } from './show-pair.js';
import { attainedPair, copiesPair, extremePair, needlePair } from './special-pairs.js';

/** What pairs a certifier is tried on. */
export interface CertifierCases {
  /** Most inputs, units in a layer and layers; default 3, 4 and 3. */
  readonly most?: { readonly inputs: number; readonly width: number; readonly layers: number };
}

/** What of the largest value of a network counts as nothing. */
const TINY = 2 ** -30;

/**
 * The properties that every certifier must satisfy, from its promise alone: the interval contains the error. What is looked for is a pair of networks
 * and an input that break it; both are evaluated in exact arithmetic, so that what is found is a proof. Where nothing is found, nothing is proven.
 */
export function certifierProperties(certifier: Certifier, { most = { inputs: 3, width: 4, layers: 3 } }: CertifierCases = {}): Property[] {
  const { name } = certifier, kinds = certifier.lifted ? pairKinds : equalShapes;
  const drawn = (text: string, draw: (dice: Dice) => Pair): fc.Arbitrary<Pair> => certifierPairs(certifier, `${name}: ${text}`, draw);
  const ordinary = (dice: Dice): Pair => pairOfSeed(dice.whole(0, 2 ** 30), most, kinds);
  const claim = (text: string, draw: (dice: Dice) => Pair, holds: (pair: Pair, found: Enclosure) => string | undefined | Promise<string | undefined>): Property =>
    property(`${name}: ${text}`, drawn(text, draw), async (pair) => {
      const found = await enclosureOf(certifier, pair);
      return found && holds(pair, found);
    }, showPair);
  /** How the ends of two intervals contradict what is known of the errors, in words. */
  const contradiction = async (found: Enclosure, { pair: other, squaredFactor, is }: Related): Promise<string | undefined> => {
    const then = await enclosureOf(certifier, other);
    if (!then) return undefined;
    const below = is !== 'at most' && !reaches(then.upper, found.lower, 1, squaredFactor), above = is !== 'at least' && !reaches(found.upper, then.lower, squaredFactor);
    if (!below && !above) return undefined;
    const factor = squaredFactor === 1 ? 'the error' : `${Math.sqrt(squaredFactor)} times the error`;
    return `it says ${found.lower} <= error <= ${found.upper} here, and ${then.lower} <= error <= ${then.upper} where it is ${is === 'equal' ? factor : `${is} ${factor}`}:\n${showPair(other)}`;
  };
  return [
    claim('no input has an error above the upper bound', ordinary, aboveUpper),
    claim('the lower bound is reached in the domain: at the witness, where it names one', ordinary, notReached),
    claim('it sees a spike that samples miss', needlePair, wrongWith),
    ...(certifier.lifted ? [claim('it adds up the errors of copies of a neuron', copiesPair, wrongWith)] : []),
    claim('it rounds outward: no error of more bits than a number has is above the upper bound', attainedPair, wrongWith),
    claim('it claims nothing false where numbers overflow or vanish', extremePair, wrongWith),
    ...(certifier.loose ? [] : [itself()]),
    ...pairRelations.map(({ claim: text, related }) =>
      claim(`its intervals agree where ${text}`, ordinary, async (pair, found) => {
        for (const other of related(pair)) {
          const wrong = await contradiction(found, other);
          if (wrong !== undefined) return wrong;
        }
        return undefined;
      })),
    doubling(),
    untouched(),
    takesSome(),
  ];

  function itself(): Property {
    const text = 'the error of a network with itself is 0, or tiny', twice = (pair: Pair): Pair => ({ ...pair, b: pair.a });
    return property(`${name}: ${text}`, drawn(text, ordinary), async (pair) => {
      const found = await enclosureOf(certifier, twice(pair)), scale = scaleOf(pair.a, radiusUp(pair.domain));
      return !found || found.upper <= TINY * scale + 1e-100 ? undefined : `it says error <= ${found.upper}, for values of at most ${scale}`;
    }, (pair) => showPair(twice(pair)));
  }

  function doubling(): Property {
    const text = 'its intervals agree where the difference is doubled';
    return property(`${name}: ${text}`, drawn(text, ordinary), async (pair) => {
      const made = doubledDifference(pair), found = made && (await enclosureOf(certifier, made[0]));
      return made && found && contradiction(found, { pair: made[1], squaredFactor: 4, is: 'equal' });
    }, (pair) => showPair(doubledDifference(pair)?.[0] ?? pair));
  }

  function untouched(): Property {
    const text = 'it leaves both networks as they are';
    return property(`${name}: ${text}`, drawn(text, ordinary), async (pair) => {
      const before = showPair(pair), given = structuredClone(pair);
      await certifier.certify(given.a, given.b, given.domain, given.norm);
      return showPair(given) === before ? undefined : `afterwards they were\n${showPair(given)}`;
    }, showPair);
  }

  /** One that refuses everything would have all other properties. */
  function takesSome(): Property {
    const smallest = [box([0], [1]), ball(1)].flatMap((domain) => (['l2', 'linf', 'output:0'] as const).map((norm): Pair => ({ kind: 'smallest', a: networkOf([[[1]]]), b: networkOf([[[2]]]), domain, norm })));
    return property(`${name}: it takes networks of one weight on some domain, in some norm`, fc.constant(smallest), async (pairs) => {
      const found = await Promise.all(pairs.map((pair) => enclosureOf(certifier, pair)));
      return found.some((f) => f !== undefined) ? undefined : 'it took none';
    }, ([pair]) => `${showPair(pair)}, and others like it`);
  }
}
