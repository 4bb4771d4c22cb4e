#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import { Failure, INTERNAL, INTERRUPTED, USAGE } from './failure.js';

/** A command ends with the exit code it returns. Each is loaded when it is asked for: `check` starts without heavy packages. */
type Run = (...args: never[]) => Promise<number>;

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

const program = new Command('slth')
  .description('Prune a random network into a real one, and certify the error (strong lottery ticket hypothesis).')
  .version(version)
  .exitOverride()
  .showSuggestionAfterError(false)
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'slth: ')) });

const number = (flag: string) => (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw new Failure(USAGE, `${flag}: needed a number, got ${JSON.stringify(text)}`);
  return value;
};

program
  .command('approximate')
  .description('prune a random network into TARGET')
  .argument('<target>', 'a network: .onnx, .safetensors, .npz, .pt, .json, or builtin:spirals, builtin:teacher, builtin:digits')
  .option('--epsilon <number>', "network error on the domain, in the target's output units (default 0.01)", number('--epsilon'))
  .option('--tolerance <number>', "error of one weight, in the target's weight units, in place of --epsilon", number('--tolerance'))
  .addOption(new Option('--budget <kind>', 'how --epsilon becomes tolerances').choices(['expected', 'entrywise']).default('expected'))
  .option('--delta <number>', 'failure probability of the whole network', number('--delta'), 0.05)
  .option('--theorem <id>', 'whose bound, law and construction: one that slth theorems lists, or the path of a module that exports your own', 'pensia2020.theorem1')
  .option('--select <selector>', "which subset to keep: first (cheapest), sparsest, closest, plenty, nearest, one, boxes, golden, count, exactly:K, at-most:K, exactly:K:G (default: the theorem's own)")
  .option('--candidates <n>', "hidden units per input: bound (the theorem's n), auto (the smallest sufficient), or a number", 'bound')
  .option('--domain <domain>', 'ball:R, box:LOWER,UPPER, or box:FILE with an interval per input; with ,nonnegative or without', 'ball:1')
  .option('--seed <integer>', 'seed of the random network, in [0, 2^53)', number('--seed'), 1)
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--out <file>', 'write the ticket (safetensors)')
  .option('--figure <file>', 'write a figure: .svg, .pdf, .png, .html or .vl.json')
  .option('--workers <number>', 'threads (default: all cores); the result does not depend on it', number('--workers'))
  .option('--outside', 'run where a hypothesis of the theorem is broken, all the same; every output says so')
  .option('--plan', 'print widths, expected draws, seconds and memory, and stop')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./approximate.js')).approximateCommand));

program
  .command('verify')
  .description('run a THEOREM on many random networks, and say with confidence what holds')
  .argument('<theorem>', 'one that slth theorems lists, or the path of a module that exports your own')
  .option('--d <integer>', 'width of every layer of the targets', number('--d'), 4)
  .option('--l <integer>', 'their depth', number('--l'), 2)
  .option('--epsilon <number>', 'network error on the domain (default 0.1)', number('--epsilon'))
  .option('--tolerance <number>', "error of one weight, in the target's weight units, in place of --epsilon", number('--tolerance'))
  .option('--delta <number>', 'failure probability that is tested', number('--delta'), 0.05)
  .option('--targets <targets>', 'uniform, edge (all weights alike and as large as the norm allows), large (weights of size 1 and zeros), every (all targets at once), a network file, or builtin:NAME', 'uniform')
  .option('--same-target', 'one target of the family for all sources')
  .option('--targets-per-source <integer>', 'targets that each source is pruned into; all must succeed', number('--targets-per-source'), 1)
  .option('--candidates <n>', "hidden units per input: bound (the theorem's n), or a number", 'bound')
  .option('--select <selector>', "which subset to keep (default: the theorem's own)")
  .option('--attempts <integer>', 'sources, at most', number('--attempts'), 2000)
  .option('--all', 'make all attempts, whatever is decided before: a fixed sample size, with exact intervals')
  .option('--confidence <number>', 'of the verdict and of every interval', number('--confidence'), 0.95)
  .addOption(new Option('--claim <claim>', 'the claim that decides: E, every weight within its tolerance; N, a mask with a certified error').choices(['E', 'N']).default('E'))
  .option('--domain <domain>', 'as for approximate (default: ball:1)')
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--seed <integer>', 'seed of sources and of targets, in [0, 2^53)', number('--seed'), 1)
  .option('--figure <file>', 'draw the share of sources that fail over n: .svg, .pdf, .png, .html or .vl.json')
  .option('--workers <number>', 'threads (default: all cores); the result does not depend on it', number('--workers'))
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./verify.js')).verifyCommand));

