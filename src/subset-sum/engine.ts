import { instantiate } from '../numeric/wasm.js';
import { compiled } from './compiled.js';
import { positions } from './mask.js';
import { PlainEngine } from './plain/index.js';

/**
 * The loops that take the time. Two engines keep this contract: WebAssembly, whose sums are integers of 60 bits, and plain
 * TypeScript, whose sums are float64 on a grid of 53 bits: the fallback where there is no WebAssembly, and the other's
 * oracle. One search at a time: a search ends before the next begins.
 *
 * Values are placed on the finest power-of-two grid on which no sum overflows. Answers are exact where all numbers lie on
 * it; else numbers are rounded to it, which `ROUNDED` tells.
 */
export interface Engine {
  readonly name: 'wasm' | 'plain';
  /** All sums stay below 2^bits steps of the grid, so numbers are rounded by at most 2^-bits of their absolute sum. */
  readonly bits: number;
  /** How many times the first numbers the sums of a growing prefix are given room for, before that is found too little. */
  readonly headroom: number;
  /** Most candidates of one search. */
  readonly most: number;
  /** Where the caller writes candidates, from 0 on, before they are asked about. */
  values(): Float64Array;
  /** The subset of the first n values (n <= most) whose sum is closest to the target. HIT + ROUNDED as they apply, or NOT_FINITE. */
  closest(n: number, target: number, tolerance: number): number;
  /** Begins a growing prefix on a grid fine enough for an absolute sum of `reach`. 1 if no candidate is needed, else 0. */
  startPrefix(target: number, tolerance: number, reach: number): number;
  /** Takes values up to position `end`, one by one. The length at which a subset is within the tolerance, which ends the search; 0: none is; -1: `reach` was passed. */
  growPrefix(end: number): number;
  /** Ends the growing prefix with the closest subset found. */
  choosePrefix(): void;
  /** Whether numbers were rounded in the growing prefix that has ended. */
  readonly rounded: boolean;
  /**
   * The earliest subset of `size` >= 1 of the first n <= 64 values whose sum is within `edge` of the goal, as float64 adds:
   * 1 and chosen(), or 0. Earliest: largest position first, then the next. C(n, size) / 2 steps.
   */
  nearSubset(size: number, n: number, goal: number, edge: number): number;
  /** The subset that closest, choosePrefix or nearSubset chose: positions, ascending. */
  chosen(): number[];
  /** Begins the list of all sums of at most `most` candidates, to cover every target of [low, high]. */
  startCovering(low: number, high: number, tolerance: number, reach: number, most: number): void;
  /** Takes a candidate. 1 if every target is within the tolerance of a sum; 0 if not; -1: `reach` was passed. */
  growCovering(value: number): number;
}

export const HIT = 1, ROUNDED = 2, NOT_FINITE = -1;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly VALUES: { readonly value: number };
  readonly CHOSEN: { readonly value: number };
  closest: Engine['closest'];
  startPrefix: Engine['startPrefix'];
  growPrefix: Engine['growPrefix'];
  choosePrefix: Engine['choosePrefix'];
  startCovering: Engine['startCovering'];
  growCovering: Engine['growCovering'];
  nearSubset: Engine['nearSubset'];
}

class WasmEngine implements Engine {
  readonly name = 'wasm';
  readonly bits = 60;
  readonly headroom = 64;
  readonly most = 60;
  readonly closest: Engine['closest'];
  readonly startPrefix: Engine['startPrefix'];
  readonly growPrefix: Engine['growPrefix'];
  readonly choosePrefix: Engine['choosePrefix'];
  readonly startCovering: Engine['startCovering'];
  readonly growCovering: Engine['growCovering'];
  readonly nearSubset: Engine['nearSubset'];
  private buffer: ArrayBuffer;
  private written: Float64Array;
  private mask: Uint32Array;

  constructor(private readonly exports: Exports) {
    ({
      closest: this.closest, startPrefix: this.startPrefix, growPrefix: this.growPrefix, choosePrefix: this.choosePrefix,
      startCovering: this.startCovering, growCovering: this.growCovering, nearSubset: this.nearSubset,
    } = exports);
    this.buffer = exports.memory.buffer;
    this.written = new Float64Array(this.buffer, exports.VALUES.value, 64);
    this.mask = new Uint32Array(this.buffer, exports.CHOSEN.value, 3);
  }

  values(): Float64Array {
    this.refresh();
    return this.written;
  }

  get rounded(): boolean {
    this.refresh();
    return this.mask[2] !== 0;
  }

  chosen(): number[] {
    this.refresh();
    return positions(this.mask[0], this.mask[1]);
  }

  /** Memory that has grown is another buffer. */
  private refresh(): void {
    const { buffer } = this.exports.memory;
    if (buffer === this.buffer) return;
    this.buffer = buffer;
    this.written = new Float64Array(buffer, this.exports.VALUES.value, 64);
    this.mask = new Uint32Array(buffer, this.exports.CHOSEN.value, 3);
  }
}

/** The WebAssembly engine; undefined where it cannot be had. */
export function openWasmEngine(): Engine | undefined {
  const exports = instantiate<Exports>(compiled);
  return exports && new WasmEngine(exports);
}

let current: Engine | undefined;

/** The engine that all solvers use: WebAssembly, or plain TypeScript where there is none. Opened on first use. */
export const engine = (): Engine => (current ??= openWasmEngine() ?? new PlainEngine());

/** Makes all solvers of this thread use another engine: for comparing the two. */
export function useEngine(other: Engine): void {
  current = other;
}
