import type { Construction } from '../constructions/index.js';
import { layerProperties } from './construction-layer.js';
import { networkProperties } from './construction-network.js';
import { rateProperties } from './construction-rate.js';
import { lawProperties } from './law.js';
import type { Property } from './property.js';
import type { ConstructionCases } from './tried-layer.js';

/** The properties that every construction must satisfy, whatever it is: on single layers, on average, on whole networks, and of the law that its sources are drawn by. */
export const constructionProperties = (construction: Construction, given: ConstructionCases): Property[] =>
  [...layerProperties(construction, given), ...rateProperties(construction, given), ...networkProperties(construction, given), ...lawProperties(given.law(0.1))];
