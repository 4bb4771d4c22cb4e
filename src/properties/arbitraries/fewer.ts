/** Fewer of the places 0 .. count - 1, in ascending order: each alone, either half, all but one. */
export function* fewer(count: number): Generator<number[]> {
  const all = Array.from({ length: count }, (_, k) => k), half = Math.ceil(count / 2);
  if (count > 1) for (const k of all) yield [k];
  if (count > 3) yield* [all.slice(0, half), all.slice(half)];
  if (count > 2) for (const k of all) yield all.filter((i) => i !== k);
}

/** Integers from `least` up to below n: the least ones, then by halving the way to n. */
export function* fewerThan(n: number, least = 0): Generator<number> {
  const lowest = Math.min(n, least + 10);
  for (let k = least; k < lowest; k++) yield k;
  for (let way = Math.floor((n - least) / 2); way > 0 && n - way >= lowest; way = Math.floor(way / 2)) yield n - way;
}
