import { describeDomain, radiusUp } from '../network/domain.js';
import type { Selector } from '../subset-sum/index.js';
import type { Hypothesis, HypothesisResult } from './theorem.js';

const met = (detail: string): HypothesisResult => ({ met: 'met', detail });
const covered = (detail: string): HypothesisResult => ({ met: 'covered', detail });
const broken = (detail: string): HypothesisResult => ({ met: 'broken', detail });

const layers = (indices: readonly number[]): string => indices.map((i) => `W_${i + 1}`).join(', ');
const some = (count: number, holds: (i: number) => boolean): number[] => Array.from({ length: count }, (_, i) => i).filter(holds);

/** The source is as wide as the bound asks. */
export const width: Hypothesis = {
  name: 'width',
  statement: String.raw`$n_i$ is at least the bound at the tolerances that are aimed at, for every layer`,
  test: ({ n, bounds, searched }) => {
    const short = some(n.length, (i) => n[i] < bounds[i]);
    if (short.length === 0) return met(`n = ${n.join(', ')}`);
    const detail = `n = ${n.join(', ')}, the bound asks ${bounds.join(', ')}: ${bounds.map((b, i) => Math.max(0, b - n[i])).join(', ')} short`;
    return searched ? covered(`${detail}; n was found by searching this source, for which it is no promise but a fact`) : broken(detail);
  },
};

/** Tolerances guarantee the network error in advance. */
export const budget: Hypothesis = {
  name: 'budget',
  statement: String.raw`every weight within its tolerance gives a network error of at most $\varepsilon$`,
  test: ({ budget: kind }) => {
    if (kind === null) return met('no network error is asked, or promised');
    return kind === 'entrywise'
      ? covered("shares by the target's own norms in place of the theorem's, a form derived here (foundations.propagation, step 14)")
      : covered('tolerances of the expected size of errors: the bound is for meeting them in one pass, the network error is what the certificate finds');
  },
};

/** The selector finds what the proof says is there. */
export const selector: Hypothesis = {
  name: 'selector',
  statement: 'the selector finds a subset that the proof shows to exist',
  test: ({ selectors }) => {
    const wrong = selectors.find(({ used, proved, n }) => used.name !== proved.name && !(findsAll(used, proved) && (proved.complete || n <= reach(used))));
    if (wrong) return broken(`${wrong.used.name}, which need not find what the proof promises of ${wrong.proved.name}`);
    const names = [...new Set(selectors.map((s) => s.used.name))].join(', ') || 'none: the construction decides by itself';
    const partly = selectors.find(({ used, proved, n }) => proved.complete && n > reach(used));
    return partly
      ? covered(`${names}; of more than ${reach(partly.used)} candidates it searches parts: what it does not find there it gives up, and calls no proven miss`)
      : met(names);
  },
};

/** Candidates up to which a selector searches all the subsets that it may choose. */
const reach = (one: Selector): number => one.searchesAll ?? one.most;

/** Whether one selector may choose whatever another may, and searches to the end. */
const findsAll = (one: Selector, other: Selector): boolean =>
  one.complete && Array.from({ length: 64 }, (_, size) => size).every((size) => (one.admits?.(size) ?? true) || !(other.admits?.(size) ?? true));

/** Entries of the layers lie in [-1, 1]: what the subset sums need. */
export const entries: Hypothesis = {
  name: 'entries',
  statement: String.raw`$|W_i[r,c]| \le 1$ for every layer`,
  test: ({ target, normalised }) => {
    const largest = target.layers.map(({ weights, bias }) => [...weights.data, ...(bias ?? [])].reduce((most, w) => Math.max(most, Math.abs(w)), 0));
    const beyond = some(largest.length, (i) => largest[i] > 1);
    const list = `at most ${largest.map((x) => x.toPrecision(3)).join(', ')}`;
    return beyond.length === 0 ? met(list) : covered(`${list}: ${layers(beyond)} beyond 1; powers of two ${normalised.layers.map((l) => l.scale).join(', ')} are taken out as an output gain, a form derived here`);
  },
};

/** ||W_i|| <= 1. */
export const norms: Hypothesis = {
  name: 'norms',
  statement: String.raw`$\|W_i\|_2 \le 1$ for every layer`,
  test: ({ norms: sizes, budget: kind }) => {
    const beyond = some(sizes.length, (i) => sizes[i] > 1);
    const list = sizes.map((w, i) => `||W_${i + 1}|| = ${w.toPrecision(4)}`).join(', ');
    return beyond.length === 0 ? met(list) : covered(`${list}: ${layers(beyond)} beyond 1; ${kind === null ? 'no network error is asked, or promised' : 'the budget uses the actual norms instead, a form derived here (foundations.propagation, step 14)'}`);
  },
};

/** ||W_i||_max <= 1 / sqrt(n_in), of Malach et al. (2020). */
export const smallEntries: Hypothesis = {
  name: 'small entries',
  statement: String.raw`$\|W_i\|_{\max} \le 1/\sqrt{d_{i-1}}$ for every layer`,
  test: ({ target }) => {
    const ratios = target.layers.map(({ weights }) => weights.data.reduce((most, w) => Math.max(most, Math.abs(w)), 0) * Math.sqrt(weights.columns));
    const list = ratios.map((x, i) => `||W_${i + 1}||_max sqrt(d_${i}) = ${x.toPrecision(3)}`).join(', ');
    return ratios.every((x) => x <= 1) ? met(list) : covered(`${list}; the pools need entries in [-1, 1] only, a form derived here`);
  },
};

/** No biases. */
export const noBiases: Hypothesis = {
  name: 'no biases',
  statement: 'the target has no biases',
  test: ({ target }) => {
    const biased = target.layers.filter((l) => l.bias).length;
    return biased === 0 ? met('none') : covered(`biases in ${biased} of ${target.layers.length} layers; carried by a constant input, a form derived here (foundations.propagation, step 14)`);
  },
};

/** ||x|| <= 1. */
export const inputs: Hypothesis = {
  name: 'inputs',
  statement: String.raw`$\|x\|_2 \le 1$`,
  test: ({ domain }) => {
    const detail = `${describeDomain(domain)}, norms up to ${radiusUp(domain).toPrecision(4)}`;
    return radiusUp(domain) <= 1 ? met(detail) : covered(`${detail}; the error is certified there, a form derived here (foundations.propagation, step 14)`);
  },
};
