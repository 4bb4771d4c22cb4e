/**
 * docs/statistics.md: what a trial is, which interval is for what, and how often each holds the truth.
 *
 *   npm run coverage                    prints the page, of 200 simulations
 *   npm run coverage -- --size 2000     of so many
 *   npm run coverage -- --write         of 2000, and writes it
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decimalAtLeast, decimalAtMost } from '../../src/numeric/rounding.js';
import { attemptsAtHalf, attemptsWithoutFailure } from '../../src/numeric/index.js';
import { coverageRows, RESAMPLES, triedNames, type CoverageRow } from './coverage.js';
import { SEED } from './hitting-law.js';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, size: { type: 'string' } } });
const size = Number(values.size ?? (values.write ? 2000 : 200));

const percent = (x: number): string => (100 * x).toFixed(1);
const line = (r: CoverageRow): string =>
  `| \`${r.name}\` | ${r.part} | ${r.setting.replaceAll('|', '\\|')} | ${r.of.toLocaleString('en-US')} | ${percent(r.count / r.of)} | ${decimalAtMost(100 * r.interval.lower, 3)} to ${decimalAtLeast(100 * r.interval.upper, 3)} |`;
const table = (rows: readonly CoverageRow[], what: string): string => [`| function | of | setting | simulations | ${what} | 99 % interval |`, '| --- | --- | --- | ---: | ---: | --- |', ...rows.map(line)].join('\n');

const rows: CoverageRow[] = [];
for (const name of triedNames) {
  const some = await coverageRows(size, name);
  for (const r of some) process.stderr.write(`${line(r)}\n`);
  rows.push(...some);
}
const covers = rows.filter((r) => r.kind === 'covers'), errs = rows.filter((r) => r.kind === 'errs');
const least = covers.reduce((a, b) => (a.count / a.of <= b.count / b.of ? a : b)), most = errs.reduce((a, b) => (a.count / a.of >= b.count / b.of ? a : b));

/** How many draws a claim takes, in a sentence. */
const needed = (p: number, confidence: number): string => {
  const [delta, alpha] = [1 - p, 1 - confidence], commas = (n: number): string => n.toLocaleString('en-US');
  return `${commas(attemptsWithoutFailure(delta, alpha))} draws decide if none fails; after ${commas(attemptsAtHalf(delta, alpha))}, the default, it is left \`open\`: draws that fail half as often as allowed are then decided with probability ${confidence}.`;
};

