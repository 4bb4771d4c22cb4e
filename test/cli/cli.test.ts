import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ModelProto } from '../../src/network/formats/onnx-schema.js';

const main = 'dist/src/cli/main.js';
const folder = mkdtempSync(join(tmpdir(), 'slth-cli-'));
const at = (name: string): string => join(folder, name);
const slth = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('slth approximate', () => {
  test('writes ticket and figure, and prints the one JSON object that is documented', () => {
    const { status, stdout, stderr } = slth('approximate', 'builtin:spirals', '--tolerance', '0.01', '--select', 'sparsest', '--domain', 'box:-1,1', '--out', at('t.safetensors'), '--figure', at('f.vl.json'), '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      schema: 1, target: { widths: [2, 16, 16, 2], weights: 354 }, misses: 0, verdict: 'holds', seed: 1, passes: 1, select: 'sparsest',
      certificate: { domain: 'box:-1,1', norm: 'l2' },
    });
    for (const key of ['problems', 'maxWeightError', 'selectedPerProblem', 'kept', 'keptPerWeight', 'sourceWeights', 'density', 'hypotheses', 'seconds']) expect(result).toHaveProperty(key);
    expect(result.perLayer[0].n).toEqual({ used: expect.any(Number), bound: expect.any(Number), sufficient: expect.any(Number), sufficientExact: true });
    expect(JSON.parse(readFileSync(at('f.vl.json'), 'utf8')).data.values.length).toBeGreaterThan(0);
  });

  test('prints a report that ends in verdict and files, and check, accuracy and export take the ticket', () => {
    const { status, stdout } = slth('approximate', 'builtin:digits', '--epsilon', '0.2', '--domain', 'box:0,1', '--out', at('d.safetensors'));
    expect(status).toBe(0);
    expect(stdout).toContain('verdict      holds: network error at most 0.2 on box:0,1');
    expect(slth('check', at('d.safetensors'), 'builtin:digits')).toMatchObject({ status: 0, stdout: expect.stringContaining('12 of 12 are what was recomputed') });
    // Two images of 14 x 14 pixels.
    writeFileSync(at('i.gz'), gzipSync(Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 14, 0, 0, 0, 14, ...new Array(392).fill(9)])));
    writeFileSync(at('l'), Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 1, 2]));
    const both = ['builtin:digits', at('d.safetensors')].map((n) => JSON.parse(slth('accuracy', n, '--images', at('i.gz'), '--labels', at('l'), '--json').stdout));
    expect(both[0]).toMatchObject({ images: 2, ticket: false, right: both[1].right });
    expect(both[1].ticket).toBe(true);
    expect(slth('export', at('d.safetensors'), '--to', at('d.onnx'))).toMatchObject({ status: 0, stdout: expect.stringContaining('certificate') });
  });

  test('exits with 1 where a weight is proven out of reach, and says in which columns', () => {
    const { status, stdout } = slth('approximate', 'builtin:spirals', '--tolerance', '0.0001', '--candidates', '6', '--outside');
    expect(status).toBe(1);
    expect(stdout).toMatch(/misses {7}[\d,]+ \([\d,]+ by range, [\d,]+ by resolution, 0 given up; \d+ columns that the first 100 are in\)/);
    expect(stdout).toContain('verdict      fails: every weight within 0.0001');
  });

  test('--plan prints widths, draws, seconds and memory, and stops', () => {
    const { status, stdout } = slth('approximate', 'builtin:teacher', '--plan');
    expect(status).toBe(0);
    for (const word of ['source', 'draws', 'seconds', 'memory']) expect(stdout).toContain(word);
    expect(stdout).not.toContain('verdict');
  });
});

describe('slth check', () => {
  test('exits with 1 and names the claim where a claim is wrong', async () => {
    const { parseTicket, writeTicket } = await import('../../src/network/ticket.js');
    const ticket = parseTicket(Uint8Array.from(readFileSync(at('t.safetensors'))));
    writeFileSync(at('forged.safetensors'), writeTicket({ ...ticket, claims: { ...ticket.claims, kept: 1 } }));
    const { status, stdout } = slth('check', at('forged.safetensors'), 'builtin:spirals');
    expect(status).toBe(1);
    expect(stdout).toMatch(/wrong {8}kept: stated 1, found \d+/);
  });
});

