(* The Euclidean norm of the outputs of linear maps and of ReLU: the triangle inequality, bounds of a linear map by its entries,
   and bounds of a first layer whose weights differ between positive and negative inputs. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From SLTH Require Import Network.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* Cauchy-Schwarz, for sums. *)
Lemma cauchy_schwarz (R : realFieldType) (I : finType) (a b : I -> R) :
  (\sum_i a i * b i) ^+ 2 <= (\sum_i a i ^+ 2) * (\sum_i b i ^+ 2).
Proof.
set A := \sum_i a i ^+ 2; set B := \sum_i b i ^+ 2; set C := \sum_i a i * b i.
have H : \sum_i \sum_j (a i * b j - a j * b i) ^+ 2 = 2%:R * (A * B - C ^+ 2).
  transitivity (\sum_i (a i ^+ 2 * B + b i ^+ 2 * A - 2%:R * (a i * b i * C))).
    apply: eq_bigr => i _; rewrite /A /B /C !mulr_sumr -big_split -sumrB /=.
    by apply: eq_bigr => j _; ring.
  by rewrite sumrB big_split /= -!mulr_suml -mulr_sumr -mulr_suml -/A -/B -/C; ring.
have : 0 <= 2%:R * (A * B - C ^+ 2) by rewrite -H; apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; apply: sqr_ge0.
by rewrite pmulr_rge0 ?ltr0n // subr_ge0.
Qed.

Section Norms.
Variable R : rcfType.
Implicit Types (I J : finType) (a b c e k r : R).

Lemma sum_sq_ge0 I (x : I -> R) : 0 <= \sum_i x i ^+ 2.
Proof. by apply: sumr_ge0 => i _; apply: sqr_ge0. Qed.

Lemma norm_ge0 I (x : I -> R) : 0 <= norm x.
Proof. exact: sqrtr_ge0. Qed.

Lemma norm_sq I (x : I -> R) : norm x ^+ 2 = \sum_i x i ^+ 2.
Proof. by rewrite sqr_sqrtr // sum_sq_ge0. Qed.

Lemma norm_ext I (x y : I -> R) : x =1 y -> norm x = norm y.
Proof. by move=> xy; congr Num.sqrt; apply: eq_bigr => i _; rewrite xy. Qed.

(* Larger coordinates make a larger norm. *)
Lemma norm_le I (x y : I -> R) : (forall i, `|x i| <= `|y i|) -> norm x <= norm y.
Proof.
move=> xy; rewrite ler_wsqrtr // ler_sum // => i _.
by rewrite -(real_normK (num_real (x i))) -(real_normK (num_real (y i))) ler_expn2r ?nnegrE.
Qed.

