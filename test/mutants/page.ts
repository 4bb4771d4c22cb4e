import { availableParallelism, cpus } from 'node:os';
import { kinds, type Kind } from './jobs.js';
import type { PublishedRun } from './published-runs.js';
import { sizeOf, type Row } from './row.js';

const unique = <T>(all: Iterable<T>): T[] => [...new Set(all)];
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What the things of each kind are tried by. */
const ABOUT: Readonly<Record<Kind, string>> = {
  construction: 'Planted in every construction by what it is told and what it answers. Sizes: outputs x inputs of the layer, or widths of the target.',
  solver: 'Planted in every solver. Sizes: candidates.',
  certifier: 'Planted in every certifying method. Sizes: the largest matrix of the two networks.',
  law: 'Planted in how a law makes weights of words, and in how they are drawn. Sizes: pairs or weights drawn, where there are any.',
  theorem: 'Planted in what is said of a construction: its bound, and what it counts.',
  'source text': 'One line of a file changed, and the properties of what is made of it checked. Sizes as above.',
  'certifier text': 'One line of the certifier or the checker changed, and the promises of test/certify/kit.ts checked.',
};

/** A table of faults by things, each cell the number of the property that sees it first and the size of the shrunk counterexample. */
function crossTable(rows: readonly Row[]): string {
  const subjects = unique(rows.map((r) => r.subject)), properties = unique(rows.flatMap((r) => (r.kill ? [r.kill.property] : [])));
  const cellOf = (row: Row): string => (row.kill ? `${properties.indexOf(row.kill.property) + 1}: ${sizeOf(row, row.kill.counterexample)}` : row.kill === null ? 'SURVIVES' : '-');
  const lines = unique(rows.map((r) => r.fault)).map((fault) => {
    const own = rows.filter((r) => r.fault === fault), killed = own.flatMap((r) => (r.kill ? [r.kill] : []));
    const cells = subjects.map((s) => own.filter((r) => r.subject === s).map(cellOf)[0] ?? '');
    return `| ${cell(fault)} | ${cell(own[0].origin)} | ${cells.join(' | ')} | ${killed.reduce((sum, k) => sum + k.cases, 0)} | ${Math.max(0, ...killed.map((k) => k.seconds)).toFixed(2)} |`;
  });
  const cannot = unique(rows.flatMap((r) => (r.cannot === undefined ? [] : [`${r.fault}\n${r.cannot}`]))).map((text) => {
    const [fault, why] = text.split('\n');
    return `- ${fault}: ${why} (${rows.filter((r) => r.fault === fault && r.cannot === why).map((r) => r.subject).join(', ')}).`;
  });
  return [
    `| fault | origin | ${subjects.map(cell).join(' | ')} | cases | s |`, `| --- | --- | ${subjects.map(() => '---').join(' | ')} | ---: | ---: |`, ...lines,
    '\nBy property:\n', ...properties.map((p, k) => `${k + 1}. ${p}`), ...(cannot.length > 0 ? ['\nWhere a fault cannot be:\n', ...cannot] : []),
  ].join('\n');
}

/** A table of faults, each in one thing. */
const list = (rows: readonly Row[]): string => [
  '| in | fault | origin | seen by | cases | s | size |', '| --- | --- | --- | --- | ---: | ---: | --- |',
  ...rows.map((r) => `| ${cell(r.subject)} | ${cell(r.fault)} | ${cell(r.origin)} | ${r.kill ? `${cell(r.kill.property)} | ${r.kill.cases} | ${r.kill.seconds.toFixed(2)} | ${r.kind === 'certifier text' ? '' : sizeOf(r, r.kill.counterexample)}` : `${r.kill === null ? 'SURVIVES' : cell(r.cannot!)} | | |`} |`),
].join('\n');

const section = (kind: Kind, rows: readonly Row[]): string => `## Faults: ${kind}\n\n${ABOUT[kind]}\n\n${kind === 'law' || kind.endsWith('text') ? list(rows) : crossTable(rows)}\n`;

const publishedSection = ({ name, origin, code, status, seconds, property, counterexample, verdict }: PublishedRun): string =>
  `### ${name}\n\nOrigin: ${origin}.\n\n\`\`\`ts\n${code.trim()}\n\`\`\`\n\n\`slth test ${name}.ts --seed 1\`: ${verdict}, exit code ${status}, in ${seconds.toFixed(1)} s. Seen by *${property}*:\n\n\`\`\`\n${counterexample}\n\`\`\`\n`;

/** docs/mutants.md. */
export function page(rows: readonly Row[], published: readonly PublishedRun[], seconds: number): string {
  const of = (kind: Kind): Row[] => rows.filter((r) => r.kind === kind), killed = rows.filter((r) => r.kill).length, survive = rows.filter((r) => r.kill === null).length, cannot = rows.length - killed - survive;
  return `# Mutants: what the properties see

Written by \`npm run mutants -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${cpus()[0].model.trim()}), Node ${process.version}, ${seconds.toFixed(0)} s in two processes.

A property that nothing breaks says nothing. So faults are planted on purpose: the mistakes of published codes, slips of our own, and others that were thought out, in every construction, solver, certifying method, law and bound, and in lines
of the source. Each is run through the properties of \`slth/properties\` with a fixed seed and few cases, until one fails: that property sees it, and what it shows is shrunk.

| what | faults | planted | seen | survive | cannot be there |
| --- | ---: | ---: | ---: | ---: | ---: |
${kinds.map((kind) => { const own = of(kind); return `| ${kind} | ${unique(own.map((r) => `${kind.endsWith('text') ? r.subject : ''} ${r.fault}`)).length} | ${own.filter((r) => r.cannot === undefined).length} | ${own.filter((r) => r.kill).length} | ${own.filter((r) => r.kill === null).length} | ${own.filter((r) => r.cannot !== undefined).length} |`; }).join('\n')}
| all | ${unique(rows.map((r) => `${r.kind} ${r.kind.endsWith('text') ? r.subject : ''} ${r.fault}`)).length} | ${killed + survive} | ${killed} | ${survive} | ${cannot} |

${survive === 0 ? 'None survives.' : `${survive} survive.`} What no property can know is a law's formula, which test vectors state (docs/numerics.md), and whether a bound that asks for too much is proved.

## Published mistakes, as a user would write them

Each is a module of its own in test/mutants/published/, most of them on the diamond written by hand (diamond-by-hand.ts there, which passes), and is given to \`slth test\`, all properties, on two workers. No target of a counterexample is larger than 2 x 2.

${published.map(publishedSection).join('\n')}
${kinds.map((kind) => section(kind, of(kind))).join('\n')}`;
}
