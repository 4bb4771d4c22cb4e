export { networkOf, randomNetwork, uniformOf } from '../src/properties/random-network.js';
