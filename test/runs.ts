/** Whether this is npm run test:slow: what takes seconds, and shows in few runs what others show too, is tried there only. */
export const slow = process.env.SLTH_SLOW === '1';

/** How many times as much npm run test:slow tries as npm test: ten, or SLTH_TIMES. */
export const times = slow ? Number(process.env.SLTH_TIMES ?? 10) : 1;

/** How many random cases a property tries. */
export const runs = (usual: number): { numRuns: number } => ({ numRuns: Math.ceil(times * usual) });
