import { execFileSync } from 'node:child_process';

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Types of everything, tests and experiments too, are checked; the command line is tested as it is shipped: compiled. */
export default (): void => {
  execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.check.json'], { stdio: 'inherit' });
};