const text = `# Statistics: what is claimed, and how often the claims hold

Written by \`npm run coverage -- --write\` on ${new Date().toISOString().slice(0, 10)}, seed ${SEED}. Below every interval is tried in simulated experiments whose truth is known.

## What a trial is

The random object is one draw of a source network, an *attempt*: all weights of a column share their hidden units, so weights of one network are not independent and are never counted as trials. A theorem of this
kind makes two claims, with two kinds of trial.

- *The proof's event*: every weight of the target is met within its tolerance. An attempt succeeds, or fails (an exact solver shows that no subset reaches some weight), or is unknown (a search gave up).
  This claim can be refuted, and \`SequentialTest\` has three verdicts for it.
- *A mask exists* whose certified error is at most epsilon. An attempt succeeds or is unknown: subsets that are each best need not make the best mask, so a miss refutes nothing. For this claim there are lower
  limits only, and \`SequentialTest\` is \`oneSided\`.

Unknown is never dropped: a lower limit counts it as failure, an upper limit as success. A hitting time T, the least n at which an attempt succeeds, is Infinity beyond what was tried, and stays in the sample.
Data give a limit of a probability or refute a claim; they prove no theorem.

## Which interval is for what

| question | function | method | assumes |
| --- | --- | --- | --- |
| success probability, number of attempts fixed | \`binomialInterval\`, \`binomialLower\`, \`binomialUpper\` | exact (Clopper & Pearson 1934) | independent attempts |
| the same, stopped whenever one likes | \`confidenceSequence\` | Beta mixture, Ville's inequality (Robbins 1970) | the same |
| is the failure probability at most delta? | \`SequentialTest\` | two e-processes (Ramdas et al. 2023) | the same |
| do two ways succeed equally often, tried on the same draws? | \`PairedTest\` | e-processes: of the discordant pairs, of the difference (Ramdas et al. 2023) | pairs are independent |
| many such questions at once | \`holm\`, \`meanEvidence\`, \`familyStatement\` | Holm (1979); Vovk & Wang (2021) | nothing of their dependence |
| one quantile of T | \`quantileInterval\` | order statistics (David & Nagaraja 2003) | nothing of the law of T |
| the same, stopped whenever one likes | \`anytimeQuantile\` | the confidence sequence of "at most this", inverted (Ramdas et al. 2023) | the same |
| the whole curve P(T <= n) | \`distributionBand\` | Dvoretzky, Kiefer & Wolfowitz (1956), Massart (1990) | nothing of the law of T |
| constants: n against log2(1/eps), ln(1/delta), exponents | \`quantileFit\` | least squares of quantiles, smooth Bayesian bootstrap (Rubin 1981; Banks 1988) of the draws of each cell | draws of a cell are independent |
| additive, or the greater of two? | \`compareForms\` | misfit against resampled noise, error at cells left out | the same |
| logarithm or power? | \`compareCurves\` | interval of p in a + b (x^p - 1) / p | the same |
| the tail beyond the draws | \`tailFit\` | regression of ln P(T > n), resampled | the tail's form: what it says beyond the draws is extrapolated |
| success on n, T not known | \`logisticFit\` | profile likelihood | the curve's form, which rules quantiles far out |
| means and other smooth statistics | \`bootstrap\` | BCa below 200 draws (Efron 1987), else percentiles; widened by Student's quantile (Hesterberg 2015) | draws of a group are independent |

A quantile in a fit lies between integers: where the line through the points (n, P(T <= n)) crosses 1 - delta, at most one below the least n that suffices. A quantile that the draws of a cell do not bound from above is
left out and listed; if the rest does not determine the fit, or in too many resamples a quantile is infinite, the answer is \`open\` or a limit infinite.

\`compareCurves\` calls growth logarithmic only if every exponent from 0.1 on is refuted, whatever constant is added to the power, and a power only if the logarithm is refuted. On widths from 2 to 64 a few hundred
attempts mostly leave this \`open\`. Excluding the exponents of other theorems takes much less: that is the \`exponent\` and its interval.

## Probabilities in a property test

fast-check asks whether a property holds of every case. A construction that may miss holds of most: \`holdsWithProbability(0.95, { confidence: 0.99 })\` makes properties of a claim about that probability, which any
test runner asserts with \`assertHolds\`.

\`\`\`ts
import { assertHolds, holdsWithProbability } from 'slth/properties';
const often = holdsWithProbability(0.95, { confidence: 0.99 });
const sums = often('three numbers of (0, 1) sum to at most 2.5', (random) => [random.uniform(), random.uniform(), random.uniform()], ([a, b, c]) => a + b + c <= 2.5 || \`sum \${a + b + c}\`);
await assertHolds(sums, { seed: 1 });
\`\`\`

- What is random: \`draw\` makes a case of independent uniform numbers, a pure function of the seed and the draw's number. Not fast-check's arbitraries: they prefer extreme values, and a share of such cases is no probability.
- \`holds\` shows a probability above 0.95, and comes with probability at most 0.005 where it is not above. \`fails\` shows one below 0.95, and comes with probability at most 0.005 where it is not below. One may stop at any draw. ${needed(0.95, 0.99)}
- \`open\` shows neither, and is no pass. With \`oneSided\`, for what no draw can refute, the verdict is \`holds\`, wrong with probability at most 0.01, or \`open\`.
- A draw that was given up counts as failed for \`holds\`, as held for \`fails\`; one that throws has failed.
- The report has the counts, an interval of the probability that is valid whenever one stops, and at most five failing draws, smallest first; the seed and a draw's number, as \`path\`, repeat it alone.
- \`succeedsAsOften\` compares two ways on the same draws. \`fails\`: they do not succeed equally often (where they do, with probability at most 1e-6). \`holds\`: their success probabilities differ by less than the margin, 0.1 (where
  not, with probability at most 0.01); that they are equal no number of pairs shows.

## Coverage at 95 %

The least share is ${percent(least.count / least.of)} % (\`${least.name}\`, ${least.part}; ${least.setting}). A limit of Infinity, by which a fit says that it does not know, holds any truth. The last column is exact (Clopper & Pearson 1934). Simulations resample ${RESAMPLES} times, which
suffices for limits at 2.5 %; a study takes 2000.

${table(covers, 'held, %')}

## Errors at 5 %

The greatest share of wrong verdicts is ${percent(most.count / most.of)} % (\`${most.name}\`, ${most.part}; ${most.setting}). \`open\` is not wrong.

${table(errs, 'wrong, %')}
`;
process.stdout.write(text);
if (values.write) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'statistics.md'), text);
