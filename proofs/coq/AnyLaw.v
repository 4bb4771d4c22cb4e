(* The counting bound for sources of any law: "with probability at least s" enters only through its consequence, by averaging, that of any
   finitely many targets some one draw serves at least a share s. *)
From mathcomp Require Import all_ssreflect all_algebra.
From SLTH Require Import Chance Draws Network Norms Counting Packing.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.
Section AnyLaw.
Variables (R : rcfType) (J I : finType) (Om : Type) (T : finType) (g : Om -> T -> (I -> R) -> J -> R) (s eps : R).
(* T: the tickets of a draw; g w S: the pruned network. *)
Hypothesis serves : forall (P : finType) (W : P -> J -> I -> R), (forall p x, norm (linear (W p) x) <= norm x) ->
  exists w, exists2 Q : {set P}, s * #|P|%:R <= #|Q|%:R &
    forall p, p \in Q -> exists S, forall x, norm x <= 1 -> norm (fun j => linear (W p) x j - g w S x j) < eps.
Notation D := (#|J| * #|I|)%N.
(* For a / b <= 1 / (2 eps): at least s (a / b)^D tickets. *)
Theorem any_law (a b : nat) : (0 < a)%N -> (0 < b)%N -> 2%:R * eps * a%:R <= b%:R ->
  s * (a ^ D)%N%:R <= #|T|%:R * (b ^ D)%N%:R.
Proof.
move=> a0 b0 eab; case: (ltP s 0) => [s0|s0].
  by apply: (@le_trans _ _ 0); rewrite ?nmulr_rle0 ?mulr_ge0 ?exprn_ge0 ?ler0n.
have bD : (0 < b ^ D)%N by rewrite expn_gt0 b0.
pose t := ((a ^ D).-1 %/ b ^ D)%N.
have tab : (t * b ^ D < a ^ D)%N by rewrite (leq_ltn_trans (leq_trunc_div _ _)) // prednK ?expn_gt0 ?a0.
apply: (@packing_exists R J I a b t a0 b0 tab _ _) => -[M [n [n' [P [n0 nab inP sep tP]]]]].
pose Q := [finType of {p | p \in P}]; have cQ : #|Q| = #|P| by rewrite card_sig; apply: eq_card.
have n'0 : 0 < n'%:R :> R by rewrite ltr0n.
pose W (p : Q) j i := n'%:R^-1 * matrix_of R (val p) j i.
have H : s * #|Q|%:R <= #|T|%:R.
  case: (serves (W := W)) => [p x|w [A sA AP]].
    rewrite (norm_ext (linear_scalel _ _ _)) norm_scale ger0_norm ?invr_ge0 ?ler0n //.
    by rewrite mulrC ler_pdivr_mulr // mulrC; apply: inP; apply: valP.
  apply: le_trans sA _; rewrite ler_nat.
  have /fin_all_exists[f fP] : forall p : {p : Q | p \in A}, exists S, forall x, norm x <= 1 ->
      norm (fun j => linear (W (val p)) x j - g w S x j) < eps by move=> [p pA]; apply: AP.
  have inj : injective f.
    move=> p q fpq; apply: val_inj; apply: val_inj; apply: sep; rewrite ?(valP (val p)) ?(valP (val q)) // => x x1.
    have -> : n%:R = n'%:R * (b%:R / a%:R) :> R by rewrite mulrA -natrM -nab natrM mulfK // pnatr_eq0 -lt0n.
    have -> : norm (linear (fun j i => matrix_of R (val (val p)) j i - matrix_of R (val (val q)) j i) x) =
              n'%:R * norm (fun j => linear (W (val p)) x j - linear (W (val q)) x j).
      rewrite -[X in X * _](ger0_norm (ltW n'0)) -norm_scale; apply: norm_ext => j.
      by rewrite linear_subl !linear_scalel -mulrBr mulrA divff ?mul1r // lt0r_neq0.
    rewrite ltr_pmul2l //; apply: (@lt_le_trans _ _ (2%:R * eps)); last by rewrite ler_pdivl_mulr // ltr0n.
    apply: le_lt_trans (norm_triangle_sub _ (g w (f p) x) _) _; rewrite (norm_distC (g _ _ _)).
    by rewrite mulr_natl mulr2n ltr_add ?fP // fpq fP.
  have <- : #|[finType of {p : Q | p \in A}]| = #|A| by rewrite card_sig; apply: eq_card.
  by rewrite -(card_codom inj) max_card.
rewrite cQ in H; apply: le_trans (ler_wpmul2r (ler0n _ (b ^ D)) H); rewrite -mulrA -natrM ler_wpmul2l // ler_nat.
have := ltn_ceil (a ^ D).-1 bD; rewrite prednK ?expn_gt0 ?a0 // => /leq_trans; apply.
by rewrite leq_mul2r tP orbT.
Qed.
End AnyLaw.
