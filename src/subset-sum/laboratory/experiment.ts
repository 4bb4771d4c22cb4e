import { selectorNamed } from '../selectors.js';
import { parseSampleLaw } from './sample-law.js';
import type { Sharing } from './pool-of-samples.js';

/** One experiment of the laboratory, as data: problems are described, never stored. */
export interface Experiment {
  /** Name of a sample law (parseSampleLaw). */
  readonly law: string;
  readonly scale: number;
  /** Raw draws of one problem. */
  readonly n: number;
  /** The tolerance of a subset's sum. */
  readonly epsilon: number;
  /** `uniform` on [-range, range]; `all` of that interval at once; or one number. */
  readonly targets: 'uniform' | 'all' | number;
  readonly range: number;
  /** Name of a selector. */
  readonly select: string;
  readonly sharing: Sharing;
  /** Problems that one pool serves; 1 unless shared. */
  readonly problems: number;
  /** Pools drawn: the independent trials. */
  readonly attempts: number;
  readonly seed: number;
}

/** Throws a RangeError that says what is wrong, if anything is. */
export function requireExperiment(e: Experiment): void {
  const need = (right: boolean, what: string, got: unknown): void => {
    if (!right) throw new RangeError(`laboratory: needed ${what}, got ${got}`);
  };
  const law = parseSampleLaw(e.law, e.epsilon);
  need(e.scale > 0 && e.scale < Infinity, 'a positive scale', e.scale);
  need(Number.isInteger(e.n) && e.n >= 1 && e.n <= 100_000, 'n, an integer in [1, 100000]', e.n);
  need(e.epsilon >= 0 && e.epsilon < Infinity, 'epsilon >= 0', e.epsilon);
  need(e.range > 0 && e.range < Infinity, 'a positive range', e.range);
  need(typeof e.targets === 'string' || Number.isFinite(e.targets), 'targets uniform, all or a number', e.targets);
  need(Number.isInteger(e.attempts) && e.attempts >= 1 && e.attempts * e.problems <= 1e8, 'attempts, at least 1 and 10^8 problems in all', `${e.attempts} of ${e.problems} problems`);
  need(Number.isInteger(e.problems) && e.problems >= 1 && (e.sharing !== 'weight' || e.problems === 1), 'at least 1 problem per pool, and 1 unless pools are shared', e.problems);
  need(e.sharing !== 'column' || law.uniforms === 2, 'law product or diamond where a column shares its first factor', e.law);
  need(e.targets !== 'all' || e.sharing === 'weight', 'sharing weight where all targets are asked for', e.sharing);
  const selector = selectorNamed(e.select);
  // A diamond's survivors are binomial: half of the raw draws and ten deviations more never come.
  const most = e.law === 'diamond' ? Math.min(e.n, e.n / 2 + 5 * Math.sqrt(e.n)) : e.n;
  if (e.targets !== 'all') need(most <= selector.most, `an n for which select ${selector.name} has at most ${selector.most} candidates`, e.n);
}
