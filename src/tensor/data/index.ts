export { dataSet, reshaped, subset, type DataSet } from './data-set.js';
export { equationsOf, operations, type Equations, type Operation } from './equations.js';
export { imagesOf } from './images.js';
export { pairsOf, sequencesOf, tokensOf } from './modular.js';
export { spiralPoint, spirals } from './spirals.js';
export { split } from './split.js';
export { symmetricGroup, type SymmetricGroup } from './symmetric-group.js';
export { sparseTeacher, taughtBy } from './teacher.js';
