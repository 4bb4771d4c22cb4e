(* Targets with biases: they are targets without biases on inputs with one more coordinate, which is 1, so that the strong lottery
   ticket theorem holds for them too. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From SLTH Require Import Chance Draws Network Norms Layer Pensia.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Biases.
Variable R : rcfType.
Implicit Types (l : layer R) (ls : seq (layer R)).

(* A target with biases: a matrix and a bias for each of the layers ls and for a last one, l. *)
Definition affine_layer (m d : nat) : Type := (('I_m -> 'I_d -> R) * ('I_m -> R))%type.
Definition affine m d (f : affine_layer m d) (x : 'I_d -> R) : 'I_m -> R := fun r => linear f.1 x r + f.2 r.

Fixpoint biased (d : nat) ls l : Type :=
  if ls is h :: ls' then (affine_layer (outputs h) d * biased (outputs h) ls' l)%type else affine_layer (outputs l) d.

Fixpoint run_biased (first : bool) d ls l : biased d ls l -> ('I_d -> R) -> 'I_(outputs l) -> R :=
  match ls with
  | [::] => fun f x => affine f (activate first x)
  | h :: ls' => fun f x => run_biased false f.2 (affine f.1 (activate first x))
  end.

(* The vector (1, x), the matrix [b, W], and the matrix [1, 0; b, W], which keeps the 1. *)
Definition cons_row (T : Type) d (a : T) (x : 'I_d -> T) : 'I_d.+1 -> T := fun i => if unlift ord0 i is Some c then x c else a.
Definition with_bias m d (f : affine_layer m d) : 'I_m -> 'I_d.+1 -> R := fun r => cons_row (f.2 r) (f.1 r).
Definition with_one m d (f : affine_layer m d) : 'I_m.+1 -> 'I_d.+1 -> R := cons_row (cons_row 1 (fun=> 0)) (with_bias f).

(* Entries and biases in [-1, 1], and the norms of the matrices with biases as stated. *)
Definition fits (a : R) m d (f : affine_layer m d) : Prop :=
  [/\ forall r c, `|f.1 r c| <= 1, forall r, `|f.2 r| <= 1 & forall x, norm (linear (with_one f) x) <= a * norm x].
Fixpoint biased_admissible d ls l : biased d ls l -> Prop :=
  match ls with
  | [::] => fun f => fits (lam l) f
  | h :: ls' => fun f => fits (lam h) f.1 /\ biased_admissible f.2
  end.

(* The layers of the target without biases: one more output for each but the last. *)
Definition one_more l : layer R := Layer (outputs l).+1 (prefix l) (cover l) (tol l) (lam l).
Definition augmented ls l : seq (layer R) := rcons [seq one_more h | h <- ls] l.

Lemma last_width_augmented d ls l : last_width d (augmented ls l) = outputs l.
Proof. by elim: ls d => [|h ls IH] d //=; apply: IH. Qed.

Fixpoint augment d ls l : biased d ls l -> target d.+1 (augmented ls l) :=
  match ls with
  | [::] => fun f => (with_bias f, tt)
  | h :: ls' => fun f => (with_one f.1, augment f.2)
  end.

Lemma cons_row0 (T : Type) d (a : T) (x : 'I_d -> T) : cons_row a x ord0 = a.
Proof. by rewrite /cons_row unlift_none. Qed.

Lemma cons_rowS (T : Type) d (a : T) (x : 'I_d -> T) c : cons_row a x (lift ord0 c) = x c.
Proof. by rewrite /cons_row liftK. Qed.

Lemma cons_rowP d (P : 'I_d.+1 -> Prop) : P ord0 -> (forall c, P (lift ord0 c)) -> forall i, P i.
Proof. by move=> P0 PS i; case: (unliftP ord0 i) => [c ->|->]. Qed.

Lemma linear_with_bias m d (f : affine_layer m d) (z : 'I_d.+1 -> R) r :
  linear (with_bias f) z r = f.2 r * z ord0 + linear f.1 (fun c => z (lift ord0 c)) r.
Proof.
rewrite /linear big_ord_recl /with_bias cons_row0; congr (_ + _).
by apply: eq_bigr => c _; rewrite cons_rowS.
Qed.

Lemma linear_with_one m d (f : affine_layer m d) (z : 'I_d.+1 -> R) :
  linear (with_one f) z =1 cons_row (z ord0) (linear (with_bias f) z).
Proof.
apply: cons_rowP => [|r].
  rewrite /linear /with_one big_ord_recl !cons_row0 mul1r big1 ?addr0 // => c _.
  by rewrite cons_rowS mul0r.
by rewrite cons_rowS; apply: eq_bigr => c _; rewrite /with_one cons_rowS.
Qed.

Lemma activate_cons first d (x : 'I_d -> R) : activate first (cons_row 1 x) =1 cons_row 1 (activate first x).
Proof.
case: first => //; apply: cons_rowP => [|c]; rewrite /= ?cons_row0 ?cons_rowS //.
by rewrite /relu max_l ?ler01.
Qed.

Lemma affine_with_bias first m d (f : affine_layer m d) (x : 'I_d -> R) :
  linear (with_bias f) (activate first (cons_row 1 x)) =1 affine f (activate first x).
Proof.
move=> r; rewrite (linear_ext (W := with_bias f) _ (activate_cons first x)) // linear_with_bias cons_row0 mulr1 addrC.
by congr (_ + _); apply: linear_ext => // c; rewrite cons_rowS.
Qed.

Lemma cons_row_ext (T : Type) d (a : T) (x y : 'I_d -> T) : x =1 y -> cons_row a x =1 cons_row a y.
Proof. by move=> xy; apply: cons_rowP => [|c]; rewrite ?cons_row0 ?cons_rowS. Qed.

(* A target with biases is what was said. *)
Theorem run_augment first d ls l (f : biased d ls l) (x : 'I_d -> R) i :
  run_target first (augment f) (cons_row 1 x) i = run_biased first f x (cast_ord (last_width_augmented d.+1 ls l) i).
Proof.
elim: ls first d f x i => [|h ls IH] first d f x i /=.
  by rewrite affine_with_bias; congr affine; apply: val_inj.
set y := affine f.1 (activate first x).
have e : linear (with_one f.1) (activate first (cons_row 1 x)) =1 cons_row 1 y.
  move=> r; rewrite linear_with_one activate_cons cons_row0; apply: cons_row_ext; exact: affine_with_bias.
rewrite (run_target_ext false (augment f.2) e) IH.
by congr run_biased; apply: val_inj.
Qed.

(* The norm of (a, x). *)
Lemma norm_cons d (a : R) (x : 'I_d -> R) : norm (cons_row a x) = Num.sqrt (a ^+ 2 + norm x ^+ 2).
Proof.
congr Num.sqrt; rewrite norm_sq big_ord_recl cons_row0; congr (_ + _).
by apply: eq_bigr => c _; rewrite cons_rowS.
Qed.

Lemma norm_split d (z : 'I_d.+1 -> R) : norm z ^+ 2 = z ord0 ^+ 2 + norm (fun c => z (lift ord0 c)) ^+ 2.
Proof. by rewrite !norm_sq big_ord_recl. Qed.

Lemma norm_with_bias m d (f : affine_layer m d) k :
  (forall z, norm (linear (with_one f) z) <= k * norm z) -> forall z, norm (linear (with_bias f) z) <= k * norm z.
Proof.
move=> H z; apply: le_trans (H z); rewrite (norm_ext (linear_with_one f z)) norm_cons.
by rewrite -[X in X <= _]ger0_norm ?norm_ge0 // -sqrtr_sqr ler_wsqrtr // ler_addr sqr_ge0.
Qed.

Lemma augment_admissible d ls l (f : biased d ls l) : biased_admissible f -> admissible (augment f).
Proof.
have row m d' (g : affine_layer m d') r : (forall c, `|g.1 r c| <= 1) -> `|g.2 r| <= 1 -> forall c, `|with_bias g r c| <= 1.
  by move=> W1 b1; apply: cons_rowP => [|c]; rewrite /with_bias ?cons_row0 ?cons_rowS.
elim: ls d f => [|h ls IH] d f /= => [[W1 b1 n1]|[[W1 b1 n1] /IH ok]]; split=> //.
- by move=> r; apply: row.
- exact: norm_with_bias.
apply: cons_rowP => [|r]; rewrite /with_one ?cons_row0 ?cons_rowS; last exact: row.
by apply: cons_rowP => [|c]; rewrite ?cons_row0 ?cons_rowS ?normr1 // normr0 ler01.
Qed.

(* A matrix of norm at most w and a bias of norm at most b make a matrix of norm at most the root of w^2 + b^2 + 1. *)
Lemma norm_with_one m d (f : affine_layer m d) (w b : R) : 0 <= w ->
  (forall x, norm (linear f.1 x) <= w * norm x) -> norm f.2 <= b ->
  forall z, norm (linear (with_one f) z) <= Num.sqrt (w ^+ 2 + b ^+ 2 + 1) * norm z.
Proof.
move=> w0 Hw Hb z; have b0 : 0 <= b := le_trans (norm_ge0 _) Hb.
pose z' c := z (lift ord0 c); pose t := z ord0.
have scaled : norm (fun r => f.2 r * t) = norm f.2 * `|t|.
  rewrite -sqrtr_sqr -sqrtrM ?sum_sq_ge0 //; congr Num.sqrt; rewrite mulr_suml.
  by apply: eq_bigr => r _; rewrite exprMn.
have step : norm (linear (with_bias f) z) <= b * `|t| + w * norm z'.
  rewrite (norm_ext (linear_with_bias f z)); apply: le_trans (norm_triangle _ _) _.
  by rewrite scaled ler_add ?ler_wpmul2r.
have sq : norm (linear (with_bias f) z) ^+ 2 <= (w ^+ 2 + b ^+ 2) * norm z ^+ 2.
  have s0 : 0 <= b * `|t| + w * norm z' by rewrite addr_ge0 ?mulr_ge0 ?norm_ge0.
  have {}step := ler_expn2r 2 (norm_ge0 _) s0 step.
  apply: le_trans step _; rewrite norm_split -/t -/z' -[t ^+ 2]real_normK ?num_real //.
  rewrite -subr_ge0; set n := norm z'; set a := `|t|.
  have -> : (w ^+ 2 + b ^+ 2) * (a ^+ 2 + n ^+ 2) - (b * a + w * n) ^+ 2 = (w * a - b * n) ^+ 2 by ring.
  exact: sqr_ge0.
rewrite (norm_ext (linear_with_one f z)) norm_cons -/t -[X in _ * X]ger0_norm ?norm_ge0 // -sqrtr_sqr -sqrtrM; last first.
  by rewrite !addr_ge0 ?sqr_ge0 ?ler01.
rewrite ler_wsqrtr // mulrDl mul1r addrC ler_add // norm_split ler_addl sqr_ge0 //.
Qed.
End Biases.

Section PensiaBiases.
Variable R : rcfType.
Hypothesis archimedean : Num.archimedean_axiom R.
Variable M : nat.
Hypothesis M_gt0 : (0 < M)%N.

(* The main theorem for targets with biases, on inputs of norm at most r; the source has one more input, which is 1. *)
Theorem pensia_biases d (ls : seq (layer R)) (l : layer R) : every (feasible M) d.+1 (augmented ls l) ->
  mostly (failure M true d.+1 (augmented ls l)) (fun omega : source M d.+1 (augmented ls l) =>
    forall f : biased d ls l, biased_admissible f ->
    exists S, forall (r : R) (x : 'I_d -> R), norm x <= r ->
      norm (fun i => run_source true (keep omega S) (cons_row 1 x) i
                       - run_biased true f x (cast_ord (last_width_augmented d.+1 ls l) i))
        <= error d.+1 (augmented ls l) * Num.sqrt (r ^+ 2 + 1)).
Proof.
move=> ok; apply: mostly_impl (pensia archimedean M_gt0 ok) => omega H f /augment_admissible/H[S HS].
exists S => r x xr; have r0 : 0 <= r := le_trans (norm_ge0 _) xr.
rewrite (norm_ext (y := fun i => run_source true (keep omega S) (cons_row 1 x) i
                                   - run_target true (augment f) (cons_row 1 x) i)); last first.
  by move=> i; rewrite run_augment.
apply: le_trans (HS _) _; rewrite ler_wpmul2l ?(error_ge0 (everyW (@feasible_sensible _ _) ok)) //.
by rewrite norm_cons ler_wsqrtr // expr1n addrC ler_add2r ler_expn2r ?nnegrE ?norm_ge0.
Qed.
End PensiaBiases.
