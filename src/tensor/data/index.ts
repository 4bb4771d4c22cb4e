export { dataSet, reshaped, subset, type DataSet } from './data-set.js';
export { imagesOf } from './images.js';
export { spiralPoint, spirals } from './spirals.js';
export { sparseTeacher, taughtBy } from './teacher.js';
