(* The check of the output rows of a block against the wanted integers: every realised slope is within the
   tolerance of the wanted entry, the errors are close to the listed ones, and the squared bias errors are summed.
   The inputs may be counted from a centre: what the errors do to the centre is part of the bias errors.
   Rows can be checked in parts (rows_ok_app). *)
From Coq Require Import Reals Lra Lia ZArith List Bool FMapPositive.
From SLTH Require Export CertificateVectors CertificateBlocks.
Import ListNotations.
Open Scope R_scope.

(* Numbers for the rows of a layer: the wanted entries are compared with 2^up times the realised ones, with
   tolerance tol; gam is the constant coordinate below, and ea and eb align the realised and the wanted bias.
   The centre of the inputs has the coordinates centre[c] 2^ce ([] is the centre 0), and ec aligns what the errors
   do to it with the biases. *)
Record params := Params { up : Z; tol : Z; gam : Z; ea : Z; eb : Z; ec : Z; centre : list Z; ce : Z }.

(* Which signs a coordinate can have, (positive, negative): in inner blocks, whose inputs are ReLU outputs. *)
Definition inner (d : nat) : list (bool * bool) := repeat (true, false) d.

(* The number of signs that occur: the columns of the matrix of weight errors. *)
Fixpoint columns (need : list (bool * bool)) : nat :=
  match need with
  | [] => 0
  | n :: need' => (if fst n then 1 else 0) + (if snd n then 1 else 0) + columns need'
  end.

(* The errors f slope - wanted of a row from coordinate c on, for the signs that occur. *)
Fixpoint weight_errors (f : Z) (s : slopes) (need : list (bool * bool)) (w : list Z) (c : positive) : list Z :=
  match need, w with
  | n :: need', x :: w' =>
      let p := slope s c in
      let rest := weight_errors f s need' w' (Pos.succ c) in
      let rest' := if snd n then (f * snd p - x)%Z :: rest else rest in
      if fst n then (f * fst p - x)%Z :: rest' else rest'
  | _, _ => []
  end.

(* Every error is at most tol, and differs from h times the number listed for it by at most h / 2. *)
Definition error_ok (tl h e n : Z) : bool := (Z.abs e <=? tl)%Z && (2 * Z.abs (e - h * n) <=? h)%Z.
Fixpoint errors_ok (tl h : Z) (es ns : list Z) : bool :=
  match es, ns with
  | [], [] => true
  | e :: es', n :: ns' => error_ok tl h e n && errors_ok tl h es' ns'
  | _, _ => false
  end.

Definition column (s : slopes) (j : nat) : Z * Z := slope s (Pos.of_succ_nat j).

(* The centre c, with each coordinate repeated for the signs that occur; and a condition on c: it has no more
   coordinates than there are, and 0 for those that can have both signs. *)
Fixpoint spread (need : list (bool * bool)) (c : list Z) : list Z :=
  match need, c with
  | n :: need', x :: c' =>
      let rest := spread need' c' in
      let rest' := if snd n then x :: rest else rest in
      if fst n then x :: rest' else rest'
  | _, _ => []
  end.
Fixpoint centre_ok (need : list (bool * bool)) (c : list Z) : bool :=
  match c, need with
  | [], _ => true
  | x :: c', n :: need' => (negb (fst n && snd n) || (x =? 0)%Z) && centre_ok need' c'
  | _, _ => false
  end.

(* The bias error of a row: the realised bias a and the wanted one x are aligned first; and, aligned with it,
   what the weight errors es do to the centre. *)
Definition shift (q : params) (a x : Z) : Z := (a * (gam q * 2 ^ ea q) - x * 2 ^ eb q)%Z.
Definition centre_error (q : params) (need : list (bool * bool)) (es : list Z) : Z :=
  zdot es (spread need (centre q)).
Definition bias_error (biased : bool) (q : params) (f : Z) (s : slopes) (need : list (bool * bool)) (w : list Z) : Z :=
  let d := length need in
  ((if biased then shift q (fst (column s d)) (nth d w 0) else 0)
   + centre_error q need (weight_errors f s need w 1) * 2 ^ ec q)%Z.