program
  .command('test')
  .description('run every property that applies to what MODULE exports: constructions, theorems, solvers, properties of your own')
  .argument('<module>', 'the path of a module (.ts, .js)')
  .option('--property <text>', 'only those whose names contain this; a whole name: that one alone')
  .option('--seed <integer>', 'of all random cases, in [0, 2^31) (default: a new one, printed)', number('--seed'))
  .option('--path <path>', 'with --property and --seed: the counterexample that a failure printed, and nothing else')
  .option('--runs <integer>', 'cases of a property that must always hold (default: its own number, mostly 100)', number('--runs'))
  .option('--draws <integer>', 'most draws of a claim about a probability (default: what it takes to decide)', number('--draws'))
  .option('--seconds <number>', 'stop a property after so many, and a case after a quarter of them: it fails', number('--seconds'), 60)
  .option('--workers <number>', 'properties that run at the same time (default: all cores); verdicts do not depend on it', number('--workers'))
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./test.js')).testCommand));

program
  .command('new')
  .description('write the beginning of something of your own')
  .command('construction')
  .description('write NAME.ts: a construction and how wide it is said to be, which pass slth test; then change them')
  .argument('<name>', 'lower-case letters, digits and hyphens')
  .option('--out <file>', 'where to (default: NAME.ts)')
  .action(run(async () => (await import('./new.js')).newConstructionCommand));

program
  .command('theorems')
  .description('list the theorems, or print all of one: statement, hypotheses, constants with their origin, bound')
  .argument('[id]', 'one of the list, or the path of a module that exports your own')
  .option('--check', 'run the checks of the steps of their proofs')
  .option('--cite', 'print BibTeX')
  .option('--tex', 'print the statement and the bound in TeX')
  .option('--json', 'print one JSON array')
  .action(run(async () => (await import('./theorems.js')).theoremsCommand));

program
  .command('bounds')
  .description('the bounds of all theorems side by side, in source weights per target weight, with the counting lower bound')
  .option('--d <integer>', 'width of every layer of the target', number('--d'), 100)
  .option('--l <integer>', 'depth of the target', number('--l'), 5)
  .option('--epsilon <number>', 'network error', number('--epsilon'), 0.01)
  .option('--delta <number>', 'failure probability', number('--delta'), 0.01)
  .option('--theorem <path...>', 'modules that export theorems of your own, to be put beside them')
  .option('--figure <file>', 'draw the bounds over one variable: .svg, .pdf, .png, .html or .vl.json')
  .addOption(new Option('--over <variable>', 'which').choices(['d', 'l', 'epsilon', 'delta']).default('d'))
  .option('--range <range>', 'FROM,TO of that variable (default: 1,1000 for d and l; 0.0001,0.5 for epsilon and delta)')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./bounds.js')).boundsCommand));

program
  .command('certify')
  .description('bound the largest difference of two networks on a domain, from both sides')
  .argument('<a>', 'a network, or a ticket')
  .argument('<b>', 'a network, or a ticket')
  .option('--domain <domain>', "ball:R, box:LOWER,UPPER, or box:FILE with an interval per input; with ,nonnegative or without (default: a ticket's own, else ball:1)")
  .option('--norm <norm>', 'of the difference: l2, linf, or output:K (from 0)', 'l2')
  .option('--epsilon <number>', 'give a verdict on "the error is at most this", and stop once it is known', number('--epsilon'))
  .option('--nodes <integer>', 'most cells of branch and bound (default: some 20 s of them, at most 100000; 0: none)', number('--nodes'))
  .option('--gap <number>', 'stop once (upper - lower) / lower is at most this', number('--gap'), 0.01)
  .option('--seconds <number>', 'stop branch and bound after so many seconds, whatever --nodes would be by default; what is then written depends on the machine', number('--seconds'))
  .option('--executed', 'also bound how far float64 execution of both networks may stray, in any order of summation')
  .option('--out <file>', 'write a certificate that slth check can check (.json)')
  .option('--workers <number>', 'threads (default: all cores); the result does not depend on it', number('--workers'))
  .option('--layers <names>', 'order of the weights, comma-separated, where the files do not say')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./certify.js')).certifyCommand));

