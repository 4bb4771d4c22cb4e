import fc from 'fast-check';

/** What a file holds, as JSON has it. */
export type Tree = null | boolean | number | string | readonly Tree[] | { readonly [key: string]: Tree };

/** One change of a tree: its `node`-th value, in preorder, replaced, taken out of its list or object, or repeated in its list. */
export interface TreeEdit {
  readonly kind: 'value replaced' | 'value removed' | 'value repeated' | 'value copied';
  readonly node: number;
  readonly value: Tree;
  readonly times: number;
  readonly from: number;
}

const VALUES: readonly Tree[] = [
  0, 1, -1, 2, 3, 0.5, -0.5, 255, 4096, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53, 1e308, 5e-324, null, true, false, '', 'x', 'NaN', '-1', '4294967296', '9223372036854775807', '-9223372036854775808', '__proto__', 'constructor',
  'a\nb\u001b[2J', 'a'.repeat(5000), [], {}, [[]], [0], [-1, 1], [2 ** 20, 2 ** 20], Array<number>(300).fill(1), Array.from({ length: 100 }).reduce<Tree>((t) => [t], []),
];

/** The number of values in a tree. */
const sizeOf = (tree: Tree): number => (typeof tree === 'object' && tree !== null ? Object.values(tree).reduce<number>((n, t) => n + sizeOf(t), 1) : 1);

/** Changes of a tree. */
export const treeEditsOf = (tree: Tree): fc.Arbitrary<TreeEdit> =>
  fc.record({
    kind: fc.constantFrom('value replaced' as const, 'value replaced' as const, 'value removed' as const, 'value repeated' as const, 'value copied' as const),
    node: fc.nat(sizeOf(tree) - 1), value: fc.constantFrom(...VALUES), times: fc.constantFrom(1, 2, 30, 300), from: fc.nat(sizeOf(tree) - 1),
  });

/** The n-th value in preorder. */
function nodeOf(tree: Tree, n: number): Tree {
  let found: Tree = null, left = n;
  const visit = (t: Tree): void => {
    if (left-- === 0) found = t;
    if (left >= 0 && typeof t === 'object' && t !== null) for (const child of Object.values(t)) visit(child);
  };
  visit(tree);
  return found;
}

/** A tree with a change made, and the change in words. Places beyond the tree change nothing. */
export function treeEdited(tree: Tree, { kind, node, value, times, from }: TreeEdit): { tree: Tree; said: string } {
  let left = node, said = 'nothing changed';
  const short = (t: Tree): string => {
    const text = JSON.stringify(t);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  };
  /** The values that stand in place of one. */
  const visit = (t: Tree, path: string): readonly Tree[] => {
    if (left-- === 0) {
      const now = { 'value replaced': [value], 'value copied': [nodeOf(tree, from)], 'value removed': [], 'value repeated': Array<Tree>(times + 1).fill(t) }[kind];
      said = `${path || 'all'}: ${short(t)} became ${kind === 'value removed' ? 'nothing' : kind === 'value repeated' ? `${times + 1} of it` : short(now[0])}`;
      return now;
    }
    if (left < 0 || typeof t !== 'object' || t === null) return [t];
    if (Array.isArray(t)) return [(t as readonly Tree[]).flatMap((child, k) => visit(child, `${path}[${k}]`))];
    return [Object.fromEntries(Object.entries(t as { [key: string]: Tree }).flatMap(([key, child]) => visit(child, `${path}.${key}`).slice(0, 1).map((now) => [key, now])))];
  };
  return { tree: visit(tree, '')[0] ?? null, said };
}
