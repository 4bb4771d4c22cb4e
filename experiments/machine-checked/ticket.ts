import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED } from './development.js';
import { output } from './tools.js';

const root = join(import.meta.dirname, '../..');
const slth = (folder: string, ...args: string[]): string => output(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args], folder);

/** A small target and how it is pruned: between them all kinds of domains, biases, laws and blocks. */
const VARIED: readonly { readonly widths: readonly number[]; readonly biased: readonly boolean[]; readonly args: readonly string[] }[] = [
  { widths: [3, 4, 2], biased: [true, true], args: ['--domain', 'box:-1,1'] },
  { widths: [3, 4, 2], biased: [false, true], args: ['--domain', 'box:0,1'] },
  { widths: [3, 4, 4, 2], biased: [true, false, false], args: ['--domain', 'ball:2,nonnegative'] },
  { widths: [2, 3, 2], biased: [false, false], args: ['--domain', 'box:-2,-0.5'] },
  { widths: [2, 3, 2], biased: [true, true], args: ['--theorem', 'malach2020.nearest-pair'] },
  { widths: [2, 3, 2], biased: [true, true], args: ['--theorem', 'orseau2020.weight'] },
  { widths: [2, 2], biased: [true], args: ['--theorem', 'diffenderfer2021.theorem'] },
  { widths: [2, 3, 2], biased: [true, true], args: ['--theorem', 'sreenivasan2022.theorem'] },
];

/** Has the kernel check tickets of many kinds against the compiled library in `build`. Throws an Error where it refuses one. */
export function checkVaried(folder: string, build: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  VARIED.forEach(({ widths, biased, args }, k) => {
    let n = 0;
    const number = (): number => Math.fround(Math.sin(12.9898 * (k + 1) * ++n));
    const layers = widths.slice(1).map((rows, i) => ({ weights: Array.from({ length: rows }, () => Array.from({ length: widths[i] }, number)), ...(biased[i] ? { bias: Array.from({ length: rows }, number) } : {}) }));
    writeFileSync(join(folder, `${k}.json`), JSON.stringify({ schema: 1, layers }));
    slth(folder, 'approximate', `${k}.json`, '--tolerance', '0.02', ...args, '--outside', '--out', `${k}.safetensors`);
    slth(folder, 'prove', `${k}.safetensors`, `${k}.json`, '--out', `p${k}`);
    axiomsIn(output('coqc', ['-Q', build, 'SLTH', 'Ticket.v'], join(folder, `p${k}/ticket`)));
  });
  return `${VARIED.length} tickets of other domains, laws and blocks: proven`;
}

/** The target, the theorem that says how wide is enough, and the error that the kernel is to confirm. */
const RUN = ['builtin:teacher', '--theorem', 'pensia2020.finite', '--epsilon', '0.05'];

/**
 * Takes a ticket from its seed to a theorem: prunes a random network, writes its integers as Coq files, has the kernel check them, and
 * makes sure that it refuses them where a tolerance or a bound is one unit smaller. Throws an Error where it is not so.
 */
export function checkTicket(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  slth(folder, 'approximate', ...RUN, '--out', 'ticket.safetensors');
  console.log(slth(folder, 'prove', 'ticket.safetensors', RUN[0], '--out', 'proof').trimEnd().replace(/^/gm, '  '));
  const proof = join(folder, 'proof'), printed = output('make', ['-s'], proof);
  const axioms = axiomsIn(printed);
  const file = join(proof, 'ticket/Ticket.v'), text = readFileSync(file, 'utf8');
  const faults: [what: string, find: RegExp][] = [
    ['a tolerance', /(?<=^Definition pars2 := Params \d+ )\d+/m], ['an error of weights', /(?<=; eta := )\d+/], ['a bound of a layer', /(?<=; err := )\d+/],
  ];
  for (const [what, find] of faults) {
    const changed = text.replace(find, (n) => String(BigInt(n) - 1n));
    if (changed === text) throw new Error(`ticket: needed ${what} in Ticket.v, got none`);
    writeFileSync(file, changed);
    const refusal = refusalOf(() => output('make', ['-s'], proof));
    if (!/has type "true = true" while it is expected to have type/.test(refusal.replace(/\s+/g, ' '))) throw new Error(`ticket: needed the kernel to refuse ${what} of one unit less, got ${refusal || 'a proof'}`);
    console.log(`  ${what} of one unit less: refused by the kernel`);
  }
  writeFileSync(file, text);
  return `${RUN[0]} from its seed to theorem network_error, axioms ${axioms.map((a) => a.split('.').pop()).join(', ')}; ${faults.length} off-by-ones refused`;
}

/** The axioms that the theorems of a proof rest on, as it prints them. Throws an Error where it prints none, or one that is not allowed. */
function axiomsIn(printed: string): string[] {
  const axioms = [...new Set([...printed.matchAll(/^([A-Z]\w*(?:\.\w+)+)\s*(?::|$)/gm)].map((m) => m[1]))], alien = axioms.find((a) => !ALLOWED.has(a));
  if (axioms.length === 0 || alien !== undefined) throw new Error(`ticket: needed a proof that rests on the axioms of the real numbers, got ${alien ?? 'none printed'}`);
  return axioms;
}

function refusalOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
