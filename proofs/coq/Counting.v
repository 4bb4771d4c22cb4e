(* Lower bounds by counting: n numbers have at most 2^n subset sums, and a network of alpha prunable weights has at most 2^alpha
   subnetworks, so that not many targets that are far apart can each be served with a good chance (Pensia et al. 2020, Theorem 2,
   for finite packings). *)
From mathcomp Require Import all_ssreflect all_algebra.
From SLTH Require Import Chance.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Lemma card_masks (A : finType) : #|{set A}| = (2 ^ #|A|)%N.
Proof. by have := card_powerset [set: A]; rewrite powersetT !cardsT. Qed.

(* The subset sums of n numbers lie in at most 2^n cells. *)
Theorem sums_reach (R : realFieldType) n (x : 'I_n -> R) (C : finType) (f : R -> C) :
  (#|[set f (\sum_(i in S) x i)%R | S : {set 'I_n}]| <= 2 ^ n)%N.
Proof. by apply: leq_trans (leq_imset_card _ _) _; rewrite card_masks card_ord. Qed.

(* Tickets serve targets, and one ticket serves at most one: the targets served are not more than the tickets. *)
Lemma tickets_serve (T P : finType) (A : {set P}) (srv : T -> P -> Prop) :
  (forall S p p', srv S p -> srv S p' -> p = p') -> (forall p, p \in A -> exists S, srv S p) -> (#|A| <= #|T|)%N.
Proof.
move=> one ex; have /fin_all_exists[f fP] : forall p : {p | p \in A}, exists S, srv S (val p) by case=> p; apply: ex.
have inj : injective f by move=> p q e; apply/val_inj/(one (f p)); rewrite // e.
by apply: leq_trans (leq_card f inj); rewrite card_sig; apply/eq_leq/eq_card.
Qed.

(* N targets more than 2 eps apart, each within eps of a subset sum of n numbers, are at most 2^n. *)
Theorem targets_reach (R : realFieldType) n N (x : 'I_n -> R) (t : 'I_N -> R) (eps : R) :
  (forall i j, i != j -> 2%:R * eps < `|t i - t j|) ->
  (forall i, exists S : {set 'I_n}, `|t i - \sum_(k in S) x k| <= eps) -> (N <= 2 ^ n)%N.
Proof.
move=> far near; have := @tickets_serve [finType of {set 'I_n}] [finType of 'I_N] setT (fun S i => `|t i - \sum_(k in S) x k| <= eps).
rewrite cardsT card_masks !card_ord; apply=> // S i j Si Sj; apply/eqP/contraT => /far; rewrite ltNge => /negP[].
apply: le_trans (ler_dist_add (\sum_(k in S) x k) _ _) _.
by rewrite mulr_natl mulr2n ler_add // distrC.
Qed.

(* Averaging: if each target p is hit with probability at least s, some outcome hits at least a share s of them. *)
Lemma average (R : realFieldType) (Om P : finType) (hit : Om -> P -> bool) (s : R) : (0 < #|Om|)%N ->
  (forall p, s <= Pr R (fun w => hit w p)) -> exists w, s * #|P|%:R <= #|[set p | hit w p]|%:R.
Proof.
move=> Om0 H; have /card_gt0P[w0 _] := Om0; pose N w := #|[set p | hit w p]|.
have [w _ max] := @arg_maxnP _ w0 xpredT N isT; exists w; rewrite -/(N w).
have n0 : 0 < #|Om|%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2r n0) mulrAC -natrM; apply: (@le_trans _ _ (\sum_(p : P) #|(fun w => hit w p)|)%N%:R).
  by rewrite natr_sum mulr_natr -sumr_const ler_sum // => p _; rewrite -ler_pdivl_mulr //; apply: H.
have -> : (\sum_(p : P) #|(fun w => hit w p)| = \sum_w N w)%N.
  transitivity (\sum_(p : P) \sum_w (hit w p : nat))%N; first by apply: eq_bigr => p _; rewrite -sum1_card big_mkcond.
  by rewrite exchange_big; apply: eq_bigr => v _; rewrite /N -sum1_card [RHS]big_mkcond; apply: eq_bigr => p _; rewrite inE.
by rewrite ler_nat mulnC -sum_nat_const leq_sum // => v _; apply: max.
Qed.

(* Pensia's Theorem 2 for a finite packing P: a source w has the prunable weights A, and a ticket is any set S of them, the network
   g w S. If one network serves at most one member, and every member is served with probability at least s, then s times the number of
   members is at most 2^alpha. *)
Theorem packing_bound (R : realFieldType) (Om A P : finType) (G : Type) (g : Om -> {set A} -> G) (srv : G -> P -> bool) (s : R) :
  (forall h p p', srv h p -> srv h p' -> p = p') ->
  (forall p, s <= Pr R (fun w => [exists S, srv (g w S) p])) -> s * #|P|%:R <= 2%:R ^+ #|A|.
Proof.
move=> one H; rewrite -natrX -card_masks; case: (posnP #|Om|) => [Om0|/average/(_ H)[w le]].
  apply: (@le_trans _ _ (\sum_(p : P) 0)); last by rewrite big1 ?ler0n.
  by rewrite mulr_natr -sumr_const ler_sum // => p _; apply: le_trans (H p) _; rewrite /Pr Om0 invr0 mulr0.
apply: le_trans le _; rewrite ler_nat; apply: (tickets_serve (srv := fun S p => srv (g w S) p)) => [S p p'|p]; first exact: one.
by rewrite inE => /existsP.
Qed.

(* With probability at least s, P: a set of outcomes of that probability has P. *)
Definition often (R : realFieldType) (Om : finType) (s : R) (P : Om -> Prop) : Prop :=
  exists2 E : {set Om}, s <= Pr R (mem E) & forall w, w \in E -> P w.

(* Matrices of integers between -K and K. *)
Section Grid.
Variables (J I : finType) (K : nat).

Definition grid : finType := [finType of {ffun J * I -> 'I_(K.*2.+1)}].
Definition level (k : 'I_(K.*2.+1)) : int := k%:Z - K%:Z.

Lemma card_grid : #|grid| = (K.*2.+1 ^ (#|J| * #|I|))%N.
Proof. by rewrite card_ffun card_prod card_ord. Qed.
End Grid.
