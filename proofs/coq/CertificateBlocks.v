(* Sparse ReLU networks with integer weights over a power of two, and an integer computation of what a
   block of such a network computes when every hidden unit is fed by one input coordinate only:
   on each coordinate a linear function with one slope for positive and one for negative inputs. *)
From Coq Require Import Reals Lra Lia ZArith List Bool FMapPositive.
From SLTH Require Import CertificateVectors.
Import ListNotations.
Open Scope R_scope.

Definition pow2 (e : Z) : R := powerRZ 2 e.

(* A row lists the kept weights of a unit: the number (from 1) of a unit below, and a numerator. *)
Definition row := list (positive * Z).
Definition place (c : positive) : nat := pred (Pos.to_nat c).

Fixpoint weighted (g : Z) (r : row) (x : vec) : R :=
  match r with [] => 0 | (c, v) :: r' => IZR v * pow2 (- g) * x (place c) + weighted g r' x end.
Definition sparse (g : Z) (rows : list row) (x : vec) : vec := fun j => weighted g (nth j rows []) x.

(* The network of the given sparse layers, with ReLU between the layers. *)
Fixpoint network (g : Z) (layers : list (list row)) (x : vec) : vec :=
  match layers with
  | [] => x
  | [rows] => sparse g rows x
  | rows :: rest => network g rest (relus (sparse g rows x))
  end.

(* A block: hidden layers and a last layer, whose rows are the output rows and the rows (one or none)
   that carry the constant coordinate. *)
Record block := Block { hidden : list (list row); output : list row; carry : list row }.
Definition stack (b : block) : list (list row) := hidden b ++ [output b ++ carry b].
Definition depth (b : block) : Z := Z.of_nat (S (length (hidden b))).

