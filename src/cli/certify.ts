import { availableParallelism } from 'node:os';
import { certify, collapsedNetwork, executionEnvelope, parseNorm, prunedEnvelope, verdictOf, type Branching, type Norm } from '../certify/index.js';
import { prunedNetwork, widths, type Domain, type Network, type Ticket } from '../network/index.js';
import { openPool } from '../numeric/pool.js';
import { up } from '../numeric/rounding.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, fromFile, INTERRUPTED, USAGE } from './failure.js';
import { requireDistinct, requireWritable, writeWhole } from './files.js';
import { parseDomain } from './parse-domain.js';
import { openStatus } from './progress.js';
import { readNetworkOrTicket } from './read-function.js';
import { show, showLower, showUpper } from './report.js';

interface Options {
  domain?: string;
  norm: string;
  epsilon?: number;
  nodes?: number;
  gap: number;
  seconds?: number;
  executed?: boolean;
  out?: string;
  workers?: number;
  layers?: string;
  json?: boolean;
}

/** Most cells that may be asked for: they are kept in memory. */
const MOST_CELLS = 1e7;

/** slth certify: an interval that contains the largest difference of two networks on a domain. Returns the exit code of its verdict. */
export async function certifyCommand(first: string, second: string, options: Options): Promise<number> {
  const started = performance.now();
  const { epsilon, nodes, gap, seconds, out } = options;
  if (epsilon !== undefined && !(epsilon > 0 && epsilon < Infinity)) throw new Failure(USAGE, `--epsilon: needed a positive number, got ${epsilon}`);
  if (nodes !== undefined && !(Number.isInteger(nodes) && nodes >= 0 && nodes <= MOST_CELLS)) throw new Failure(USAGE, `--nodes: needed an integer from 0 to ${MOST_CELLS}, got ${nodes}`);
  if (!(gap >= 0 && gap < Infinity)) throw new Failure(USAGE, `--gap: needed a number of at least 0, got ${gap}`);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 1e6)) throw new Failure(USAGE, `--seconds: needed a number in (0, 1000000], got ${seconds}`);
  // Time alone is to end it.
  const cells = nodes ?? (seconds !== undefined ? MOST_CELLS : undefined);
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  if (out !== undefined && !out.endsWith('.json')) throw new Failure(USAGE, `--out: needed a name ending in .json, got ${out}`);
  if (out !== undefined) requireWritable(out);
  requireDistinct([out, first]);
  requireDistinct([out, second]);
  const sides = [await readNetworkOrTicket(first, options.layers), await readNetworkOrTicket(second, options.layers)];
  const inputs = sides[0].inputs, named = options.domain ?? 'ball:1';
  const domain = options.domain === undefined ? sides.find((s) => s.ticket)?.ticket?.domain ?? await parseDomain(named, inputs) : await parseDomain(named, inputs);
  const [a, b] = await Promise.all(sides.map((s, k) => fromFile([first, second][k], () => functionOn(s, domain))));
  const norm = normOf(options.norm, a);
  const pool = await openPool(workers), status = await openStatus(options.json ?? false);
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    stop.abort();
  };
  // Ctrl-C ends the search, not the program: what is known by then is printed and written.
  const others = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  process.once('SIGINT', interrupt);
  const timer = seconds === undefined ? undefined : setTimeout(() => stop.abort(), 1000 * seconds);
  let late = false;
  try {
    const show_ = (state: Branching): void => status(`[${showLower(state.lower)}, ${showUpper(state.upper)}]  ${show(state.leaves)} leaves  ${((performance.now() - started) / 1000).toFixed(0)} s`);
    const { certificate, record } = await certify(a, b, domain, { norm, gap, pool, signal: stop.signal, onProgress: show_, ...(epsilon !== undefined ? { aim: epsilon } : {}), ...(cells !== undefined ? { nodes: cells } : {}) });
    late = stop.signal.aborted && !interrupted;
    status('');
    await breath();
    if (out !== undefined) writeWhole(out, `${JSON.stringify(record)}\n`);
    const executed = options.executed ? sides.reduce((sum, s, k) => sum + (s.ticket ? prunedEnvelope(prunedNetwork(s.ticket, inputs), domain, norm) : executionEnvelope([a, b][k], domain, norm)), 0) * (1 + 1e-15) : undefined;
    const verdict = epsilon === undefined ? undefined : verdictOf(certificate, epsilon);
    const took = (performance.now() - started) / 1000;
    if (options.json) {
      const upper = certificate.upper < Infinity ? certificate.upper : null;
      printJson({
        schema: 1, certificate: { ...certificate, upper, witness: record.witness }, ...(executed === undefined ? {} : { executed: { envelope: executed, upper: upper === null ? null : up(upper + executed) } }),
        epsilon: epsilon ?? null, verdict: verdict ?? null, stopped: interrupted ? 'interrupted' : late ? 'seconds' : null, seconds: took,
      });
    } else {
      const { lower, upper, method, bounds, nodes: bounded } = certificate;
      const ratio = lower > 0 && upper < Infinity ? `upper / lower ${(upper / lower).toPrecision(4)}` : 'no ratio';
      process.stdout.write([
        ...[a, b].flatMap((network, k) => [`${k === 0 ? 'networks' : '        '}     ${[first, second][k]}: ${widths(network).join('-')}`, ...network.notes.map((note) => `             ${note}`)]),
        `certificate  ${showLower(lower)} <= sup ||A(x) - B(x)||${norm === 'l2' ? '_2' : norm === 'linf' ? '_inf' : ` of ${norm}`} <= ${showUpper(upper)} on ${certificate.domain} (${ratio})`,
        `method       ${method}${bounded > 0 ? `, ${show(bounded)} cells` : ''} (${Object.entries(bounds).map(([m, bound]) => `${m} ${showUpper(bound)}`).join(', ')})`,
        ...(certificate.perOutput.length > 1 && certificate.perOutput.some((bound) => bound < upper) ? [`outputs      at most ${certificate.perOutput.slice(0, 12).map(showUpper).join(', ')}${certificate.perOutput.length > 12 ? ', ...' : ''} each (--norm output:K narrows one)`] : []),
        ...(executed === undefined ? [] : [`executed     at most ${showUpper(up(upper + executed))} between two float64 executions, in any order of summation (envelope ${showUpper(executed)})`]),
        ...(interrupted ? ['stopped      by an interrupt: the interval holds, a longer run may narrow it'] : late ? [`stopped      after ${seconds} s: the interval holds, how narrow it is depends on the machine`] : []),
        ...(verdict === undefined ? [] : [`verdict      ${verdict}: error at most ${epsilon} on ${certificate.domain}`]),
        ...(out === undefined ? [] : [`written      ${out}  (check it: slth check ${out} ${first} ${second})`]),
        `seconds      ${took.toFixed(2)} s`, '',
      ].join('\n'));
    }
    return interrupted ? INTERRUPTED : verdict === undefined ? 0 : exitCodeOf(verdict);
  } finally {
    status('');
    clearTimeout(timer);
    process.removeListener('SIGINT', interrupt);
    others.forEach((listener) => process.on('SIGINT', listener as NodeJS.SignalsListener));
    await pool.close();
  }
}

/** The network, or what a ticket's pruned network computes on the domain. */
const functionOn = ({ network, ticket, inputs }: { network: Network | null; ticket: Ticket | null; inputs: number }, domain: Domain): Network =>
  network ?? collapsedNetwork({ ...ticket!, domain }, inputs);

function normOf(text: string, network: Network): Norm {
  try {
    return parseNorm(text, widths(network).at(-1)!);
  } catch (error) {
    throw new Failure(USAGE, `--${(error as Error).message}`);
  }
}
