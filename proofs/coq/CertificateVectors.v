(* Finite sums, Euclidean norms and bounds for the operator norm of real matrices over the first
   coordinates of functions nat -> R; and an integer computation that bounds the operator norm of an
   integer matrix, known exactly or up to small differences, by repeated Gram matrices.  Only the standard library is used. *)
From Coq Require Import Reals Lra Lia ZArith List Bool.
Import ListNotations.
Open Scope R_scope.

Definition vec := nat -> R.

(* f 0 + ... + f (n-1) *)
Fixpoint rsum (n : nat) (f : nat -> R) : R := match n with O => 0 | S m => rsum m f + f m end.

(* Scalar product and Euclidean norm of the first n coordinates. *)
Definition scalar (n : nat) (x y : vec) : R := rsum n (fun j => x j * y j).
Definition norm (n : nat) (x : vec) : R := sqrt (scalar n x x).

Definition relu (x : R) : R := Rmax 0 x.
Definition relus (x : vec) : vec := fun j => relu (x j).

Lemma relu_pos x : 0 <= x -> relu x = x.
Proof. intros; unfold relu; rewrite Rmax_right; lra. Qed.
Lemma relu_neg x : x <= 0 -> relu x = 0.
Proof. intros; unfold relu; rewrite Rmax_left; lra. Qed.
Lemma relu_ge0 x : 0 <= relu x.
Proof. apply Rmax_l. Qed.
Lemma relu_lip x y : Rabs (relu x - relu y) <= Rabs (x - y).
Proof. unfold relu, Rmax, Rabs; repeat (destruct Rle_dec || destruct Rcase_abs); lra. Qed.
Lemma relu_scale k x : 0 <= k -> relu (k * x) = k * relu x.
Proof.
  intros Hk; destruct (Rle_lt_dec 0 x).
  - rewrite !relu_pos; [ring| lra | now apply Rmult_le_pos].
  - rewrite !relu_neg; [ring| lra |].
    assert (0 <= k * (- x)) by (apply Rmult_le_pos; lra); lra.
Qed.

(* Sums *)

Lemma rsum_ext n f g : (forall j, (j < n)%nat -> f j = g j) -> rsum n f = rsum n g.
Proof. intros H; induction n; simpl; [easy|]; rewrite IHn, H; auto. Qed.

Lemma rsum_le n f g : (forall j, (j < n)%nat -> f j <= g j) -> rsum n f <= rsum n g.
Proof.
  intros H; induction n; simpl; [lra|].
  apply Rplus_le_compat; [apply IHn; auto | apply H; lia].
Qed.

Lemma rsum_0 n : rsum n (fun _ => 0) = 0.
Proof. induction n; simpl; [easy|]; rewrite IHn; ring. Qed.

Lemma rsum_nonneg n f : (forall j, (j < n)%nat -> 0 <= f j) -> 0 <= rsum n f.
Proof. intros H; rewrite <- (rsum_0 n); now apply rsum_le. Qed.

Lemma rsum_plus n f g : rsum n (fun j => f j + g j) = rsum n f + rsum n g.
Proof. induction n; simpl; [ring|]; rewrite IHn; ring. Qed.

Lemma rsum_scal n k f : rsum n (fun j => k * f j) = k * rsum n f.
Proof. induction n; simpl; [ring|]; rewrite IHn; ring. Qed.

Lemma rsum_minus n f g : rsum n (fun j => f j - g j) = rsum n f - rsum n g.
Proof. induction n; simpl; [ring|]; rewrite IHn; ring. Qed.

Lemma rsum_swap n m f :
  rsum n (fun i => rsum m (fun j => f i j)) = rsum m (fun j => rsum n (fun i => f i j)).
Proof.
  induction n; simpl; [now rewrite rsum_0|]; rewrite IHn, <- rsum_plus; reflexivity.
Qed.

Lemma rsum_first n f : rsum (S n) f = f O + rsum n (fun j => f (S j)).
Proof. induction n; [simpl; ring|]; change (rsum (S (S n)) f) with (rsum (S n) f + f (S n));
  rewrite IHn; simpl; ring. Qed.

