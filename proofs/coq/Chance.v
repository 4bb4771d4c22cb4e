(* Probability where it is needed here: uniform draws from a finite set, so that a probability is a count divided by a count. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* If every point has a fibre of c points, then the preimage of B has c times as many points as B. *)
Lemma card_preim_fibres (Om S : finType) (f : Om -> S) (c : nat) (B : pred S) :
  (forall s, #|f @^-1: [set s]| = c) -> #|[pred w | B (f w)]| = (#|B| * c)%N.
Proof.
move=> H; rewrite -sum_nat_const.
rewrite (eq_bigr (fun s => #|f @^-1: [set s]|)) => [|s _]; last by rewrite H.
rewrite -sum1_card (partition_big f B) //=.
apply: eq_bigr => s sB; rewrite -sum1_card; apply: eq_bigl => w; rewrite !inE.
by case: eqP => [->|]; rewrite ?andbF // andbT.
Qed.

Section Chance.
Variable R : realFieldType.
Implicit Types (Om : finType).

(* The probability of an event under a uniform draw from Om. *)
Definition Pr Om (E : pred Om) : R := #|E|%:R / #|Om|%:R.

(* With probability at least 1 - delta, P: the outcomes without P lie in a set of probability at most delta. P need not be decidable. *)
Definition mostly Om (delta : R) (P : Om -> Prop) : Prop :=
  exists2 Bad : {set Om}, Pr (mem Bad) <= delta & forall w, w \notin Bad -> P w.

Lemma Pr_ge0 Om (E : pred Om) : 0 <= Pr E.
Proof. by rewrite divr_ge0 ?ler0n. Qed.

Lemma Pr_mono Om (E F : pred Om) : (forall w, E w -> F w) -> Pr E <= Pr F.
Proof.
move=> EF; rewrite ler_wpmul2r ?invr_ge0 ?ler0n // ler_nat.
by apply/subset_leq_card/subsetP => w; apply: EF.
Qed.

Lemma Pr_or Om (E F : pred Om) : Pr (fun w => E w || F w) <= Pr E + Pr F.
Proof.
rewrite -mulrDl ler_wpmul2r ?invr_ge0 ?ler0n // -natrD ler_nat.
by rewrite -(cardUI E F); apply: leq_trans (leq_addr _ _); apply: eq_leq; apply: eq_card.
Qed.

(* The image of a uniform draw under a map with equal fibres is uniform. *)
Lemma Pr_map Om Om' (f : Om -> Om') (c : nat) (E : pred Om') :
  (0 < c)%N -> (forall s, #|f @^-1: [set s]| = c) -> Pr (fun w => E (f w)) = Pr E.
Proof.
move=> c0 H; have HO := card_preim_fibres predT H; have HE := card_preim_fibres E H.
have c0' : c%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
rewrite /Pr (_ : #|_| = #|E| * c)%N // (_ : #|Om| = #|Om'| * c)%N ?HO; last first.
  by rewrite -HO; apply: eq_card.
by rewrite !natrM invfM mulrACA divff // mulr1.
Qed.

Lemma mostly_of Om (E : pred Om) delta : Pr (fun w => ~~ E w) <= delta -> mostly delta E.
Proof.
move=> H; exists [set w | ~~ E w]; last by move=> w; rewrite inE negbK.
by apply: le_trans H; apply: Pr_mono => w; rewrite /= inE.
Qed.

Lemma mostly_weaken Om d d' (P : Om -> Prop) : d <= d' -> mostly d P -> mostly d' P.
Proof. by move=> dd' [Bad H HP]; exists Bad => //; apply: le_trans dd'. Qed.

Lemma mostly_impl Om d (P Q : Om -> Prop) : (forall w, P w -> Q w) -> mostly d P -> mostly d Q.
Proof. by move=> PQ [Bad H HP]; exists Bad => // w /HP /PQ. Qed.

Lemma mostly_and Om d e (P Q : Om -> Prop) : mostly d P -> mostly e Q -> mostly (d + e) (fun w => P w /\ Q w).
Proof.
move=> [B HB BP] [C HC CQ]; exists (B :|: C); last first.
  by move=> w; rewrite inE negb_or => /andP[/BP ? /CQ ?].
apply: le_trans (ler_add HB HC); apply: le_trans (Pr_or _ _).
by apply: Pr_mono => w; rewrite /= inE.
Qed.

(* The union bound. *)
Lemma mostly_all Om (I : finType) (d : I -> R) (P : I -> Om -> Prop) :
  (forall i, mostly (d i) (P i)) -> mostly (\sum_i d i) (fun w => forall i, P i w).
Proof.
move=> H; suff K (r : seq I) : mostly (\sum_(i <- r) d i) (fun w => forall i, i \in r -> P i w).
  by apply: mostly_impl (K (index_enum I)) => w Pw i; apply: Pw; rewrite mem_index_enum.
elim: r => [|i r IH].
  by exists set0; rewrite ?big_nil //= /Pr cards0 mul0r.
rewrite big_cons; apply: mostly_impl (mostly_and (H i) IH) => w [Pi Pr] k.
by rewrite inE => /orP[/eqP -> //|]; apply: Pr.
Qed.

Lemma mostly_map Om Om' (f : Om -> Om') (c : nat) d (P : Om' -> Prop) :
  (forall s, #|f @^-1: [set s]| = c) -> mostly d P -> mostly d (fun w => P (f w)).
Proof.
move=> H [Bad HB BP]; exists (f @^-1: Bad); last by move=> w; rewrite inE => /BP.
have -> : Pr (mem (f @^-1: Bad)) = Pr (fun w => mem Bad (f w)).
  by rewrite /Pr; congr (_%:R / _); apply: eq_card => w; rewrite !inE.
case: (posnP c) => [c0|c0]; last by rewrite (Pr_map _ c0 H).
have O0 : #|Om| = 0%N by have := card_preim_fibres predT H; rewrite c0 muln0 => <-; apply: eq_card.
by apply: le_trans HB; rewrite /Pr O0 invr0 mulr0 Pr_ge0.
Qed.

Lemma mostly_bij Om Om' (f : Om -> Om') d (P : Om' -> Prop) : bijective f -> mostly d P -> mostly d (fun w => P (f w)).
Proof.
move=> [g fK gK]; apply: (@mostly_map _ _ _ 1) => s; apply/eqP/cards1P; exists (g s).
by apply/setP => w; rewrite !inE; apply/eqP/eqP => [<-|->]; rewrite ?fK ?gK.
Qed.

(* The draws that agree with a given s on the selected coordinates: their number does not depend on s. *)
Lemma card_restrict_fibre (I J D : finType) (f : J -> I) (s : {ffun J -> D}) : injective f ->
  #|(fun w : {ffun I -> D} => [ffun j => w (f j)]) @^-1: [set s]|
    = foldr muln 1%N [seq (if i \in codom f then 1 else #|D|)%N | i : I].
Proof.
move=> fI; pose F i := [pred x : D | [forall j, (f j == i) ==> (x == s j)]].
have -> : [seq (if i \in codom f then 1 else #|D|)%N | i : I] = [seq #|F i| | i : I].
  apply: eq_map => i; case: ifP => [/codomP[j ->]|/negP ni].
    rewrite -(card1 (s j)); apply: eq_card => x; rewrite !inE.
    apply/eqP/forallP => [-> k|/(_ j)]; last by rewrite eqxx => /eqP.
    by apply/implyP => /eqP/fI ->.
  apply: eq_card => x; rewrite !inE; apply/esym/forallP => j; apply/implyP => /eqP e.
  by case: ni; rewrite -e codom_f.
rewrite -card_family; apply: eq_card => w; rewrite !inE; apply/eqP/familyP => [e i|H].
  by rewrite inE; apply/forallP => j; apply/implyP => /eqP <-; rewrite -e ffunE.
by apply/ffunP => j; rewrite ffunE; have := H (f j); rewrite inE => /forallP/(_ j); rewrite eqxx => /eqP.
Qed.

(* Some of independent draws are independent draws. *)
Lemma mostly_restrict (I J D : finType) (f : J -> I) d (P : {ffun J -> D} -> Prop) :
  injective f -> mostly d P -> mostly d (fun w : {ffun I -> D} => P [ffun j => w (f j)]).
Proof.
by move=> fI; apply: (mostly_map (f := fun w : {ffun I -> D} => [ffun j => w (f j)])) => s; apply: card_restrict_fibre.
Qed.
End Chance.
