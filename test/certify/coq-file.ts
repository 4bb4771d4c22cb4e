import { positivePart, plus, times, type Dyadic } from '../../src/properties/exact.js';

/** A Coq file of `prove` read back: what it says of the target and of the pruned network, each as a function in exact arithmetic. */
export interface CoqFile {
  target(x: readonly Dyadic[]): Dyadic[];
  ticket(x: readonly Dyadic[]): Dyadic[];
  /** The stated bound of their distance. */
  readonly error: number;
  /** Tolerances of the target's weights, as checked and as claimed. */
  readonly tolerances: readonly { readonly checked: number; readonly claimed: number }[];
}

type Row = readonly (readonly [unit: number, numerator: bigint])[];

const integer = (text: string): bigint => BigInt(text.replace(/[()\s]/g, ''));
const dyadic = (mantissa: bigint, exponent: number): Dyadic => ({ mantissa, exponent });

/** Reads the definitions by their names and Coq's grammar of lists; knows nothing of the code that writes them. */
export function readCoq(text: string): CoqFile {
  const body = new Map([...text.matchAll(/^Definition (\w+)(?: : [^:=]+)? := ([\s\S]*?)\.$(?=\n)/gm)].map((m) => [m[1], m[2]]));
  const of = (name: string): string => body.get(name)!;
  const rows = (name: string): Row[] => {
    const source = of(name);
    if (/^\w+( \+\+ |$)/.test(source)) return source.split(/[\s()+]+/).filter(Boolean).flatMap(rows);
    const weights = (list: string): Row => [...list.matchAll(/w (\d+) (\(-\d+\)|\d+)/g)].map((m) => [Number(m[1]), integer(m[2])] as const);
    if (source.includes('units_of')) return weights(source).map((w) => [w]);
    return [...source.matchAll(/\[([^[\]]*)\]/g)].filter(() => source !== '[]').map((m) => weights(m[1]));
  };
  const matrix = (name: string): bigint[][] => {
    const source = of(name);
    if (/^\w+( \+\+ |$)/.test(source)) return source.split(/[\s()+]+/).filter(Boolean).flatMap(matrix);
    return [...source.matchAll(/\[([-\d;()\s]+)\]/g)].map((m) => m[1].split(';').map(integer));
  };
  const certificate = of('certificate'), bits = Number(/bits := (\d+)/.exec(certificate)![1]), scale = Number(/scale := \(?(-?\d+)/.exec(certificate)![1]);
  const biased = /biased := true/.test(certificate), depth = certificate.match(/block\d+/g)!.length;
  const layers = Array.from({ length: depth }, (_, k) => {
    const n = k + 1, [, inputs, grid, sigma, beta] = /^Layer (\d+) \w+ (\d+) (\S+) (\S+)$/.exec(of(`layer${n}`))!;
    const hidden = of(`hidden${n}`).match(/hidden\w+/g)!.map(rows);
    return { wanted: matrix(`wanted${n}`), inputs: Number(inputs), grid: Number(grid), sigma: Number(integer(sigma)), beta: Number(integer(beta)), sources: [...hidden, [...rows(`output${n}`), ...rows(`carry${n}`)]] };
  });
  const sum = (terms: readonly Dyadic[]): Dyadic => terms.reduce(plus, dyadic(0n, 0));
  const claimed = [...text.matchAll(/\(dyadic \(tol pars\d+\) \(sigma layer\d+ - grid layer\d+\) <= IZR (\d+) \/ IZR (\d+)\)%R/g)].map((m) => Number(`${m[1]}e-${m[2].length - 1}`));
  const [, digits, power] = /target certificate x j\) <= IZR (\d+) \/ IZR (\d+)\)%R/.exec(text)!;
  return {
    target: (x) => layers.reduce((h, { wanted, inputs, grid, sigma, beta }, i) => {
      const z = wanted.map((w) => sum([...h.slice(0, inputs).map((v, c) => times(dyadic(w[c], sigma - grid), v)), ...(biased ? [dyadic(w[inputs], beta - grid)] : [])]));
      return i < depth - 1 ? z.map(positivePart) : z;
    }, [...x]),
    ticket: (x) => {
      const sources = layers.flatMap((l) => l.sources);
      const out = sources.reduce((h, layer, j) => {
        const z = layer.map((row) => sum(row.map(([unit, v]) => times(dyadic(v, -bits), h[unit - 1] ?? dyadic(0n, 0)))));
        return j < sources.length - 1 ? z.map(positivePart) : z;
      }, biased ? [...x, dyadic(1n, 0)] : [...x]);
      return out.map((v) => times(v, dyadic(1n, scale)));
    },
    error: Number(digits) / Number(power),
    tolerances: claimed.map((c, k) => ({ checked: Number(/^Params \d+ (\d+)/.exec(of(`pars${k + 1}`))![1]) * 2 ** (layers[k].sigma - layers[k].grid), claimed: c })),
  };
}
