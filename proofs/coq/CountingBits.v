(* The counting bound in bits, over Coq's real numbers. *)
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