(* Changing one summand changes the sum by the same amount. *)
Lemma rsum_change n f g k t : (k < n)%nat -> (forall j, j <> k -> g j = f j) -> g k = f k + t ->
  rsum n g = rsum n f + t.
Proof.
  intros Hk Ho He; induction n; [lia|]; simpl.
  destruct (Nat.eq_dec n k) as [->|Hn].
  - rewrite He, (rsum_ext k g f); [ring|]; intros j Hj; apply Ho; lia.
  - rewrite IHn, (Ho n Hn) by lia; ring.
Qed.

(* Norms *)

Lemma scalar_ge0 n x : 0 <= scalar n x x.
Proof. apply rsum_nonneg; intros; apply Rle_0_sqr. Qed.

Lemma norm_ge0 n x : 0 <= norm n x.
Proof. apply sqrt_pos. Qed.

Lemma norm_sq n x : norm n x * norm n x = scalar n x x.
Proof. apply sqrt_sqrt, scalar_ge0. Qed.

Lemma square_le a b : 0 <= b -> a * a <= b * b -> a <= b.
Proof. intros Hb H; apply Rsqr_incr_0_var; assumption. Qed.

Lemma norm_le n x b : 0 <= b -> scalar n x x <= b * b -> norm n x <= b.
Proof. intros Hb H; apply square_le; [easy|]; now rewrite norm_sq. Qed.

Lemma norm_ext n x y : (forall j, (j < n)%nat -> x j = y j) -> norm n x = norm n y.
Proof. intros H; unfold norm, scalar; f_equal; apply rsum_ext; intros; now rewrite H. Qed.

Lemma norm_mono n x y : (forall j, (j < n)%nat -> Rabs (x j) <= Rabs (y j)) -> norm n x <= norm n y.
Proof.
  intros H; apply norm_le; [apply norm_ge0|]; rewrite norm_sq; apply rsum_le; intros j Hj.
  apply Rsqr_le_abs_1; auto.
Qed.

Lemma cauchy_sq n x y : scalar n x y * scalar n x y <= scalar n x x * scalar n y y.
Proof.
  assert (P : forall S X Y a b, 0 <= X -> 0 <= Y -> S * S <= X * Y ->
    (S + a * b) * (S + a * b) <= (X + a * a) * (Y + b * b)).
  { intros S X Y a b HX HY H; assert (0 <= a * a) by apply Rle_0_sqr; assert (0 <= b * b) by apply Rle_0_sqr.
    assert (2 * S * (a * b) <= X * (b * b) + Y * (a * a)); [|nra].
    apply square_le; [apply Rplus_le_le_0_compat; now apply Rmult_le_pos|].
    assert (Hab : 0 <= (a * b) * (a * b)) by apply Rle_0_sqr.
    pose proof (Rmult_le_compat_r _ _ _ Hab H) as K1.
    assert (K2 : 0 <= (X * (b * b) - Y * (a * a)) * (X * (b * b) - Y * (a * a))) by apply Rle_0_sqr; nra. }
  induction n; [unfold scalar; simpl; lra|]; apply P; [apply scalar_ge0 | apply scalar_ge0 | apply IHn].
Qed.

Lemma cauchy n x y : scalar n x y <= norm n x * norm n y.
Proof.
  apply square_le; [apply Rmult_le_pos; apply norm_ge0|].
  replace (norm n x * norm n y * (norm n x * norm n y)) with
    ((norm n x * norm n x) * (norm n y * norm n y)) by ring.
  rewrite !norm_sq; apply cauchy_sq.
Qed.

Lemma norm_triangle n x y : norm n (fun j => x j + y j) <= norm n x + norm n y.
Proof.
  pose proof (norm_ge0 n x) as Hx; pose proof (norm_ge0 n y) as Hy; apply norm_le; [lra|].
  replace (scalar n (fun j => x j + y j) (fun j => x j + y j)) with
    (scalar n x x + 2 * scalar n x y + scalar n y y).
  - pose proof (cauchy n x y); rewrite <- !norm_sq; nra.
  - unfold scalar; rewrite <- rsum_scal, <- !rsum_plus; apply rsum_ext; intros; ring.
