export { dataSet, reshaped, subset, type DataSet } from './data-set.js';
export { imagesOf } from './images.js';
export { spirals } from './spirals.js';
export { taughtBy } from './teacher.js';
