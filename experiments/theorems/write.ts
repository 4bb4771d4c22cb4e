import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fittedSuccess } from '../../proofs/natale2024/fitted.js';
import { theorem21 } from '../../proofs/malach2020/theorem21.js';
import { statements } from '../../proofs/index.js';
import { inlinePool } from '../../src/numeric/pool.js';
import { drawBounds, render } from '../../src/plot/index.js';
import { comparers, evaluate } from '../../src/theorem/index.js';
import { graphSpec, machineTable, root, statementTable, statuses } from './blueprint.js';
import { constantRows, LAB_SEED, TAUS, type ConstantRow } from './constants.js';
import { binaryPools, goldenResiduals, ladderExactness, malachPools, type PoolFailure } from './exactness.js';
import { neuronRows } from './neurons.js';
import { refusals } from './refusals.js';
import { allRuns, DELTA, DEPTH, TARGET_SEED } from './runs.js';
import { scalingRows, scalingSpec, WIDTH } from './scaling.js';

/** Writes docs/theorems.md and its figures: `npm run theorems -- --write`; without it, the page goes to standard output. */
const SEED = 1, SOURCES = 10, SCALING_SOURCES = 5, LAB_ATTEMPTS = 4000, POOL_ATTEMPTS = 20_000, RESIDUALS = 100_000, LADDER_INPUTS = 1000;

const show = (x: number): string => (Math.abs(x) >= 1e9 || (x !== 0 && Math.abs(x) < 1e-3) ? x.toExponential(2) : Number.isInteger(x) || Math.abs(x) >= 1000 ? Math.round(x).toLocaleString('en-US') : String(Number(x.toPrecision(4))));
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows.map((r) => `| ${r.join(' | ')} |`), ''].join('\n');

const log = (what: string): void => console.error(what);
log('statuses');
const found = await statuses(SEED);
log('runs');
const runs = await allRuns(SOURCES);
log('scaling');
const scaling = await scalingRows(SCALING_SOURCES);
log('constants');
const constants = await constantRows(LAB_ATTEMPTS, inlinePool);
log('exactness');
const [malach, binary, golden, ladder] = [malachPools(POOL_ATTEMPTS), binaryPools(POOL_ATTEMPTS), goldenResiduals(RESIDUALS, SEED), await ladderExactness(LADDER_INPUTS)];
log('neurons');
const neurons = neuronRows([[5, 40], [5, 160], [5, 640], [10, 80], [10, 320], [10, 640], [20, 160], [20, 640]], SEED);
log('refusals');
const refused = await refusals();

const poolRows = (rows: readonly PoolFailure[]): string[][] => rows.map((r) => [r.pool, show(r.exact), `${r.failures} of ${show(r.attempts)}`, `[${show(r.met.lower)}, ${show(r.met.upper)}]`, r.met.lower <= r.exact && r.exact <= r.met.upper ? 'inside' : 'outside']);
const beyond = (x: number | null): string => (x === null ? '-' : show(x));

/** Draws per bit of 1/tau between the largest and the smallest tolerance, at one delta: proved, measured (by the ends' intervals), necessary. */
function perBit(rows: readonly ConstantRow[], delta: number): string[] {
  const [first, last] = [TAUS[0], TAUS[TAUS.length - 1]].map((tau) => rows.find((r) => r.tau === tau && r.delta === delta)!), bits = Math.log2(first.tau / last.tau);
  const slope = (a: number | null, b: number | null): string => (a === null || b === null ? '-' : ((b - a) / bits).toFixed(2));
  return [first.law, `[-${first.range}, ${first.range}]`, String(delta), slope(first.lower, last.lower), `${slope(first.measured.estimate, last.measured.estimate)} [${slope(first.measured.upper, last.measured.lower)}, ${slope(first.measured.lower, last.measured.upper)}]`,
    first.proved.map((p, k) => `${slope(p.n, last.proved[k].n)} (${p.by})`).join(', ')];
}
const settings = [...new Set(constants.map((r) => `${r.law} ${r.range}`))].map((key) => constants.filter((r) => `${r.law} ${r.range}` === key));

