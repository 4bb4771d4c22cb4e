/**
 * A set of inputs over which affine functions are bounded. In a box and a ball an affine function f is held by its value at
 * the centre, then its slopes times the half-widths; over the convex hull of d points by its d values there.
 */
export type Region =
  | { readonly kind: 'box'; readonly lower: Float64Array; readonly upper: Float64Array }
  | { readonly kind: 'ball'; readonly radius: number; readonly lower: Float64Array; readonly upper: Float64Array }
  /** `points` holds point v's coordinates from v * d on; the points lie in one orthant. */
  | { readonly kind: 'hull'; readonly points: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array };

/** Numbers that hold one affine function over a region. */
export const widthOf = (region: Region): number => region.lower.length + (region.kind === 'hull' ? 0 : 1);
