import { execFileSync } from 'node:child_process';

/** The command line is tested as it is shipped: compiled. */
export default (): void => {
  execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
};
