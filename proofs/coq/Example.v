(* The theorem of Width.v with the numbers of a network of ordinary size. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From SLTH Require Import Chance Draws Network Norms Layer Pensia Biases Width.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* Outputs of each layer and hidden units for each of its inputs. *)
Definition shape : seq (nat * nat) := [:: (32, 1063); (32, 1063); (4, 1063)]%N.

Lemma lnX (q : R) : 1 <= q <= 1024 -> ln (3 * q / Rmin (1 / 20) (1 / 20)) <= 11.15.
Proof.
move=> q1; rewrite /Rmin; case: Rle_dec => _.
all: apply: (Rle_trans _ (ln (2 ^ 16))); [apply: ln_le; lra |].
all: have -> : ln (2 ^ 16) = 16 * ln 2 by rewrite ln_pow; [rewrite INR_IZR_INZ; simpl; ring | lra].
all: have : ln 2 <= INR 128 * (1 / 184) by apply: ln_above; lra.
all: rewrite INR_IZR_INZ /=; lra.
Qed.

Lemma ln105 : 0.0486 <= ln (1 + 1 / 20).
Proof. by apply: (Rle_trans _ (INR 16 * (1 - 328 / 329))); [rewrite INR_IZR_INZ /=; lra | apply: ln_below; lra]. Qed.

Lemma side (md : nat) : 1 <= INR md <= 1024 -> 4 * 1063 <= ln (1 + 1 / 20) / (3 * sqrt (INR md)) * 16777216.
Proof.
move=> [q1 q2]; have s : sqrt (INR md) <= 32 by apply: sqrt_below; lra.
have s1 : 1 <= sqrt (INR md) by rewrite -sqrt_1; apply: sqrt_le_1; lra.
have L := ln105.
apply: (Rle_trans _ (0.0486 / (3 * 32) * 16777216)); first lra.
apply: Rmult_le_compat_r; first lra.
have i : / (3 * 32) <= / (3 * sqrt (INR md)) by apply: Rinv_le_contravar; lra.
apply: (Rmult_le_compat 0.0486 _ (/ (3 * 32))); lra.
Qed.

(* Targets of widths 16-32-32-4: with 1063 hidden units for each input, on the grid of 2^-24, all of them have tickets with an error of at
   most 1/20 at once, with probability at least 19/20. *)
Theorem teacher_width : exists ls : seq (layer R_rcfType), [/\ [seq (outputs l, units l) | l <- ls] = shape, every (fun _ l => lam l = 1) 16 ls
    & mostly (1 / 20 : R_rcfType) (fun omega : source (2 ^ 24) 16 ls => all_have_tickets (2 ^ 24) 16 ls (1 / 20) omega)].
Proof.
apply: pensia_theorem_1; [by rewrite expn_gt0 | lra | lra |].
have i3 : INR (size shape) = 3 by rewrite INR_IZR_INZ.
have nE : INR 1063 = 1063 by rewrite INR_IZR_INZ.
have a1 : INR (32 * 16) = 512 by rewrite INR_IZR_INZ.
have a2 : INR (32 * 32) = 1024 by rewrite INR_IZR_INZ.
have a3 : INR (4 * 32) = 128 by rewrite INR_IZR_INZ.
rewrite i3 INR_M24; split; [|split; [|split=> //]]; split=> //.
all: rewrite nE; try (apply: side; rewrite ?a1 ?a2 ?a3; lra).
all: rewrite ?a1 ?a2 ?a3; have := @lnX 512; have := @lnX 1024; have := @lnX 128; lra.
Qed.
