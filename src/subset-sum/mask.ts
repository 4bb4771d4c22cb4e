/** The positions of the bits of a mask of 64, the low 32 and the high 32, ascending. */
export function positions(low: number, high: number): number[] {
  const out: number[] = [];
  for (let bits = low | 0; bits !== 0; bits &= bits - 1) out.push(31 - Math.clz32(bits & -bits));
  for (let bits = high | 0; bits !== 0; bits &= bits - 1) out.push(63 - Math.clz32(bits & -bits));
  return out;
}
