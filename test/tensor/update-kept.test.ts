import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adam, sgd } from '../../src/tensor/index.js';
import { keptPlaces, updateKept } from '../../src/tensor/update-kept.js';

test('a step at the kept places alone is a whole step with a gradient of 0 elsewhere, to the bit', () => {
  const entry = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.float({ noNaN: true, min: -2, max: 2 }), fc.array(fc.float({ noNaN: true, min: -2, max: 2 }), { minLength: 4, maxLength: 4 }));
  fc.assert(fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), fc.constantFrom(sgd(), sgd({ momentum: 0.5, decay: 0.1 }), adam(), adam({ decay: 0.1 })), (entries, optimiser) => {
    const mask = Uint8Array.from(entries, ([kept]) => kept), places = keptPlaces(mask), start = Float32Array.from(entries, ([kept, w]) => (kept ? w : 0));
    const fresh = (): Float32Array[] => Array.from({ length: optimiser.slots }, () => new Float32Array(mask.length));
    const some = start.slice(), whole = start.slice(), someSlots = fresh(), wholeSlots = fresh();
    for (let step = 1; step <= 4; step++) {
      const gradient = Float32Array.from(entries, ([, , g]) => g[step - 1]);
      updateKept(optimiser, places, some, gradient, someSlots, step, 0.1);
      optimiser.update(whole, gradient.map((g, k) => (mask[k] ? g : 0)), wholeSlots, step, 0.1);
    }
    expect(some.map((x) => x + 0)).toEqual(whole.map((x) => x + 0));
    expect(someSlots.map((s) => s.map((x) => x + 0))).toEqual(wholeSlots.map((s) => s.map((x) => x + 0)));
  }));
});
