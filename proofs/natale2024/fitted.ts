// Written by `npm run fit -- --write`: 20000 pools (2000 for groups beyond 12) for each of 304 cells, seed 20241014; least at tau = 0.15121, w = 1.
/** Success probability of one group: the least lower limit of all cells, and the interval of that cell (95 % for all together). */
export const fittedSuccess = { value: 0.42, interval: [0.42, 0.447], tolerances: [0.000282, 0.5], cells: 304 } as const;
