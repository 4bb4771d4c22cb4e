/** Weights of a pool and pools of a layer. */
export const SIDE = 8;

/** Raw draws at which errors are measured: Pensia et al. (2020) draw 21 for epsilon = 0.01; a diamond's half uses half of its draws. */
export const DRAWN: Readonly<Record<string, number>> = { uniform: 21, diamond: 42 };

/** Random numbers that one layer takes at n draws each: `uniform` one per draw, `diamond` two. */
export function randomNumbers(law: string, sharing: string, n: number): number {
  const factors = law === 'diamond' ? 2 : 1;
  return sharing === 'row' ? factors * n * SIDE : sharing === 'column' ? n * SIDE + n * SIDE * SIDE : factors * n * SIDE * SIDE;
}
