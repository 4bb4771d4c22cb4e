(* The check of the output rows of a block against the wanted integers: every realised slope is within the
   tolerance, and the squared errors are summed.  Rows can be checked in parts (rows_ok_app). *)
From Coq Require Import Reals Lra Lia ZArith List Bool FMapPositive.
From SLTH Require Export CertificateVectors CertificateBlocks.
Import ListNotations.
Open Scope R_scope.

(* Numbers for the rows of a layer: the wanted entries are compared with 2^up times the realised ones, with
   tolerance tol; gam is the constant coordinate below, and ea and eb align the realised and the wanted bias. *)
Record params := Params { up : Z; tol : Z; gam : Z; ea : Z; eb : Z }.

(* Which signs a coordinate can have, (positive, negative): in inner blocks, whose inputs are ReLU outputs. *)
Definition inner (d : nat) : list (bool * bool) := repeat (true, false) d.

Definition plus2 (a : Z * Z) (b : option (Z * Z)) : option (Z * Z) :=
  match b with Some b => Some (fst a + fst b, snd a + snd b)%Z | None => None end.
Definition worst (s : bool * bool) (f : Z) (p : Z * Z) (w : Z) : Z :=
  Z.max (if fst s then Z.abs (f * fst p - w) else 0) (if snd s then Z.abs (f * snd p - w) else 0).
Definition shift (q : params) (a w : Z) : Z := (a * (gam q * 2 ^ ea q) - w * 2 ^ eb q)%Z.

(* Compares the slopes of a row with the wanted row, from column c on; the sums of the squared weight errors
   and of the squared bias errors. *)
Fixpoint row_errors (biased : bool) (q : params) (f : Z) (s : slopes) (need : list (bool * bool))
  (w : list Z) (c : positive) : option (Z * Z) :=
  match need, w with
  | n :: need', x :: w' =>
      let e := worst n f (slope s c) x in
      if (e <=? tol q)%Z then plus2 (e * e, 0)%Z (row_errors biased q f s need' w' (Pos.succ c)) else None
  | [], [] => if biased then None else Some (0, 0)%Z
  | [], [x] =>
      let a := fst (slope s c) in
      if biased && (Z.abs (f * a - x) <=? tol q)%Z
      then let t := shift q a x in Some (0, t * t)%Z else None
  | _, _ => None
  end.
Fixpoint rows_errors (biased : bool) (q : params) (f : Z) (m : gains) (need : list (bool * bool))
  (ws : list (list Z)) (rs : list row) : option (Z * Z) :=
  match ws, rs with
  | [], [] => Some (0, 0)%Z
  | w :: ws', r :: rs' =>
      match row_slopes m r (PositiveMap.empty _) with
      | Some s =>
          match row_errors biased q f s need w 1 with
          | Some e => plus2 e (rows_errors biased q f m need ws' rs')
          | None => None
          end
      | None => None
      end
  | _, _ => None
  end.
Definition width (biased : bool) (need : list (bool * bool)) : positive :=
  Pos.of_nat (length need + if biased then 1 else 0).
Definition rows_ok (biased : bool) (q : params) (need : list (bool * bool)) (hid : list (list row))
  (ws : list (list Z)) (rs : list row) (a b : Z) : bool :=
  match hidden_gains (width biased need) hid with
  | None => false
  | Some m =>
      match rows_errors biased q (2 ^ up q) m need ws rs with
      | Some e => (fst e <=? a)%Z && (snd e <=? b)%Z
      | None => false
      end
  end.

(* Soundness *)

(* x has a sign that s admits. *)
Definition admits (s : bool * bool) (x : R) : Prop := (0 < x -> fst s = true) /\ (x < 0 -> snd s = true).

