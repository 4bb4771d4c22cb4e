import { binomialInterval, bootstrap, type Interval } from '../../src/numeric/statistics/index.js';
import type { Row } from '../../src/study/study.js';
import type { Times } from '../times.js';
import { SIDE } from './layer.js';
import type { SharingResult, SharingRows } from './study.js';

const WEIGHTS = SIDE * SIDE, PAIRS = (SIDE * SIDE * (SIDE - 1)) / 2;

/** What has no latest time, or one beyond n: missed, or not known to be hit. */
const beyond = ({ times, latest = times }: Times, total: number, n: number): number => total - latest.slice(0, n + 1).reduce((a, b) => a + b, 0);
const layersOf = (r: Row<SharingResult>): number => r.to - r.from;

/** Layers with a missed weight at n raw draws, weights missed, and pairs that share and are both missed, in a row. */
function missesAt(row: Row<SharingResult>, n: number): { layers: number; weights: number; pairs: number } {
  const { weights, layers, pairs } = row.result, count = layersOf(row);
  return { layers: beyond(layers, count, n), weights: beyond(weights, WEIGHTS * count, n), pairs: beyond(pairs, PAIRS * count, n) };
}

type Counts = ReturnType<typeof missesAt> & { attempts: number };

/** A statistic of the misses at n, with an interval by resampling rows: a row holds whole layers, so that weights which share stay together. */
function resampled({ rows }: SharingRows, n: number, confidence: number, statistic: (c: Counts) => number): Interval {
  const counts = rows.map((row) => ({ ...missesAt(row, n), attempts: layersOf(row) }));
  const total = (group: readonly Counts[]): Counts => group.reduce((a, b) => ({ layers: a.layers + b.layers, weights: a.weights + b.weights, pairs: a.pairs + b.pairs, attempts: a.attempts + b.attempts }));
  if (counts.length < 2) return { estimate: statistic(total(counts)), lower: -Infinity, upper: Infinity };
  return bootstrap([counts], ([group]) => statistic(total(group)), { seed: 1, confidence, method: 'percentile' });
}

/** The failure of a layer at n raw draws, exact. */
export const layerFailure = ({ rows }: SharingRows, n: number, confidence: number): Interval =>
  binomialInterval(rows.reduce((s, r) => s + missesAt(r, n).layers, 0), rows.reduce((s, r) => s + layersOf(r), 0), confidence);

/** The union bound: the expected number of missed weights of a layer. */
export const unionBound = (c: SharingRows, n: number, confidence: number): Interval => resampled(c, n, confidence, (t) => t.weights / t.attempts);

/** How many times the union bound is the failure; infinite where no layer failed. */
export const unionRatio = (c: SharingRows, n: number, confidence: number): Interval => resampled(c, n, confidence, (t) => (t.layers > 0 ? t.weights / t.layers : Infinity));

/** The correlation of the misses of two weights that share. */
export const missCorrelation = (c: SharingRows, n: number, confidence: number): Interval =>
  resampled(c, n, confidence, (t) => {
    const p = t.weights / (WEIGHTS * t.attempts), both = t.pairs / (PAIRS * t.attempts);
    return p > 0 && p < 1 ? (both - p * p) / (p * (1 - p)) : NaN;
  });

/** The correlation of the errors left in two weights that share, or of their sizes. */
export function errorCorrelation({ rows }: SharingRows, of: 'signed' | 'size', confidence: number): Interval {
  const statistic = (group: readonly Row<SharingResult>[]): number => {
    const layers = group.reduce((s, r) => s + layersOf(r), 0), sum = (pick: (e: SharingResult['errors']) => number): number => group.reduce((s, r) => s + pick(r.result.errors), 0);
    const mean = sum((e) => (of === 'signed' ? e.signed : e.absolute)) / (WEIGHTS * layers), square = sum((e) => e.squares) / (WEIGHTS * layers);
    const product = sum((e) => (of === 'signed' ? e.products : e.absoluteProducts)) / (PAIRS * layers);
    return (product - mean * mean) / (square - mean * mean);
  };
  return rows.length < 2 ? { estimate: statistic(rows), lower: -Infinity, upper: Infinity } : bootstrap([rows], ([group]) => statistic(group), { seed: 1, confidence, method: 'percentile' });
}
