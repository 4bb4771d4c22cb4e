import type { Optimiser } from './optimiser.js';

/** The places of a mask that are kept. */
export const keptPlaces = (mask: Uint8Array): Uint32Array => Uint32Array.from(mask.keys()).filter((k) => mask[k] !== 0);

/** An optimiser's step at the kept places alone: at the others value, gradient and memory are 0 and stay 0. The same to the bit, and faster where few are kept. */
export function updateKept(optimiser: Optimiser, places: Uint32Array, values: Float32Array, gradient: Float32Array, slots: readonly Float32Array[], step: number, rate: number): void {
  const own = taken(values, places), memory = slots.map((slot) => taken(slot, places));
  optimiser.update(own, taken(gradient, places), memory, step, rate);
  put(own, places, values);
  memory.forEach((slot, k) => put(slot, places, slots[k]));
}

function taken(all: Float32Array, places: Uint32Array): Float32Array {
  const some = new Float32Array(places.length);
  for (let k = 0; k < places.length; k++) some[k] = all[places[k]];
  return some;
}

function put(some: Float32Array, places: Uint32Array, all: Float32Array): void {
  for (let k = 0; k < places.length; k++) all[places[k]] = some[k];
}