program
  .command('round')
  .description('write a network with its weights and biases rounded to fewer bits')
  .argument('<network>')
  .requiredOption('--to <format>', 'f16 (IEEE half), bf16, f32')
  .requiredOption('--out <file>', '.onnx, .safetensors or .npz; numbers are stored as float32')
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./round.js')).roundCommand));

program
  .command('check')
  .description('check a ticket (redrawn from its seed) or a certificate, claim by claim')
  .argument('<claim>', 'a ticket, or a certificate of slth certify')
  .argument('<networks...>', "the ticket's target; the certificate's two networks")
  .option('--exact', 'derive every bound again in exact arithmetic, which is slow on large networks (a certificate always is)')
  .option('--workers <number>', 'threads (default: all cores); the result does not depend on it', number('--workers'))
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./check.js')).checkCommand));

program
  .command('prove')
  .description('write a ticket and its target as integers in Coq files: tolerances and network error as theorems that the kernel checks')
  .argument('<ticket>')
  .argument('<target>', "the ticket's target")
  .requiredOption('--out <folder>', 'a new or empty folder, or that of an earlier proof')
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./prove.js')).proveCommand));

program
  .command('accuracy')
  .description('share of images that a network or a ticket classifies correctly')
  .argument('<network>', 'a network or a ticket')
  .requiredOption('--images <idx>', 'images, IDX or IDX.gz, pixels 0..255 read as 0..1')
  .requiredOption('--labels <idx>', 'labels, IDX or IDX.gz')
  .option('--layers <names>', 'order of the weights, comma-separated, where the file does not say')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./accuracy.js')).accuracyCommand));

program
  .command('export')
  .description('write the pruned network itself, weights bit for bit as drawn')
  .argument('<ticket>')
  .requiredOption('--to <file>', '.onnx, .safetensors or .npz')
  .option('--collapsed', 'the same function by its effective weights, in float64: a layer per target layer, and one before them where inputs can be negative')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./export.js')).exportCommand));

program
  .command('rss')
  .description('the random-subset-sum laboratory: failure rate, subset sizes, errors and hitting times of random problems')
  .option('--law <law>', 'uniform, product, diamond, normal, hyperbolic[:ALPHA], binary, quantised:M', 'uniform')
  .option('--scale <number>', 'factor of every sample', number('--scale'), 1)
  .option('--n <integer>', 'raw draws of one problem', number('--n'), 15)
  .option('--epsilon <number>', "tolerance of a subset's sum", number('--epsilon'), 0.01)
  .option('--targets <targets>', 'uniform, all (every target at once), or a number', 'uniform')
  .option('--range <number>', 'targets lie in [-range, range]', number('--range'), 1)
  .option('--size-at-most <k>', 'subsets of at most k elements', number('--size-at-most'))
  .option('--select <selector>', 'first, sparsest, closest, plenty, nearest, golden, integer, exactly:K, at-most:K (default: closest, beyond n = 40 first)')
  .addOption(new Option('--sharing <kind>', 'who shares a pool: nobody; a column (the first factor of each product); a row (whole samples)').choices(['weight', 'column', 'row']).default('weight'))
  .option('--problems <integer>', 'problems that one shared pool serves (default 100)', number('--problems'))
  .option('--attempts <integer>', 'independent pools', number('--attempts'), 10000)
  .option('--seed <integer>', 'seed, in [0, 2^53)', number('--seed'), 1)
  .option('--figure <file>', 'write a figure: .svg, .pdf, .png, .html or .vl.json')
  .option('--workers <number>', 'threads (default: all cores); the result does not depend on it', number('--workers'))
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./rss.js')).rssCommand));

