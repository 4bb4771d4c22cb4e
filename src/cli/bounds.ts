import { statements } from '../../proofs/index.js';
import { compareBounds, comparers, type Question } from '../theorem/index.js';
import { printJson } from './exit-code.js';
import { Failure, USAGE } from './failure.js';
import { requireFigureName, requireWritable, writeWhole } from './files.js';
import { findTheorem } from './find-theorem.js';
import { show, table } from './report.js';

interface Options extends Question {
  figure?: string;
  over: keyof Question;
  range?: string;
  theorem?: string[];
  json?: boolean;
}

/** Points of a curve. */
const POINTS = 41;

/** slth bounds: the bounds of all theorems for one question, as a table and as a figure over one variable. Returns 0. */
export async function boundsCommand({ figure, over, range, theorem: own = [], json, ...question }: Options): Promise<number> {
  if (figure !== undefined) {
    await requireFigureName(figure);
    requireWritable(figure);
  } else if (range !== undefined) throw new Failure(USAGE, `--range: needed --figure with it, got ${range} alone`);
  requireQuestion(question);
  const all = [...statements, ...(await Promise.all(own.map((given) => findTheorem('--theorem', given))))];
  const bounds = await compareBounds(all, question);
  if (figure !== undefined) {
    const compare = await comparers(all);
    const points = pointsOf(over, range).map((x) => ({ x, bounds: compare.map((c) => c({ ...question, [over]: x })) }));
    const { drawBounds } = await import('../plot/index.js');
    writeWhole(figure, await drawBounds({ over, question, points }, figure));
  }
  if (json) printJson({ schema: 1, ...question, bounds });
  else process.stdout.write(boundsText(question, bounds, figure));
  return 0;
}

function requireQuestion({ d, l, epsilon, delta }: Question): void {
  for (const [flag, x] of [['--d', d], ['--l', l]] as const) if (!(Number.isInteger(x) && x >= 1 && x <= 1e6)) throw new Failure(USAGE, `${flag}: needed an integer in [1, 1000000], got ${x}`);
  for (const [flag, x] of [['--epsilon', epsilon], ['--delta', delta]] as const) if (!(x >= 1e-12 && x < 1)) throw new Failure(USAGE, `${flag}: needed a number in [1e-12, 1), got ${x}`);
}

/** Values of a variable, evenly on a log axis; d and l are rounded to integers. */
function pointsOf(over: keyof Question, range: string | undefined): number[] {
  const whole = over === 'd' || over === 'l';
  const [from, to, ...more] = range === undefined ? (whole ? [1, 1000] : [1e-4, 0.5]) : range.split(',').map((text) => (text.trim() === '' ? NaN : Number(text)));
  const right = more.length === 0 && from < to && (whole ? Number.isInteger(from) && from >= 1 && to <= 1e6 : from >= 1e-12 && to < 1);
  if (!right) throw new Failure(USAGE, `--range: needed FROM,TO with ${whole ? '1 <= FROM < TO <= 1000000' : '1e-12 <= FROM < TO < 1'} for ${over}, got ${range}`);
  const values = Array.from({ length: POINTS }, (_, k) => from * Math.exp((Math.log(to / from) * k) / (POINTS - 1)));
  return [...new Set(whole ? values.map(Math.round) : values.map((x) => Number(x.toPrecision(6))))];
}

function boundsText({ d, l, epsilon, delta }: Question, bounds: Awaited<ReturnType<typeof compareBounds>>, figure: string | undefined): string {
  const rows = [...bounds].sort((a, b) => (a.weights ?? Infinity) - (b.weights ?? Infinity));
  return [
    `target       d = ${show(d)}, l = ${show(l)}, norms at most 1 on the unit ball; epsilon ${epsilon}, delta ${delta}`,
    '',
    table(
      ['theorem', 'bound', 'origin', 'n', 'source weights per target weight', 'source layers per target layer'],
      rows.map((b) => [b.id, b.kind, b.origin, show(b.n), show(b.weights === null ? null : Math.round(b.weights * 100) / 100), show(b.layers)]),
    ),
    ...(rows.some((b) => b.n === null) ? ['-            none there: beyond 2^53, beyond what float64 can tell, or no bound for such small tolerances'] : []),
    'n            counts what each theorem says it does (slth theorems ID); the columns after it compare',
    ...(figure ? [`figure       ${figure}`] : []),
    '',
  ].join('\n');
}
