// The hot loops of the subset-sum engine, compiled to WebAssembly by AssemblyScript; ../plain is the same in TypeScript.
export { closest } from './closest';
export { choosePrefix, growPrefix, startPrefix } from './prefix';
export { growCovering, startCovering } from './covering';
export { nearSubset } from './few';
export { CHOSEN, VALUES } from './memory';
