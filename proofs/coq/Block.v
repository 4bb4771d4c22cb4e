(* T1: what a pruned Pensia "diamond" block computes, over R. Only the standard library. *)
From Coq Require Import Reals Lra List.
Import ListNotations.
Open Scope R_scope.

Definition relu (x : R) : R := Rmax x 0.

Lemma relu_pos x : 0 <= x -> relu x = x.
Proof. intros; unfold relu; rewrite Rmax_left; lra. Qed.
Lemma relu_neg x : x <= 0 -> relu x = 0.
Proof. intros; unfold relu; rewrite Rmax_right; lra. Qed.
Lemma relu_ge0 x : 0 <= relu x.
Proof. unfold relu; apply Rmax_r. Qed.

(* The identity quoted in the papers *)
Lemma relu_split w x : w * x = relu (w * x) - relu (- (w * x)).
Proof.
  destruct (Rle_lt_dec 0 (w*x)) as [H|H].
  - rewrite (relu_pos (w*x)) by lra. rewrite (relu_neg (-(w*x))) by lra. lra.
  - rewrite (relu_neg (w*x)) by lra. rewrite (relu_pos (-(w*x))) by lra. lra.
Qed.

Lemma relu_id x : x = relu x - relu (- x).
Proof. pose proof (relu_split 1 x) as H. replace (1*x) with x in H by lra. exact H. Qed.

Lemma relu_lip x y : Rabs (relu x - relu y) <= Rabs (x - y).
Proof.
  unfold relu, Rmax, Rabs.
  repeat (destruct Rle_dec || destruct Rcase_abs); lra.
Qed.

(* slope form: sigma(z') - sigma(z) = lam (z' - z), lam in [0,1] -- used by differential bounds *)
Lemma relu_slope z z' : exists lam, 0 <= lam <= 1 /\ relu z' - relu z = lam * (z' - z).
Proof.
  destruct (Req_dec z' z) as [->|Hne].
  - exists 0. split; lra.
  - exists ((relu z' - relu z) / (z' - z)). split; [|field; lra].
    unfold relu, Rmax. destruct (Rle_dec z' 0), (Rle_dec z 0).
    + replace (0 - 0) with 0 by lra. unfold Rdiv; rewrite Rmult_0_l; lra.
    + assert (Hs: z' - z < 0) by lra.
      replace ((0 - z) / (z' - z)) with (z / (z - z')) by (field; lra).
      split. apply Rmult_le_pos; [lra|]. left; apply Rinv_0_lt_compat; lra.
      apply Rmult_le_reg_r with (z - z'); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
    + assert (Hs: 0 < z' - z) by lra.
      split. apply Rmult_le_pos; [lra|]. left; apply Rinv_0_lt_compat; lra.
      apply Rmult_le_reg_r with (z' - z); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
    + replace ((z' - z) / (z' - z)) with 1 by (field; lra). lra.
Qed.

(* One hidden unit: weight u in, weight v out, mask bit already multiplied into v *)
Lemma relu_scale u x : relu (u * x) = relu u * relu x + relu (- u) * relu (- x).
Proof.
  destruct (Rle_lt_dec 0 u) as [Hu|Hu]; destruct (Rle_lt_dec 0 x) as [Hx|Hx].
  - rewrite (relu_pos u) by lra; rewrite (relu_neg (-u)) by lra.
    rewrite (relu_pos x) by lra. rewrite relu_pos; [lra|]. now apply Rmult_le_pos.
  - rewrite (relu_pos u) by lra; rewrite (relu_neg (-u)) by lra.
    rewrite (relu_neg x) by lra. rewrite relu_neg; [lra|].
    assert (0 <= u * (-x)) by (apply Rmult_le_pos; lra). lra.
  - rewrite (relu_neg u) by lra; rewrite (relu_pos (-u)) by lra.
    rewrite (relu_neg (-x)) by lra. rewrite relu_neg; [lra|].
    assert (0 <= (-u) * x) by (apply Rmult_le_pos; lra). lra.
  - rewrite (relu_neg u) by lra; rewrite (relu_pos (-u)) by lra.
    rewrite (relu_pos (-x)) by lra. rewrite (relu_neg x) by lra. rewrite relu_pos; [lra|].
    assert (0 <= (-u) * (-x)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* hidden units: (mask, v, u) *)
Definition unit := (bool * R * R)%type.
Definition act (h : unit) (x : R) : R :=
  match h with (b, v, u) => if b then v * relu (u * x) else 0 end.
Fixpoint block (hs : list unit) (x : R) : R :=
  match hs with [] => 0 | h :: t => act h x + block t x end.

(* effective slopes: sums over the kept units *)
Fixpoint wplus (hs : list unit) : R :=
  match hs with [] => 0
  | (b, v, u) :: t => (if b then v * relu u else 0) + wplus t end.
Fixpoint wminus (hs : list unit) : R :=
  match hs with [] => 0
  | (b, v, u) :: t => (if b then v * - relu (- u) else 0) + wminus t end.

Theorem block_collapse hs x :
  block hs x = wplus hs * relu x - wminus hs * relu (- x).
Proof.
  induction hs as [|[[b v] u] t IH]; simpl; [ring|].
  rewrite IH. destruct b; [rewrite relu_scale|]; ring.
Qed.

Corollary block_nonneg hs x : 0 <= x -> block hs x = wplus hs * x.
Proof. intros; rewrite block_collapse, (relu_pos x), (relu_neg (-x)) by lra; ring. Qed.
Corollary block_nonpos hs x : x <= 0 -> block hs x = wminus hs * x.
Proof. intros; rewrite block_collapse, (relu_neg x), (relu_pos (-x)) by lra; ring. Qed.

(* the deterministic half of Lemma 1 of Pensia et al.: two approximate subset sums give the weight *)
Theorem block_approx hs w eta x :
  Rabs (wplus hs - w) <= eta -> Rabs (wminus hs - w) <= eta ->
  Rabs (block hs x - w * x) <= eta * Rabs x.
Proof.
  intros Hp Hm. destruct (Rle_lt_dec 0 x) as [Hx|Hx].
  - rewrite block_nonneg by lra. replace (wplus hs * x - w * x) with ((wplus hs - w) * x) by ring.
    rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|assumption].
  - rewrite block_nonpos by lra. replace (wminus hs * x - w * x) with ((wminus hs - w) * x) by ring.
    rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|assumption].
Qed.
