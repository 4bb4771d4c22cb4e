export { mappingFrom, mappingText, parseMapping, requireMapping, sourcesOf, type BlockMapping } from './mapping.js';
export { elasticMlp, elasticResidualMlp, type ElasticNetwork } from './network.js';
export { appended, interpolated, keeping, keepingFirst } from './strategies.js';
export { transformTicket, type RewoundTicket } from './transform.js';
