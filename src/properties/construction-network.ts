import fc from 'fast-check';
import { check } from '../certify/index.js';
import { isLoadable, type Construction } from '../constructions/index.js';
import { mapMatrix } from '../numeric/matrix.js';
import { inlinePool, openPool } from '../numeric/pool.js';
import { spectralNormUp } from '../numeric/spectral-norm.js';
import { ball, parseTicket, writeTicket, type Network } from '../network/index.js';
import { approximate, conjecture, planAttempts, runAttempts, type Approximation } from '../theorem/index.js';
import { targets } from './arbitraries/index.js';
import { property, type Property } from './property.js';
import { showTarget } from './show.js';
import type { ConstructionCases } from './tried-layer.js';

/** A target to approximate by one source. */
interface NetworkCase {
  readonly target: Network;
  /** Of every weight. */
  readonly tolerance: number;
  readonly n: number;
  readonly seed: number;
}

/** Cases where no number is asked for: each is a network approximated, certified and checked. */
const CASES = 30;

/** Where nothing is missed, slack of norms' bounds and of what is certified. */
const SLACK = 1 + 2 ** -18;

/**
 * What a construction must satisfy on whole networks, run as `approximate` runs it: the certificate keeps to what the tolerances promise, the checker agrees,
 * and neither workers nor powers of two change what is kept.
 */
export function networkProperties(construction: Construction, given: ConstructionCases): Property[] {
  const { most = 60, tolerances = [1 / 4, 0.1, 1 / 16] } = given;
  const theorem = conjecture({ construction, bound: '1', weights: '1', law: given.law, select: given.select });
  const all: fc.Arbitrary<NetworkCase> = fc.record({ target: fc.oneof(targets({ widest: 3, deepest: 2 }), targets({ place: 'edge', widest: 3, deepest: 2 })), tolerance: fc.constantFrom(...tolerances), n: fc.integer({ min: 1, max: Math.min(60, most) }), seed: fc.nat(1000) });
  const run = ({ target, tolerance, n, seed }: NetworkCase, pool = inlinePool): Promise<Approximation> =>
    approximate({ target, theorem, domain: ball(1), epsilon: null, tolerance, budget: 'entrywise', delta: 0.5, selector: null, candidates: n, seed, outside: true }, pool);
  const show = ({ target, tolerance, n, seed }: NetworkCase): string => `${showTarget(target)}\ntolerance ${tolerance}, n = ${n}, seed ${seed}`;
  const claim = (text: string, holds: (one: NetworkCase) => Promise<string | undefined>): Property => property(`${construction.name}: ${text}`, all, holds, show, CASES);
  return [
    claim('where no weight misses, the certified error is within what the tolerances promise', async (one) => {
      const { result: { misses, certificate: { upper } } } = await run(one), promised = entrywise(one.target, one.tolerance);
      return misses > 0 || upper <= promised * SLACK ? undefined : `no weight misses tolerance ${one.tolerance}, which promises an error of at most ${promised}; the certificate says ${upper}`;
    }),
    claim('the checker agrees with every claim of its ticket, read back from its file', async (one) => {
      const { ticket, result } = await run(one), { claims, verdict } = await check(parseTicket(writeTicket(ticket)), one.target), wrong = claims.find((c) => !c.same);
      if (wrong) return `${wrong.claim}: the ticket says ${JSON.stringify(wrong.stated)}, the checker finds ${JSON.stringify(wrong.found)}`;
      const said = result.missed.filter((m) => m.regime !== 'gave-up').length;
      if (result.misses > 0 && said === 0 && result.missed.length === 0) return `the checker finds ${result.misses} misses, none was reported`;
      return verdict === (result.misses === 0 ? 'holds' : 'fails') ? undefined : `the checker says ${verdict} of ${result.misses} misses`;
    }),
    claim('layers times a power of two keep the same edges, and have that many times the error', async (one) => {
      // A layer of zeros has no scale.
      if (one.target.layers.some((l) => l.weights.data.every((w) => w === 0))) return undefined;
      const { ticket, result } = await run(one), times = 4;
      const larger = { ...one, target: { ...one.target, layers: one.target.layers.map((l) => ({ ...l, weights: mapMatrix(l.weights, (w) => w * times) })) }, tolerance: one.tolerance * times };
      const other = await run(larger), total = times ** one.target.layers.length;
      if (JSON.stringify(other.ticket.layers) !== JSON.stringify(ticket.layers)) return `with every layer times ${times} other edges are kept`;
      const [least, most] = [result.certificate.lower * total, result.certificate.upper * total];
      return other.result.certificate.upper >= least * (1 - 1e-9) && other.result.certificate.lower <= most * (1 + 1e-9) ? undefined : `with every layer times ${times} the error is in [${other.result.certificate.lower}, ${other.result.certificate.upper}], and ${total} times the error before in [${least}, ${most}]`;
    }),
    ...(isLoadable(construction) ? [claim('an attempt of a verification finds what an approximation finds: misses, kept weights, sufficient n, and an error', async (one) => {
      const { target, tolerance, n, seed } = one, { result } = await run(one), layers = result.perLayer;
      const plan = await planAttempts({ theorem, targets: { network: target }, epsilon: null, tolerance, delta: 0.5, candidates: n, seed, certificate: 'both' }), [attempt] = await runAttempts(plan, 0, 1);
      const total = (f: (l: (typeof layers)[number]) => number): number => layers.reduce((sum, l) => sum + f(l), 0), seen = { problems: total((l) => l.problems), kept: result.kept };
      const { event, problems, misses: { range, resolution, gaveUp }, kept, hittingTime, error } = attempt, proven = range + resolution, missed = proven + gaveUp;
      if (problems !== seen.problems || kept !== seen.kept) return `the attempt finds ${problems} problems and keeps ${kept} weights, the approximation ${seen.problems} and ${seen.kept}`;
      // A selector that must choose so many may miss what nothing kept is within the tolerance of; the first hundred misses are listed.
      const of = (regime: string): number => result.missed.filter((m) => m.regime === regime).length;
      if (range < of('range') || resolution < of('resolution') || gaveUp < of('gave-up')) return `the attempt finds ${range} misses out of range, ${resolution} by resolution and ${gaveUp} given up, the approximation ${of('range')}, ${of('resolution')} and ${of('gave-up')}`;
      if (event !== (proven > 0 ? 'failure' : gaveUp > 0 ? 'unknown' : 'success')) return `${proven} proven misses and ${gaveUp} given up are called ${event}`;
      const sufficient = missed > 0 ? null : Math.max(...layers.map((l) => l.n.sufficient!));
      if (hittingTime !== sufficient) return `the attempt's hitting time is ${hittingTime}, the approximation's sufficient n ${sufficient}`;
      const { lower, upper } = result.certificate, { lower: least, upper: most } = error!;
      return least <= upper && (most ?? Infinity) >= lower ? undefined : `the attempt's error is in [${least}, ${most}], that of the approximation in [${lower}, ${upper}]`;
    })] : []),
    ...(given.workers !== undefined && given.workers > 1 && isLoadable(construction) ? [sameWithWorkers(construction, all, run, show, given.workers)] : []),
  ];
}

