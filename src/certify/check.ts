import { oneLine } from '../numeric/one-line.js';
import { inlinePool, type Pool } from '../numeric/pool.js';
import { networkDigest, type Network } from '../network/network.js';
import type { Ticket } from '../network/ticket.js';
import { boundBy, verdictOf, type Certificate, type Verdict } from './certificate.js';
import { collapsedNetwork } from './collapsed.js';
import { examine, requireSameTarget, type Findings } from './examine.js';
import { pairOf } from './pair.js';
import type { CertificateRecord } from './record.js';
import { isKnownShape, shapesOf } from './shapes.js';
import { checkCertificate, validCertificate } from './verify.js';

/** The certificate that a ticket carries: what is claimed, and what is needed to check it. */
export type TicketCertificate = Pick<Certificate, 'lower' | 'upper' | 'norm' | 'method'> & Pick<CertificateRecord, 'pairing' | 'tree'>;

/** The claims of a ticket as `approximate` writes them: its findings, its certificate, and the error that was aimed at, if one was. */
export interface TicketClaims extends Findings {
  readonly certificate: TicketCertificate;
  /** Network error aimed at, in the target's output units; null if only a tolerance was given. */
  readonly epsilon: number | null;
}

/** One claim beside what was recomputed. */
export interface ClaimCheck {
  readonly claim: string;
  readonly stated: unknown;
  readonly found: unknown;
  readonly same: boolean;
}

/** What checking a ticket says. */
export interface CheckReport {
  /** Of a ticket of a construction that the checker does not know, none is about the construction. */
  readonly claims: readonly ClaimCheck[];
  /**
   * `fails` if a claim is not what was recomputed. Else what is proven says of the ticket's aim: of the network error
   * `epsilon`, by the certificate; without one, of every weight being within its tolerance.
   */
  readonly verdict: Verdict;
  readonly findings: Findings;
  readonly certificate: Pick<Certificate, 'lower' | 'upper'>;
}

/** How a ticket is to be checked. */
export interface CheckOptions {
  /** Whether bounds of methods other than branch and bound are derived anew in exact arithmetic too, which is slow on large networks. */
  readonly exact?: boolean;
  readonly pool?: Pool;
  readonly onProgress?: (share: number) => void;
}

/**
 * Checks a ticket against a target: redraws every kept weight from the seed, recomputes everything that is claimed, and
 * compares to the last bit. The lower bound is evaluated exactly; an upper bound by branch and bound is derived leaf by leaf in
 * exact arithmetic, one of another method by going through the networks again. Needs the two files and nothing else; imports no
 * construction and no selector. Throws a RangeError where the ticket is not one for this target.
 */
export async function check(ticket: Ticket, target: Network, { exact = false, pool = inlinePool, onProgress }: CheckOptions = {}): Promise<CheckReport> {
  const normalised = requireSameTarget(ticket, target);
  const { epsilon, certificate: stated, ...rest } = ticket.claims as unknown as Partial<TicketClaims>;
  const tolerances = target.layers.map((_, i) => {
    const tolerance = rest.perLayer?.[i]?.tolerance;
    if (typeof tolerance !== 'number' || !(tolerance > 0)) throw new RangeError(`check: needed a claimed tolerance for layer ${i + 1}, got ${shown(tolerance)}`);
    return tolerance;
  });
  if (epsilon !== null && !(typeof epsilon === 'number' && epsilon > 0)) throw new RangeError(`check: needed a claimed epsilon or null, got ${shown(epsilon)}`);
  if (typeof stated !== 'object' || stated === null || typeof stated.lower !== 'number') throw new RangeError(`check: needed a claimed certificate, got ${shown(stated)}`);
  const keys = Object.keys(stated).sort().join();
  if (keys !== 'lower,method,norm,pairing,tree,upper') throw new RangeError(`check: needed a claimed certificate of lower, method, norm, pairing, tree and upper, got ${shown(keys)}`);
  // What is aimed at is an l2 error.
  if (stated.norm !== 'l2') throw new RangeError(`check: needed a ticket's certificate in l2, got ${shown(stated.norm)}`);
  if (stated.upper !== null && typeof stated.upper !== 'number') throw new RangeError(`check: needed a number or null as the claimed upper bound, got ${shown(stated.upper)}`);
  const { findings, blocks } = examine(ticket, target, tolerances);
  const claims = Object.keys({ ...findings, ...rest }).map((claim): ClaimCheck => {
    const [s, f] = [rest[claim as keyof typeof rest], findings[claim as keyof Findings]];
    return { claim, stated: s, found: f, same: JSON.stringify(s) === JSON.stringify(f) };
  });
  const collapsed = collapsedNetwork(ticket, target.layers[0].weights.columns, blocks);
  const upper = stated.upper ?? Infinity;
  const { lower, norm, method, pairing, tree } = stated;
  const record = validCertificate({
    format: 'slth-certificate', schema: 1, networks: [networkDigest(target), networkDigest(collapsed)], domain: ticket.domain, witness: Array.from(ticket.witness),
    lower, upper: upper < Infinity ? upper : null, norm, method, pairing, tree,
  });
  const once = exact || stated.method === 'branch and bound' ? undefined : boundOnce(record, target, collapsed);
  const proof = await checkCertificate(once === undefined ? record : { ...record, upper: null }, [target, collapsed], pool, onProgress);
  claims.push({ claim: 'certificate.lower', stated: stated.lower, found: proof.lower.holds ? stated.lower : proof.lower.reason, same: proof.lower.holds });
  claims.push(once === undefined
    ? { claim: 'certificate.upper', stated: upper, found: proof.upper.holds ? upper : proof.upper.reason, same: proof.upper.holds }
    : { claim: 'certificate.upper', stated: upper, found: once, same: once <= upper });
  const found = shapesOf(ticket, normalised.layers.map((l, i) => l.scale / ticket.scales[i]));
  // A construction of somebody's own is a name: of its shape nothing is known but that its blocks collapse, which was seen.
  if (isKnownShape(ticket.construction)) claims.push({ claim: 'construction', stated: ticket.construction, found: found.join(' or ') || 'none known', same: found.some((name) => name === ticket.construction) });
  const certificate = { lower: stated.lower, upper };
  const aim: Verdict = epsilon !== null ? verdictOf(certificate, epsilon) : findings.misses === 0 ? 'holds' : 'fails';
  return { claims, verdict: claims.every((c) => c.same) ? aim : 'fails', findings, certificate };
}

/** What a ticket claims, as an error quotes it. */
const shown = (value: unknown): string => oneLine(typeof value === 'string' ? value : JSON.stringify(value) ?? 'undefined', 80);

/** The bound of the recorded method, computed again as it was the first time; Infinity of an unknown one. */
function boundOnce({ norm, method, domain }: CertificateRecord, target: Network, collapsed: Network): number {
  return boundBy(method, pairOf(target, collapsed, domain), domain, norm)?.upper ?? Infinity;
}
