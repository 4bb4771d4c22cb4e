(* Lower bounds by counting: n numbers have at most 2^n subset sums, and a network of alpha prunable weights has at most 2^alpha
   subnetworks, so that not many targets that are far apart can each be served with a good chance (Pensia et al. 2020, Theorem 2,
   for finite packings). *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Network Norms.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Lemma card_masks (A : finType) : #|{set A}| = (2 ^ #|A|)%N.
Proof. by have := card_powerset [set: A]; rewrite powersetT !cardsT. Qed.

(* The subset sums of n numbers lie in at most 2^n cells. *)
Theorem sums_reach (R : realFieldType) n (x : 'I_n -> R) (C : finType) (f : R -> C) :
  (#|[set f (\sum_(i in S) x i)%R | S : {set 'I_n}]| <= 2 ^ n)%N.
Proof. by apply: leq_trans (leq_imset_card _ _) _; rewrite card_masks card_ord. Qed.

(* Two targets near the same point are near each other. *)
Theorem packing_serves_one (R : realFieldType) (P : eqType) (F : Type) (dist : F -> F -> R) (f : P -> F) (eps : R) (g : F) :
  (forall x y, dist x y = dist y x) -> (forall x y z, dist x z <= dist x y + dist y z) ->
  (forall p p', p != p' -> 2%:R * eps <= dist (f p) (f p')) ->
  forall p p', dist (f p) g < eps -> dist (f p') g < eps -> p = p'.
Proof.
move=> sym tri far p p' h h'; apply/eqP/contraT => /far; rewrite leNgt => /negP[].
by apply: le_lt_trans (tri _ g _) _; rewrite (sym g) mulr_natl mulr2n ltr_add.
Qed.

(* N targets more than 2 eps apart, each within eps of a subset sum of n numbers, are at most 2^n. *)
Theorem targets_reach (R : realFieldType) n N (x : 'I_n -> R) (t : 'I_N -> R) (eps : R) :
  (forall i j, i != j -> 2%:R * eps < `|t i - t j|) ->
  (forall i, exists S : {set 'I_n}, `|t i - \sum_(k in S) x k| <= eps) -> (N <= 2 ^ n)%N.
Proof.
move=> far /fin_all_exists[S near]; have inj : injective S.
  move=> i j Sij; apply/eqP/contraT => /far; rewrite ltNge => /negP[].
  apply: le_trans (ler_dist_add (\sum_(k in S i) x k) _ _) _.
  by rewrite mulr_natl mulr2n ler_add // distrC Sij.
by rewrite -[N]card_ord -(card_imset _ inj) (leq_trans (max_card _)) // card_masks card_ord.
Qed.

(* Double counting: tickets serve targets; one ticket serves at most one. *)
Lemma tickets_serve (T P : finType) (srv : T -> P -> bool) :
  (forall S p p', srv S p -> srv S p' -> p = p') -> (#|[set p | [exists S, srv S p]]| <= #|T|)%N.
Proof.
move=> one; have inj : injective (@Some P) by move=> p p' [].
rewrite -(card_imset _ inj); apply: leq_trans (leq_imset_card (fun S => [pick p | srv S p]) T).
apply/subset_leq_card/subsetP => _ /imsetP[p pS ->]; move: pS; rewrite inE => /existsP[S Sp].
by apply/imsetP; exists S => //; case: pickP => [p' /one/(_ Sp) -> //|/(_ p)]; rewrite Sp.
Qed.

Lemma served_count (A P : finType) (srv : {set A} -> P -> bool) :
  (forall S p p', srv S p -> srv S p' -> p = p') -> (#|[set p | [exists S, srv S p]]| <= 2 ^ #|A|)%N.
Proof. by rewrite -card_masks; apply: tickets_serve. Qed.

(* For a finite packing P and a finite set T of tickets: the ticket S of the source w is the network g w S. If one network serves at
   most one member, and every member is served with probability at least s, then s times the number of members is at most the number
   of tickets. *)
Theorem tickets_bound (R : realFieldType) (Om T P : finType) (G : Type) (g : Om -> T -> G) (srv : G -> P -> bool) (s : R) :
  (forall h p p', srv h p -> srv h p' -> p = p') ->
  (forall p, s <= Pr R (fun w => [exists S, srv (g w S) p])) -> s * #|P|%:R <= #|T|%:R.
Proof.
move=> one often; pose hit w p := [exists S, srv (g w S) p].
apply: (@le_trans _ _ (\sum_p Pr R (fun w => hit w p))).
  by rewrite mulr_natr -sumr_const ler_sum // => p _; apply: often.
rewrite /Pr -mulr_suml -natr_sum.
have -> : (\sum_p #|(fun w => hit w p)| = \sum_w #|[set p | hit w p]|)%N.
  transitivity (\sum_p \sum_w (hit w p : nat))%N; first by apply: eq_bigr => p _; rewrite -sum1_card big_mkcond.
  rewrite exchange_big; apply: eq_bigr => w _; rewrite -sum1_card big_mkcond.
  by rewrite [RHS]big_mkcond /=; apply: eq_bigr => p _; rewrite inE.
case: (posnP #|Om|) => [->|Om0]; first by rewrite invr0 mulr0 ler0n.
rewrite ler_pdivr_mulr ?ltr0n // -natrM ler_nat.
apply: (@leq_trans (\sum_(w : Om) #|T|)%N); last by rewrite sum_nat_const mulnC.
by apply: leq_sum => w _; apply: tickets_serve => S p p'; apply: one.
Qed.

(* Pensia's Theorem 2 for a finite packing P: a source w has the prunable weights A, and a ticket is any set S of them that is kept. *)
Theorem packing_bound (R : realFieldType) (Om A P : finType) (G : Type) (g : Om -> {set A} -> G) (srv : G -> P -> bool) (s : R) :
  (forall h p p', srv h p -> srv h p' -> p = p') ->
  (forall p, s <= Pr R (fun w => [exists S, srv (g w S) p])) -> s * #|P|%:R <= 2%:R ^+ #|A|.
Proof. by rewrite -natrX -card_masks; apply: tickets_bound. Qed.

(* With probability at least s, P: a set of outcomes of that probability has P. *)
Definition often (R : realFieldType) (Om : finType) (s : R) (P : Om -> Prop) : Prop :=
  exists2 E : {set Om}, s <= Pr R (mem E) & forall w, w \in E -> P w.

Lemma mostly_often (R : realFieldType) (Om : finType) (d : R) (P : Om -> Prop) :
  (0 < #|Om|)%N -> mostly d P -> often (1 - d) P.
Proof.
move=> Om0 [B Bd BP]; exists (~: B) => [|w]; last by rewrite inE => /BP.
suff e : Pr R (mem B) + Pr R (mem (~: B)) = 1 by rewrite ler_subl_addl -e ler_add2r.
by rewrite /Pr -mulrDl -natrD cardsC divff // pnatr_eq0 -lt0n.
Qed.

(* Matrices of integers between -K and K. *)
Section Grid.
Variables (J I : finType) (K : nat).

Definition grid : finType := [finType of {ffun J * I -> 'I_(K.*2.+1)}].
Definition level (k : 'I_(K.*2.+1)) : int := k%:Z - K%:Z.

Lemma card_grid : #|grid| = (K.*2.+1 ^ (#|J| * #|I|))%N.
Proof. by rewrite card_ffun card_prod card_ord. Qed.
End Grid.
