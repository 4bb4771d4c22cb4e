/** What a figure's name may end in. */
export const figureExtensions = ['.svg', '.png', '.vl.json'] as const;
