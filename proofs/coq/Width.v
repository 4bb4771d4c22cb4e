(* The strong lottery ticket theorem of Pensia et al. (2020, Theorem 1) in finite form, over Coq's own real numbers: how many hidden
   units per input suffice for an error epsilon with probability 1 - delta, as a formula with logarithms. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.analysis Require Import Rstruct.
From SLTH Require Import SampleSize Propagation Chance Draws Network Norms Layer Pensia Biases.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.
Local Notation real := R_rcfType.
Implicit Types (M n m d p c : nat) (l : layer real) (ls : seq (layer real)) (epsilon delta : R).

(* What the theorem asks of a layer with m outputs and d inputs, of n layers: a tolerance of its entries, ... *)
Definition tolerance n epsilon m d : R := ln (1 + epsilon) / (INR n * sqrt (INR (m * d))).
(* ... its share of the failure probability, for each of its weights (the first layer has two such events per weight), ... *)
Definition share n delta m d : R := delta / (INR (n + 1) * INR (m * d)).
(* ... what rounding leaves of its tolerance, ... *)
Definition rest M l : R := tol l - 2 * INR (cover l) / INR M.
(* ... and enough hidden units per input for each of the two phases. *)
Definition wide_enough M delta_1 l : Prop :=
  ln (16 / delta_1) / ln (72 / 65) <= INR (prefix l) /\ 9 / (2 * rest M l ^ 2) * (23 / 24) ^ cover l <= delta_1.

(* All targets at once have a ticket with an error of at most epsilon * norm x. *)
Definition all_have_tickets M d ls epsilon (omega : source M d ls) : Prop :=
  forall f : target d ls, admissible f ->
  exists S : {set weight d ls}, forall x : 'I_d -> R,
    norm (fun i => run_source true (keep omega S) x i - run_target true f x i) <= epsilon * norm x.

Lemma neq0 (x : R) : x <> 0 -> (x != 0)%R.
Proof. by move=> H; apply/eqP. Qed.

Lemma INR_gt0 n : (0 < n)%N -> 0 < INR n.
Proof. by move=> n0; apply/lt_0_INR/ssrnat.ltP. Qed.

(* Probability in plain words: the good outcomes are at least 1 - delta of all. *)
Lemma mostly_probability (Om : finType) delta (P : Om -> Prop) : (0 < #|Om|)%N ->
  mostly (delta : real) P <-> exists2 Good : {set Om}, 1 - delta <= INR #|Good| / INR #|Om| & forall w, w \in Good -> P w.
Proof.
move=> Om0; have O0 : 0 < INR #|Om| := INR_gt0 Om0.
have D0 : (INR #|Om| != 0)%R by apply: neq0; lra.
have compl (A : {set Om}) : INR #|~: A| / INR #|Om| = 1 - INR #|A| / INR #|Om|.
  have -> : INR #|~: A| = INR #|Om| - INR #|A| by rewrite -(cardsC A) plus_INR; lra.
  by field; lra.
have PrE (A : {set Om}) : Pr real (mem A) = INR #|A| / INR #|Om| by rewrite /Pr -!INRE RdivE.
split=> [[Bad HB HP]|[Good HG HP]].
  exists (~: Bad) => [|w]; last by rewrite inE => /HP.
  by move/RleP: HB; rewrite PrE compl; lra.
exists (~: Good) => [|w]; last by rewrite inE negbK => /HP.
by apply/RleP; rewrite PrE compl; lra.
Qed.

Lemma source_gt0 M d ls : (0 < M)%N -> (0 < #|source M d ls|)%N.
Proof.
move=> M0; have w : source M d ls by exact: [ffun=> (false, Ordinal M0)].
by rewrite (cardD1 w).
Qed.

Section Bridges.
Lemma natR n : (n%:R)%R = IZR (Z.of_nat n).
Proof. by rewrite -INRE INR_IZR_INZ. Qed.

Lemma restE M l : (0 < M)%N -> rest M l = slack M l.
Proof.
move=> M0; have D : (INR M != 0)%R by apply: neq0; have := INR_gt0 M0; lra.
by rewrite /slack -!INRE -RdivE // (INR_IZR_INZ 2).
Qed.

Lemma prefix_failsE p : prefix_fails real p = 8 * (65 / 72) ^ p.
Proof.
by rewrite /prefix_fails !natR -RdivE ?RpowE //; apply: neq0; simpl; lra.
Qed.

Lemma cover_failsE (t : R) c : 0 < t -> cover_fails (t : real) c = 9 / 4 / t ^ 2 * (23 / 24) ^ c.
Proof.
move=> t0; have D : (t ^+ 2 != 0)%R by rewrite expf_neq0 //; apply: neq0; lra.
by rewrite /cover_fails !natR -!RdivE ?RpowE //; apply: neq0; simpl; lra.
Qed.
End Bridges.

Lemma etaE d l : eta d l = tol l * sqrt (INR (outputs l * d)).
Proof. by rewrite /eta -INRE -RsqrtE //; apply/RleP/pos_INR. Qed.

(* What is asked makes the error at most epsilon. *)
Lemma error_small (k : R) d ls epsilon : 0 < k -> 0 < epsilon -> every (@sensible real) d ls ->
  every (fun d l => lam l <= k /\ tol l <= k * tolerance (size ls) (epsilon / k ^ size ls) (outputs l) d) d ls ->
  error d ls <= epsilon.
Proof.
move=> k0 e0 ok; case: (posnP (size ls)) => [/size0nil -> _|n0].
  by rewrite /error /= subrr; apply: Rlt_le.
set n := size ls in n0 *; set e := epsilon / k ^ n => H.
have kn0 : 0 < k ^ n by apply: pow_lt.
have ke : 0 < e by apply: Rdiv_lt_0_compat.
have N0 := INR_gt0 n0; have L0 : 0 < ln (1 + e) by rewrite -ln_1; apply: ln_increasing; lra.
pose h := ln (1 + e) / INR n; have h0 : 0 < h by apply: Rdiv_lt_0_compat.
have E : (error d ls <= k ^+ n * ((1 + h) ^+ n - 1))%R.
  apply: error_uniform => //; first by apply/RleP/Rlt_le.
  apply: everyW H => d' l [lk t]; split; apply/RleP => //; rewrite etaE -RmultE.
  set s := sqrt _ in t *; have s0 : 0 <= s by apply: sqrt_pos.
  case: (Req_dec s 0) => [->|s1]; first by rewrite Rmult_0_r; apply/Rlt_le/Rmult_lt_0_compat.
  apply: Rle_trans (Rmult_le_compat_r _ _ _ s0 t) _; rewrite /tolerance -/s /h; right; field; lra.
move/RleP: E; rewrite -!RpowE => E; apply: Rle_trans E _.
have {1}-> : epsilon = k ^ n * e by rewrite /e; field; lra.
apply: Rmult_le_compat_l; first lra.
apply: eta_ln; [exact/ssrnat.ltP | lra].
Qed.

Lemma add_shares (f a h F s x : R) : 0 <= f -> a * h <= s -> F <= x * s -> (f + 1) * a * h + F <= (x + 1 + f) * s.
Proof. by move=> f0 H K; have := Rmult_le_compat_l _ _ _ f0 H; lra. Qed.

(* The shares of the failure probability: one for every layer, and one more for the first. *)
Lemma failure_shares M first d ls (s : real) : 0 <= s ->
  every (fun d l => INR (outputs l * d) * half_failure M l <= s) d ls -> failure M first d ls <= INR (size ls + first) * s.
Proof.
move=> s0; elim: ls first d => [|l ls IH] first d; first by move=> _; apply: Rmult_le_pos => //; apply: pos_INR.
rewrite plus_INR (S_INR (size ls)) /= => -[h /(IH false)]; rewrite addn0 -RplusE -RmultE -INRE -mulnA mult_INR => F.
have -> : INR (halves_used first) = INR first + 1 by case: (first) => /=; lra.
exact: add_shares (pos_INR first) h F.
Qed.

Lemma prefix_enough (s : R) p : 0 < s -> ln (16 / s) / ln (72 / 65) <= INR p -> 8 * (65 / 72) ^ p <= s / 2.
Proof.
move=> s0 P; have E : - ln (1 - 7 / 72) = ln (72 / 65) by rewrite -ln_Rinv; [congr ln; field | lra].
have : 16 * (1 - 7 / 72) ^ p <= s by apply: sample_size => //; rewrite ?E //; lra.
have -> : 1 - 7 / 72 = 65 / 72 by field.
lra.
Qed.

Lemma cover_enough (s r : R) c : 0 < r -> 9 / (2 * r ^ 2) * (23 / 24) ^ c <= s -> 9 / 4 / r ^ 2 * (23 / 24) ^ c <= s / 2.
Proof.
by move=> r0; have -> : 9 / (2 * r ^ 2) = 2 * (9 / 4 / r ^ 2); [field; lra | lra].
Qed.

Lemma halves (s x y : R) : y <= s / 2 -> x <= s / 2 -> x + y <= s.
Proof. lra. Qed.

(* Enough hidden units keep to the share. *)
Lemma layer_share M n delta d l : (0 < M)%N -> 0 < delta -> 0 < rest M l -> wide_enough M (share n delta (outputs l) d) l ->
  INR (outputs l * d) * half_failure M l <= delta / INR (n + 1).
Proof.
move=> M0 d0 r0; have N0 : 0 < INR (n + 1) by apply: INR_gt0; rewrite addn1.
have S0 : 0 < delta / INR (n + 1) by apply: Rdiv_lt_0_compat.
case: (posnP (outputs l * d)) => [-> _|/INR_gt0]; first by rewrite Rmult_0_l; lra.
set a := INR (outputs l * d) => a0 [P C]; set s := share n delta _ d in P C.
have s0 : 0 < s by apply: Rdiv_lt_0_compat => //; apply: Rmult_lt_0_compat.
have -> : delta / INR (n + 1) = a * s by rewrite /s /share -/a; field; lra.
apply: Rmult_le_compat_l (Rlt_le _ _ a0) _; rewrite /half_failure -restE // /half_fails prefix_failsE cover_failsE // -RplusE.
have := prefix_enough s0 P; have := cover_enough r0 C; exact: halves.
Qed.

(* The theorem for any bound k of the norms of the layers. *)
Theorem finite_pensia_norms M d0 ls epsilon delta (k : R) : (0 < M)%N -> 0 < k -> 0 < epsilon -> 0 < delta ->
  every (fun d l => [/\ 0 <= lam l <= k, tol l <= k * tolerance (size ls) (epsilon / k ^ size ls) (outputs l) d,
                        0 < rest M l <= 1 & wide_enough M (share (size ls) delta (outputs l) d) l]) d0 ls ->
  mostly (delta : real) (fun omega : source M d0 ls => all_have_tickets epsilon omega).
Proof.
move=> M0 k0 e0 de0 H.
have ok : every (feasible M) d0 ls.
  by apply: everyW H => d l [[l0 _] _ [r0 r1] _]; rewrite /feasible -restE //; split; [apply/RltP | apply/RleP | apply/RleP].
have F : (failure M true d0 ls <= delta)%R.
  have S0 : 0 < INR (size ls + 1) by apply: INR_gt0; rewrite addn1.
  have E : INR (size ls + 1) * (delta / INR (size ls + 1)) = delta by field; lra.
  apply/RleP; rewrite -[X in _ <= X]E; apply: (@failure_shares M true); first by apply/Rlt_le/Rdiv_lt_0_compat.
  by apply: everyW H => d l [_ _ [r0 _] W]; apply: layer_share.
apply: mostly_weaken F _; apply: mostly_impl (pensia Rarchimedean_axiom M0 ok) => omega T f /T[S HS]; exists S => x.
apply: Rle_trans (Rmult_le_compat_r _ _ _ _ _); first by apply/RleP/HS.
  by apply/RleP/norm_ge0.
apply: (error_small k0) => //; first exact: everyW (@feasible_sensible _ _) ok.
by apply: everyW H => d l [[_ lk] t _ _].
Qed.

Lemma tolerance0 n epsilon m d : (n * (m * d))%N = 0%N -> tolerance n epsilon m d = 0.
Proof.
move=> H; rewrite /tolerance; have -> : INR n * sqrt (INR (m * d)) = 0; last by rewrite /Rdiv Rinv_0 Rmult_0_r.
by move/eqP: H; rewrite muln_eq0 => /orP[/eqP ->|/eqP ->]; rewrite /= ?sqrt_0 ?Rmult_0_l ?Rmult_0_r.
Qed.

Lemma INR_ge1 n : (0 < n)%N -> 1 <= INR n.
Proof. by move=> n0; rewrite -[1]/(INR 1); apply/le_INR/ssrnat.leP. Qed.

Lemma ln_1p_le e : 0 <= e -> ln (1 + e) <= e.
Proof.
move=> e0; have := exp_ineq1_le e => H; rewrite -{2}(ln_exp e).
by case: H => [H|->]; [apply/Rlt_le/ln_increasing; lra | right].
Qed.

Lemma tolerance_le1 n epsilon m d : 0 < epsilon <= 1 -> tolerance n epsilon m d <= 1.
Proof.
move=> [e0 e1]; case: (posnP (n * (m * d))) => [/tolerance0 -> | ]; first lra.
rewrite muln_gt0 => /andP[/INR_ge1 N1 /INR_ge1 q1]; have L := ln_1p_le (Rlt_le _ _ e0).
have s1 : 1 <= sqrt (INR (m * d)) by rewrite -sqrt_1; apply: sqrt_le_1; lra.
have D : 1 <= INR n * sqrt (INR (m * d)) by rewrite -[1]Rmult_1_l; apply: Rmult_le_compat; lra.
apply: (Rmult_le_reg_r (INR n * sqrt (INR (m * d)))); first lra.
by rewrite /tolerance /Rdiv Rmult_assoc Rinv_l; lra.
Qed.

(* MAIN THEOREM. A source is as wide as said if it has, for each input of each layer, at least ln (16 / delta_1) / ln (72 / 65) hidden
   units for the one phase and so many for the other that 9 / (2 (tau - 2 cover / M)^2) (23/24)^cover <= delta_1. Then with probability
   at least 1 - delta all targets with entries in [-1, 1] and norms at most 1 are approximated by pruning it. *)
Theorem finite_pensia M d0 ls epsilon delta : (0 < M)%N -> 0 < epsilon <= 1 -> 0 < delta < 1 ->
  every (fun d l => [/\ 0 <= lam l <= 1, tol l <= ln (1 + epsilon) / (INR (size ls) * sqrt (INR (outputs l * d))), 0 < rest M l
                      & wide_enough M (delta / (INR (size ls + 1) * INR (outputs l * d))) l]) d0 ls ->
  mostly (delta : real) (fun omega : source M d0 ls =>
    forall f : target d0 ls, admissible f ->
    exists S : {set weight d0 ls}, forall x : 'I_d0 -> R,
      norm (fun i => run_source true (keep omega S) x i - run_target true f x i) <= epsilon * norm x).
Proof.
move=> M0 e01 [de0 de1] H; have M0' := INR_gt0 M0; have one0 := Rlt_0_1.
apply: (finite_pensia_norms M0 one0) => //; first by case: e01.
apply: everyW H => d l [l01 t r W]; split=> //.
  by rewrite pow1 Rmult_1_l (_ : epsilon / 1 = epsilon) //; field.
split=> //; apply: Rle_trans (tolerance_le1 (size ls) (outputs l) d e01); apply: Rle_trans t; rewrite /rest.
suff : 0 <= 2 * INR (cover l) / INR M by move: (tol l : R) (_ / _) => *; lra.
by apply: Rmult_le_pos; [have := pos_INR (cover l); lra | apply/Rlt_le/Rinv_0_lt_compat].
Qed.

(* A target whose layers have norms of at most 1, nothing else being asked, is admissible where lam is 1. *)
Fixpoint contracting d ls : target d ls -> Prop :=
  match ls with
  | [::] => fun _ => True
  | l :: ls' => fun f => (forall x, (norm (linear f.1 x) <= norm x)%R) /\ contracting f.2
  end.

Lemma contracting_admissible d ls (f : target d ls) : every (fun _ l => lam l = 1%R) d ls -> contracting f -> admissible f.
Proof.
elim: ls d f => [|l ls IH] d f //= [l1 ok] [H C]; split=> [r c|x|]; [|by rewrite l1 mul1r; apply: H|exact: IH].
by apply: (entry_of_norm (k := 1%R)) => x; rewrite mul1r; apply: H.
Qed.

(* The same in plain words: at least 1 - delta of all outcomes are good. *)
Corollary finite_pensia_plain M d0 ls epsilon delta : (0 < M)%N -> 0 < epsilon <= 1 -> 0 < delta < 1 ->
  every (fun d l => [/\ 0 <= lam l <= 1, tol l <= tolerance (size ls) epsilon (outputs l) d, 0 < rest M l
                      & wide_enough M (share (size ls) delta (outputs l) d) l]) d0 ls ->
  exists2 Good : {set source M d0 ls}, 1 - delta <= INR #|Good| / INR #|source M d0 ls| &
    forall omega, omega \in Good -> all_have_tickets epsilon omega.
Proof. by move=> M0 e01 de01 H; apply/(mostly_probability _ _ (source_gt0 _ _ M0))/finite_pensia. Qed.

(* Targets with biases, on inputs of norm at most r; k bounds the norms of the matrices with their biases. *)
Theorem finite_pensia_biases M d0 ls l epsilon delta (k : R) : (0 < M)%N -> 0 < k -> 0 < epsilon -> 0 < delta ->
  let ls' := augmented ls l in
  every (fun d h => [/\ 0 <= lam h <= k, tol h <= k * tolerance (size ls') (epsilon / k ^ size ls') (outputs h) d,
                        0 < rest M h <= 1 & wide_enough M (share (size ls') delta (outputs h) d) h]) d0.+1 ls' ->
  mostly (delta : real) (fun omega : source M d0.+1 ls' =>
    forall f : biased d0 ls l, biased_admissible f ->
    exists S : {set weight d0.+1 ls'}, forall (r : R) (x : 'I_d0 -> R), norm x <= r ->
      norm (fun i => run_source true (keep omega S) (cons_row 1 x) i
                       - run_biased true f x (cast_ord (last_width_augmented d0.+1 ls l) i)) <= epsilon * sqrt (r ^ 2 + 1)).
Proof.
move=> M0 k0 e0 de0 ls' H; apply: mostly_impl (finite_pensia_norms M0 k0 e0 de0 H) => omega T f /augment_admissible/T[S HS].
exists S => r x xr; have x0 : 0 <= norm x by apply/RleP/norm_ge0.
rewrite (norm_ext (y := fun i => run_source true (keep omega S) (cons_row 1 x) i
                                   - run_target true (augment f) (cons_row 1 x) i))%R; last first.
  by move=> i; rewrite run_augment.
apply: Rle_trans (HS _) _; apply: Rmult_le_compat_l; first lra.
have sq : 0 <= norm x ^ 2 by apply: pow2_ge_0.
have -> : norm (cons_row (1 : real) x)%R = sqrt (1 + norm x ^ 2).
  rewrite norm_cons expr1n -RpowE -RsqrtE //; apply/RleP; move: sq.
  by set y := _ ^ 2; rewrite -[(0 : real)%R]/0 -[(1 : real)%R]/1 -RplusE; lra.
apply: sqrt_le_1_alt; suff : norm x ^ 2 <= r ^ 2 by lra.
by apply: pow_incr.
Qed.

(* The condition for the second phase with logarithms only, where M is so large that rounding leaves half of the tolerance. *)
Definition wide_enough_log M delta_1 l : Prop :=
  [/\ 4 * INR (cover l) <= tol l * INR M, ln (16 / delta_1) / ln (72 / 65) <= INR (prefix l)
    & ln (18 / (tol l ^ 2 * delta_1)) / ln (24 / 23) <= INR (cover l)].

Lemma cover_log (t r s : R) c : 0 < t -> t / 2 <= r -> 0 < s -> ln (18 / (t ^ 2 * s)) / ln (24 / 23) <= INR c ->
  9 / (2 * r ^ 2) * (23 / 24) ^ c <= s.
Proof.
move=> t0 tr s0 H; have t2 : 0 < t ^ 2 by apply: pow_lt.
have E : - ln (1 - 1 / 24) = ln (24 / 23) by rewrite -ln_Rinv; [congr ln; field | lra].
have A0 : 0 < 18 / t ^ 2 by apply: Rdiv_lt_0_compat; lra.
have : 18 / t ^ 2 * (1 - 1 / 24) ^ c <= s.
  apply: sample_size => //; rewrite ?E; first lra.
  by have -> : 18 / t ^ 2 / s = 18 / (t ^ 2 * s) by field; lra.
have -> : 1 - 1 / 24 = 23 / 24 by field.
apply: Rle_trans; apply: Rmult_le_compat_r; first by apply: pow_le; lra.
have -> : 18 / t ^ 2 = 9 / (2 * (t / 2) ^ 2) by field; lra.
apply: Rmult_le_compat_l; first lra.
apply: Rinv_le_contravar; first by apply: Rmult_lt_0_compat; [lra | apply: pow_lt; lra].
by apply: Rmult_le_compat_l; [lra | apply: pow_incr; lra].
Qed.

Lemma half_rest (t c x : R) : 0 < x -> 4 * c <= t * x -> t / 2 <= t - 2 * c / x.
Proof.
move=> x0 H; suff : 2 * c / x <= t / 2 by lra.
apply: (Rmult_le_reg_r x) => //; have -> : 2 * c / x * x = 2 * c by field; lra.
lra.
Qed.

Lemma wide_enough_of_log M delta_1 l : (0 < M)%N -> 0 < tol l -> 0 < delta_1 -> wide_enough_log M delta_1 l ->
  0 < rest M l /\ wide_enough M delta_1 l.
Proof.
move=> M0 t0 d0 [H P C]; have hr := half_rest (INR_gt0 M0) H.
split; last by split => //; apply: cover_log C.
by apply: Rlt_le_trans hr; apply: Rdiv_lt_0_compat; [exact: t0 | lra].
Qed.

Lemma share_gt0 n delta m d : 0 < delta -> (0 < m * d)%N -> 0 < share n delta m d.
Proof. by move=> d0 md0; apply: Rdiv_lt_0_compat => //; apply: Rmult_lt_0_compat; apply: INR_gt0; rewrite ?addn1. Qed.

(* The main theorem with logarithms only. *)
Corollary finite_pensia_log M d0 ls epsilon delta : (0 < M)%N -> 0 < epsilon <= 1 -> 0 < delta < 1 ->
  every (fun d l => [/\ 0 <= lam l <= 1, 0 < tol l <= tolerance (size ls) epsilon (outputs l) d
                      & wide_enough_log M (share (size ls) delta (outputs l) d) l]) d0 ls ->
  mostly (delta : real) (fun omega : source M d0 ls => all_have_tickets epsilon omega).
Proof.
move=> M0 e01 de01 H; apply: finite_pensia => //; apply: everyW H => d l [l01 [t0 t] W].
have md0 : (0 < outputs l * d)%N.
  case: posnP t => // z; rewrite tolerance0 ?z ?muln0 // => t1.
  by case: (Rlt_not_le _ _ t0).
by have [] := wide_enough_of_log M0 t0 (share_gt0 (size ls) (proj1 de01) md0) W.
Qed.

(* Pensia et al.'s own form: n = C ln (l d m / min (epsilon, delta)) + constant. *)
Lemma ceiling (x : R) : 0 <= x -> exists p, x <= INR p <= x + 1.
Proof.
move=> x0; have [u1 u2] := archimed x; have z : Z.le Z0 (up x) by apply: le_IZR; lra.
by exists (Z.to_nat (up x)); rewrite INR_IZR_INZ Z2Nat.id //; lra.
Qed.

(* Logarithms of rational numbers, by powers of rational numbers. *)
Section Numbers.
Lemma ln_le x y : 0 < x -> x <= y -> ln x <= ln y.
Proof. by move=> x0 [H|->]; [apply/Rlt_le/ln_increasing | right]. Qed.

Lemma ln_below (x y : R) n : 0 < x -> 0 < y -> / x <= y ^ n -> INR n * (1 - y) <= ln x.
Proof.
move=> x0 y0 H; have x0' := Rinv_0_lt_compat _ x0; have := ln_le x0' H; rewrite ln_Rinv // ln_pow //.
case: (Req_dec y 1) => [->|y1]; first by rewrite ln_1; lra.
have : ln y <= y - 1 by rewrite -[X in _ <= X]ln_exp; apply: ln_le => //; have := exp_ineq1_le (y - 1); lra.
by move/(Rmult_le_compat_l _ _ _ (pos_INR n)); lra.
Qed.

Lemma ln_above (x y : R) n : 0 < x -> 0 < y -> x <= (1 + y) ^ n -> ln x <= INR n * y.
Proof.
move=> x0 y0 /(ln_le x0) H; apply: Rle_trans H _; rewrite ln_pow; last lra.
by apply: Rmult_le_compat_l; [apply: pos_INR | apply: ln_1p_le; lra].
Qed.

Lemma ln_72_65 : 51 / 500 <= ln (72 / 65).
Proof. by apply: (Rle_trans _ (INR 64 * (1 - 626 / 627))); [rewrite INR_IZR_INZ /=; lra | apply: ln_below; lra]. Qed.

Lemma ln_24_23 : 17 / 400 <= ln (24 / 23).
Proof. by apply: (Rle_trans _ (INR 64 * (1 - 1504 / 1505))); [rewrite INR_IZR_INZ /=; lra | apply: ln_below; lra]. Qed.

Lemma ln_3_2 : 0.4037 <= ln (1 + 1 / 2).
Proof. by apply: (Rle_trans _ (INR 128 * (1 - 316 / 317))); [rewrite INR_IZR_INZ /=; lra | apply: ln_below; lra]. Qed.

Lemma ln_32 : ln 32 <= 3.479.
Proof.
have -> : 32 = 2 ^ 5 by ring.
have : ln 2 <= INR 128 * (1 / 184) by apply: ln_above; lra.
by rewrite ln_pow ?INR_IZR_INZ /=; lra.
Qed.

Lemma ln_144 : ln 144 <= 4.996.
Proof.
have -> : 144 = 12 ^ 2 by ring.
have : ln 12 <= INR 256 * (2 / 205) by apply: ln_above; lra.
by rewrite ln_pow ?INR_IZR_INZ /=; lra.
Qed.
End Numbers.

Section Logarithms.
Variables (N q epsilon delta : R).
Hypotheses (N1 : 1 <= N) (q1 : 1 <= q) (e01 : 0 < epsilon <= 1) (d01 : 0 < delta < 1).
Let mu := Rmin epsilon delta.
Let X := N * q / mu.

Let mu0 : 0 < mu.
Proof. by rewrite /mu /Rmin; case: Rle_dec; lra. Qed.
Let mue : mu <= epsilon. Proof. exact: Rmin_l. Qed.
Let mud : mu <= delta. Proof. exact: Rmin_r. Qed.
Let Nq1 : 1 <= N * q.
Proof. by rewrite -[1]Rmult_1_l; apply: Rmult_le_compat; lra. Qed.

Lemma X_ge1 : 1 <= X.
Proof.
apply: (Rmult_le_reg_r mu) => //; have -> : X * mu = N * q by rewrite /X; field; lra.
lra.
Qed.

Lemma prefix_arg : 16 / (delta / ((N + 1) * q)) <= 32 * X.
Proof.
have -> : 16 / (delta / ((N + 1) * q)) = 16 * ((N + 1) * q) * / delta by field; lra.
have -> : 32 * X = 16 * (2 * N * q) * / mu by rewrite /X; field; lra.
apply: Rmult_le_compat; last by apply: Rinv_le_contravar.
- by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos; lra].
- by apply/Rlt_le/Rinv_0_lt_compat; lra.
by apply: Rmult_le_compat_l; [lra | apply: Rmult_le_compat_r; lra].
Qed.

Lemma cover_arg : 18 / ((ln (1 + epsilon) / (N * sqrt q)) ^ 2 * (delta / ((N + 1) * q))) <= 144 * X ^ 3.
Proof.
have u : epsilon / 2 <= ln (1 + epsilon) by apply: ln_ge_half; lra.
set v := ln _ in u *; have s0 : 0 < sqrt q by apply: sqrt_lt_R0; lra.
have -> : 18 / ((v / (N * sqrt q)) ^ 2 * (delta / ((N + 1) * q))) = 18 * (N ^ 2 * (N + 1) * (q * (sqrt q * sqrt q))) * / (v ^ 2 * delta).
  by field; lra.
rewrite sqrt_sqrt; last lra.
have -> : 144 * X ^ 3 = 18 * (N ^ 2 * (2 * N) * (q * q * q)) * / ((mu / 2) ^ 2 * mu) by rewrite /X; field; lra.
have N2 : 0 < N ^ 2 by apply: pow_lt; lra.
have q2 : 0 < q * q by apply: Rmult_lt_0_compat; lra.
apply: Rmult_le_compat.
- by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos; [apply: Rmult_le_pos; lra | lra]].
- by apply/Rlt_le/Rinv_0_lt_compat/Rmult_lt_0_compat; [apply: pow_lt; lra | lra].
- apply: Rmult_le_compat_l; [lra|]; apply: Rmult_le_compat; [apply: Rmult_le_pos; lra | lra | apply: Rmult_le_compat_l; lra |].
  by rewrite -{1}[q * q]Rmult_1_r; apply: Rmult_le_compat_l; lra.
apply: Rinv_le_contravar; first by apply: Rmult_lt_0_compat; [apply: pow_lt; lra | lra].
by apply: Rmult_le_compat; [apply: pow_le; lra | lra | apply: pow_incr; lra | lra].
Qed.

Lemma both_logs :
  ln (16 / (delta / ((N + 1) * q))) / ln (72 / 65) +
  ln (18 / ((ln (1 + epsilon) / (N * sqrt q)) ^ 2 * (delta / ((N + 1) * q)))) / ln (24 / 23) + 1 <= 81 * ln X + 153.
Proof.
have X1 := X_ge1; have S0 : 0 < delta / ((N + 1) * q) by apply: Rdiv_lt_0_compat; [lra | apply: Rmult_lt_0_compat; lra].
have T0 : 0 < ln (1 + epsilon) / (N * sqrt q).
  apply: Rdiv_lt_0_compat; last by apply: Rmult_lt_0_compat; [lra | apply: sqrt_lt_R0; lra].
  by rewrite -ln_1; apply: ln_increasing; lra.
have L1 : ln (16 / (delta / ((N + 1) * q))) <= ln 32 + ln X.
  rewrite -ln_mult; [|lra|lra]; apply: ln_le; last exact: prefix_arg.
  by apply: Rdiv_lt_0_compat; lra.
have L2 : ln (18 / ((ln (1 + epsilon) / (N * sqrt q)) ^ 2 * (delta / ((N + 1) * q)))) <= ln 144 + 3 * ln X.
  have -> : 3 * ln X = ln (X ^ 3) by rewrite ln_pow /=; lra.
  rewrite -ln_mult; [|lra|apply: pow_lt; lra]; apply: ln_le; last exact: cover_arg.
  by apply: Rdiv_lt_0_compat; [lra | apply: Rmult_lt_0_compat => //; apply: pow_lt].
have [A1 B1] : / ln (72 / 65) <= 500 / 51 /\ / ln (24 / 23) <= 400 / 17.
  have -> : 500 / 51 = / (51 / 500) by field.
  have -> : 400 / 17 = / (17 / 400) by field.
  by split; apply: Rinv_le_contravar; try lra; [exact: ln_72_65 | exact: ln_24_23].
have [A0 B0] : 0 <= / ln (72 / 65) /\ 0 <= / ln (24 / 23).
  by have := ln_72_65; have := ln_24_23; split; apply/Rlt_le/Rinv_0_lt_compat; lra.
apply: Rle_trans (Rplus_le_compat_r 1 _ _ (Rplus_le_compat _ _ _ _ (Rmult_le_compat_r _ _ _ A0 L1) (Rmult_le_compat_r _ _ _ B0 L2))) _.
have LX : 0 <= ln X by rewrite -ln_1; apply: ln_le; lra.
have := Rmult_le_compat_r _ _ _ LX A1; have := Rmult_le_compat_r _ _ _ LX B1.
have l32 := Rmult_le_compat_r _ _ _ A0 ln_32; have l144 := Rmult_le_compat_r _ _ _ B0 ln_144.
move: (/ ln (72 / 65)) (/ ln (24 / 23)) (ln 32) (ln 144) (ln X) A0 B0 A1 B1 LX l32 l144 => a b u v w *.
lra.
Qed.
End Logarithms.

(* P holds of every layer of a source of given shape: inputs d, outputs m, hidden units per input n. *)
Fixpoint each (P : nat -> nat -> nat -> Prop) d (shape : seq (nat * nat)) : Prop :=
  if shape is (m, n) :: shape' then P d m n /\ each P m shape' else True.

Lemma choose_layers (P : nat -> layer real -> Prop) d (shape : seq (nat * nat)) :
  each (fun d m n => exists l, [/\ outputs l = m, units l = n & P d l]) d shape ->
  exists2 ls, [seq (outputs l, units l) | l <- ls] = shape & every P d ls.
Proof.
elim: shape d => [|[m n] shape IH] d /=; first by exists [::].
by move=> [[l [lm ln Pl]] /IH[ls E H]]; exists (l :: ls); rewrite /= ?E ?lm ?ln.
Qed.

(* A layer with at least 81 ln (N m d / min (epsilon, delta)) + 153 hidden units per input is wide enough. *)
Lemma layer_of_width M N epsilon delta d m n : (0 < M)%N -> (0 < N)%N -> (0 < m * d)%N -> 0 < epsilon <= 1 -> 0 < delta < 1 ->
  81 * ln (INR N * INR (m * d) / Rmin epsilon delta) + 153 <= INR n -> 4 * INR n <= tolerance N epsilon m d * INR M ->
  exists l, [/\ outputs l = m, units l = n &
    lam l = 1 /\ 0 < tol l <= tolerance N epsilon m d /\ wide_enough_log M (share N delta m d) l].
Proof.
move=> M0 /INR_ge1 N1 md0 e01 d01 Hn HM; have q1 := INR_ge1 md0.
have t0 : 0 < tolerance N epsilon m d.
  apply: Rdiv_lt_0_compat; last by apply: Rmult_lt_0_compat; [lra | apply: sqrt_lt_R0; lra].
  by rewrite -ln_1; apply: ln_increasing; lra.
have := both_logs N1 q1 e01 d01; have s0 := share_gt0 N (proj1 d01) md0.
rewrite -[INR N + 1]/(INR N + INR 1) -plus_INR -/(tolerance N epsilon m d) -/(share N delta m d).
set x := ln (16 / _) / _; set y := ln (18 / _) / _ => xy.
have s1 : share N delta m d <= 1.
  apply: (Rmult_le_reg_r (INR (N + 1) * INR (m * d))); first by apply: Rmult_lt_0_compat; [apply: INR_gt0; rewrite addn1 | lra].
  have -> : share N delta m d * (INR (N + 1) * INR (m * d)) = delta.
    by rewrite /share; field; split; [lra | apply/Rgt_not_eq/INR_gt0; rewrite addn1].
  rewrite Rmult_1_l plus_INR /=; have := Rmult_le_compat _ _ _ _ Rle_0_1 Rle_0_1 N1 q1; nra.
have t1 := tolerance_le1 N m d e01.
have x0 : 0 <= x.
  apply: Rmult_le_pos; last by apply/Rlt_le/Rinv_0_lt_compat; have := ln_72_65; lra.
  rewrite -ln_1; apply: ln_le; first lra.
  by apply: (Rmult_le_reg_r (share N delta m d)) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
have y0 : 0 <= y.
  apply: Rmult_le_pos; last by apply/Rlt_le/Rinv_0_lt_compat; have := ln_24_23; lra.
  have z0 : 0 < tolerance N epsilon m d ^ 2 * share N delta m d by apply: Rmult_lt_0_compat => //; apply: pow_lt.
  have z1 : tolerance N epsilon m d ^ 2 * share N delta m d <= 1.
    rewrite -[1]Rmult_1_l; apply: Rmult_le_compat => //; try lra; first by apply: pow_le; lra.
    by rewrite -(pow1 2); apply: pow_incr; lra.
  rewrite -ln_1; apply: ln_le; first lra.
  by apply: (Rmult_le_reg_r (tolerance N epsilon m d ^ 2 * share N delta m d)) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
have [p [p1 p2]] := ceiling x0.
have pn : (p <= n)%N by apply/ssrnat.leP/INR_le; lra.
have nE : INR n = INR p + INR (n - p) by rewrite -plus_INR plusE subnKC.
have W : [/\ 4 * INR (n - p) <= tolerance N epsilon m d * INR M, x <= INR p & y <= INR (n - p)].
  by have := pos_INR p; split; lra.
exists (Layer m p (n - p) (tolerance N epsilon m d : real) 1%R); split=> //; first by rewrite /units /= subnKC.
split=> //; split; [split; [exact: t0 | exact: Rle_refl] | exact: W].
Qed.

(* THE THEOREM IN THE FORM OF PENSIA ET AL. A source whose layers have at least 81 ln (l d m / min (epsilon, delta)) + 153 hidden units
   for each input, l the number of layers, d and m the inputs and outputs of the layer, has, with probability at least 1 - delta, a ticket
   with an error of at most epsilon * norm x for every target with entries in [-1, 1] and norms at most 1. M has to be so large that
   rounding to multiples of 1/M is harmless. *)
Theorem pensia_theorem_1 M d0 (shape : seq (nat * nat)) epsilon delta : (0 < M)%N -> 0 < epsilon <= 1 -> 0 < delta < 1 ->
  let depth := size shape in
  each (fun d m n => [/\ (0 < m * d)%N, 81 * ln (INR depth * INR (m * d) / Rmin epsilon delta) + 153 <= INR n
                       & 4 * INR n <= ln (1 + epsilon) / (INR depth * sqrt (INR (m * d))) * INR M]) d0 shape ->
  exists ls, [/\ [seq (outputs l, units l) | l <- ls] = shape, every (fun _ l => lam l = 1) d0 ls
    & mostly (delta : real) (fun omega : source M d0 ls => all_have_tickets epsilon omega)].
Proof.
move=> M0 e01 d01 N H; case: (posnP N) => [/size0nil E|N0].
  by exists [::]; rewrite E; split=> //; apply: finite_pensia.
have [|ls E W] := @choose_layers (fun d l => lam l = 1 /\ 0 < tol l <= tolerance N epsilon (outputs l) d /\
    wide_enough_log M (share N delta (outputs l) d) l) d0 shape.
  clearbody N; elim: shape d0 H => [|[m n] shape IH] d0 //= [[md0 Hn HM] /IH]; split=> //.
  by have [l [lm ln P]] := layer_of_width M0 N0 md0 e01 d01 Hn HM; exists l; split=> //; rewrite lm.
have NE : size ls = N by rewrite /N -E size_map.
exists ls; split=> //; first by apply: everyW W => d l [].
apply: finite_pensia_log => //; rewrite NE; apply: everyW W => d l [-> [t W]]; split=> //; lra.
Qed.

(* An example in numbers: targets with layers of widths 2, 3 and 1, error 1/2, probability 19/20, weights on the grid of 2^24 or more. *)
Definition two_three_one : seq (layer real) :=
  [:: Layer 3 85 291 (ln (1 + 1 / 2) / (2 * sqrt 6) : real) 1%R; Layer 1 78 259 (ln (1 + 1 / 2) / (2 * sqrt 3) : real) 1%R].

Lemma example_layer M p c m (t w s : R) : 16777216 <= INR M -> 0 < w -> 0 < s -> w + 2 * INR c / 16777216 <= t ->
  9 / (2 * w ^ 2) * (23 / 24) ^ c <= s -> 16 / s <= (72 / 65) ^ p ->
  0 < rest M (Layer m p c (t : real) 1%R) /\ wide_enough M s (Layer m p c (t : real) 1%R).
Proof.
move=> HM w0 s0 wt C P; have M0 : 0 < INR M by lra.
have r : w <= t - 2 * INR c / INR M.
  suff : 2 * INR c / INR M <= 2 * INR c / 16777216 by lra.
  by apply: Rmult_le_compat_l; [have := pos_INR c; lra | apply: Rinv_le_contravar; lra].
have r0 : 0 < t - 2 * INR c / INR M by lra.
split; [exact: r0 | split].
  have L : 0 < ln (72 / 65) by have := ln_72_65; lra.
  apply: (Rmult_le_reg_r (ln (72 / 65))) => //; rewrite /Rdiv Rmult_assoc Rinv_l ?Rmult_1_r -/(72 / 65) -?ln_pow; try lra.
  by apply: ln_le => //; apply: Rdiv_lt_0_compat; lra.
apply: Rle_trans C; apply: Rmult_le_compat_r; first by apply: pow_le; lra.
apply: Rmult_le_compat_l; first lra.
apply: Rinv_le_contravar; first by apply: Rmult_lt_0_compat; [lra | apply: pow_lt].
by apply: Rmult_le_compat_l; [lra | apply: pow_incr; split; [lra | exact: r]].
Qed.

Lemma quotient (u v a s : R) : 0 < s -> s <= v -> 0 < a <= u -> a / (2 * v) <= u / (2 * s).
Proof.
move=> s0 sv au; apply: Rmult_le_compat; try lra; first by apply/Rlt_le/Rinv_0_lt_compat; lra.
by apply: Rinv_le_contravar; lra.
Qed.

Lemma sqrt_below (x v : R) : 0 <= v -> x <= v * v -> sqrt x <= v.
Proof. by move=> v0 H; rewrite -(sqrt_square v v0); apply: sqrt_le_1_alt. Qed.

Theorem example M : 16777216 <= INR M ->
  mostly (1 / 20 : real) (fun omega : source M 2 two_three_one => all_have_tickets (1 / 2) omega).
Proof.
move=> HM; have M0 : (0 < M)%N by apply/ssrnat.ltP/INR_lt => /=; lra.
have n2 : INR (size two_three_one) = 2 by rewrite INR_IZR_INZ.
have n3 : INR (size two_three_one + 1) = 3 by rewrite INR_IZR_INZ.
have a6 : INR (3 * 2) = 6 by rewrite INR_IZR_INZ.
have a3 : INR (1 * 3) = 3 by rewrite INR_IZR_INZ.
have L := ln_3_2.
apply: finite_pensia => //; [lra | lra |]; rewrite n2 n3; split; [|split => //].
  rewrite [outputs _]/= a6 (_ : 1 / 20 / (3 * 6) = 1 / 360); last field.
  have s6 : sqrt 6 <= 2.4495 by apply: sqrt_below; lra.
  have [|||||r W] := @example_layer M 85 291 3 (ln (1 + 1 / 2) / (2 * sqrt 6)) 0.08235 (1 / 360) HM; try lra.
    apply: Rle_trans (quotient (sqrt_lt_R0 6 _) s6 (a := 0.4037) _); rewrite ?INR_IZR_INZ /=; lra.
  by split=> //; [split; [exact: Rle_0_1 | exact: Rle_refl] | exact: Rle_refl].
rewrite [outputs _]/= a3 (_ : 1 / 20 / (3 * 3) = 1 / 180); last field.
have s3 : sqrt 3 <= 1.7321 by apply: sqrt_below; lra.
have [|||||r W] := @example_layer M 78 259 1 (ln (1 + 1 / 2) / (2 * sqrt 3)) 0.1165 (1 / 180) HM; try lra.
  apply: Rle_trans (quotient (sqrt_lt_R0 3 _) s3 (a := 0.4037) _); rewrite ?INR_IZR_INZ /=; lra.
by split=> //; [split; [exact: Rle_0_1 | exact: Rle_refl] | exact: Rle_refl].
Qed.

Lemma INR_M24 : INR (2 ^ 24) = 16777216.
Proof. by rewrite INRE natrX -RpowE natR /=; ring. Qed.

(* The same on the grid of 2^24, in plain words. *)
Corollary example_plain : exists2 Good : {set source (2 ^ 24) 2 two_three_one},
  19 / 20 <= INR #|Good| / INR #|source (2 ^ 24) 2 two_three_one| & forall omega, omega \in Good -> all_have_tickets (1 / 2) omega.
Proof.
have M0 : (0 < 2 ^ 24)%N by rewrite expn_gt0.
have -> : 19 / 20 = 1 - 1 / 20 by field.
by apply/(mostly_probability _ _ (source_gt0 _ _ M0))/example; rewrite INR_M24; apply: Rle_refl.
Qed.

(* From here on the grid and the shape are seen where the theorem is stated. *)
Arguments all_have_tickets : clear implicits.
