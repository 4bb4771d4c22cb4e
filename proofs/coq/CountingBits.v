(* The counting bound in bits, over Coq's real numbers: the logarithm to base 2 of s N <= 2^alpha, when the packing has N members. *)
From Coq Require Import Reals Lra.
Local Open Scope R_scope.

Lemma ln2_pos : 0 < ln 2.
Proof. rewrite <- ln_1; apply ln_increasing; lra. Qed.

Lemma ln_pow_INR x n : 0 < x -> ln (x ^ n) = INR n * ln x.
Proof. intros x0; rewrite <- Rpower_pow by exact x0; unfold Rpower; apply ln_exp. Qed.

(* If s x^D <= 2^alpha then alpha >= D log2 x + log2 s. *)
Lemma bits (s x : R) (D alpha : nat) : 0 < s -> 0 < x -> s * x ^ D <= 2 ^ alpha ->
  INR alpha >= INR D * (ln x / ln 2) + ln s / ln 2.
Proof.
intros s0 x0 H; assert (l2 := ln2_pos); apply Rle_ge.
assert (xD : 0 < x ^ D) by (apply pow_lt; exact x0).
assert (L : ln (s * x ^ D) <= ln (2 ^ alpha)).
{ destruct H as [H|H]; [left; apply ln_increasing|rewrite H; right]; auto using Rmult_lt_0_compat. }
rewrite ln_mult, !ln_pow_INR in L by (assumption || lra).
apply Rmult_le_reg_r with (ln 2); [assumption|].
replace ((INR D * (ln x / ln 2) + ln s / ln 2) * ln 2) with (ln s + INR D * ln x) by (field; lra).
exact L.
Qed.

(* Pensia's form: a packing of at least (r / (2 eps))^D members, each served with probability at least s. That a packing of this
   size exists is a hypothesis here (it is usually seen by comparing volumes). *)
Theorem packing_bits (N D alpha : nat) (r eps s : R) : 0 < s -> 0 < eps -> 0 < r ->
  INR N >= (r / (2 * eps)) ^ D -> s * INR N <= 2 ^ alpha ->
  INR alpha >= INR D * (ln (r / (2 * eps)) / ln 2) + ln s / ln 2.
Proof.
intros s0 e0 r0 HN H; apply bits; [assumption|apply Rdiv_lt_0_compat; lra|].
apply Rle_trans with (s * INR N); [|exact H].
apply Rmult_le_compat_l; [left; assumption|apply Rge_le; exact HN].
Qed.

(* The grid's form: a packing of (2K+1)^D members. *)
Theorem grid_bits (K D alpha : nat) (s : R) : 0 < s -> s * INR (2 * K + 1) ^ D <= 2 ^ alpha ->
  INR alpha >= INR D * (ln (INR (2 * K + 1)) / ln 2) + ln s / ln 2.
Proof.
intros s0 H; apply bits; [assumption| |exact H].
rewrite Nat.add_1_r; apply lt_0_INR; apply Nat.lt_0_succ.
Qed.
