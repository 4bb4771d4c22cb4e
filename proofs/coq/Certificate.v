(* The exact integers of a pruned network (ticket) and of its target ReLU network, together with integer
   bounds, are checked by evaluation.  The theorems say what a successful check means over the reals: every
   effective weight is within its tolerance (weights_within), no weight is kept twice (kept_once), and the two
   networks differ by at most eps in the Euclidean norm on the whole domain (network_within), which is not empty
   (domain_inhabited). *)
From Coq Require Import Reals Lra Lia ZArith List Bool FMapPositive.
From SLTH Require Export CertificateRows.
Import ListNotations.
Open Scope R_scope.

(* The number m 2^e. *)
Definition dyadic (m e : Z) : R := IZR m * pow2 e.

(* Inputs: a ball of radius r 2^e, its vectors without negative coordinates, or a box with sides [lo 2^e, hi 2^e]. *)
Inductive domain := Ball (r e : Z) | Orthant (r e : Z) | Box (sides : list (Z * Z)) (e : Z).
Definition in_domain (dom : domain) (d : nat) (x : vec) : Prop :=
  match dom with
  | Ball r e => norm d x <= dyadic r e
  | Orthant r e => norm d x <= dyadic r e /\ forall c, (c < d)%nat -> 0 <= x c
  | Box sides e => forall c, (c < d)%nat ->
      dyadic (fst (nth c sides (0, 0)%Z)) e <= x c <= dyadic (snd (nth c sides (0, 0)%Z)) e
  end.

(* The signs an input coordinate can have. *)
Definition signs (dom : domain) (d : nat) : list (bool * bool) :=
  match dom with
  | Ball _ _ => repeat (true, true) d
  | Orthant _ _ => inner d
  | Box sides _ => map (fun side => (0 <? snd side, fst side <? 0)%Z) sides
  end.

(* A target layer: weights wanted[r,c] 2^(sigma - grid), biases wanted[r,inputs] 2^(beta - grid). *)
Record layer := Layer { inputs : nat; wanted : list (list Z); grid : Z; sigma : Z; beta : Z }.
Definition affine (t : layer) (x : vec) : vec := fun r =>
  rsum (inputs t) (fun c => dyadic (entry (wanted t) r c) (sigma t - grid t) * x c)
  + dyadic (entry (wanted t) r (inputs t)) (beta t - grid t).
Fixpoint target_output (ts : list layer) (x : vec) : vec :=
  match ts with [] => x | [t] => affine t x | t :: ts' => target_output ts' (relus (affine t x)) end.

(* The ticket: weights over 2^g; with a constant coordinate 1 after the d inputs when biased. *)
Definition with_one (biased : bool) (d : nat) (x : vec) : vec :=
  fun j => if biased && Nat.eqb j d then 1 else x j.
Definition ticket_output (g : Z) (biased : bool) (scale : Z) (d : nat) (bs : list block) (x : vec) : vec :=
  fun j => pow2 scale * network g (flat_map stack bs) (with_one biased d x) j.

(* The centre of the inputs of a layer. *)
Definition middle (q : params) : vec := fun c => dyadic (nth c (centre q) 0%Z) (ce q).
Definition uncentred (q : params) : bool := match centre q with [] => true | _ => false end.

(* Numbers for one layer.  one is the wanted constant entry; flip and cuts say how the operator norm of the
   weights is bounded (norm_bound).  near lists the weight errors, one row for each output and one column for each
   sign of each input coordinate, in units of 2^cut; eflip and ecuts say how its operator norm is bounded; sb bounds
   the sum of the squared bias errors.  The others are numerators over 2^p: omega >= |W|, eta >= |weight error|,
   bias >= |W c + b| with the centre c, dbias >= |bias error| (what the weight errors do to c included), and after
   the layer reach >= |activations| of the target and err >= |difference of the networks|. *)
Record bounds := Bounds { pars : params; one : Z; flip : bool; cuts : list Z;
  near : list (list Z); cut : Z; eflip : bool; ecuts : list Z; sb : Z;
  omega : Z; eta : Z; bias : Z; dbias : Z; reach : Z; err : Z }.

