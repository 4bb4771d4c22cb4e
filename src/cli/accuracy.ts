export const accuracyCommand = async (): Promise<number> => 0;
