(* Natale et al. 2024, Theorem 5, in bits, over Coq's real numbers: C(n, k) <= 2^(n H2(k/n)), so that the number of tickets that
   SmallTickets.v asks for means n H2(k/n) >= (d^2 / 2) log2(k / eps). *)
From Coq Require Import Reals Lra.
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop binomial.
From SLTH Require Import CountingBits SmallTickets.
Local Open Scope R_scope.

Definition log2 (x : R) : R := ln x / ln 2.
(* The entropy in bits; 0 log2 0 = 0 here as ln 0 = 0 in Coq. *)
Definition H2 (p : R) : R := - (p * log2 p) - (1 - p) * log2 (1 - p).

Lemma INR_expn a b : INR (a ^ b)%N = INR a ^ b.
Proof. by elim: b => [//|b IH]; rewrite expnS mult_INR IH. Qed.

Lemma INR_leq a b : (a <= b)%N -> INR a <= INR b.
Proof. by move=> ab; apply/le_INR/leP. Qed.

Lemma INR_pos a : (0 < a)%N -> 0 < INR a.
Proof. by move=> a0; apply/lt_0_INR/ltP. Qed.

Lemma ln_mono x y : 0 < x -> x <= y -> ln x <= ln y.
Proof. by move=> x0 [xy|->]; [left; apply: ln_increasing|right]. Qed.

(* k^k is e^(k ln k), also for k = 0, *)
Lemma ln_self_power k : 0 < INR k ^ k /\ ln (INR k ^ k) = INR k * ln (INR k).
Proof.
case: (posnP k) => [->|/INR_pos k0]; first by rewrite /= Rmult_0_l ln_1; split; [lra|].
by rewrite ln_pow_INR //; split; first exact: pow_lt.
Qed.

Lemma ln_ratio k n : (0 < n)%N -> INR k * ln (INR k / INR n) = INR k * ln (INR k) - INR k * ln (INR n).
Proof.
move=> /INR_pos n0; case: (posnP k) => [->|/INR_pos k0]; first by rewrite /=; ring.
by rewrite ln_mult ?ln_Rinv //; [ring|exact: Rinv_0_lt_compat].
Qed.

(* and n^n / (k^k (n - k)^(n - k)) is 2^(n H2(k/n)). *)
Lemma entropy n k : (k <= n)%N ->
  INR n * H2 (INR k / INR n) * ln 2 = INR n * ln (INR n) - INR k * ln (INR k) - INR (n - k) * ln (INR (n - k)).
Proof.
move=> kn; have l2 := ln2_pos; case: (posnP n) kn => [->|n0 kn].
  by rewrite leqn0 => /eqP->; rewrite /= !Rmult_0_l; ring.
have nn := INR_pos _ n0.
have e : INR (n - k) = INR n - INR k by rewrite minus_INR //; apply/leP.
have -> : INR n * H2 (INR k / INR n) * ln 2 = - (INR k * ln (INR k / INR n)) - INR (n - k) * ln (INR (n - k) / INR n).
  have -> : INR (n - k) / INR n = 1 - INR k / INR n by rewrite e; field; lra.
  by rewrite e /H2 /log2; field; lra.
by rewrite !ln_ratio // e; ring.
Qed.

(* So many tickets have at most n H2(k/n) bits. *)
Lemma entropy_bits N n k : (k <= n)%N -> (0 < N)%N -> (N * (k ^ k * (n - k) ^ (n - k)) <= n ^ n)%N ->
  log2 (INR N) <= INR n * H2 (INR k / INR n).
Proof.
move=> kn /INR_pos N0 /INR_leq; rewrite !mult_INR !INR_expn => H; have l2 := ln2_pos.
apply: (Rmult_le_reg_r (ln 2)) => //; rewrite entropy //.
have -> : log2 (INR N) * ln 2 = ln (INR N) by rewrite /log2; field; lra.
have [k0 kE] := ln_self_power k; have [m0 mE] := ln_self_power (n - k); have [n0 nE] := ln_self_power n.
have := ln_mono _ _ (Rmult_lt_0_compat _ _ N0 (Rmult_lt_0_compat _ _ k0 m0)) H.
by rewrite ln_mult ?ln_mult ?kE ?mE ?nE //; [lra|exact: Rmult_lt_0_compat].
Qed.

(* C(n, k) <= 2^(n H2(k/n)), and the same for the sum up to k, if k is at most n / 2. *)
Lemma entropy_power N n k : (k <= n)%N -> (N * (k ^ k * (n - k) ^ (n - k)) <= n ^ n)%N ->
  INR N <= Rpower 2 (INR n * H2 (INR k / INR n)).
Proof.
move=> kn H; case: (posnP N) => [->|N0]; first by left; apply: exp_pos.
rewrite -(exp_ln _ (INR_pos _ N0)) /Rpower; have l2 := ln2_pos.
have [lt|->] : ln (INR N) <= INR n * H2 (INR k / INR n) * ln 2; [|by left; apply: exp_increasing|by right].
have -> : ln (INR N) = log2 (INR N) * ln 2 by rewrite /log2; field; lra.
by apply: Rmult_le_compat_r; [lra|apply: entropy_bits].
Qed.

Theorem choose_power n k : (k <= n)%N -> INR 'C(n, k) <= Rpower 2 (INR n * H2 (INR k / INR n)).
Proof. by move=> kn; apply: entropy_power => //; apply: choose_bound. Qed.

Theorem choose_sum_power n k : (k.*2 <= n)%N -> INR (\sum_(j < k.+1) 'C(n, j))%N <= Rpower 2 (INR n * H2 (INR k / INR n)).
Proof.
move=> kn; apply: entropy_power; last exact: choose_sum_bound.
by apply: leq_trans kn; rewrite -addnn leq_addr.
Qed.

(* N tickets, at least (1/2) (sqrt k / (2 eps))^(d^2), have d^2 log2 (sqrt k / (2 eps)) - 1 bits or more; *)
Lemma half_bits (N d k : nat) (eps : R) : (0 < k)%N -> 0 < eps -> / 2 * (sqrt (INR k) / (2 * eps)) ^ (d ^ 2)%N <= INR N ->
  INR d ^ 2 * log2 (sqrt (INR k) / (2 * eps)) - 1 <= log2 (INR N).
Proof.
move=> /INR_pos k0 e0; have l2 := ln2_pos.
have q0 : 0 < sqrt (INR k) / (2 * eps) by apply: Rdiv_lt_0_compat; [apply: sqrt_lt_R0|lra].
have Q0 := pow_lt _ (d ^ 2)%N q0; move=> /ln_mono; rewrite ln_mult ?ln_Rinv ?ln_pow_INR ?INR_expn //; [|lra..].
move=> /(_ ltac:(lra)) H; apply: (Rmult_le_reg_r (ln 2)) => //.
have -> : log2 (INR N) * ln 2 = ln (INR N) by rewrite /log2; field; lra.
by apply: Rle_trans H; right; rewrite /log2; field; lra.
Qed.

(* and that is at least (d^2 / 2) log2 (k / eps). *)
Lemma half_log (d k : nat) (eps : R) : (0 < d)%N -> (0 < k)%N -> 0 < eps -> eps <= / 16 ->
  INR d ^ 2 / 2 * log2 (INR k / eps) <= INR d ^ 2 * log2 (sqrt (INR k) / (2 * eps)) - 1.
Proof.
move=> /INR_leq d0 /INR_pos k0 e0 small; have l2 := ln2_pos.
have s0 := sqrt_lt_R0 _ k0; have i0 := Rinv_0_lt_compat _ e0.
have sE : ln (INR k) = 2 * ln (sqrt (INR k)).
  by rewrite -{1}(sqrt_sqrt (INR k)) ?ln_mult //; lra.
have eE : ln 2 * 4 <= - ln eps.
  rewrite -ln_Rinv //; have -> : ln 2 * 4 = ln (2 ^ 4) by rewrite ln_pow_INR ?/=; lra.
  apply: ln_mono; first lra.
  by have := Rinv_le_contravar _ _ e0 small; rewrite Rinv_inv; lra.
have D0 : 1 <= INR d ^ 2 by rewrite -(pow1 2); apply: pow_incr; move: d0 => /=; lra.
apply: (Rmult_le_reg_r (ln 2)) => //.
have -> : INR d ^ 2 / 2 * log2 (INR k / eps) * ln 2 = INR d ^ 2 * (ln (sqrt (INR k)) - ln eps / 2).
  by rewrite /log2 ln_mult ?ln_Rinv // sE; field; lra.
have -> : (INR d ^ 2 * log2 (sqrt (INR k) / (2 * eps)) - 1) * ln 2 = INR d ^ 2 * (ln (sqrt (INR k)) - ln 2 - ln eps) - ln 2.
  rewrite /log2 ln_mult ?ln_Rinv ?ln_mult //; try lra; first by field; lra.
  by apply: Rinv_0_lt_compat; lra.
have := Rmult_le_compat_l (INR d ^ 2) (ln 2) (- ln eps / 2 - ln 2) ltac:(lra) ltac:(lra).
have := Rmult_le_compat_r (ln 2) 1 (INR d ^ 2) ltac:(lra) D0; lra.
Qed.

(* Theorem 5 from the number of tickets. *)
Theorem small_tickets_bits (n d k : nat) (eps : R) : (0 < d)%N -> (0 < k)%N -> (k <= n)%N -> 0 < eps -> eps <= / 16 ->
  / 2 * (sqrt (INR k) / (2 * eps)) ^ (d ^ 2)%N <= INR 'C(n, k) ->
  INR d ^ 2 / 2 * log2 (INR k / eps) <= INR d ^ 2 * log2 (sqrt (INR k) / (2 * eps)) - 1 <= INR n * H2 (INR k / INR n).
Proof.
move=> d0 k0 kn e0 small /half_bits H; split; first exact: half_log.
by apply: Rle_trans (H k0 e0) _; apply: entropy_bits; rewrite ?bin_gt0 //; apply: choose_bound.
Qed.

(* For tickets of at most k parameters. *)
Theorem small_tickets_atmost_bits (n d k : nat) (eps : R) : (0 < d)%N -> (0 < k)%N -> (k.*2 <= n)%N -> 0 < eps -> eps <= / 16 ->
  / 2 * (sqrt (INR k) / (2 * eps)) ^ (d ^ 2)%N <= INR (\sum_(j < k.+1) 'C(n, j))%N ->
  INR d ^ 2 / 2 * log2 (INR k / eps) <= INR d ^ 2 * log2 (sqrt (INR k) / (2 * eps)) - 1 <= INR n * H2 (INR k / INR n).
Proof.
move=> d0 k0 kn e0 small /half_bits H; split; first exact: half_log.
apply: Rle_trans (H k0 e0) _; apply: entropy_bits; last exact: choose_sum_bound.
  by apply: leq_trans kn; rewrite -addnn leq_addr.
by rewrite big_ord_recl bin0.
Qed.
