(* A discrete isoperimetric inequality: if A is a set of K of the numbers 0, ..., 2m - 1, then at least K (2m - K) / 2 pairs (z, y)
   have z outside A, y in A and |z - y| <= m. It says that a random step of size at most m from A often lands outside A. *)
From mathcomp Require Import all_ssreflect.
From mathcomp Require Import zify.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Lemma sumb (I : finType) (P : pred I) : \sum_i (P i : nat) = #|P|.
Proof. by rewrite -sum1_card [RHS]big_mkcond; apply: eq_bigr => i _; rewrite unfold_in; case: (P i). Qed.

Lemma sum_uniq (I : finType) (P : pred I) :
  (forall i i', P i -> P i' -> i = i') -> \sum_i (P i : nat) <= 1.
Proof.
move=> H; rewrite sumb; apply/card_le1_eqP => i i' /= Pi Pi'; exact: H.
Qed.

Lemma exists_sum (I : finType) (P : pred I) :
  (forall i i', P i -> P i' -> i = i') -> \sum_i (P i : nat) = [exists i, P i].
Proof.
move=> H; case: existsP => [[i Pi]|nP].
  by apply/eqP; rewrite eqn_leq sum_uniq //= (bigD1 i) //= Pi.
by rewrite big1 // => i _; case Pi: (P i) => //; case: nP; exists i.
Qed.

Definition xr (u v : bool) : nat := (~~ u && v) + (~~ v && u).
Definition Dt m (h g : 'I_m -> bool) (t : nat) :=
  \sum_(i < m) \sum_(j < m) (i == j + t :> nat) * xr (h i) (g j).
Definition J m (h g : 'I_m -> bool) := \sum_(i < m) \sum_(j < m) (j <= i) * xr (h i) (g j).
Definition cnt m (h : 'I_m -> bool) := \sum_(i < m) (h i : nat).

Lemma J_slices m (h g : 'I_m -> bool) : J h g = \sum_(t < m) Dt h g t.
Proof.
rewrite /J /Dt [RHS]exchange_big /=; apply: eq_bigr => i _.
rewrite [RHS]exchange_big /=; apply: eq_bigr => j _.
rewrite -big_distrl /=; congr (_ * _).
rewrite exists_sum; last first.
  by move=> t t' /eqP -> /eqP /addnI e; apply/val_inj; rewrite /= e.
congr nat_of_bool; apply/idP/existsP => [ji|[t /eqP ->]]; last exact: leq_addr.
have lt : i - j < m by apply: leq_ltn_trans (leq_subr _ _) _.
by exists (Ordinal lt); rewrite /= subnKC.
Qed.

Lemma lt_count m (t : nat) : \sum_(i < m) ((i < t) : nat) <= t.
Proof.
rewrite sumb; have [le|lt] := leqP m t.
  by apply: leq_trans (max_card _) _; rewrite card_ord.
rewrite -[X in _ <= X]card_ord.
have inj : injective (widen_ord (ltnW lt)).
  by move=> i j /(congr1 val) /= e; apply/val_inj.
rewrite -(card_image inj predT).
apply/subset_leq_card/subsetP => i; rewrite unfold_in => it; apply/imageP.
by exists (Ordinal it) => //; apply/val_inj.
Qed.

Lemma slice1 m (h g : 'I_m -> bool) (t : nat) : cnt h <= t + cnt g + Dt h g t.
Proof.
have H1 : cnt h <= t + \sum_(i < m) \sum_(j < m) (i == j + t :> nat) * (h i : nat).
  apply: leq_trans (leq_add (lt_count m t) (leqnn _)).
  rewrite -big_split /=; apply: leq_sum => i _.
  rewrite -big_distrl /=; case: (ltnP i t) => [_|ti]; first by case: (h i); rewrite ?leq_addr.
  rewrite exists_sum; last first.
    by move=> j j' /eqP -> /eqP /addIn e; apply/val_inj; rewrite /= e.
  suff -> : [exists j : 'I_m, i == j + t :> nat] by rewrite add0n mul1n.
  have lt : i - t < m by apply: leq_ltn_trans (leq_subr _ _) _.
  by apply/existsP; exists (Ordinal lt); rewrite /= subnK.
apply: leq_trans H1 _; rewrite -addnA leq_add2l.
have H2 : \sum_(i < m) \sum_(j < m) (i == j + t :> nat) * (g j : nat) <= cnt g.
  rewrite exchange_big /=; apply: leq_sum => j _; rewrite -big_distrl /=.
  rewrite -[X in _ <= X]mul1n leq_mul2r; apply/orP; right.
  by apply: sum_uniq => i i' /eqP e /eqP e'; apply/val_inj; rewrite /= e e'.
apply: leq_trans (leq_add H2 (leqnn _)).
rewrite /Dt -big_split /=; apply: leq_sum => i _; rewrite -big_split /=; apply: leq_sum => j _.
by rewrite -mulnDr leq_mul2l /xr; case: (h i); case: (g j); rewrite orbT.
Qed.

Lemma slice2 m (h g : 'I_m -> bool) (t : nat) : cnt g <= t + cnt h + Dt h g t.
Proof.
have := slice1 (fun i => g (rev_ord i)) (fun i => h (rev_ord i)) t.
rewrite /cnt -(reindex_inj rev_ord_inj (P:=xpredT) (F:=fun i => g i : nat)) /=.
rewrite -(reindex_inj rev_ord_inj (P:=xpredT) (F:=fun i => h i : nat)) /=.
suff -> : Dt (fun i => g (rev_ord i)) (fun i => h (rev_ord i)) t = Dt h g t by [].
rewrite /Dt exchange_big /= (reindex_inj rev_ord_inj) /=; apply: eq_bigr => i _.
rewrite (reindex_inj rev_ord_inj) /=; apply: eq_bigr => j _.
rewrite !rev_ordK; congr (_ * _); last by rewrite /xr addnC.
congr nat_of_bool; apply/eqP/eqP => /= e; move: (ltn_ord i) (ltn_ord j) e; lia.
Qed.

(* sum_{t<m} (d - t) >= d(d+1)/2 for d <= m *)
Lemma sum_stairs m d : d <= m -> d * d.+1 <= 2 * \sum_(t < m) (d - t).
Proof.
elim: m d => [|m IH] d; first by rewrite leqn0 => /eqP ->; rewrite big_ord0.
move=> dm; rewrite big_ord_recl /= subn0.
case: d dm => [|d] dm; first by rewrite mul0n.
have -> : \sum_(i < m) (d.+1 - bump 0 i) = \sum_(i < m) (d - i).
  by apply: eq_bigr => i _; rewrite /bump /=; lia.
have := IH d dm; lia.
Qed.

Lemma cnt_le m (h : 'I_m -> bool) : cnt h <= m.
Proof. by rewrite /cnt sumb; apply: leq_trans (max_card _) _; rewrite card_ord. Qed.

(* 2 J >= (a-b)^2 *)
Lemma J_lower m (h g : 'I_m -> bool) :
  cnt h * cnt h + cnt g * cnt g <= 2 * J h g + 2 * (cnt h * cnt g).
Proof.
set a := cnt h; set b := cnt g.
have am : a <= m := cnt_le h. have bm : b <= m := cnt_le g.
rewrite J_slices.
have S : (maxn a b - minn a b) * (maxn a b - minn a b).+1 <= 2 * \sum_(t < m) Dt h g t.
  apply: leq_trans (sum_stairs (m := m) _) _; first by lia.
  rewrite leq_mul2l /=; apply: leq_sum => t _.
  move: (slice1 h g t) (slice2 h g t); rewrite -/a -/b.
  move: (Dt h g t) (nat_of_ord t) => D k; clear -a b; move: a b => a b; case: (leqP a b); lia.
move: S; move: (\sum_(t < m) _) => D S.
have [ab|ba] := leqP a b.
  have e1 : maxn a b = b by lia. have e2 : minn a b = a by lia. rewrite e1 e2 in S.
  have : exists d, b = a + d by exists (b - a); rewrite subnKC.
  case=> d e; rewrite e addKn mulnS in S *.
  have E : a * a + (a + d) * (a + d) = d * d + 2 * (a * (a + d)) by rewrite !(mulnDl, mulnDr); lia.
  by rewrite E; lia.
have e1 : maxn a b = a by lia. have e2 : minn a b = b by lia. rewrite e1 e2 in S.
have : exists d, a = b + d by exists (a - b); rewrite subnKC // ltnW.
case=> d e; rewrite e addKn mulnS in S *.
have E : (b + d) * (b + d) + b * b = d * d + 2 * ((b + d) * b) by rewrite !(mulnDl, mulnDr); lia.
by rewrite E; lia.
Qed.

Section Iso.
Variable m : nat.
Implicit Types (A : {set 'I_(m + m)}) (y z : 'I_(m + m)).
Definition near y z := (y <= z + m) && (z <= y + m).
Definition pairs A := \sum_z \sum_y (z \notin A) * (y \in A) * near y z.

Let h A (i : 'I_m) := lshift m i \in A.
Let g A (j : 'I_m) := rshift m j \in A.

Lemma cardA A : #|A| = cnt (h A) + cnt (g A).
Proof. by rewrite -sumb big_split_ord. Qed.

Lemma cntN (f : 'I_m -> bool) : \sum_(i < m) (~~ f i : nat) = m - cnt f.
Proof.
have : \sum_(i < m) (~~ f i : nat) + cnt f = m.
  rewrite -big_split /= -[RHS](card_ord m) -sum1_card; apply: eq_bigr => i _; by case: (f i).
by move=> e; apply/eqP; rewrite eqn_leq; apply/andP; split; lia.
Qed.

Lemma pairsE A : pairs A =
  (m - cnt (h A)) * cnt (h A) + (m - cnt (g A)) * cnt (g A) + J (h A) (g A).
Proof.
rewrite /pairs big_split_ord /=.
rewrite (eq_bigr (fun i : 'I_m => \sum_(i' < m) (~~ h A i) * (h A i') +
                           \sum_(j < m) (j <= i) * (~~ h A i && g A j))); last first.
  move=> i _; rewrite big_split_ord /=; congr (_ + _); apply: eq_bigr => j _; rewrite /near /h /g /=.
    have -> : (j <= i + m) && (i <= j + m) by have := ltn_ord i; have := ltn_ord j; lia.
    by rewrite muln1.
  have -> : (m + j <= i + m) && (i <= m + j + m) = (j <= i) by have := ltn_ord i; lia.
  by rewrite mulnC mulnb.
rewrite [X in _ + X](eq_bigr (fun j : 'I_m => \sum_(i < m) (j <= i) * (~~ g A j && h A i) +
                           \sum_(j' < m) (~~ g A j) * (g A j'))); last first.
  move=> j _; rewrite big_split_ord /=; congr (_ + _); apply: eq_bigr => i _; rewrite /near /h /g /=.
    have -> : (i <= m + j + m) && (m + j <= i + m) = (j <= i) by have := ltn_ord i; lia.
    by rewrite mulnC mulnb.
  have -> : (m + i <= m + j + m) && (m + j <= m + i + m) by have := ltn_ord i; have := ltn_ord j; lia.
  by rewrite muln1.
have prod (f : 'I_m -> bool) : \sum_(i < m) \sum_(i' < m) (~~ f i) * (f i') = (m - cnt f) * cnt f.
  rewrite -cntN /cnt big_distrl /=; apply: eq_bigr => i _; by rewrite big_distrr.
rewrite !big_split /= !prod /J.
have -> : \sum_(i < m) \sum_(j < m) (j <= i) * xr (h A i) (g A j) =
   \sum_(i < m) \sum_(j < m) (j <= i) * (~~ h A i && g A j) +
   \sum_(j < m) \sum_(i < m) (j <= i) * (~~ g A j && h A i).
  rewrite [X in _ = _ + X]exchange_big /= -big_split /=; apply: eq_bigr => i _.
  rewrite -big_split /=; apply: eq_bigr => j _; by rewrite -mulnDr.
move: ((m - cnt (h A)) * _) ((m - cnt (g A)) * _) => X1 X2.
move: (\sum_(i < m) \sum_(j < m) (j <= i) * (~~ h A i && g A j)) => X3.
move: (\sum_(j < m) \sum_(i < m) (j <= i) * (~~ g A j && h A i)) => X4; lia.
Qed.

Theorem iso A : #|A| * (m + m - #|A|) <= 2 * pairs A.
Proof.
rewrite pairsE cardA; have := J_lower (h A) (g A).
have := cnt_le (h A); have := cnt_le (g A).
move: (cnt (h A)) (cnt (g A)) (J _ _) => a b j bm am.
have [p ep] : exists p, m = a + p by exists (m - a); rewrite subnKC.
have [q eq] : exists q, m = b + q by exists (m - b); rewrite subnKC.
have -> : m + m - (a + b) = p + q by lia.
have -> : m - a = p by lia.
have -> : m - b = q by lia.
have e : a + p = b + q by lia.
clear -e => H.
have [ab|ba] := leqP a b.
  have [d ed] : exists d, b = a + d by exists (b - a); rewrite subnKC.
  have -> : p = q + d by lia.
  rewrite ed !(mulnDl, mulnDr) in H *; lia.
have [d ed] : exists d, a = b + d by exists (a - b); rewrite subnKC // ltnW.
have -> : q = p + d by lia.
rewrite ed !(mulnDl, mulnDr) in H *; lia.
Qed.
End Iso.
