export const checkTicket = (_: string): string => '';
