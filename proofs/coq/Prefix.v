(* The first phase of one half of a diamond: with n hidden units, every weight in [-1, 1] is within 1/2 of a sum of products of units
   that serve the half, except with probability 8 (65/72)^n. Only the sums of the positive products and of the negative ones matter:
   each falls short of 1/2 with probability at most 4 (65/72)^n, and if neither does, a greedy choice of units succeeds. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Draws.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* Finite families of numbers in [0, 1]. *)
Section Families.
Variables (R : realFieldType) (n : nat) (y : 'I_n -> R).
Hypothesis y01 : forall i, 0 <= y i <= 1.

(* Weierstrass: a product of numbers 1 - y is at least 1 minus the sum of the y. *)
Lemma weierstrass : 1 - \sum_i y i <= \prod_i (1 - y i).
Proof.
suff [] : 1 - \sum_i y i <= \prod_i (1 - y i) /\ \prod_i (1 - y i) <= 1 by [].
apply: (big_rec2 (fun s p => 1 - s <= p /\ p <= 1)); first by rewrite subr0.
move=> i s p _ [sp p1]; have /andP[y0 y1] := y01 i; split.
  have -> : (1 - y i) * p = p - y i * p by ring.
  have -> : 1 - (y i + s) = (1 - s) - y i by ring.
  by apply: ler_sub => //; apply: ler_pimulr.
have yi1 : 1 - y i <= 1 by rewrite ler_subl_addr ler_addl.
apply: le_trans yi1; apply: ler_pimulr => //; by rewrite subr_ge0.
Qed.

(* The sum of the members before the k-th. *)
Definition upto k : R := \sum_(i < n | (i < k)%N) y i.

Lemma upto0 : upto 0 = 0.
Proof. by apply: big_pred0. Qed.

Lemma upto_all : upto n = \sum_i y i.
Proof. by apply: eq_bigl => i; rewrite ltn_ord. Qed.

(* It grows by at most 1 in a step. *)
Lemma upto_step k : upto k.+1 <= upto k + 1.
Proof.
rewrite /upto (bigID (fun i : 'I_n => (i < k)%N)) /=; apply: ler_add.
  by rewrite (eq_bigl (fun i : 'I_n => (i < k)%N)) // => i; lia.
case: (ltnP k n) => [kn | nk]; last by rewrite big_pred0 ?ler01 // => i; have := ltn_ord i; lia.
rewrite (big_pred1 (Ordinal kn)) => [|i]; first by case/andP: (y01 (Ordinal kn)).
by rewrite /= -val_eqE /=; lia.
Qed.

(* If the whole sum is at least 1/2, every w in [0, 1] is within 1/2 of the sum of some of the positive members. *)
Lemma greedy w : 0 <= w -> w <= 1 -> 1/2 <= \sum_i y i ->
  exists2 S : {set 'I_n}, {in S, forall i, 0 < y i} & `|w - \sum_(i in S) y i| <= 1/2.
Proof.
move=> w0 w1 big.
suff [k kw] : exists k, `|w - upto k| <= 1/2.
  exists [set i : 'I_n | (i < k)%N && (0 < y i)]; first by move=> i; rewrite inE => /andP[].
  suff -> : \sum_(i in [set i : 'I_n | (i < k)%N && (0 < y i)]) y i = upto k by [].
  rewrite /upto [RHS](bigID (fun i => 0 < y i)) /= [X in _ = _ + X]big1 ?addr0.
    by apply: eq_bigl => i; rewrite inE.
  move=> i /andP[_]; have /andP[y0 _] := y01 i; by rewrite lt_def y0 andbT negbK => /eqP.
have half1 : w - 1/2 <= 1/2.
  by rewrite ler_subl_addr; apply: le_trans w1 _; rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
have ex : exists k, w - 1/2 <= upto k by exists n; rewrite upto_all; apply: le_trans big.
case: (ex_minnP ex) => k kw least; exists k.
rewrite ler_norml; apply/andP; split; last by rewrite ler_subl_addr -ler_subl_addl.
case: k kw least => [|k] kw least.
  by rewrite upto0 subr0; apply: le_trans w0; rewrite oppr_le0 divr_ge0 ?ler01 ?ler0n.
have lt : upto k < w - 1/2 by rewrite ltNge; apply/negP => /least; rewrite ltnn.
rewrite ler_subr_addr; apply: le_trans (_ : - (1/2) + (w - 1/2 + 1) <= _).
  by rewrite ler_add2l; apply: le_trans (upto_step k) _; rewrite ler_add2r ltW.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
Qed.
End Families.

Section Prefix.
Variables (R : realFieldType) (M : nat).
Hypothesis M_gt0 : (0 < M)%N.
Implicit Types (d : draw M) (t : unit M) (s e : bool).

Let m_gt0 : 0 < M%:R :> R.
Proof. by rewrite ltr0n. Qed.
Let m_neq0 : M%:R != 0 :> R.
Proof. by rewrite pnatr_eq0 -lt0n. Qed.

(* The size of a draw, if it has the sign s; else 0. *)
Definition side s d : R := if d.1 == s then d.2.+1%:R / M%:R else 0.
(* The size of the product of a unit, if the unit serves the half s and the product has the sign e; else 0. *)
Definition part s e t : R := side s t.1 * side (s (+) e) t.2.

Lemma side01 s d : 0 <= side s d <= 1.
Proof.
rewrite /side; case: ifP => _; last by rewrite lexx ler01.
by rewrite divr_ge0 ?ler0n //= ler_pdivr_mulr // mul1r ler_nat.
Qed.

Lemma part01 s e t : 0 <= part s e t <= 1.
Proof.
rewrite /part; have /andP[a0 a1] := side01 s t.1; have /andP[b0 b1] := side01 (s (+) e) t.2.
by rewrite mulr_ge0 //= mulr_ile1.
Qed.

(* A draw of positive size with the sign s has that sign, and its value is the size with the sign. *)
Lemma value_side s d : side s d != 0 -> d.1 = s /\ value R d = (-1) ^+ s * side s d.
Proof.
rewrite /value /num /side; case: (d.1 =P s) => [<- _ | _]; last by rewrite eqxx.
by rewrite mulrA intrM rmorphX rmorphN.
Qed.

(* A positive part is that of a unit that serves the half, and gives back the product. *)
Lemma part_product s e t : 0 < part s e t -> serves s t /\ product R t = (-1) ^+ e * part s e t.
Proof.
move=> /lt0r_neq0; rewrite mulf_eq0 negb_or /serves /product => /andP[/value_side[-> ->] /value_side[_ ->]].
by rewrite eqxx /part; split=> //; case: s e => [] [] /=; ring.
Qed.

(* If the parts of either sign have a sum of at least 1/2, every w in [-1, 1] is within 1/2 of a sum of products. *)
Lemma reach_of_parts s n (t : {ffun 'I_n -> unit M}) :
  (forall e, 1/2 <= \sum_i part s e (t i)) -> reach s (1/2 : R) 1 t.
Proof.
move=> big w w1; pose e := w < 0.
have we : w = (-1) ^+ e * `|w| by rewrite -numEsign.
have [S pos close] := greedy (fun i => part01 s e (t i)) (normr_ge0 w) w1 (big e).
exists S => [i /pos /part_product[] // |].
rewrite (eq_bigr (fun i => (-1) ^+ e * part s e (t i))) => [|i /pos /part_product[] //].
by rewrite -big_distrr /= [X in X - _]we -mulrBr normrM normr_sign mul1r.
Qed.

(* The sums of the sizes and of their squares over all draws. *)
Lemma sum_side (f : R -> R) s : f 0 = 0 -> \sum_d f (side s d) = \sum_(i < M) f (i.+1%:R / M%:R).
Proof.
move=> f0; rewrite -(pair_bigA _ (fun a i => f (side s (a, i)))) /= (bigD1 s) //= [X in _ + X]big1 ?addr0.
  by apply: eq_bigr => i _; rewrite /side eqxx.
by move=> a /negbTE ne; apply: big1 => i _; rewrite /side ne.
Qed.

Lemma sum_sizes k : \sum_(i < k) (i.+1)%:R = k%:R * (k%:R + 1) / 2%:R :> R.
Proof.
elim: k => [|k IH]; first by rewrite big_ord0 mul0r mul0r.
by rewrite big_ord_recr /= IH -[k.+1]addn1 natrD; field.
Qed.

Lemma sum_squares k : \sum_(i < k) (i.+1)%:R ^+ 2 = k%:R * (k%:R + 1) * (2%:R * k%:R + 1) / 6%:R :> R.
Proof.
elim: k => [|k IH]; first by rewrite big_ord0 !mul0r.
by rewrite big_ord_recr /= IH -[k.+1]addn1 natrD; field.
Qed.

Lemma sum_side1 s : \sum_d side s d = (M%:R + 1) / 2%:R.
Proof. by rewrite (@sum_side id) // -big_distrl /= sum_sizes; field; rewrite m_neq0. Qed.

Lemma sum_side2 s : \sum_d side s d ^+ 2 = (M%:R + 1) * (2%:R * M%:R + 1) / (6%:R * M%:R).
Proof.
rewrite (@sum_side (fun x => x ^+ 2)) ?expr0n //; under eq_bigr do rewrite expr_div_n.
by rewrite -big_distrl /= sum_squares; field; rewrite m_neq0.
Qed.

(* Over all units, the part and its square sum to squares, the two weights being independent. *)
Lemma sum_part s e k : \sum_t part s e t ^+ k = (\sum_d side s d ^+ k) * (\sum_d side (s (+) e) d ^+ k).
Proof.
rewrite big_distrlr /= pair_bigA /=; apply: eq_bigr => t _; by rewrite /part exprMn.
Qed.

Lemma card_unit : #|unit M|%:R = (2%:R * M%:R) ^+ 2 :> R.
Proof. by rewrite !card_prod card_bool card_ord -natrM natrM -expr2. Qed.

(* The mean of (1 - part)^2 over the units is at most 65/72. *)
Lemma mean_square s e : \sum_t (1 - part s e t) ^+ 2 <= 65%:R / 72%:R * #|unit M|%:R.
Proof.
have -> : \sum_t (1 - part s e t) ^+ 2 = #|unit M|%:R - 2%:R * (\sum_t part s e t ^+ 1) + \sum_t part s e t ^+ 2.
  rewrite -[#|_|%:R]/(1 *+ #|unit M|) -sumr_const mulr_sumr -sumrB -big_split /=.
  by apply: eq_bigr => t _; rewrite expr1; ring.
rewrite !sum_part !sum_side2; under eq_bigr do rewrite expr1; under [X in _ * (_ * X)]eq_bigr do rewrite expr1.
rewrite !sum_side1 card_unit -subr_ge0; set m : R := M%:R.
have -> : 65%:R / 72%:R * (2%:R * m) ^+ 2 - ((2%:R * m) ^+ 2 - 2%:R * ((m + 1) / 2%:R * ((m + 1) / 2%:R)) +
    (m + 1) * (2%:R * m + 1) / (6%:R * m) * ((m + 1) * (2%:R * m + 1) / (6%:R * m)))
  = (6%:R * m * (4%:R * m ^+ 2 - 1) + (5%:R * m ^+ 2 - 1)) / (36%:R * m ^+ 2) by field; rewrite m_neq0.
have atleast k : (0 < k)%N -> 0 <= k%:R * m ^+ 2 - 1.
  by move=> k0; rewrite subr_ge0 /m -natrX -natrM ler1n muln_gt0 k0 expn_gt0 M_gt0.
apply: divr_ge0; last by rewrite mulr_ge0 ?exprn_ge0 ?ler0n.
by apply: addr_ge0; last exact: atleast; apply: mulr_ge0; [rewrite mulr_ge0 ?ler0n | exact: atleast].
Qed.

(* Independence: over all draws of n units, the product of the (1 - part)^2 has a mean of at most (65/72)^n. *)
Lemma mean_prod s e n :
  \sum_(t : {ffun 'I_n -> unit M}) \prod_i (1 - part s e (t i)) ^+ 2 <= (65%:R / 72%:R) ^+ n * #|{ffun 'I_n -> unit M}|%:R.
Proof.
rewrite -(bigA_distr_bigA (fun (i : 'I_n) t => (1 - part s e t) ^+ 2)) /= prodr_const card_ord.
rewrite card_ffun card_ord natrX -exprMn; apply: ler_expn2r; last exact: mean_square.
  by apply: sumr_ge0 => t _; apply: sqr_ge0.
by rewrite nnegrE mulr_ge0 ?divr_ge0 ?ler0n.
Qed.

(* If the parts sum to less than 1/2, that product is at least 1/4. *)
Lemma short_prod s e n (t : {ffun 'I_n -> unit M}) :
  \sum_i part s e (t i) < 1/2 -> 1 <= 4%:R * \prod_i (1 - part s e (t i)) ^+ 2.
Proof.
move=> short; rewrite prodrXl; set p := \prod_i _.
have half : 1/2 <= p.
  apply: le_trans (weierstrass (fun i => part01 s e (t i))).
  rewrite ler_subr_addr -ler_subr_addl; apply: le_trans (ltW short) _.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; field.
have -> : 4%:R * p ^+ 2 = (2%:R * p) ^+ 2 by ring.
by rewrite exprn_ege1 // -ler_pdivr_mull ?ltr0n // mulrC.
Qed.

(* Markov: with probability at least 1 - 4 (65/72)^n the parts of one sign sum to at least 1/2. *)
Lemma parts_suffice s e n :
  mostly (4%:R * (65%:R / 72%:R : R) ^+ n) (fun t : {ffun 'I_n -> unit M} => 1/2 <= \sum_i part s e (t i) : Prop).
Proof.
apply: mostly_of; rewrite /Pr.
have N0 : 0 < #|{ffun 'I_n -> unit M}|%:R :> R.
  by rewrite card_ffun natrX exprn_gt0 // card_unit exprn_gt0 // mulr_gt0 ?ltr0n.
rewrite ler_pdivr_mulr // -mulrA; apply: le_trans (ler_wpmul2l (ler0n _ 4) (mean_prod s e n)).
rewrite -sumr_const mulr_sumr [X in _ <= X](bigID (fun t : {ffun 'I_n -> unit M} => \sum_i part s e (t i) < 1/2)) /=.
rewrite -[X in X <= _]addr0; apply: ler_add.
  rewrite (eq_bigl (fun t : {ffun 'I_n -> unit M} => \sum_i part s e (t i) < 1/2)) => [|t].
    by apply: ler_sum => t; apply: short_prod.
  by rewrite unfold_in /= -ltNge.
by apply: sumr_ge0 => t _; rewrite mulr_ge0 ?ler0n ?prodr_ge0 // => i _; apply: sqr_ge0.
Qed.

(* The prefix phase of one half of a diamond. *)
Theorem prefix_phase s n :
  mostly (8%:R * (65%:R / 72%:R : R) ^+ n) (fun t : {ffun 'I_n -> unit M} => reach s (1/2 : R) 1 t).
Proof.
have -> : 8%:R * (65%:R / 72%:R : R) ^+ n = 4%:R * (65%:R / 72%:R) ^+ n + 4%:R * (65%:R / 72%:R) ^+ n by rewrite -mulrDl -natrD.
apply: mostly_impl (mostly_and (parts_suffice s false n) (parts_suffice s true n)) => t [pos neg].
by apply: reach_of_parts; case.
Qed.
End Prefix.
