export { binaryLaw, hyperbolic, hyperbolicFor, parseLaw, uniform, uniformWeight, type Law } from './law.js';
export { loadModule } from './load-module.js';
export { matrixOf, transpose, type Matrix } from './matrix.js';
export { philox } from './philox.js';
export { inlinePool, openPool, type MapOptions, type Pool, type PoolOptions, type Task } from './pool.js';
export { seedWords } from './seed-words.js';
export { spectralNormUp } from './spectral-norm.js';
export * from './statistics/index.js';
export { uniforms } from './uniforms.js';
