export * from './certify/index.js';
export * from './constructions/index.js';
export * from './network/index.js';
export { builtins, type Builtin } from './network/builtin/index.js';
export * from './numeric/index.js';
export * from './subset-sum/index.js';
export * from './subset-sum/laboratory/index.js';
export * from './theorem/index.js';
