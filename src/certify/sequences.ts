import { contains, type Domain } from '../network/domain.js';

/** Where a recurrent network is compared: h_0 without negative entries and of norm at most `initial`, and every x_t in `inputs`. */
export interface Sequences {
  /** At least 0; 0 where every run begins with h_0 = 0. */
  readonly initial: number;
  readonly inputs: Domain;
}

/** One run: h_0 and x_1, ..., x_T. */
export interface Sequence {
  readonly initial: Float64Array;
  readonly inputs: readonly Float64Array[];
}

/** The domain of h_0; undefined where it is 0 alone. */
export const initialDomain = ({ initial }: Sequences): Domain | undefined => (initial > 0 ? { kind: 'ball', radius: initial, nonnegative: true } : undefined);

/** Whether a run lies in the domain, decided so that yes is certain. */
export function containsSequence(domain: Sequences, { initial, inputs }: Sequence): boolean {
  const start = initialDomain(domain);
  return (start ? contains(start, initial) : initial.every((v) => v === 0)) && inputs.every((x) => contains(domain.inputs, x));
}

/** Throws a RangeError unless `initial` is a size. */
export function requireSequences({ initial }: Sequences, where: string): void {
  if (!(initial >= 0 && initial <= 1e100)) throw new RangeError(`${where}: needed a norm of h_0 in [0, 1e100], got ${initial}`);
}
