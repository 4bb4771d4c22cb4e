import { countEntries, prunable, type Model } from '../model.js';
import type { Masks } from '../values.js';
import { keptOf, wholeMasks } from './masks.js';
import { layersOf, routeOf, type LinkedLayer, type Route } from './route.js';

/** How much of a layer is left. */
export interface LayerPaths {
  readonly name: string;
  readonly outputs: number;
  /** Outputs that a path leads to through this layer. */
  readonly width: number;
}

/** What of the kept weights lies on paths of kept weights from an input to an output; a shortcut of a residual block leads on without a weight. */
export interface Paths {
  /** Kept weights on such paths. */
  readonly alive: Map<string, Uint8Array>;
  readonly kept: number;
  readonly onPaths: number;
  /** Share of all weights that are kept and on paths: the density that counts. */
  readonly aliveDensity: number;
  readonly layers: readonly LayerPaths[];
  /** Share of the outputs (channels) of hidden layers that no path leads to through their layer: in a plain network the dead hidden units; a residual stream counts once for each layer that adds to it, whether its shortcut passes or not. */
  readonly deadUnits: number;
}

/** The paths that masks leave, exactly, whatever the values of the weights. Units of a convolution are its channels: places, and what a border cuts off, are not told apart. */
export function pathsOf(model: Model, masks: Masks): Paths {
  const route = routeOf(model), layers = layersOf(route), alive = wholeMasks(model), whole = wholeMasks(model), maskOf = (name: string): Uint8Array => masks.get(name) ?? whole.get(name)!;
  const reached = new Map<string, Uint8Array>(), wanted = new Map<string, Uint8Array>();
  const kept = new Map(layers.map((layer) => [layer.name, joined(layer, maskOf(layer.name))]));
  forward(route, new Uint8Array(layers[0].units).fill(1), kept, reached);
  backward(route, new Uint8Array(layers[layers.length - 1].outputs).fill(1), kept, wanted);
  const widths = layers.map(({ name, inputs, outputs, size, units, place }): LayerPaths => {
    const from = reached.get(name)!, to = wanted.get(name)!, mask = maskOf(name), out = alive.get(name)!, led = new Uint8Array(outputs);
    for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) for (let e = 0; e < size; e++) {
      const k = place(i, o, e);
      out[k] = mask[k] && from[i % units] && to[o] ? 1 : 0;
      if (out[k]) led[o] = 1;
    }
    return { name, outputs, width: led.reduce((n, x) => n + x, 0) };
  });
  const hidden = widths.slice(0, -1), onPaths = keptOf(alive), units = hidden.reduce((n, l) => n + l.outputs, 0);
  return { alive, kept: keptOf(new Map([...alive.keys()].map((name) => [name, maskOf(name)]))), onPaths, aliveDensity: onPaths / countEntries(prunable(model)), layers: widths, deadUnits: units === 0 ? 0 : 1 - hidden.reduce((n, l) => n + l.width, 0) / units };
}

/** Input by input, whether an entry of the kernel to an output is kept. */
function joined({ inputs, outputs, size, place }: LinkedLayer, mask: Uint8Array): Uint8Array {
  const any = new Uint8Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) for (let e = 0; e < size; e++) if (mask[place(i, o, e)]) any[i * outputs + o] = 1;
  return any;
}

/** Units behind a route that are reached from some before it; which are reached before each layer goes into `reached`. */
function forward(route: Route, start: Uint8Array, kept: ReadonlyMap<string, Uint8Array>, reached: Map<string, Uint8Array>): Uint8Array {
  return route.reduce((units, step) => {
    if ('around' in step) return either(units, forward(step.around, units, kept, reached));
    reached.set(step.name, units);
    const on = kept.get(step.name)!, after = new Uint8Array(step.outputs);
    for (let i = 0; i < step.inputs; i++) if (units[i % step.units]) for (let o = 0; o < step.outputs; o++) if (on[i * step.outputs + o]) after[o] = 1;
    return after;
  }, start);
}

/** Units before a route from which some behind it are reached; which are wanted behind each layer goes into `wanted`. */
function backward(route: Route, end: Uint8Array, kept: ReadonlyMap<string, Uint8Array>, wanted: Map<string, Uint8Array>): Uint8Array {
  return route.reduceRight((units, step) => {
    if ('around' in step) return either(units, backward(step.around, units, kept, wanted));
    wanted.set(step.name, units);
    const on = kept.get(step.name)!, before = new Uint8Array(step.units);
    for (let i = 0; i < step.inputs; i++) for (let o = 0; o < step.outputs; o++) if (units[o] && on[i * step.outputs + o]) before[i % step.units] = 1;
    return before;
  }, end);
}

const either = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((x, k) => x | b[k]);
