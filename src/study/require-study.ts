import { caseKey } from './case-key.js';
import type { Study } from './study.js';

/** `value` itself if it is a study that can be run; else throws a RangeError that says what it lacks. */
export function requireStudy(value: unknown): Study {
  const need = (right: boolean, what: string, got: unknown): void => {
    if (!right) throw new RangeError(`study: needed ${what}, got ${typeof got === 'string' ? JSON.stringify(got) : String(got)}`);
  };
  need(typeof value === 'object' && value !== null, 'an object made by defineStudy', value);
  const study = value as Study, { name, question, tested, confidence, seed, cases, work } = study;
  need(typeof name === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name), 'a name in kebab-case', name);
  need(typeof question === 'string' && question.endsWith('?'), `a question that ends in a question mark (${name})`, question);
  need(typeof tested === 'string', `a sentence "tested" (${name})`, tested);
  need(confidence > 0 && confidence < 1, `a confidence in (0, 1) (${name})`, confidence);
  need(Number.isSafeInteger(seed) && seed >= 0, `a seed in [0, 2^53) (${name})`, seed);
  need(typeof work?.url === 'string' && typeof work.name === 'string', `work: { url: import.meta.url, name } (${name})`, JSON.stringify(work));
  for (const method of ['attempts', 'batch', 'figures', 'finding'] as const) need(typeof study[method] === 'function', `a function ${method} (${name})`, study[method]);
  need(Array.isArray(cases) && cases.length > 0, `at least one case (${name})`, cases);
  const keys = new Map<string, string>();
  for (const c of cases) {
    const text = JSON.stringify(c), key = caseKey(study, c);
    for (const [what, count] of [['attempts', study.attempts(c)], ['batch', study.batch(c)]] as const) need(Number.isSafeInteger(count) && count >= 1, `${what}, a whole number of at least 1 (${name}, case ${text})`, count);
    need(!keys.has(key), `different cases (${name})`, `${text} twice`);
    keys.set(key, text);
  }
  return study;
}
