import { PRECISION, type Bounds, type LayerBounds } from './bounds.js';
import { floorOf, type Decimal } from './decimal.js';
import type { IntegerLayer, KeptInteger, TicketIntegers } from './integers.js';
import { matrixText, rowsText, z } from './literals.js';
import type { NormRecipe } from './operator-norm.js';

/** What a proof says besides its integers. */
export interface Stated {
  readonly dimension: number;
  readonly outputs: number;
  /** The network error that is proven. */
  readonly error: Decimal;
  /** Tolerances of the layers' weights, as claimed, in the target's weight units. */
  readonly tolerances: readonly Decimal[];
  /** Comment lines at the head. */
  readonly about: readonly string[];
}

/** A Coq file: its text, and the files that it needs compiled before. */
export interface CoqFile {
  readonly text: string;
  readonly needs: readonly string[];
}

/** A piece of a proof, a file of its own where the proof is large. */
interface Piece {
  readonly name: string;
  readonly needs: readonly string[];
  readonly lines: readonly string[];
}

/** Kept weights up to which a proof is one file, and of one part of a layer's rows. */
const ONE_FILE = 20_000, PART = 20_000;
const HEAD = ['From Coq Require Import Reals ZArith List Sint63.', 'From SLTH Require Import Certificate CertificateSyntax.'];
const OPEN = ['Import ListNotations.', 'Open Scope Z_scope.'];

/** The Coq files of a proof by their names; Ticket says what is proven. */
export function coqFiles(integers: TicketIntegers, bounds: Bounds, statement: Stated): Map<string, CoqFile> {
  const pieces = piecesOf(integers, bounds, statement), about = `(* ${statement.about.map(plain).join('\n   ')} *)`;
  const kept = integers.layers.reduce((sum, l) => sum + l.sources.reduce((n, s) => n + count(s), 0), 0);
  if (kept <= ONE_FILE) return new Map([['Ticket', { needs: [], text: `${[about, ...HEAD, ...OPEN, ...pieces.flatMap((p) => p.lines)].join('\n')}\n` }]]);
  return new Map(pieces.map(({ name, needs, lines }) => [name, {
    needs, text: `${[...(name === 'Ticket' ? [about] : []), ...HEAD, ...(needs.length > 0 ? [`From Ticket Require Import ${needs.join(' ')}.`] : []), ...OPEN, ...lines].join('\n')}\n`,
  }]));
}

function piecesOf(integers: TicketIntegers, bounds: Bounds, statement: Stated): Piece[] {
  const pieces: Piece[] = [{ name: 'Domain', needs: [], lines: [`Definition inputs_from : domain := ${domainText(bounds.domain)}.`] }];
  const parts = integers.layers.map((layer, i) => {
    const n = i + 1, b = bounds.layers[i], last = layer.sources[layer.sources.length - 1];
    const hidden = layer.sources.slice(0, -1).map((rows, k) => rowsText(`hidden${n}_${k + 1}`, rows));
    pieces.push({ name: `Layer${n}`, needs: ['Domain'], lines: [
      ...hidden.flat(),
      `Definition hidden${n} : list (list row) := [${hidden.map((_, k) => `hidden${n}_${k + 1}`).join('; ')}].`,
      `Definition pars${n} := Params ${b.up} ${b.tolerance} ${z(b.gamma)} ${b.alignRealised} ${b.alignWanted} ${b.alignCentre} [${b.centre.map(z).join('; ')}] ${z(b.centreExponent)}.`,
      `Definition need${n} := ${i === 0 ? `signs inputs_from ${statement.dimension}` : `inner ${layer.inputs}`}.`,
    ] });
    const ranges = partsOf(last.slice(0, layer.outputs));
    ranges.forEach(([from, to], k) => {
      const id = `${n}_${k + 1}`;
      pieces.push({ name: `Layer${n}Rows${k + 1}`, needs: ['Domain', `Layer${n}`], lines: [
        ...rowsText(`output${id}`, last.slice(from, to)),
        ...matrixText(`wanted${id}`, layer.wanted.slice(from, to).map((row) => mainRow(row, layer, bounds.biased))),
        ...matrixText(`near${id}`, b.errors.slice(from, to)),
        `Lemma rows${id} : rows_ok ${bounds.biased} pars${n} ${b.cut} need${n} hidden${n} wanted${id} output${id} near${id} ${total(b.biasErrors.slice(from, to))} = true.`,
        'Proof. vm_cast_no_check (eq_refl true). Qed.',
      ] });
    });
    return ranges;
  });
  return [...pieces, { name: 'Ticket', needs: pieces.map((p) => p.name), lines: mainLines(integers, bounds, statement, parts) }];
}