Qed.

Lemma norm_scal n k x : norm n (fun j => k * x j) = Rabs k * norm n x.
Proof.
  unfold norm; rewrite <- (sqrt_Rsqr_abs k), <- sqrt_mult_alt by apply Rle_0_sqr; f_equal.
  unfold scalar, Rsqr; rewrite <- rsum_scal; apply rsum_ext; intros; ring.
Qed.

Lemma norm_relus n x y : norm n (fun j => relus x j - relus y j) <= norm n (fun j => x j - y j).
Proof. apply norm_mono; intros; apply relu_lip. Qed.

Lemma norm_relu n x : norm n (relus x) <= norm n x.
Proof.
  apply norm_mono; intros j _; replace (relus x j) with (relu (x j) - relu 0).
  - eapply Rle_trans; [apply relu_lip|]; rewrite Rminus_0_r; lra.
  - unfold relus; rewrite (relu_pos 0) by lra; ring.
Qed.

(* Matrices with n rows and m columns; bounded n m A s: the operator norm of A is at most s *)

Definition matrix := nat -> nat -> R.
Definition times (m : nat) (A : matrix) (x : vec) : vec := fun r => rsum m (fun c => A r c * x c).
Definition transposed (A : matrix) : matrix := fun r c => A c r.
Definition bounded (n m : nat) (A : matrix) (s : R) : Prop :=
  0 <= s /\ forall x, norm n (times m A x) <= s * norm m x.

Lemma bounded_le n m A s s' : bounded n m A s -> s <= s' -> bounded n m A s'.
Proof.
  intros [H0 H] Hs; split; [lra|]; intros x; eapply Rle_trans; [apply H|].
  apply Rmult_le_compat_r; [apply norm_ge0 | easy].
Qed.

Lemma bounded_ext n m A B s : (forall r c, (r < n)%nat -> (c < m)%nat -> A r c = B r c) ->
  bounded n m A s -> bounded n m B s.
Proof.
  intros E [H0 H]; split; [easy|]; intros x; rewrite (norm_ext n _ (times m A x)); [apply H|].
  intros r Hr; apply rsum_ext; intros c Hc; now rewrite E.
Qed.

Lemma bounded_plus n m A B s t : bounded n m A s -> bounded n m B t ->
  bounded n m (fun r c => A r c + B r c) (s + t).
Proof.
  intros [Hs HA] [Ht HB]; split; [lra|]; intros x.
  rewrite (norm_ext n _ (fun r => times m A x r + times m B x r)).
  - eapply Rle_trans; [apply norm_triangle|]; specialize (HA x); specialize (HB x); lra.
  - intros r _; unfold times; rewrite <- rsum_plus; apply rsum_ext; intros; ring.
Qed.

Lemma bounded_scal n m A s k : 0 <= k -> bounded n m A s -> bounded n m (fun r c => k * A r c) (k * s).
Proof.
  intros Hk [Hs HA]; split; [now apply Rmult_le_pos|]; intros x.
  rewrite (norm_ext n _ (fun r => k * times m A x r)).
  - rewrite norm_scal, Rabs_pos_eq, Rmult_assoc by easy; now apply Rmult_le_compat_l.
  - intros r _; unfold times; rewrite <- rsum_scal; apply rsum_ext; intros; ring.
Qed.

(* The Frobenius norm bounds the operator norm. *)
Lemma bounded_frobenius n m A s : 0 <= s ->
  rsum n (fun r => rsum m (fun c => A r c * A r c)) <= s * s -> bounded n m A s.
Proof.
  intros Hs H; split; [easy|]; intros x; apply norm_le; [apply Rmult_le_pos; [easy|apply norm_ge0]|].
  replace (s * norm m x * (s * norm m x)) with (scalar m x x * (s * s)) by (rewrite <- norm_sq; ring).
  eapply Rle_trans; [|apply Rmult_le_compat_l; [apply scalar_ge0 | exact H]].
  rewrite <- rsum_scal; apply rsum_le; intros r _.
  rewrite (Rmult_comm (scalar m x x)); apply cauchy_sq.
