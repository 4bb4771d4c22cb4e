export { uniform, uniformWeight, type Law } from './law.js';
export { matrixOf, transpose, type Matrix } from './matrix.js';
export { philox } from './philox.js';
export { inlinePool, openPool, type Pool, type Task } from './pool.js';
export { spectralNormUp } from './spectral-norm.js';
