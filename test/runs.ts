/** Whether this is npm run test:slow: what takes seconds, and shows in few runs what others show too, is tried there only. */
export const slow = process.env.SLTH_SLOW === '1';

/** How many random cases a property tries: in npm run test:slow ten times as many, or SLTH_TIMES times. */
export const runs = (usual: number): { numRuns: number } => ({ numRuns: slow ? Math.ceil(Number(process.env.SLTH_TIMES ?? 10) * usual) : usual });
