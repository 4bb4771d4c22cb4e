export { chain } from './chain.js';
export { conv } from './conv.js';
export { dense } from './dense.js';
export { flatten, maxPool, meanPool, relu } from './fixed.js';
export { normalise } from './normalise.js';
export { residual } from './residual.js';
