import { availableParallelism } from 'node:os';
import { check, checkCertificate, collapsedNetwork, isKnownShape, parseCertificate, type CheckReport } from '../certify/index.js';
import { describeDomain, type Network, type Ticket } from '../network/index.js';
import { inlinePool, openPool, type Pool } from '../numeric/pool.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { readBytes } from './files.js';
import { openStatus } from './progress.js';
import { readNetworkOrTicket, readTicket } from './read-function.js';
import { readTarget } from './read-target.js';
import { outsideText, show, showLower, showUpper } from './report.js';

interface Options {
  exact?: boolean;
  workers?: number;
  layers?: string;
  json?: boolean;
}

/** slth check: holds every claim of a ticket or a certificate against what comes out, and says whether it is so. */
export async function checkCommand(claim: string, networks: readonly string[], options: Options): Promise<number> {
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(USAGE, `--workers: needed a positive integer, got ${workers}`);
  const isCertificate = claim.endsWith('.json'), wanted = isCertificate ? 2 : 1;
  if (networks.length !== wanted) {
    throw new Failure(USAGE, `check: needed ${isCertificate ? "a certificate's two networks" : "a ticket's one target"} after ${claim}, got ${networks.length} file${networks.length === 1 ? '' : 's'}`);
  }
  const status = await openStatus(options.json ?? false);
  const onProgress = (share: number): void => status(`checked ${Math.floor(100 * share)} %`);
  try {
    return isCertificate ? await checkACertificate(claim, networks, options, workers, onProgress) : await checkATicket(claim, networks[0], options, workers, onProgress);
  } finally {
    status('');
  }
}

async function checkACertificate(name: string, files: readonly string[], options: Options, workers: number, onProgress: (share: number) => void): Promise<number> {
  const record = await fromFile(name, () => parseCertificate(new TextDecoder().decode(readBytes(name))));
  const sides: Network[] = [];
  for (const file of files) {
    const { network, ticket, inputs } = await readNetworkOrTicket(file, options.layers);
    sides.push(network ?? (await fromFile(file, () => collapsedNetwork({ ...ticket!, domain: record.domain }, inputs))));
  }
  const pool = await poolFor(record.tree !== null, workers), started = performance.now();
  try {
    const found = await fromFile(name, () => checkCertificate(record, [sides[0], sides[1]], pool, onProgress));
    await breath();
    const seconds = (performance.now() - started) / 1000;
    const verdict = found.holds ? 'holds' : 'fails';
    const { domain, norm, lower, upper, method } = record;
    if (options.json) printJson({ schema: 1, claim: { lower, upper, domain: describeDomain(domain), norm, method }, ...found, verdict, seconds });
    else {
      process.stdout.write([
        `certificate  ${name}: ${showLower(lower)} <= sup ||A(x) - B(x)|| <= ${showUpper(upper)} in ${norm} on ${describeDomain(domain)}, by ${method}`,
        `lower        ${found.lower.holds ? 'proven: the error at the witness, evaluated exactly' : `not proven: ${found.lower.reason}`}`,
        `upper        ${upper === null ? 'none claimed' : found.upper.holds ? `proven in exact arithmetic${record.tree ? `, ${show(found.leaves)} leaves` : ''}` : `not proven: ${found.upper.reason}`}`,
        `verdict      ${verdict}`, `seconds      ${seconds.toFixed(2)} s`, '',
      ].join('\n'));
    }
    return exitCodeOf(verdict);
  } finally {
    await pool.close();
  }
}

async function checkATicket(name: string, targetName: string, options: Options, workers: number, onProgress: (share: number) => void): Promise<number> {
  const ticket = await readTicket(name), target = await readTarget(targetName, options.layers);
  const { method, tree } = (ticket.claims.certificate ?? {}) as { method?: string; tree?: unknown };
  const pool = await poolFor(Boolean(tree), workers);
  let report: CheckReport;
  try {
    report = await fromFile(name, () => check(ticket, target, { exact: options.exact ?? false, pool, onProgress }));
  } finally {
    await pool.close();
  }
  await breath();
  if (options.json) {
    printJson({ schema: 1, outside: ticket.outside, ...report, claims: report.claims.map(({ claim, same, stated, found }) => (same ? { claim, same } : { claim, same, stated, found })) });
    return exitCodeOf(report.verdict);
  }
  process.stdout.write(ticketText(name, ticket, report, options.exact === true || method === 'branch and bound' ? `derived again in exact arithmetic (${method})` : `computed again (${method})`));
  return exitCodeOf(report.verdict);
}

/** Threads where there are leaves to share, else none: starting them takes longer than most checks. */
const poolFor = (needed: boolean, workers: number): Promise<Pool> => (needed ? openPool(workers) : Promise.resolve(inlinePool));

function ticketText(name: string, ticket: Ticket, { claims, verdict, findings, certificate }: CheckReport, how: string): string {
  const wrong = claims.filter((c) => !c.same);
  const { epsilon } = ticket.claims, domain = describeDomain(ticket.domain);
  const aim = typeof epsilon === 'number' ? `network error at most ${epsilon} on ${domain}` : `every weight within ${[...new Set(findings.perLayer.map((l) => show(l.tolerance)))].join(', ')} of the target's`;
  return [
    `ticket       ${name}: seed ${ticket.seed}, source ${ticket.widths.join('-')}, ${show(findings.kept)} weights redrawn`,
    ...wrong.map((c) => `wrong        ${/^[\w.]+$/.test(c.claim) ? c.claim : JSON.stringify(c.claim)}: stated ${JSON.stringify(c.stated)}, found ${JSON.stringify(c.found)}`),
    `weights      ${show(findings.problems)} problems, ${show(findings.misses)} misses, largest error ${show(findings.maxWeightError)}`,
    `certificate  ${showLower(certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${showUpper(certificate.upper)} on ${domain}; lower evaluated exactly, upper ${how}`,
    ...outsideText(ticket),
    `claims       ${claims.length - wrong.length} of ${claims.length} are what was recomputed${isKnownShape(ticket.construction) ? '' : `; the construction ${ticket.construction} is not one that is known here, and a name only`}`,
    `verdict      ${verdict}: ${wrong.length > 0 ? 'the ticket states what is not so' : aim}`, '',
  ].join('\n');
}
