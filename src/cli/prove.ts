import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NotWithin, prove, type TicketProof } from '../certify/index.js';
import { describeDomain } from '../network/index.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { requireWritable, writeWhole } from './files.js';
import { readTicket } from './read-function.js';
import { readTarget } from './read-target.js';
import { outsideText, show, showUpper, table } from './report.js';

/** Files of proofs/coq that a proof is compiled with, in their order. */
const LIBRARY = ['CertificateVectors', 'CertificateBlocks', 'CertificateRows', 'Certificate', 'CertificateSyntax'];

/** slth prove: a ticket and its target as Coq files, with what they are compiled with. */
export async function proveCommand(ticketName: string, targetName: string, options: { out: string; layers?: string; json?: boolean }): Promise<number> {
  const { out } = options;
  if (existsSync(out) && !statSync(out).isDirectory()) throw new Failure(USAGE, `--out: needed a folder, got the file ${out}`);
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, 'ticket', 'Ticket.v'))) throw new Failure(USAGE, `--out: needed a folder that is new, empty or of an earlier proof, got ${out}, which holds other files`);
  requireWritable(join(out, 'ticket', 'Ticket.v'));
  const ticket = await readTicket(ticketName), target = await readTarget(targetName, options.layers), started = performance.now();
  const proof = await fromFile(ticketName, () => {
    try {
      return prove(ticket, target);
    } catch (error) {
      if (error instanceof NotWithin) return error;
      throw error;
    }
  });
  if (proof instanceof NotWithin) {
    // No fault of the file: what should be proven is not so.
    process.stderr.write(`slth: ${ticketName}: ${proof.message}\n`);
    return exitCodeOf('fails');
  }
  await breath();
  for (const name of LIBRARY) writeWhole(join(out, 'slth', `${name}.v`), packaged(`proofs/coq/${name}.v`));
  for (const [name, { text }] of proof.files) writeWhole(join(out, 'ticket', `${name}.v`), text);
  writeWhole(join(out, 'Makefile'), makefile(proof));
  const verdict = proof.epsilon === null || proof.reached ? 'holds' : 'open', domain = describeDomain(ticket.domain), seconds = (performance.now() - started) / 1000;
  const { kept, perLayer, error, epsilon, reached } = proof;
  if (options.json) {
    printJson({ schema: 1, folder: out, files: [...proof.files.keys()].map((name) => `ticket/${name}.v`), kept, perLayer, theorem: 'network_error', error, domain, epsilon, reached, outside: ticket.outside, verdict, seconds });
    return exitCodeOf(verdict);
  }
  const aim = epsilon === null ? 'no network error was aimed at' : reached ? `network error at most ${epsilon} on ${domain}` : `the bound by norms is above the ${epsilon} that was aimed at; the ticket's certificate may be below`;
  process.stdout.write([
    `written      ${out}: ticket/Ticket.v${proof.files.size === 1 ? '' : ` and ${proof.files.size - 1} parts`}, ${show(kept)} kept weights as integers`,
    '',
    table(['layer', 'largest weight error', 'tolerance'], perLayer.map((l, i) => [String(i + 1), showUpper(l.error), showUpper(l.tolerance)])),
    'theorems     weights_within: every effective weight is within its layer\'s largest error, and that within the tolerance',
    `             network_error: ||F(x) - G(x)||_2 <= ${error} for every x in ${domain}`,
    ...outsideText(ticket),
    `verdict      ${verdict}: ${aim}, once the kernel agrees`,
    `check it     make -C ${out}  (needs coqc 8.16 and make; on Debian 12: apt-get install coq make)`,
    `seconds      ${seconds.toFixed(2)} s`, '',
  ].join('\n'));
  return exitCodeOf(verdict);
}

/** A file of the package. */
const packaged = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

/** What compiles a proof, each file after those it needs. */
function makefile({ files }: TicketProof): string {
  const library = LIBRARY.map((name) => `slth/${name}.vo`);
  return [
    'COQC ?= coqc', '', 'all: ticket/Ticket.vo', '', '%.vo: %.v', '\t$(COQC) -w -all -Q slth SLTH -Q ticket Ticket $<', '',
    'slth/CertificateBlocks.vo slth/CertificateRows.vo slth/Certificate.vo slth/CertificateSyntax.vo: slth/CertificateVectors.vo',
    'slth/CertificateRows.vo slth/Certificate.vo slth/CertificateSyntax.vo: slth/CertificateBlocks.vo', 'slth/Certificate.vo: slth/CertificateRows.vo',
    ...[...files].map(([name, { needs }]) => `ticket/${name}.vo: ${[...library, ...needs.map((n) => `ticket/${n}.vo`)].join(' ')}`), '',
  ].join('\n');
}
