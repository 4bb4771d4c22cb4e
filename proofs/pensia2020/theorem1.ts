import { diamond } from '../../src/constructions/index.js';
import { uniform } from '../../src/numeric/law.js';
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
      name: 'entries',
      statement: String.raw`$|W_i[r,c]| \le 1$ for every layer, after scales $s_i$ are taken out`,
      test: ({ scales }) => ({ met: true, detail: `met by powers of two s = ${scales.join(', ')}, multiplied to one output gain` }),
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
        met: domain.kind === 'ball' && domain.radius <= 1,
        detail: domain.kind === 'ball' ? `ball of radius ${domain.radius}` : 'a box; errors are certified on it, a form derived here',
      }),
    },
  ],
  bound: diamondHalf,
  law: uniform,
  construction: diamond,
};