Qed.

Lemma scalar_times n m A x y : scalar n (times m A x) y = scalar m x (times n (transposed A) y).
Proof.
  unfold scalar, times, transposed.
  rewrite (rsum_ext n _ (fun r => rsum m (fun c => A r c * x c * y r))).
  - rewrite rsum_swap; apply rsum_ext; intros c _; rewrite <- rsum_scal; apply rsum_ext; intros; ring.
  - intros r _; rewrite Rmult_comm, <- rsum_scal; apply rsum_ext; intros; ring.
Qed.

(* |A x|^2 = <x, A^T A x> <= |x| s |A x| *)
Lemma bounded_transposed n m A s : bounded m n (transposed A) s -> bounded n m A s.
Proof.
  intros [Hs H]; split; [easy|]; intros x.
  set (N := norm n (times m A x)); assert (HN : 0 <= N) by apply norm_ge0.
  assert (H1 : N * N <= norm m x * (s * N)).
  { unfold N at 1 2; rewrite norm_sq, scalar_times; eapply Rle_trans; [apply cauchy|].
    apply Rmult_le_compat_l; [apply norm_ge0 | apply H]. }
  destruct (Req_dec N 0) as [E|E]; [rewrite E; apply Rmult_le_pos; [easy | apply norm_ge0]|].
  apply Rmult_le_reg_r with N; [lra|]; lra.
Qed.

(* |A^T y|^2 = <y, A A^T y>: a bound s^2 for the Gram matrix A A^T gives the bound s for A. *)
Lemma bounded_gram n m A b s : 0 <= s -> b <= s * s ->
  bounded n n (fun i j => rsum m (fun c => A i c * A j c)) b -> bounded n m A s.
Proof.
  intros Hs Hb [Hb0 H]; apply bounded_transposed; split; [easy|]; intros y.
  apply norm_le; [apply Rmult_le_pos; [easy|apply norm_ge0]|].
  rewrite scalar_times.
  apply Rle_trans with (norm n y * (b * norm n y)).
  - eapply Rle_trans; [apply cauchy|]; apply Rmult_le_compat_l; [apply norm_ge0|].
    rewrite (norm_ext n _ (times n (fun i j => rsum m (fun c => A i c * A j c)) y)); [apply H|].
    intros i _; unfold times, transposed.
    rewrite (rsum_ext m _ (fun c => rsum n (fun j => A i c * A j c * y j))).
    + rewrite rsum_swap; apply rsum_ext; intros j _.
      rewrite (Rmult_comm (rsum _ _)), <- rsum_scal; apply rsum_ext; intros; ring.
    + intros c _; rewrite <- rsum_scal; apply rsum_ext; intros; ring.
  - pose proof (norm_ge0 n y) as Hy; assert (0 <= norm n y * norm n y) by now apply Rmult_le_pos.
    pose proof (Rmult_le_compat_l _ _ _ H0 Hb); lra.
Qed.

(* Integer matrices as lists of rows *)

Definition entry (A : list (list Z)) (r c : nat) : Z := nth c (nth r A []) 0%Z.
Definition real (A : list (list Z)) : matrix := fun r c => IZR (entry A r c).
Definition shape (n m : nat) (A : list (list Z)) : Prop :=
  length A = n /\ Forall (fun row => length row = m) A.

Fixpoint zdot (a b : list Z) : Z :=
  match a, b with x :: a', y :: b' => (x * y + zdot a' b')%Z | _, _ => 0%Z end.
Definition squares (A : list (list Z)) : Z := fold_right (fun row s => zdot row row + s)%Z 0%Z A.
(* The products of all pairs of rows; every pair is multiplied once. *)
Fixpoint prepend (v : list Z) (A : list (list Z)) : list (list Z) :=
  match v, A with x :: v', r :: A' => (x :: r) :: prepend v' A' | _, _ => [] end.
