import { availableParallelism } from 'node:os';
import { openPool } from '../numeric/pool.js';
import { ball, targetFamilies, widths, type TargetFamily } from '../network/index.js';
import { selectorNamed } from '../subset-sum/index.js';
import { verify, type ClaimFound, type Targets, type TimeQuantile, type Verification, type VerifyRequest } from '../theorem/index.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, INTERRUPTED, USAGE } from './failure.js';
import { requireFigureName, requireWritable, writeWhole } from './files.js';
import { findTheorem } from './find-theorem.js';
import { parseDomain } from './parse-domain.js';
import { openProgress } from './progress.js';
import { readTarget } from './read-target.js';
import { regimesText, show, showLower, showUpper, table } from './report.js';

interface Options {
  d: number;
  l: number;
  epsilon?: number;
  tolerance?: number;
  delta: number;
  targets: string;
  sameTarget?: boolean;
  targetsPerSource: number;
  candidates: string;
  select?: string;
  attempts: number;
  all?: boolean;
  confidence: number;
  claim: 'E' | 'N';
  domain?: string;
  layers?: string;
  seed: number;
  figure?: string;
  workers?: number;
  json?: boolean;
}

/** slth verify: a theorem run on many sources, and what that shows. Returns the exit code of its verdict. */
export async function verifyCommand(id: string, options: Options): Promise<number> {
  const started = performance.now(), workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  if (options.figure !== undefined) {
    await requireFigureName(options.figure);
    requireWritable(options.figure);
  }
  const request = await requestOf(id, options), pool = await openPool(workers), progress = await openProgress(options.json ?? false);
  // Ctrl-C ends the attempts, not the program: what was seen until then is said. A second one ends the program.
  const stop = new AbortController(), others = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  process.once('SIGINT', () => {
    others.forEach((listener) => process.on('SIGINT', listener as NodeJS.SignalsListener));
    stop.abort(new Failure(INTERRUPTED, 'verify: interrupted before any attempt was made'));
  });
  try {
    const result = await verify(request, pool, (attempts, most) => {
      const seconds = (performance.now() - started) / 1000;
      progress.onProgress(`attempt ${attempts}, ${(seconds / attempts).toPrecision(2)} s each`, attempts / most);
    }, stop.signal);
    await breath();
    progress.end();
    if (stop.signal.aborted) process.stderr.write(`slth: stopped after ${show(result.attempts)} attempts\n`);
    if (options.figure) {
      const { drawVerification } = await import('../plot/index.js');
      writeWhole(options.figure, await drawVerification(result, options.figure));
    }
    const seconds = (performance.now() - started) / 1000;
    if (options.json) printJson({ ...result, seconds });
    else process.stdout.write(`${verificationText(result, options.targets)}${options.figure ? `figure       ${options.figure}\n` : ''}seconds      ${seconds.toFixed(2)} s\n`);
    return exitCodeOf(result.verdict);
  } finally {
    progress.end();
    await pool.close();
  }
}

async function requestOf(id: string, o: Options): Promise<VerifyRequest> {
  const theorem = await findTheorem('verify', id);
  if (o.epsilon !== undefined && o.tolerance !== undefined) throw new Failure(USAGE, 'verify: needed --epsilon or --tolerance, got both');
  const whole = (flag: string, x: number, most: number): void => {
    if (!(Number.isInteger(x) && x >= 1 && x <= most)) throw new Failure(USAGE, `${flag}: needed an integer in [1, ${most}], got ${x}`);
  };
  whole('--d', o.d, 4096);
  whole('--l', o.l, 100);
  const candidates = o.candidates === 'bound' ? 'bound' : Number(o.candidates);
  if (candidates !== 'bound') whole('--candidates', candidates, 2 ** 25);
  const every = o.targets === 'every', targets = await targetsOf(o);
  return {
    theorem,
    targets,
    quantifier: every ? 'every target' : 'each target',
    domain: o.domain === undefined ? ball(1) : await parseDomain(o.domain, 'network' in targets ? widths(targets.network)[0] : o.d),
    epsilon: o.epsilon ?? (o.tolerance === undefined ? 0.1 : null),
    tolerance: o.tolerance ?? null,
    delta: o.delta,
    selector: o.select === undefined ? null : selectorNamed(o.select),
    candidates,
    seed: o.seed,
    targetsPerSource: o.targetsPerSource,
    claim: o.claim,
    attempts: o.attempts,
    all: o.all ?? false,
    confidence: o.confidence,
  };
}

async function targetsOf({ targets, d, l, sameTarget = false, layers, targetsPerSource }: Options): Promise<Targets> {
  const family = targets === 'every' ? 'uniform' : targetFamilies.find((f) => f === targets);
  if (family) return { family: family satisfies TargetFamily, widths: Array.from({ length: l + 1 }, () => d), fresh: !sameTarget };
  if (!/[.:/]/.test(targets)) throw new Failure(USAGE, `--targets: needed ${targetFamilies.join(', ')}, every, a network file or builtin:NAME, got ${targets}`);
  if (targetsPerSource !== 1) throw new Failure(USAGE, `--targets-per-source: needed a family of targets, got ${targets}`);
  return { network: await readTarget(targets, layers) };
}

