(* The random weights of a source: independent and uniform on the 2 M numbers +-1/M, +-2/M, ..., +-M/M. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* A sign (true: negative) and a size 1, ..., M, stored from 0. *)
Definition draw (M : nat) : finType := [finType of (bool * 'I_M)%type].
Definition num M (d : draw M) : int := (-1) ^+ d.1 * (d.2.+1)%:Z.

Section Draws.
Variables (R : realFieldType) (M : nat).
Definition value (d : draw M) : R := (num d)%:~R / M%:R.

(* A hidden unit of a diamond seen from one output: its first weight u and its second weight v. *)
Definition unit : finType := [finType of (draw M * draw M)%type].
(* It serves the half s (false: positive inputs, true: negative ones) if u has that sign. *)
Definition serves (s : bool) (t : unit) : bool := t.1.1 == s.
Definition product (t : unit) : R := value t.1 * value t.2.

(* Every w in [-b, b] is within tau of a sum of products of units that serve the half s. *)
Definition reach (s : bool) (tau b : R) n (t : {ffun 'I_n -> unit}) : Prop :=
  forall w : R, `|w| <= b ->
    exists2 S : {set 'I_n}, {in S, forall i, serves s (t i)} & `|w - \sum_(i in S) product (t i)| <= tau.
End Draws.
