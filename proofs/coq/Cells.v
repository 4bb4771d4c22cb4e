(* How many units of a diamond have a product that falls into a given cell of a coarse grid of step c (in steps of 1/N^2),
   for weights +-1/N, ..., +-N/N with N = 4 g. Every cell near 0 gets at least a fixed share of the units. *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From mathcomp Require Import ring.
From SLTH Require Import Draws.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* The nearest multiple of c, as an index: p is within c / 2 of c * cell c p. *)
Definition cell (c : nat) (p : int) : int := ((2 * p + c%:Z) %/ (2 * c%:Z))%Z.

Lemma cellP c p z : (0 < c)%N ->
  (cell c p == z) = (2 * c%:Z * z <= 2 * p + c%:Z) && (2 * p + c%:Z < 2 * c%:Z * (z + 1)).
Proof.
move=> c0; have d0 : 2 * c%:Z != 0 :> int by lia.
have e := divz_eq (2 * p + c%:Z) (2 * c%:Z).
have m0 := modz_ge0 (2 * p + c%:Z) d0.
have m1 : ((2 * p + c%:Z) %% (2 * c%:Z))%Z < 2 * c%:Z by apply: ltz_pmod; lia.
rewrite /cell; move: e m0 m1; set a := (_ %/ _)%Z; set r := (_ %% _)%Z => e m0 m1.
apply/eqP/andP => [<- | [h1 h2]]; first by split; nia.
nia.
Qed.