Lemma worst_bent s f p w x : admits s x -> Rabs (IZR f * bent p x - IZR w * x) <= IZR (worst s f p w) * Rabs x.
Proof.
  assert (A : forall v, (Z.abs (f * v - w) <= worst s f p w)%Z ->
    Rabs (IZR f * (IZR v * x) - IZR w * x) <= IZR (worst s f p w) * Rabs x).
  { intros v H; apply IZR_le in H; rewrite abs_IZR, minus_IZR, mult_IZR in H.
    replace (IZR f * (IZR v * x) - IZR w * x) with ((IZR f * IZR v - IZR w) * x) by ring.
    rewrite Rabs_mult; apply Rmult_le_compat_r; [apply Rabs_pos | easy]. }
  intros [Hp Hn]; destruct (Rtotal_order x 0) as [H|[->|H]].
  - rewrite bent_neg by lra; apply A; unfold worst; rewrite (Hn H); lia.
  - unfold bent; rewrite Ropp_0, relu_pos by lra.
    replace (_ - _) with 0 by ring; rewrite Rabs_R0; lra.
  - rewrite bent_pos by lra; apply A; unfold worst; rewrite (Hp H); lia.
Qed.

Definition column (s : slopes) (j : nat) : Z * Z := slope s (Pos.of_succ_nat j).
Definition column_error (f : Z) (s : slopes) (need : list (bool * bool)) (w : list Z) (k j : nat) : Z :=
  worst (nth j need (true, true)) f (column s (k + j)) (nth j w 0%Z).

Lemma worst_ge0 s f p w : (0 <= worst s f p w)%Z.
Proof. unfold worst; destruct (fst s); destruct (snd s); lia. Qed.

Lemma row_errors_spec bi q f s need : forall w k e, row_errors bi q f s need w (Pos.of_succ_nat k) = Some e ->
  let d := length need in
  length w = (d + if bi then 1 else 0)%nat /\
  (forall j, (j < d)%nat -> (column_error f s need w k j <= tol q)%Z) /\
  IZR (fst e) = rsum d (fun j => IZR (column_error f s need w k j) * IZR (column_error f s need w k j)) /\
  if bi then (Z.abs (f * fst (column s (k + d)) - nth d w 0%Z) <= tol q)%Z /\
             snd e = (shift q (fst (column s (k + d))) (nth d w 0%Z) * shift q (fst (column s (k + d))) (nth d w 0%Z))%Z
  else snd e = 0%Z.
