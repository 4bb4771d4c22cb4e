/** Weights of a pool and pools of a layer. */
export const SIDE = 8;

/** Raw draws at which a layer fails about as often as not. */
export const COMPARED: Readonly<Record<string, number>> = { uniform: 14, diamond: 42 };

/** Random numbers that one layer takes at n draws each: `uniform` one per draw, `diamond` two. */
export function randomNumbers(law: string, sharing: string, n: number): number {
  const factors = law === 'diamond' ? 2 : 1;
  return sharing === 'row' ? factors * n * SIDE : sharing === 'column' ? n * SIDE + n * SIDE * SIDE : factors * n * SIDE * SIDE;
}
