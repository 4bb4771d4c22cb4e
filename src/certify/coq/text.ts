import type { Bounds, LayerBounds } from './bounds.js';
import { PRECISION } from './bounds.js';
import { floorOf, type Decimal } from './decimal.js';
import type { IntegerLayer, KeptInteger, TicketIntegers } from './integers.js';
import type { IntegerMatrix, NormRecipe } from './operator-norm.js';

/** What the proof of a ticket says besides its integers. */
export interface Statement {
  readonly dimension: number;
  readonly outputs: number;
  /** The network error that is proven. */
  readonly error: Decimal;
  /** Comment lines for the head of the file. */
  readonly about: readonly string[];
}

/** Kept weights from which on a proof is several files, and of one of them. */
const ONE_FILE = 20_000, PART = 40_000;
/** Elements of one list literal: beyond some 30,000 Coq's parser overflows its stack. */
const LITERAL = 4000;
/** What a literal of a machine integer holds. */
const MACHINE = 1n << 62n;

/** A piece of a proof: a file of its own where the proof is large. */
interface Piece {
  readonly name: string;
  readonly needs: readonly string[];
  readonly body: string;
}

const HEADER = 'From Coq Require Import Reals ZArith List Sint63.\nFrom SLTH Require Import Certificate CertificateSyntax.\nImport ListNotations.\nOpen Scope Z_scope.\n';

/** The Coq files of a proof by their names, Ticket.v the one that says what is proven; and what each needs compiled before. */
export function coqFiles(integers: TicketIntegers, bounds: Bounds, statement: Statement): Map<string, { text: string; needs: readonly string[] }> {
  const pieces = piecesOf(integers, bounds, statement), about = `(* ${statement.about.join('\n   ')} *)\n`;
  const kept = integers.layers.reduce((sum, l) => sum + l.sources.reduce((n, s) => n + s.reduce((m, row) => m + row.length, 0), 0), 0);
  if (kept <= ONE_FILE) return new Map([['Ticket', { text: `${about}${HEADER}${pieces.map((p) => p.body).join('')}`, needs: [] }]]);
  return new Map(pieces.map(({ name, needs, body }) => [name, { needs, text: `${name === 'Ticket' ? about : ''}${HEADER}${needs.length > 0 ? `From Ticket Require Import ${needs.join(' ')}.\n` : ''}${body}` }]));
}

function piecesOf({ sourcePlaces, layers }: TicketIntegers, bounds: Bounds, { dimension, outputs, error }: Statement): Piece[] {
  const pieces: Piece[] = [{ name: 'Domain', needs: [], body: `Definition inputs_from : domain := ${domainText(bounds.domain)}.\n` }];
  const names: string[] = ['Domain'];
  layers.forEach((layer, i) => {
    const n = i + 1, b = bounds.layers[i], last = layer.sources[layer.sources.length - 1], shared = `Layer${n}`;
    const hidden = layer.sources.slice(0, -1).map((rows, k) => rowsText(`hidden${n}_${k + 1}`, rows));
    pieces.push({ name: shared, needs: ['Domain'], body: [
      ...hidden,
      `Definition hidden${n} : list (list row) := [${hidden.map((_, k) => `hidden${n}_${k + 1}`).join('; ')}].`,
      `Definition pars${n} := Params ${b.up} ${b.tolerance} ${b.gamma} ${b.alignRealised} ${b.alignWanted}.`,
      `Definition need${n} := ${i === 0 ? `signs inputs_from ${dimension}` : `inner ${layer.inputs}`}.`, '',
    ].join('\n') });
    const parts = partsOf(last.slice(0, layer.outputs));
    parts.forEach(([from, to], k) => {
      const id = `${n}_${k + 1}`;
      pieces.push({ name: `Layer${n}Rows${k + 1}`, needs: ['Domain', shared], body: [
        rowsText(`output${id}`, last.slice(from, to)),
        matrixText(`wanted${id}`, layer.wanted.slice(from, to).map((row) => mainRow(row, layer, bounds.biased))),
        matrixText(`near${id}`, b.errors.slice(from, to)),
        `Lemma rows${id} : rows_ok ${bounds.biased} pars${n} need${n} hidden${n} wanted${id} near${id} output${id} ${sum(b.offsets.slice(from, to))} = true.`,
        'Proof. vm_cast_no_check (eq_refl true). Qed.', '',
      ].join('\n') });
    });
    names.push(shared, ...parts.map((_, k) => `Layer${n}Rows${k + 1}`));
  });
  pieces.push({ name: 'Ticket', needs: names, body: mainText(sourcePlaces, layers, bounds, dimension, outputs, error) });
  return pieces;
}