(* Checks a row with wanted entries w and listed errors ns; the result is the squared bias error. *)
Definition row_error (biased : bool) (q : params) (h f : Z) (m : gains) (need : list (bool * bool))
  (w : list Z) (r : row) (ns : list Z) : option Z :=
  match row_slopes m r (PositiveMap.empty _) with
  | None => None
  | Some s =>
      let d := length need in
      if Nat.eqb (length w) (d + if biased then 1 else 0)
         && errors_ok (tol q) h (weight_errors f s need w 1) ns
         && (negb biased || (Z.abs (f * fst (column s d) - nth d w 0) <=? tol q)%Z)
      then let t := bias_error biased q f s need w in Some (t * t)%Z else None
  end.
Fixpoint rows_error (biased : bool) (q : params) (h f : Z) (m : gains) (need : list (bool * bool))
  (ws : list (list Z)) (rs : list row) (near : list (list Z)) : option Z :=
  match ws, rs, near with
  | [], [], [] => Some 0%Z
  | w :: ws', r :: rs', ns :: near' =>
      match row_error biased q h f m need w r ns, rows_error biased q h f m need ws' rs' near' with
      | Some e, Some e' => Some (e + e')%Z
      | _, _ => None
      end
  | _, _, _ => None
  end.
Definition width (biased : bool) (need : list (bool * bool)) : positive :=
  Pos.of_nat (length need + if biased then 1 else 0).

(* The rows rs of a layer with hidden layers hid against the wanted rows ws: near lists the weight errors in
   units of 2^cut, and b bounds the sum of the squared bias errors.  No row keeps a weight twice. *)
Definition rows_ok (biased : bool) (q : params) (cut : Z) (need : list (bool * bool)) (hid : list (list row))
  (ws : list (list Z)) (rs : list row) (near : list (list Z)) (b : Z) : bool :=
  forallb (forallb increasing) hid && forallb increasing rs &&
  match hidden_gains (width biased need) hid with
  | None => false
  | Some m =>
      match rows_error biased q (2 ^ cut) (2 ^ up q) m need ws rs near with
      | Some e => (e <=? b)%Z
      | None => false
      end
  end.

(* Parts: the rows of a layer may be checked separately, and the sums of squares add up. *)
Lemma rows_ok_app bi q cut need hid ws rs near b ws' rs' near' b' :
  rows_ok bi q cut need hid ws rs near b = true -> rows_ok bi q cut need hid ws' rs' near' b' = true ->
  rows_ok bi q cut need hid (ws ++ ws') (rs ++ rs') (near ++ near') (b + b') = true.
