import fc from 'fast-check';
import { edited, editsOf, type Edit } from './edit.js';
import { treeEdited, treeEditsOf, type Tree, type TreeEdit } from './tree-edit.js';

/** A way into a file: not its bytes are damaged but what they hold, and the file is written around it anew, its sizes and checksums right. `open` returns undefined of a file that it does not suit. */
export type View =
  | { readonly name: string; readonly kind: 'bytes'; open(file: Uint8Array): Uint8Array | undefined; close(inner: Uint8Array, file: Uint8Array): Uint8Array }
  | { readonly name: string; readonly kind: 'tree'; open(file: Uint8Array): Tree | undefined; close(tree: Tree, file: Uint8Array): Uint8Array };

/** A damaged file. */
export interface Damage {
  /** Which whole file, by number, and what of it was damaged: its bytes, or a view's name. */
  readonly sample: number;
  readonly view: string;
  readonly kinds: readonly string[];
  readonly bytes: Uint8Array;
  /** The damage for a person: a line for each change, with offset, old and new bytes. */
  readonly said: string;
}

/** Bytes as a person reads them: as text where they are. */
function shown(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing';
  const some = bytes.subarray(0, 32), rest = bytes.length > 32 ? `... (${bytes.length} bytes)` : '';
  const plain = some.every((b) => b >= 32 && b < 127);
  return plain ? JSON.stringify(String.fromCharCode(...some)) + rest : Array.from(some, (b) => b.toString(16).padStart(2, '0')).join(' ') + rest;
}

function ofBytes(content: Uint8Array, edits: readonly Edit[]): { inner: Uint8Array; said: string[] } {
  let inner = content;
  const said = edits.map((edit) => {
    const at = Math.min(edit.at, inner.length), line = `${edit.kind} at byte ${at} of ${inner.length}: ${shown(inner.subarray(at, at + edit.remove))} became ${shown(edit.insert)}`;
    inner = edited(inner, edit);
    return line;
  });
  return { inner, said };
}

function ofTree(content: Tree, edits: readonly TreeEdit[]): { inner: Tree; said: string[] } {
  let inner = content;
  const said = edits.map((edit) => {
    const next = treeEdited(inner, edit);
    inner = next.tree;
    return next.said;
  });
  return { inner, said };
}

/** Changes of one file, mostly one. */
const some = <T>(edit: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.oneof({ weight: 3, arbitrary: edit.map((e) => [e]) }, { weight: 1, arbitrary: fc.array(edit, { minLength: 1, maxLength: 4 }) });

/**
 * Damaged files: each whole file changed in its bytes, or through one of the views. What a view cannot write any more (a tree that is no model), and
 * changes that leave a file as it was, are passed over. Without `bytesToo` through views only.
 */
export function damages(samples: readonly Uint8Array[], views: readonly View[], bytesToo = true): fc.Arbitrary<Damage> {
  const all = samples.flatMap((file, sample) => {
    const others = samples.filter((_, k) => k !== sample);
    const whole = some(editsOf(file, others)).map((edits): Damage => {
      const { inner, said } = ofBytes(file, edits);
      return { sample, view: 'bytes', kinds: edits.map((e) => e.kind), bytes: inner, said: said.join('\n') };
    });
    const through = views.flatMap((view): fc.Arbitrary<Damage>[] => {
      const damage = (kinds: readonly string[], said: readonly string[], close: () => Uint8Array): Damage => {
        try {
          return { sample, view: view.name, kinds, bytes: close(), said: `${view.name}:\n${said.join('\n')}` };
        } catch {
          return { sample, view: view.name, kinds: [], bytes: file, said: 'unchanged' };
        }
      };
      if (view.kind === 'tree') {
        const content = view.open(file);
        return content === undefined ? [] : [some(treeEditsOf(content)).map((edits) => {
          const { inner, said } = ofTree(content, edits);
          return damage(edits.map((e) => e.kind), said, () => view.close(inner, file));
        })];
      }
      const content = view.open(file);
      return content === undefined ? [] : [some(editsOf(content, [])).map((edits) => {
        const { inner, said } = ofBytes(content, edits);
        return damage(edits.map((e) => e.kind), said, () => view.close(inner, file));
      })];
    });
    return bytesToo ? [whole, ...through] : through;
  });
  return fc.oneof(...all).filter(({ sample, bytes }) => bytes.length !== samples[sample].length || bytes.some((b, k) => b !== samples[sample][k]));
}
