import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prove, type TicketProof } from '../certify/index.js';
import { describeDomain, type Ticket } from '../network/index.js';
import { decimalAtLeast } from '../numeric/rounding.js';
import { breath } from './breath.js';
import { exitCodeOf, printJson } from './exit-code.js';
import { Failure, fromFile, USAGE } from './failure.js';
import { requireWritable, writeWhole } from './files.js';
import { packaged } from './packaged.js';
import { readTicket } from './read-function.js';
import { readTarget } from './read-target.js';
import { outsideText, show, table } from './report.js';

/** Files of proofs/coq that a proof is compiled with, in their order. */
const LIBRARY = ['CertificateVectors', 'CertificateBlocks', 'CertificateRows', 'Certificate', 'CertificateSyntax'];
/** First line of the makefile of a proof, by which its folder is known again. */
const MARK = '# A proof written by slth prove.';

/** slth prove: a ticket and its target as Coq files, with what they are compiled with. */
export async function proveCommand(ticketName: string, targetName: string, options: { out: string; layers?: string; json?: boolean }): Promise<number> {
  const out = folderFor(options.out), makefileName = join(out, 'Makefile');
  const ticket = await readTicket(ticketName), target = await readTarget(targetName, options.layers), started = performance.now();
  const proof = await fromFile(ticketName, () => prove(ticket, target)), { files, misses, epsilon, reached } = proof;
  await breath();
  if (misses === 0) {
    writeWhole(makefileName, makefile(proof));
    for (const name of existsSync(join(out, 'ticket')) ? readdirSync(join(out, 'ticket')) : []) rmSync(join(out, 'ticket', name));
    for (const name of LIBRARY) writeWhole(join(out, 'slth', `${name}.v`), packaged(`proofs/coq/${name}.v`));
    for (const [name, { text }] of files) writeWhole(join(out, 'ticket', `${name}.v`), text);
  }
  const verdict = misses > 0 ? 'fails' : epsilon === null || reached ? 'holds' : 'open', domain = describeDomain(ticket.domain), seconds = (performance.now() - started) / 1000;
  // Nothing is proven before the kernel has seen it.
  if (options.json) printJson({ schema: 1, folder: options.out, ...proof, files: [...files.keys()].map((name) => `ticket/${name}.v`), theorem: 'network_error', domain, outside: ticket.outside, verdict, checked: false, seconds });
  else process.stdout.write(textOf(options.out, ticket, proof, domain, verdict, seconds));
  return exitCodeOf(verdict);
}

/** The folder to write to: new, empty or that of an earlier proof. */
function folderFor(name: string): string {
  const refuse = (got: string): never => {
    throw new Failure(USAGE, `--out: needed a folder that is new, empty or of an earlier proof, got ${got}`);
  };
  if (name === '') refuse('an empty name');
  const folder = resolve(name), makefileName = join(folder, 'Makefile');
  if (existsSync(folder) && !statSync(folder).isDirectory()) refuse(`the file ${name}`);
  const earlier = existsSync(makefileName) && readFileSync(makefileName, 'utf8').startsWith(MARK);
  if (existsSync(folder) && readdirSync(folder).length > 0 && !earlier) refuse(`${name}, which holds other files`);
  requireWritable(makefileName);
  return folder;
}

function textOf(out: string, ticket: Ticket, { files, misses, kept, perLayer, error, epsilon, reached }: TicketProof, domain: string, verdict: string, seconds: number): string {
  const layers = table(['layer', 'largest weight error', 'tolerance'], perLayer.map((l, i) => [String(i + 1), decimalAtLeast(l.error, 6).toPrecision(6), l.tolerance.toPrecision(6)]));
  if (misses > 0) return [`written      nothing: ${show(misses)} effective weights are not within their tolerance`, '', layers, `verdict      ${verdict}: what should be proven is not so`, ''].join('\n');
  const aim = epsilon === null ? 'every weight within its tolerance, once the kernel agrees'
    : reached ? `network error at most ${epsilon} on ${domain}, once the kernel agrees`
      : `the theorem's bound, by norms, is above the ${epsilon} that was aimed at; of the certificate, which may be below, there is no proof here`;
  return [
    `written      ${out}: ticket/Ticket.v${files.size === 1 ? '' : ` and ${files.size - 1} parts`}, ${show(kept)} kept weights as integers`,
    '',
    layers,
    "theorems     weights_within, tolerances_met: every effective weight is within its layer's largest error, and that within the tolerance",
    `             network_error: ||F(x) - G(x)||_2 <= ${error} for every x in ${domain}`,
    ...outsideText(ticket),
    `verdict      ${verdict}: ${aim}`,
    `check it     make -C ${/^[\w./-]+$/.test(out) ? out : JSON.stringify(out)}  (needs coqc 8.16 and make; on Debian 12: apt-get install coq make)`,
    `seconds      ${seconds.toFixed(2)} s`, '',
  ].join('\n');
}

/** What compiles a proof, each file after those it needs. */
function makefile({ files }: TicketProof): string {
  const library = LIBRARY.map((name) => `slth/${name}.vo`);
  return [
    MARK, 'COQC ?= coqc', '', 'all: ticket/Ticket.vo', '', '%.vo: %.v', '\t$(COQC) -w -all -Q slth SLTH -Q ticket Ticket $<', '',
    'slth/CertificateBlocks.vo slth/CertificateRows.vo slth/Certificate.vo slth/CertificateSyntax.vo: slth/CertificateVectors.vo',
    'slth/CertificateRows.vo slth/Certificate.vo slth/CertificateSyntax.vo: slth/CertificateBlocks.vo', 'slth/Certificate.vo: slth/CertificateRows.vo',
    ...[...files].map(([name, { needs }]) => `ticket/${name}.vo: ${[...library, ...needs.map((n) => `ticket/${n}.vo`)].join(' ')}`), '',
  ].join('\n');
}