Lemma norm_abs I (x : I -> R) : norm (fun i => `|x i|) = norm x.
Proof. by congr Num.sqrt; apply: eq_bigr => i _; rewrite real_normK ?num_real. Qed.

Lemma norm_opp I (x : I -> R) : norm (fun i => - x i) = norm x.
Proof. by congr Num.sqrt; apply: eq_bigr => i _; rewrite sqrrN. Qed.

(* A coordinate is at most the norm. *)
Lemma norm_coord I (x : I -> R) i : `|x i| <= norm x.
Proof.
rewrite -sqrtr_sqr ler_wsqrtr // (bigD1 i) //= ler_addl.
by apply: sumr_ge0 => j _; apply: sqr_ge0.
Qed.

Lemma inner_norm I (x y : I -> R) : \sum_i x i * y i <= norm x * norm y.
Proof.
apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr -sqrtrM ?sum_sq_ge0 // ler_wsqrtr //.
exact: cauchy_schwarz.
Qed.

Lemma norm_triangle I (x y : I -> R) : norm (fun i => x i + y i) <= norm x + norm y.
Proof.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?addr_ge0 ?norm_ge0 // norm_sq.
have -> : \sum_i (x i + y i) ^+ 2 = norm x ^+ 2 + (\sum_i x i * y i) *+ 2 + norm y ^+ 2.
  rewrite !norm_sq -sumrMnl -!big_split /=; by apply: eq_bigr => i _; rewrite sqrrD.
by rewrite sqrrD ler_add2r ler_add2l ler_muln2r inner_norm orbT.
Qed.

Lemma norm_triangle_sub I (x y z : I -> R) :
  norm (fun i => x i - z i) <= norm (fun i => x i - y i) + norm (fun i => y i - z i).
Proof.
apply: le_trans (norm_triangle _ _); rewrite le_eqVlt; apply/orP; left; apply/eqP/norm_ext => i.
by rewrite addrA subrK.
Qed.

Lemma norm_distC I (x y : I -> R) : norm (fun i => x i - y i) = norm (fun i => y i - x i).
Proof. by rewrite -norm_opp; apply: norm_ext => i; rewrite opprB. Qed.

(* ReLU moves no two numbers apart. *)
Lemma relu_dist a b : `|relu a - relu b| <= `|a - b|.
Proof.
wlog ab : a b / b <= a.
  by move=> H; case: (leP b a) => [/H //|/ltW /H]; rewrite (distrC (relu b)) (distrC b).
have H : relu b <= relu a by rewrite /relu le_maxl !le_maxr ab lexx orbT.
rewrite !ger0_norm ?subr_ge0 // {H} /relu.
case: (lerP a 0) => a0; case: (lerP b 0) => b0; rewrite ?subrr ?subr_ge0 //.
  by move: (lt_le_trans b0 ab); rewrite ltNge a0.
by rewrite ler_add2l ler_opp2.
Qed.

Lemma norm_relu_dist I (x y : I -> R) : norm (fun i => relu (x i) - relu (y i)) <= norm (fun i => x i - y i).
Proof. by apply: norm_le => i; apply: relu_dist. Qed.

Lemma norm_relu I (x : I -> R) : norm (fun i => relu (x i)) <= norm x.
Proof.
apply: norm_le => i; have := relu_dist (x i) 0.
by rewrite {2}/relu maxxx !subr0.
Qed.

Lemma linear_addr J I (W : J -> I -> R) (x y : I -> R) j :
  linear W (fun i => x i + y i) j = linear W x j + linear W y j.
Proof. by rewrite /linear -big_split; apply: eq_bigr => i _; rewrite mulrDr. Qed.

Lemma linear_subr J I (W : J -> I -> R) (x y : I -> R) j :
  linear W (fun i => x i - y i) j = linear W x j - linear W y j.
Proof. by rewrite /linear -sumrB; apply: eq_bigr => i _; rewrite mulrBr. Qed.

Lemma linear_addl J I (V W : J -> I -> R) (x : I -> R) j :
  linear (fun j i => V j i + W j i) x j = linear V x j + linear W x j.
Proof. by rewrite /linear -big_split; apply: eq_bigr => i _; rewrite mulrDl. Qed.

Lemma linear_subl J I (V W : J -> I -> R) (x : I -> R) j :
  linear (fun j i => V j i - W j i) x j = linear V x j - linear W x j.
Proof. by rewrite /linear -sumrB; apply: eq_bigr => i _; rewrite mulrBl. Qed.

(* A linear map is bounded by the root of the sum of its squared entries. *)
Theorem fro_bound J I (E : J -> I -> R) (x : I -> R) :
  norm (linear E x) <= Num.sqrt (\sum_j \sum_i E j i ^+ 2) * norm x.
Proof.
rewrite -sqrtrM; last by apply: sumr_ge0 => j _; apply: sum_sq_ge0.
rewrite ler_wsqrtr // mulr_suml; apply: ler_sum => j _; exact: cauchy_schwarz.
Qed.

(* And by the size of its largest entry times the root of their number. *)
Theorem entry_bound J I (E : J -> I -> R) e (x : I -> R) :
  (forall j i, `|E j i| <= e) -> norm (linear E x) <= e * Num.sqrt ((#|J| * #|I|)%N%:R) * norm x.
Proof.
move=> H; apply: le_trans (fro_bound E x) _; apply: ler_wpmul2r; first exact: norm_ge0.
have F : \sum_j \sum_i E j i ^+ 2 <= e ^+ 2 * (#|J| * #|I|)%N%:R.
  apply: (@le_trans _ _ (\sum_(j : J) \sum_(i : I) e ^+ 2)).
    apply: ler_sum => j _; apply: ler_sum => i _; rewrite -[E j i ^+ 2]real_normK ?num_real //.
    by apply: ler_expn2r; rewrite ?nnegrE // (le_trans _ (H j i)).
  by rewrite !sumr_const -mulrnA -[X in X <= _]mulr_natr mulnC.
apply: le_trans (ler_wsqrtr F) _; rewrite sqrtrM ?sqr_ge0 // sqrtr_sqr.
case: (posnP (#|J| * #|I|)%N) => [->|]; first by rewrite sqrtr0 !mulr0.
rewrite muln_gt0 => /andP[/card_gt0P[j _] /card_gt0P[i _]].
by rewrite ger0_norm // (le_trans _ (H j i)).
Qed.

(* The first layer: one matrix for the positive part of the input, another for the negative part. *)
Definition two_sided J I (Ep En : J -> I -> R) (x : I -> R) : J -> R :=
  fun j => \sum_i Ep j i * relu (x i) - \sum_i En j i * relu (- x i).
Definition halves I (x : I -> R) : I + I -> R :=
  fun z => match z with inl i => relu (x i) | inr i => relu (- x i) end.
Definition stack J I (Ep En : J -> I -> R) : J -> I + I -> R :=
  fun j z => match z with inl i => Ep j i | inr i => - En j i end.

Lemma relu_ge0 a : 0 <= relu a.
Proof. by rewrite /relu le_maxr lexx orbT. Qed.

Lemma relu_halves a : (relu a = a /\ relu (- a) = 0 /\ 0 <= a) \/ (relu a = 0 /\ relu (- a) = - a /\ a <= 0).
Proof.
rewrite /relu; case: (leP 0 a) => a0; [left|right].
  by rewrite max_r ?oppr_le0.
by rewrite max_l ?oppr_ge0 ltW.
Qed.

Lemma relu_sq a : relu a ^+ 2 + relu (- a) ^+ 2 = a ^+ 2.
Proof. by case: (relu_halves a) => [[-> [-> _]]|[-> [-> _]]]; rewrite ?sqrrN expr0n /= ?addr0 ?add0r. Qed.

Lemma relu_abs a : relu a + relu (- a) = `|a|.
Proof.
case: (relu_halves a) => [[-> [-> a0]]|[-> [-> a0]]]; first by rewrite addr0 ger0_norm.
by rewrite add0r ler0_norm.
Qed.

(* The two parts together have the norm of the input. *)
Theorem two_sided_norm I (x : I -> R) : norm (halves x) = norm x.
Proof.
congr Num.sqrt; rewrite big_sumType /= -big_split /=.
by apply: eq_bigr => i _; apply: relu_sq.
Qed.

Lemma two_sidedE J I (Ep En : J -> I -> R) (x : I -> R) : two_sided Ep En x =1 linear (stack Ep En) (halves x).
Proof.
move=> j; rewrite /two_sided /linear big_sumType /= -sumrN.
by congr (_ + _); apply: eq_bigr => i _; rewrite mulNr.
Qed.

(* Any bound of the operator [Ep, -En] on pairs of vectors bounds the first layer. *)
Theorem two_sided_stack J I (Ep En : J -> I -> R) k :
  (forall z, norm (linear (stack Ep En) z) <= k * norm z) ->
  forall x, norm (two_sided Ep En x) <= k * norm x.
Proof. by move=> H x; rewrite (norm_ext (two_sidedE Ep En x)) -(two_sided_norm x). Qed.

(* So does any bound of the matrix of the larger absolute values. *)
Theorem two_sided_max J I (Ep En : J -> I -> R) k :
  (forall x, norm (linear (fun j i => Num.max `|Ep j i| `|En j i|) x) <= k * norm x) ->
  forall x, norm (two_sided Ep En x) <= k * norm x.
Proof.
move=> H x; rewrite -(norm_abs x); apply: le_trans (H _); apply: norm_le => j.
apply: le_trans (ler_norm _); rewrite /two_sided -sumrB; apply: le_trans (ler_norm_sum _ _ _) _.
apply: ler_sum => i _; apply: le_trans (ler_norm_sub _ _) _; rewrite !normrM !(ger0_norm (relu_ge0 _)).
by rewrite -(relu_abs (x i)) mulrDr ler_add // ler_wpmul2r ?relu_ge0 // le_maxr lexx ?orbT.
Qed.

(* And the size of the largest entry. *)
Theorem two_sided_entry J I (Ep En : J -> I -> R) e :
  (forall j i, `|Ep j i| <= e) -> (forall j i, `|En j i| <= e) ->
  forall x, norm (two_sided Ep En x) <= e * Num.sqrt ((#|J| * #|I|)%N%:R) * norm x.
Proof.
move=> Hp Hn; apply: two_sided_max => x; apply: entry_bound => j i.
by rewrite ger0_norm ?le_maxr ?normr_ge0 // le_maxl Hp Hn.
Qed.

(* The stack can be worse than the truth: with one input and one output, Ep = 1 and En = -1, the first layer is the absolute
   value, but [1, 1] on pairs has norm at least the root of 2. *)
Lemma stack_not_sharp (Ep := fun _ _ : 'I_1 => 1 : R) (En := fun _ _ : 'I_1 => -1 : R) :
  (forall x, norm (two_sided Ep En x) <= 1 * norm x) /\
  (forall k, (forall z, norm (linear (stack Ep En) z) <= k * norm z) -> 2%:R <= k ^+ 2).
Proof.
split=> [x|k].
  apply: two_sided_max => y; rewrite mul1r; apply: norm_le => i.
  by rewrite /linear big_ord1 normrN normr1 maxxx mul1r (ord1 i).
move=> /(_ (fun=> 1)) H.
have h0 : 0 <= k * norm (fun=> 1 : R) := le_trans (norm_ge0 _) H.
have {}H := ler_expn2r 2 (norm_ge0 _) h0 H; move: H; rewrite exprMn !norm_sq /linear.
rewrite big_ord1 !big_sumType /= !big_ord1 /Ep /En opprK !mulr1 ?expr1n => H.
have two : (0 : R) < 1 + 1 by rewrite addr_gt0.
by move: H; rewrite expr2 ler_pmul2r // -(natrD _ 1 1).
Qed.

(* The vector with a one at i. *)
Definition basis I (i : I) : I -> R := fun l => (l == i)%:R.

Lemma norm_basis I (i : I) : norm (basis i) = 1.
Proof.
rewrite /norm (bigD1 i) //= big1 => [|l /negbTE li]; last by rewrite /basis li expr0n.
by rewrite /basis eqxx expr1n addr0 sqrtr1.
Qed.

Lemma linear_basis J I (W : J -> I -> R) (i : I) (j : J) : linear W (basis i) j = W j i.
Proof.
rewrite /linear (bigD1 i) //= big1 => [|l /negbTE li]; last by rewrite /basis li mulr0.
by rewrite /basis eqxx mulr1 addr0.
Qed.

(* A norm bounds every entry. *)
Lemma entry_of_norm J I (W : J -> I -> R) (k : R) : (forall x : I -> R, norm (linear W x) <= k * norm x) ->
  forall (j : J) (i : I), `|W j i| <= k.
Proof.
by move=> H j i; rewrite -(linear_basis W); apply: le_trans (norm_coord _ j) _; have := H (basis i); rewrite norm_basis mulr1.
Qed.
End Norms.
