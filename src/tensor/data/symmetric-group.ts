/** The permutations of five things in the order of the dictionary, and how they multiply: by their places 0 .. 119 in that order. */
export interface SymmetricGroup {
  readonly order: number;
  readonly elements: readonly (readonly number[])[];
  /** First x, then y: i goes to y[x[i]]. */
  product(x: number, y: number): number;
  inverse(x: number): number;
}

/** S_n for n up to 5; place 0 is the identity. */
export function symmetricGroup(n: number): SymmetricGroup {
  if (!(Number.isInteger(n) && n >= 1 && n <= 5)) throw new RangeError(`symmetricGroup: needed 1 to 5 things, got ${n}`);
  const elements = permutationsOf([...Array(n).keys()]), places = new Map(elements.map((e, k) => [e.join(), k]));
  return {
    order: elements.length,
    elements,
    product: (x, y) => places.get(elements[x].map((i) => elements[y][i]).join())!,
    inverse: (x) => places.get(elements[x].map((_, i) => elements[x].indexOf(i)).join())!,
  };
}

const permutationsOf = (things: readonly number[]): number[][] =>
  things.length === 0 ? [[]] : things.flatMap((first) => permutationsOf(things.filter((t) => t !== first)).map((rest) => [first, ...rest]));
