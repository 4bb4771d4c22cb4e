(* Random subset sums of integers. Every integer of absolute value at most m has at least q among the equally likely values of a draw.
   Start from a set A0 of the L = 2m targets and add to each draw the targets that it reaches from those found so far; then after n
   draws the chance that h or more targets are missing is at most (L - |A0|)/|A0| (L - h)/h (1 - q L / (4 |T|))^n. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Isoperimetry.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section SubsetSum.
Variable R : realFieldType.
Variables (m : nat) (T : finType) (v : T -> int) (q : nat).
Hypothesis m_gt0 : (0 < m)%N.
Hypothesis vq : forall k : int, `|k| <= m%:Z -> (q <= #|[pred t | v t == k]|)%N.
Let L := (m + m)%N.
Implicit Types (A : {set 'I_(m + m)}) (y z : 'I_(m + m)) (t : T).

(* Draw t leads from target y to target z. *)
Definition hit t y z := y%:Z + v t == z%:Z.
(* The targets that t newly reaches from A, and A with them. *)
Definition news t A := [set z in ~: A | [exists y, (y \in A) && hit t y z]].
Definition grow t A := A :|: news t A.
Definition gain t A := #|news t A|.

Lemma card_grow t A : #|grow t A| = (#|A| + gain t A)%N.
Proof.
rewrite /grow cardsU; have -> : A :&: news t A = set0.
  by apply/setP => z; rewrite !inE; case: (z \in A).
by rewrite cards0 subn0.
Qed.

Lemma hit_uniq_y t z y y' : hit t y z -> hit t y' z -> y = y'.
Proof. by move=> /eqP e /eqP e'; apply/val_inj => /=; lia. Qed.
Lemma hit_uniq_z t y z z' : hit t y z -> hit t y z' -> z = z'.
Proof. by move=> /eqP e /eqP e'; apply/val_inj => /=; lia. Qed.

Lemma gainE t A : gain t A = (\sum_z \sum_y (z \notin A) * ((y \in A) && hit t y z))%N.
Proof.
have -> : gain t A = (\sum_z (z \in news t A : nat))%N by rewrite /gain -sumb.
apply: eq_bigr => z _; rewrite -big_distrr /= exists_sum.
  by rewrite !inE mulnb.
by move=> y y' /andP[_ h] /andP[_ h']; apply: hit_uniq_y h h'.
Qed.

Lemma gain_le t A : (gain t A <= #|A|)%N.
Proof.
have -> : #|A| = (\sum_y (y \in A : nat))%N by rewrite -sumb.
rewrite gainE exchange_big /=; apply: leq_sum => y _.
case yA: (y \in A); last by rewrite big1 // => z _; rewrite muln0.
have H : (\sum_z (hit t y z : nat) <= 1)%N by apply: sum_uniq => z z'; apply: hit_uniq_z.
apply: leq_trans H; apply: leq_sum => z _; by case: (z \notin A); rewrite ?mul0n ?mul1n.
Qed.

Lemma gain_le' t A : (#|A| + gain t A <= L)%N.
Proof. by rewrite -card_grow -(card_ord L); apply: max_card. Qed.

(* The isoperimetric inequality bounds the total gain over all values of a draw. *)
Lemma sum_gain A : (q * pairs A <= \sum_t gain t A)%N.
Proof.
under eq_bigr do rewrite gainE.
rewrite exchange_big /= /pairs big_distrr /=; apply: leq_sum => z _.
rewrite exchange_big /= big_distrr /=; apply: leq_sum => y _.
rewrite -big_distrr /=; case: (z \notin A); rewrite ?mul0n ?muln0 // !mul1n.
case: (y \in A); rewrite ?mul0n ?muln0 //= mul1n.
case nr: (near y z); rewrite ?muln0 // muln1 (sumb (fun t => hit t y z)).
have -> : #|(fun t => hit t y z)| = #|[pred t | v t == z%:Z - y%:Z]|.
  apply: eq_card => t; rewrite !inE unfold_in /= /hit; apply/eqP/eqP; lia.
apply: vq; move: nr; rewrite /near; lia.
Qed.

(* The odds that a target is missing. *)
Definition odds A : R := (L - #|A|)%N%:R / #|A|%:R.

Lemma oddsE A : (0 < #|A|)%N -> odds A = L%:R / #|A|%:R - 1.
Proof.
move=> K0; have KL : (#|A| <= L)%N by rewrite -(card_ord L); apply: max_card.
by rewrite /odds natrB // mulrBl divff // pnatr_eq0 -lt0n.
Qed.

Lemma odds_ge0 A : 0 <= odds A.
Proof. by rewrite divr_ge0 ?ler0n. Qed.

Lemma odds_step t A : (0 < #|A|)%N ->
  odds (grow t A) <= odds A - (gain t A)%:R * (if (L <= 2 * #|A|)%N then #|A|%:R^-1
                                               else L%:R / (2%:R * #|A|%:R ^+ 2)).
Proof.
move=> K0; set K := #|A| in K0 *; set D := gain t A.
have DK : (D <= K)%N := gain_le t A.
have KDL : (K + D <= L)%N := gain_le' t A.
have K0' : (0 : R) < K%:R by rewrite ltr0n.
have KD0 : (0 : R) < K%:R + D%:R by rewrite -natrD ltr0n; lia.
case: ifP => LK.
  rewrite /odds card_grow -/K -/D.
  rewrite -mulrBl ler_pdivr_mulr ?ltr0n ?addn_gt0 ?K0 //.
  rewrite -natrB; last by lia.
  have -> : (L - (K + D) = L - K - D)%N by lia.
  rewrite mulrAC ler_pdivl_mulr // -!natrM ler_nat leq_mul2l; apply/orP; right; lia.
rewrite oddsE ?card_grow -?/K -?/D ?addn_gt0 ?K0 // oddsE // -/K.
rewrite [X in _ <= X]addrAC ler_add2r natrD.
rewrite -subr_ge0.
have -> : L%:R / K%:R - D%:R * (L%:R / (2%:R * K%:R ^+ 2)) - L%:R / (K%:R + D%:R)
  = L%:R * D%:R * (K%:R - D%:R) / (2%:R * K%:R ^+ 2 * (K%:R + D%:R)) :> R.
  field. by rewrite !gt_eqF.
rewrite divr_ge0 //; last by rewrite ltW // !mulr_gt0 ?exprn_gt0 // ltr0n.
by rewrite mulr_ge0 ?subr_ge0 ?ler_nat // mulr_ge0 ?ler0n.
Qed.

Definition rho : R := #|T|%:R - (q * L)%:R / 4%:R.

(* One draw multiplies the mean odds by at most rho / #|T|. *)
Lemma odds_contract A : (0 < #|A|)%N -> \sum_t odds (grow t A) <= rho * odds A.
Proof.
move=> K0; set K := #|A| in K0 *.
have K0' : (0 : R) < K%:R by rewrite ltr0n.
have KL : (K <= L)%N by rewrite -(card_ord L); apply: max_card.
set c : R := if (L <= 2 * K)%N then K%:R^-1 else L%:R / (2%:R * K%:R ^+ 2).
have S1 : \sum_t odds (grow t A) <= \sum_t (odds A - (gain t A)%:R * c).
  by apply: ler_sum => t _; apply: odds_step.
apply: le_trans S1 _; rewrite sumrB sumr_const -mulr_suml -natr_sum.
rewrite /rho mulrBl -[X in X - _ <= _]mulr_natl ler_add2l ler_oppl opprK.
have G : (q * K * (L - K))%N%:R <= 2%:R * (\sum_t gain t A)%N%:R :> R.
  rewrite -natrM ler_nat; have := iso A; have := sum_gain A; rewrite -/K => H1 H2.
  apply: leq_trans (leq_mul (leqnn 2) H1); rewrite mulnCA -mulnA leq_mul2l H2; exact: orbT.
set G' := (\sum_t gain t A)%N%:R in G *.
have -> : (q * L)%:R / 4%:R * odds A = (q * K * (L - K))%N%:R / 2%:R * (L%:R / (2%:R * K%:R ^+ 2)) :> R.
  rewrite /odds -/K !natrM; field; by rewrite gt_eqF.
have -> : G' * c = (2%:R * G') / 2%:R * c by field.
have Yc : L%:R / (2%:R * K%:R ^+ 2) <= c.
  rewrite /c; case: ifP => LK //.
  rewrite ler_pdivr_mulr; last by rewrite mulr_gt0 ?exprn_gt0 // ltr0n.
  have -> : K%:R^-1 * (2%:R * K%:R ^+ 2) = (2 * K)%:R :> R by rewrite natrM; field; rewrite gt_eqF.
  by rewrite ler_nat.
have Y0 : 0 <= L%:R / (2%:R * K%:R ^+ 2) :> R.
  by apply: divr_ge0; rewrite ?ler0n // mulr_ge0 ?ler0n // exprn_ge0 // ler0n.
have X0 : 0 <= (q * K * (L - K))%N%:R / 2%:R :> R by apply: divr_ge0; rewrite ler0n.
apply: ler_pmul X0 Y0 _ Yc.
by rewrite ler_wpmul2r ?invr_ge0 ?ler0n.
Qed.

(* The targets found after the draws s, from A. *)
Fixpoint growl (s : seq T) A := if s is t :: s' then growl s' (grow t A) else A.

Lemma sub_grow t A : A \subset grow t A.
Proof. exact: subsetUl. Qed.
Lemma grow_gt0 t A : (0 < #|A|)%N -> (0 < #|grow t A|)%N.
Proof. by move=> H; rewrite card_grow addn_gt0 H. Qed.

Lemma sum_tcons n (F : n.+1.-tuple T -> R) :
  \sum_(s : n.+1.-tuple T) F s = \sum_t \sum_(s : n.-tuple T) F [tuple of t :: s].
Proof.
rewrite pair_big /= (reindex (fun p : T * n.-tuple T => [tuple of p.1 :: p.2])) /=; first by [].
exists (fun s : n.+1.-tuple T => (thead s, [tuple of behead s])) => [[t s] _|s _] /=.
  by congr pair; apply/val_inj.
by rewrite [in RHS](tuple_eta s).
Qed.

Lemma growl_gt0 s A : (0 < #|A|)%N -> (0 < #|growl s A|)%N.
Proof. by elim: s A => //= t s IH A HA; apply/IH/grow_gt0. Qed.
Lemma sub_growl s A : A \subset growl s A.
Proof. by elim: s A => //= t s IH A; apply: subset_trans (sub_grow t A) (IH _). Qed.

Lemma rho_ge0 : 0 <= rho.
Proof.
have mm : (m < m + m)%N by rewrite -{1}[m]addn0 ltn_add2l.
have o0 : 0 < odds [set Ordinal mm].
  by rewrite /odds cards1 divr1 ltr0n subn_gt0 /L; lia.
have K0 : (0 < #|[set Ordinal mm]|)%N by rewrite cards1.
have := odds_contract K0; rewrite -(pmulr_lge0 _ o0); apply: le_trans.
by apply: sumr_ge0 => t _; apply: odds_ge0.
Qed.

(* The mean odds after n draws, times #|T| ^ n. *)
Lemma odds_n n A : (0 < #|A|)%N -> \sum_(s : n.-tuple T) odds (growl s A) <= rho ^+ n * odds A.
Proof.
elim: n A => [|n IH] A K0.
  rewrite expr0 mul1r (big_pred1 [tuple]) //= => s; by apply/esym/eqP; rewrite tuple0.
rewrite sum_tcons exprSr -mulrA.
apply: (@le_trans _ _ (\sum_t rho ^+ n * odds (grow t A))).
  by apply: ler_sum => t _; apply: IH; apply: grow_gt0.
by rewrite -mulr_sumr ler_wpmul2l ?exprn_ge0 ?rho_ge0 // odds_contract.
Qed.

Lemma rate_ge0 : 0 <= 1 - (q * L)%:R / (4 * #|T|)%N%:R :> R.
Proof.
have [->|T0] := posnP #|T|; first by rewrite muln0 invr0 mulr0 subr0 ler01.
have T0' : (0 : R) < #|T|%:R by rewrite ltr0n.
rewrite subr_ge0 ler_pdivr_mulr ?mul1r; last by rewrite ltr0n muln_gt0.
by have := rho_ge0; rewrite /rho subr_ge0 ler_pdivr_mulr ?ltr0n // mulrC -natrM.
Qed.

(* If h or more targets are missing, the odds are at least h / (L - h). *)
Lemma odds_missing A h : (0 < #|A|)%N -> (0 < h)%N -> (#|A| + h <= L)%N -> 1 <= odds A * ((L - h)%N%:R / h%:R).
Proof.
move=> K0 h0 AhL; rewrite /odds mulrACA -invfM -!natrM ler_pdivl_mulr ?mul1r ?ltr0n ?muln_gt0 ?K0 //.
by rewrite ler_nat mulnC leq_mul //; lia.
Qed.

(* The chance that h or more targets are missing after n draws. *)
Theorem covering n (A0 : {set 'I_(m + m)}) (h : nat) : (0 < #|A0|)%N -> (0 < h <= L)%N ->
  Pr R (fun s : n.-tuple T => (#|growl s A0| + h <= L)%N)
    <= (L - #|A0|)%N%:R / #|A0|%:R * ((L - h)%N%:R / h%:R) * (1 - (q * L)%:R / (4 * #|T|)%N%:R) ^+ n.
Proof.
move=> K0 /andP[h0 hL]; set c := (L - h)%N%:R / h%:R; rewrite -/(odds A0).
have c0 : 0 <= c by rewrite divr_ge0 ?ler0n.
have rest0 : 0 <= odds A0 * c * (1 - (q * L)%:R / (4 * #|T|)%N%:R) ^+ n.
  by rewrite mulr_ge0 ?exprn_ge0 ?rate_ge0 // mulr_ge0 ?odds_ge0.
have bad : #|(fun s : n.-tuple T => (#|growl s A0| + h <= L)%N)|%:R <= odds A0 * c * rho ^+ n.
  rewrite mulrC mulrA; apply: le_trans (ler_wpmul2r c0 (odds_n n K0)).
  rewrite -sum1_card natr_sum mulr_suml big_mkcond /=; apply: ler_sum => s _; case: ifP => [Es|_].
    by apply: odds_missing => //; apply: growl_gt0.
  by rewrite mulr_ge0 ?odds_ge0.
rewrite /Pr card_tuple; have [T0|T0] := posnP (#|T| ^ n); first by rewrite T0 invr0 mulr0.
have E : rho ^+ n = (1 - (q * L)%:R / (4 * #|T|)%N%:R) ^+ n * (#|T| ^ n)%N%:R.
  case: n T0 {rest0 bad} => [|n]; first by rewrite !expr0 mul1r.
  rewrite expn_gt0 orbF => T0; rewrite natrX -exprMn; congr (_ ^+ _).
  by rewrite /rho natrM mulrBl mul1r; congr (_ - _); field; rewrite pnatr_eq0 -lt0n.
by rewrite ler_pdivr_mulr ?ltr0n // -(mulrA _ _ (#|T| ^ n)%N%:R) -E.
Qed.

(* Soundness: what the growing sets contain is reached by the sum of some of the draws. *)
Lemma growl_sound (s : seq T) A z : z \in growl s A ->
  exists y (b : bitseq), [/\ y \in A, size b = size s & y%:Z + \sum_(t <- mask b s) v t = z%:Z].
Proof.
elim: s A => [|t s IH] A /=.
  by move=> zA; exists z, [::]; split=> //; rewrite big_nil addr0.
move=> /IH [y [b [+ sb e]]]; rewrite !inE => /orP[yA|/andP[_ /existsP[x /andP[xA /eqP h]]]].
  by exists y, (false :: b); split=> //=; rewrite sb.
exists x, (true :: b); split=> //=; first by rewrite sb.
by rewrite big_cons addrA h.
Qed.

(* The same with a set of indices. *)
Lemma growl_reach n (s : n.-tuple T) A0 z : z \in growl s A0 ->
  exists2 y, y \in A0 & exists S : {set 'I_n}, y%:Z + \sum_(i in S) v (tnth s i) = z%:Z.
Proof.
move=> /growl_sound [y [b [yA _ e]]]; exists y => //; exists [set i : 'I_n | nth false b i].
by rewrite -e (big_mask_tuple _ _ _ s xpredT); congr (_ + _); apply: eq_bigl => i; rewrite inE andbT.
Qed.

Lemma centre_lt : (m < m + m)%N. Proof. by rewrite -{1}[m]addn0 ltn_add2l. Qed.
Definition centre : 'I_(m + m) := Ordinal centre_lt.

(* Target z stands for the integer z - m of [-m, m): it is the sum of some of the draws s. *)
Definition reaches n (s : n.-tuple T) z : Prop := exists S : {set 'I_n}, \sum_(i in S) v (tnth s i) = z%:Z - m%:Z.

Definition all_covered n (s : n.-tuple T) : bool := growl s [set centre] == setT.

Theorem covered_reaches n (s : n.-tuple T) : all_covered s -> forall z, reaches s z.
Proof.
move=> /eqP E z; have : z \in growl s [set centre] by rewrite E.
by move=> /growl_reach [y /set1P -> [S e]]; exists S; rewrite -e /= [m%:Z + _]addrC addrK.
Qed.

(* The chance that some integer of [-m, m) is not the sum of some of n draws. *)
Theorem rss n : Pr R (fun s : n.-tuple T => ~~ all_covered s)
  <= ((L - 1) ^ 2)%N%:R * (1 - (q * L)%:R / (4 * #|T|)%N%:R) ^+ n.
Proof.
have L0 : (0 < L)%N by rewrite addn_gt0 m_gt0.
have := @covering n [set centre] 1; rewrite cards1 !divr1 natrX expr2 => /(_ isT L0); apply: le_trans.
apply: Pr_mono => s; apply: contraR; rewrite -ltnNge addn1 ltnS => H.
by rewrite /all_covered eqEcard subsetT cardsT card_ord.
Qed.
End SubsetSum.

(* Uniform draws from the integers -m, ..., m. *)
Section Uniform.
Variable R : realFieldType.
Variable m : nat.
Hypothesis m_gt0 : (0 < m)%N.
Definition vu (t : 'I_(m + m).+1) : int := t%:Z - m%:Z.
Lemma vuq (k : int) : `|k| <= m%:Z -> (1 <= #|[pred t | vu t == k]|)%N.
Proof.
move=> kk; have lt : (absz (k + m%:Z)%R < (m + m).+1)%N by lia.
apply/card_gt0P; exists (Ordinal lt); rewrite inE /vu /=; apply/eqP; lia.
Qed.
Corollary rss_uniform n : Pr R (fun s : n.-tuple 'I_(m + m).+1 => ~~ all_covered vu m_gt0 s)
  <= ((m + m - 1) ^ 2)%N%:R * (1 - (m + m)%:R / (4 * (m + m).+1)%N%:R) ^+ n.
Proof. by have := rss R m_gt0 vuq n; rewrite card_ord mul1n. Qed.
End Uniform.
