export { biprop, gainOf } from './biprop.js';
export { byScores, type KeptForm, type ScoreSearch } from './by-scores.js';
export { edgePopup } from './edge-popup.js';
export { firstScores, scaledFor } from './first-scores.js';
export { keptOfShare, largestBySize } from './top-share.js';
