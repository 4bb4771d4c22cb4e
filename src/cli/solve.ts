import { readFileSync } from 'node:fs';
import { distanceOf, known, parseNumbers, selectorNamed } from '../subset-sum/index.js';
import { printJson } from './exit-code.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { readBytes } from './files.js';

interface Options {
  target: number;
  tolerance: number;
  select: string;
  json?: boolean;
}

/** slth solve: one subset-sum instance. Returns 0 for a subset within the tolerance, 1 where none is (proven), 2 where none was found. */
export async function solveCommand(file: string | undefined, options: Options): Promise<number> {
  const { target, tolerance } = options;
  if (!(tolerance >= 0)) throw new Failure(USAGE, `--tolerance: needed a number that is not negative, got ${tolerance}`);
  if (!Number.isFinite(target)) throw new Failure(USAGE, `--target: needed a finite number, got ${target}`);
  const bytes = file === undefined || file === '-' ? readFileSync(0) : readBytes(file);
  const values = await fromFile(file ?? 'standard input', () => parseNumbers(new TextDecoder().decode(bytes)));
  const candidates = known(values);
  const { outcome, chosen, exact } = selectorNamed(options.select).select(candidates, target, tolerance);
  const sum = chosen.reduce((s, k) => s + values[k], 0), error = distanceOf(values, chosen, target);
  if (options.json) printJson({ schema: 1, select: options.select, target, tolerance, candidates: values.length, outcome, chosen, sum, error, optimal: exact });
  else {
    const said = { hit: `within ${tolerance}`, unreachable: `no subset is within ${tolerance} (proven); this is the closest`, 'gave-up': `none found within ${tolerance}, which proves nothing; this is the closest found` }[outcome];
    process.stdout.write(
      [
        `chosen       ${chosen.length === 0 ? 'nothing' : chosen.join(' ')}  (${chosen.length} of ${values.length}, counted from 0)`,
        `sum          ${sum}`,
        `error        ${error}`,
        `outcome      ${outcome}: ${said}`,
        `optimal      ${exact ? `yes: proven to be what ${options.select} promises` : `no: not proven to be what ${options.select} promises`}`,
        '',
      ].join('\n'),
    );
  }
  return { hit: 0, unreachable: 1, 'gave-up': 2 }[outcome];
}
