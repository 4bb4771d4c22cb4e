// Compiles to dist/ and marks the command-line program executable (tsc writes 0644).
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
if (existsSync('dist')) rmSync('dist', { recursive: true });
try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
} catch {
  process.exit(1); // The compiler has said why.
}
chmodSync('dist/src/cli/main.js', 0o755);
