(* The lower bound of Natale et al. 2024, Theorem 5, for tickets of k of n parameters, and for tickets of at most k. The logarithms
   of the theorem are taken in SmallTicketsBits.v; here it says (k / eps)^(d^2) <= (n^n / (k^k (n - k)^(n - k)))^2. The condition
   k <= (1 - 1 / (2 pi)) n of the paper is not needed for tickets of exactly k parameters. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Network Norms Counting Packing.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* One of the terms of (k + (n - k))^n. *)
Lemma choose_bound n k : (k <= n)%N -> ('C(n, k) * (k ^ k * (n - k) ^ (n - k)) <= n ^ n)%N.
Proof.
move=> kn; rewrite -{4}(subnK kn) expnDn (bigD1 (Ordinal (kn : (k < n.+1)%N))) //=.
by rewrite (mulnC (k ^ k)%N) leq_addr.
Qed.

(* And all of them up to k, if k is at most n / 2. *)
Lemma choose_sum_bound n k : (k.*2 <= n)%N -> ((\sum_(j < k.+1) 'C(n, j)) * (k ^ k * (n - k) ^ (n - k)) <= n ^ n)%N.
Proof.
move=> kn; have kn' : (k <= n)%N by lia.
pose F j := ('C(n, j) * ((n - k) ^ (n - j) * k ^ j))%N.
have -> : (n ^ n = \sum_(0 <= j < n.+1) F j)%N by rewrite big_mkord -expnDn subnK.
rewrite (@big_cat_nat _ _ _ k.+1) //= big_mkord; apply: leq_trans (leq_addr _ _).
rewrite big_distrl /=; apply: leq_sum => j _; have jk : (j <= k)%N by have := ltn_ord j.
rewrite leq_mul2l; apply/orP; right; have -> : (n - j = (k - j) + (n - k))%N by lia.
rewrite -{2}(subnK jk) !expnD mulnAC leq_mul2r; apply/orP; right; rewrite leq_mul2r; apply/orP; right.
by case: (k - j)%N => // i; rewrite leq_exp2r //; lia.
Qed.

(* The tickets that keep k of the weights, and those that keep at most k. *)
Lemma card_atmost (A : finType) k : #|[set S : {set A} | (#|S| <= k)%N]| = (\sum_(j < k.+1) 'C(#|A|, j))%N.
Proof.
rewrite -sum1_card (partition_big (fun S : {set A} => inord #|S| : 'I_k.+1) xpredT) //=.
apply: eq_bigr => j _; rewrite sum1_card -card_draws; apply: eq_card => S; rewrite unfold_in /= !inE.
apply/andP/eqP => [[Sk /eqP <-]|->]; first by rewrite inordK.
by rewrite inord_val eqxx -ltnS ltn_ord.
Qed.

Section Family.
Variables (R : rcfType) (J I Om A : finType) (g : Om -> {set A} -> (I -> R) -> J -> R).
Notation D := (#|J| * #|I|)%N.

(* Every linear map of norm at most r is served with probability at least s by some ticket of the family F, that is to within eps at
   every vector of norm at most 1. *)
Definition serves_ball (F : {set {set A}}) (s r eps : R) : Prop :=
  forall W : J -> I -> R, (forall x, norm (linear W x) <= r * norm x) ->
  often s (fun w => exists2 S, S \in F & forall x, norm x <= 1 -> norm (fun j => linear W x j - g w S x j) <= eps).

(* To within less than e, after division by r: the bound for norm 1 applies. *)
Lemma family_bound_lt F s r eps e : Num.archimedean_axiom R -> 0 < r -> 0 <= eps -> eps < e -> serves_ball F s r eps ->
  s * r ^+ D <= (2%:R * e) ^+ D * #|F|%:R.
Proof.
move=> arch r0 eps0 lt H; have e0 : 0 < e by apply: le_lt_trans lt.
pose T := [finType of {S | S \in F}]; have cT : #|T| = #|F| by rewrite card_sig; apply: eq_card.
have := @tickets_volume_bound R J I Om T (fun w S x j => r^-1 * g w (val S) x j) s (e / r) _ arch (divr_gt0 e0 r0).
rewrite cT mulrA expr_div_n invf_div mulrA ler_pdivr_mulr ?exprn_gt0 ?mulr_gt0 ?ltr0n //.
rewrite (mulrC #|F|%:R); apply => W W1.
case: (H (fun j i => r * W j i)) => [x|E sE EH].
  by rewrite (norm_ext (linear_scalel _ _ _)) norm_scale (ger0_norm (ltW r0)) ler_pmul2l.
exists E => // w /EH[S SF HS]; exists (exist _ S SF : T) => x /HS {}HS.
rewrite ltr_pdivl_mulr // mulrC; apply: le_lt_trans lt; apply: le_trans HS.
rewrite -[X in X * _](ger0_norm (ltW r0)) -norm_scale le_eqVlt; apply/orP; left; apply/eqP/norm_ext => j.
by rewrite linear_scalel mulrBr mulrA divff ?mul1r // lt0r_neq0.
Qed.

(* Then s (r / (2 eps))^D is at most the number of tickets in the family. *)
Theorem family_bound F s r eps : Num.archimedean_axiom R -> 0 < r -> 0 < eps -> serves_ball F s r eps ->
  s * (r / (2%:R * eps)) ^+ D <= #|F|%:R.
Proof.
move=> arch r0 eps0 H; set e := 2%:R * eps; have e0 : 0 < e by rewrite mulr_gt0 ?ltr0n.
rewrite expr_div_n mulrA ler_pdivr_mulr ?exprn_gt0 // leNgt; apply/negP => lt.
set c := D%:R * (e + 1) ^+ D; have c0 : 0 <= c by rewrite mulr_ge0 ?exprn_ge0 ?addr_ge0 ?ler0n ?ler01 ?ltW.
have gap : 0 < s * r ^+ D - #|F|%:R * e ^+ D by rewrite subr_gt0.
have c1 : 0 <= #|F|%:R * c by rewrite mulr_ge0 ?ler0n.
have [a] := arch (#|F|%:R * c / (s * r ^+ D - #|F|%:R * e ^+ D)).
rewrite ger0_norm ?divr_ge0 ?(ltW gap) // => aP.
have a0 : 0 < a%:R :> R by apply: le_lt_trans aP; rewrite divr_ge0 ?(ltW gap).
have a1 : a%:R^-1 <= 1 :> R by rewrite invf_le1 // ler1n -(ltr0n R).
have d0 : 0 < a%:R^-1 / 2%:R :> R by apply: divr_gt0; rewrite ?invr_gt0 // ltr0n.
have := family_bound_lt (e := eps + a%:R^-1 / 2%:R) arch r0 (ltW eps0) _ H; rewrite ltr_addl => /(_ d0).
rewrite mulrDr mulrCA divff ?pnatr_eq0 // mulr1 (mulrC _ #|F|%:R) -/e => le.
have {}le := le_trans le (ler_wpmul2l (ler0n _ _) (power_near D (ltW e0) _ a1)).
have := le; rewrite invr_ge0 ler0n => /(_ isT); rewrite -/c mulrDr -ler_subl_addl mulrCA (mulrC a%:R^-1) ler_pdivl_mulr // leNgt.
by move=> /negP; apply; move: aP; rewrite ltr_pdivr_mulr // (mulrC a%:R).
Qed.

(* Tickets of k parameters, and tickets of at most k. *)
Corollary exact_bound k s r eps : Num.archimedean_axiom R -> 0 < r -> 0 < eps -> serves_ball [set S : {set A} | #|S| == k] s r eps ->
  s * (r / (2%:R * eps)) ^+ D <= 'C(#|A|, k)%:R.
Proof. by rewrite -card_draws; apply: family_bound. Qed.

Corollary atmost_bound k s r eps : Num.archimedean_axiom R -> 0 < r -> 0 < eps ->
  serves_ball [set S : {set A} | (#|S| <= k)%N] s r eps ->
  s * (r / (2%:R * eps)) ^+ D <= (\sum_(j < k.+1) 'C(#|A|, j))%N%:R.
Proof. by rewrite -card_atmost; apply: family_bound. Qed.
End Family.

(* With radius sqrt k, probability 1/2 and eps <= 1/16, N tickets are at least (k / eps)^(D / 2). *)
Lemma half_bound (R : rcfType) (D k N : nat) (eps : R) : (0 < k)%N -> 0 < eps -> eps <= 16%:R^-1 ->
  2%:R^-1 * (Num.sqrt k%:R / (2%:R * eps)) ^+ D <= N%:R -> (k%:R / eps) ^+ D <= N%:R ^+ 2.
Proof.
move=> k0 eps0 small H; have q0 : 0 <= k%:R / eps by rewrite divr_ge0 ?ler0n ?ltW.
case: (posnP D) H => [->|D0 H].
  rewrite !expr0 mulr1 => H; rewrite exprn_ege1 // ler1n -(ltr0n R); apply: lt_le_trans H.
  by rewrite invr_gt0 ltr0n.
have b0 : 0 <= (Num.sqrt k%:R / (2%:R * eps)) ^+ D by rewrite exprn_ge0 ?divr_ge0 ?sqrtr_ge0 ?mulr_ge0 ?ler0n ?(ltW eps0).
have {}H : (2%:R^-1 * (Num.sqrt k%:R / (2%:R * eps)) ^+ D) ^+ 2 <= N%:R ^+ 2.
  by rewrite ler_expn2r // nnegrE ?ler0n // mulr_ge0 ?invr_ge0 ?ler0n.
apply: le_trans H; rewrite [X in _ <= X]exprMn (exprAC _ D).
have -> : (Num.sqrt k%:R / (2%:R * eps)) ^+ 2 = k%:R / eps * (4%:R * eps)^-1.
  by rewrite expr_div_n sqr_sqrtr ?ler0n //; field; rewrite lt0r_neq0.
rewrite [(k%:R / eps * _) ^+ D]exprMn mulrCA ler_pemulr ?exprn_ge0 //.
have e4 : 4%:R <= (4%:R * eps)^-1.
  rewrite -[X in X <= _]invrK lef_pinv ?posrE ?invr_gt0 ?mulr_gt0 ?ltr0n //.
  by rewrite -ler_pdivl_mull ?ltr0n // -invfM -natrM.
rewrite exprVn mulrC ler_pdivl_mulr ?exprn_gt0 ?ltr0n // mul1r -natrX.
apply: le_trans (ler_eexpr D0 (le_trans _ e4)); last by rewrite ler1n.
by apply: le_trans e4; rewrite ler_nat.
Qed.

(* Theorem 5 in numbers: a source of n = #|A| parameters, and targets of d inputs and d outputs. *)
Section Theorem5.
Variables (R : rcfType) (d : nat) (Om A : finType) (g : Om -> {set A} -> ('I_d -> R) -> 'I_d -> R) (k : nat) (eps : R).
Hypotheses (arch : Num.archimedean_axiom R) (k_gt0 : (0 < k)%N) (eps_gt0 : 0 < eps).
Notation n := #|A|.

Let sqrt_gt0 : 0 < Num.sqrt k%:R :> R.
Proof. by rewrite sqrtr_gt0 ltr0n. Qed.

(* Tickets of exactly k parameters are needed in the number C(n, k). *)
Theorem small_tickets : serves_ball g [set S : {set A} | #|S| == k] 2%:R^-1 (Num.sqrt k%:R) eps ->
  2%:R^-1 * (Num.sqrt k%:R / (2%:R * eps)) ^+ (d ^ 2) <= 'C(n, k)%:R.
Proof. by move=> H; have := exact_bound arch sqrt_gt0 eps_gt0 H; rewrite card_ord mulnn. Qed.

Theorem small_tickets_atmost : serves_ball g [set S : {set A} | (#|S| <= k)%N] 2%:R^-1 (Num.sqrt k%:R) eps ->
  2%:R^-1 * (Num.sqrt k%:R / (2%:R * eps)) ^+ (d ^ 2) <= (\sum_(j < k.+1) 'C(n, j))%N%:R.
Proof. by move=> H; have := atmost_bound arch sqrt_gt0 eps_gt0 H; rewrite card_ord mulnn. Qed.

Lemma powers_bound N : eps <= 16%:R^-1 -> (N * (k ^ k * (n - k) ^ (n - k)) <= n ^ n)%N ->
  2%:R^-1 * (Num.sqrt k%:R / (2%:R * eps)) ^+ (d ^ 2) <= N%:R ->
  (k%:R / eps) ^+ (d ^ 2) * (k ^ k * (n - k) ^ (n - k))%N%:R ^+ 2 <= (n ^ n)%N%:R ^+ 2.
Proof.
move=> small le /(half_bound k_gt0 eps_gt0 small) H; apply: le_trans (ler_wpmul2r (sqr_ge0 _) H) _.
by rewrite -exprMn -natrM -!natrX ler_nat leq_sqr.
Qed.

(* The theorem without logarithms: k <= n, and (k / eps)^(d^2) <= (n^n / (k^k (n - k)^(n - k)))^2. *)
Theorem theorem5 : eps <= 16%:R^-1 -> serves_ball g [set S : {set A} | #|S| == k] 2%:R^-1 (Num.sqrt k%:R) eps ->
  (k <= n)%N /\ (k%:R / eps) ^+ (d ^ 2) * (k ^ k * (n - k) ^ (n - k))%N%:R ^+ 2 <= (n ^ n)%N%:R ^+ 2.
Proof.
move=> small /small_tickets H; have kn : (k <= n)%N.
  rewrite -bin_gt0 -(ltr0n R); apply: lt_le_trans H.
  by rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?mulr_gt0 ?invr_gt0 ?ltr0Sn.
by split=> //; apply: powers_bound small (choose_bound kn) H.
Qed.

(* The same for tickets of at most k parameters, if k is at most n / 2. *)
Theorem theorem5_atmost : eps <= 16%:R^-1 -> (k.*2 <= n)%N ->
  serves_ball g [set S : {set A} | (#|S| <= k)%N] 2%:R^-1 (Num.sqrt k%:R) eps ->
  (k%:R / eps) ^+ (d ^ 2) * (k ^ k * (n - k) ^ (n - k))%N%:R ^+ 2 <= (n ^ n)%N%:R ^+ 2.
Proof. by move=> small kn /small_tickets_atmost; apply: powers_bound small (choose_sum_bound kn). Qed.
End Theorem5.
