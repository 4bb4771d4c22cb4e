import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './tools.js';

const root = join(import.meta.dirname, '../..');

/** The target, the theorem that says how wide is enough, and the error that the kernel is to confirm. */
const RUN = ['builtin:teacher', '--theorem', 'pensia2020.finite', '--epsilon', '0.05'];

/**
 * Takes a ticket from its seed to a theorem: prunes a random network, writes its integers as Coq files, has the kernel check them, and
 * makes sure that it refuses them where a tolerance or a bound is one unit smaller. Throws an Error where it is not so.
 */
export function checkTicket(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const slth = (...args: string[]): string => output(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args], folder);
  output(process.execPath, ['build.mjs'], root);
  slth('approximate', ...RUN, '--out', 'ticket.safetensors');
  console.log(slth('prove', 'ticket.safetensors', RUN[0], '--out', '.proof').trimEnd().replace(/^/gm, '  '));
  const proof = join(folder, '.proof'), printed = output('make', ['-s'], proof);
  const axioms = [...new Set(printed.match(/^[A-Z][\w.]+(?=\s*:|$)/gm)?.filter((w) => w.includes('.')))];
  const file = join(proof, 'ticket/Ticket.v'), text = readFileSync(file, 'utf8');
  const faults: [what: string, find: RegExp][] = [
    ['a tolerance', /(?<=^Definition pars2 := Params \d+ )\d+/m], ['an error of weights', /(?<=; eta := )\d+/], ['a bound of a layer', /(?<=; err := )\d+/],
  ];
  for (const [what, find] of faults) {
    writeFileSync(file, text.replace(find, (n) => String(BigInt(n) - 1n)));
    if (succeeds(() => output('make', ['-s'], proof))) throw new Error(`ticket: needed the kernel to refuse ${what} of one unit less, got a proof`);
    console.log(`  ${what} of one unit less: refused by the kernel`);
  }
  writeFileSync(file, text);
  return `${RUN[0]} from its seed to theorem network_error, axioms ${axioms.map((a) => a.split('.').pop()).join(', ')}; ${faults.length} off-by-ones refused`;
}

function succeeds(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
