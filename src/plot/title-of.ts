/** What a specification says it shows: its description, or its title. */
export const titleOf = ({ description, title }: Record<string, unknown>): string =>
  typeof description === 'string' ? description : typeof title === 'string' ? title : String((title as { text?: unknown } | undefined)?.text ?? 'figure');
