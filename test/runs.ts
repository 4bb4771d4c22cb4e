/** How many random cases a property tries: ten times as many in npm run test:slow. */
export const runs = (usual: number): { numRuns: number } => ({ numRuns: process.env.SLTH_SLOW === '1' ? 10 * usual : usual });