/** What is proven, from the parts. */
function mainLines({ sourcePlaces, layers }: TicketIntegers, bounds: Bounds, { dimension, outputs, error, tolerances }: Stated, parts: readonly (readonly (readonly [number, number])[])[]): string[] {
  const each = (name: (n: number) => string, join = '; '): string => layers.map((_, i) => name(i + 1)).join(join);
  const scale = layers.reduce((sum, l) => sum + l.blockScale, 0);
  return [
    ...layers.flatMap((layer, i) => layerLines(layer, bounds.layers[i], bounds.biased, i + 1, parts[i])),
    `Definition certificate : Certificate.certificate := {| bits := ${sourcePlaces}; biased := ${bounds.biased}; scale := ${z(scale)};`,
    `  blocks := [${each((n) => `block${n}`)}]; layers := [${each((n) => `layer${n}`)}]; dimension := ${dimension};`,
    `  dom := inputs_from; precision := ${PRECISION}; reach_in := ${bounds.reach}; steps := [${each((n) => `bounds${n}`)}]; eps := ${floorOf(error, PRECISION)} |}.`,
    '',
    'Lemma checked : certificate_check certificate = true.',
    'Proof. vm_cast_no_check (eq_refl true). Qed.',
    'Lemma rows_checked : certificate_rows certificate.',
    `Proof. exact ${layers.reduceRight((rest, _, i) => `(conj rows${i + 1} ${rest})`, 'I')}. Qed.`,
    '',
    '(* Every effective weight is as near to its target as stated, which is within the tolerance claimed. *)',
    'Theorem weights_within : certificate_weights certificate.',
    'Proof. exact (weights_within certificate checked rows_checked). Qed.',
    `Theorem tolerances_met : ${each((n) => `(dyadic (tol pars${n}) (sigma layer${n} - grid layer${n}) <= ${fraction(tolerances[n - 1])})%R`, ' /\\\n  ')}.`,
    `Proof. ${layers.length > 1 ? 'repeat split; ' : ''}apply dyadic_at_most; vm_cast_no_check (eq_refl true). Qed.`,
    '',
    '(* Every row of kept weights names each unit below at most once, and the domain has points. *)',
    'Theorem kept_once : certificate_kept certificate.',
    'Proof. exact (kept_once certificate checked rows_checked). Qed.',
    `Theorem domain_inhabited : exists x, in_domain inputs_from ${dimension} x.`,
    'Proof. exact (domain_inhabited certificate checked). Qed.',
    '',
    '(* The error of the network on the whole domain, in the target\'s units. *)',
    `Theorem network_error : forall x, in_domain inputs_from ${dimension} x ->`,
    `  (norm ${outputs} (fun j => ticket certificate x j - target certificate x j) <= ${fraction(error)})%R.`,
    'Proof.',
    '  intros x Hx; eapply Rle_trans; [exact (network_within certificate checked rows_checked x Hx)|].',
    '  apply dyadic_at_most; vm_cast_no_check (eq_refl true).',
    'Qed.',
    ...['weights_within', 'tolerances_met', 'kept_once', 'domain_inhabited', 'network_error'].map((name) => `Print Assumptions ${name}.`),
  ];
}

