(* How many pairs of edges make one weight, over Coq's real numbers: 16 / tau^2 ln(1 / delta) of them. *)
From Coq Require Import Reals Lra.
Local Open Scope R_scope.

(* 1 - x <= exp(-x), and so (1 - x)^k <= exp(-k x). *)
Lemma one_minus_pow (x : R) (k : nat) : x <= 1 -> (1 - x) ^ k <= exp (- (INR k * x)).
Proof.
intros Hx; apply Rle_trans with (exp (- x) ^ k).
- apply pow_incr; split; [lra|]; generalize (exp_ineq1_le (- x)); lra.
- right; induction k as [|k IH]; [simpl; rewrite Rmult_0_l, Ropp_0, exp_0; reflexivity|].
  rewrite S_INR; simpl pow; rewrite IH, <- exp_plus; f_equal; ring.
Qed.

(* One sign of the input is served but for a probability of delta. *)
Theorem pool_size (tau delta : R) (k : nat) :
  0 < tau <= 4 -> 0 < delta -> 16 / tau ^ 2 * ln (1 / delta) <= INR k -> (1 - tau ^ 2 / 16) ^ k <= delta.
Proof.
intros Ht Hd Hk; assert (T : 0 < tau ^ 2) by (apply pow_lt; lra).
assert (X : tau ^ 2 <= 16) by (replace 16 with (4 ^ 2) by ring; apply pow_incr; lra).
apply Rle_trans with (1 := one_minus_pow (tau ^ 2 / 16) k ltac:(lra)).
unfold Rdiv at 1 2 in Hk; rewrite Rmult_1_l, ln_Rinv in Hk by exact Hd.
assert (L : - ln delta <= INR k * (tau ^ 2 / 16)).
{ apply Rmult_le_compat_r with (r := tau ^ 2 / 16) in Hk; [|lra].
  replace (16 * / tau ^ 2 * - ln delta * (tau ^ 2 / 16)) with (- ln delta) in Hk by (field; lra). exact Hk. }
rewrite <- (exp_ln delta Hd).
destruct (Rle_lt_or_eq_dec (- (INR k * (tau ^ 2 / 16))) (ln delta) ltac:(lra)) as [G|G];
  [left; now apply exp_increasing|rewrite G; lra].
Qed.

(* Both signs are. *)
Corollary pool_size_both (tau delta : R) (k : nat) :
  0 < tau <= 4 -> 0 < delta -> 16 / tau ^ 2 * ln (2 / delta) <= INR k -> 2 * (1 - tau ^ 2 / 16) ^ k <= delta.
Proof.
intros Ht Hd Hk; replace (2 / delta) with (1 / (delta / 2)) in Hk by (field; lra).
assert (H := pool_size tau (delta / 2) k Ht ltac:(lra) Hk); lra.
Qed.
