(* Lower bounds by counting: n numbers have at most 2^n subset sums, and a network of alpha prunable weights has at most 2^alpha
   subnetworks, so that not many targets that are far apart can each be served with a good chance (Pensia et al. 2020, Theorem 2,
   for finite packings). A packing of matrices by a grid is constructed, and the bound for it is proved in full. *)
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

(* A packing of matrices by a grid: entries 2 eps k with k an integer between -K and K. *)
Section Grid.
Variables (R : rcfType) (J I : finType) (K : nat) (eps : R).
Hypothesis eps_gt0 : 0 < eps.

Definition grid : finType := [finType of {ffun J * I -> 'I_(K.*2.+1)}].
Definition level (k : 'I_(K.*2.+1)) : int := k%:Z - K%:Z.
Definition entry (p : grid) (j : J) (i : I) : R := 2%:R * eps * (level (p (j, i)))%:~R.

Lemma card_grid : #|grid| = (K.*2.+1 ^ (#|J| * #|I|))%N.
Proof. by rewrite card_ffun card_prod card_ord. Qed.

Lemma entry_size p j i : `|entry p j i| <= 2%:R * eps * K%:R.
Proof.
have e0 : 0 <= 2%:R * eps by rewrite mulr_ge0 ?ler0n // ltW.
rewrite /entry normrM (ger0_norm e0) ler_wpmul2l // -intr_norm (pmulrn 1 K) ler_int /level.
by have := ltn_ord (p (j, i)); lia.
Qed.

(* The norm of a member. *)
Lemma grid_norm p (x : I -> R) : norm (linear (entry p) x) <= 2%:R * eps * K%:R * Num.sqrt ((#|J| * #|I|)%N%:R) * norm x.
Proof. by apply: entry_bound => j i; apply: entry_size. Qed.

(* Two members differ by at least 2 eps in some entry. *)
Lemma grid_far p p' : p != p' -> exists j i, 2%:R * eps <= `|entry p j i - entry p' j i|.
Proof.
move=> ne; have /existsP[[j i] ne'] : [exists q, p q != p' q].
  by apply: contraNT ne => /existsPn eq; apply/eqP/ffunP => q; apply/eqP; have := eq q; rewrite negbK.
exists j, i; have e0 : 0 <= 2%:R * eps by rewrite mulr_ge0 ?ler0n // ltW.
rewrite /entry -mulrBr normrM (ger0_norm e0) ler_pemulr // -mulrzBr -intr_norm (ler_int R 1) /level.
by move: ne'; rewrite -val_eqE /=; lia.
Qed.

(* The vector with a one at i. *)
Definition basis (i : I) : I -> R := fun c => (c == i)%:R.

Lemma norm_basis i : norm (basis i) = 1.
Proof.
rewrite /norm (bigD1 i) //= big1 => [|c /negbTE ci]; last by rewrite /basis ci expr0n.
by rewrite /basis eqxx expr1n addr0 sqrtr1.
Qed.

Lemma linear_basis (W : J -> I -> R) i j : linear W (basis i) j = W j i.
Proof.
rewrite /linear (bigD1 i) //= big1 => [|c /negbTE ci]; last by rewrite /basis ci mulr0.
by rewrite /basis eqxx mulr1 addr0.
Qed.

(* So two members are at least 2 eps apart as operators: at some vector of norm 1. *)
Lemma grid_apart p p' : p != p' ->
  exists i, 2%:R * eps <= norm (fun j => linear (entry p) (basis i) j - linear (entry p') (basis i) j).
Proof.
move=> /grid_far[j [i far]]; exists i; apply: le_trans far _.
by rewrite -!linear_basis; apply: (norm_coord (fun j => linear _ _ j - linear _ _ j)).
Qed.

(* A function h serves a matrix W if it is less than eps away at each basis vector. *)
Definition fits (W : J -> I -> R) (h : (I -> R) -> J -> R) : bool :=
  [forall i, norm (fun j => linear W (basis i) j - h (basis i) j) < eps].

Lemma fits_one h p p' : fits (entry p) h -> fits (entry p') h -> p = p'.
Proof.
move=> /forallP f /forallP f'; apply/eqP/contraT => /grid_apart[i]; rewrite leNgt => /negP[].
apply: le_lt_trans (norm_triangle_sub _ (h (basis i)) _) _; rewrite (norm_distC (h _)).
by rewrite mulr_natl mulr2n ltr_add.
Qed.

Variables (Om A : finType) (g : Om -> {set A} -> (I -> R) -> J -> R) (s : R).

(* The bound in full. If every linear map of norm at most 1 is served with probability at least s by some subnetwork, already at
   the basis vectors only, then s (2K+1)^D <= 2^alpha, where D is the number of entries and alpha the number of weights. *)
Theorem grid_bound : 2%:R * eps * K%:R * Num.sqrt ((#|J| * #|I|)%N%:R) <= 1 ->
  (forall W : J -> I -> R, (forall x, norm (linear W x) <= norm x) ->
     often s (fun w => exists S, forall i, norm (fun j => linear W (basis i) j - g w S (basis i) j) < eps)) ->
  s * (K.*2.+1 ^ (#|J| * #|I|))%N%:R <= 2%:R ^+ #|A|.
Proof.
move=> small H; rewrite -card_grid; apply: (packing_bound (g := g) (srv := fun h p => fits (entry p) h)).
  exact: fits_one.
move=> p; case: (H (entry p)) => [x|E sE EH].
  by apply: le_trans (grid_norm p x) _; rewrite ler_pimull ?norm_ge0.
apply: le_trans sE _; apply: Pr_mono => w /EH[S HS].
by apply/existsP; exists S; apply/forallP.
Qed.

(* The same in Pensia's words: served means less than eps away at every vector of norm at most 1. *)
Corollary grid_bound_ball : 2%:R * eps * K%:R * Num.sqrt ((#|J| * #|I|)%N%:R) <= 1 ->
  (forall W : J -> I -> R, (forall x, norm (linear W x) <= norm x) ->
     often s (fun w => exists S, forall x, norm x <= 1 -> norm (fun j => linear W x j - g w S x j) < eps)) ->
  s * (K.*2.+1 ^ (#|J| * #|I|))%N%:R <= 2%:R ^+ #|A|.
Proof.
move=> small H; apply: grid_bound small _ => W /H[E sE EH]; exists E => // w /EH[S HS].
by exists S => i; apply: HS; rewrite norm_basis.
Qed.

(* And relative to the input's norm. *)
Corollary grid_bound_relative : 2%:R * eps * K%:R * Num.sqrt ((#|J| * #|I|)%N%:R) <= 1 ->
  (forall W : J -> I -> R, (forall x, norm (linear W x) <= norm x) ->
     often s (fun w => exists S, forall x, norm x != 0 -> norm (fun j => linear W x j - g w S x j) < eps * norm x)) ->
  s * (K.*2.+1 ^ (#|J| * #|I|))%N%:R <= 2%:R ^+ #|A|.
Proof.
move=> small H; apply: grid_bound small _ => W /H[E sE EH]; exists E => // w /EH[S HS].
by exists S => i; have := HS (basis i); rewrite norm_basis mulr1; apply; apply: oner_neq0.
Qed.
End Grid.

(* For the sources of Network.v: all weights are prunable. *)
Corollary source_bound (R : rcfType) M d (ls : seq (layer R)) (K : nat) (eps s : R) : 0 < eps ->
  2%:R * eps * K%:R * Num.sqrt ((last_width d ls * d)%N%:R) <= 1 ->
  (forall W : 'I_(last_width d ls) -> 'I_d -> R, (forall x, norm (linear W x) <= norm x) ->
     often s (fun w : source M d ls => exists S, forall x, norm x <= 1 ->
       norm (fun j => linear W x j - run_source true (keep w S) x j) < eps)) ->
  s * (K.*2.+1 ^ (last_width d ls * d))%N%:R <= 2%:R ^+ #|weight d ls|.
Proof.
move=> eps0 small H; have := @grid_bound_ball R _ _ K eps eps0 _ _ (fun w S => run_source true (@keep R M d ls w S)) s.
by rewrite !card_ord; apply.
Qed.