/** One thread or several: the same ticket, byte for byte. The threads are opened once and closed after the last case. */
function sameWithWorkers(construction: Construction, all: fc.Arbitrary<NetworkCase>, run: (one: NetworkCase, pool?: typeof inlinePool) => Promise<Approximation>, show: (one: NetworkCase) => string, workers: number): Property {
  const name = `${construction.name}: ${workers} workers keep the same edges as one`;
  return {
    name,
    async check(options = {}) {
      const pool = await openPool(workers);
      try {
        const same = property(name, all, async (one) => {
          const [ours, theirs] = [await run(one), await run(one, pool)].map((r) => writeTicket(r.ticket));
          return ours.length === theirs.length && ours.every((b, i) => b === theirs[i]) ? undefined : `another ticket with ${workers} workers than with one`;
        }, show);
        return await same.check({ ...options, runs: Math.min(options.runs ?? 100, 20) });
      } finally {
        await pool.close();
      }
    },
  };
}

/** The network error on the unit ball that tolerance tau of every weight allows, with ||E_i||_2 <= tau sqrt(d_i d_{i-1}): the propagation recursion, foundations.propagation. */
function entrywise({ layers }: Network, tau: number): number {
  let error = 0, size = 1;
  layers.forEach(({ weights }) => {
    const norm = spectralNormUp(weights), eta = tau * Math.sqrt(weights.rows * weights.columns);
    error = (norm + eta) * error + eta * size;
    size *= norm;
  });
  return error;
}