Fixpoint gram (A : list (list Z)) : list (list Z) :=
  match A with
  | [] => []
  | r :: A' => let v := map (zdot r) A' in (zdot r r :: v) :: prepend v (gram A')
  end.
Definition transpose (m : nat) (A : list (list Z)) : list (list Z) :=
  map (fun c => map (fun row => nth c row 0%Z) A) (seq 0 m).
Definition rounded (t a : Z) : Z := Z.shiftr (a + 2 ^ (t - 1)) t.
Definition residue (t a : Z) : Z := (a - 2 ^ t * rounded t a)%Z.

(* An upper bound of the operator norm: the Frobenius norm for the empty list; for t :: ts the matrix is
   first rounded to multiples of 2^t, and the bound for the Gram matrix of the quotient is used. *)
Fixpoint operator_norm (ts : list Z) (A : list (list Z)) : Z :=
  match ts with
  | [] => Z.sqrt_up (squares A)
  | t :: ts' => (2 ^ t * Z.sqrt_up (operator_norm ts' (gram (map (map (rounded t)) A)))
                 + Z.sqrt_up (squares (map (map (residue t)) A)))%Z
  end.

Lemma shape_row n m A r : shape n m A -> (r < n)%nat -> length (nth r A []) = m.
Proof. intros [Hn Hm] Hr; rewrite Forall_forall in Hm; apply Hm, nth_In; lia. Qed.

Lemma zdot_rsum a : forall b m, (length a <= m \/ length b <= m)%nat ->
  IZR (zdot a b) = rsum m (fun j => IZR (nth j a 0%Z) * IZR (nth j b 0%Z)).
Proof.
  induction a as [|x a IH]; intros [|y b] m H; cbn [zdot].
  1-3: rewrite (rsum_ext m _ (fun _ => 0)), rsum_0; [easy | intros [|j] _; simpl; ring].
  destruct m as [|m]; simpl in H; [lia|].
  rewrite rsum_first, plus_IZR, mult_IZR, (IH b m) by lia; easy.
Qed.

Lemma squares_rsum A : forall n m, shape n m A ->
  IZR (squares A) = rsum n (fun r => rsum m (fun c => real A r c * real A r c)).
Proof.
  induction A as [|row A IH]; intros n m [Hn Hm]; simpl in *; subst; [easy|].
  inversion_clear Hm; rewrite rsum_first, plus_IZR, (zdot_rsum row row m), (IH (length A) m) by (easy || lia); easy.
Qed.

Lemma zdot_comm a : forall b, zdot a b = zdot b a.
Proof. induction a as [|x a IH]; intros [|y b]; simpl; [easy | easy | easy | rewrite IH; ring]. Qed.

Lemma gram_map A : gram A = map (fun r => map (zdot r) A) A.
Proof.
  assert (P : forall f g (B : list (list Z)), prepend (map f B) (map g B) = map (fun x => f x :: g x) B)
    by (induction B as [|x B IH]; simpl; [easy | now rewrite IH]).
  induction A as [|r A IH]; cbn [gram map]; [easy|]; f_equal; rewrite IH, P.
  apply map_ext; intros x; f_equal; apply zdot_comm.
Qed.

Lemma shape_gram n m A : shape n m A -> shape n n (gram A).
Proof.
  intros [Hn Hm]; rewrite gram_map; split; [now rewrite map_length|].
  apply Forall_forall; intros row H; apply in_map_iff in H as (r & <- & _); now rewrite map_length.
Qed.

Lemma entry_gram n m A i j : shape n m A -> (i < n)%nat -> (j < n)%nat ->
  real (gram A) i j = rsum m (fun c => real A i c * real A j c).
Proof.
  intros HA Hi Hj; assert (Hn : length A = n) by apply HA; unfold real, entry; rewrite gram_map.
  rewrite (nth_indep _ [] (map (zdot []) A)) by (rewrite map_length; lia).
  rewrite (map_nth (fun r => map (zdot r) A) A []).
  rewrite (nth_indep _ 0%Z (zdot (nth i A []) [])) by (rewrite map_length; lia).
  rewrite map_nth; apply zdot_rsum; left; now rewrite (shape_row n m).
Qed.

