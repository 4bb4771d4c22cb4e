export const figures = (): never[] => [];
