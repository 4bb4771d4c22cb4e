import type { Domain } from '../network/domain.js';

/** How the difference of two outputs is measured: Euclidean, largest entry, or one output (numbered from 0) alone. */
export type Norm = 'l2' | 'linf' | `output:${number}`;

/** How two networks were put side by side, step by step: see `pairOf`. */
export interface Pairing {
  /** Whether the second network plays F. */
  readonly swapped: boolean;
  /** Whether hidden units without inputs were moved into biases. */
  readonly constants: boolean;
  /** Layers i of G merged with i + 1, in order; each index counts the layers there are at that time, from 0. */
  readonly merged: readonly number[];
  /** For each layer and unit of G the unit of F that it imitates, or -1. */
  readonly imitates: readonly (readonly number[])[];
  /** For each hidden layer and unit of G the exponent of the power of two that its values are multiplied with, and the next layer's weights on it divided by. */
  readonly shifts: readonly (readonly number[])[];
}

/** A subdivision of the domain in preorder, root after root: -1 for a leaf, else the place of a split. */
export interface Tree {
  readonly kind: 'boxes' | 'cones';
  /** Boxes: the coordinate that is split. Cones: i * d + j for the edge between generators i < j. */
  readonly splits: readonly number[];
  /** Boxes: where each split cuts, in the order of splits. */
  readonly at: readonly number[];
}

/** A claim about two networks with all that is needed to check it again: the contents of a certificate file. */
export interface CertificateRecord {
  readonly format: 'slth-certificate';
  readonly schema: 1;
  /** Digests of both networks (`networkDigest`). */
  readonly networks: readonly [string, string];
  readonly domain: Domain;
  readonly norm: Norm;
  readonly lower: number;
  /** Null where no finite bound was found. */
  readonly upper: number | null;
  /** An input at which the error is at least `lower`. */
  readonly witness: readonly number[];
  /** The method of `upper`. */
  readonly method: 'spectral' | 'componentwise' | 'differential' | 'branch and bound';
  readonly pairing: Pairing;
  readonly tree: Tree | null;
}
