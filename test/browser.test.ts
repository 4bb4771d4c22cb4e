import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);

/** What page, worker and Node all run: every kind of solver on fixed problems, on both engines. */
const work = `
export async function work(base) {
  const s = await import(base + '/dist/src/subset-sum/index.js');
  const { uniforms } = await import(base + '/dist/src/numeric/uniforms.js');
  const solve = () => [12, 20, 30, 47].map((n) => {
    const values = new Float64Array(n);
    uniforms(5, 0, n, 0, 0, n, values);
    const candidates = s.known(values.map((u) => 2 * u - 1));
    const names = n < 40 ? ['closest', 'first', 'sparsest', 'plenty', 'nearest', 'golden', 'at-most:3'] : ['closest', 'first'];
    return [...names.map((name) => s.selectorNamed(name).select(candidates, 0.3, n < 40 ? 1e-3 : 1e-9)), s.hittingTime(candidates, 0.3, 1e-3)];
  });
  const name = s.engine().name, wasm = solve();
  s.useEngine(new s.PlainEngine());
  const plain = (values => s.closest.select(s.known(values), 0.3, 0.01))([0.5, -0.25, 0.125, 0.0625]);
  return JSON.stringify({ name, wasm, plain });
}`;
const page = `<!doctype html><script type="module">
import { work } from '/work.js';
const say = (where, text) => fetch('/' + where, { method: 'POST', body: text });
try {
  await say('page', await work(''));
  const worker = new Worker('/worker.js', { type: 'module' });
  worker.onmessage = ({ data }) => say('worker', data);
  worker.onerror = (e) => say('worker', 'error: ' + e.message);
} catch (e) { await say('page', 'error: ' + e); }
</script>`;
const worker = `import { work } from '/work.js'; work('').then(postMessage, (e) => postMessage('error: ' + e));`;

/** Runs the page in a headless browser; what page and worker posted. */
async function inBrowser(): Promise<Record<string, string>> {
  const posted: Record<string, string> = {}, profile = mkdtempSync(join(tmpdir(), 'slth-browser-'));
  let done = (): void => {};
  const all = new Promise<void>((resolve) => (done = resolve));
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (part) => (text += part));
      request.on('end', () => {
        posted[path.slice(1)] = text;
        response.end();
        if (Object.keys(posted).length === 2 || text.startsWith('error')) done();
      });
      return;
    }
    const own: Record<string, string> = { '/': page, '/work.js': work, '/worker.js': worker };
    response.setHeader('Content-Type', path === '/' ? 'text/html' : 'text/javascript');
    if (own[path]) response.end(own[path]);
    else if (/^\/dist\/[\w/-]+\.js$/.test(path)) response.end(readFileSync(join(root, normalize(path))));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const child = spawn(browser!, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`], { stdio: 'ignore', detached: true });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const late = setTimeout(done, 40_000);
  try {
    await all;
  } finally {
    clearTimeout(late);
    // The browser is a group of processes.
    process.kill(-child.pid!, 'SIGKILL');
    server.closeAllConnections();
    server.close();
    await exited;
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  return posted;
}

describe('the solvers in a browser', () => {
  if (!browser) console.warn('test/browser.test.ts: skipped the run in a browser: needed chromium on the PATH (Debian: apt install chromium), found none');

  test.skipIf(!browser)('give in a page and in a module worker what they give in Node, WebAssembly included', async () => {
    const posted = await inBrowser();
    const { work: here } = (await import(`data:text/javascript,${encodeURIComponent(work)}`)) as { work: (base: string) => Promise<string> };
    const node = await here(`file://${root}`);
    expect(JSON.parse(node).name).toBe('wasm');
    expect(posted.page).toBe(node);
    expect(posted.worker).toBe(node);
  });

  test('import nothing but their own files: no package, nothing of Node', async () => {
    await init;
    const seen = new Set<string>(), foreign: string[] = [];
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { specifier, type } of parse(readFileSync(file, 'utf8'))[0] as readonly { specifier?: string; type: string }[]) {
        if (!specifier || type.startsWith('dynamic')) continue;
        if (specifier.startsWith('.')) visit(join(file, '..', specifier));
        else foreign.push(`${file}: ${specifier}`);
      }
    };
    visit(join(root, 'dist/src/subset-sum/index.js'));
    expect(seen.size).toBeGreaterThan(15);
    expect(foreign).toEqual([]);
  });
});