function layerLines(layer: IntegerLayer, b: LayerBounds, biased: boolean, n: number, parts: readonly (readonly [number, number])[]): string[] {
  const ids = parts.map((_, k) => `${n}_${k + 1}`), carry = layer.constantOut ? layer.sources[layer.sources.length - 1].slice(layer.outputs) : [];
  const nested = (name: string): string => ids.map((id) => `${name}${id}`).reduceRight((rest, first) => `${first} ++ (${rest})`);
  const sums = parts.map(([from, to]) => String(total(b.biasErrors.slice(from, to)))).reduceRight((rest, first) => `${first} + (${rest})`);
  const proof = ids.map((id) => `rows${id}`).reduceRight((rest, first) => `(rows_ok_app _ _ _ _ _ _ _ _ _ _ _ _ _ ${first} ${rest})`);
  return [
    `Definition output${n} : list row := ${nested('output')}.`,
    `Definition wanted${n} : list (list Z) := ${nested('wanted')}.`,
    `Definition near${n} : list (list Z) := ${nested('near')}.`,
    `Lemma rows${n} : rows_ok ${biased} pars${n} ${b.cut} need${n} hidden${n} wanted${n} output${n} near${n} (${sums}) = true.`,
    `Proof. exact ${proof}. Qed.`,
    ...rowsText(`carry${n}`, carry),
    `Definition block${n} : block := Block hidden${n} output${n} carry${n}.`,
    `Definition layer${n} : layer := Layer ${layer.inputs} wanted${n} ${layer.places} ${z(layer.weightScale)} ${z(layer.biasScale)}.`,
    `Definition bounds${n} : bounds := {| pars := pars${n}; one := ${b.one}; ${recipe('flip', 'cuts', b.weights)};`,
    `  near := near${n}; cut := ${b.cut}; ${recipe('eflip', 'ecuts', b.errorNorm)}; sb := ${sums};`,
    `  omega := ${b.omega}; eta := ${b.eta}; bias := ${b.bias}; dbias := ${b.biasError};`,
    `  reach := ${b.reach}; err := ${b.error} |}.`,
  ];
}

/** A line that ends no comment and begins none, and no string. */
const plain = (line: string): string => line.replace(/[^ -~]|["*]/g, ' ');

const recipe = (flip: string, cuts: string, { transposed, cuts: list }: NormRecipe): string => `${flip} := ${transposed}; ${cuts} := [${list.join('; ')}]`;

/** A decimal as a real number. */
const fraction = ({ digits, places }: Decimal): string => `IZR ${digits} / IZR ${10n ** BigInt(places)}`;

const total = (list: readonly bigint[]): bigint => list.reduce((sum, x) => sum + x, 0n);
const count = (rows: readonly (readonly KeptInteger[])[]): number => rows.reduce((sum, row) => sum + row.length, 0);

function domainText(domain: Bounds['domain']): string {
  if (domain.kind === 'ball') return `${domain.nonnegative ? 'Orthant' : 'Ball'} ${domain.radius} ${z(domain.exponent)}`;
  return `Box [${domain.sides.map(([lo, hi]) => `(${lo}, ${hi})`).join('; ')}] ${z(domain.exponent)}`;
}

/** A wanted row without what the network does not have, and with a column for the constant where the network carries one. */
const mainRow = (row: readonly bigint[], { inputs, constantIn }: IntegerLayer, biased: boolean): readonly bigint[] => (biased && !constantIn ? [...row.slice(0, inputs), 0n] : row);

/** Where the rows of a layer are divided so that no part keeps much more than `PART`. */
function partsOf(rows: readonly (readonly KeptInteger[])[]): [number, number][] {
  const parts: [number, number][] = [];
  let from = 0, size = 0;
  rows.forEach((row, r) => {
    if (r > from && size + row.length > PART) {
      parts.push([from, r]);
      [from, size] = [r, 0];
    }
    size += row.length;
  });
  return [...parts, [from, rows.length]];
}
