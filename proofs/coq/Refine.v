(* Draws on a fine grid, rounded up to a coarser one, are draws on the coarser grid: what holds with high probability for the fine
   ones and survives the rounding holds with as high a probability for the coarse ones. In particular the sums of products that can
   be reached with fine draws are reached with coarse ones up to 2 n / M. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Draws.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* If f has equal fibres and P for w gives Q for f w, then Q is at least as probable as P. *)
Lemma mostly_push (R : realFieldType) (Om Om' : finType) (f : Om -> Om') (c : nat) (d : R) (P : Om -> Prop) (Q : Om' -> Prop) :
  (0 < c)%N -> (forall s, #|f @^-1: [set s]| = c) -> (forall w, P w -> Q (f w)) -> mostly d P -> mostly d Q.
Proof.
move=> c0 H PQ [Bad HB BP]; exists [set s | f @^-1: [set s] \subset Bad].
  apply: le_trans HB; rewrite -(Pr_map R _ c0 H); apply: Pr_mono => w /=.
  by rewrite inE => /subsetP; apply; rewrite !inE.
by move=> s; rewrite inE => /subsetPn[w]; rewrite !inE => /eqP <- /BP /PQ.
Qed.

(* Equal fibres for a pair of maps, and for one map applied to each coordinate. *)
Lemma fibre_pair (A B A' B' : finType) (f : A -> A') (g : B -> B') (c d : nat) :
  (forall s, #|f @^-1: [set s]| = c) -> (forall s, #|g @^-1: [set s]| = d) ->
  forall s, #|(fun p : A * B => (f p.1, g p.2)) @^-1: [set s]| = (c * d)%N.
Proof.
by move=> Hf Hg [a b]; rewrite -(Hf a) -(Hg b) -cardsX; apply: eq_card => -[x y]; rewrite !inE -pair_eqE.
Qed.

Lemma fibre_ffun (I D D' : finType) (f : D -> D') (c : nat) : (forall s, #|f @^-1: [set s]| = c) ->
  forall s, #|(fun w : {ffun I -> D} => [ffun i => f (w i)]) @^-1: [set s]| = (c ^ #|I|)%N.
Proof.
move=> H s; pose F i := mem (f @^-1: [set s i]).
have -> : (c ^ #|I|)%N = #|family F|.
  by rewrite card_family cardE /image_mem; elim: (enum I) => //= i r IH; rewrite expnS IH -(H (s i)).
apply: eq_card => w; rewrite !inE; apply/eqP/familyP => [e i|E].
  by rewrite !inE -e ffunE.
by apply/ffunP => i; rewrite ffunE; have := E i; rewrite !inE => /eqP.
Qed.

Section Refine.
Variables (R : realFieldType) (M B : nat).
Hypotheses (M0 : (0 < M)%N) (B0 : (0 < B)%N).

Lemma coarse_lt (i : 'I_(M * B)) : (i %/ B < M)%N.
Proof. by rewrite ltn_divLR. Qed.
Definition coarse_draw (d : draw (M * B)) : draw M := (id d.1, Ordinal (coarse_lt d.2)).
Definition coarse_unit (t : unit (M * B)) : unit M := (coarse_draw t.1, coarse_draw t.2).

Lemma fine_lt (j : 'I_M) (r : 'I_B) : (j * B + r < M * B)%N.
Proof. by have := ltn_ord j; have := ltn_ord r; nia. Qed.

Lemma fibre_ord (j : 'I_M) : #|(fun i => Ordinal (coarse_lt i)) @^-1: [set j]| = B.
Proof.
rewrite -[RHS]card_ord -(card_imset _ (f := fun r => Ordinal (fine_lt j r))); last first.
  by move=> r r' [/addnI] /val_inj.
apply: eq_card => i; rewrite !inE; apply/eqP/imsetP => [e|[r _ ->]]; last first.
  by apply/val_inj; rewrite /= divnMDl // divn_small // addn0.
by exists (Ordinal (ltn_pmod i B0)) => //; apply/val_inj; rewrite /= -e /= -divn_eq.
Qed.

Lemma fibre_draw d : #|coarse_draw @^-1: [set d]| = B.
Proof.
rewrite -[RHS]mul1n; apply: (fibre_pair (f := id)) (fibre_ord) d => b.
by rewrite -[RHS](cards1 b); apply: eq_card => x; rewrite !inE.
Qed.

Lemma fibre_unit t : #|coarse_unit @^-1: [set t]| = (B * B)%N.
Proof. exact: fibre_pair fibre_draw fibre_draw t. Qed.

Lemma valueE N (d : draw N) : value R d = (-1) ^+ d.1 * (d.2.+1%:R / N%:R).
Proof. by rewrite /value /num rmorphM rmorphX rmorphN1 mulrA. Qed.

Lemma value_le1 N (d : draw N) : `|value R d| <= 1.
Proof.
have N0 : (0 < N)%N by case: d => _ [i]; apply: leq_ltn_trans.
rewrite valueE normrM normrX normrN1 expr1n mul1r ger0_norm ?divr_ge0 ?ler0n //.
by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler_nat.
Qed.

(* Rounding moves a weight by at most 1/M and a product by at most 2/M. *)
Lemma value_coarse d : `|value R (coarse_draw d) - value R d| <= M%:R^-1.
Proof.
have Mr : (0 : R) < M%:R by rewrite ltr0n.
have Br : (0 : R) < B%:R by rewrite ltr0n.
rewrite !valueE /= -mulrBr normrM normrX normrN1 expr1n mul1r natrM.
have -> : (d.2 %/ B).+1%:R / M%:R - d.2.+1%:R / (M%:R * B%:R) = ((d.2 %/ B).+1 * B - d.2.+1)%N%:R / (M%:R * B%:R) :> R.
  rewrite natrB; last by rewrite ltn_ceil.
  by rewrite natrM; field; rewrite !gt_eqF.
rewrite ger0_norm; last by rewrite divr_ge0 ?mulr_ge0 ?ler0n.
rewrite ler_pdivr_mulr ?mulr_gt0 // mulKf ?gt_eqF // ler_nat.
by have := divn_eq d.2 B; rewrite mulSn; lia.
Qed.

Lemma product_coarse t : `|product R (coarse_unit t) - product R t| <= 2%:R / M%:R.
Proof.
rewrite /product /=; set u' := value R (coarse_draw t.1); set v' := value R (coarse_draw t.2).
set u := value R t.1; set v := value R t.2.
have -> : u' * v' - u * v = (u' - u) * v' + u * (v' - v) by ring.
apply: le_trans (ler_norm_add _ _) _.
rewrite [`|(u' - u) * v'|]normrM [`|u * (v' - v)|]normrM (_ : 2%:R / M%:R = M%:R^-1 * 1 + 1 * M%:R^-1); last by ring.
by apply: ler_add; apply: ler_pmul; rewrite ?normr_ge0 ?value_le1 // ?value_coarse.
Qed.

Lemma reach_coarse s (tau b : R) n (t : {ffun 'I_n -> unit (M * B)}) :
  reach s tau b t -> reach s (tau + 2%:R * n%:R / M%:R) b [ffun i => coarse_unit (t i)].
Proof.
move=> H w /H [S adm e]; exists S; first by move=> i /adm; rewrite ffunE.
rewrite -(subrK (\sum_(i in S) product R (t i)) w) -addrA -sumrB.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add e _.
apply: le_trans (ler_norm_sum _ _ _) _.
apply: (@le_trans _ _ (\sum_(i < n) 2%:R / M%:R)).
  rewrite [X in X <= _]big_mkcond /=; apply: ler_sum => i _.
  case: ifP => _; last by rewrite divr_ge0 ?ler0n.
  by rewrite distrC ffunE product_coarse.
by rewrite sumr_const card_ord -mulr_natr mulrAC.
Qed.

(* What is reached with draws on the grid of M B points is reached with draws on the grid of M points, up to 2 n / M. *)
Theorem refine s (tau b : R) n (d : R) :
  mostly d (fun t : {ffun 'I_n -> unit (M * B)} => reach s tau b t) ->
  mostly d (fun t : {ffun 'I_n -> unit M} => reach s (tau + 2%:R * n%:R / M%:R) b t).
Proof.
apply: (mostly_push (f := fun w : {ffun 'I_n -> unit (M * B)} => [ffun i => coarse_unit (w i)]) (c := (B * B) ^ #|'I_n|)).
- by rewrite expn_gt0 muln_gt0 B0.
- exact: fibre_ffun fibre_unit.
- exact: reach_coarse.
Qed.
End Refine.