/** What was found, as text. */
function verificationText(r: Verification, named: string): string {
  const percent = `${100 * r.confidence} %`, beyond = (x: number | null): string => (x === null ? `> ${Math.min(...r.n)}` : show(x));
  const time = ({ q, estimate, lower, upper }: TimeQuantile): string => `${show(100 * q)} % ${beyond(estimate)} [${beyond(lower)}, ${beyond(upper)}]`;
  const claim = (title: string, what: string, { verdict, success, failure, unknown, successRate, exact, evidence }: ClaimFound): string[] => [
    `${title.padEnd(12)} ${verdict.padEnd(5)}  ${what}: ${show(success)} succeeded, ${show(failure)} failed, ${show(unknown)} unknown`,
    `             success rate in [${showLower(successRate.lower)}, ${showUpper(successRate.upper)}] (${percent}, whenever one stops)${exact ? `, [${showLower(exact.lower)}, ${showUpper(exact.upper)}] (exact ${percent} interval)` : ''}; e-values ${show(evidence.holds)} for, ${evidence.fails === null ? 'none' : show(evidence.fails)} against`,
  ];
  const { theorem, small } = r, narrower = r.quantifier === 'each target' && theorem.quantifier === 'every target', wider = r.quantifier === 'every target' && theorem.quantifier === 'each target';
  return [
    `theorem      ${theorem.id}, for ${theorem.quantifier}; ${r.construction}${r.selectors.some((s) => s !== '') ? `, select ${[...new Set(r.selectors)].join(', ')}` : ''}`,
    `question     ${r.question}`,
    ...(narrower ? ['             (the theorem says more: every target at once; --targets every asks that)'] : wider ? ['             (this asks more than the theorem says: it is about each target by itself)'] : []),
    `targets      ${r.targets}${r.quantifier === 'each target' && !targetFamilies.some((f) => f === named) ? `: ${named}` : ''}${r.targetsPerSource > 1 ? `; ${r.targetsPerSource} pruned from each source` : ''}`,
    `attempts     ${show(r.attempts)} sources of at most ${show(r.budget)}, seed ${r.seed}`,
    '',
    table(['layer', 'n used', 'bound', 'tolerance', 'misses', 'by range', 'by resolution', 'given up'], r.n.map((n, i) => {
      const m = r.missesPerLayer[i];
      return [String(i + 1), show(n), show(r.bounds[i]), show(r.tolerances[i]), show(m.range + m.resolution + m.gaveUp), show(m.range), show(m.resolution), show(m.gaveUp)];
    })),
    `misses       ${regimesText(r.misses)}, of ${show(r.problems)} ${r.quantifier === 'every target' ? 'pools' : 'problems'}`,
    ...claim('claim E', r.quantifier === 'every target' ? 'every pool within its tolerance of every target' : 'every weight within its tolerance', r.event),
    ...(r.network ? claim('claim N', `error certified at most ${r.epsilon} on ${r.domain}`, r.network) : []),
    `${r.quantifier === 'every target' ? 'covering' : 'hitting'}${r.quantifier === 'every target' ? '' : ' '}     sources succeed from n on: ${r.hittingTimes.map(time).join(', ')} (${percent} each)${r.exactTimes < 1 ? `; ${show(Math.round((1 - r.exactTimes) * r.attempts))} of them are upper bounds, or unknown` : ''}`,
    ...(r.errors ? [`errors       certified, median ${r.errors.median === null ? 'none' : showUpper(r.errors.median)}, largest ${r.errors.max === null ? 'none' : showUpper(r.errors.max)}`] : []),
    ...(r.keptPerWeight === null ? [] : [`kept         ${r.keptPerWeight.toFixed(3)} source weights per target weight; selected per problem ${r.selectedPerProblem!.toFixed(3)}`]),
    ...(small ? smallText(small, r) : []),
    ...r.hypotheses.filter((h) => h.met !== 'met').map((h, k) => `${(k === 0 ? 'hypotheses' : '').padEnd(12)} ${h.met.padEnd(7)}  ${h.name}: ${h.detail}`),
    ...(r.outside.length > 0 ? [`outside      the hypotheses of ${theorem.id}: ${r.outside.join(', ')}; it promises nothing here`] : []),
    `verdict      ${r.verdict}: ${r.conclusion}`,
    '',
  ].join('\n');
}

function smallText({ attemptsNeeded, problems, deltaPerProblem, extrapolated }: NonNullable<Verification['small']>, { delta }: Verification): string[] {
  return [
    `small delta  ${delta} takes ${show(attemptsNeeded)} attempts without a failure to be shown directly; by the union bound it is ${show(deltaPerProblem)} for each of ${show(problems)} problems`,
    `             ${extrapolated ? `extrapolated, not shown: the tail of hitting times, which falls by ${show(extrapolated.factor)} per unit of n, leads to ${show(extrapolated.failureRate)} at the n used` : 'too few sources fail at smaller n to extrapolate their tail'}`,
  ];
}
