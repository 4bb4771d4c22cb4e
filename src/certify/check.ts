import type { Network } from '../network/network.js';
import type { Ticket } from '../network/ticket.js';
import { verdictOf, type Verdict } from './certificate.js';
import { examine, requireSameTarget, type Findings } from './examine.js';

/** The claims of a ticket as `approximate` writes them: its findings, and the error that was aimed at, if one was. */
export interface TicketClaims extends Findings {
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
  readonly claims: readonly ClaimCheck[];
  /**
   * `fails` if a claim is not what was recomputed. Else what was recomputed says of the ticket's aim: of the network error
   * `epsilon`, by the certificate; without one, of every weight being within its tolerance.
   */
  readonly verdict: Verdict;
  readonly findings: Findings;
}

/**
 * Checks a ticket against a target: redraws every kept weight from the seed, recomputes everything that is claimed, and
 * compares to the last bit. Needs the two files and nothing else; imports no construction and no selector.
 * Throws a RangeError where the ticket is not one for this target.
 */
export function check(ticket: Ticket, target: Network): CheckReport {
  requireSameTarget(ticket, target);
  const stated = ticket.claims as unknown as Partial<TicketClaims>;
  const tolerances = target.layers.map((_, i) => {
    const tolerance = stated.perLayer?.[i]?.tolerance;
    if (typeof tolerance !== 'number' || !(tolerance > 0)) throw new RangeError(`check: needed a claimed tolerance for layer ${i + 1}, got ${tolerance}`);
    return tolerance;
  });
  const epsilon = stated.epsilon;
  if (epsilon !== null && !(typeof epsilon === 'number' && epsilon > 0)) throw new RangeError(`check: needed a claimed epsilon or null, got ${epsilon}`);
  const { findings } = examine(ticket, target, tolerances, ticket.witness);
  // epsilon is an aim, not a finding: the verdict is about it.
  const { epsilon: _, ...rest } = stated;
  const claims = Object.keys({ ...findings, ...rest }).map((claim): ClaimCheck => {
    const [s, f] = [rest[claim as keyof Findings], findings[claim as keyof Findings]];
    return { claim, stated: s, found: f, same: JSON.stringify(s) === JSON.stringify(f) };
  });
  const shape = diamondShape(ticket);
  claims.push({ claim: 'construction', stated: ticket.construction, found: shape, same: ticket.construction === shape });
  const aim: Verdict = epsilon !== null ? verdictOf(findings.certificate, epsilon) : findings.misses === 0 ? 'holds' : 'fails';
  return { claims, verdict: claims.every((c) => c.same) ? aim : 'fails', findings };
}

/** The construction that the mask's shape is one of: in a diamond, unit h of a block is fed by input h mod d alone. */
function diamondShape(ticket: Ticket): string {
  for (let j = 0; j < ticket.layers.length; j += 2) {
    const { rows, columns } = ticket.layers[j];
    for (let e = 0; e < rows.length; e++) if (rows[e] % ticket.widths[j] !== columns[e]) return 'none known';
  }
  return 'diamond';
}