Lemma cell_near c p : (0 < c)%N -> `|2 * (p - c%:Z * cell c p)| <= c%:Z.
Proof. by move=> c0; have := cellP p (cell c p) c0; rewrite eqxx => /esym/andP[]; nia. Qed.

Lemma size_le (n a x : int) : 0 <= n -> n < a -> `|a * x| <= n * n -> `|x| <= n.
Proof.
move=> n0 na; rewrite normrM (gtr0_norm (le_lt_trans n0 na)) => h.
by rewrite leNgt; apply/negP => nx; have := ltr_pmul n0 n0 na nx; lia.
Qed.

Section Count.
Variable g : nat.
Hypothesis g0 : (0 < g)%N.
Local Notation N := (4 * g)%N.

(* The product of a unit in steps of 1/N^2, and 0 where it does not serve the half s. *)
Definition raw (s : bool) (t : unit N) : int := if serves s t then num t.1 * num t.2 else 0.

(* The sum of c / k, rounded down, over the sizes k = 2 g + 1, ..., 4 g of the first weight. *)
Definition q (c : nat) : nat := (\sum_(i < 2 * g) c %/ (2 * g + i.+1))%N.

(* Every integer of size 1, ..., N is a draw. *)
Definition draw_of (x : int) : draw N := odflt (false, Ordinal (leq_trans g0 (leq_pmull g (isT : 0 < 4)%N))) [pick d | num d == x].

Lemma draw_ofK x : x != 0 -> `|x| <= N%:Z -> num (draw_of x) = x.
Proof.
move=> x0 xN; rewrite /draw_of; case: pickP => [d /eqP // | none].
have lt : (`|x|%N.-1 < N)%N by lia.
have := none (x < 0, Ordinal lt); rewrite /num /=; case: (ltP x 0) => h; rewrite ?expr1 ?expr0; lia.
Qed.

(* For a first weight of size k there are c / k second weights (rounded down) with the product in the cell z. *)
Lemma row c m z (b : bool) (i : 'I_N) : (0 < c)%N -> (c * (2 * m + 1) <= N ^ 2)%N -> z != 0 -> `|z| <= m%:Z -> (2 * g <= i)%N ->
  (c %/ i.+1 <= #|[pred v : draw N | cell c (num (b, i) * num v) == z]|)%N.
Proof.
move=> c0 cN z0 zm gi; set k := i.+1.
set l := - ((- (2 * c%:Z * z - c%:Z)) %/ (2 * k%:Z))%Z.
have k0 : 2 * k%:Z != 0 :> int by lia.
have [l1 l2] : 2 * c%:Z * z - c%:Z <= 2 * k%:Z * l /\ 2 * k%:Z * l < 2 * c%:Z * z - c%:Z + 2 * k%:Z.
  have e := divz_eq (- (2 * c%:Z * z - c%:Z)) (2 * k%:Z).
  have m0 := modz_ge0 (- (2 * c%:Z * z - c%:Z)) k0.
  have m1 : ((- (2 * c%:Z * z - c%:Z)) %% (2 * k%:Z))%Z < 2 * k%:Z by apply: ltz_pmod; lia.
  rewrite /l; nia.
have good (j : 'I_(c %/ k)) : [/\ 2 * c%:Z * z - c%:Z <= 2 * k%:Z * (l + j%:Z),
    2 * k%:Z * (l + j%:Z) < 2 * c%:Z * z + c%:Z, l + j%:Z != 0 & `|l + j%:Z| <= N%:Z].
  have jc : (k * j.+1 <= c)%N by rewrite mulnC -leq_divRL.
  have h1 : 2 * c%:Z * z - c%:Z <= 2 * k%:Z * (l + j%:Z) by nia.
  have h2 : 2 * k%:Z * (l + j%:Z) < 2 * c%:Z * z + c%:Z by nia.
  have h3 : `|2 * k%:Z * (l + j%:Z)| <= (c * (2 * m + 1))%N%:Z by nia.
  split=> //; first by apply/eqP => e; rewrite e in h1 h2; nia.
  by apply: (@size_le _ (2 * k%:Z)); lia.
pose f (j : 'I_(c %/ k)) := draw_of ((-1) ^+ b * (l + j%:Z)).
have fE j : num (f j) = (-1) ^+ b * (l + j%:Z).
  have [_ _ h3 h4] := good j; apply: draw_ofK; first by rewrite mulf_neq0 // signr_eq0.
  by rewrite normrM normr_sign mul1r.
have finj : injective f.
  by move=> j j' /(congr1 (@num _)); rewrite !fE => /(mulfI _); rewrite signr_eq0 => /(_ isT) /addrI [] /ord_inj.
rewrite -[X in (X <= _)%N]card_ord -(card_codom finj); apply/subset_leq_card/subsetP => v /codomP[j ->].
have [h1 h2 _ _] := good j.
rewrite inE fE /num /= mulrACA -expr2 sqrr_sign mul1r cellP // -/k.
by apply/andP; split; lia.
Qed.

(* So for every z with |z| <= m and one sign b of the first weight; for z = 0 take the units that do not serve. *)
Lemma rows c m s z : (0 < c)%N -> (c * (2 * m + 1) <= N ^ 2)%N -> `|z| <= m%:Z ->
  exists b : bool, forall i : 'I_N, (2 * g <= i)%N ->
    (c %/ i.+1 <= #|[pred v : draw N | cell c (raw s ((b, i), v)) == z]|)%N.
Proof.
move=> c0 cN zm; have [-> | z0] := eqVneq z 0.
  exists (~~ s) => i gi.
  rewrite (eq_card (B := predT)); last first.
    by move=> v; rewrite !inE /raw /serves /=; case: (s); rewrite /= cellP //; lia.
  by rewrite card_prod card_bool card_ord -ltnS ltn_divLR //; nia.
exists s => i gi; have := row s c0 cN z0 zm gi; rewrite /raw /serves /=.
by congr (_ <= _)%N; apply: eq_card => v; rewrite !inE /= eqxx.
Qed.

Lemma q_sum c : q c = (\sum_(i < N | 2 * g <= i) c %/ i.+1)%N.
Proof.
rewrite /q -(big_mkord xpredT (fun i => c %/ (2 * g + i.+1))%N).
rewrite -(big_mkord (fun i => 2 * g <= i)%N (fun i => c %/ i.+1)%N).
rewrite [RHS](@big_cat_nat _ _ _ (2 * g)) ?leq_mul2r ?orbT //=.
rewrite [X in (_ = X + _)%N]big_nat_cond [X in (_ = X + _)%N]big_pred0 ?add0n; last by move=> i; lia.
rewrite -[X in index_iota X N]add0n big_addn (_ : (N - 2 * g)%N = (2 * g)%N); last by lia.
by apply: eq_big => [i | i _]; [rewrite leq_addl | rewrite addnS addnC].
Qed.

(* Every cell z with |z| <= m holds at least q c units. *)
Theorem cell_many c m s (z : int) : (0 < c)%N -> (c * (2 * m + 1) <= N ^ 2)%N -> `|z| <= m%:Z ->
  (q c <= #|[pred t | cell c (raw s t) == z]|)%N.
Proof.
move=> c0 cN zm; have [b hb] := rows s c0 cN zm.
rewrite -sum1_card.
have -> : (\sum_(t in [pred t | cell c (raw s t) == z]) 1 =
    \sum_(u : draw N) \sum_(v : draw N | cell c (raw s (u, v)) == z) 1)%N.
  by rewrite pair_big_dep /=; apply: eq_big => [[u v]|].
have -> : (\sum_(u : draw N) \sum_(v : draw N | cell c (raw s (u, v)) == z) 1 =
    \sum_(a : bool) \sum_(i < N) \sum_(v : draw N | cell c (raw s ((a, i), v)) == z) 1)%N.
  by rewrite pair_big /=; apply: eq_big => [[a i]|[a i] _].
rewrite (bigD1 b) //=; apply: leq_trans (leq_addr _ _).
rewrite q_sum big_mkcond /=; apply: leq_sum => i _.
by case: ifP => // gi; rewrite sum1_card; apply: hb.
Qed.

End Count.

Lemma sum_sizes a n : (2 * (\sum_(i < n) (a + i.+1)) = n * (2 * a + n + 1))%N.
Proof. by elim: n => [|n IH]; rewrite ?big_ord0 ?big_ord_recr //= mulnDr IH; nia. Qed.

(* 1 / k lies above its tangent at A / 2. *)
Lemma tangent (A k c : nat) : (0 < k)%N -> (k <= A)%N ->
  (4 * A * c.+1 <= A ^ 2 * (c %/ k).+1 + 4 * c.+1 * k)%N.
Proof.
move=> k0 kA; have := ltn_ceil c k0; move: (c %/ k).+1 => D; rewrite -mulnn => h.
have [e he] : exists e, (D * k = c.+1 + e)%N by exists (D * k - c.+1)%N; lia.
have h1 : 0 <= (A%:Z - 2 * k%:Z) ^+ 2 * D%:Z by rewrite mulr_ge0 ?sqr_ge0.
have h2 : 0 <= e%:Z * (A%:Z - k%:Z) by rewrite mulr_ge0 //; lia.
have -> : (A * A * D = `|(A%:Z * A%:Z * D%:Z)%R|)%N by lia.
have he' : c.+1%:Z = D%:Z * k%:Z - e%:Z by lia.
suff : 4 * A%:Z * c.+1%:Z <= A%:Z * A%:Z * D%:Z + 4 * c.+1%:Z * k%:Z by lia.
rewrite he' -subr_ge0.
have -> : A%:Z * A%:Z * D%:Z + 4 * (D%:Z * k%:Z - e%:Z) * k%:Z - 4 * A%:Z * (D%:Z * k%:Z - e%:Z)
  = (A%:Z - 2 * k%:Z) ^+ 2 * D%:Z + 4 * (e%:Z * (A%:Z - k%:Z)) by ring.
by rewrite addr_ge0 // mulr_ge0.
Qed.

(* The mean inequality: n sizes above a, of mean (2 a + n + 1) / 2. *)
Lemma mean a n c : (2 * n * c.+1 <= (2 * a + n + 1) * (\sum_(i < n) c %/ (a + i.+1) + n))%N.
Proof.
set A := (2 * a + n + 1)%N; set q := (\sum_(i < n) _)%N.
have h : (n * (4 * A * c.+1) <= A ^ 2 * (q + n) + 4 * c.+1 * (\sum_(i < n) (a + i.+1)))%N.
  have -> : (q + n = \sum_(i < n) (c %/ (a + i.+1)).+1)%N.
    by under [RHS]eq_bigr do rewrite -addn1; rewrite big_split /= sum1_card card_ord.
  rewrite !big_distrr -big_split /= -[X in (X * _)%N](card_ord n) -sum_nat_const.
  by apply: leq_sum => i _; apply: tangent; rewrite ?/A; have := ltn_ord i; lia.
have := sum_sizes a n; rewrite -/A; move: (\sum_(i < n) (a + _))%N h => S h e.
have A0 : (0 < A)%N by rewrite /A addn1.
rewrite -(leq_pmul2l A0); move: h; rewrite -mulnn.
move: (q + n)%N => Q h; nia.
Qed.

Lemma q_parts g c : (q g c = \sum_(i < g) c %/ (2 * g + i.+1) + \sum_(i < g) c %/ (3 * g + i.+1))%N.
Proof.
rewrite /q (_ : (2 * g)%N = (g + g)%N); last by lia.
by rewrite big_split_ord /=; congr (_ + _)%N; apply: eq_bigr => i _; congr (_ %/ _)%N; lia.
Qed.

(* q c is about (24 / 35) c: an exact lower bound. *)
Lemma q_low (R : realFieldType) g c :
  c.+1%:R * ((2 * g)%:R / (5 * g + 1)%:R + (2 * g)%:R / (7 * g + 1)%:R) - (2 * g)%:R <= (q g c)%:R :> R.
Proof.
have part a A : (A = 2 * a + g + 1)%N -> c.+1%:R * ((2 * g)%:R / A%:R) <= (\sum_(i < g) c %/ (a + i.+1) + g)%:R :> R.
  move=> e; have A0 : 0 < A%:R :> R by rewrite ltr0n e addn1.
  rewrite mulrA ler_pdivr_mulr // -!natrM ler_nat mulnC [X in (_ <= X)%N]mulnC e; exact: mean.
rewrite ler_subl_addr mulrDr -natrD q_parts [X in _ <= X%:R](_ : _ = (\sum_(i < g) c %/ (2 * g + i.+1) + g)
  + (\sum_(i < g) c %/ (3 * g + i.+1) + g))%N; last by lia.
by rewrite [X in _ <= X]natrD; apply: ler_add; apply: part; lia.
Qed.

Section Rate.
Variables g m : nat.
Local Notation N := (4 * g)%N.
Local Notation c := (N ^ 2 %/ (2 * m + 1))%N.
Hypothesis m100 : (100 <= m)%N.
Hypothesis mN : (128 * m <= N)%N.

Lemma step_le : (c * (2 * m + 1) <= N ^ 2)%N.
Proof. exact: leq_trunc_div. Qed.

Lemma step_big : (2 * m + 1 <= c)%N.
Proof. by rewrite leq_divRL ?addn1 // mulnn leq_sqr; lia. Qed.

Lemma step_gt0 : (0 < c)%N.
Proof. by apply: leq_trans step_big; rewrite addn1. Qed.

Lemma q_big : (N ^ 2 <= 3 * (q g c * m))%N.
Proof.
have g1 : (3200 <= g)%N by lia.
have x1 : (N ^ 2 < c.+1 * (2 * m + 1))%N by apply: ltn_ceil; rewrite addn1.
have := mean (2 * g) g c; have := mean (3 * g) g c; rewrite q_parts.
move: c.+1 x1 (\sum_(i < g) _)%N (\sum_(i < g) _)%N => x x1 q1 q2.
move=> h2 h1.
have k1 : (1000 * x <= 2505 * (q1 + g))%N.
  rewrite -(leq_pmul2l (_ : 0 < g)%N); last by lia.
  have : ((2 * (2 * g) + g + 1) * 500 <= 2505 * g)%N by lia.
  by move/(leq_mul (leqnn (q1 + g)%N)); lia.
have k2 : (1000 * x <= 3505 * (q2 + g))%N.
  rewrite -(leq_pmul2l (_ : 0 < g)%N); last by lia.
  have : ((2 * (3 * g) + g + 1) * 500 <= 3505 * g)%N by lia.
  by move/(leq_mul (leqnn (q2 + g)%N)); lia.
have k3 : (1600 * (g * g) <= 201 * (m * x))%N.
  have : (100 * (2 * m + 1) <= 201 * m)%N by lia.
  by move/(leq_mul (leqnn x)); rewrite -mulnn in x1; lia.
have k4 : (32 * (m * g) <= g * g)%N.
  by rewrite mulnA leq_mul2r; apply/orP; right; lia.
have k1' := leq_mul (leqnn m) k1; have k2' := leq_mul (leqnn m) k2.
rewrite -mulnn; lia.
Qed.

(* With the step c = N^2 / (2 m + 1), rounded down, q c * 2 m is at least 1 / 24 of 4 times the number of units. *)
Theorem rate (R : realFieldType) : (1 / 24 : R) <= (q g c * (m + m))%N%:R / (4 * #|unit N|)%N%:R.
Proof.
have g0 : (0 < g)%N by lia.
have -> : (#|unit N| = 4 * N ^ 2)%N.
  by rewrite !card_prod card_bool card_ord; lia.
have n0 : 0 < (4 * (4 * N ^ 2))%:R :> R by rewrite ltr0n; nia.
rewrite ler_pdivl_mulr // mulrC mul1r ler_pdivr_mulr ?ltr0n // -natrM ler_nat.
by have := q_big; lia.
Qed.

End Rate.
