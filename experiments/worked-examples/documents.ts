/** The documents whose commands are run as they stand. */
export const documents = ['docs/add-a-construction.md'] as const;
