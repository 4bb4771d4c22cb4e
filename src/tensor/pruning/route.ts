import { entries, type Link, type Model } from '../model.js';

/**
 * Weights between units (of a convolution: its channels): a kernel of `size` entries, 1 in a dense layer, for each pair of an input and an output.
 * A dense layer behind an image has as many inputs for a unit as the image has places: input i is of unit i mod `units`.
 */
export interface LinkedLayer {
  /** Of the parameter. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly units: number;
  /** Where in the parameter entry e of the kernel from input i to output o is. */
  place(i: number, o: number, e: number): number;
}

/** Layers in order from a model's inputs to its outputs; `around`: layers that may be gone around, unit by unit. */
export type Route = readonly (LinkedLayer | { readonly around: Route })[];

/** The route of a model. Throws a RangeError where a part of it has no order of layers. */
export function routeOf(model: Model): Route {
  const shapes = new Map(model.parameters.map((p) => [p.name, p]));
  let units: number | undefined;
  const layer = (name: string): LinkedLayer => {
    const parameter = shapes.get(name)!, { shape } = parameter, image = shape.length === 4;
    const [inputs, outputs] = image ? [shape[2], shape[3]] : [shape[1], shape[0]], size = entries(parameter) / (inputs * outputs), before = units ?? inputs;
    if (inputs % before !== 0) throw new RangeError(`routeOf: needed inputs of ${name} that are so many for each of the ${before} units before, got ${inputs}`);
    units = outputs;
    return { name, inputs, outputs, size, units: before, place: image ? (i, o, e) => (e * inputs + i) * outputs + o : (i, o) => o * inputs + i };
  };
  const route = (links: readonly Link[]): Route => links.map((link) => (typeof link === 'string' ? layer(link) : { around: route(link.around) }));
  if (!model.links) throw new RangeError(`routeOf: needed a model of dense layers, convolutions and residual blocks, one after another, got ${model.name}`);
  return route(model.links);
}

/** All layers of a route, none gone around. */
export const layersOf = (route: Route): readonly LinkedLayer[] => route.flatMap((step) => ('around' in step ? layersOf(step.around) : [step]));
