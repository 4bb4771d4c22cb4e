(* T2: deterministic error propagation, in any normed module over R (Coquelicot). *)
From Coq Require Import Reals Lra List Lia.
From Coquelicot Require Import Hierarchy Rbar.
Import ListNotations.
Open Scope R_scope.

Section Propag.
Context {V : NormedModule R_AbsRing}.   (* one ambient space; zero-pad layers to a common width *)

(* A layer pair: F-layer f, G-layer g, Lipschitz constant L of f (f 0 = 0), perturbation eta:
   ||f x - f y|| <= L ||x - y||,  ||f x|| <= L ||x||, ||g x - f x|| <= eta ||x|| *)
Record lp := mk { f : V -> V; g : V -> V; L : R; eta : R }.
Definition ok (p : lp) : Prop :=
  0 <= L p /\ 0 <= eta p /\
  (forall x y, norm (minus (f p x) (f p y)) <= L p * norm (minus x y)) /\
  (forall x, norm (f p x) <= L p * norm x) /\
  (forall x, norm (minus (g p x) (f p x)) <= eta p * norm x).

Fixpoint runF (ps : list lp) (x : V) : V := match ps with [] => x | p :: t => runF t (f p x) end.
Fixpoint runG (ps : list lp) (x : V) : V := match ps with [] => x | p :: t => runG t (g p x) end.
Fixpoint prodL (ps : list lp) : R := match ps with [] => 1 | p :: t => L p * prodL t end.
Fixpoint prodLe (ps : list lp) : R := match ps with [] => 1 | p :: t => (L p + eta p) * prodLe t end.

Lemma prodL_ge0 ps : Forall ok ps -> 0 <= prodL ps.
Proof. induction 1 as [|p t Hp _ IH]; simpl; [lra|]. apply Rmult_le_pos; [apply Hp|exact IH]. Qed.
Lemma prodLe_ge ps : Forall ok ps -> prodL ps <= prodLe ps.
Proof.
  induction 1 as [|p t Hp Ht IH]; simpl; [lra|].
  destruct Hp as (HL & He & _). apply Rmult_le_compat; try lra. now apply prodL_ge0.
Qed.

Lemma tri (x y z : V) : norm (minus x z) <= norm (minus x y) + norm (minus y z).
Proof.
  replace (minus x z) with (plus (minus x y) (minus y z)).
  - apply norm_triangle.
  - unfold minus. rewrite <- plus_assoc. f_equal. rewrite plus_assoc, plus_opp_l, plus_zero_l. reflexivity.
Qed.

Lemma runF_lip ps : Forall ok ps ->
  forall x y, norm (minus (runF ps x) (runF ps y)) <= prodL ps * norm (minus x y).
Proof.
  induction 1 as [|p t Hp Ht IH]; intros x y; simpl; [lra|].
  eapply Rle_trans; [apply IH|]. destruct Hp as (_ & _ & Hl & _).
  rewrite Rmult_comm with (r1 := L p), Rmult_assoc. apply Rmult_le_compat_l; [now apply prodL_ge0|apply Hl].
Qed.

Lemma g_norm (p : lp) (x : V) : ok p -> norm (g p x) <= (L p + eta p) * norm x.
Proof.
  intros (HL & He & _ & Hf & Hg).
  replace (g p x) with (plus (minus (g p x) (f p x)) (f p x)).
  - eapply Rle_trans; [apply norm_triangle|]. specialize (Hf x); specialize (Hg x). lra.
  - unfold minus. rewrite <- plus_assoc, plus_opp_l, plus_zero_r. reflexivity.
Qed.

(* main bound: || G x - F x || <= (prod (L_i + eta_i) - prod L_i) ||x|| *)
Theorem propagate ps : Forall ok ps ->
  forall x, norm (minus (runG ps x) (runF ps x)) <= (prodLe ps - prodL ps) * norm x.
Proof.
  induction 1 as [|p t Hp Ht IH]; intros x; simpl.
  - replace (minus x x) with (@zero V) by (unfold minus; now rewrite plus_opp_r).
    rewrite norm_zero. lra.
  - eapply Rle_trans; [apply (tri _ (runF t (g p x)))|].
    pose proof (IH (g p x)) as H1.
    pose proof (runF_lip t Ht (g p x) (f p x)) as H2.
    destruct Hp as (HL & He & Hl & Hf & Hg).
    pose proof (Hg x) as H3.
    pose proof (g_norm p x (conj HL (conj He (conj Hl (conj Hf Hg))))) as H4.
    pose proof (prodL_ge0 t Ht) as H5. pose proof (prodLe_ge t Ht) as H6.
    pose proof (norm_ge_0 x) as H7.
    assert (A : (prodLe t - prodL t) * norm (g p x) <= (prodLe t - prodL t) * ((L p + eta p) * norm x))
      by (apply Rmult_le_compat_l; lra).
    assert (B : prodL t * norm (minus (g p x) (f p x)) <= prodL t * (eta p * norm x))
      by (apply Rmult_le_compat_l; lra).
    nra.