describe('bad input gets one line that says what was needed and what came, and the exit code of its kind', () => {
  const tanh = ModelProto.encode(ModelProto.create({
    graph: { node: [{ op_type: 'Tanh', name: 'act3', input: ['x'], output: ['y'] }], input: [{ name: 'x' }], output: [{ name: 'y' }] },
  })).finish();
  writeFileSync(at('tanh.onnx'), tanh);
  writeFileSync(at('cut.safetensors'), readFileSync('dist/src/cli/main.js').subarray(0, 40));
  writeFileSync(at('empty.onnx'), '');
  writeFileSync(at('box.txt'), '0,1\n0,1\n0,1\n');
  writeFileSync(at('broken.gz'), gzipSync('hello').subarray(0, 12));
  symlinkSync(at('box.txt'), at('device.safetensors'));
  mkdirSync(at('locked'));
  writeFileSync(at('locked/file'), '');
  const cases: [string, string[], number, RegExp][] = [
    ['an unknown op', ['approximate', at('tanh.onnx')], 65, /onnx: needed one of Gemm, .* at Tanh node act3, got Tanh/],
    ['a file that is not what its name says', ['approximate', at('cut.safetensors')], 65, /cut.safetensors: safetensors: needed a header of /],
    ['an empty file', ['approximate', at('empty.onnx')], 65, /needed data of ONNX, got an empty file/],
    ['no such file', ['approximate', at('none.onnx')], 65, /needed a readable file, got no such file/],
    ['a directory', ['approximate', folder], 65, /needed a file, got a directory or device/],
    ['no such built-in', ['approximate', 'builtin:cats'], 64, /needed one of builtin:spirals, builtin:teacher, builtin:digits, got cats/],
    ['epsilon = 2', ['approximate', 'builtin:spirals', '--epsilon', '2'], 64, /needed epsilon in \(0, 1\), got 2/],
    ['delta = 0', ['approximate', 'builtin:spirals', '--delta', '0'], 64, /needed delta in \(0, 1\), got 0/],
    ['a number that is none', ['approximate', 'builtin:spirals', '--epsilon', 'small'], 64, /--epsilon: needed a number, got "small"/],
    ['epsilon and tolerance', ['approximate', 'builtin:spirals', '--epsilon', '0.1', '--tolerance', '0.1'], 64, /needed --epsilon or --tolerance, got both/],
    ['a box of the wrong dimension', ['approximate', 'builtin:spirals', '--domain', `box:${at('box.txt')}`], 65, /needed 2 intervals, one per input of the target, got 3/],
    ['a domain that is none', ['approximate', 'builtin:spirals', '--domain', 'sphere:1'], 64, /needed ball:RADIUS, box:LOWER,UPPER or box:FILE, with ,nonnegative or without, got sphere:1/],
    ['a domain of letters', ['approximate', 'builtin:spirals', '--domain', 'box:a,b'], 64, /got box:a,b: neither two numbers nor a file/],
    ['a ticket named as a network', ['approximate', 'builtin:spirals', '--out', at('t.onnx')], 64, /--out: needed a name ending in .safetensors/],
    ['an output that is a device', ['approximate', 'builtin:spirals', '--out', at('device.safetensors')], 64, /got a directory, link or device of that name/],
    ['an empty box', ['approximate', 'builtin:spirals', '--domain', 'box:1,0'], 64, /lower <= upper/],
    ['closest without a width', ['approximate', 'builtin:spirals', '--select', 'closest'], 64, /needed an explicit --candidates N \(at most 60 usable\)/],
    ['closest with too many candidates', ['approximate', 'builtin:spirals', '--select', 'closest', '--candidates', '400', '--outside'], 64, /closest: needed at most 60 usable candidates, got \d+ of n = 400 in layer 1; lower --candidates/],
    ['a source beyond measure', ['approximate', 'builtin:spirals', '--candidates', '1000000000'], 64, /needed 1 to 1048576 candidates/],
    ['an unknown selector', ['approximate', 'builtin:spirals', '--select', 'best'], 64, /--select: needed first, sparsest, closest, plenty, nearest, one, golden, integer, count, boxes, exactly:K, at-most:K or exactly:K:G, got best/],
    ['an unknown theorem', ['approximate', 'builtin:spirals', '--theorem', 'fermat'], 64, /--theorem: needed pensia2020.theorem1, malach2020.theorem2.1, .*, got fermat/],
    ['a figure of unknown kind', ['approximate', 'builtin:spirals', '--figure', at('f.gif')], 64, /needed a name ending in .svg, .pdf, .png, .html, .vl.json/],
    ['an output below a file', ['approximate', 'builtin:spirals', '--out', at('box.txt/t.safetensors')], 64, /got .*box.txt, which is a file and no folder/],
    ['an output in the place of the target', ['approximate', at('t.safetensors'), '--out', at('t.safetensors')], 64, /t.safetensors: needed different files to read and to write, got the same twice/],
    ['an export in the place of its ticket', ['export', at('t.safetensors'), '--to', at('t.safetensors')], 64, /needed different files to read and to write/],
    ['layers named for a file that orders its own', ['approximate', at('tanh.onnx'), '--layers', 'a,b'], 64, /--layers: needed a file of named tensors/],
    ['an output without a name', ['approximate', 'builtin:spirals', '--out', ''], 64, /--out: needed a name ending in .safetensors/],
    ['too many bits', ['approximate', 'builtin:digits', '--epsilon', '1e-12', '--budget', 'entrywise'], 64, /needed at most 40 bits per weight, got .* \(the layers' norms multiply to/],
    ['a text in place of a ticket', ['check', 'LICENSE', 'builtin:spirals'], 65, /safetensors: needed/],
    ['another JSON file in place of a certificate', ['check', 'package.json', 'builtin:spirals', 'builtin:spirals'], 65, /certificate: needed format "slth-certificate"/],
    ['a certificate without its networks', ['check', 'package.json', 'builtin:spirals'], 64, /check: needed a certificate's two networks after package.json, got 1 file/],
    ['a broken gzip', ['accuracy', 'builtin:digits', '--images', at('broken.gz'), '--labels', at('broken.gz')], 65, /needed a whole gzip file/],
    ['an unknown option', ['approximate', 'builtin:spirals', '--fast'], 64, /unknown option '--fast'/],
    ['an unknown command', ['aproximate'], 64, /unknown command 'aproximate'/],
  ];
  test.each(cases)('%s', (_, args, code, message) => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = slth(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(code);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^slth: /);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a ticket of another target', () => {
    const { status, stderr } = slth('check', at('t.safetensors'), 'builtin:teacher');
    expect(status).toBe(65);
    expect(stderr).toMatch(/ticket: needed its own target/);
  });

  test.skipIf(process.getuid?.() === 0)('an output that may not be written', () => {
    chmodSync(at('locked'), 0o500);
    expect(slth('approximate', 'builtin:spirals', '--out', at('locked/t.safetensors'))).toMatchObject({ status: 64, stderr: expect.stringContaining('no permission') });
  });
});

describe('Ctrl-C', () => {
  test('ends with 130, one line and nothing half-written', async () => {
    const out = at('interrupted.safetensors');
    const child = spawn(process.execPath, [main, 'approximate', 'builtin:digits', '--epsilon', '0.0000001', '--out', out], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    // The search takes minutes; the signal comes when the program is well under way.
    const alive = setTimeout(() => child.kill('SIGINT'), 1500);
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    clearTimeout(alive);
    expect(code).toBe(130);
    expect(stderr).toContain('slth: interrupted; nothing was left half-written');
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((f) => f.includes('partial'))).toEqual([]);
  });
});

describe('slth rss', () => {
  const json = (...args: string[]) => JSON.parse(slth('rss', '--json', '--attempts', '2000', ...args).stdout);

  test('prints the one JSON object that is documented, the same for any number of workers', () => {
    const one = json('--workers', '1'), two = json('--workers', '2', '--law', 'uniform', '--n', '15', '--epsilon', '0.01', '--targets', 'uniform');
    delete one.seconds;
    delete two.seconds;
    expect(two).toEqual(one);
    expect(one).toMatchObject({
      schema: 1, confidence: 0.99, failureRate: { estimate: expect.any(Number), lower: expect.any(Number), upper: expect.any(Number) }, errors: { median: expect.any(Number), q90: expect.any(Number), q99: expect.any(Number), max: expect.any(Number) },
      hittingTime: { q50: { estimate: expect.any(Number) } }, experiment: { law: 'uniform', n: 15, seed: 1, select: 'closest' },
    });
    expect(one.sizes.length).toBeGreaterThan(5);
  });

  test('prints a report, draws a figure, and takes every law, target and sharing', () => {
    const { status, stdout, stderr } = slth('rss', '--attempts', '2000', '--figure', at('rss.svg'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/failure rate [\d.]+ \[[\d.e-]+, [\d.]+\], exact 99 % interval/);
    expect(readFileSync(at('rss.svg'), 'utf8')).toContain('<svg');
    for (const args of [['--law', 'diamond', '--sharing', 'column', '--problems', '5'], ['--law', 'hyperbolic', '--select', 'golden'], ['--law', 'quantised:16', '--epsilon', '0', '--select', 'integer'], ['--targets', 'all'], ['--targets', '0.5'], ['--size-at-most', '2', '--scale', '2'], ['--law', 'normal', '--sharing', 'row', '--problems', '3']]) {
      expect(json('--n', '10', '--attempts', '50', ...args).failures.pools).toBe(50);
    }
  });

  test.each([
    [['--law', 'cauchy'], /needed uniform, product, diamond/],
    [['--targets', 'x'], /--targets: needed uniform, all or a number, got x/],
    [['--attempts', '0'], /needed attempts, at least 1/],
    [['--size-at-most', '2', '--select', 'first'], /needed --size-at-most or --select, got both/],
    [['--figure', 'f.gif'], /--figure: needed a name ending in \.svg/],
  ])('refuses %j in one line, with exit code 64', (args, message) => {
    const { status, stderr } = slth('rss', ...args);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});

describe('slth solve', () => {
  const solve = (input: string, ...args: string[]) => spawnSync(process.execPath, [main, 'solve', ...args], { encoding: 'utf8', input });

  test('solves numbers from a file or from standard input, and exits by what it found', () => {
    writeFileSync(at('numbers.txt'), '# three numbers\n0.5, -0.25\n0.125\n');
    const one = slth('solve', at('numbers.txt'), '--target', '0.3', '--tolerance', '0.1', '--select', 'sparsest', '--json');
    expect(one.status).toBe(0);
    expect(JSON.parse(one.stdout)).toMatchObject({ chosen: [0, 1], sum: 0.25, error: expect.closeTo(0.05, 12), optimal: true, outcome: 'hit' });
    expect(solve('[0.5, -0.25, 0.125]', '--target', '0.3', '--tolerance', '0.001').status).toBe(1);
    expect(solve('0.5 -0.25 0.125', '--target', '0.375').stdout).toContain('chosen       0 1 2  (3 of 3, counted from 0)');
    expect(solve('0.5 0.4', '--target', '-0.9', '--select', 'golden', '--tolerance', '0.01').status).toBe(2);
  });

  test.each([
    ['0.5 zebra', 65, /standard input: numbers: needed finite numbers, got "zebra"/],
    ['', 65, /standard input: numbers: needed at least one number, got none/],
    [Array.from({ length: 61 }, () => '0.1').join(' '), 64, /closest: needed at most 60 candidates, got 61/],
  ])('refuses %j', (input, code, message) => {
    const { status, stderr } = solve(input, '--target', '0.1');
    expect(status).toBe(code);
    expect(stderr).toMatch(message);
  });
});
