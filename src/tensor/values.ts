/** Numbers of a model by the name of the parameter: float32, row by row. Whoever gets them does not change them. */
export type Values = ReadonlyMap<string, Float32Array>;

/** Of a parameter's entries those that are kept, 1 or 0 each, by its name; a parameter without a mask is whole. */
export type Masks = ReadonlyMap<string, Uint8Array>;

/** Copies that may be changed. */
export const copyValues = (values: Values): Map<string, Float32Array> => new Map([...values].map(([name, data]) => [name, data.slice()]));

/** The values with 0 where a mask has 0. */
export function masked(values: Values, masks: Masks): Map<string, Float32Array> {
  return new Map([...values].map(([name, data]) => {
    const mask = masks.get(name);
    return [name, mask ? data.map((x, k) => (mask[k] ? x : 0)) : data.slice()];
  }));
}

/** Throws a RangeError unless each mask has 0 or 1 for every entry of values that there are. */
export function requireMasks(masks: Masks, values: Values, where: string): void {
  for (const [name, mask] of masks) {
    const size = values.get(name)?.length;
    if (size === undefined) throw new RangeError(`${where}: needed masks of ${[...values.keys()].join(', ')}, got one of ${name}`);
    if (mask.length !== size) throw new RangeError(`${where}: needed a mask of ${size} entries for ${name}, got ${mask.length}`);
    const wrong = mask.find((b) => b > 1);
    if (wrong !== undefined) throw new RangeError(`${where}: needed a mask of 0 and 1 for ${name}, got ${wrong}`);
  }
}

/** (1 - alpha) a + alpha b, entry by entry. */
export const interpolate = (a: Values, b: Values, alpha: number): Map<string, Float32Array> => new Map([...a].map(([name, x]) => {
  const y = b.get(name);
  if (y?.length !== x.length) throw new RangeError(`interpolate: needed ${x.length} entries of ${name} in both, got ${y?.length ?? 'none'}`);
  return [name, x.map((u, k) => (1 - alpha) * u + alpha * y[k])];
}));

/** sqrt of the sum of squared differences over all entries. */
export function distance(a: Values, b: Values): number {
  let sum = 0;
  for (const [name, x] of a) {
    const y = b.get(name);
    if (y?.length !== x.length) throw new RangeError(`distance: needed ${x.length} entries of ${name} in both, got ${y?.length ?? 'none'}`);
    for (let k = 0; k < x.length; k++) sum += (x[k] - y[k]) * (x[k] - y[k]);
  }
  return Math.sqrt(sum);
}
