import { LONGEST_LINE } from '../../src/numeric/one-line.js';
import { BATCH, type Burst } from './try-files.js';
import type { Tried } from './run.js';
import { allowed, HEAP_MIB, LONGEST_BOMB, LONGEST_FILE, MOST_MEMORY } from './watch.js';

/** Where figures that depend on the machine were made. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly cpu: string;
  readonly node: string;
  readonly packages: readonly string[];
}

const count = (n: number): string => n.toLocaleString('en-US');
const mib = (bytes: number): string => (Number.isNaN(bytes) ? '' : count(Math.ceil(bytes / 2 ** 20)));
const seconds = (milliseconds: number): string => (Number.isNaN(milliseconds) ? '' : (milliseconds / 1000).toPrecision(2));
const size = (bytes: number): string => (Number.isNaN(bytes) ? '' : bytes < 10_240 ? `${count(bytes)} B` : bytes < 10 * 2 ** 20 ? `${count(Math.round(bytes / 1024))} KiB` : `${count(Math.round(bytes / 2 ** 20))} MiB`);
const cell = (text: string): string => text.replaceAll('|', '\\|');
const short = (text: string): string => (text.length > 150 ? `${text.slice(0, 147)}...` : text);

/** docs/reliability.md. */
export function page({ tried, bursts, files, seed, machine }: { tried: readonly Tried[]; bursts: readonly Burst[]; files: number; seed: number; machine: Machine }): string {
  const sum = (t: Tried, of: (b: Tried['batches'][number]) => number): number => t.batches.reduce((n, b) => n + of(b), 0);
  const lines = tried.map((t) => {
    const ended = (how: string): number => t.ended.filter((e) => e.how === how).length, all = sum(t, (b) => b.files) + t.ended.length;
    return `| ${t.reader} | ${count(all)} | ${count(sum(t, (b) => b.valid))} | ${count(sum(t, (b) => b.refused))} | ${ended('crash') + ended('memory')} | ${ended('hang')} | ${sum(t, (b) => b.broken.length)} | ${mib(Math.max(0, ...t.batches.map((b) => b.memory)))} | ${seconds(Math.max(0, ...t.batches.map((b) => b.milliseconds)))} |`;
  });
  const kinds = new Map<string, [number, number]>();
  for (const t of tried) for (const b of t.batches) for (const [kind, [done, valid]] of Object.entries(b.kinds)) {
    const [d, v] = kinds.get(kind) ?? [0, 0];
    kinds.set(kind, [d + done, v + valid]);
  }
  const total = tried.reduce((n, t) => n + sum(t, (b) => b.files) + t.ended.length, 0), largest = bursts.reduce((m, b) => Math.max(m, b.memory || 0), 0);
  return `# Reliability: files from elsewhere

Written by \`npm run reliability -- --write\` on ${machine.date}: ${machine.cores} cores (${machine.cpu}), Node ${machine.node}, ${machine.packages.join(', ')}, seed ${seed}. Times and memory are those of this machine, two readers at a time; all else comes out again
from the seed.

Targets, tickets, certificates, rows and images come from others. The promise of every reader: **a damaged or hostile file is read as something valid, or refused in one line** (\`X: needed Y, got Z\`, a RangeError of at most ${LONGEST_LINE} characters
without control characters), within limits of time and memory that the file cannot move. It never crashes, never hangs, never runs anything that is in the file.

## Limits

Reading takes at most **${mib(allowed(0))} MiB of memory and ${allowed(1) - allowed(0)} bytes for each byte of the file**, unpacked where it is packed: what the bombs below are held to. It follows from these:

| what | limit | where |
| --- | --- | --- |
| bytes of a file, and of a .gz, .npz or .pt unpacked | 2 GiB, and 1 GiB | src/cli/files.ts, src/network/formats/limits.ts |
| numbers of a tensor, of a network | 2^27, 2^28; and of a network at most one for each byte of the file (unpacked) and 2^25 | src/network/formats/limits.ts |
| numbers that reading ONNX makes beside those of the file (identity layers, products, transposes) | one for each byte of the file and 2^25 | src/network/formats/onnx.ts |
| multiply-adds of folding ONNX nodes | 2^31 | src/network/formats/onnx.ts |
| fields of an ONNX file; integers and floats in its lists | 2^18; 2^20 and 2^25 | src/network/formats/onnx-scan.ts |
| layers of a network, source layers of a ticket | 1,000 | src/network/formats/limits.ts |
| members of an archive | 10,000 | src/network/formats/zip-directory.ts |
| values that a pickle makes | 2^20 | src/network/formats/pickle.ts |
| a JSON text: characters; lists, objects and entries; depth | 2^26 (a certificate 2^27); 2^20; 64 | src/numeric/parse-json.ts |
| a study's rows: characters; lists and objects; lines that are none | 2^28; 2^23; 10,000 | src/study/rows-text.ts |
| characters of \`box:FILE\` and of the numbers of \`slth solve\` | 2^24 | src/network/parse-intervals.ts, src/subset-sum/parse-numbers.ts |

Checksums of .npz and .pt archives are compared; a ticket's tensors and metadata carry digests. Of what such a file says, everything else is recomputed by \`slth check\`.

## Damaged files

${count(files)} files for each reader, ${count(total)} in all: small whole files with 1 to 4 changes of their bytes, or of what they hold (values of a JSON header, an array in an archive, a model's nodes, a pickle), written anew with sizes, checksums and digests
that are right. Read in processes with a heap of at most ${count(HEAP_MIB)} MiB and ${mib(MOST_MEMORY)} MiB in all; ${LONGEST_FILE / 1000} s for a file is a hang. *Broken* counts values that are not valid and errors that are not one such line. *Memory* is the most that a process ever had
above what it had after reading whole files: an upper bound of what any one file took, in MiB, the garbage of thousands of files in it. *Longest* is in seconds.
A line of a study's rows that is none is left out and counted, since that is what a killed run leaves: most of its damaged files are read.

| reader | files | valid | refused | crashes | hangs | broken | memory | longest |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}

File F of batch B (${BATCH} files each) of a reader is shown by \`npm run reliability -- --show NAME,B,F\`.

## Kinds of damage

| change | files with it | read as valid |
| --- | ---: | ---: |
${[...kinds].sort((a, b) => b[1][0] - a[1][0]).map(([kind, [done, valid]]) => `| ${kind} | ${count(done)} | ${count(valid)} |`).join('\n')}

## Bombs

Files that are made to exhaust memory or time: each in a process of its own, ${LONGEST_BOMB / 1000} s at most. Of ${bursts.length} bombs ${bursts.filter((b) => b.outcome === 'refused').length} are refused, ${bursts.filter((b) => b.outcome === 'valid').length} are read as what they validly are, ${bursts.filter((b) => !['refused', 'valid'].includes(b.outcome)).length} break the promise. The most memory that
reading one took is ${mib(largest)} MiB.

| reader | bomb | size | outcome | memory, MiB | s | what was said |
| --- | --- | ---: | --- | ---: | ---: | --- |
${bursts.map((b) => `| ${b.reader} | ${b.bomb} | ${size(b.bytes)} | ${b.outcome} | ${mib(b.memory)} | ${seconds(b.milliseconds)} | ${cell(short(b.why))} |`).join('\n')}
`;
}
