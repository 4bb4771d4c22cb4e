import { check } from '../certify/index.js';
import { parseTicket } from '../network/index.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { fromFile } from './failure.js';
import { readBytes } from './files.js';
import { readTarget } from './read-target.js';
import { show } from './report.js';

/** slth check: redraws a ticket and holds every claim against what comes out. Returns 0 if all hold, else 1. */
export async function checkCommand(ticketName: string, targetName: string, options: { layers?: string; json?: boolean }): Promise<number> {
  const bytes = readBytes(ticketName);
  const ticket = await fromFile(ticketName, () => parseTicket(bytes));
  const target = await readTarget(targetName, options.layers);
  const report = await fromFile(ticketName, () => check(ticket, target));
  if (options.json) {
    printJson({ schema: 1, ...report, claims: report.claims.map(({ claim, same, stated, found }) => (same ? { claim, same } : { claim, same, stated, found })) });
    return exitCodeOf(report.verdict);
  }
  const { findings } = report;
  const wrong = report.claims.filter((c) => !c.same);
  const lines = [
    `ticket       ${ticketName}: seed ${ticket.seed}, source ${ticket.widths.join('-')}, ${show(findings.kept)} weights redrawn`,
    ...wrong.map((c) => `wrong        ${c.claim}: stated ${JSON.stringify(c.stated)}, found ${JSON.stringify(c.found)}`),
    `weights      ${show(findings.problems)} problems, ${show(findings.misses)} misses, largest error ${show(findings.maxWeightError)}`,
    `certificate  ${show(findings.certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${show(findings.certificate.upper)}${report.network ? `; error at most ${String(ticket.claims.epsilon)}: ${report.network}` : ''}`,
    `verdict      ${report.verdict}: ${report.claims.length - wrong.length} of ${report.claims.length} claims are what was recomputed`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodeOf(report.verdict);
}
