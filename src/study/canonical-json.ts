/** The one JSON text of a value: keys sorted by code unit at every depth, no blanks (RFC 8785 for what it takes). Throws a RangeError for what JSON does not hold. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const entries = value as Record<string, unknown>;
    return `{${Object.keys(entries).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(entries[key])}`).join(',')}}`;
  }
  const plain = value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  if (!plain) throw new RangeError(`canonicalJson: needed a value that JSON holds, got ${String(value)}`);
  return JSON.stringify(value);
}