program
  .command('solve')
  .description('solve one subset-sum instance: numbers from FILE or standard input')
  .argument('[file]', 'numbers separated by blanks, commas or lines, or a JSON array; - is standard input')
  .requiredOption('--target <number>', 'what the subset should sum to', number('--target'))
  .option('--tolerance <number>', 'how far from it the sum may be', number('--tolerance'), 0)
  .option('--select <selector>', 'first, sparsest, closest, plenty, nearest, golden, integer, exactly:K, at-most:K', 'closest')
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./solve.js')).solveCommand));

const study = program.command('study').description('run theorems many times: studies of the package by name, your own by the path of a .ts or .js module');
const ROWS = ['--rows <folder>', "folder of the rows (default: experiments/NAME/rows in a clone of the project, else ./NAME-rows)"] as const;

study
  .command('list')
  .description("the package's studies")
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./study.js')).listCommand));

study
  .command('run')
  .description('run the attempts that have no rows yet; may be killed at any moment and run again')
  .argument('<study>', 'a name of slth study list, or the path of a module that exports a study')
  .option(...ROWS)
  .option('--shard <i/n>', 'of n runs that share the work do the i-th part, into files of its own: slth study merge')
  .option('--attempts-factor <number>', 'share of the attempts, in [0, 1]; running again with more continues', number('--attempts-factor'))
  .option('--quick', 'one batch of each case')
  .option('--workers <number>', 'threads (default: all cores); rows do not depend on it', number('--workers'))
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./study.js')).runCommand));

study
  .command('status')
  .description('attempts that rows hold, case by case; ends with 2 where some are missing')
  .argument('[studies...]', 'names or paths (default: all of the package)')
  .option(...ROWS)
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./study.js')).statusCommand));

study
  .command('merge')
  .description('unite the files of all shards into one a case; ends with 2 where rows are missing then')
  .argument('<study>', 'a name or a path')
  .argument('[folders...]', 'further folders of rows, which are only read')
  .option(...ROWS)
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./study.js')).mergeCommand));

study
  .command('plot')
  .description("draw a study's figures of its rows, and say what was found")
  .argument('<study>', 'a name or a path')
  .requiredOption('--out <file>', 'a figure (.svg, .pdf, .png, .html, .vl.json), or a folder for all of them')
  .option('--format <formats>', 'in a folder: svg, pdf, png, html, vl.json, separated by commas (default: svg)')
  .option(...ROWS)
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./study.js')).plotCommand));

study
  .command('export')
  .description('write rows as a table: a line a row, or a line an attempt where the rows hold arrays of them')
  .argument('<study>', 'a name or a path')
  .requiredOption('--csv <file>', 'where to')
  .option(...ROWS)
  .action(run(async () => (await import('./study.js')).exportRowsCommand));

study
  .command('submit')
  .description('write a job array of shards and a merge after it, and submit both where Slurm is installed')
  .argument('<study>', 'a name or a path')
  .requiredOption('--slurm', 'for Slurm')
  .requiredOption('--shards <number>', 'tasks of the array', number('--shards'))
  .option('--cpus <number>', 'cores of a task', number('--cpus'), 1)
  .option('--partition <name>', 'where to (default: that of the cluster)')
  .option('--time <time>', 'limit of a task: minutes, or [days-]hours:minutes:seconds')
  .option('--out <folder>', 'where scripts and logs go (default: ./NAME-slurm)')
  .option(...ROWS)
  .option('--json', 'print one JSON object')
  .action(run(async () => (await import('./submit.js')).submitCommand));

/** Loads a command, runs it, and ends with its exit code. */
function run(load: () => Promise<Run>) {
  return async (...args: unknown[]): Promise<void> => {
    const command = await load();
    process.exitCode = await command(...(args as never[]));
  };
}

process.on('SIGINT', () => {
  process.stderr.write('\nslth: interrupted; nothing was left half-written\n');
  process.exit(INTERRUPTED);
});
// A reader that closes early (head) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : INTERNAL));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : USAGE);
  const { message } = error as Error;
  process.stderr.write(`slth: ${message}\n`);
  if (process.env.SLTH_STACK) for (let one: unknown = error; one instanceof Error; one = one.cause) process.stderr.write(`${one.stack}\n`);
  // Our own refusals say what was needed; any other error is not the user's.
  process.exit(error instanceof Failure ? error.code : error instanceof RangeError && message.includes(': needed ') ? USAGE : INTERNAL);
}
