/**
 * The tables of docs/certificates.md, by the command line as it is shipped: `slth round`, `certify`, `approximate`, `check`.
 *
 *   npm run certificates                          prints them
 *   npm run certificates -- --write               and writes them into docs/certificates.md
 *   npm run certificates -- --data DIR            the folder with targets/ (default: SLTH_DATA, or shared/data beside the clone)
 *   npm run certificates -- --long 300            seconds of the longest run (default 300)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeNetwork } from '../../src/network/index.js';
import { decimalAtLeast, decimalAtMost } from '../../src/numeric/rounding.js';
import { perturbedPair } from './networks.js';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: { write: { type: 'boolean' }, data: { type: 'string', default: process.env.SLTH_DATA ?? join(root, '..', 'shared', 'data') }, long: { type: 'string', default: '300' } },
});
const folder = mkdtempSync(join(tmpdir(), 'slth-certificates-')), at = (name: string): string => join(folder, name);
const target = (name: string): string => join(values.data, 'targets', name);
if (!existsSync(target('acasxu_1_1.onnx'))) {
  process.stderr.write(`certificates: needed targets/acasxu_1_1.onnx in --data, got none in ${values.data}\n`);
  process.exit(65);
}
execFileSync(process.execPath, [join(root, 'build.mjs')]);

/** What a command says. */
interface Said {
  readonly certificate: { readonly lower: number; readonly upper: number; readonly nodes: number; readonly method: string; readonly bounds: Record<string, number> };
  readonly seconds: number & { readonly total?: number };
  readonly verdict: string;
  readonly passes: number;
  readonly misses: number;
  readonly leaves: number;
  readonly perLayer: readonly { tolerance: number }[];
}

function slth(...args: readonly string[]): Said & { wall: number } {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args, '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (stdout === '') throw new Error(`slth ${args.join(' ')}: exit ${status}: ${stderr}`);
  const wall = (performance.now() - started) / 1000;
  process.stderr.write(`${wall.toFixed(1)} s  slth ${args.join(' ')}\n`);
  return { ...(JSON.parse(stdout) as Said), wall };
}

const short = (x: number): string => (x === 0 ? '0' : Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5 ? String(Number(x.toPrecision(4))) : x.toExponential(3));
/** Bounds, rounded outward. */
const below = (x: number): string => short(decimalAtMost(x, 4)), above = (x: number): string => short(decimalAtLeast(x, 4));
const seconds = (s: number): string => (s < 10 ? s.toFixed(2) : s.toFixed(0));
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const percent = ({ lower, upper }: Said['certificate']): string => `${((100 * (upper - lower)) / lower).toFixed(2)} %`;

/** Pairs on the unit ball, by cones. */
async function cones(): Promise<string> {
  const rows: (string | number)[][] = [];
  for (const [widths, gap] of [[[2, 16, 16, 4], 0.01], [[3, 16, 16, 4], 0.01], [[4, 16, 16, 4], 0.01], [[5, 16, 4], 0.01], [[6, 16, 4], 0.1]] as const) {
    for (const seed of [1, 2, 3]) {
      const [a, b] = perturbedPair(widths, seed, 1e-5), out = at('cones.json');
      writeFileSync(at('a.npz'), await writeNetwork('a.npz', a, 1));
      writeFileSync(at('b.npz'), await writeNetwork('b.npz', b, 1));
      const { certificate: c, seconds: took } = slth('certify', at('a.npz'), at('b.npz'), '--gap', String(gap), '--nodes', '1000000', '--out', out);
      const checked = widths[0] < 5 ? slth('check', out, at('a.npz'), at('b.npz')) : undefined;
      rows.push([widths.join('-'), seed, above(c.bounds.spectral), below(c.lower), above(c.upper), percent(c), c.nodes.toLocaleString('en-US'), seconds(took), checked ? `${checked.verdict}, ${seconds(checked.seconds)}` : '-']);
    }
  }
  return table(['network', 'seed', 'spectral', 'lower', 'upper', 'gap', 'cells', 'seconds', 'check, seconds'], rows);
}

const box = at('acas.box');
writeFileSync(box, '0.6,0.6799\n-0.5,0.5\n-0.5,0.5\n0.45,0.5\n-0.5,-0.45\n');

