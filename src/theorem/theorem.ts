import type { Construction } from '../constructions/index.js';
import type { Law } from '../numeric/law.js';
import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import type { Normalised } from '../network/normalise.js';
import type { Selector } from '../subset-sum/index.js';
import type { Experiment } from '../subset-sum/laboratory/index.js';
import type { Budget } from './budget.js';
import type { Formula, Origin } from './formula.js';

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
  /** Tolerance of a normalised weight in each layer that asks for anything. */
  readonly tolerances: readonly number[];
  /** How a network error became tolerances; null where tolerances were given. */
  readonly budget: Budget | null;
  /** Whether n was found by searching this source, and is not promised. */
  readonly searched: boolean;
  /** The selector of each layer that asks for anything, the one that the theorem's proof is about, and the layer's n. */
  readonly selectors: readonly { readonly used: Selector; readonly proved: Selector; readonly n: number }[];
}

/**
 * What a hypothesis says of an instance, in numbers: as published (`met`); not so, but in a form that is derived here, or one whose
 * outcome is seen where it is not promised (`covered`: the detail says which); or `broken`, where nothing is promised and nothing seen.
 */
export interface HypothesisResult {
  readonly met: 'met' | 'covered' | 'broken';
  /** What was found, with how much is missing where it is not met. */
  readonly detail: string;
}

/** A condition of a theorem that can be tested. */
export interface Hypothesis {
  readonly name: string;
  /** TeX. */
  readonly statement: string;
  test(instance: Instance): HypothesisResult;
}

/** A hypothesis held against an instance. */
export type HypothesisFinding = Pick<Hypothesis, 'name' | 'statement'> & HypothesisResult;

/** A number in a statement. */
export interface Constant {
  readonly symbol: string;
  /** Null where it is free: nobody has named it, and it is not fitted here. */
  readonly value: number | null;
  /** 95 % confidence interval of a fitted one. */
  readonly interval?: readonly [number, number];
  readonly origin: Origin;
  /** Where it comes from. */
  readonly source: string;
}

/** A bound of a statement. */
export interface Bound extends Formula {
  /** Whether so much is enough, or no less will do. */
  readonly kind: 'sufficient' | 'necessary';
  /** Source weights per target weight of a layer rows x columns, as an expression in n (the bound's value) and its symbols; absent where the statement is about no network. */
  readonly weights?: string;
  /** Source layers per target layer, likewise. */
  readonly layers?: string;
}

/** What a proof assistant has checked of a statement. */
export interface MachineChecked {
  /** Whether the theorems say the statement in the form given here, or a part of it. */
  readonly covers: 'whole' | 'part';
  /** Theorems of proofs/coq, File.name. */
  readonly theorems: readonly string[];
  /** What they say. */
  readonly what: string;
}

/** A statement as a value. */
export interface Statement {
  readonly id: string;
  /** BibTeX key in docs/references.bib, and the item of the paper. */
  readonly cite: { readonly key: string; readonly item: string };
  /** Of the statement in the form given here. */
  readonly origin: Origin;
  /** One line. */
  readonly summary: string;
  /** TeX. */
  readonly statement: string;
  readonly hypotheses: readonly Hypothesis[];
  readonly constants: readonly Constant[];
  readonly bound: Bound | null;
  /** The statements that its proof uses. */
  readonly uses: readonly Statement[];
  /** The page of its proof and the steps there that are its own; each names the checks that exercise it. */
  readonly proof: { readonly page: string; readonly steps: readonly number[] };
  /** Absent where it is proved on paper only. */
  readonly machine?: MachineChecked;
  /** The laboratory's experiment that meets its hypotheses at tolerance tau with n draws. */
  experiment?(tau: number, n: number): Pick<Experiment, 'law' | 'scale' | 'n' | 'epsilon' | 'targets' | 'range' | 'select'>;
}

/** `each target`: with probability 1 - delta for any one target; `every target`: with probability 1 - delta for all of them at once. */
export type Quantifier = 'each target' | 'every target';

/** A statement that says how to prune a random network into a target: what `approximate` runs. */
export interface Theorem extends Statement {
  /**
   * Sufficient n for tolerance `tau` of one normalised weight and failure probability `delta_1` of one event; by its
   * definitions, for a network error epsilon with probability 1 - delta.
   */
  readonly bound: Bound;
  /** The law of a source for tolerances of at least `tau`, of normalised weights. */
  law(tau: number): Law;
  readonly construction: Construction;
  /** Whether the width is said to do for each target by itself, or one source for every target at once. */
  readonly quantifier: Quantifier;
  /** Name of the selector that the proof is about, at tolerance `tau`. */
  select(tau: number): string;
  /** Weights drawn for one problem of size `w` at tolerance `tau`, on average; absent where they are few. */
  readonly draws?: Formula;
}

export const isTheorem = (s: Statement): s is Theorem => 'construction' in s;

/** The values of a statement's constants that are not free. */
export const constantsOf = ({ constants }: Statement): Record<string, number> =>
  Object.fromEntries(constants.flatMap(({ symbol, value }) => (value === null ? [] : [[symbol, value]])));

/** Every hypothesis held against an instance. */
export const findingsOf = (theorem: Statement, instance: Instance): HypothesisFinding[] =>
  theorem.hypotheses.map((h) => ({ name: h.name, statement: h.statement, ...h.test(instance) }));
