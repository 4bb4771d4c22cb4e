import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
import { describeDomain, radiusUp } from '../../src/network/domain.js';
import type { Theorem } from '../../src/theorem/theorem.js';
import { diamondHalf } from './diamond-half.js';

const ordinals = (indices: readonly number[]): string => indices.map((i) => `W_${i + 1}`).join(', ');

/**
 * Pensia et al. (2020), Theorem 1: pruning a random network of twice the depth and a logarithmic factor more width
 * approximates every target. The statement is cited as restated in Otsuka et al. (2025), Theorem 10, and Natale et al.
 * (2024); the paper's constant C is universal and unnamed there, so the bound is `diamondHalf`, whose constants are proved.
 */
export const theorem1: Theorem = {
  id: 'pensia2020.theorem1',
  cite: { key: 'pensia2020', item: 'Theorem 1' },
  statement: String.raw`Let $f(x) = W_l \sigma(W_{l-1} \cdots \sigma(W_1 x))$ with $\|W_i\|_2 \le 1$, and let
$g(x) = M_{2l} \sigma(M_{2l-1} \cdots \sigma(M_1 x))$ have i.i.d. entries $U[-1,1]$, $M_{2i} : d_i \times 2 d_{i-1} n_i$,
$M_{2i-1} : 2 d_{i-1} n_i \times d_{i-1}$, $n_i = C \log \frac{d_{i-1} d_i l}{\min\{\varepsilon, \delta\}}$. With probability at
least $1 - \delta$, for every such $f$ there are masks $S_i$ with
$\sup_{\|x\|_2 \le 1} \|f(x) - (S_{2l} \odot M_{2l}) \sigma(\cdots \sigma((S_1 \odot M_1) x))\| < \varepsilon$.`,
  hypotheses: [
    {
      name: 'width',
      statement: String.raw`$n_i$ is at least the bound, for every layer`,
      test: ({ n, bounds }) => {
        const short = n.map((_, i) => i).filter((i) => n[i] < bounds[i]);
        return short.length === 0
          ? { met: true, detail: `n = ${n.join(', ')}` }
          : { met: false, detail: `n = ${n.join(', ')}, the bound asks ${bounds.join(', ')}` };
      },
    },
    {
      name: 'entries',
      statement: String.raw`$|W_i[r,c]| \le 1$ for every layer (what the subset sums need; it follows from the norms)`,
      test: ({ normalised }) => {
        const largest = normalised.layers.map(({ weights }) => weights.data.reduce((most, w) => Math.max(most, Math.abs(w)), 0));
        const scales = normalised.layers.map((l) => l.scale).join(', ');
        return { met: largest.every((x) => x <= 1), detail: `at most ${largest.map((x) => x.toPrecision(3)).join(', ')} after powers of two ${scales} are taken out as an output gain` };
      },
    },
    {
      name: 'norms',
      statement: String.raw`$\|W_i\|_2 \le 1$ for every layer`,
      test: ({ norms }) => {
        const broken = norms.map((_, i) => i).filter((i) => norms[i] > 1);
        const list = norms.map((w, i) => `||W_${i + 1}|| = ${w.toPrecision(4)}`).join(', ');
        return broken.length === 0
          ? { met: true, detail: list }
          : { met: false, detail: `${list}: ${ordinals(broken)} beyond 1; the budget uses the actual norms instead, a form derived here` };
      },
    },
    {
      name: 'no biases',
      statement: String.raw`the target has no biases`,
      test: ({ target }) => {
        const biased = target.layers.map((_, i) => i).filter((i) => target.layers[i].bias);
        return biased.length === 0
          ? { met: true, detail: 'none' }
          : { met: false, detail: `biases in ${biased.length} of ${target.layers.length} layers; carried by a constant input, a form derived here` };
      },
    },
    {
      name: 'inputs',
      statement: String.raw`$\|x\|_2 \le 1$`,
      test: ({ domain }) => ({
        met: radiusUp(domain) <= 1,
        detail: `${describeDomain(domain)}, norms up to ${radiusUp(domain).toPrecision(4)}${radiusUp(domain) <= 1 ? '' : '; the error is certified there, a form derived here'}`,
      }),
    },
  ],
  bound: diamondHalf,
  law: uniform,
  construction: diamond,
};
