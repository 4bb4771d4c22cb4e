export const finding = (): string => '';
