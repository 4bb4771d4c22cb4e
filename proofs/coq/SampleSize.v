(* How many draws make A (1 - x)^n small, over Coq's real numbers, and the decimals of the constants that follow. *)
From Coq Require Import Reals Lra.
From Interval Require Import Tactic.
Open Scope R_scope.

(* n >= ln(A / delta) / -ln(1 - x) draws suffice. *)
Theorem sample_size (A x delta : R) (n : nat) :
  0 < A -> 0 < delta -> 0 < x < 1 -> ln (A / delta) / (- ln (1 - x)) <= INR n -> A * (1 - x) ^ n <= delta.
Proof.
  intros HA Hd Hx Hn.
  assert (L : ln (1 - x) < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (H : ln (A / delta) <= INR n * (- ln (1 - x))).
  { apply Rmult_le_reg_r with (/ (- ln (1 - x))); [apply Rinv_0_lt_compat; lra|].
    rewrite Rmult_assoc, Rinv_r by lra. unfold Rdiv in Hn. lra. }
  rewrite <- Rpower_pow by lra. unfold Rpower.
  assert (E : exp (INR n * ln (1 - x)) <= exp (- ln (A / delta))).
  { destruct (Rle_lt_or_eq_dec (INR n * ln (1 - x)) (- ln (A / delta))) as [G|G]; [lra| |].
    left; now apply exp_increasing. rewrite G; lra. }
  rewrite exp_Ropp, exp_ln in E by (apply Rdiv_lt_0_compat; lra).
  replace (/ (A / delta)) with (delta / A) in E by (field; lra).
  apply Rmult_le_compat_l with (r := A) in E; [|lra].
  replace (A * (delta / A)) with delta in E by (field; lra). exact E.
Qed.

(* Draws for each factor e: random subset sums of U[-1, 1] (x = 1/4); the cover phase of a diamond, on paper (x = (ln 2)/16) and
   checked by machine (x = 1/24); its prefix phase (x = 7/72). *)
Lemma decimals :
  3.4760 <= 1 / - ln (1 - 1 / 4) <= 3.4761 /\ 22.579 <= 1 / - ln (1 - ln 2 / 16) <= 22.580 /\
  23.496 <= 1 / - ln (1 - 1 / 24) <= 23.497 /\ 9.777 <= 1 / - ln (1 - 7 / 72) <= 9.778.
Proof. repeat split; interval. Qed.