Proof.
  unfold rows_ok; rewrite forallb_app; destruct (forallb (forallb increasing) hid); [|easy].
  destruct (forallb increasing rs); [|easy]; destruct (forallb increasing rs'); [|easy]; cbn [andb].
  destruct (hidden_gains _ hid) as [m|]; [|easy].
  destruct (rows_error _ _ _ _ _ _ ws rs near) as [e|] eqn:E; [|easy].
  destruct (rows_error _ _ _ _ _ _ ws' rs' near') as [e'|] eqn:E'; [|easy]; intros H H'.
  assert (A : rows_error bi q (2 ^ cut) (2 ^ up q) m need (ws ++ ws') (rs ++ rs') (near ++ near') = Some (e + e')%Z).
  { clear H H'; revert rs near e E; induction ws as [|w ws IH]; intros [|r rs] [|ns near] e E; simpl in *; try easy.
    - now injection E as <-.
    - destruct (row_error _ _ _ _ _ _ w r ns) as [e0|]; [|easy].
      destruct (rows_error _ _ _ _ _ _ ws rs near) as [e1|] eqn:E1; [|easy].
      rewrite (IH rs near e1 E1); injection E as <-; f_equal; ring. }
  rewrite A; apply Z.leb_le; apply Z.leb_le in H, H'; lia.
Qed.

(* Soundness *)

(* The rows of the hidden layers and the rows rs list distinct units. *)
Lemma rows_ok_distinct bi q cut need hid ws rs near b : rows_ok bi q cut need hid ws rs near b = true ->
  Forall (Forall kept_distinct) hid /\ Forall kept_distinct rs.
Proof.
  unfold rows_ok; intros H; apply andb_prop in H as [H _]; apply andb_prop in H as [H1 H2].
  split; [|now apply all_distinct]; rewrite forallb_forall in H1; apply Forall_forall; intros l Hl.
  now apply all_distinct, H1.
Qed.

(* x has a sign that s admits. *)
Definition admits (s : bool * bool) (x : R) : Prop := (0 < x -> fst s = true) /\ (x < 0 -> snd s = true).
Definition all_admit (need : list (bool * bool)) (z : vec) : Prop :=
  forall j, (j < length need)%nat -> admits (nth j need (true, true)) (z j).

Lemma close_scaled f a w tl v : (Z.abs (f * a - w) <= tl)%Z -> Rabs (IZR f * (IZR a * v) - IZR w * v) <= IZR tl * Rabs v.
Proof.
  intros H; apply IZR_le in H; rewrite abs_IZR, minus_IZR, mult_IZR in H.
  replace (_ - _) with ((IZR f * IZR a - IZR w) * v) by ring.
  rewrite Rabs_mult; apply Rmult_le_compat_r; [apply Rabs_pos | easy].
Qed.

Lemma close_bent f p w tl n v : admits n v -> (fst n = true -> (Z.abs (f * fst p - w) <= tl)%Z) ->
  (snd n = true -> (Z.abs (f * snd p - w) <= tl)%Z) -> Rabs (IZR f * bent p v - IZR w * v) <= IZR tl * Rabs v.
Proof.
  intros [Hp Hn] P N; destruct (Rtotal_order v 0) as [H|[->|H]].
  - rewrite bent_neg by lra; now apply close_scaled, N, Hn.
  - unfold bent; rewrite Ropp_0, relu_pos, Rabs_R0 by lra.
    replace (_ - _) with 0 by ring; rewrite Rabs_R0; lra.
  - rewrite bent_pos by lra; now apply close_scaled, P, Hp.
Qed.

(* The positive and negative parts of the coordinates, for the signs that occur: the weight errors act on them. *)
Fixpoint parts (need : list (bool * bool)) (z : vec) : list R :=
  match need with
  | [] => []
  | n :: need' =>
      let rest := parts need' (fun j => z (S j)) in
      let rest' := if snd n then - relu (- z O) :: rest else rest in
      if fst n then relu (z O) :: rest' else rest'
  end.
Definition part (need : list (bool * bool)) (z : vec) : vec := fun j => nth j (parts need z) 0.

Lemma relu_squares x : relu x * relu x + relu (- x) * relu (- x) = x * x.
Proof.
  destruct (Rle_lt_dec 0 x); [rewrite relu_pos, (relu_neg (- x)) | rewrite relu_neg, (relu_pos (- x))]; lra.
Qed.

(* The halves of a number, and those that vanish. *)
Lemma admits_relu s x : admits s x ->
  x = relu x - relu (- x) /\ (fst s = false -> relu x = 0) /\ (snd s = false -> relu (- x) = 0).
Proof.
  intros [Hp Hn]; split; [|split].
  - destruct (Rle_lt_dec 0 x); [rewrite relu_pos, relu_neg | rewrite relu_neg, relu_pos]; lra.
  - intros F; apply relu_neg, Rnot_lt_le; intros G; rewrite (Hp G) in F; easy.
  - intros F; apply relu_neg; enough (~ x < 0) by lra; intros G; rewrite (Hn G) in F; easy.
Qed.

Lemma norm_part need z : norm (columns need) (part need z) <= norm (length need) z.
Proof.
  apply norm_le; [apply norm_ge0|]; rewrite norm_sq; revert z.
  induction need as [|[b1 b2] need IH]; intros z; [apply Rle_refl|].
  specialize (IH (fun j => z (S j))); pose proof (relu_squares (z O)) as E.
  pose proof (Rle_0_sqr (relu (z O))) as P; pose proof (Rle_0_sqr (relu (- z O))) as Q; unfold Rsqr in P, Q.
  unfold scalar, part in *; destruct b1, b2; cbn [columns parts fst snd length Nat.add];
    rewrite !rsum_first; cbn [nth]; lra.
Qed.

Lemma centre_error_0 q need es : centre q = [] -> centre_error q need es = 0%Z.
Proof. unfold centre_error; intros ->; now destruct need, es. Qed.

(* Subtracting a centre (in units of u) from the coordinates or from their parts. *)
Lemma norm_part_centre u need : forall c z, centre_ok need c = true -> all_admit need z ->
  norm (columns need) (fun j => part need z j - u * IZR (nth j (spread need c) 0%Z)) <=
  norm (length need) (fun j => z j - u * IZR (nth j c 0%Z)).
Proof.
  intros c z Hc Hz; apply norm_le; [apply norm_ge0|]; rewrite norm_sq; revert c z Hc Hz.
  assert (N : forall need z, scalar (columns need) (fun j => part need z j - u * IZR (nth j [] 0%Z))
    (fun j => part need z j - u * IZR (nth j [] 0%Z)) <=
    scalar (length need) (fun j => z j - u * IZR (nth j [] 0%Z)) (fun j => z j - u * IZR (nth j [] 0%Z))).
  { intros nd z; rewrite <- !norm_sq.
    rewrite (norm_ext (columns nd) _ (part nd z)), (norm_ext (length nd) _ z)
      by (intros [|j] _; simpl; ring).
    pose proof (norm_part nd z); pose proof (norm_ge0 (columns nd) (part nd z)); nra. }
  induction need as [|n need IH]; intros [|x c] z Hc Hz; [apply N | easy | apply (N (n :: need)) |].
  cbn [centre_ok] in Hc; apply andb_prop in Hc as [Hx Hc].
  assert (Hz' : all_admit need (fun j => z (S j))) by (intros j Hj; apply (Hz (S j)); simpl; lia).
  specialize (IH c (fun j => z (S j)) Hc Hz').
  destruct (admits_relu _ _ (Hz O ltac:(simpl; lia))) as (E & P & M); cbn [nth] in P, M.
  pose proof (relu_squares (z O)) as Q; pose proof (Rle_0_sqr (z O - u * IZR x)) as Q0; unfold Rsqr in Q0.
  unfold scalar, part in *; destruct n as [b1 b2]; cbn [fst snd] in *.
  destruct b1, b2; cbn [columns parts spread fst snd length Nat.add]; rewrite !rsum_first; cbn [nth].
  - simpl in Hx; apply Z.eqb_eq in Hx; subst x; lra.
  - rewrite M in E by easy; rewrite Rminus_0_r in E; rewrite <- E; lra.
  - rewrite P in E by easy; rewrite Rminus_0_l in E; rewrite <- E; lra.
  - lra.
Qed.

(* The errors against the parts of the coordinates give the difference of the realised and the wanted row. *)
Lemma weight_errors_sum f s need : forall w k z, (length need <= length w)%nat -> all_admit need z ->
  rsum (columns need) (fun j => IZR (nth j (weight_errors f s need w (Pos.of_succ_nat k)) 0%Z) * part need z j) =
  IZR f * rsum (length need) (fun c => bent (column s (k + c)) (z c))
  - rsum (length need) (fun c => IZR (nth c w 0%Z) * z c).
Proof.
  induction need as [|n need IH]; intros [|x w] k z Hw Hz; simpl in Hw; try lia; [simpl; ring | simpl; ring|].
  assert (Hz' : all_admit need (fun j => z (S j))) by (intros j Hj; apply (Hz (S j)); simpl; lia).
  specialize (IH w (S k) (fun j => z (S j)) ltac:(lia) Hz'); unfold part in *.
  cbn [length]; rewrite !rsum_first; cbn [nth]; rewrite Nat.add_0_r.
  rewrite (rsum_ext _ (fun j => bent (column s (k + S j)) _) (fun j => bent (column s (S k + j)) (z (S j))))
    by (intros; do 2 f_equal; lia).
  set (U := rsum (length need) _) in *; set (V := rsum (length need) _) in *.
  destruct (admits_relu _ _ (Hz O ltac:(simpl; lia))) as (Z & P & N); cbn [nth] in P, N.
  destruct n as [b1 b2]; cbn [columns weight_errors parts fst snd] in *; fold (column s k).
  change (Pos.succ (Pos.of_succ_nat k)) with (Pos.of_succ_nat (S k)).
  rewrite Rmult_plus_distr_l; unfold bent at 1.
  replace (IZR x * z O) with (IZR x * (relu (z O) - relu (- z O))) by now rewrite <- Z.
  destruct b1, b2; cbn [Nat.add]; rewrite ?rsum_first; cbn [nth]; rewrite IH, ?minus_IZR, ?mult_IZR;
    rewrite ?P, ?N by easy; ring.
Qed.

Lemma length_weight_errors f s need : forall w c, (length need <= length w)%nat ->
  length (weight_errors f s need w c) = columns need.
Proof.
  induction need as [|[b1 b2] need IH]; intros [|x w] c H; simpl in *; try easy; try lia.
  assert (length need <= length w)%nat by lia; destruct b1, b2; simpl; now rewrite IH.
Qed.

(* Every error of a coordinate is in the list. *)
Lemma weight_errors_in f s need : forall w k c, (length need <= length w)%nat -> (c < length need)%nat ->
  let p := column s (k + c) in
  let es := weight_errors f s need w (Pos.of_succ_nat k) in
  (fst (nth c need (true, true)) = true -> In (f * fst p - nth c w 0)%Z es) /\
  (snd (nth c need (true, true)) = true -> In (f * snd p - nth c w 0)%Z es).
Proof.
  induction need as [|[b1 b2] need IH]; intros [|x w] k c Hw Hc; cbn [length] in *; try lia.
  cbn [weight_errors fst snd]; fold (column s k); destruct c as [|c].
  - rewrite Nat.add_0_r; cbn [nth fst snd]; split; intros ->; [now left|].
    destruct b1; [right|]; now left.
  - cbn [nth]; change (Pos.succ (Pos.of_succ_nat k)) with (Pos.of_succ_nat (S k)).
    replace (k + S c)%nat with (S k + c)%nat by lia.
    destruct (IH w (S k) c ltac:(lia) ltac:(lia)) as [P N]; split; intros F; [apply P in F | apply N in F];
      destruct b1, b2; simpl; auto.
Qed.

Lemma errors_ok_spec tl h es : forall ns, errors_ok tl h es ns = true ->
  length ns = length es /\ (forall e, In e es -> (Z.abs e <= tl)%Z) /\
  (forall j, (j < length es)%nat -> (2 * Z.abs (nth j es 0 - h * nth j ns 0) <= h)%Z).
Proof.
  induction es as [|e es IH]; intros [|n ns] H; try easy; simpl in H.
  unfold error_ok in H; rewrite !andb_true_iff, !Z.leb_le in H; destruct H as [[H1 H2] H].
  destruct (IH ns H) as (I1 & I2 & I3); split; [simpl; now rewrite I1 | split].
  - intros x [<-|Hx]; auto.
  - intros [|j] Hj; simpl in *; [easy | apply I3; lia].
Qed.

Definition slopes_of (m : gains) (r : row) : slopes :=
  match row_slopes m r (PositiveMap.empty _) with Some s => s | None => PositiveMap.empty _ end.

Lemma row_error_spec bi q h f m need w r ns e : row_error bi q h f m need w r ns = Some e ->
  let d := length need in
  let s := slopes_of m r in
  row_slopes m r (PositiveMap.empty _) = Some s /\ length w = (d + if bi then 1 else 0)%nat /\
  length ns = columns need /\ errors_ok (tol q) h (weight_errors f s need w 1) ns = true /\
  (bi = true -> (Z.abs (f * fst (column s d) - nth d w 0) <= tol q)%Z) /\
  e = (bias_error bi q f s need w * bias_error bi q f s need w)%Z.
Proof.
  unfold row_error, slopes_of; destruct (row_slopes m r _) as [s|]; [|easy]; cbv zeta.
  match goal with |- (if ?c then _ else _) = _ -> _ => destruct c eqn:E; [|easy] end.
  rewrite !andb_true_iff, Nat.eqb_eq in E; destruct E as [[E1 E2] E3]; intros H; injection H as <-.
  repeat split; [easy | | easy |].
  - destruct (errors_ok_spec _ _ _ _ E2) as [-> _]; apply length_weight_errors; lia.
  - intros ->; now apply Z.leb_le.
Qed.

Lemma rows_error_spec bi q h f m need : forall ws rs near e, rows_error bi q h f m need ws rs near = Some e ->
  let B r := IZR (bias_error bi q f (slopes_of m (nth r rs [])) need (nth r ws [])) in
  length rs = length ws /\ length near = length ws /\
  (forall r, (r < length ws)%nat ->
     exists e, row_error bi q h f m need (nth r ws []) (nth r rs []) (nth r near []) = Some e) /\
  IZR e = scalar (length ws) B B.
Proof.
  induction ws as [|w ws IH]; intros [|r rs] [|ns near] e H; cbn zeta; simpl in H; try easy.
  - injection H as <-; repeat split; simpl; intros; lia.
  - destruct (row_error _ _ _ _ _ _ w r ns) as [e0|] eqn:E0; [|easy].
    destruct (rows_error _ _ _ _ _ _ ws rs near) as [e1|] eqn:E1; [|easy]; injection H as <-.
    destruct (IH _ _ _ E1) as (I1 & I2 & I3 & I4); cbn [length]; rewrite I1, I2; repeat split.
    + intros [|i] Hi; simpl; [now exists e0 | apply I3; lia].
    + destruct (row_error_spec _ _ _ _ _ _ _ _ _ _ E0) as (_ & _ & _ & _ & _ & ->).
      unfold scalar; rewrite rsum_first, plus_IZR, mult_IZR, I4; reflexivity.
Qed.

(* What the rows of a layer satisfy, with the gains m of the hidden units and the slopes S r of row r: the
   errors are within the tolerance, and the norms of the weight errors and of the bias errors are bounded. *)
Lemma rows_ok_spec bi q cut need hid ws rs near b : rows_ok bi q cut need hid ws rs near b = true ->
  exists m, hidden_gains (width bi need) hid = Some m /\
  let d := length need in
  let n := length ws in
  let S r := slopes_of m (nth r rs []) in
  let es r := weight_errors (2 ^ up q) (S r) need (nth r ws []) 1 in
  length rs = n /\ Forall (fun w => length w = (d + if bi then 1 else 0)%nat) ws /\
  (forall r, (r < n)%nat ->
     row_slopes m (nth r rs []) (PositiveMap.empty _) = Some (S r) /\
     (forall c, (c < d)%nat ->
        (fst (nth c need (true, true)) = true ->
           (Z.abs (2 ^ up q * fst (column (S r) c) - entry ws r c) <= tol q)%Z) /\
        (snd (nth c need (true, true)) = true ->
           (Z.abs (2 ^ up q * snd (column (S r) c) - entry ws r c) <= tol q)%Z)) /\
     (bi = true -> (Z.abs (2 ^ up q * fst (column (S r) d) - entry ws r d) <= tol q)%Z)) /\
  (forall flip ts u z, centre_ok need (centre q) = true -> all_admit need z ->
     norm n (fun r => IZR (2 ^ up q) * rsum d (fun c => bent (column (S r) c) (z c)) - times d (real ws) z r
                      - u * IZR (centre_error q need (es r)))
       <= IZR (near_norm flip ts cut (columns need) near) / 2 * norm d (fun j => z j - u * IZR (nth j (centre q) 0%Z))) /\
  (let x r := IZR (bias_error bi q (2 ^ up q) (S r) need (nth r ws [])) in scalar n x x <= IZR b).
Proof.
  unfold rows_ok; intros H; apply andb_prop in H as [_ H]; revert H; destruct (hidden_gains _ hid) as [m|]; [|easy].
  destruct (rows_error _ _ _ _ _ _ ws rs near) as [e|] eqn:E; [|easy]; intros Hb; apply Z.leb_le in Hb.
  exists m; split; [easy|]; cbv zeta.
  apply rows_error_spec in E as (E1 & E2 & E3 & E4).
  set (d := length need) in *; set (n := length ws) in *; set (f := (2 ^ up q)%Z) in *.
  set (S := fun r => slopes_of m (nth r rs [])).
  set (Er := fun r => weight_errors f (S r) need (nth r ws []) 1).
  assert (R : forall r, (r < n)%nat -> row_slopes m (nth r rs []) (PositiveMap.empty _) = Some (S r) /\
    length (nth r ws []) = (d + if bi then 1 else 0)%nat /\
    length (nth r near []) = columns need /\ errors_ok (tol q) (2 ^ cut) (Er r) (nth r near []) = true /\
    (bi = true -> (Z.abs (f * fst (column (S r) d) - entry ws r d) <= tol q)%Z)).
  { intros r Hr; destruct (E3 r Hr) as [e' F]; apply row_error_spec in F as (F1 & F2 & F3 & F4 & F5 & _).
    repeat split; assumption. }
  split; [easy|]; split; [|split; [|split]].
  - apply Forall_forall; intros w Hw; apply (In_nth _ _ []) in Hw as (r & Hr & <-); now apply R.
  - intros r Hr; destruct (R r Hr) as (R1 & R2 & _ & R4 & R5); split; [easy | split; [|easy]].
    intros c Hc; destruct (errors_ok_spec _ _ _ _ R4) as (_ & T & _).
    destruct (weight_errors_in f (S r) need (nth r ws []) 0 c ltac:(lia) Hc) as [P N].
    split; intros F; apply T; [now apply P | now apply N].
  - intros flip ts u z Hk Hz.
    assert (B : bounded n (columns need) (fun r c => IZR (nth c (Er r) 0%Z))
      (IZR (near_norm flip ts cut (columns need) near) / 2)).
    { apply near_norm_bounded.
      - split; [easy|]; apply Forall_forall; intros ns Hns; apply (In_nth _ _ []) in Hns as (r & Hr & <-).
        apply R; lia.
      - intros r c Hr Hc; destruct (R r Hr) as (_ & R2 & _ & R4 & _).
        destruct (errors_ok_spec _ _ _ _ R4) as (_ & _ & T); apply T.
        unfold Er; rewrite length_weight_errors; [easy | lia]. }
    destruct B as [B0 B]; set (v := fun j => part need z j - u * IZR (nth j (spread need (centre q)) 0%Z)).
    specialize (B v); rewrite (norm_ext n _ (times (columns need) (fun r c => IZR (nth c (Er r) 0%Z)) v)).
    + eapply Rle_trans; [exact B|]; apply Rmult_le_compat_l; [easy | now apply norm_part_centre].
    + intros r Hr; destruct (R r Hr) as (_ & R2 & _); symmetry.
      pose proof (weight_errors_sum f (S r) need (nth r ws []) 0 z ltac:(lia) Hz) as W.
      change (weight_errors _ _ _ _ _) with (Er r) in W; change (weight_errors _ _ _ _ _) with (Er r).
      unfold centre_error; rewrite (zdot_rsum _ _ (columns need))
        by (left; unfold Er; rewrite length_weight_errors; lia).
      etransitivity; [|apply f_equal2; [exact W | reflexivity]].
      unfold times; rewrite <- rsum_scal, <- rsum_minus; apply rsum_ext; intros; unfold v; ring.
  - apply Rle_trans with (IZR e); [right; symmetry; exact E4 | now apply IZR_le].
Qed.