(* The unit numbers of a row increase: no weight is kept twice. *)
Fixpoint increasing (r : row) : bool :=
  match r with
  | a :: ((b :: _) as r') => Pos.ltb (fst a) (fst b) && increasing r'
  | _ => true
  end.
Definition kept_distinct (r : row) : Prop := NoDup (map fst r).

Lemma increasing_above a r : increasing (a :: r) = true -> Forall (Pos.lt (fst a)) (map fst r) /\ increasing r = true.
Proof.
  revert a; induction r as [|b r IH]; intros a H; [split; [constructor | easy]|].
  change (Pos.ltb (fst a) (fst b) && increasing (b :: r) = true) in H.
  apply andb_prop in H as [L H]; apply Pos.ltb_lt in L; split; [|easy]; constructor; [easy|].
  eapply Forall_impl; [|apply (IH b H)]; intros c Hc; now apply Pos.lt_trans with (fst b).
Qed.

Lemma increasing_distinct r : increasing r = true -> kept_distinct r.
Proof.
  induction r as [|a r IH]; intros H; [constructor|]; apply increasing_above in H as [F H].
  constructor; [|now apply IH]; intros Hin; rewrite Forall_forall in F; apply (Pos.lt_irrefl (fst a)); auto.
Qed.

Lemma all_distinct rs : forallb increasing rs = true -> Forall kept_distinct rs.
Proof. rewrite forallb_forall, Forall_forall; intros H r Hr; now apply increasing_distinct, H. Qed.

(* Powers of two *)

Lemma pow2_pos e : 0 < pow2 e.
Proof. apply powerRZ_lt; lra. Qed.
Lemma pow2_add a b : pow2 (a + b) = pow2 a * pow2 b.
Proof. apply powerRZ_add; lra. Qed.
Lemma relu_pow2 a e x : relu (a * pow2 e * x) = pow2 e * relu (a * x).
Proof. rewrite <- relu_scale by apply Rlt_le, pow2_pos; f_equal; ring. Qed.
Lemma pow2_0 : pow2 0 = 1.
Proof. reflexivity. Qed.
Lemma pow2_IZR e : (0 <= e)%Z -> IZR (2 ^ e) = pow2 e.
Proof. intros H; rewrite <- (Z2Nat.id e H), <- pow_IZR; apply pow_powerRZ. Qed.

(* Networks *)

Lemma network_app g a b x : a <> [] -> b <> [] -> network g (a ++ b) x = network g b (relus (network g a x)).
Proof.
  intros Ha Hb; revert x; induction a as [|l a IH]; intros x; [easy|].
  destruct a as [|l' a]; simpl in *; [destruct b; easy|]; apply IH; easy.
Qed.

Lemma place_succ n : place (Pos.of_succ_nat n) = n.
Proof. unfold place; rewrite SuccNat2Pos.id_succ; easy. Qed.

Lemma succ_place c : Pos.of_succ_nat (place c) = c.
Proof. unfold place; apply Pos2Nat.inj; rewrite SuccNat2Pos.id_succ; pose proof (Pos2Nat.is_pos c); lia. Qed.

(* Gains: unit number -> (its input coordinate c, numerator a of its gain): the unit is relu (a z_c). *)

Definition gains := PositiveMap.t (positive * Z).

(* Numbers the rows from k and stores what f finds for them; None is a failure, Some None stores nothing. *)
Fixpoint numbered (f : row -> option (option (positive * Z))) (rows : list row) (k : positive) (m : gains)
  : option gains :=
  match rows with
  | [] => Some m
  | r :: rows' =>
      match f r with
      | None => None
      | Some None => numbered f rows' (Pos.succ k) m
      | Some (Some a) => numbered f rows' (Pos.succ k) (PositiveMap.add k a m)
      end
  end.

(* A unit of the first hidden layer has one kept weight (or none). *)
Definition first_gain (width : positive) (r : row) : option (option (positive * Z)) :=
  match r with
  | [] => Some None
  | [(c, u)] => if Pos.leb c width then Some (Some (c, u)) else None
  | _ => None
  end.

(* The parents of a deeper unit have the same input and gains of the same sign as their weighted sum. *)
Fixpoint total_gain (m : gains) (c : positive) (s : bool) (r : row) : option Z :=
  match r with
  | [] => Some 0%Z
  | (h, w) :: r' =>
      match PositiveMap.find h m with
      | Some (c', a) =>
          if Pos.eqb c c' && Bool.eqb s (0 <? a)%Z then
            match total_gain m c s r' with Some t => Some (w * a + t)%Z | None => None end
          else None
      | None => None
      end
  end.
Definition next_gain (m : gains) (r : row) : option (option (positive * Z)) :=
  match r with
  | [] => Some None
  | (h, _) :: _ =>
      match PositiveMap.find h m with
      | Some (c, a) =>
          match total_gain m c (0 <? a)%Z r with
          | Some t => if (if 0 <? a then 0 <=? t else t <=? 0)%Z then Some (Some (c, t)) else None
          | None => None
          end
      | None => None
      end
  end.

Fixpoint next_gains (layers : list (list row)) (m : gains) : option gains :=
  match layers with
  | [] => Some m
  | rows :: rest =>
      match numbered (next_gain m) rows 1 (PositiveMap.empty _) with
      | Some m' => next_gains rest m'
      | None => None
      end
  end.
Definition hidden_gains (width : positive) (layers : list (list row)) : option gains :=
  match layers with
  | [] => None
  | rows :: rest =>
      match numbered (first_gain width) rows 1 (PositiveMap.empty _) with
      | Some m => next_gains rest m
      | None => None
      end
  end.

(* Slopes of an output row: input coordinate -> (slope for positive, slope for negative values). *)
Definition slopes := PositiveMap.t (Z * Z).
Definition slope (s : slopes) (c : positive) : Z * Z :=
  match PositiveMap.find c s with Some p => p | None => (0, 0)%Z end.
Fixpoint row_slopes (m : gains) (r : row) (s : slopes) : option slopes :=
  match r with
  | [] => Some s
  | (h, v) :: r' =>
      match PositiveMap.find h m with
      | None => None
      | Some (c, a) =>
          let p := slope s c in
          let p' := if (0 <? a)%Z then (fst p + v * a, snd p)%Z else (fst p, snd p + v * a)%Z in
          row_slopes m r' (PositiveMap.add c p' s)
      end
  end.

(* The function with the two slopes p. *)
Definition bent (p : Z * Z) (x : R) : R := IZR (fst p) * relu x - IZR (snd p) * relu (- x).

Lemma numbered_find f rows : forall k m m' i a, numbered f rows k m = Some m' ->
  PositiveMap.find i m' = Some a ->
  (PositiveMap.find i m = Some a /\ (Pos.to_nat i < Pos.to_nat k \/ Pos.to_nat k + length rows <= Pos.to_nat i)%nat)
  \/ (exists j, Pos.to_nat i = (Pos.to_nat k + j)%nat /\ (j < length rows)%nat /\
       (f (nth j rows []) = Some (Some a) \/ PositiveMap.find i m = Some a)).
Proof.
  induction rows as [|r rows IH]; intros k m m' i a H Hi; simpl in *.
  - injection H as <-; left; split; [easy|]; lia.
  - destruct (f r) as [[b|]|] eqn:E; [| |easy].
    + apply (IH _ _ _ i a) in H; [|easy]; rewrite Pos2Nat.inj_succ in H.
      destruct (Pos.eq_dec i k) as [->|Hn].
      * right; exists O; repeat split; [lia | lia |]; left.
        destruct H as [[H _]|(j & H & _)]; [|lia].
        now rewrite PositiveMap.gss in H; injection H as <-.
      * rewrite PositiveMap.gso in H by congruence.
        assert (Pos.to_nat i <> Pos.to_nat k) by (intros F; now apply Hn, Pos2Nat.inj).
        destruct H as [[H1 H2]|(j & H1 & H2 & H3)]; [left; split; [easy|lia]|].
        right; exists (S j); repeat split; [lia | lia | easy].
    + apply (IH _ _ _ i a) in H; [|easy]; rewrite Pos2Nat.inj_succ in H.
      destruct H as [[H1 H2]|(j & H1 & H2 & H3)]; [|right; exists (S j); repeat split; [lia | lia | easy]].
      destruct (Nat.eq_dec (Pos.to_nat i) (Pos.to_nat k)); [|left; split; [easy|lia]].
      right; exists O; repeat split; [lia | lia | now right].
Qed.

(* What is stored under i was found for the i-th row. *)
Lemma numbered_nth f rows m i a : numbered f rows 1 (PositiveMap.empty _) = Some m ->
  PositiveMap.find i m = Some a -> f (nth (place i) rows []) = Some (Some a).
Proof.
  intros H Hi; destruct (numbered_find _ _ _ _ _ _ _ H Hi) as [[F _]|(j & Hj & _ & [F|F])];
    try (rewrite PositiveMap.gempty in F; easy).
  unfold place; rewrite Hj; exact F.
Qed.

Definition gains_hold (g : Z) (width : positive) (k : Z) (m : gains) (z y : vec) : Prop :=
  forall i c a, PositiveMap.find i m = Some (c, a) ->
    (Pos.to_nat c <= Pos.to_nat width)%nat /\ y (place i) = relu (IZR a * pow2 (- (g * k)) * z (place c)).

Lemma first_gains_hold g width rows m z : numbered (first_gain width) rows 1 (PositiveMap.empty _) = Some m ->
  gains_hold g width 1 m z (relus (sparse g rows z)).
Proof.
  intros H i c a Hi; apply (numbered_nth _ _ _ _ _ H) in Hi; unfold relus, sparse.
  destruct (nth (place i) rows []) as [|[c' u] [|q r]]; simpl in *; [easy| |easy].
  destruct (Pos.leb_spec c' width) as [L|]; [|easy]; injection Hi as -> ->; split.
  - now apply Pos2Nat.inj_le.
  - rewrite Z.mul_1_r, Rplus_0_r; easy.
Qed.

Lemma relu_sign (s : bool) a x : (if s then 0 <= a else a <= 0) ->
  relu (a * x) = if s then a * relu x else - a * relu (- x).
Proof.
  intros H; destruct s.
  - now apply relu_scale.
  - replace (a * x) with (- a * - x) by ring; apply relu_scale; lra.
Qed.

Lemma sign_of a : if (0 <? a)%Z then 0 <= IZR a else IZR a <= 0.
Proof. destruct (Z.ltb_spec 0 a); apply IZR_le; lia. Qed.

Lemma total_gain_holds g width k m z y c s r : gains_hold g width k m z y -> forall t,
  total_gain m c s r = Some t ->
  weighted g r y = IZR t * pow2 (- (g * (k + 1))) * (if s then relu (z (place c)) else - relu (- z (place c))).
Proof.
  intros Hm; induction r as [|[h w] r IH]; simpl; intros t H; [injection H as <-; ring|].
  destruct (PositiveMap.find h m) as [[c' a]|] eqn:E; [|easy].
  destruct (Pos.eqb_spec c c') as [<-|]; [|easy]; simpl in H.
  destruct (Bool.eqb_spec s (0 <? a)%Z) as [->|]; [|easy].
  destruct (total_gain _ _ _ _) as [t'|]; [|easy]; injection H as <-.
  rewrite (IH t') by easy; destruct (Hm _ _ _ E) as [_ ->].
  rewrite plus_IZR, mult_IZR.
  replace (- (g * (k + 1)))%Z with (- g + - (g * k))%Z by ring; rewrite pow2_add.
  rewrite relu_pow2.
  rewrite (relu_sign (0 <? a)%Z) by apply sign_of.
  destruct (0 <? a)%Z; ring.
Qed.

Lemma next_gain_holds g width k m z y rows m' : gains_hold g width k m z y ->
  numbered (next_gain m) rows 1 (PositiveMap.empty _) = Some m' ->
  gains_hold g width (k + 1) m' z (relus (sparse g rows y)).
Proof.
  intros Hm H i c t Hi; apply (numbered_nth _ _ _ _ _ H) in Hi; unfold relus, sparse.
  set (r := nth (place i) rows []) in *; unfold next_gain in Hi.
  destruct r as [|[h w] r'] eqn:Er; [easy|]; rewrite <- Er in *; clear Er.
  destruct (PositiveMap.find h m) as [[c' a]|] eqn:E; [|easy].
  destruct (total_gain _ _ _ _) as [t'|] eqn:Et; [|easy].
  destruct (if (0 <? a)%Z then _ else _) eqn:Es; [|easy]; injection Hi as -> ->.
  destruct (Hm _ _ _ E) as [Hc _]; split; [easy|].
  rewrite (total_gain_holds g width k m z y c _ _ Hm _ Et).
  rewrite !relu_pow2; f_equal.
  pose proof (relu_ge0 (z (place c))); pose proof (relu_ge0 (- z (place c))).
  rewrite (relu_sign (0 <? a)%Z (IZR t) (z (place c))).
  - destruct (0 <? a)%Z; apply Z.leb_le, IZR_le in Es.
    + rewrite relu_pos; [easy | now apply Rmult_le_pos].
    + rewrite relu_pos; [ring|]; replace (IZR t * _) with (- IZR t * relu (- z (place c))) by ring.
      apply Rmult_le_pos; lra.
  - destruct (0 <? a)%Z; now apply Z.leb_le, IZR_le in Es.
Qed.

(* The gains computed for the hidden layers describe their units, for every input z. *)
Lemma hidden_gains_hold g width layers m z : hidden_gains width layers = Some m ->
  gains_hold g width (Z.of_nat (length layers)) m z (relus (network g layers z)) /\ layers <> [].
Proof.
  destruct layers as [|rows rest]; [easy|]; simpl hidden_gains; intros H; split; [|easy].
  destruct (numbered _ rows _ _) as [m0|] eqn:E; [|easy].
  apply (first_gains_hold g width rows m0 z) in E.
  replace (Z.of_nat (length (rows :: rest))) with (1 + Z.of_nat (length rest))%Z by (simpl length; lia).
  assert (G : forall rest k m0 y, gains_hold g width k m0 z (relus y) -> next_gains rest m0 = Some m ->
    gains_hold g width (k + Z.of_nat (length rest)) m z
      (relus (match rest with [] => y | _ => network g rest (relus y) end))).
  { clear; induction rest as [|rows rest IH]; simpl next_gains; intros k m0 y Hm H.
    - injection H as ->; simpl length; now rewrite Z.add_0_r.
    - destruct (numbered _ rows _ _) as [m1|] eqn:E; [|easy].
      apply (next_gain_holds g width k m0 z _ _ _ Hm) in E; apply (IH _ _ _ E) in H.
      replace (k + Z.of_nat (length (rows :: rest)))%Z with (k + 1 + Z.of_nat (length rest))%Z
        by (simpl length; lia).
      destruct rest; exact H. }
  apply (G rest 1%Z m0 (sparse g rows z) E) in H; destruct rest; exact H.
Qed.

(* An output row computes the sum over the coordinates of functions with the computed slopes. *)
Lemma row_slopes_hold g width k m z y r n : gains_hold g width k m z y -> Pos.to_nat width = n ->
  forall s s', row_slopes m r s = Some s' ->
  pow2 (- (g * (k + 1))) * rsum n (fun c => bent (slope s' (Pos.of_succ_nat c)) (z c)) =
  pow2 (- (g * (k + 1))) * rsum n (fun c => bent (slope s (Pos.of_succ_nat c)) (z c)) + weighted g r y.
Proof.
  intros Hm Hn; induction r as [|[h v] r IH]; simpl; intros s s' H; [injection H as ->; ring|].
  destruct (PositiveMap.find h m) as [[c a]|] eqn:E; [|easy].
  destruct (Hm _ _ _ E) as [Hc Hy]; rewrite (IH _ _ H), Hy; clear IH.
  replace (- (g * (k + 1)))%Z with (- g + - (g * k))%Z by ring; rewrite pow2_add.
  rewrite relu_pow2.
  rewrite (rsum_change n (fun c => bent (slope s (Pos.of_succ_nat c)) (z c)) _ (place c)
    (IZR v * relu (IZR a * z (place c)))).
  - ring.
  - unfold place; pose proof (Pos2Nat.is_pos c); lia.
  - intros j Hj; unfold slope at 1; rewrite PositiveMap.gso; [easy|].
    intros F; apply Hj; now rewrite <- F, place_succ.
  - rewrite succ_place; unfold slope at 1; rewrite PositiveMap.gss.
    rewrite (relu_sign (0 <? a)%Z) by apply sign_of; unfold bent.
    destruct (0 <? a)%Z; simpl; rewrite plus_IZR, mult_IZR; ring.
Qed.

(* What a block computes: for row r with slopes s, on every input z. *)
Lemma block_row g width b m z r s n : hidden_gains width (hidden b) = Some m -> Pos.to_nat width = n ->
  row_slopes m (nth r (output b ++ carry b) []) (PositiveMap.empty _) = Some s ->
  network g (stack b) z r =
  pow2 (- (g * depth b)) * rsum n (fun c => bent (slope s (Pos.of_succ_nat c)) (z c)).
Proof.
  intros H Hn Hs; destruct (hidden_gains_hold g width (hidden b) m z H) as [Hm Hne]; unfold stack.
  rewrite network_app by easy; simpl network; unfold sparse.
  apply (row_slopes_hold g width _ m z _ _ n Hm Hn) in Hs.
  unfold depth; rewrite Nat2Z.inj_succ; unfold Z.succ; rewrite Hs.
  rewrite (rsum_ext n _ (fun _ => 0)), rsum_0; [ring|].
  intros c _; unfold slope; rewrite PositiveMap.gempty; unfold bent; simpl; ring.
Qed.

Lemma bent_pos p x : 0 <= x -> bent p x = IZR (fst p) * x.
Proof. intros H; unfold bent; rewrite relu_pos, relu_neg by lra; ring. Qed.
Lemma bent_neg p x : x <= 0 -> bent p x = IZR (snd p) * x.
Proof. intros H; unfold bent; rewrite relu_neg, relu_pos by lra; ring. Qed.
Lemma bent_scale p k x : 0 <= k -> bent p (k * x) = k * bent p x.
Proof.
  intros H; unfold bent; replace (- (k * x)) with (k * - x) by ring.
  rewrite !relu_scale by easy; ring.
Qed.
