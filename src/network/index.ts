export { ball, box, cube, describeDomain, requireDimension, type Domain } from './domain.js';
export { forward, type Forward } from './forward.js';
export { formats, readNetwork } from './formats/read.js';
export { countWeights, networkDigest, validNetwork, widths, type Layer, type Network } from './network.js';
export { normalise, type Normalised, type NormalisedLayer } from './normalise.js';
export { columnDrawer, countSourceWeights, type Source } from './source.js';
export { isTicket, parseTicket, writeTicket, type Claims, type KeptEdges, type Ticket } from './ticket.js';
