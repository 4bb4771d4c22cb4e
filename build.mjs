// Compiles the hot loops to WebAssembly, everything to dist/, and marks the command-line program executable (tsc writes 0644).
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import asc from 'assemblyscript/asc';

/** Folders whose assembly/index.ts becomes compiled.ts beside it: the module's bytes, since a browser reads no files. */
for (const folder of ['src/numeric', 'src/subset-sum']) {
  const { error, stderr, binary } = await compile(`${folder}/assembly/index.ts`);
  if (error) {
    process.stderr.write(stderr);
    process.exit(1);
  }
  const text = `// Written by build.mjs from assembly/.\nexport const compiled =\n  '${Buffer.from(binary).toString('base64')}';\n`;
  const path = `${folder}/compiled.ts`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
if (existsSync('dist')) rmSync('dist', { recursive: true });
try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
} catch {
  process.exit(1); // The compiler has said why.
}
chmodSync('dist/src/cli/main.js', 0o755);

async function compile(entry) {
  const out = join(tmpdir(), `slth-${process.pid}.wasm`);
  const { error, stderr } = await asc.main([entry, '--outFile', out, '--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd,bulk-memory']);
  const binary = error ? new Uint8Array() : readFileSync(out);
  rmSync(out, { force: true });
  return { error, stderr: stderr.toString(), binary };
}
