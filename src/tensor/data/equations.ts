import { symmetricGroup, type SymmetricGroup } from './symmetric-group.js';

/** All equations x op y = c that an operation has, element k of each array one of them; elements are 0 .. elements - 1. */
export interface Equations {
  readonly operation: Operation;
  readonly elements: number;
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly answers: Int32Array;
}

type OnResidues = (x: number, y: number, p: number, inverse: (y: number) => number) => number | null;
type OnPermutations = (x: number, y: number, group: SymmetricGroup) => number;

const quotient: OnResidues = (x, y, _, inverse) => (y === 0 ? null : x * inverse(y));

/** Of Power et al. (2021), modulo a prime p: what it is before it is taken modulo p, null where there is none. */
const onResidues = {
  'x+y': (x, y) => x + y,
  'x-y': (x, y) => x - y,
  'x*y': (x, y) => x * y,
  'x/y': quotient,
  'x/y if y odd, else x-y': (x, y, p, inverse) => (y % 2 === 1 ? quotient(x, y, p, inverse) : x - y),
  'x^2+y^2': (x, y) => x * x + y * y,
  'x^2+xy+y^2': (x, y) => x * x + x * y + y * y,
  'x^2+xy+y^2+x': (x, y) => x * x + x * y + y * y + x,
  'x^3+xy': (x, y) => x * x * x + x * y,
  'x^3+xy^2+y': (x, y) => x * x * x + x * y * y + y,
} as const satisfies Readonly<Record<string, OnResidues>>;

/** Of Power et al. (2021), on the permutations of five things. */
const onPermutations = {
  'x.y in S5': (x, y, { product }) => product(x, y),
  'x.y.x^-1 in S5': (x, y, { product, inverse }) => product(product(x, y), inverse(x)),
  'x.y.x in S5': (x, y, { product }) => product(product(x, y), x),
} as const satisfies Readonly<Record<string, OnPermutations>>;

/** An operation by its name. */
export type Operation = keyof typeof onResidues | keyof typeof onPermutations;

/** The operations of Power et al. (2021). */
export const operations: readonly Operation[] = [...Object.keys(onResidues), ...Object.keys(onPermutations)] as Operation[];

/** The equations of an operation, by x and then by y; `modulus`, a prime below 1000, is not asked of permutations. Throws a RangeError on another operation or modulus. */
export function equationsOf(operation: Operation, modulus = 97): Equations {
  if (operation in onPermutations) {
    const group = symmetricGroup(5), answer = onPermutations[operation as keyof typeof onPermutations];
    return listed(operation, group.order, (x, y) => answer(x, y, group));
  }
  if (!(operation in onResidues)) throw new RangeError(`equationsOf: needed one of ${operations.join('; ')}, got ${operation}`);
  if (!(isPrime(modulus) && modulus < 1000)) throw new RangeError(`equationsOf: needed a prime below 1000, got ${modulus}`);
  const answer: OnResidues = onResidues[operation as keyof typeof onResidues], inverse = (y: number): number => Array.from({ length: modulus }, (_, z) => z).find((z) => (y * z) % modulus === 1)!;
  const inverses = Array.from({ length: modulus }, (_, y) => (y === 0 ? 0 : inverse(y)));
  return listed(operation, modulus, (x, y) => {
    const c = answer(x, y, modulus, (z) => inverses[z]);
    return c === null ? null : ((c % modulus) + modulus) % modulus;
  });
}

function listed(operation: Operation, elements: number, answer: (x: number, y: number) => number | null): Equations {
  const all = Array.from({ length: elements * elements }, (_, k) => [Math.floor(k / elements), k % elements] as const).flatMap(([x, y]) => {
    const c = answer(x, y);
    return c === null ? [] : [[x, y, c] as const];
  });
  const column = (k: 0 | 1 | 2): Int32Array => Int32Array.from(all, (e) => e[k]);
  return { operation, elements, x: column(0), y: column(1), answers: column(2) };
}

const isPrime = (p: number): boolean => Number.isInteger(p) && p >= 2 && Array.from({ length: Math.max(0, Math.floor(Math.sqrt(p)) - 1) }, (_, k) => k + 2).every((d) => p % d !== 0);