Proof.
  induction need as [|n need IH]; intros w k e H; cbn zeta; cbn [row_errors length] in *.
  - rewrite Nat.add_0_r; destruct w as [|x [|y w]]; [| |easy].
    + destruct bi; [easy|]; injection H as <-; repeat split; intros; lia.
    + destruct bi; [|easy]; simpl andb in H; fold (column s k) in H.
      destruct (Z.leb_spec (Z.abs (f * fst (column s k) - x)) (tol q)); [|easy].
      injection H as <-; repeat split; [intros; lia | easy].
  - destruct w as [|x w]; [easy|]; cbn zeta in H; fold (column s k) in H.
    destruct (Z.leb_spec (worst n f (column s k) x) (tol q)) as [L|]; [|easy].
    change (Pos.succ (Pos.of_succ_nat k)) with (Pos.of_succ_nat (S k)) in H.
    destruct (row_errors bi q f s need w (Pos.of_succ_nat (S k))) as [e'|] eqn:E; [|easy].
    injection H as <-; apply IH in E as (E1 & E2 & E3 & E4); cbn [fst snd nth length].
    replace (k + S (length need))%nat with (S k + length need)%nat by lia.
    assert (C : forall j, column_error f s (n :: need) (x :: w) k (S j) = column_error f s need w (S k) j)
      by (intros j; unfold column_error; simpl; do 2 f_equal; lia).
    assert (C0 : column_error f s (n :: need) (x :: w) k 0 = worst n f (column s k) x)
      by (unfold column_error; now rewrite Nat.add_0_r).
    split; [simpl; now rewrite E1|]; split; [|split].
    + intros [|j] Hj; [now rewrite C0 | rewrite C; apply E2; lia].
    + rewrite rsum_first, C0, plus_IZR, mult_IZR, E3; f_equal; apply rsum_ext; intros j _; now rewrite C.
    + destruct bi; exact E4.
Qed.

(* The weight error of a row against any vector whose signs are admitted. *)
Lemma row_error_bound f s need w a z :
  IZR a = rsum (length need) (fun j => IZR (column_error f s need w 0 j) * IZR (column_error f s need w 0 j)) ->
  (forall j, (j < length need)%nat -> admits (nth j need (true, true)) (z j)) ->
  let x := IZR f * rsum (length need) (fun c => bent (column s c) (z c))
           - rsum (length need) (fun c => IZR (nth c w 0%Z) * z c) in
  x * x <= IZR a * scalar (length need) z z.
Proof.
  intros Ha Hz; cbv zeta; set (d := length need) in *; set (M := fun j => IZR (column_error f s need w 0 j)) in *.
  change (IZR a = scalar d M M) in Ha; rewrite Ha, <- rsum_scal, <- rsum_minus.
  replace (scalar d z z) with (scalar d (fun j => Rabs (z j)) (fun j => Rabs (z j))).
  2: { apply rsum_ext; intros j _; rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr. }
  eapply Rle_trans; [|apply cauchy_sq]; apply Rsqr_le_abs_1.
  rewrite (Rabs_pos_eq (scalar _ _ _)).
  - eapply Rle_trans; [apply rsum_abs|]; apply rsum_le; intros j Hj; unfold M, column_error.
    now apply worst_bent, Hz.
  - apply rsum_nonneg; intros j _; apply Rmult_le_pos; [apply IZR_le, worst_ge0 | apply Rabs_pos].
Qed.

Definition slopes_of (m : gains) (r : row) : slopes :=
  match row_slopes m r (PositiveMap.empty _) with Some s => s | None => PositiveMap.empty _ end.
Definition errors_of (bi : bool) (q : params) (f : Z) (m : gains) (need : list (bool * bool)) (w : list Z) (r : row) :=
  match row_errors bi q f (slopes_of m r) need w 1 with Some e => e | None => (0, 0)%Z end.

Lemma rows_errors_spec bi q f m need : forall ws rs e, rows_errors bi q f m need ws rs = Some e ->
  let E r := errors_of bi q f m need (nth r ws []) (nth r rs []) in
  length rs = length ws /\
  (forall r, (r < length ws)%nat ->
     row_slopes m (nth r rs []) (PositiveMap.empty _) = Some (slopes_of m (nth r rs [])) /\
     row_errors bi q f (slopes_of m (nth r rs [])) need (nth r ws []) 1 = Some (E r)) /\
  IZR (fst e) = rsum (length ws) (fun r => IZR (fst (E r))) /\
  IZR (snd e) = rsum (length ws) (fun r => IZR (snd (E r))).
Proof.
  induction ws as [|w ws IH]; intros [|r rs] e H; cbn zeta; simpl in H; try easy.
  - injection H as <-; repeat split; simpl in *; lia.
  - destruct (row_slopes m r _) as [s|] eqn:Es; [|easy].
    destruct (row_errors bi q f s need w 1) as [e0|] eqn:E0; [|easy].
    destruct (rows_errors bi q f m need ws rs) as [e'|] eqn:E; [|easy]; injection H as <-.
    apply IH in E as (E1 & E2 & E3 & E4).
    assert (Hs : slopes_of m r = s) by (unfold slopes_of; now rewrite Es).
    assert (He : errors_of bi q f m need w r = e0) by (unfold errors_of; now rewrite Hs, E0).
    cbn [length fst snd]; split; [now rewrite E1|]; split; [|split].
    + intros [|i] Hi; simpl; [now rewrite Hs, He | apply E2; simpl in Hi; lia].
    + rewrite plus_IZR, rsum_first, E3; simpl nth; now rewrite He.
    + rewrite plus_IZR, rsum_first, E4; simpl nth; now rewrite He.
Qed.

(* Parts: the rows of a layer may be checked separately, and the sums of squares add up. *)
Lemma rows_ok_app bi q need hid ws rs a b ws' rs' a' b' :
  rows_ok bi q need hid ws rs a b = true -> rows_ok bi q need hid ws' rs' a' b' = true ->
  rows_ok bi q need hid (ws ++ ws') (rs ++ rs') (a + a') (b + b') = true.
Proof.
  unfold rows_ok; destruct (hidden_gains _ hid) as [m|]; [|easy].
  destruct (rows_errors _ _ _ _ _ ws rs) as [e|] eqn:E; [|easy].
  destruct (rows_errors _ _ _ _ _ ws' rs') as [e'|] eqn:E'; [|easy].
  rewrite !andb_true_iff, !Z.leb_le; intros H H'.
  assert (A : rows_errors bi q (2 ^ up q) m need (ws ++ ws') (rs ++ rs') = plus2 e (Some e')).
  { clear H H'; revert rs e E; induction ws as [|w ws IH]; intros [|r rs] e E; simpl in *; try easy.
    - injection E as <-; rewrite E'; destruct e'; easy.
    - destruct (row_slopes m r _) as [s|]; [|easy].
      destruct (row_errors _ _ _ s need w 1) as [e0|]; [|easy].
      destruct (rows_errors _ _ _ _ _ ws rs) as [e1|] eqn:E1; [|easy].
      rewrite (IH rs e1 E1); injection E as <-; simpl; do 2 f_equal; ring. }
  rewrite A; simpl; rewrite andb_true_iff, !Z.leb_le; lia.
Qed.

(* What the rows of a layer satisfy: the computed gains m, and for every row r slopes S r such that ... *)
Lemma rows_ok_spec bi q need hid ws rs a b : rows_ok bi q need hid ws rs a b = true ->
  exists m, hidden_gains (width bi need) hid = Some m /\
  let d := length need in
  let S r := slopes_of m (nth r rs []) in
  length rs = length ws /\ Forall (fun w => length w = (d + if bi then 1 else 0)%nat) ws /\
  (forall r, (r < length ws)%nat ->
     row_slopes m (nth r rs []) (PositiveMap.empty _) = Some (S r) /\
     (forall c, (c < d)%nat -> (column_error (2 ^ up q) (S r) need (nth r ws []) 0 c <= tol q)%Z) /\
     (bi = true -> (Z.abs (2 ^ up q * fst (column (S r) d) - entry ws r d) <= tol q)%Z)) /\
  (forall z, (forall j, (j < d)%nat -> admits (nth j need (true, true)) (z j)) ->
     let x r := IZR (2 ^ up q) * rsum d (fun c => bent (column (S r) c) (z c)) - times d (real ws) z r in
     scalar (length ws) x x <= IZR a * scalar d z z) /\
  (let x r := if bi then IZR (shift q (fst (column (S r) d)) (entry ws r d)) else 0 in
     scalar (length ws) x x <= IZR b).
Proof.
  unfold rows_ok; destruct (hidden_gains _ hid) as [m|]; [|easy].
  destruct (rows_errors _ _ _ _ _ ws rs) as [e|] eqn:E; [|easy].
  rewrite andb_true_iff, !Z.leb_le; intros [Ha Hb]; exists m; split; [easy|]; cbv zeta.
  apply rows_errors_spec in E as (E1 & E2 & E3 & E4).
  assert (R : forall r, (r < length ws)%nat -> _) by
    (intros r Hr; exact (row_errors_spec _ _ _ _ _ _ 0 _ (proj2 (E2 r Hr)))).
  cbv zeta in R; split; [easy|]; split; [|split; [|split]].
  - apply Forall_forall; intros w Hw; apply (In_nth _ _ []) in Hw as (r & Hr & <-); now apply R.
  - intros r Hr; split; [now apply E2|]; split; [now apply R|].
    intros ->; now apply (R r Hr).
  - intros z Hz; apply Rle_trans with (IZR (fst e) * scalar (length need) z z).
    2: { apply Rmult_le_compat_r; [apply scalar_ge0 | now apply IZR_le]. }
    rewrite E3, Rmult_comm, <- rsum_scal; apply rsum_le; intros r Hr; rewrite (Rmult_comm (scalar _ z z)).
    apply row_error_bound; [now apply R | easy].
  - apply Rle_trans with (IZR (snd e)); [|now apply IZR_le].
    rewrite E4; apply rsum_le; intros r Hr; destruct (R r Hr) as (_ & _ & _ & H).
    destruct bi; [destruct H as [_ ->]; rewrite mult_IZR; right; reflexivity | rewrite H; simpl; lra].
Qed.