/** acasxu_1_1 beside its half precision. */
function acas(): string {
  const a = target('acasxu_1_1.onnx'), b = at('acasxu_1_1.f16.onnx'), out = at('acas.json');
  slth('round', a, '--to', 'f16', '--out', b);
  const run = (...more: string[]) => slth('certify', a, b, '--domain', `box:${box}`, '--out', out, ...more);
  const aimed = run('--epsilon', '0.05'), size = statSync(out).size, checked = slth('check', out, a, b);
  const rows = [
    ['--epsilon 0.05', aimed], ['by default', run()], ['--seconds 60', run('--seconds', '60')], [`--seconds ${values.long}`, run('--seconds', values.long)],
  ] as const;
  const { bounds } = aimed.certificate;
  return `${table(['asked', 'lower', 'upper', 'upper / lower', 'cells', 'seconds'], rows.map(([asked, { certificate: c, seconds: took }]) => [asked, below(c.lower), above(c.upper), short(c.upper / c.lower), c.nodes.toLocaleString('en-US'), seconds(took)]))}

${cellCost(a, b)}

In one go over the whole box: spectral ${above(bounds.spectral)}, componentwise ${above(bounds.componentwise)}, differential ${above(bounds.differential)}. The certificate of the first row has
${checked.leaves.toLocaleString('en-US')} leaves in ${(size / 1024).toFixed(0)} kB; \`slth check\` derives it again in exact arithmetic in ${seconds(checked.seconds)} s: ${checked.verdict}.`;
}

/** What a cell costs on one core, beside the multiply-adds that it cannot do without. */
function cellCost(a: string, b: string): string {
  const [few, many] = [1000, 9000].map((nodes) => slth('certify', a, b, '--domain', `box:${box}`, '--nodes', String(nodes), '--workers', '1'));
  const each = (many.seconds - few.seconds) / (many.certificate.nodes - few.certificate.nodes);
  const weights = 5 * 50 + 5 * 50 * 50 + 50 * 5, adds = weights * 3 * 2 * 6;
  return `A cell takes ${(each * 1e6).toFixed(0)} us on one core. The floor is ${adds.toLocaleString('en-US')} multiply-adds: three products with the ${weights.toLocaleString('en-US')} weights (values, differences, what differences make of values), of two functions of six numbers each;
that is ${((each * 1e9) / adds).toFixed(2)} ns for each of them.`;
}

/** mnist-fc_256x2 beside its half precision. */
function mnist(): string {
  const a = target('mnist-fc_256x2.onnx'), b = at('mnist.f16.onnx');
  slth('round', a, '--to', 'f16', '--out', b);
  return table(['norm', 'lower', 'upper', 'upper / lower', 'method', 'spectral', 'componentwise', 'differential', 'seconds'], ['l2', 'linf'].map((norm) => {
    const { certificate: c, seconds: took } = slth('certify', a, b, '--domain', 'box:0,1', '--norm', norm);
    return [norm, below(c.lower), above(c.upper), short(c.upper / c.lower), c.method, above(c.bounds.spectral), above(c.bounds.componentwise), above(c.bounds.differential), seconds(took)];
  }));
}

/** Tickets of acasxu_1_1. */
function ticket(): string {
  const a = target('acasxu_1_1.onnx'), out = at('acas.ticket.safetensors'), rows: (string | number)[][] = [];
  for (const asked of [['--epsilon', '0.01'], ['--epsilon', '0.001'], ['--tolerance', '1e-5']]) {
    const made = slth('approximate', a, ...asked, '--domain', `box:${box}`, '--out', out), c = made.certificate, checked = slth('check', out, a);
    const tolerances = made.perLayer.map((l) => l.tolerance);
    rows.push([asked.join(' '), `${short(Math.min(...tolerances))} to ${short(Math.max(...tolerances))}`, made.misses, made.passes, below(c.lower), above(c.upper), above(c.bounds.spectral), c.nodes.toLocaleString('en-US'), seconds(made.wall), `${checked.verdict}, ${seconds(checked.wall)}`]);
  }
  return table(['asked', 'tolerances', 'misses', 'passes', 'lower', 'upper', 'spectral', 'cells', 'seconds', 'check, seconds'], rows);
}

const text = `Written by \`npm run certificates -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}. Bounds and cells do not depend on the machine, but
where \`--seconds\` ended the search; times do.

### Networks without biases on the unit ball

Weights uniform in [-1/2, 1/2), each moved by up to 1e-5; \`--gap 0.01\`, for six inputs \`--gap 0.1\`.

${await cones()}

### acasxu_1_1 and its rounding to half precision

On the box [0.6, 0.6799] x [-0.5, 0.5] x [-0.5, 0.5] x [0.45, 0.5] x [-0.5, -0.45], in l2.

${acas()}

### mnist-fc_256x2 and its rounding to half precision

On [0, 1]^784, without branch and bound: halving one of 784 sides hardly narrows a box.

${mnist()}

### Tickets of acasxu_1_1 on the same box

${ticket()}
`;
process.stdout.write(text);
if (values.write) {
  const file = join(root, 'docs/certificates.md'), place = /(<!-- tables -->\n)[^]*(<!-- end of tables -->)/, now = readFileSync(file, 'utf8');
  if (!place.test(now)) throw new Error(`certificates: needed a place for tables in ${file}, got none`);
  writeFileSync(file, now.replace(place, (_, start: string, end: string) => `${start}\n${text}\n${end}`));
}
