/** Characters of a case that are kept, at most four bytes each. */
const MOST = 16384, SLOT = 4 * MOST;

/** Memory that two threads share: one writes the case that it is about to try, the other reads which it was, whatever became of the first. */
export class CaseBoard {
  private readonly count: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(12 + 2 * SLOT)) {
    this.count = new Int32Array(memory, 0, 3);
  }

  /** Alternately to two slots, so that the last one is whole while the next is written. */
  write(text: string): void {
    const next = this.count[0] + 1, bytes = new TextEncoder().encode(text.length > MOST ? `${text.slice(0, MOST)} ...` : text).subarray(0, SLOT);
    new Uint8Array(this.memory, 12 + (next % 2) * SLOT, SLOT).set(bytes);
    this.count[1 + (next % 2)] = bytes.length;
    Atomics.store(this.count, 0, next);
  }

  /** How many cases were tried, and the last; undefined before the first. */
  read(): { readonly cases: number; readonly text: string } | undefined {
    const cases = Atomics.load(this.count, 0), slot = cases % 2;
    return cases === 0 ? undefined : { cases, text: new TextDecoder().decode(new Uint8Array(this.memory, 12 + slot * SLOT, this.count[1 + slot]).slice()) };
  }
}
