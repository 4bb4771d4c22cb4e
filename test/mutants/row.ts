import type { Job } from './jobs.js';
import type { Kill } from './kill.js';

/** What became of a fault in a thing: `cannot` says why it cannot be planted; `kill` is null where it survives. */
export interface Row extends Omit<Job, 'run'> {
  readonly kill?: Kill | null;
  readonly cannot?: string;
}

/** The size of a shrunk counterexample as it is shown: of its target, outputs x inputs; of its problem; or what it is. */
export function sizeOf({ kind }: Pick<Row, 'kind'>, counterexample: string): string {
  const [line] = counterexample.split('\n'), layer = /^\s*layer (\d+)-(\d+)/m.exec(counterexample), target = /^target ([\d-]+)/.exec(line);
  const matrices = [...counterexample.matchAll(/layer \d+ {2}(\[\[.*?\]\])/g)].map(([, m]) => JSON.parse(m) as number[][]), shape = /"rows":(\d+),"columns":(\d+)/.exec(line);
  if (matrices.length > 0) return `${Math.max(...matrices.map((m) => m.length))} x ${Math.max(...matrices.map((m) => m[0].length))}`;
  if (layer) return `${layer[2]} x ${layer[1]}`;
  if (target) return target[1];
  if (shape) return `${shape[1]} x ${shape[2]}`;
  if (line.startsWith('candidates ')) return line === 'candidates none' ? '0' : String([...line.matchAll(/\d+: /g)].length);
  return kind === 'solver' ? line.replace(/ candidates.*/, '') : /^\d+( x \d+)? (pairs|weights)/.exec(line)?.[0] ?? '1';
}

/** A row as a line. */
export function lineOf(row: Row): string {
  const { kind, fault, subject, kill, cannot } = row, what = `${kind.padEnd(14)} ${subject.padEnd(24)} ${fault}`;
  if (cannot !== undefined) return `-        ${what}: ${cannot}`;
  return kill ? `killed   ${what}: by "${kill.property}", ${kill.cases} cases, ${kill.seconds.toFixed(2)} s, ${sizeOf(row, kill.counterexample)}` : `SURVIVES ${what}`;
}
