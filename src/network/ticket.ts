import { digest } from '../numeric/digest.js';
import { parseLaw, type Law } from '../numeric/law.js';
import { parseJson } from '../numeric/parse-json.js';
import { refusal } from '../numeric/refusal.js';
import { powerOfTwoAbove } from '../numeric/rounding.js';
import { parseDomain, requireDimension, type Domain } from './domain.js';
import { MOST_LAYERS } from './formats/limits.js';
import { parseSafetensors, writeSafetensors, type RawTensor } from './formats/safetensors.js';
import { seedWords } from '../numeric/seed-words.js';

/** The kept edges of one source layer, sorted by column, then row. */
export interface KeptEdges {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** What the mask is said to achieve; every entry is recomputed by `check`. JSON numbers are exact float64. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * A seed and the kept edges: the pruned network, without its weights. One safetensors file holds it; the weights are
 * drawn again from the seed by whoever reads it.
 */
export interface Ticket {
  readonly seed: number;
  readonly attempt: number;
  readonly law: Law;
  /** Widths of the source. */
  readonly widths: readonly number[];
  /** Source layers that realise each target layer, at least 2. */
  readonly depths: readonly number[];
  readonly construction: string;
  /**
   * Powers of two, one per target layer, whose product multiplies the output: what was taken out of the target's layer, times
   * the layer scale of a construction that has one.
   */
  readonly scales: readonly number[];
  readonly domain: Domain;
  /** Names of the theorem's hypotheses that the run broke, where it was asked to run all the same. A statement: `check` knows no theorem. */
  readonly outside: readonly string[];
  /** Digest of the target's numbers (`networkDigest`). */
  readonly target: string;
  readonly layers: readonly KeptEdges[];
  /** An input at which the error is at least the claimed lower bound. */
  readonly witness: Float64Array;
  readonly claims: Claims;
}

/** A ticket before it claims anything. */
export type Mask = Omit<Ticket, 'witness' | 'claims'>;

const SCHEMA = 2;

/** The ticket as a safetensors file. The same ticket gives the same bytes. */
export function writeTicket(ticket: Ticket): Uint8Array {
  const tensors: RawTensor[] = [];
  const digests: Record<string, string> = {};
  const add = (name: string, dtype: string, array: Uint32Array | Float64Array): void => {
    const data = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    digests[name] = digest(data);
    tensors.push({ name, dtype, shape: [array.length], data });
  };
  ticket.layers.forEach(({ rows, columns }, j) => {
    add(`layer.${j + 1}.rows`, 'U32', rows);
    add(`layer.${j + 1}.columns`, 'U32', columns);
  });
  add('witness', 'F64', ticket.witness);
  const metadata = {
    format: 'slth-ticket',
    schema: String(SCHEMA),
    seed: String(ticket.seed),
    attempt: String(ticket.attempt),
    law: JSON.stringify(ticket.law),
    widths: JSON.stringify(ticket.widths),
    depths: JSON.stringify(ticket.depths),
    construction: ticket.construction,
    scales: JSON.stringify(ticket.scales),
    domain: JSON.stringify(ticket.domain),
    outside: JSON.stringify(ticket.outside),
    target: ticket.target,
    digests: JSON.stringify(digests),
    claims: JSON.stringify(ticket.claims),
  };
  return writeSafetensors(tensors, { ...metadata, digest: metadataDigest(metadata) });
}

/** Whether a safetensors file's metadata say that it is a ticket. */
export const isTicket = (metadata: Readonly<Record<string, string>>): boolean => metadata.format === 'slth-ticket';

/**
 * Reads a ticket. Throws a RangeError that says what is wrong with a truncated or altered file: every tensor and the
 * metadata carry a digest. (A digest can be made anew: what a ticket claims is true only if `check` finds it so.)
 */
export function parseTicket(bytes: Uint8Array): Ticket {
  try {
    return readTicket(bytes);
  } catch (error) {
    throw refusal(error, 'ticket: needed the metadata and tensors of a ticket');
  }
}

function readTicket(bytes: Uint8Array): Ticket {
  const { tensors, metadata } = parseSafetensors(bytes);
  if (!isTicket(metadata)) throw new RangeError('ticket: needed a safetensors file with metadata "format": "slth-ticket", got one without');
  if (metadata.schema !== String(SCHEMA)) throw new RangeError(`ticket: needed schema ${SCHEMA}, got ${metadata.schema}`);
  const { digest: stated, ...rest } = metadata;
  if (metadataDigest(rest) !== stated) throw new RangeError('ticket: needed metadata that match their digest, got altered metadata');
  const json = (name: string): unknown => parseJson(metadata[name] ?? '', `ticket: ${name}`);
  const digests = json('digests') as Record<string, string>, named = new Map(tensors.map((t) => [t.name, t]));
  const read = (name: string, dtype: string): Uint8Array => {
    const tensor = named.get(name);
    if (!tensor || tensor.dtype !== dtype) throw new RangeError(`ticket: needed a tensor ${name} of ${dtype}, got ${tensor?.dtype ?? 'none'}`);
    if (digest(tensor.data) !== digests[name]) throw new RangeError(`ticket: needed ${name} to match its digest, got altered data`);
    return Uint8Array.from(tensor.data);
  };
  const widths = json('widths') as number[];
  const whole = (list: unknown, least: number): boolean => Array.isArray(list) && list.length > 0 && list.every((w) => Number.isInteger(w) && w >= least && w < 4294967296);
  if (!whole(widths, 1)) throw new RangeError(`ticket: needed widths in [1, 2^32), got ${metadata.widths}`);
  if (widths.length > MOST_LAYERS + 1) throw new RangeError(`ticket: needed at most ${MOST_LAYERS} source layers, got ${widths.length - 1}`);
  const depths = json('depths') as number[];
  if (!whole(depths, 2) || depths.reduce((sum, d) => sum + d, 1) !== widths.length) {
    throw new RangeError(`ticket: needed depths of at least 2 that add up to ${widths.length - 1} source layers, got ${metadata.depths}`);
  }
  if (tensors.length !== 2 * (widths.length - 1) + 1) throw new RangeError(`ticket: needed ${2 * widths.length - 1} tensors, got ${tensors.length}`);
  const layers = widths.slice(1).map((height, j) => {
    const rows = new Uint32Array(read(`layer.${j + 1}.rows`, 'U32').buffer);
    const columns = new Uint32Array(read(`layer.${j + 1}.columns`, 'U32').buffer);
    requireSorted(rows, columns, height, widths[j], j + 1);
    return { rows, columns };
  });
  const scales = json('scales') as number[], claims = json('claims') as Claims;
  const number = (name: string): number => (/^\d{1,16}$/.test(metadata[name]) ? Number(metadata[name]) : NaN);
  const seed = number('seed'), attempt = number('attempt');
  seedWords(seed);
  if (!(Number.isInteger(attempt) && attempt >= 0 && attempt < 4294967296)) throw new RangeError(`ticket: needed an attempt in [0, 2^32), got ${metadata.attempt}`);
  if (!Array.isArray(scales) || scales.length !== depths.length || !scales.every((s) => typeof s === 'number' && s > 0 && s < Infinity && powerOfTwoAbove(s) === s)) {
    throw new RangeError(`ticket: needed ${depths.length} powers of two as scales, got ${metadata.scales}`);
  }
  // Of a name that is missing, the pattern would see "undefined".
  if (!/^[a-z0-9-]{1,40}$/.test(metadata.construction ?? '')) throw new RangeError(`ticket: needed a construction of letters, digits and hyphens, got ${JSON.stringify(metadata.construction)?.slice(0, 60)}`);
  const outside = json('outside') as string[];
  if (!Array.isArray(outside) || outside.length > 20 || !outside.every((name) => typeof name === 'string' && /^[a-z ]{1,40}$/.test(name))) throw new RangeError(`ticket: needed a list of names of broken hypotheses, got ${metadata.outside}`);
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new RangeError(`ticket: needed an object of claims, got ${metadata.claims}`);
  const witness = new Float64Array(read('witness', 'F64').buffer);
  if (witness.length !== widths[0] && witness.length !== widths[0] - 1) throw new RangeError(`ticket: needed a witness of ${widths[0]} inputs, or one less with a carried constant, got ${witness.length}`);
  if (!witness.every(Number.isFinite)) throw new RangeError('ticket: needed a witness of finite numbers, got another');
  if (!/^[0-9a-f]{64}$/.test(metadata.target)) throw new RangeError(`ticket: needed the digest of its target, got ${JSON.stringify(metadata.target)}`);
  const domain = parseDomain(json('domain'));
  requireDimension(domain, witness.length);
  return {
    seed,
    attempt,
    law: parseLaw(json('law')),
    widths,
    depths,
    construction: metadata.construction,
    scales,
    domain,
    outside,
    target: metadata.target,
    layers,
    witness,
    claims,
  };
}

/** Throws unless edges are inside the matrix, sorted by column, then row, without duplicates. */
function requireSorted(rows: Uint32Array, columns: Uint32Array, height: number, width: number, layer: number): void {
  const fail = (what: string): never => {
    throw new RangeError(`ticket: needed the kept edges of source layer ${layer} ${what}`);
  };
  if (rows.length !== columns.length) fail(`as many rows as columns, got ${rows.length} and ${columns.length}`);
  for (let e = 0; e < rows.length; e++) {
    if (rows[e] >= height || columns[e] >= width) fail(`inside [${height}, ${width}], got (${rows[e]}, ${columns[e]})`);
    if (e > 0 && (columns[e] < columns[e - 1] || (columns[e] === columns[e - 1] && rows[e] <= rows[e - 1]))) {
      fail(`sorted by column, then row, without repetition, got (${rows[e]}, ${columns[e]}) after (${rows[e - 1]}, ${columns[e - 1]})`);
    }
  }
}

/** Digest of the metadata in the order of their names, without the digest itself. */
const metadataDigest = (metadata: Readonly<Record<string, string>>): string =>
  digest(new TextEncoder().encode(JSON.stringify(Object.keys(metadata).sort().map((key) => [key, metadata[key]]))));