Lemma shape_map n m A f : shape n m A -> shape n m (map (map f) A).
Proof.
  intros [Hn Hm]; split; [now rewrite map_length|].
  apply Forall_forall; intros row H; apply in_map_iff in H as (r & <- & Hr); rewrite map_length.
  rewrite Forall_forall in Hm; auto.
Qed.

Lemma entry_map n m A f r c : shape n m A -> (r < n)%nat -> (c < m)%nat ->
  entry (map (map f) A) r c = f (entry A r c).
Proof.
  intros HA Hr Hc; unfold entry; change [] with (map f []) at 1; rewrite map_nth.
  rewrite (nth_indep _ 0%Z (f 0%Z)); [now rewrite map_nth|].
  rewrite map_length, (shape_row n m); easy.
Qed.

Lemma sqrt_up_ge a : IZR a <= IZR (Z.sqrt_up a) * IZR (Z.sqrt_up a).
Proof.
  rewrite <- mult_IZR; apply IZR_le; destruct (Z.lt_ge_cases 0 a) as [H|H].
  - pose proof (Z.sqrt_up_spec a H); lia.
  - rewrite Z.sqrt_up_eqn0 by easy; lia.
Qed.

Lemma sqrt_up_ge0 a : 0 <= IZR (Z.sqrt_up a).
Proof. apply IZR_le, Z.sqrt_up_nonneg. Qed.

Lemma squares_bounded n m A : shape n m A -> bounded n m (real A) (IZR (Z.sqrt_up (squares A))).
Proof.
  intros HA; apply bounded_frobenius; [apply sqrt_up_ge0|].
  rewrite <- squares_rsum by easy; apply sqrt_up_ge.
Qed.

Lemma operator_norm_bounded ts : forall n m A, shape n m A ->
  bounded n m (real A) (IZR (operator_norm ts A)).
Proof.
  induction ts as [|t ts IH]; intros n m A HA; simpl; [now apply squares_bounded|].
  assert (Hq : shape n m (map (map (rounded t)) A)) by now apply shape_map.
  set (q := map _ A) in *; rewrite plus_IZR, mult_IZR.
  apply bounded_ext with (fun r c => IZR (2 ^ t) * real q r c + real (map (map (residue t)) A) r c).
  { intros r c Hr Hc; unfold real, q; rewrite !(entry_map n m) by easy; unfold residue.
    rewrite minus_IZR, mult_IZR; ring. }
  apply bounded_plus; [|now apply squares_bounded, shape_map].
  apply bounded_scal; [apply IZR_le; lia|].
  apply bounded_gram with (b := IZR (operator_norm ts (gram q))); [apply sqrt_up_ge0 | apply sqrt_up_ge|].
  eapply bounded_ext; [|apply IH, (shape_gram n m), Hq].
  intros i j Hi Hj; now apply (entry_gram n m).
Qed.

Lemma shape_transpose n m A : shape n m A -> shape m n (transpose m A).
Proof.
  intros [Hn Hm]; split; unfold transpose; [now rewrite map_length, seq_length|].
  apply Forall_forall; intros row H; apply in_map_iff in H as (r & <- & _); now rewrite map_length.
Qed.

Lemma entry_transpose n m A r c : shape n m A -> (r < n)%nat -> (c < m)%nat ->
  entry (transpose m A) c r = entry A r c.
Proof.
  intros [Hn _] Hr Hc; unfold entry, transpose.
  set (f := fun c0 => map (fun row => nth c0 row 0%Z) A).
  rewrite (nth_indep _ [] (f O)) by (rewrite map_length, seq_length; lia).
  rewrite map_nth, seq_nth by easy; unfold f; simpl.
  rewrite (nth_indep _ 0%Z (nth c [] 0%Z)) by (rewrite map_length; lia).
  now rewrite (map_nth (fun row => nth c row 0%Z) A []).
Qed.

(* The same bound, optionally computed from the transposed matrix. *)
Definition norm_bound (flip : bool) (ts : list Z) (m : nat) (A : list (list Z)) : Z :=
  operator_norm ts (if flip then transpose m A else A).

