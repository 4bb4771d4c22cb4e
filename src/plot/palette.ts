/**
 * Colours that colour-blind readers tell apart: those of Okabe and Ito (without their yellow, which white swallows), then three darker ones;
 * `ink` is the same hue, dark enough for letters on white (a contrast of 4.5 at least).
 */
export const palette: readonly { readonly line: string; readonly ink: string }[] = [
  { line: '#0072B2', ink: '#0072B2' },
  { line: '#D55E00', ink: '#B85100' },
  { line: '#009E73', ink: '#007A59' },
  { line: '#CC79A7', ink: '#A8487D' },
  { line: '#E69F00', ink: '#8F6300' },
  { line: '#56B4E9', ink: '#1A78AE' },
  { line: '#000000', ink: '#000000' },
  { line: '#882255', ink: '#882255' },
  { line: '#8A8A00', ink: '#6B6B00' },
  { line: '#777777', ink: '#666666' },
];

/** Shapes of filled markers, one for each colour; an open triangle is kept for what lies beyond. */
export const markers: readonly string[] = ['circle', 'square', 'diamond', 'triangle-down', 'cross', 'triangle-right', 'M0,-1.3L.33,-.4L1.24,-.4L.52,.16L.77,1.04L0,.52L-.77,1.04L-.52,.16L-1.24,-.4L-.33,-.4Z', 'triangle-left', 'M-1.3,-.6H1.3V.6H-1.3Z', 'M-.6,-1.3V1.3H.6V-1.3Z'];

/** Dashes of curves, one for each colour: the first is solid; short dashes are kept for what is necessary. */
export const dashes: readonly (readonly number[])[] = [[1, 0], [9, 2], [9, 2, 2, 2], [5, 1.5], [14, 2], [9, 2, 2, 2, 2, 2], [14, 2, 2, 2], [5, 1.5, 1.5, 1.5], [20, 3], [14, 2, 5, 2]];

/** Dashes of what is necessary. */
export const necessaryDashes: readonly (readonly number[])[] = [[2.5, 2], [1, 1.5], [3.5, 3], [1, 3]];

/** Samples of the viridis scale, from 0 to 1. */
export const viridis: readonly string[] = ['#440154', '#482475', '#414487', '#355f8d', '#2a788e', '#21918c', '#22a884', '#44bf70', '#7ad151', '#bddf26', '#fde725'];
