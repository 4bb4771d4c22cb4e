(* Two bounds with logarithms over Coq's real numbers: Pensia et al. 2020, Theorem 2, in bits, from what the source does; and how many
   golden-ratio bins an accuracy takes. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From SLTH Require Import Chance Draws Network Norms Counting CountingBits Packing Width Golden.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* Whatever serves every linear map of norm at most 1 within eps with probability s has at least D log2 (1 / (2 eps)) + log2 s weights. *)
Theorem source_bits (J I Om A : finType) (g : Om -> {set A} -> (I -> R) -> J -> R) (s eps : R) : 0 < s -> 0 < eps ->
  (forall W : J -> I -> R_rcfType, (forall x, (norm (linear W x) <= norm x)%R) ->
   often (s : R_rcfType) (fun w => exists S, forall x, (norm x <= 1)%R -> (norm (fun j => linear W x j - g w S x j) < eps)%R)) ->
  INR #|A| >= INR (#|J| * #|I|)%N * (ln (1 / (2 * eps)) / ln 2) + ln s / ln 2.
Proof.
move=> s0 e0 H; have arch : Num.archimedean_axiom R_rcfType := Rarchimedean_axiom.
have e0' : ((0 : R_rcfType) < eps)%R by apply/RltP.
have V := @volume_bound R_rcfType J I Om A g s eps H arch e0'.
apply: bits => //; first by apply: Rdiv_lt_0_compat; lra.
move: V => /RleP V; move: V; have -> : (2%:R : R_rcfType)%R = 2 by rewrite -INRE INR_IZR_INZ.
have e2 : 0 < 2 * eps by lra.
rewrite -RdivE; last by apply: neq0; rewrite -RpowE; apply/Rgt_not_eq/pow_lt.
rewrite -!RpowE => V; apply: Rle_trans V; right; rewrite -RmultE.
rewrite /Rdiv Rmult_1_l Rinv_pow //; lra.
Qed.

(* ln (1 / tau) / ln (1 / g) bins leave at most tau. *)
Theorem golden_bins (tau : R) (k : nat) : 0 < tau -> ln (1 / tau) / ln (/ (g R_rcfType)) <= INR k -> g R_rcfType ^ k <= tau.
Proof.
have g0 : 0 < g R_rcfType by apply/RltP; exact: g_gt0.
have g1 : g R_rcfType < 1.
  have := g_sq R_rcfType; rewrite -RpowE => E; have : g R_rcfType ^ 2 = 1 - g R_rcfType by exact: E.
  have : 0 < g R_rcfType ^ 2 by apply: pow_lt. lra.
set q := g _ in g0 g1 *; move=> t0.
rewrite ln_Rinv // /Rdiv Rmult_1_l ln_Rinv // => H.
have L : ln q < 0 by rewrite -ln_1; apply: ln_increasing.
have K : - ln tau <= INR k * - ln q.
  have := Rmult_le_compat_r (- ln q) _ _ (ltac:(lra) : 0 <= - ln q) H.
  by rewrite Rmult_assoc Rinv_l; lra.
have P : 0 < q ^ k by apply: pow_lt.
case: (Rle_lt_dec (q ^ k) tau) => // B; have := ln_increasing _ _ t0 B; rewrite ln_pow // ; lra.
Qed.
