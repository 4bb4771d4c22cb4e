/** The documents whose commands are run as they stand. */
export const documents = ['docs/add-a-construction.md', 'docs/add-a-theorem.md'] as const;
