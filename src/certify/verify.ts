import { parseJson } from '../numeric/parse-json.js';
import { inlinePool, type Pool } from '../numeric/pool.js';
import { parseDomain, requireDimension } from '../network/domain.js';
import { networkDigest, requireSameShape, type Network } from '../network/network.js';
import type { ShareTask } from './exact/verify-share.js';
import { countLeaves, verifyLower, type Verification } from './exact/verify.js';
import { parseNorm } from './measure.js';
import type { CertificateRecord } from './record.js';

/** What checking a certificate says. */
export interface CertificateCheck {
  readonly lower: Verification;
  readonly upper: Verification;
  /** Leaves of the subdivision that were looked at, 1 without one. */
  readonly leaves: number;
  /** Whether the claim is proven. */
  readonly holds: boolean;
}

const TASK_MODULE = import.meta.url.replace(/verify(\.[jt]s)$/, 'exact/verify-share$1');

/** Shares that the leaves are divided into, at most, and leaves in a share, at least: every share walks the tree anew. */
const SHARES = 64, LEAVES = 32;

/**
 * Checks a certificate from the two networks alone, in exact arithmetic. Throws a RangeError where it belongs to other networks
 * or says something impossible. `onProgress` is told the share of the leaves that are done.
 */
export async function checkCertificate(record: CertificateRecord, networks: readonly [Network, Network], pool: Pool = inlinePool, onProgress?: (share: number) => void): Promise<CertificateCheck> {
  requireClaim(record, networks);
  networks.forEach((network, k) => {
    const digest = networkDigest(network);
    if (digest !== record.networks[k]) throw new RangeError(`certificate: needed its own ${k === 0 ? 'first' : 'second'} network, digest ${record.networks[k].slice(0, 12)}..., got one of digest ${digest.slice(0, 12)}...`);
  });
  const lower = verifyLower(record, ...networks), leaves = countLeaves(record), share = Math.max(LEAVES, Math.ceil(leaves / SHARES)), shares = Math.ceil(leaves / share);
  // The last share also sees that the tree ends where it should.
  const tasks = Array.from({ length: shares }, (_, k) => ({ url: TASK_MODULE, name: 'verifyShare', data: { record, networks, from: k * share, to: k === shares - 1 ? Infinity : (k + 1) * share } satisfies ShareTask }));
  const found = await pool.map<ShareTask, Verification & { leaves: number }>(tasks, { onDone: (done) => onProgress?.(done / shares) });
  const upper = found.find((v) => !v.holds) ?? found[0];
  return { lower, upper: { holds: upper.holds, reason: upper.reason }, leaves: found.reduce((n, v) => n + v.leaves, 0), holds: lower.holds && upper.holds };
}

/** Throws a RangeError unless the record is a claim about two networks like these. */
function requireClaim({ domain, norm, method, tree }: CertificateRecord, [a, b]: readonly [Network, Network]): void {
  requireSameShape(a, b, 'certificate');
  requireDimension(domain, a.layers[0].weights.columns);
  parseNorm(norm, a.layers[a.layers.length - 1].weights.rows);
  if ((method === 'branch and bound') !== (tree !== null)) throw new RangeError(`certificate: needed a tree with branch and bound and none without, got ${tree === null ? 'none' : 'one'} with ${method}`);
}

/** Reads a certificate file's text, of at most 2^27 characters. Throws a RangeError that says what is missing. */
export function parseCertificate(text: string): CertificateRecord {
  return validCertificate(parseJson(text, 'certificate', { characters: 2 ** 27 }));
}

/** A value from elsewhere as a certificate. Throws a RangeError that says what is missing. */
export function validCertificate(other: unknown): CertificateRecord {
  const value = other as Partial<CertificateRecord> | null;
  const numbers = (x: unknown): boolean => Array.isArray(x) && x.every((v) => typeof v === 'number' && Number.isFinite(v));
  const wanted: Record<string, boolean> = {
    'format "slth-certificate"': value?.format === 'slth-certificate',
    'schema 1': value?.schema === 1,
    'two digests as networks': Array.isArray(value?.networks) && value.networks.length === 2 && value.networks.every((d) => typeof d === 'string' && /^[0-9a-f]{64}$/.test(d)),
    'a norm': typeof value?.norm === 'string',
    'a lower bound': typeof value?.lower === 'number',
    'an upper bound or null': value?.upper === null || typeof value?.upper === 'number',
    'a witness of numbers': numbers(value?.witness),
    'a method (spectral, componentwise, differential or branch and bound)': ['spectral', 'componentwise', 'differential', 'branch and bound'].includes(value?.method as string),
    'a pairing': typeof value?.pairing === 'object' && value.pairing !== null && numbers(value.pairing.merged) && [value.pairing.imitates, value.pairing.shifts].every((lists) => Array.isArray(lists) && lists.every(numbers)),
    'a tree or null': value?.tree === null || (typeof value?.tree === 'object' && (value.tree.kind === 'boxes' || value.tree.kind === 'cones') && numbers(value.tree.splits) && numbers(value.tree.at)),
  };
  const missing = Object.keys(wanted).find((what) => !wanted[what]);
  if (missing) throw new RangeError(`certificate: needed ${missing}, got another file or an altered one`);
  return { ...(value as CertificateRecord), domain: parseDomain(value!.domain) };
}
