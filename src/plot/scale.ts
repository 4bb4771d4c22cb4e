import type { ChartAxis } from './chart.js';
import { textWidth } from './text-width.js';

/** A tick of an axis; a minor one has no label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** An axis laid along `length` pixels. */
export interface Scale {
  readonly domain: readonly [number, number];
  /** Pixels from the end where the domain starts (from the other one, where the axis is reversed). */
  position(value: number): number;
  readonly ticks: readonly Tick[];
}

/** From the data: all of it, with a margin of this share at both ends; on a log axis of what is positive. `zero`: it is taken in where it is near. */
export function domainOf(axis: ChartAxis, values: readonly number[], share: number, zero: boolean): readonly [number, number] {
  if (axis.domain) return axis.domain;
  const known = values.filter((v) => Number.isFinite(v) && (!axis.log || v > 0));
  if (known.length === 0) return axis.log ? [1, 10] : [0, 1];
  const least = known.reduce((a, b) => Math.min(a, b)), most = known.reduce((a, b) => Math.max(a, b));
  if (axis.log) {
    const margin = Math.max(share * Math.log(most / least), most === least ? Math.log(2) : 0);
    // Rounded: engines differ in the last digit of exp and log.
    return [Number((least * Math.exp(-margin)).toPrecision(6)), Number((most * Math.exp(margin)).toPrecision(6))];
  }
  const margin = most === least ? Math.max(1, Math.abs(most)) / 2 : share * (most - least);
  return [least >= 0 && least - margin < (zero ? 0.25 * most : 0) ? 0 : least - margin, most + margin];
}

/** Lays an axis along `length` pixels; ticks keep `apart` pixels from each other at least, and horizontal ones as much as their labels ask for; whole numbers alone, where `whole`. */
export function scaleOf(axis: ChartAxis, domain: readonly [number, number], length: number, size: number, horizontal: boolean, whole = false): Scale {
  const [a, b] = domain, share = axis.log ? (v: number) => Math.log(v / a) / Math.log(b / a) : (v: number) => (v - a) / (b - a);
  const position = (v: number): number => length * (axis.reverse ? 1 - share(v) : share(v));
  const fits = (ticks: readonly Tick[]): boolean => {
    const labelled = ticks.filter((t) => t.label !== '').map((t) => ({ at: position(t.value), half: horizontal ? textWidth(t.label, size) / 2 : size / 2 })).sort((p, q) => p.at - q.at);
    return labelled.every((t, i) => i === 0 || t.at - t.half - (labelled[i - 1].at + labelled[i - 1].half) >= (horizontal ? 0.7 * size : 0.9 * size));
  };
  const choices = axis.log ? logTicks(domain, axis.base ?? 10) : linearTicks(domain, length / (horizontal ? 40 : 30), whole);
  return { domain, position, ticks: choices.find(fits) ?? choices[choices.length - 1] };
}

const inside = (v: number, [a, b]: readonly [number, number]): boolean => v >= a - 1e-9 * Math.abs(b - a) && v <= b + 1e-9 * Math.abs(b - a);

function* countUp(from: number, to: number): Generator<number> {
  for (let k = from; k <= to; k++) yield k;
}

/** Steps of 1, 2, 5 times a power of ten, from about `wanted` ticks to fewer. */
function linearTicks(domain: readonly [number, number], wanted: number, whole = false): Tick[][] {
  const span = domain[1] - domain[0], choices: Tick[][] = [];
  for (let e = Math.floor(Math.log10(span)) - 2; e <= Math.floor(Math.log10(span)); e++) {
    for (const m of [1, 2, 5]) {
      const step = Number(`${m}e${e}`);
      if (span / step > wanted || (whole && step < 1)) continue;
      const values = [...countUp(Math.ceil(domain[0] / step - 1e-9), Math.floor(domain[1] / step + 1e-9))].map((k) => Number((k * step).toPrecision(12)));
      const show = linearLabels(values, Math.max(0, -e));
      choices.push(values.map((value, i) => ({ value, label: show[i] })));
    }
  }
  return choices.length > 0 ? choices : [[]];
}

function linearLabels(values: readonly number[], decimals: number): string[] {
  const most = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  if (most >= 1e6 || (most > 0 && most < 1e-3)) {
    const exponent = Math.floor(Math.log10(most));
    return values.map((v) => (v === 0 ? '0' : minus(`${Number((v / Number(`1e${exponent}`)).toPrecision(6))}·10${superscript(exponent)}`)));
  }
  return values.map((v) => minus(Math.abs(v) >= 1e4 ? v.toLocaleString('en-US') : v.toFixed(decimals)));
}

/** Powers of the base, all, or every other, ...; where they are few, their multiples too. */
function logTicks(domain: readonly [number, number], base: 2 | 10): Tick[][] {
  const log = base === 2 ? Math.log2 : Math.log10, power = (k: number): number => (base === 2 ? 2 ** k : Number(`1e${k}`));
  const first = Math.floor(log(domain[0])), last = Math.ceil(log(domain[1]));
  const powers = [...countUp(first, last)].filter((k) => inside(log(power(k)), [log(domain[0]), log(domain[1])]));
  const plain = powers.every((k) => (base === 2 ? k >= -2 && k <= 14 : k >= -3 && k <= 4));
  const show = (v: number, k: number): string => (plain ? String(Number(v.toPrecision(12))) : v === power(k) ? `${base}${superscript(k)}` : `${Number((v / power(k)).toPrecision(3))}·${base}${superscript(k)}`);
  const among = (multiples: readonly number[], labelled: readonly number[]): Tick[] =>
    [...countUp(first, last)].flatMap((k) => multiples.map((m) => ({ value: Number((m * power(k)).toPrecision(12)), label: labelled.includes(m) ? show(Number((m * power(k)).toPrecision(12)), k) : '' }))).filter((t) => t.value >= domain[0] * (1 - 1e-9) && t.value <= domain[1] * (1 + 1e-9));
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  if (base === 2 && powers.length < 2) {
    const linear = linearTicks(domain, 4);
    return linear.map((ticks) => ticks.filter((t) => t.value > 0));
  }
  const few = base === 10 && powers.length < 3;
  const minor = (every: number): Tick[] => among(base === 10 && powers.length <= 6 ? all : [1], [1]).map((t) => ({ ...t, label: Math.round(log(t.value)) % every === 0 ? t.label : '' }));
  return [...(few ? [among(all, powers.length < 2 ? [1, 2, 3, 4, 5, 6, 8] : [1, 2, 5]), among(all, [1, 2, 5]), among(all, [1, 3])] : []), ...[1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100].map(minor)];
}

const minus = (text: string): string => text.replace(/^-/, '−');

/** The digits of an exponent, raised. */
export const superscript = (k: number): string => [...String(k)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');