const layers: [string, number, number, number][] = [['mnist-fc_256x2, layer 1', 256, 784, 3], ['pensia2020_fc2, layer 1', 500, 784, 2], ['acasxu, layer 2', 50, 50, 7]];
const explicit = await Promise.all(layers.map(async ([name, rows, columns, l]) => {
  const n = await evaluate(theorem21.bound, { rows, columns, l, epsilon: 0.01, delta: 0.01 });
  return [name, `${columns} to ${rows}`, String(l), show(n), show(n * rows * columns)];
}));

const page = `# Theorems

Every statement that the toolkit knows, how it is known, and what came out when it was run. Written by \`npm run theorems -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}),
Node ${process.version}; seeds are ${SEED}, 2, ... unless said otherwise, so that the numbers come out again. \`slth theorems ID\` prints all of a statement, \`--check\` runs the checks of its proof, \`slth bounds\` compares.

An *origin* is of the statement in the form given here: \`proved\` on its page, \`cited\`, \`reconstructed\` (the paper's statement from restatements or memory, its constants derived on the page), \`fitted\`.
A statement is *executable* if \`slth approximate\` runs it, or the laboratory (\`slth rss\`). Its *checks* are those that the steps of its proof name; they were run on 100 random cases each, seed ${SEED}.

${statementTable(found)}
![Which statement uses which](theorems.svg)

## What is machine-checked

By Coq, as the audit of [proofs/coq](../proofs/coq/audit.txt) prints it (\`npm run proofs\`; [what exactly, and what is idealised](proofs.md)):

${machineTable()}

## How wide is enough

The bounds side by side (\`slth bounds --figure\`), for targets of 5 layers at epsilon = delta = 0.01. The curve of \`natale2024.fixed-size\` rests on a constant fitted for tolerances down to ${fittedSuccess.tolerances[0]}; beyond d = 7 here it is extrapolated:

![Bounds of all theorems over the width of the target](bounds.svg)

The explicit bound of Malach et al. (2020) on layers of real networks, at epsilon = delta = 0.01, norms taken to be 1:

${table(['layer', 'shape', 'depth l', 'n (units for each weight)', 'hidden units'], explicit)}
## Every theorem, run

Targets of ${DEPTH} layers of d units each, norms at most 1, seed ${TARGET_SEED}, on ${SOURCES} sources each, with the entrywise budget, delta = ${DELTA}. Asked: the bound's n at the tolerances of that budget, which goes by the target's own norms; own: the n of the theorem's own formula at (epsilon, delta). Both for the widest layer. Sufficed: the largest n that any source needed (at most, where the search is greedy).
Error: the largest certified one. Misses: weights not within their tolerance, all sources together.

${table(['theorem', 'd', 'epsilon', 'n own', 'n asked', 'n that sufficed', 'source weights per target weight', 'misses', 'certified error', 'kept per weight'],
  runs.map((r) => [`\`${r.id}\``, String(r.d), String(r.epsilon), show(r.own), show(r.asked), r.sufficed === null ? '-' : `${r.exact ? '' : '<= '}${show(r.sufficed)}`, show(r.weights), show(r.misses), show(r.error), r.keptPerWeight.toFixed(2)]))}
## Polynomial and logarithmic constructions on one target

Source weights per target weight on a ${WIDTH}-${WIDTH}-${WIDTH} target: at the bound's widths (tolerances of the entrywise budget), and at the smallest sufficient ones (\`--candidates auto\`), median and range over ${SCALING_SOURCES} sources. A dash: some source has a miss even at the bound. What is not listed was refused for its cost.

${table(['theorem', 'epsilon', 'bound', 'needed: median', 'range'], scaling.map((r) => [`\`${r.id}\``, String(r.epsilon), show(r.bound), r.measured ? show(r.measured.median) : '-', r.measured ? `${show(r.measured.least)} to ${show(r.measured.most)}` : '-']))}
![Source sizes needed and asked, over epsilon](theorems-scaling.svg)

## The constant of random subset sums

