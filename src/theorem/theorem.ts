import type { Construction } from '../constructions/index.js';
import type { Law } from '../numeric/law.js';
import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import type { Normalised } from '../network/normalise.js';
import type { Formula } from './formula.js';

/** What a theorem is asked about. */
export interface Instance {
  readonly target: Network;
  readonly domain: Domain;
  /** Upper bounds of the spectral norms ||W_i||_2 of the target's layers, biases not counted. */
  readonly norms: readonly number[];
  /** The target with power-of-two scales taken out: what is realised. */
  readonly normalised: Normalised;
  /** Hidden units per input of each layer, as used. */
  readonly n: readonly number[];
  /** The theorem's n for each layer. */
  readonly bounds: readonly number[];
}

/** Whether an instance meets a hypothesis, in numbers. */
export interface HypothesisFinding {
  readonly name: string;
  readonly statement: string;
  readonly met: boolean;
  /** What was found, with how much is missing where it is not met. */
  readonly detail: string;
}

/** A condition of a theorem that can be tested. */
export interface Hypothesis {
  readonly name: string;
  /** TeX. */
  readonly statement: string;
  test(instance: Instance): { met: boolean; detail: string };
}

/** A theorem as a value. */
export interface Theorem {
  readonly id: string;
  /** BibTeX key in docs/references.bib, and the item of the paper. */
  readonly cite: { readonly key: string; readonly item: string };
  /** TeX. */
  readonly statement: string;
  readonly hypotheses: readonly Hypothesis[];
  /** Sufficient n, for tolerance `tau` of one normalised weight and failure probability `delta` of one subset-sum problem. */
  readonly bound: Formula;
  readonly law: Law;
  readonly construction: Construction;
}

/** Every hypothesis held against an instance. */
export const findingsOf = (theorem: Theorem, instance: Instance): HypothesisFinding[] =>
  theorem.hypotheses.map((h) => ({ name: h.name, statement: h.statement, ...h.test(instance) }));
