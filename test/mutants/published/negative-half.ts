// A unit with a negative first weight u computes |u| relu(-x): it is given the gain |u|, and w stays its target. The half comes out turned.
import { diamondByHand } from './diamond-by-hand.js';

export default diamondByHand({ name: 'negative-half', module: import.meta.url, gain: Math.abs });
