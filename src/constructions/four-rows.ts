import type { Source } from '../network/source.js';
import { columnDrawer } from '../network/source.js';
import type { Candidates } from '../subset-sum/index.js';

/** The carriers of one input and one sign: source units that, once scaffolded, compute |gain| relu(+-x_c). */
export interface Carriers {
  /** Index i of each carrier among the n units of its input, ascending. */
  readonly units: Uint32Array;
  /** Signed first-layer weight of each: a candidate's value is its last edge times this. */
  readonly gains: Float64Array;
}

/** The candidates of four consecutive outputs for one input and one sign: the generator gives their weights four at a time. */
export class FourRows {
  /** Candidates of output 4 * rowBlock + k. */
  readonly rows: readonly Candidates[];
  /** Source weights drawn so far, by all blocks started. */
  weightsDrawn = 0;
  drawn = 0;
  limit = 0;

  private readonly drawer;
  private readonly values: Float64Array[];
  private readonly four = new Float64Array(4);
  private carriers: Carriers = { units: new Uint32Array(0), gains: new Float64Array(0) };
  private rowBlock = 0;

  /** `capacity` bounds the carriers of any input; `hiddenRow` places a carrier in source layer `layer`'s columns. */
  constructor(
    source: Pick<Source, 'seed' | 'attempt' | 'law'>,
    private readonly layer: number,
    capacity: number,
    private readonly hiddenRow: (unit: number, column: number) => number,
  ) {
    this.drawer = columnDrawer(source);
    this.values = [0, 1, 2, 3].map(() => new Float64Array(capacity));
    this.rows = this.values.map((values) => new Row(this, values));
  }

  private column = 0;

  /** Turns to the carriers of input `column` and outputs 4 rowBlock .. 4 rowBlock + 3. Draws nothing yet. */
  start(carriers: Carriers, column: number, rowBlock: number): void {
    this.carriers = carriers;
    this.column = column;
    this.rowBlock = rowBlock;
    this.drawn = 0;
    this.limit = carriers.units.length;
  }

  draw(count: number): void {
    const { carriers, four, drawer, values, layer, rowBlock, column, hiddenRow } = this;
    const [a, b, c, d] = values;
    const end = Math.min(count, this.limit);
    if (end <= this.drawn) return;
    for (let k = this.drawn; k < end; k++) {
      drawer.draw(layer, rowBlock, hiddenRow(carriers.units[k], column), four);
      const gain = carriers.gains[k];
      a[k] = four[0] * gain;
      b[k] = four[1] * gain;
      c[k] = four[2] * gain;
      d[k] = four[3] * gain;
    }
    this.weightsDrawn += 4 * (end - this.drawn);
    this.drawn = end;
  }
}

class Row implements Candidates {
  constructor(
    private readonly four: FourRows,
    readonly values: Float64Array,
  ) {}

  get limit(): number {
    return this.four.limit;
  }

  get drawn(): number {
    return this.four.drawn;
  }

  draw(count: number): void {
    if (count > this.four.drawn) this.four.draw(count);
  }
}
