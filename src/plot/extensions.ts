/** What a figure's name may end in. */
export const figureExtensions = ['.svg', '.pdf', '.png', '.html', '.vl.json'] as const;