(* The constant row uses units fed by the constant coordinate only; the result is its weight. *)
Definition carry_gain (c : positive) (hid : list (list row)) (r : row) : option Z :=
  match hidden_gains c hid with
  | None => None
  | Some m =>
      if forallb (fun hv => match PositiveMap.find (fst hv) m with
                            | Some (c', _) => Pos.eqb c c' | None => false end) r
      then match row_slopes m r (PositiveMap.empty _) with
           | Some s => Some (fst (slope s c)) | None => None end
      else None
  end.

(* m 2^e <= m' 2^e' *)
Definition at_most (m e m' e' : Z) : bool :=
  let k := Z.min e e' in (m * 2 ^ (e - k) <=? m' * 2 ^ (e' - k))%Z.

(* The entry of W c + b for the row w: the products with the centre c have the exponent e, the bias has e'. *)
Definition centred (c : list Z) (e e' : Z) (d : nat) (w : list Z) : Z :=
  (zdot w c * 2 ^ (e - Z.min e e') + nth d w 0 * 2 ^ (e' - Z.min e e'))%Z.

(* One layer apart from its rows.  Below the layer: coordinates with the signs need, scale 2^q (the ticket's
   coordinates times 2^q approximate the target's), constant coordinate c0 2^-k, bounds reach0 (for the distance of
   the target's coordinates from the centre) and err0.  The conditions, in order: dimensions; the numbers used for
   the rows; alignment of the biases; the centre and its alignment; omega; eta; bias; dbias; reach; err.  The result
   is the weight of the carry row, which keeps no weight twice.  Without a carry row the constant coordinate is 0 from
   there on (the layers above realise no biases); in an unbiased network it is not used. *)
Definition layer_check (g : Z) (biased last : bool) (p : Z) (need : list (bool * bool)) (q k c0 reach0 err0 : Z)
  (b : block) (t : layer) (s : bounds) : option Z :=
  let d := length need in
  let ps := pars s in
  let su := (sigma t - grid t)%Z in
  let bu := (beta t - grid t)%Z in
  let q' := (q + up ps + sigma t - grid t + g * depth b)%Z in
  let k' := (k + g * depth b)%Z in
  if Nat.eqb (inputs t) d && Nat.ltb 0 d
     && (0 <=? up ps)%Z && (gam ps =? c0)%Z && (0 <=? ea ps)%Z && (0 <=? eb ps)%Z
     && (q' - k' - ea ps =? bu - eb ps)%Z
     && (centre_ok need (centre ps) && (uncentred ps || (0 <=? ec ps) && (su + ce ps - ec ps =? bu - eb ps))%Z)
     && at_most (norm_bound (flip s) (cuts s) d (map (firstn d) (wanted t))) su (omega s) (- p)
     && (0 <=? eta s)%Z && at_most (near_norm (eflip s) (ecuts s) (cut s) (columns need) (near s)) (su - 1) (eta s) (- p)
     && (0 <=? bias s)%Z && at_most (squares (map (fun w => [centred (centre ps) (su + ce ps) bu d w]) (wanted t)))
          (2 * Z.min (su + ce ps) bu) (bias s * bias s) (- (2 * p))
     && (0 <=? dbias s)%Z && at_most (sb s) (2 * (bu - eb ps)) (dbias s * dbias s) (- (2 * p))
     && at_most (omega s * reach0) (- (2 * p)) (reach s - bias s) (- p)
     && at_most ((omega s + eta s) * err0 + eta s * reach0) (- (2 * p)) (err s - dbias s) (- p)
  then
    match carry b with
    | [] => Some (if biased then 0 else 1)%Z
    | [r] =>
        if biased && negb last then
          match carry_gain (Pos.of_succ_nat d) (hidden b) r with
          | Some a =>
              if increasing r && (0 <=? a)%Z && (Z.abs (2 ^ up ps * a - one s) <=? tol ps)%Z then Some a else None
          | None => None
          end
        else None
    | _ => None
    end
  else None.

Definition first_pars (ss : list bounds) : params :=
  match ss with s :: _ => pars s | [] => Params 0 0 0 0 0 0 [] 0 end.

(* All layers; only the first has a centre. *)
Fixpoint layers_check (g : Z) (biased : bool) (scale p eps : Z) (need : list (bool * bool)) (q k c0 reach0 err0 : Z)
  (bs : list block) (ts : list layer) (ss : list bounds) : bool :=
  match bs, ts, ss with
  | [], [], [] => (q =? scale)%Z && (err0 <=? eps)%Z
  | b :: bs', t :: ts', s :: ss' =>
      match layer_check g biased (match bs' with [] => true | _ => false end) p need q k c0 reach0 err0 b t s with
      | None => false
      | Some a => uncentred (first_pars ss') && layers_check g biased scale p eps (inner (length (wanted t)))
          (q + up (pars s) + sigma t - grid t + g * depth b) (k + g * depth b) (c0 * a)
          (reach s) (err s) bs' ts' ss'
      end
  | _, _, _ => false
  end.

(* The squared distance of the centre c from the farthest corner of a box, for sides times m and c times n. *)
Fixpoint farthest (m n : Z) (sides : list (Z * Z)) (c : list Z) : Z :=
  match sides with
  | [] => 0%Z
  | side :: sides' =>
      let lo := (fst side * m - hd 0 c * n)%Z in
      let hi := (snd side * m - hd 0 c * n)%Z in
      (Z.max (lo * lo) (hi * hi) + farthest m n sides' (tl c))%Z
  end.

(* The domain is not empty, and r0 2^-p bounds the distance of its points from the centre; balls have the centre 0. *)
Definition domain_check (dom : domain) (d : nat) (p r0 : Z) (q : params) : bool :=
  match dom with
  | Ball r e | Orthant r e => (0 <=? r)%Z && (at_most r e r0 (- p) && uncentred q)
  | Box sides e => let k := Z.min e (ce q) in forallb (fun side => fst side <=? snd side)%Z sides &&
      (Nat.eqb (length sides) d && (0 <=? r0)%Z &&
      at_most (farthest (2 ^ (e - k)) (2 ^ (ce q - k)) sides (centre q)) (2 * k) (r0 * r0) (- (2 * p)))
  end.

(* A ticket, its target and the bounds. *)
Record certificate := Certificate { bits : Z; biased : bool; scale : Z; blocks : list block;
  layers : list layer; dimension : nat; dom : domain; precision : Z; reach_in : Z; steps : list bounds; eps : Z }.

(* Everything but the rows. *)
Definition certificate_check (C : certificate) : bool :=
  domain_check (dom C) (dimension C) (precision C) (reach_in C) (first_pars (steps C)) &&
  match blocks C with [] => false | _ => true end &&
  layers_check (bits C) (biased C) (scale C) (precision C) (eps C) (signs (dom C) (dimension C))
    0 0 1 (reach_in C) 0 (blocks C) (layers C) (steps C).

(* The rows of all layers. *)
Fixpoint rows_check (biased : bool) (need : list (bool * bool)) (bs : list block) (ts : list layer)
  (ss : list bounds) : Prop :=
  match bs, ts, ss with
  | b :: bs', t :: ts', s :: ss' =>
      rows_ok biased (pars s) (cut s) need (hidden b) (wanted t) (output b) (near s) (sb s) = true /\
      rows_check biased (inner (length (wanted t))) bs' ts' ss'
  | _, _, _ => True
  end.
Definition certificate_rows (C : certificate) : Prop :=
  rows_check (biased C) (signs (dom C) (dimension C)) (blocks C) (layers C) (steps C).

Definition ticket (C : certificate) : vec -> vec :=
  ticket_output (bits C) (biased C) (scale C) (dimension C) (blocks C).
Definition target (C : certificate) : vec -> vec := target_output (layers C).
Definition outputs (C : certificate) : nat := length (wanted (last (layers C) (Layer 0 [] 0 0 0))).

(* Dyadic numbers *)

Lemma dyadic_le m m' e : (m <= m')%Z -> dyadic m e <= dyadic m' e.
Proof. intros H; apply Rmult_le_compat_r; [apply Rlt_le, pow2_pos | now apply IZR_le]. Qed.
Lemma dyadic_ge0 m e : (0 <= m)%Z -> 0 <= dyadic m e.
Proof. intros H; apply Rmult_le_pos; [now apply IZR_le | apply Rlt_le, pow2_pos]. Qed.
Lemma dyadic_mult m e m' e' : dyadic m e * dyadic m' e' = dyadic (m * m') (e + e').
Proof. unfold dyadic; rewrite mult_IZR, pow2_add; ring. Qed.
Lemma dyadic_plus m m' e : dyadic (m + m') e = dyadic m e + dyadic m' e.
Proof. unfold dyadic; rewrite plus_IZR; ring. Qed.
Lemma dyadic_minus m m' e : dyadic (m - m') e = dyadic m e - dyadic m' e.
Proof. unfold dyadic; rewrite minus_IZR; ring. Qed.
Lemma dyadic_shift m k e : (0 <= k)%Z -> dyadic (m * 2 ^ k) e = dyadic m (k + e).
Proof. intros H; unfold dyadic; rewrite mult_IZR, pow2_IZR, pow2_add by easy; ring. Qed.

Lemma at_most_le m e m' e' : at_most m e m' e' = true -> dyadic m e <= dyadic m' e'.
Proof.
  unfold at_most; set (k := Z.min e e'); intros H; apply Z.leb_le, (dyadic_le _ _ k) in H.
  rewrite !dyadic_shift in H by (unfold k; lia).
  now replace (e - k + k)%Z with e in H by ring; replace (e' - k + k)%Z with e' in H by ring.
Qed.

Lemma norm_at_most n x s e h p : (0 <=? h)%Z = true -> at_most s (2 * e) (h * h) (- (2 * p)) = true ->
  scalar n x x <= dyadic s (2 * e) -> norm n x <= dyadic h (- p).
Proof.
  intros Hh H Hx; apply Z.leb_le in Hh; apply norm_le; [now apply dyadic_ge0|].
  rewrite dyadic_mult; replace (- p + - p)%Z with (- (2 * p))%Z by ring.
  eapply Rle_trans; [exact Hx | now apply at_most_le].
Qed.

(* Layers *)

Lemma length_inner d : length (inner d) = d.
Proof. apply repeat_length. Qed.

Lemma width_nat bi need : (0 < length need)%nat ->
  Pos.to_nat (width bi need) = (length need + if bi then 1 else 0)%nat.
Proof. intros H; unfold width; apply Nat2Pos.id; lia. Qed.

Lemma shape_firstn n d b (A : list (list Z)) : length A = n -> Forall (fun w => length w = (d + b)%nat) A ->
  shape n d (map (firstn d) A).
Proof.
  intros Hn HA; split; [now rewrite map_length|]; apply Forall_forall; intros w H.
  apply in_map_iff in H as (w' & <- & Hw); rewrite Forall_forall in HA; rewrite firstn_length, (HA _ Hw); lia.
Qed.

Lemma nth_firstn_lt d c (l : list Z) : (c < d)%nat -> nth c (firstn d l) 0%Z = nth c l 0%Z.
Proof. revert d l; induction c as [|c IH]; intros [|d] [|x l] H; try easy; apply IH; lia. Qed.

Lemma entry_firstn d A r c : (c < d)%nat -> entry (map (firstn d) A) r c = entry A r c.
Proof.
  intros H; unfold entry; replace [] with (firstn d (@nil Z)) at 1 by now rewrite firstn_nil.
  rewrite map_nth; now apply nth_firstn_lt.
Qed.

(* The sum of the squares of one number for each row. *)
Lemma column_squares (f : list Z -> Z) (A : list (list Z)) :
  IZR (squares (map (fun w => [f w]) A)) = rsum (length A) (fun r => IZR (f (nth r A [])) * IZR (f (nth r A []))).
Proof.
  induction A as [|w A IH]; [easy|]; cbn [length]; rewrite rsum_first; cbn [nth]; rewrite <- IH, <- mult_IZR, <- plus_IZR.
  unfold squares; cbn [map fold_right zdot]; f_equal; ring.
Qed.

Lemma centre_ok_length need : forall c, centre_ok need c = true -> (length c <= length need)%nat.
Proof.
  induction need as [|n need IH]; intros [|x c] H; simpl in *; try easy; [lia|].
  apply andb_prop in H as [_ H]; apply IH in H; lia.
Qed.

(* A row of the weights times the centre, plus the bias. *)
Lemma dyadic_centred q need e e' w : centre_ok need (centre q) = true ->
  dyadic (centred (centre q) (e + ce q) e' (length need) w) (Z.min (e + ce q) e') =
  rsum (length need) (fun c => dyadic (nth c w 0%Z) e * middle q c) + dyadic (nth (length need) w 0%Z) e'.
Proof.
  intros Hc; apply centre_ok_length in Hc; unfold centred; set (k := Z.min _ _).
  rewrite dyadic_plus, !dyadic_shift by (unfold k; lia).
  replace (e + ce q - k + k)%Z with (e + ce q)%Z by ring; replace (e' - k + k)%Z with e' by ring; f_equal.
  unfold dyadic at 1; rewrite (zdot_rsum _ _ (length need)), Rmult_comm, <- rsum_scal by lia.
  apply rsum_ext; intros c _; unfold middle, dyadic; rewrite pow2_add; ring.
Qed.

Lemma scalar_dyadic n (w : nat -> Z) s e :
  rsum n (fun r => IZR (w r) * IZR (w r)) <= IZR s ->
  scalar n (fun r => dyadic (w r) e) (fun r => dyadic (w r) e) <= dyadic s (2 * e).
Proof.
  intros H; unfold dyadic; replace (2 * e)%Z with (e + e)%Z by ring; rewrite pow2_add.
  apply Rle_trans with (pow2 e * pow2 e * rsum n (fun r => IZR (w r) * IZR (w r))).
  - unfold scalar; rewrite <- rsum_scal; apply rsum_le; intros; right; ring.
  - rewrite (Rmult_comm (IZR s)); apply Rmult_le_compat_l; [|easy].
    apply Rmult_le_pos; apply Rlt_le, pow2_pos.
Qed.

(* The constant row reads the constant coordinate d only. *)
Lemma carry_sound g d b z n r a1 : carry_gain (Pos.of_succ_nat d) (hidden b) r = Some a1 ->
  carry b = [r] -> length (output b) = n -> 0 <= z d ->
  network g (stack b) z n = pow2 (- (g * depth b)) * (IZR a1 * z d).
Proof.
  unfold carry_gain; destruct (hidden_gains _ _) as [m|] eqn:Em; [|easy].
  match goal with |- context [forallb ?f r] => destruct (forallb f r) eqn:Ef; [|easy] end.
  destruct (row_slopes m r _) as [s|] eqn:Es; [|easy].
  intros H Hb Hn Hz; injection H as <-.
  assert (Hw : Pos.to_nat (Pos.of_succ_nat d) = (d + 1)%nat) by (rewrite SuccNat2Pos.id_succ; lia).
  rewrite (block_row g _ b m z n s _ Em Hw).
  - rewrite Nat.add_1_r; simpl; rewrite bent_pos by easy.
    rewrite (rsum_ext d _ (fun _ => 0)), rsum_0; [ring|]; intros c Hc.
    assert (Z : slope s (Pos.of_succ_nat c) = (0, 0)%Z); [|rewrite Z; unfold bent; simpl; ring].
    assert (G : forall s0, slope s0 (Pos.of_succ_nat c) = (0, 0)%Z ->
      row_slopes m r s0 = Some s -> slope s (Pos.of_succ_nat c) = (0, 0)%Z).
    { clear Es Hb; induction r as [|[h v] r IH]; simpl in *; intros s0 H0 H; [injection H as <-; easy|].
      destruct (PositiveMap.find h m) as [[c' a]|]; [|easy]; apply andb_prop in Ef as [E1 E2].
      apply Pos.eqb_eq in E1; subst c'; eapply (IH E2); [|exact H].
      unfold slope; rewrite PositiveMap.gso; [exact H0|]; intros F; apply SuccNat2Pos.inj in F; lia. }
    apply (G (PositiveMap.empty _)); [unfold slope; now rewrite PositiveMap.gempty | easy].
  - rewrite Hb, app_nth2, Hn, Nat.sub_diag by lia; easy.
Qed.

(* A row that is absent gives 0. *)
Lemma no_row g b z n : (length (output b ++ carry b) <= n)%nat -> network g (stack b) z n = 0.
Proof.
  intros H; assert (E : forall x, sparse g (output b ++ carry b) x n = 0) by
    (intros x; unfold sparse; now rewrite nth_overflow).
  unfold stack; destruct (hidden b) as [|l hid]; [apply E | rewrite network_app by easy; apply E].
Qed.

(* One layer: from bounds for its inputs to bounds for its outputs, before ReLU. *)
Lemma layer_sound g bi fin p need q k c0 reach0 err0 b t s a1 z a : let d := length need in
  layer_check g bi fin p need q k c0 reach0 err0 b t s = Some a1 ->
  rows_ok bi (pars s) (cut s) need (hidden b) (wanted t) (output b) (near s) (sb s) = true ->
  norm d (fun j => pow2 q * z j - a j) <= dyadic err0 (- p) ->
  norm d (fun j => a j - middle (pars s) j) <= dyadic reach0 (- p) ->
  (bi = true -> z d = dyadic c0 (- k)) -> (0 <= c0)%Z ->
  all_admit need z ->
  let n := length (wanted t) in
  let y := network g (stack b) z in
  let q' := (q + up (pars s) + sigma t - grid t + g * depth b)%Z in
  let k' := (k + g * depth b)%Z in
  norm n (fun j => pow2 q' * y j - affine t a j) <= dyadic (err s) (- p) /\
  norm n (affine t a) <= dyadic (reach s) (- p) /\ (0 <= a1)%Z /\
  (bi && negb fin = true -> y n = dyadic (c0 * a1) (- k')).
Proof.
  intros d H HR Hz Ha Hc Hc0 Hs; cbv zeta.
  set (n := length (wanted t)); set (y := network g (stack b) z).
  unfold layer_check in H; cbv zeta in H; fold d in H.
  set (q' := (q + up (pars s) + sigma t - grid t + g * depth b)%Z) in *.
  set (k' := (k + g * depth b)%Z) in *.
  match type of H with (if ?c then _ else _) = _ => destruct c eqn:E; [|easy] end.
  apply andb_prop in E as [E Kerr]; apply andb_prop in E as [E Kreach]; apply andb_prop in E as [E Kdbias];
  apply andb_prop in E as [E Kdbias0]; apply andb_prop in E as [E Kbias]; apply andb_prop in E as [E Kbias0];
  apply andb_prop in E as [E Keta]; apply andb_prop in E as [E Keta0]; apply andb_prop in E as [E Komega];
  apply andb_prop in E as [E Kcen]; apply andb_prop in Kcen as [Kcen Kec]; apply andb_prop in E as [E Kexp];
  apply andb_prop in E as [E Keb]; apply andb_prop in E as [E Kea];
  apply andb_prop in E as [E Kgam]; apply andb_prop in E as [E Kup]; apply andb_prop in E as [E Kd].
  apply Nat.eqb_eq in E; apply Nat.ltb_lt in Kd; apply Z.leb_le in Kup; apply Z.eqb_eq in Kgam.
  apply Z.leb_le in Kea; apply Z.leb_le in Keb; apply Z.eqb_eq in Kexp; apply Z.leb_le in Keta0; apply at_most_le in Keta.
  apply at_most_le in Kerr; apply at_most_le in Kreach; rewrite dyadic_minus in Kerr, Kreach.
  destruct (rows_ok_spec _ _ _ _ _ _ _ _ _ HR) as (m & Hm & Hr & Hw & HS & HE & HB).
  fold d in Hw, HS, HE, HB; fold n in Hr, HS, HE, HB; cbv zeta in HE, HB; fold d n in HE, HB.
  set (S := fun r => slopes_of m (nth r (output b) [])) in *.
  set (su := (sigma t - grid t)%Z) in *.
  set (eb' := (beta t - grid t)%Z) in *.
  (* the rows of the block *)
  assert (Hy : forall r, (r < n)%nat -> y r = pow2 (- (g * depth b)) *
    (rsum d (fun c => bent (column (S r) c) (z c)) + if bi then IZR (fst (column (S r) d)) * z d else 0)).
  { intros r Hrn; destruct (HS r Hrn) as [Sr _]; unfold y.
    rewrite (block_row g (width bi need) b m z r (S r) _ Hm (width_nat bi need Kd)).
    - f_equal; fold d; destruct bi.
      + rewrite Nat.add_1_r; simpl; f_equal; fold (column (S r) d); apply bent_pos.
        rewrite Hc by easy; now apply dyadic_ge0.
      + rewrite Nat.add_0_r, Rplus_0_r; reflexivity.
    - rewrite app_nth1 by lia; exact Sr. }
  set (B := fun c => pow2 q * z c).
  assert (HBs : all_admit need B).
  { intros c Hcd; destruct (Hs c Hcd) as [P N]; unfold B; pose proof (pow2_pos q) as Q; split; intros F.
    - apply P; apply Rmult_lt_reg_l with (pow2 q); lra.
    - apply N; apply Rmult_lt_reg_l with (pow2 q); lra. }
  specialize (HE (eflip s) (ecuts s) (pow2 (ce (pars s))) B Kcen HBs).
  set (C := fun r => centre_error (pars s) need (weight_errors (2 ^ up (pars s)) (S r) need (nth r (wanted t) []) 1)) in *.
  set (X := fun r => IZR (2 ^ up (pars s)) * rsum d (fun c => bent (column (S r) c) (B c)) - times d (real (wanted t)) B r
    - pow2 (ce (pars s)) * IZR (C r)) in *.
  set (D := fun r => bias_error bi (pars s) (2 ^ up (pars s)) (S r) need (nth r (wanted t) [])) in *.
  set (W := fun r c => pow2 su * real (wanted t) r c).
  set (bv := fun r => dyadic (entry (wanted t) r d) eb').
  set (M := middle (pars s)) in *.
  assert (Hu : forall r, affine t a r = times d W a r + bv r).
  { intros r; unfold affine; rewrite E; fold d su eb'; f_equal; apply rsum_ext; intros c _.
    unfold dyadic, W, real; ring. }
  (* the three parts of the error *)
  assert (Hd : forall r, (r < n)%nat -> pow2 q' * y r - affine t a r =
    times d W (fun c => B c - a c) r + (pow2 su * X r + dyadic (D r) (eb' - eb (pars s)))).
  { intros r Hrn; rewrite Hu, (Hy r Hrn).
    replace (times d W (fun c => B c - a c) r) with (pow2 su * times d (real (wanted t)) B r - times d W a r).
    2: { unfold times, W; rewrite <- rsum_scal, <- rsum_minus; apply rsum_ext; intros; ring. }
    unfold X; rewrite (rsum_ext d (fun c => bent (column (S r) c) (B c)) (fun c => pow2 q * bent (column (S r) c) (z c)))
      by (intros; apply bent_scale, Rlt_le, pow2_pos).
    rewrite rsum_scal, pow2_IZR by easy.
    replace (pow2 q') with (pow2 q * pow2 (up (pars s)) * pow2 su * pow2 (g * depth b))
      by (rewrite <- !pow2_add; f_equal; unfold q', su; ring).
    assert (G : pow2 (g * depth b) * pow2 (- (g * depth b)) = 1)
      by (rewrite <- pow2_add, <- pow2_0; f_equal; ring).
    set (u := rsum d _).
    replace (pow2 q * pow2 (up (pars s)) * pow2 su * pow2 (g * depth b) * (pow2 (- (g * depth b)) *
      (u + (if bi then IZR (fst (column (S r) d)) * z d else 0)))) with
      (pow2 q * pow2 (up (pars s)) * pow2 su * (u + (if bi then IZR (fst (column (S r) d)) * z d else 0))
        * (pow2 (g * depth b) * pow2 (- (g * depth b)))) by ring.
    rewrite G, Rmult_1_r.
    enough (pow2 q * pow2 (up (pars s)) * pow2 su * (if bi then IZR (fst (column (S r) d)) * z d else 0) - bv r
      + pow2 su * (pow2 (ce (pars s)) * IZR (C r)) = dyadic (D r) (eb' - eb (pars s))) by (destruct bi; lra).
    assert (HF : pow2 su * (pow2 (ce (pars s)) * IZR (C r)) = dyadic (C r * 2 ^ ec (pars s)) (eb' - eb (pars s))).
    { unfold uncentred in Kec; destruct (centre (pars s)) eqn:Ec.
      - unfold C; rewrite centre_error_0 by easy; unfold dyadic; simpl; ring.
      - apply andb_prop in Kec as [K1 K2]; apply Z.leb_le in K1; apply Z.eqb_eq in K2.
        rewrite dyadic_shift, <- K2 by easy; unfold dyadic.
        replace (ec (pars s) + (su + ce (pars s) - ec (pars s)))%Z with (su + ce (pars s))%Z by ring.
        rewrite pow2_add; ring. }
    rewrite HF; unfold D, bv, bias_error; fold (C r) d; rewrite dyadic_plus.
    enough (pow2 q * pow2 (up (pars s)) * pow2 su * (if bi then IZR (fst (column (S r) d)) * z d else 0)
      - dyadic (entry (wanted t) r d) eb' =
      dyadic (if bi then shift (pars s) (fst (column (S r) d)) (nth d (nth r (wanted t) []) 0%Z) else 0%Z)
        (eb' - eb (pars s))) by lra.
    fold (entry (wanted t) r d); destruct bi.
    - rewrite Hc by easy; unfold shift; rewrite dyadic_minus, dyadic_shift by easy.
      replace (eb (pars s) + (eb' - eb (pars s)))%Z with eb' by ring.
      rewrite Z.mul_assoc, dyadic_shift, Kgam by easy; unfold dyadic; rewrite mult_IZR.
      replace (ea (pars s) + (eb' - eb (pars s)))%Z with (q + up (pars s) + su + - k)%Z
        by (unfold q', k', su in *; lia).
      rewrite !pow2_add; ring.
    - rewrite Forall_forall in Hw; unfold entry; rewrite nth_overflow.
      + unfold dyadic; simpl; ring.
      + rewrite (Hw (nth r (wanted t) [])); [lia | now apply nth_In]. }
  (* their norms *)
  assert (BW : bounded n d W (dyadic (omega s) (- p))).
  { apply bounded_le with (dyadic (norm_bound (flip s) (cuts s) d (map (firstn d) (wanted t))) su).
    2: now apply at_most_le.
    unfold dyadic, W; rewrite Rmult_comm; apply bounded_scal; [apply Rlt_le, pow2_pos|].
    apply bounded_ext with (real (map (firstn d) (wanted t))).
    - intros r c _ Hcd; unfold real; now rewrite entry_firstn.
    - apply norm_bound_bounded; now apply (shape_firstn n d _ _ eq_refl Hw). }
  destruct BW as [W0 BW].
  assert (NB : norm d (fun j => B j - M j) <= dyadic (reach0 + err0) (- p)).
  { rewrite (norm_ext d _ (fun j => (a j - M j) + (B j - a j))) by (intros; ring).
    eapply Rle_trans; [apply norm_triangle|]; rewrite dyadic_plus.
    apply Rplus_le_compat; [exact Ha | exact Hz]. }
  set (N := near_norm _ _ _ _ _) in *.
  assert (HN : pow2 su * (IZR N / 2) <= dyadic (eta s) (- p)).
  { eapply Rle_trans; [|exact Keta]; unfold dyadic, Z.sub; rewrite pow2_add; right; unfold pow2 at 3; simpl; field. }
  assert (NX : norm n (fun r => pow2 su * X r) <= dyadic (eta s) (- p) * norm d (fun j => B j - M j)).
  { rewrite norm_scal, Rabs_pos_eq by apply Rlt_le, pow2_pos.
    apply Rle_trans with (pow2 su * (IZR N / 2) * norm d (fun j => B j - M j)); [|apply Rmult_le_compat_r; [apply norm_ge0 | exact HN]].
    rewrite Rmult_assoc; apply Rmult_le_compat_l; [apply Rlt_le, pow2_pos|].
    eapply Rle_trans; [exact HE|]; right; f_equal; apply norm_ext; intros j _.
    unfold M, middle, dyadic; ring. }
  assert (ND : norm n (fun r => dyadic (D r) (eb' - eb (pars s))) <= dyadic (dbias s) (- p)).
  { apply (norm_at_most _ _ _ _ _ _ Kdbias0 Kdbias); apply scalar_dyadic; exact HB. }
  assert (Nb : norm n (fun r => times d W M r + bv r) <= dyadic (bias s) (- p)).
  { rewrite (norm_ext n _ (fun r => dyadic (centred (centre (pars s)) (su + ce (pars s)) eb' d (nth r (wanted t) []))
      (Z.min (su + ce (pars s)) eb'))).
    - apply (norm_at_most _ _ _ _ _ _ Kbias0 Kbias); apply scalar_dyadic; right; symmetry; apply column_squares.
    - intros r _; unfold d; rewrite dyadic_centred by exact Kcen; unfold bv, times, entry; f_equal.
      apply rsum_ext; intros c _; unfold W, real, entry, dyadic, M; ring. }
  split; [|split; [|split]].
  - rewrite (norm_ext n _ _ Hd); eapply Rle_trans; [apply norm_triangle|].
    pose proof (norm_triangle n (fun r => pow2 su * X r) (fun r => dyadic (D r) (eb' - eb (pars s)))) as T.
    pose proof (BW (fun c => B c - a c)) as T1.
    pose proof (Rmult_le_compat_l _ _ _ W0 Hz) as T2.
    pose proof (Rmult_le_compat_l _ _ _ (dyadic_ge0 _ (- p) Keta0) NB) as T3.
    rewrite dyadic_mult in T2, T3; replace (- p + - p)%Z with (- (2 * p))%Z in T2, T3 by ring.
    replace ((omega s + eta s) * err0 + eta s * reach0)%Z with
      (omega s * err0 + eta s * (reach0 + err0))%Z in Kerr by ring.
    rewrite dyadic_plus in Kerr; unfold B in T1 at 2; lra.
  - rewrite (norm_ext n _ (fun r => times d W (fun j => a j - M j) r + (times d W M r + bv r))).
    2: { intros r _; rewrite Hu; unfold times; rewrite <- Rplus_assoc, <- rsum_plus; f_equal.
         apply rsum_ext; intros; ring. }
    eapply Rle_trans; [apply norm_triangle|].
    pose proof (BW (fun j => a j - M j)) as T1; pose proof (Rmult_le_compat_l _ _ _ W0 Ha) as T2.
    rewrite dyadic_mult in T2; replace (- p + - p)%Z with (- (2 * p))%Z in T2 by ring; lra.
  - destruct (carry b) as [|r [|]]; [| |easy].
    + injection H as <-; destruct bi; lia.
    + destruct (bi && negb fin); [|easy]; destruct (carry_gain _ _ _) as [a'|]; [|easy].
      destruct (increasing r && (0 <=? a')%Z && _) eqn:P; [|easy]; injection H as <-.
      apply andb_prop in P as [P _]; apply andb_prop in P as [_ P]; now apply Z.leb_le.
  - intros F; rewrite F in H; apply andb_prop in F as [-> _].
    destruct (carry b) as [|r [|]] eqn:Eb; [| |easy].
    { injection H as <-; unfold y; rewrite no_row, Z.mul_0_r by (rewrite Eb, app_nil_r; lia).
      unfold dyadic; ring. }
    destruct (carry_gain _ _ _) as [a'|] eqn:Ec; [|easy].
    destruct (increasing r && (0 <=? a')%Z && _); [|easy]; injection H as ->.
    unfold y; rewrite (carry_sound g d b z n r a1 Ec Eb Hr) by (rewrite Hc by easy; now apply dyadic_ge0).
    rewrite Hc by easy; unfold dyadic, k'; rewrite mult_IZR.
    replace (- (k + g * depth b))%Z with (- (g * depth b) + - k)%Z by ring; rewrite pow2_add; ring.
Qed.

Lemma admits_inner d c x : (c < d)%nat -> 0 <= x -> admits (nth c (inner d) (true, true)) x.
Proof.
  intros Hc Hx; unfold inner; rewrite (nth_indep _ _ (true, false)) by (rewrite repeat_length; lia).
  rewrite nth_repeat; split; simpl; [easy | intros; lra].
Qed.

(* The whole network *)

Lemma stack_ne b l : stack b ++ l <> [].
Proof. unfold stack; destruct (hidden b); easy. Qed.

Lemma relus_scale e y u n p h : norm n (fun j => pow2 e * y j - u j) <= dyadic h p ->
  norm n (fun j => pow2 e * relus y j - relus u j) <= dyadic h p.
Proof.
  intros H; eapply Rle_trans; [|exact H].
  rewrite (norm_ext n _ (fun j => relus (fun i => pow2 e * y i) j - relus u j)); [apply norm_relus|].
  intros j _; unfold relus; now rewrite relu_scale by apply Rlt_le, pow2_pos.
Qed.

Lemma layers_sound g bi sc p ep : forall bs ts ss need q k c0 reach0 err0 z a,
  bs <> [] ->
  layers_check g bi sc p ep need q k c0 reach0 err0 bs ts ss = true ->
  rows_check bi need bs ts ss ->
  norm (length need) (fun j => pow2 q * z j - a j) <= dyadic err0 (- p) ->
  norm (length need) (fun j => a j - middle (first_pars ss) j) <= dyadic reach0 (- p) ->
  (bi = true -> z (length need) = dyadic c0 (- k)) -> (0 <= c0)%Z ->
  all_admit need z ->
  norm (length (wanted (last ts (Layer 0 [] 0 0 0))))
    (fun j => pow2 sc * network g (flat_map stack bs) z j - target_output ts a j) <= dyadic ep (- p).
Proof.
  induction bs as [|b bs IH]; intros ts ss need q k c0 reach0 err0 z a Hne H HR Hz Ha Hc Hc0 Hs; [easy|].
  destruct ts as [|t ts]; [easy|]; destruct ss as [|s ss]; [easy|]; cbn [layers_check rows_check first_pars] in H, HR, Ha.
  destruct HR as [HR HR'].
  destruct (layer_check _ _ _ _ _ _ _ _ _ _ _ _ _) as [a1|] eqn:E; [|easy].
  apply andb_prop in H as [Hm H].
  destruct (layer_sound _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ E HR Hz Ha Hc Hc0 Hs) as (G1 & G2 & G3 & G4).
  destruct bs as [|b' bs].
  - destruct ts; [|easy]; destruct ss; [|easy]; cbn [layers_check] in H; apply andb_prop in H as [H1 H2].
    apply Z.eqb_eq in H1; apply Z.leb_le in H2; cbn [flat_map last target_output]; rewrite app_nil_r, <- H1.
    eapply Rle_trans; [exact G1 | now apply dyadic_le].
  - destruct ts as [|t' ts]; [easy|]; destruct ss as [|s' ss]; [easy|].
    set (n := length (wanted t)) in *.
    assert (Hn : length (inner n) = n) by apply length_inner.
    replace (fun j => _) with (fun j => pow2 sc * network g (flat_map stack (b' :: bs)) (relus (network g (stack b) z)) j
      - target_output (t' :: ts) (relus (affine t a)) j).
    2: { change (flat_map stack (b :: b' :: bs)) with (stack b ++ flat_map stack (b' :: bs)).
         rewrite network_app; [easy | rewrite <- (app_nil_r (stack b)); apply stack_ne | apply stack_ne]. }
    change (last (t :: t' :: ts) _) with (last (t' :: ts) (Layer 0 [] 0 0 0)).
    refine (IH _ _ _ _ _ _ _ _ _ _ _ H HR' _ _ _ _ _); [easy | ..]; rewrite ?Hn.
    + apply relus_scale; exact G1.
    + rewrite (norm_ext n _ (relus (affine t a))); [eapply Rle_trans; [apply norm_relu | exact G2]|].
      intros j _; unfold uncentred in Hm; unfold middle; destruct (centre _); [|easy].
      unfold dyadic; destruct j; simpl; ring.
    + intros F; unfold relus; rewrite (G4 ltac:(now rewrite F)); apply relu_pos, dyadic_ge0.
      now apply Z.mul_nonneg_nonneg.
    + now apply Z.mul_nonneg_nonneg.
    + intros c Hc'; apply admits_inner; [now rewrite <- Hn | apply relu_ge0].
Qed.

(* The domain: signs and norm of the inputs. *)
Lemma length_signs dm d p r0 q : domain_check dm d p r0 q = true -> length (signs dm d) = d.
Proof.
  destruct dm as [r e|r e|sides e]; simpl; intros H; [apply repeat_length | apply length_inner |].
  apply andb_prop in H as [_ H]; apply andb_prop in H as [H _]; apply andb_prop in H as [H _]; apply Nat.eqb_eq in H.
  now rewrite map_length.
Qed.

Lemma nth_signs_box sides e d c : (c < length sides)%nat -> nth c (signs (Box sides e) d) (true, true) =
  (0 <? snd (nth c sides (0, 0)%Z), fst (nth c sides (0, 0)%Z) <? 0)%Z.
Proof.
  intros H; set (f := fun side : Z * Z => (0 <? snd side, fst side <? 0)%Z).
  change (nth c (map f sides) (true, true) = f (nth c sides (0, 0)%Z)).
  rewrite (nth_indep _ _ (f (0, 0)%Z)) by (now rewrite map_length); apply map_nth.
Qed.

Lemma signs_admit dm d p r0 q x c : domain_check dm d p r0 q = true -> in_domain dm d x -> (c < d)%nat ->
  admits (nth c (signs dm d) (true, true)) (x c).
Proof.
  destruct dm as [r e|r e|sides e]; intros H Hx Hc.
  - simpl; rewrite nth_repeat; now split.
  - apply admits_inner; [easy | now apply Hx].
  - simpl in H; apply andb_prop in H as [_ H]; apply andb_prop in H as [H _]; apply andb_prop in H as [H _]; apply Nat.eqb_eq in H.
    rewrite nth_signs_box by lia; destruct (Hx c Hc) as [L U]; pose proof (pow2_pos e) as P; unfold dyadic in L, U.
    split; simpl; intros F; apply Z.ltb_lt, lt_IZR; apply Rmult_lt_reg_r with (pow2 e); lra.
Qed.

(* A number between lo and hi is not farther from m than one of them. *)
Lemma side_square lo hi m x e : dyadic lo e <= x <= dyadic hi e ->
  (x - dyadic m e) * (x - dyadic m e) <= dyadic (Z.max ((lo - m) * (lo - m)) ((hi - m) * (hi - m))) (2 * e).
Proof.
  intros [L U]; set (v := x - dyadic m e).
  assert (L' : dyadic (lo - m) e <= v) by (unfold v; rewrite dyadic_minus; lra).
  assert (U' : v <= dyadic (hi - m) e) by (unfold v; rewrite dyadic_minus; lra).
  replace (2 * e)%Z with (e + e)%Z by ring.
  assert (A : v * v <= dyadic (lo - m) e * dyadic (lo - m) e \/ v * v <= dyadic (hi - m) e * dyadic (hi - m) e) by
    (destruct (Rle_lt_dec 0 v); [right | left]; nra).
  rewrite !dyadic_mult in A; destruct A as [A|A]; (eapply Rle_trans; [exact A | apply dyadic_le; lia]).
Qed.

Lemma domain_norm dm d p r0 q x : domain_check dm d p r0 q = true -> in_domain dm d x ->
  norm d (fun j => x j - middle q j) <= dyadic r0 (- p).
Proof.
  assert (U : uncentred q = true -> norm d (fun j => x j - middle q j) = norm d x).
  { unfold uncentred, middle; destruct (centre q); [intros _|easy]; apply norm_ext; intros j _.
    unfold dyadic; destruct j; simpl; ring. }
  destruct dm as [r e|r e|sides e]; cbn [domain_check in_domain]; cbv zeta; intros H Hx; apply andb_prop in H as [_ H].
  - apply andb_prop in H as [H F]; rewrite (U F); eapply Rle_trans; [exact Hx | now apply at_most_le].
  - apply andb_prop in H as [H F]; rewrite (U F); eapply Rle_trans; [apply Hx | now apply at_most_le].
  - apply andb_prop in H as [H H3]; apply andb_prop in H as [H1 H2]; apply Nat.eqb_eq in H1.
    apply (norm_at_most _ _ _ _ _ _ H2 H3); clear H2 H3 U; subst d; unfold middle.
    set (e' := ce q); set (k := Z.min e e'); revert x Hx; generalize (centre q) as m.
    induction sides as [|[lo hi] sides IH]; intros m x Hx; cbn [length farthest];
      [right; unfold dyadic, scalar; simpl; ring|].
    assert (P : forall v, dyadic v e = dyadic (v * 2 ^ (e - k)) k /\ dyadic v e' = dyadic (v * 2 ^ (e' - k)) k).
    { intros v; rewrite !dyadic_shift by (unfold k; lia); split; f_equal; ring. }
    unfold scalar; rewrite rsum_first, dyadic_plus; apply Rplus_le_compat.
    + specialize (Hx O ltac:(simpl; lia)); cbn [nth fst snd] in *; destruct (P lo) as [E1 _], (P hi) as [E2 _].
      destruct (P (nth 0 m 0%Z)) as [_ E3]; rewrite E1, E2 in Hx; rewrite E3.
      replace (hd 0%Z m) with (nth 0 m 0%Z) by now destruct m.
      now apply side_square.
    + eapply Rle_trans; [|apply (IH (tl m) (fun j => x (S j))); intros c Hc; apply (Hx (S c)); simpl; lia].
      right; apply rsum_ext; intros j _; destruct m; destruct j; easy.
Qed.

(* The domain has a point: 0, or the lower corner of the box. *)
Theorem domain_inhabited C : certificate_check C = true -> exists x, in_domain (dom C) (dimension C) x.
Proof.
  unfold certificate_check; rewrite !andb_true_iff; intros [[H _] _]; destruct (dom C) as [r e|r e|sides e];
    cbn [domain_check in_domain] in *; apply andb_prop in H as [H _].
  1-2: exists (fun _ => 0); assert (N : norm (dimension C) (fun _ => 0) <= dyadic r e) by
    (apply norm_le; [now apply dyadic_ge0, Z.leb_le|]; unfold scalar; rewrite Rmult_0_l, rsum_0; apply Rle_0_sqr).
  - exact N.
  - split; [exact N | intros; lra].
  - exists (fun c => dyadic (fst (nth c sides (0, 0)%Z)) e); intros c _; split; [lra|]; apply dyadic_le.
    rewrite forallb_forall in H; destruct (nth_in_or_default c sides (0, 0)%Z) as [F| ->]; [|easy].
    now apply Z.leb_le, H.
Qed.

(* The ticket is within eps of its target on the whole domain. *)
Theorem network_within C : certificate_check C = true -> certificate_rows C ->
  forall x, in_domain (dom C) (dimension C) x ->
  norm (outputs C) (fun j => ticket C x j - target C x j) <= dyadic (eps C) (- precision C).
Proof.
  unfold certificate_check; rewrite !andb_true_iff; intros [[Hd Hb] H] HR x Hx.
  pose proof (length_signs _ _ _ _ _ Hd) as Hl.
  assert (E : forall j, (j < dimension C)%nat -> with_one (biased C) (dimension C) x j = x j).
  { intros j Hj; unfold with_one; destruct (Nat.eqb_spec j (dimension C)); [lia | now rewrite andb_false_r]. }
  unfold ticket, target, outputs, ticket_output.
  apply (layers_sound (bits C) (biased C) (scale C) (precision C) (eps C) (blocks C) (layers C) (steps C)
    (signs (dom C) (dimension C)) 0 0 1 (reach_in C) 0 (with_one (biased C) (dimension C) x) x).
  - destruct (blocks C); [discriminate | easy].
  - exact H.
  - exact HR.
  - rewrite Hl, (norm_ext _ _ (fun j => 0 * x j)).
    + rewrite norm_scal, Rabs_R0; unfold dyadic; lra.
    + intros j Hj; rewrite E, pow2_0 by easy; ring.
  - rewrite Hl; exact (domain_norm _ _ _ _ _ _ Hd Hx).
  - intros F; rewrite Hl, F; unfold with_one; rewrite Nat.eqb_refl; unfold dyadic, pow2; simpl; ring.
  - lia.
  - intros c Hc; rewrite Hl in Hc; rewrite E by easy; now apply (signs_admit _ _ _ _ _ _ _ Hd).
Qed.

(* The single weights.  axis c v is the vector with v in coordinate c and 0 elsewhere. *)

Definition axis (c : nat) (v : R) : vec := fun j => if Nat.eqb j c then v else 0.

(* Fed with axis c v, a block returns in row r the wanted weight times v, up to tol |v|: for every sign v can
   have; in the column of the constant coordinate for v >= 0; and the carry row the constant one, nothing else. *)
Definition block_within (g : Z) (bi : bool) (need : list (bool * bool)) (b : block) (t : layer) (s : bounds) : Prop :=
  let value c v r := pow2 (up (pars s) + g * depth b) * network g (stack b) (axis c v) r in
  let close a w v := Rabs (a - IZR w * v) <= IZR (tol (pars s)) * Rabs v in
  let n := length (wanted t) in
  (forall r c v, (r < n)%nat -> (c < inputs t)%nat -> admits (nth c need (true, true)) v ->
     close (value c v r) (entry (wanted t) r c) v) /\
  (bi = true -> forall r v, (r < n)%nat -> 0 <= v ->
     close (value (inputs t) v r) (entry (wanted t) r (inputs t)) v) /\
  (carry b <> [] -> forall v, 0 <= v -> close (value (inputs t) v n) (one s) v) /\
  (carry b <> [] -> forall c v, (c < inputs t)%nat -> value c v n = 0).

Fixpoint blocks_within (g : Z) (bi : bool) (need : list (bool * bool)) (bs : list block) (ts : list layer)
  (ss : list bounds) : Prop :=
  match bs, ts, ss with
  | b :: bs', t :: ts', s :: ss' =>
      block_within g bi need b t s /\ blocks_within g bi (inner (length (wanted t))) bs' ts' ss'
  | _, _, _ => True
  end.

Lemma axis_row g up d c v s y : (0 <= up)%Z -> (c < d)%nat ->
  y = pow2 (- g) * rsum d (fun j => bent (column s j) (axis c v j)) ->
  pow2 (up + g) * y = IZR (2 ^ up) * bent (column s c) v.
Proof.
  intros Hu Hc ->; rewrite (rsum_change d (fun _ => 0) _ c (bent (column s c) v)), rsum_0, pow2_IZR by
    (easy || (unfold axis; rewrite Nat.eqb_refl; ring) ||
     (intros j Hj; unfold axis; destruct (Nat.eqb_spec j c); [easy|]; unfold bent; rewrite Ropp_0, relu_pos by lra; ring)).
  rewrite Rplus_0_l, pow2_add; assert (G : pow2 g * pow2 (- g) = 1) by (rewrite <- pow2_add, <- pow2_0; f_equal; ring).
  transitivity (pow2 up * bent (column s c) v * (pow2 g * pow2 (- g))); [ring | rewrite G; ring].
Qed.

Lemma block_sound g bi fin p need q k c0 reach0 err0 b t s a1 :
  layer_check g bi fin p need q k c0 reach0 err0 b t s = Some a1 ->
  rows_ok bi (pars s) (cut s) need (hidden b) (wanted t) (output b) (near s) (sb s) = true ->
  block_within g bi need b t s.
Proof.
  intros H HR; set (d := length need); unfold layer_check in H; cbv zeta in H; fold d in H.
  match type of H with (if ?c then _ else _) = _ => destruct c eqn:E; [|easy] end.
  do 14 apply andb_prop in E as [E _]; apply andb_prop in E as [E Ku]; apply andb_prop in E as [E Kd].
  apply Nat.eqb_eq in E; apply Nat.ltb_lt in Kd; apply Z.leb_le in Ku.
  destruct (rows_ok_spec _ _ _ _ _ _ _ _ _ HR) as (m & Hm & Hr & _ & HS & _); fold d in HS.
  set (n := length (wanted t)) in *; set (S := fun r => slopes_of m (nth r (output b) [])) in *.
  assert (V : forall r c v, (r < n)%nat -> (c < d + if bi then 1 else 0)%nat ->
    pow2 (up (pars s) + g * depth b) * network g (stack b) (axis c v) r =
    IZR (2 ^ up (pars s)) * bent (column (S r) c) v).
  { intros r c v Hrn Hc; apply axis_row with (d + if bi then 1 else 0)%nat; [easy | easy|].
    apply (block_row g (width bi need) b m _ r (S r) _ Hm (width_nat bi need Kd)).
    rewrite app_nth1 by lia; now apply HS. }
  assert (VC : forall r a1, carry b = [r] -> carry_gain (Pos.of_succ_nat d) (hidden b) r = Some a1 ->
    forall c v, 0 <= axis c v d -> pow2 (up (pars s) + g * depth b) * network g (stack b) (axis c v) n =
    IZR (2 ^ up (pars s)) * (IZR a1 * axis c v d)).
  { intros r a Hb Hg c v Hv; rewrite (carry_sound g d b _ n r a Hg Hb Hr Hv), pow2_IZR, pow2_add by easy.
    assert (G : pow2 (g * depth b) * pow2 (- (g * depth b)) = 1) by (rewrite <- pow2_add, <- pow2_0; f_equal; ring).
    transitivity (pow2 (up (pars s)) * (IZR a * axis c v d) * (pow2 (g * depth b) * pow2 (- (g * depth b))));
      [ring | rewrite G; ring]. }
  assert (HC : carry b <> [] -> exists r a, carry b = [r] /\ carry_gain (Pos.of_succ_nat d) (hidden b) r = Some a /\
    (Z.abs (2 ^ up (pars s) * a - one s) <= tol (pars s))%Z).
  { destruct (carry b) as [|r [|]]; [easy| |easy]; intros _; exists r; destruct (bi && negb fin); [|easy].
    destruct (carry_gain _ _ r) as [a|]; [|easy]; exists a; repeat split.
    destruct (increasing r && (0 <=? a)%Z && _) eqn:F; [|easy]; apply andb_prop in F as [_ F]; now apply Z.leb_le. }
  unfold block_within; cbv zeta; fold n; rewrite E; split; [|split; [|split]].
  - intros r c v Hrn Hc Hv; rewrite V by lia; destruct (HS r Hrn) as (_ & HE & _); destruct (HE c Hc).
    now apply close_bent with (nth c need (true, true)).
  - intros F r v Hrn Hv; rewrite V by (rewrite ?F; lia); destruct (HS r Hrn) as (_ & _ & HE); specialize (HE F).
    rewrite bent_pos by easy; now apply close_scaled.
  - intros F v Hv; destruct (HC F) as (r & a & Hb & Hg & Ht).
    assert (X : axis d v d = v) by (unfold axis; now rewrite Nat.eqb_refl).
    rewrite (VC r a Hb Hg) by now rewrite X.
    rewrite X; now apply close_scaled.
  - intros F c v Hc; destruct (HC F) as (r & a & Hb & Hg & _).
    assert (X : axis c v d = 0) by (unfold axis; destruct (Nat.eqb_spec d c); [lia | easy]).
    rewrite (VC r a Hb Hg) by (rewrite X; lra); rewrite X; ring.
Qed.

Lemma blocks_sound g bi sc p ep : forall bs ts ss need q k c0 reach0 err0,
  layers_check g bi sc p ep need q k c0 reach0 err0 bs ts ss = true -> rows_check bi need bs ts ss ->
  blocks_within g bi need bs ts ss.
Proof.
  induction bs as [|b bs IH]; intros [|t ts] [|s ss] need q k c0 reach0 err0 H HR; try easy.
  cbn [layers_check rows_check blocks_within] in *; destruct HR as [HR HR'].
  destruct (layer_check _ _ _ _ _ _ _ _ _ _ _ _ _) as [a1|] eqn:E; [|easy].
  apply andb_prop in H as [_ H]; split; [eapply block_sound; [exact E | exact HR]|].
  eapply IH; [exact H | exact HR'].
Qed.

Definition certificate_weights (C : certificate) : Prop :=
  blocks_within (bits C) (biased C) (signs (dom C) (dimension C)) (blocks C) (layers C) (steps C).

(* Every effective weight of every block is within its tolerance. *)
Theorem weights_within C : certificate_check C = true -> certificate_rows C -> certificate_weights C.
Proof.
  unfold certificate_check; rewrite !andb_true_iff; intros [_ H] HR; eapply blocks_sound; [exact H | exact HR].
Qed.

(* The ticket is a set of kept weights: every row of every layer of every block lists distinct units. *)
Definition certificate_kept (C : certificate) : Prop :=
  Forall (fun b => Forall (Forall (fun r : row => NoDup (map fst r))) (stack b)) (blocks C).

Lemma carry_distinct g bi fin p need q k c0 reach0 err0 b t s a1 :
  layer_check g bi fin p need q k c0 reach0 err0 b t s = Some a1 -> Forall kept_distinct (carry b).
Proof.
  unfold layer_check; cbv zeta; intros H.
  match type of H with (if ?c then _ else _) = _ => destruct c; [|easy] end.
  destruct (carry b) as [|r [|]]; [constructor | | easy]; constructor; [|constructor].
  destruct (bi && negb fin); [|easy]; destruct (carry_gain _ _ r) as [a|]; [|easy].
  destruct (increasing r && _ && _) eqn:E; [|easy]; apply andb_prop in E as [E _]; apply andb_prop in E as [E _].
  now apply increasing_distinct.
Qed.

Lemma blocks_distinct g bi sc p ep : forall bs ts ss need q k c0 reach0 err0,
  layers_check g bi sc p ep need q k c0 reach0 err0 bs ts ss = true -> rows_check bi need bs ts ss ->
  Forall (fun b => Forall (Forall kept_distinct) (stack b)) bs.
Proof.
  induction bs as [|b bs IH]; intros [|t ts] [|s ss] need q k c0 reach0 err0 H HR; try easy.
  cbn [layers_check rows_check] in *; destruct HR as [HR HR'].
  destruct (layer_check _ _ _ _ _ _ _ _ _ _ _ _ _) as [a1|] eqn:E; [|easy].
  apply andb_prop in H as [_ H]; constructor; [|eapply IH; [exact H | exact HR']].
  apply rows_ok_distinct in HR as [Hh Ho]; apply carry_distinct in E.
  unfold stack; apply Forall_app; split; [exact Hh|]; constructor; [|constructor].
  now apply Forall_app.
Qed.

(* No weight is kept twice. *)
Theorem kept_once C : certificate_check C = true -> certificate_rows C -> certificate_kept C.
Proof.
  unfold certificate_check; rewrite !andb_true_iff; intros [_ H] HR; eapply blocks_distinct; [exact H | exact HR].
Qed.

(* m 2^e against the decimal fraction a / b. *)
Lemma dyadic_at_most m e a b : ((0 <? b)%Z && at_most (m * b) e a 0) = true -> dyadic m e <= IZR a / IZR b.
Proof.
  rewrite andb_true_iff, Z.ltb_lt; intros [Hb H]; apply at_most_le in H; assert (B : 0 < IZR b) by now apply IZR_lt.
  apply Rmult_le_reg_r with (IZR b); [easy|]; replace (IZR a / IZR b * IZR b) with (IZR a) by (field; lra).
  replace (dyadic m e * IZR b) with (dyadic (m * b) e) by (unfold dyadic; rewrite mult_IZR; ring).
  eapply Rle_trans; [exact H|]; unfold dyadic; rewrite pow2_0; lra.
Qed.
