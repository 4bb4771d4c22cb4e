// Written by `npm run fit -- --write`: 2000 pools for each of 56 cells, seed 20241014; least at tau = 0.25, w = 1.
/** Success probability of one group: the least lower limit of all cells, and the interval of that cell (95 % for all together). */
export const fittedSuccess = { value: 0.468, interval: [0.468, 0.543], tolerances: [0.0003, 0.25] } as const;
