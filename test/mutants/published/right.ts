// The diamond by hand, with no fault.
import { diamondByHand } from './diamond-by-hand.js';

export default diamondByHand({ name: 'by-hand', module: import.meta.url });
