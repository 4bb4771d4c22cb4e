(* Natale et al. 2024, Theorem 5, from the source to the bits, for networks over Coq's real numbers. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra Rstruct.
From SLTH Require Import Chance Network Norms Counting Packing SmallTickets SmallTicketsBits.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Theorem theorem5_real (d : nat) (Om A : finType) (g : Om -> {set A} -> ('I_d -> R) -> 'I_d -> R) (k : nat) (eps : R) (n := #|A|) :
  (0 < d)%N -> (0 < k)%N -> 0 < eps -> eps <= 16%:R^-1 ->
  @serves_ball R_rcfType _ _ Om A g [set S : {set A} | #|S| == k] (2%:R^-1) (Num.sqrt k%:R) eps ->
  Rle (Rmult (Rdiv (pow (INR d) 2) (INR 2)) (log2 (Rdiv (INR k) eps))) (Rmult (INR n) (H2 (Rdiv (INR k) (INR n)))).
Proof.
move=> d0 k0 e0 small H; have arch : Num.archimedean_axiom R_rcfType := Rarchimedean_axiom.
have [kn _] := theorem5 arch k0 e0 small H.
have C := small_tickets arch k0 e0 H.
have e0' : Rlt (IZR 0) eps by apply/RltP.
have [] := small_tickets_bits n d k eps d0 k0 kn e0' _ _; last exact: Rle_trans.
- have -> : Rinv (IZR 16) = 16%:R^-1 by rewrite -INRE -RinvE ?INRE ?pnatr_eq0 // -INRE INR_IZR_INZ.
  by apply/RleP.
- have q k' : IZR (Z.of_nat k') = k'%:R by rewrite -INRE INR_IZR_INZ.
  rewrite (q 2%N : IZR 2 = _) INRE RsqrtE ?ler0n // RinvE ?pnatr_eq0 // RdivE ?mulf_neq0 ?pnatr_eq0 ?lt0r_neq0 // RpowE INRE.
  by apply/RleP.
Qed.