Qed.

(* uniform case: L_i <= 1 , eta_i = h *)
Lemma uniform ps h : Forall ok ps -> Forall (fun p => L p = 1 /\ eta p = h) ps ->
  prodL ps = 1 /\ prodLe ps = (1 + h) ^ length ps.
Proof.
  intros _ Hu. induction Hu as [|p t (E1 & E2) _ IH]; simpl; [lra|].
  destruct IH as [-> ->]. rewrite E1, E2. lra.
Qed.
End Propag.

(* numeric lemmas: which per-layer eta is small enough *)
Lemma pow_le_exp h n : 0 <= h -> (1 + h) ^ n <= exp (INR n * h).
Proof.
  intros Hh. induction n as [|n IH]; [simpl; rewrite Rmult_0_l, exp_0; lra|].
  rewrite S_INR. replace ((INR n + 1) * h) with (h + INR n * h) by ring. rewrite exp_plus. simpl.
  apply Rmult_le_compat; try lra. apply pow_le; lra. apply exp_ineq1_le.
Qed.

(* sharp choice: eta = ln(1+eps)/l *)
Lemma eta_ln eps l : (0 < l)%nat -> 0 <= eps -> (1 + ln (1 + eps) / INR l) ^ l - 1 <= eps.
Proof.
  intros Hl He. assert (Hl' : 0 < INR l) by now apply lt_0_INR.
  assert (0 <= ln (1 + eps)).
  { destruct (Rle_lt_or_eq_dec 0 eps He) as [H| <-].
    - left. rewrite <- ln_1. apply ln_increasing; lra.
    - rewrite Rplus_0_r, ln_1; lra. }
  assert (0 <= ln (1+eps) / INR l) by (apply Rmult_le_pos; [lra| left; now apply Rinv_0_lt_compat]).
  pose proof (pow_le_exp _ l H0) as P.
  replace (INR l * (ln (1 + eps) / INR l)) with (ln (1 + eps)) in P by (field; lra).
  rewrite exp_ln in P by lra. lra.
Qed.

(* the papers' choice eta = eps/(2l), valid for 0<=eps<=1 (via ln(1+e) >= e/2) *)
Lemma ln_ge_half e : 0 <= e <= 1 -> e / 2 <= ln (1 + e).
Proof.
  intros [H0 H1]. rewrite <- (ln_exp (e/2)).
  destruct (Req_dec e 0) as [->|Hn].
  { replace (0/2) with 0 by lra. rewrite exp_0, Rplus_0_r. lra. }
  apply Rlt_le, ln_increasing; [apply exp_pos|].
  (* exp(e/2) < 1 + e on (0,1]:  exp(-e/2) >= 1 - e/2 so exp(e/2) <= 1/(1-e/2) <= 1+e *)
  assert (P : 1 + - (e/2) < exp (- (e/2))) by (apply exp_ineq1; lra).
  rewrite exp_Ropp in P.
  assert (Q : 0 < exp (e/2)) by apply exp_pos.
  assert (R' : (1 + - (e/2)) * exp (e/2) < 1).
  { apply Rmult_lt_reg_r with (/ exp (e/2)); [now apply Rinv_0_lt_compat|].
    rewrite Rmult_assoc, Rinv_r by lra. lra. }
  nra.
Qed.

Lemma eta_half eps l : (0 < l)%nat -> 0 <= eps <= 1 -> (1 + eps / (2 * INR l)) ^ l - 1 <= eps.
Proof.
  intros Hl He. assert (Hl' : 0 < INR l) by now apply lt_0_INR.
  eapply Rle_trans; [|apply (eta_ln eps l Hl); lra].
  apply Rplus_le_compat_r, pow_incr. split.
  - assert (0 <= eps / (2 * INR l)). { apply Rmult_le_pos; [lra|]. left; apply Rinv_0_lt_compat; lra. } lra.
  - apply Rplus_le_compat_l. pose proof (ln_ge_half eps He) as H.
    replace (eps / (2 * INR l)) with ((eps/2) / INR l) by (field; lra).
    apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|exact H].
Qed.
