(* Networks of ReLU neurons over a real closed field, targets and sources. *)
From mathcomp Require Import all_ssreflect all_algebra.
From SLTH Require Import Chance Draws.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Network.
Variable R : rcfType.

Definition relu (r : R) : R := Num.max r 0.
Definition norm (I : finType) (x : I -> R) : R := Num.sqrt (\sum_i x i ^+ 2).
(* Weights to output j from input i. *)
Definition linear (J I : finType) (W : J -> I -> R) (x : I -> R) : J -> R := fun j => \sum_i W j i * x i.

(* What is asked of one layer: its outputs; the draws of the two phases of the proof, prefix + cover = n hidden units for each
   input; the tolerance of an entry of the target; a bound of its norm. *)
Record layer := Layer { outputs : nat; prefix : nat; cover : nat; tol : R; lam : R }.
Definition units (l : layer) : nat := (prefix l + cover l)%N.

Fixpoint last_width (d : nat) (ls : seq layer) : nat := if ls is l :: ls' then last_width (outputs l) ls' else d.

(* The first layer reads the input as it is, every other one the ReLU of what is below. *)
Definition activate (first : bool) (I : Type) (x : I -> R) : I -> R := if first then x else fun i => relu (x i).

(* A target is a weight matrix for each layer. *)
Fixpoint target (d : nat) (ls : seq layer) : Type :=
  if ls is l :: ls' then (('I_(outputs l) -> 'I_d -> R) * target (outputs l) ls')%type else Datatypes.unit.

Fixpoint run_target (first : bool) d ls : target d ls -> ('I_d -> R) -> 'I_(last_width d ls) -> R :=
  match ls with
  | [::] => fun _ x => x
  | l :: ls' => fun f x => run_target false f.2 (linear f.1 (activate first x))
  end.

(* The source has two layers for each layer of the target: d n hidden units (input, number), each with a weight from every input;
   and m outputs, each with a weight from every hidden unit. *)
Definition pair_weight (d n m : nat) : finType := [finType of (('I_d * 'I_n) * 'I_d + 'I_m * ('I_d * 'I_n))%type].

Definition run_pair d n m (v : pair_weight d n m -> R) (z : 'I_d -> R) : 'I_m -> R :=
  let hidden := linear (fun h c => v (inl (h, c))) z in
  linear (fun r h => v (inr (r, h))) (fun h => relu (hidden h)).

Fixpoint weight (d : nat) (ls : seq layer) : finType :=
  if ls is l :: ls' then [finType of (pair_weight d (units l) (outputs l) + weight (outputs l) ls')%type] else [finType of void].

Fixpoint run_source (first : bool) d ls : (weight d ls -> R) -> ('I_d -> R) -> 'I_(last_width d ls) -> R :=
  match ls with
  | [::] => fun _ x => x
  | l :: ls' => fun v x => run_source false (fun w => v (inr w)) (run_pair (fun w => v (inl w)) (activate first x))
  end.

(* A source is a draw for each weight; a ticket is the set of weights that are kept. *)
Definition source M d ls : finType := [finType of {ffun weight d ls -> draw M}].
Definition prune M (T : finType) (omega : {ffun T -> draw M}) (S : {set T}) : T -> R :=
  fun w => if w \in S then value R (omega w) else 0.
Definition keep M d ls (omega : source M d ls) (S : {set weight d ls}) : weight d ls -> R := prune omega S.

(* Entries in [-1, 1], and norms as stated. *)
Fixpoint admissible d ls : target d ls -> Prop :=
  match ls with
  | [::] => fun _ => True
  | l :: ls' => fun f => [/\ forall r c, `|f.1 r c| <= 1, forall x, norm (linear f.1 x) <= lam l * norm x & admissible f.2]
  end.

(* What a layer's tolerance is worth as a norm, and the error of the whole for an input of norm 1. *)
Definition eta d (l : layer) : R := tol l * Num.sqrt ((outputs l * d)%N%:R).
Fixpoint gain (ls : seq layer) : R := if ls is l :: ls' then lam l * gain ls' else 1.
Fixpoint gain' d (ls : seq layer) : R := if ls is l :: ls' then (lam l + eta d l) * gain' (outputs l) ls' else 1.
Definition error d ls : R := gain' d ls - gain ls.
End Network.
