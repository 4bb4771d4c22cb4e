import { digest } from '../numeric/digest.js';
import { canonicalJson } from './canonical-json.js';
import type { Case, Study } from './study.js';

/** The parameters that a case's rows depend on: the hash of their canonical JSON names the file of its rows. Attempts are not among them: fewer are a prefix of more. */
const parametersOf = <C extends Case>(study: Study<C, unknown>, c: C) => ({ study: study.name, seed: study.seed, batch: study.batch(c), case: c });

/** The name of a case's file: the first 16 hexadecimal digits of the SHA-256 of its parameters. */
export const caseKey = <C extends Case>(study: Study<C, unknown>, c: C): string => digest(new TextEncoder().encode(canonicalJson(parametersOf(study, c)))).slice(0, 16);

/** The first line of a case's file, without its end. */
export function headerOf<C extends Case>(study: Study<C, unknown>, c: C): string {
  const { study: name, seed, batch } = parametersOf(study, c);
  return `{"schema":1,"study":${JSON.stringify(name)},"seed":${seed},"batch":${batch},"case":${canonicalJson(c)}}`;
}
