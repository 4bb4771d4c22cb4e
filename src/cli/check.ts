import { check } from '../certify/index.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { fromFile } from './failure.js';
import { readTicket } from './read-function.js';
import { readTarget } from './read-target.js';
import { show } from './report.js';

/** slth check: redraws a ticket, holds every claim against what comes out, and says whether the ticket's aim is met. */
export async function checkCommand(ticketName: string, targetName: string, options: { layers?: string; json?: boolean }): Promise<number> {
  const ticket = await readTicket(ticketName);
  const target = await readTarget(targetName, options.layers);
  const report = await fromFile(ticketName, () => check(ticket, target));
  await breath();
  if (options.json) {
    printJson({ schema: 1, ...report, claims: report.claims.map(({ claim, same, stated, found }) => (same ? { claim, same } : { claim, same, stated, found })) });
    return exitCodeOf(report.verdict);
  }
  const { findings } = report;
  const wrong = report.claims.filter((c) => !c.same);
  const { epsilon } = ticket.claims;
  const aim = typeof epsilon === 'number' ? `network error at most ${epsilon} on ${findings.certificate.domain}` : `every weight within ${[...new Set(findings.perLayer.map((l) => show(l.tolerance)))].join(', ')} of the target's`;
  const lines = [
    `ticket       ${ticketName}: seed ${ticket.seed}, source ${ticket.widths.join('-')}, ${show(findings.kept)} weights redrawn`,
    ...wrong.map((c) => `wrong        ${c.claim}: stated ${JSON.stringify(c.stated)}, found ${JSON.stringify(c.found)}`),
    `weights      ${show(findings.problems)} problems, ${show(findings.misses)} misses, largest error ${show(findings.maxWeightError)}`,
    `certificate  ${show(findings.certificate.lower)} <= sup ||F(x) - G(x)||_2 <= ${show(findings.certificate.upper)} on ${findings.certificate.domain}`,
    `claims       ${report.claims.length - wrong.length} of ${report.claims.length} are what was recomputed`,
    `verdict      ${report.verdict}: ${wrong.length > 0 ? 'the ticket states what is not so' : aim}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodeOf(report.verdict);
}