Draws n at which every target of a window is within tau of a subset sum, with probability 1 - delta: necessary (proved), measured (quantile of the covering time over ${show(LAB_ATTEMPTS)} pools, 99 % interval, seed ${LAB_SEED}), sufficient (proved). Law \`diamond\`: raw draws of one half.

${table(['law', 'window', 'tau', 'delta', 'necessary', 'measured', 'sufficient'],
  constants.map((r) => [r.law, `[-${r.range}, ${r.range}]`, String(r.tau), String(r.delta), show(r.lower), `${beyond(r.measured.estimate)} [${beyond(r.measured.lower)}, ${beyond(r.measured.upper)}]`, r.proved.map((p) => `${show(p.n)} (${p.by})`).join(', ')]))}
The same as draws per bit of 1/tau, between tau = ${TAUS[0]} and tau = ${TAUS[TAUS.length - 1]} at fixed delta (the interval joins the ends' 99 % intervals: at least 98 %; where the reach of the sums decides and not their resolution, a bit costs little):

${table(['law', 'window', 'delta', 'necessary', 'measured', 'proved'], settings.flatMap((rows) => [0.1, 0.01].map((delta) => perBit(rows, delta))))}
## Exact formulas, met

Failure of one pool of Malach et al. (2020), boxes, both signs of the input: 2 (1 - p)^k - (1 - 2p)^k, against sources of seeds 1 to ${show(POOL_ATTEMPTS)} (99 % intervals):

${table(['pool', 'exact', 'failed', 'interval', 'exact value'], poolRows(malach))}
Failure of one pool of binary weights, one sign: P(Bin(n, 1/4) < kappa |w|):

${table(['pool', 'exact', 'failed', 'interval', 'exact value'], poolRows(binary))}
* Golden-ratio decomposition: of ${show(golden.draws)} draws with samples anywhere in ${golden.bins} bins, ends included, ${show(golden.violations)} left [0, g^i] at any step; the largest last residual was ${golden.largest.toFixed(6)} g^${golden.bins}.
* Ladder: the pruned network of a ${ladder.widths} target (source ${ladder.source}) and its effective weights, both in integers of any size, differed at ${ladder.different} of ${show(ladder.inputs)} integer inputs of either sign; the largest output was ${ladder.largest.toString()}.

## Units, features, weights

Pruning units is a method of random features, and no better than the best combination of them (\`malach2020.theorem3.2\`, which is silent on weights at equal width). One ReLU neuron of norm 1 over Gaussian inputs, approximated with the same number of hidden units: by the best choice of units found (greedy, scaled), by the best
linear combination of the same random features, and by a pruned layer with a pool for each weight (nearest pair, no scale). Share of the target's second moment left as squared error on fresh inputs, seed ${SEED}. With few units for each weight the nearest pair is poor, with many it is best; units chosen are a local optimum only: the 160 contain the 40:

${table(['d', 'hidden units', 'units chosen', 'features combined', 'weights pruned'], neurons.map((r) => [String(r.d), String(r.units), show(r.mask), show(r.features), show(r.weights)]))}
## Refusals

Each hypothesis broken on purpose. What a derived form covers is said and run; what nothing covers is refused, and \`--outside\` runs it all the same: the verdict is of what was built, and every output (text, JSON, figure, ticket, \`slth check\`, \`slth export\`) names what was broken.

${table(['asked', 'answer', 'with --outside'], refused.map((r) => [r.what, r.message.replaceAll('|', '\\|'), r.outside ? `${r.outside.verdict}, marked outside: ${r.outside.marked.join(', ')}` : '']))}`;

if (process.argv.includes('--write')) {
  const compare = await comparers(statements), question = { d: 100, l: 5, epsilon: 0.01, delta: 0.01 };
  const points = [...new Set(Array.from({ length: 41 }, (_, k) => Math.round(Math.exp((Math.log(1000) * k) / 40))))].map((x) => ({ x, bounds: compare.map((c) => c({ ...question, d: x })) }));
  writeFileSync(join(root, 'docs/theorems.md'), `${page.trim()}\n`);
  writeFileSync(join(root, 'docs/theorems.svg'), await render(graphSpec(found), 'theorems.svg'));
  writeFileSync(join(root, 'docs/bounds.svg'), await drawBounds({ over: 'd', question, points }, 'bounds.svg'));
  writeFileSync(join(root, 'docs/theorems-scaling.svg'), await render(scalingSpec(scaling, SCALING_SOURCES), 'theorems-scaling.svg'));
} else console.log(page);
