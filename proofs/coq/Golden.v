(* The golden-ratio decomposition: one arbitrary sample of each bin [g^(i+2), g^(i+1)], i < k, g = (sqrt 5 - 1)/2, builds every
   w in [0, 1] to within g^k, by a greedy choice of samples. No smaller ratio than g will do. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Golden.
Variable R : rcfType.

Definition g : R := (Num.sqrt 5%:R - 1) / 2%:R.

Lemma g_sq : g ^+ 2 = 1 - g.
Proof.
rewrite /g expr_div_n sqrrB1 sqr_sqrtr ?ler0n //; move: (Num.sqrt _) => r; by field.
Qed.

Lemma g_gt0 : 0 < g.
Proof.
rewrite divr_gt0 ?ltr0n // subr_gt0 -(ltr_pexpn2r (n := 2)) // ?nnegrE ?ler01 ?sqrtr_ge0 //.
by rewrite sqr_sqrtr ?ler0n // expr1n ltr1n.
Qed.

Lemma g_step i : g ^+ i - g ^+ i.+2 = g ^+ i.+1.
Proof. by rewrite !exprS mulrA -expr2 g_sq; ring. Qed.

Definition bin (i : nat) (x : R) : Prop := g ^+ i.+2 <= x <= g ^+ i.+1.

(* The greedy: r_0 = w, and r_(i+1) is r_i - v_i if r_i >= g^(i+1), else r_i. *)
Fixpoint rest (v : nat -> R) (w : R) (i : nat) : R :=
  if i is j.+1 then (if g ^+ j.+1 <= rest v w j then rest v w j - v j else rest v w j) else w.
(* The samples that it keeps. *)
Definition kept (v : nat -> R) (w : R) k : {set 'I_k} := [set i : 'I_k | g ^+ i.+1 <= rest v w i].

(* With any samples of the first k bins, 0 <= r_i <= g^i for all i <= k. *)
Theorem rest_bounds (v : nat -> R) w k : (forall i, (i < k)%N -> bin i (v i)) -> 0 <= w <= 1 ->
  forall i, (i <= k)%N -> 0 <= rest v w i <= g ^+ i.
Proof.
move=> vbin w01; elim=> [|i IH] ik; first by rewrite expr0.
have /andP[r0 r1] := IH (ltnW ik); have /andP[lo hi] := vbin i ik.
rewrite /=; case: (leP (g ^+ i.+1) (rest v w i)) => [big | /ltW small]; last by rewrite r0.
by rewrite subr_ge0 (le_trans hi big) -g_step ler_sub.
Qed.

(* What is left is w without the samples that are kept. *)
Lemma rest_sum v w k : rest v w k = w - \sum_(i in kept v w k) v i.
Proof.
have -> : \sum_(i in kept v w k) v i = \sum_(i < k | g ^+ i.+1 <= rest v w i) v i.
  by apply: eq_bigl => i; rewrite inE.
elim: k => [|k IH]; first by rewrite big_ord0 subr0.
rewrite big_mkcond big_ord_recr /= -big_mkcond /= opprD addrA -IH.
by case: ifP => _; rewrite ?subr0.
Qed.

(* The greedy for k samples given as such. *)
Definition extend k (v : 'I_k -> R) (i : nat) : R := oapp v 0 (insub i).

Lemma extendE k (v : 'I_k -> R) (i : 'I_k) : extend v i = v i.
Proof. by rewrite /extend valK. Qed.

Theorem golden k (v : 'I_k -> R) (w : R) : (forall i : 'I_k, bin i (v i)) -> 0 <= w <= 1 ->
  exists S : {set 'I_k}, 0 <= w - \sum_(i in S) v i <= g ^+ k.
Proof.
move=> vbin w01; exists (kept (extend v) w k).
rewrite (eq_bigr (fun i : 'I_k => extend v i)) => [|i _]; last by rewrite extendE.
rewrite -rest_sum; apply: rest_bounds (leqnn k) => // i ik; by rewrite -[i]/(val (Ordinal ik)) extendE; apply: vbin.
Qed.

(* With a smaller ratio q, the least samples of any number k > 0 of bins leave more than q^k of w = 1, whichever are kept. *)
Theorem golden_least q k (S : {set 'I_k}) : 0 < q -> q < g -> (0 < k)%N -> q ^+ k < 1 - \sum_(i in S) q ^+ i.+2.
Proof.
move=> q0 qg.
have gap n : q ^+ n.+1 < q ^+ n - q ^+ n.+2.
  have -> : q ^+ n - q ^+ n.+2 = q ^+ n * (1 - q ^+ 2) by rewrite !exprS; ring.
  rewrite exprSr ltr_pmul2l ?exprn_gt0 //; apply: (lt_trans qg).
  have -> : g = 1 - g ^+ 2 by rewrite g_sq; ring.
  by rewrite ltr_add2l ltr_oppl opprK ltr_pexpn2r // ?nnegrE ltW // g_gt0.
have all n : q ^+ n <= 1 - \sum_(i < n) q ^+ i.+2.
  elim: n => [|n IH]; first by rewrite big_ord0 subr0.
  by rewrite big_ord_recr /= opprD addrA; apply: le_trans (ltW (gap n)) _; rewrite ler_add2r.
case: k S => // k S _; apply: lt_le_trans (_ : 1 - \sum_(i < k.+1) q ^+ i.+2 <= _).
  by rewrite big_ord_recr /= opprD addrA; apply: lt_le_trans (gap k) _; rewrite ler_add2r all.
rewrite ler_add2l ler_oppl opprK [X in _ <= X](bigID (mem S)) /= ler_addl.
by apply: sumr_ge0 => i _; rewrite exprn_ge0 // ltW.
Qed.
End Golden.