Lemma norm_bound_bounded flip ts n m A : shape n m A ->
  bounded n m (real A) (IZR (norm_bound flip ts m A)).
Proof.
  intros HA; destruct flip; [|now apply operator_norm_bounded].
  apply bounded_transposed; eapply bounded_ext; [|now apply operator_norm_bounded, (shape_transpose n)].
  intros r c Hr Hc; unfold real, transposed; f_equal; now apply (entry_transpose n).
Qed.

(* Twice a bound for an integer matrix with m columns whose entries differ from 2^cut times the entries of N by
   at most 2^cut / 2 (for cut = 0 they are those of N). *)
Definition near_norm (flip : bool) (ts : list Z) (cut : Z) (m : nat) (N : list (list Z)) : Z :=
  (2 * 2 ^ cut * norm_bound flip ts m N
   + (if cut =? 0 then 0 else 2 ^ cut) * Z.sqrt_up (Z.of_nat (length N) * Z.of_nat m))%Z.

Lemma rsum_const n k : rsum n (fun _ => k) = IZR (Z.of_nat n) * k.
Proof. induction n; cbn [rsum]; [simpl; ring|]; rewrite IHn, Nat2Z.inj_succ, succ_IZR; ring. Qed.

(* A matrix with entries of absolute value at most v. *)
Lemma bounded_const n m A v : 0 <= v -> (forall r c, (r < n)%nat -> (c < m)%nat -> Rabs (A r c) <= v) ->
  bounded n m A (v * IZR (Z.sqrt_up (Z.of_nat n * Z.of_nat m))).
Proof.
  intros Hv H; set (k := (Z.of_nat n * Z.of_nat m)%Z).
  apply bounded_frobenius; [apply Rmult_le_pos; [easy | apply sqrt_up_ge0]|].
  apply Rle_trans with (IZR k * (v * v)).
  - unfold k; rewrite mult_IZR, Rmult_assoc, <- !rsum_const.
    apply rsum_le; intros r Hr; apply rsum_le; intros c Hc; apply Rsqr_le_abs_1.
    rewrite (Rabs_pos_eq v) by easy; auto.
  - pose proof (Rmult_le_compat_r (v * v) _ _ (Rle_0_sqr v) (sqrt_up_ge k)); lra.
Qed.

Lemma near_norm_bounded flip ts cut n m (A : nat -> nat -> Z) N : shape n m N ->
  (forall r c, (r < n)%nat -> (c < m)%nat -> (2 * Z.abs (A r c - 2 ^ cut * entry N r c) <= 2 ^ cut)%Z) ->
  bounded n m (fun r c => IZR (A r c)) (IZR (near_norm flip ts cut m N) / 2).
Proof.
  intros HN H; unfold near_norm; rewrite (proj1 HN), plus_IZR, !mult_IZR.
  set (u := (if (cut =? 0)%Z then 0%Z else (2 ^ cut)%Z)); set (k := Z.sqrt_up _).
  assert (Hu : (0 <= u)%Z) by (unfold u; destruct (cut =? 0)%Z; lia).
  apply bounded_le with (IZR (2 ^ cut) * IZR (norm_bound flip ts m N) + IZR u / 2 * IZR k); [|lra].
  apply bounded_ext with (fun r c => IZR (2 ^ cut) * real N r c + IZR (A r c - 2 ^ cut * entry N r c)).
  { intros r c _ _; unfold real; rewrite minus_IZR, mult_IZR; ring. }
  apply bounded_plus; [apply bounded_scal; [apply IZR_le; lia | now apply norm_bound_bounded]|].
  apply bounded_const; [apply IZR_le in Hu; lra|].
  intros r c Hr Hc; specialize (H r c Hr Hc); rewrite <- abs_IZR.
  assert (G : (2 * Z.abs (A r c - 2 ^ cut * entry N r c) <= u)%Z).
  { unfold u; destruct (Z.eqb_spec cut 0) as [->|]; [change (2 ^ 0)%Z with 1%Z in *; lia | easy]. }
  apply IZR_le in G; rewrite mult_IZR in G; lra.
Qed.
