(* The lower bound of Pensia et al. 2020, Theorem 2, with the full number of masks: packings of the unit ball of matrices as large as
   the volume argument gives. Volumes are replaced by numbers of integer matrices, and the ratio of two volumes by the growth of
   these numbers from scale to scale, so that nothing is lost; only volume_bound asks for an Archimedean field. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Network Norms Counting.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* On a finite type every property is, classically, a boolean one. *)
Lemma classic_pred (T : finType) (P : T -> Prop) : classically (exists b : pred T, forall t, b t <-> P t).
Proof.
suff H (s : seq T) : classically (exists b : pred T, forall t, t \in s -> (b t <-> P t)).
  by move=> C HC; apply: (H (enum T) C _) => -[b bP]; apply: HC; exists b => t; apply: bP; rewrite mem_enum.
elim: s => [|u s IH] C HC; first by apply: HC; exists pred0.
apply: (IH C _) => -[b bP]; apply: (@classic_EM (P u) C _) => uP; apply: HC.
case: uP => uP; [exists (predU1 u b)|exists (predD1 b u)] => t; rewrite inE /=;
  case: eqP => [->|ne] //= ts; exact: bP.
Qed.

(* In a finite set choose members no two of which are close, as long as there are any: the balls about them cover the set. *)
Lemma greedy (T : finType) (close : rel T) (c : nat) (B : {set T}) :
  reflexive close -> symmetric close -> (forall p, #|[set z in B | close z p]| <= c)%N ->
  exists P : {set T}, [/\ P \subset B, {in P &, forall p p', close p p' -> p = p'} & (#|B| <= #|P| * c)%N].
Proof.
move=> cr cs; have [n] := ubnP #|B|; elim: n B => // n IH B Bn small.
case: (set_0Vmem B) => [->|[p pB]].
  by exists set0; split; rewrite ?sub0set ?cards0 // => p p'; rewrite inE.
pose B1 := [set z in B | close z p]; have pB1 : p \in B1 by rewrite inE pB cr.
have sB : B1 \subset B by apply/subsetP => z; rewrite inE => /andP[].
have cB : #|B| = (#|B1| + #|B :\: B1|)%N by rewrite -(cardsID B1 B) (setIidPr sB).
have B10 : (0 < #|B1|)%N by apply/card_gt0P; exists p.
case: (IH (B :\: B1)) => [|q|P [PB sep le]]; first by move: Bn; rewrite cB; lia.
  apply: leq_trans (small q); apply: subset_leq_card; apply/subsetP => z; rewrite !inE.
  by case/andP => /andP[_ ->] ->.
have far q : q \in P -> ~~ close q p.
  by move=> /(subsetP PB); rewrite !inE => /andP[/[swap] ->].
have pP : p \notin P by apply/negP => /far; rewrite cr.
exists (p |: P); split.
- by rewrite subUset sub1set pB (subset_trans PB) ?subsetDl.
- move=> q q'; rewrite !inE => /orP[/eqP->|qP] /orP[/eqP->|q'P] //; last exact: sep.
    by rewrite cs (negbTE (far _ q'P)).
  by rewrite (negbTE (far _ qP)).
by rewrite cardsU1 pP cB mulnDl mul1n leq_add // small.
Qed.

(* Powers of a larger number win against any factor. *)
Lemma power_wins (x y c : nat) : (x < y)%N -> exists m, (c * x ^ m < y ^ m)%N.
Proof.
move=> xy; case: (posnP x) => [->|x0]; first by exists 1%N; rewrite !expn1; lia.
have H m : ((x + m) * x ^ m <= x * x.+1 ^ m)%N.
  elim: m => [|m IH]; first by rewrite !expn0 addn0.
  by rewrite !expnS; have := leq_mul IH (leqnn x.+1); nia.
exists (c * x).+1; apply: (@leq_trans (x.+1 ^ (c * x).+1)); last by rewrite leq_exp2r.
rewrite -(ltn_pmul2l x0); apply: leq_trans (H _); rewrite mulnA (mulnC x) ltn_pmul2r ?expn_gt0 ?x0 //.
by lia.
Qed.

Section Norm.
Variable R : rcfType.

Lemma norm_scale (I : finType) (c : R) (x : I -> R) : norm (fun i => c * x i) = `|c| * norm x.
Proof.
rewrite /norm -sqrtr_sqr -sqrtrM ?sqr_ge0 // mulr_sumr.
by congr Num.sqrt; apply: eq_bigr => i _; rewrite exprMn.
Qed.

Lemma linear_scaler (J I : finType) (W : J -> I -> R) (c : R) (x : I -> R) j :
  linear W (fun i => c * x i) j = c * linear W x j.
Proof. by rewrite /linear mulr_sumr; apply: eq_bigr => i _; rewrite mulrCA. Qed.

Lemma linear_scalel (J I : finType) (W : J -> I -> R) (c : R) (x : I -> R) j :
  linear (fun j i => c * W j i) x j = c * linear W x j.
Proof. by rewrite /linear mulr_sumr; apply: eq_bigr => i _; rewrite mulrA. Qed.

(* A bound on the unit ball is a bound of the operator. *)
Lemma ball_bound (J I : finType) (W : J -> I -> R) (e : R) :
  (forall x, norm x <= 1 -> norm (linear W x) < e) -> forall x, norm (linear W x) <= e * norm x.
Proof.
move=> H x; case: (eqVneq (norm x) 0) => [x0|x0].
  rewrite x0 mulr0 (_ : norm _ = norm (fun j => 0 * linear W x j)); first by rewrite norm_scale normr0 mul0r.
  apply: norm_ext => j; rewrite mul0r /linear big1 // => i _.
  by have := norm_coord x i; rewrite x0 normr_le0 => /eqP->; rewrite mulr0.
have xp : 0 < norm x by rewrite lt_def x0 norm_ge0.
have := H (fun i => (norm x)^-1 * x i); rewrite norm_scale ger0_norm ?invr_ge0 ?norm_ge0 // mulVf // lexx => /(_ isT).
rewrite (norm_ext (linear_scaler _ _ _)) norm_scale ger0_norm ?invr_ge0 ?norm_ge0 // mulrC ltr_pdivr_mulr //.
exact: ltW.
Qed.
End Norm.

(* Integer matrices with entries between -M and M. *)
Section Box.
Variables (R : rcfType) (J I : finType).
Notation D := (#|J| * #|I|)%N.

Definition matrix_of M (p : grid J I M) (j : J) (i : I) : R := (level (p (j, i)))%:~R.
(* Of operator norm at most n; and less than n apart. *)
Definition within M (n : nat) (p : grid J I M) : Prop := forall x, norm (linear (matrix_of p) x) <= n%:R * norm x.
Definition close M (n : nat) (p q : grid J I M) : Prop :=
  forall x, norm x <= 1 -> norm (linear (fun j i => matrix_of p j i - matrix_of q j i) x) < n%:R.

Lemma level_inj M (p q : grid J I M) : (forall z, level (p z) = level (q z)) -> p = q.
Proof. by move=> pq; apply/ffunP => z; apply: val_inj; have := pq z; rewrite /level /=; lia. Qed.

(* The matrix with given integer entries. *)
Definition encode M (f : J * I -> int) : grid J I M := [ffun z => inord (absz (f z + M%:Z))].

Lemma encodeE M f z : (`|f z| <= M%:Z)%R -> level (encode M f z) = f z.
Proof.
move=> fz; rewrite /level ffunE inordK; first by lia.
by rewrite -addnn; lia.
Qed.

Lemma entry_nat (W : J -> I -> int) (n : nat) :
  (forall x, norm (linear (fun j i => (W j i)%:~R : R) x) <= n%:R * norm x) -> forall j i, (`|W j i| <= n%:Z)%R.
Proof.
move=> H j i; have := le_trans (norm_coord _ j) (H (basis R i)).
by rewrite linear_basis norm_basis mulr1 -intr_norm (pmulrn 1 n) ler_int.
Qed.

Lemma close_diff M n (p q : grid J I M) : close n p q ->
  forall x, norm (linear (fun j i => (level (p (j, i)) - level (q (j, i)))%:~R : R) x) <= n%:R * norm x.
Proof.
move=> /ball_bound H x; apply: le_trans (H x); rewrite le_eqVlt; apply/orP; left; apply/eqP/norm_ext => j.
by apply: eq_bigr => i _; rewrite rmorphB.
Qed.

Lemma close_refl M n (p : grid J I M) : (0 < n)%N -> close n p p.
Proof.
move=> n0 x _; rewrite (_ : norm _ = norm (fun j : J => 0 * 0 : R)); first by rewrite norm_scale normr0 mul0r ltr0n.
by apply: norm_ext => j; rewrite /linear big1 ?mul0r // => i _; rewrite subrr mul0r.
Qed.

Lemma close_sym M n (p q : grid J I M) : close n p q -> close n q p.
Proof.
move=> H x /H; congr (_ < _); rewrite -norm_opp; apply: norm_ext => j.
by rewrite !linear_subl opprB.
Qed.

(* The ball about any matrix has no more members than the ball about 0. *)
Lemma ball_card M n (inb : pred (grid J I M)) (clo : rel (grid J I M)) (B : {set grid J I M}) p :
  (n <= M)%N -> (forall q, inb q <-> within n q) -> (forall q q', clo q q' <-> close n q q') ->
  (#|[set z in B | clo z p]| <= #|[set z | inb z]|)%N.
Proof.
move=> nM inP cloP; pose f (z : grid J I M) : grid J I M := encode M (fun w => level (z w) - level (p w)).
have fE z : z \in [set z in B | clo z p] -> forall w, level (f z w) = level (z w) - level (p w).
  rewrite inE => /andP[_ /cloP/close_diff/entry_nat zp] [j i]; rewrite encodeE //.
  by apply: le_trans (zp j i) _; rewrite lez_nat.
rewrite -(@card_in_imset _ _ f) => [|z z' /fE zE /fE z'E e].
  apply: subset_leq_card; apply/subsetP => _ /imsetP[z zB ->]; rewrite inE; apply/inP => x.
  have := zB; rewrite inE => /andP[_ /cloP/close_diff H]; apply: le_trans (H x).
  rewrite le_eqVlt; apply/orP; left; apply/eqP/norm_ext => j; apply: eq_bigr => i _.
  by rewrite /matrix_of fE.
by apply: level_inj => w; apply: (@addIr _ (- level (p w))); rewrite -zE -z'E e.
Qed.

(* The number of matrices of norm at most n is at most that of all with such entries, *)
Lemma within_card_le M n (inb : pred (grid J I M)) : (forall q, inb q <-> within n q) ->
  (#|[set z | inb z]| <= n.*2.+1 ^ D)%N.
Proof.
move=> inP; rewrite -(card_grid J I n); pose f (z : grid J I M) : grid J I n := encode n (fun w => level (z w)).
have fE z : z \in [set z | inb z] -> forall w, level (f z w) = level (z w).
  by rewrite inE => /inP/entry_nat zn [j i]; rewrite encodeE.
rewrite -(@card_in_imset _ _ f) ?max_card // => z z' /fE zE /fE z'E e.
by apply: level_inj => w; rewrite -zE -z'E e.
Qed.

Lemma sqrt_dim : Num.sqrt (D%:R : R) <= D.+1%:R.
Proof.
rewrite -[X in _ <= X]ger0_norm ?ler0n // -sqrtr_sqr ler_wsqrtr // -natrX ler_nat.
by rewrite expnS expn1; lia.
Qed.

(* and at least that of all with entries from 0 to r - 1, if n is a little larger than r. *)
Lemma within_card_ge M n r (inb : pred (grid J I M)) : (forall q, inb q <-> within n q) ->
  (r <= M)%N -> (D.+1 * r <= n)%N -> (r ^ D <= #|[set z | inb z]|)%N.
Proof.
move=> inP rM rn; pose f (q : {ffun J * I -> 'I_r}) : grid J I M := encode M (fun w => (q w : nat)%:Z).
have fE q w : level (f q w) = (q w : nat)%:Z by rewrite encodeE //; have := ltn_ord (q w); lia.
have <- : #|{ffun J * I -> 'I_r}| = (r ^ D)%N by rewrite card_ffun card_prod card_ord.
rewrite -(@card_imset _ _ f) => [|q q' e]; last first.
  apply/ffunP => w; apply: val_inj; have : level (f q w) = level (f q' w) by rewrite e.
  by rewrite !fE => -[].
apply: subset_leq_card; apply/subsetP => _ /imsetP[q _ ->]; rewrite inE; apply/inP => x.
have H j i : `|matrix_of (f q) j i| <= r%:R.
  by rewrite /matrix_of fE /= normr_nat ler_nat ltnW.
apply: le_trans (entry_bound x H) _; rewrite ler_wpmul2r ?norm_ge0 //.
apply: le_trans (ler_wpmul2l (ler0n _ r) sqrt_dim) _; by rewrite -natrM ler_nat mulnC.
Qed.

(* A packing: n a = n' b, and integer matrices of norm at most n', no two of them less than n apart. *)
Definition packing (a b t : nat) : Prop :=
  exists M n n' (P : {set grid J I M}), [/\ (0 < n')%N, (n * a = n' * b)%N, {in P, forall p, within n' p},
    {in P &, forall p q, close n p q -> p = q} & (t < #|P|)%N].

(* From scale to scale: either there is a packing of more than t matrices, or the numbers grow at most by the factor t. *)
Lemma scales (a b t m d : nat) (M := (d * (a + b) ^ m)%N) (scale := fun i => (d * (a ^ i * b ^ (m - i)))%N)
    (inb : nat -> pred (grid J I M)) (clo : nat -> rel (grid J I M)) :
  (0 < a)%N -> (0 < b)%N -> (0 < d)%N ->
  (forall n q, (n <= M)%N -> (inb n q <-> within n q)) -> (forall n q q', (n <= M)%N -> (clo n q q' <-> close n q q')) ->
  forall i, (i <= m)%N -> packing a b t \/ (#|[set z | inb (scale i) z]| <= t ^ i * #|[set z | inb (scale 0%N) z]|)%N.
Proof.
move=> a0 b0 d0 inP cloP.
have sM i : (i <= m)%N -> (scale i <= M)%N.
  move=> im; rewrite /scale /M leq_mul2l; apply/orP; right; rewrite -{2}(subnKC im) expnD leq_mul //.
    by case: i {im} => // i; rewrite leq_exp2r ?leq_addr.
  by case: (m - i)%N => // r; rewrite leq_exp2r ?leq_addl.
have s0 i : (0 < scale i)%N by rewrite !muln_gt0 d0 !expn_gt0 a0 b0.
elim=> [_|i IH im]; first by right; rewrite mul1n.
case: (IH (ltnW im)) => [|le]; [by left|].
have sMi := sM _ (ltnW im).
case: (@greedy _ (clo (scale i)) #|[set z | inb (scale i) z]| [set z | inb (scale i.+1) z]).
- by move=> p; apply/cloP => //; apply: close_refl.
- by move=> p q; apply/idP/idP => /cloP H; apply/cloP => //; apply/close_sym/H.
- by move=> p; apply: (@ball_card _ (scale i)) => // *; [apply: inP|apply: cloP].
move=> P [PB sep leP]; case: (ltnP t #|P|) => tP; [left|right].
  exists M, (scale i), (scale i.+1), P; split=> //.
  - by rewrite /scale -(subnSK im) !expnS; rewrite -!mulnA [in RHS](mulnCA a); do 2!congr muln; by rewrite mulnCA [RHS]mulnCA (mulnC a).
  - by move=> p /(subsetP PB); rewrite inE => /inP; apply; apply: sM.
  by move=> p q pP qP H; apply: sep => //; apply/cloP.
by apply: leq_trans leP _; rewrite expnS -mulnA leq_mul.
Qed.

(* There is a packing of more than t matrices as soon as t < (a / b)^D: otherwise the numbers would grow too slowly. *)
Theorem packing_exists (a b t : nat) : (0 < a)%N -> (0 < b)%N -> (t * b ^ D < a ^ D)%N -> classically (packing a b t).
Proof.
move=> a0 b0 tab; have [m big] := power_wins ((3 * D.+1) ^ D) tab.
pose M := (D.+1 * (a + b) ^ m)%N; set box := grid J I M.
move=> C HC; apply: (@classic_pred [finType of 'I_M.+1 * box] (fun u => within u.1 u.2) C _) => -[inb inP].
apply: (@classic_pred [finType of 'I_M.+1 * (box * box)] (fun u => close u.1 u.2.1 u.2.2) C _) => -[clo cloP]; apply: HC.
have {}inP n q : (n <= M)%N -> inb (inord n, q) <-> within n q.
  by move=> nM; have := inP (inord n, q); rewrite /= inordK.
have {}cloP n q q' : (n <= M)%N -> clo (inord n, (q, q')) <-> close n q q'.
  by move=> nM; have := cloP (inord n, (q, q')); rewrite /= inordK.
case: (@scales a b t m D.+1 (fun n q => inb (inord n, q)) (fun n q q' => clo (inord n, (q, q'))) a0 b0 isT inP cloP m (leqnn m)) => //.
rewrite subnn subn0 !expn0 muln1 mul1n => le; exfalso.
have pw x : (x <= a + b)%N -> (x ^ m <= (a + b) ^ m)%N by case: m {M box inb inP clo cloP le big} => // m; rewrite leq_exp2r.
have aM : (D.+1 * a ^ m <= M)%N by rewrite leq_mul2l pw ?orbT ?leq_addr.
have bM : (D.+1 * b ^ m <= M)%N by rewrite leq_mul2l pw ?orbT ?leq_addl.
have am : (a ^ m <= M)%N by apply: leq_trans aM; rewrite leq_pmull.
have lo := within_card_ge (fun q => inP _ q aM) am (leqnn _).
have hi := within_card_le (fun q => inP _ q bM).
have bm : (0 < b ^ m)%N by rewrite expn_gt0 b0.
have hi' : ((D.+1 * b ^ m).*2.+1 ^ D <= (3 * D.+1) ^ D * (b ^ m) ^ D)%N.
  rewrite -expnMn; case: (posnP D) => [->//|D0]; rewrite leq_exp2r // -mulnA.
  by rewrite (mulnDl 1%N 2%N) mul1n mul2n -[X in (X < _)%N]add0n ltn_add2r muln_gt0 bm.
have swap x : ((x ^ D) ^ m = (x ^ m) ^ D)%N by rewrite -!expnM (mulnC m).
move: big; apply/negP; rewrite -leqNgt (expnMn t) !swap; apply: leq_trans lo _; apply: leq_trans le _.
rewrite [X in (_ <= X)%N]mulnCA; apply: leq_mul => //; exact: leq_trans hi hi'.
Qed.
End Box.

Lemma power_near (R : realFieldType) (e d : R) D : 0 <= e -> 0 <= d -> d <= 1 -> (e + d) ^+ D <= e ^+ D + d * (D%:R * (e + 1) ^+ D).
Proof.
move=> e0 d0 d1; elim: D => [|D IH]; first by rewrite !expr0 mul0r mulr0 addr0.
have e1 : 0 <= (e + 1) ^+ D by rewrite exprn_ge0 ?addr_ge0 ?ler01.
apply: (@le_trans _ _ (e * (e ^+ D + d * (D%:R * (e + 1) ^+ D)) + d * (e + 1) ^+ D)).
  rewrite exprS mulrDl; apply: ler_add; apply: ler_wpmul2l => //.
  by rewrite ler_expn2r ?nnegrE ?addr_ge0 ?ler01 ?ler_add2l.
have -> : e * (e ^+ D + d * (D%:R * (e + 1) ^+ D)) + d * (e + 1) ^+ D =
          e ^+ D.+1 + d * (e * (D%:R * (e + 1) ^+ D) + (e + 1) ^+ D) by rewrite exprS; ring.
rewrite ler_add2l ler_wpmul2l // exprS mulrSr.
have -> : (D%:R + 1) * ((e + 1) * (e + 1) ^+ D) =
          e * (D%:R * (e + 1) ^+ D) + (e + 1) ^+ D + (D%:R * (e + 1) ^+ D + e * (e + 1) ^+ D) by ring.
by rewrite ler_addl addr_ge0 // mulr_ge0 ?ler0n.
Qed.

(* The counting bound for sources of any law: "with probability at least s" enters only through its consequence, by averaging, that of
   any finitely many targets some one draw serves at least a share s. *)
Section AnyLaw.
Variables (R : rcfType) (J I : finType) (Om : Type) (T : finType) (g : Om -> T -> (I -> R) -> J -> R) (s eps : R).
Notation D := (#|J| * #|I|)%N.

(* T: the tickets of a draw; g w S: the pruned network. *)
Hypothesis serves : forall (P : finType) (W : P -> J -> I -> R), (forall p x, norm (linear (W p) x) <= norm x) ->
  exists w, exists2 Q : {set P}, s * #|P|%:R <= #|Q|%:R &
    forall p, p \in Q -> exists S, forall x, norm x <= 1 -> norm (fun j => linear (W p) x j - g w S x j) < eps.

(* For a / b <= 1 / (2 eps): at least s (a / b)^D tickets, where D is the number of entries. *)
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
have H : s * #|P|%:R <= #|T|%:R.
  case: (serves (W := W)) => [p x|w [A sA AP]].
    rewrite (norm_ext (linear_scalel _ _ _)) norm_scale ger0_norm ?invr_ge0 ?ler0n //.
    by rewrite mulrC ler_pdivr_mulr // mulrC; apply: inP; apply: valP.
  rewrite -cQ; apply: le_trans sA _; rewrite ler_nat; apply: tickets_serve AP => S p q Sp Sq.
  apply: val_inj; apply: sep; rewrite ?(valP p) ?(valP q) // => x x1.
  have -> : n%:R = n'%:R * (b%:R / a%:R) :> R by rewrite mulrA -natrM -nab natrM mulfK // pnatr_eq0 -lt0n.
  have -> : norm (linear (fun j i => matrix_of R (val p) j i - matrix_of R (val q) j i) x) =
            n'%:R * norm (fun j => linear (W p) x j - linear (W q) x j).
    rewrite -[X in X * _](ger0_norm (ltW n'0)) -norm_scale; apply: norm_ext => j.
    by rewrite linear_subl !linear_scalel -mulrBr mulrA divff ?mul1r // lt0r_neq0.
  rewrite ltr_pmul2l //; apply: (@lt_le_trans _ _ (2%:R * eps)); last by rewrite ler_pdivl_mulr // ltr0n.
  apply: le_lt_trans (norm_triangle_sub _ (g w S x) _) _; rewrite (norm_distC (g _ _ _)).
  by rewrite mulr_natl mulr2n ltr_add ?Sp ?Sq.
apply: le_trans (ler_wpmul2r (ler0n _ (b ^ D)) H); rewrite -mulrA -natrM ler_wpmul2l // ler_nat.
have := ltn_ceil (a ^ D).-1 bD; rewrite prednK ?expn_gt0 ?a0 // => /leq_trans; apply.
by rewrite leq_mul2r tP orbT.
Qed.
End AnyLaw.

(* Draws uniform on a finite set. *)
Section Tickets.
Variables (R : rcfType) (J I Om T : finType) (g : Om -> T -> (I -> R) -> J -> R) (s eps : R).
Notation D := (#|J| * #|I|)%N.

(* What is asked of a source: every linear map of norm at most 1 is served with probability at least s by one of the tickets T, that
   is to within less than eps at every vector of norm at most 1. *)
Hypothesis serves : forall W : J -> I -> R, (forall x, norm (linear W x) <= norm x) ->
  often s (fun w => exists S, forall x, norm x <= 1 -> norm (fun j => linear W x j - g w S x j) < eps).

(* Then s (a / b)^D is at most the number of tickets for all fractions a / b <= 1 / (2 eps). *)
Theorem tickets_ratio_bound (a b : nat) : (0 < a)%N -> (0 < b)%N -> 2%:R * eps * a%:R <= b%:R ->
  s * (a ^ D)%N%:R <= #|T|%:R * (b ^ D)%N%:R.
Proof.
case: (posnP #|Om|) => [Om0 _ _ _|Om0].
  case: (serves (W := fun _ _ => 0)) => [x|E]; last first.
    by rewrite /Pr Om0 invr0 mulr0 => s0 _; apply: (@le_trans _ _ 0); rewrite ?mulr_le0_ge0 ?mulr_ge0 ?ler0n.
  by rewrite {1}/norm big1 ?sqrtr0 ?norm_ge0 // => j _; rewrite /linear big1 ?expr0n // => i _; rewrite mul0r.
apply: (@any_law R J I Om T g) => P W W1; have /fin_all_exists2[E sE EP] := fun p => serves (W1 p).
have [w le] := average Om0 sE; exists w; exists [set p | w \in E p] => // p.
by rewrite inE; apply: EP.
Qed.

(* And in a field without infinitely large elements, like the real numbers, for 1 / (2 eps) itself. *)
Theorem tickets_volume_bound : Num.archimedean_axiom R -> 0 < eps -> s / (2%:R * eps) ^+ D <= #|T|%:R.
Proof.
move=> arch eps0; set e := 2%:R * eps; have e0 : 0 < e by rewrite mulr_gt0 ?ltr0n.
rewrite ler_pdivr_mulr ?exprn_gt0 // leNgt; apply/negP => lt.
set c := #|T|%:R in lt; have c0 : 0 <= c by rewrite ler0n.
have gap : 0 < s - c * e ^+ D by rewrite subr_gt0.
have [a] := arch (c * (D%:R * (e + 1) ^+ D) / (s - c * e ^+ D)).
have cD : 0 <= c * (D%:R * (e + 1) ^+ D) by rewrite !mulr_ge0 ?exprn_ge0 ?addr_ge0 ?ler0n ?ler01 ?(ltW e0).
rewrite ger0_norm ?divr_ge0 ?(ltW gap) // => aP.
have a0 : 0 < a%:R :> R by apply: le_lt_trans aP; rewrite divr_ge0 ?(ltW gap).
have ex : exists b : nat, e * a%:R <= b%:R.
  by have [b] := arch (e * a%:R); rewrite ger0_norm ?(mulr_ge0 (ltW e0) (ltW a0)) // => /ltW eb; exists b.
case: (ex_minnP ex) => b eb bmin.
have b0 : (0 < b)%N by rewrite -(ltr0n R) (lt_le_trans _ eb) // mulr_gt0.
have near : b%:R / a%:R <= e + a%:R^-1.
  rewrite ler_pdivr_mulr // mulrDl mulVf ?lt0r_neq0 // -ler_subl_addr -(natrB _ b0) leNgt.
  by apply/negP => /ltW/bmin; rewrite subn1 -ltnS prednK // ltnn.
have := tickets_ratio_bound _ b0 eb; rewrite -(ltr0n R) => /(_ a0); rewrite -/c !natrX => H.
have {}H : s <= c * (b%:R / a%:R) ^+ D by rewrite expr_div_n mulrA ler_pdivl_mulr ?exprn_gt0.
have a1 : a%:R^-1 <= 1 :> R by rewrite invf_le1 // ler1n -(ltr0n R).
have ba : 0 <= b%:R / a%:R :> R by rewrite divr_ge0 ?ler0n.
move: aP; rewrite ltr_pdivr_mulr // (mulrC a%:R) -ltr_pdivr_mulr // ltNge => /negP; apply.
rewrite ler_subl_addl (le_trans H) // -mulrA -mulrDr ler_wpmul2l //.
apply: (@le_trans _ _ ((e + a%:R^-1) ^+ D)); first by rewrite ler_expn2r ?nnegrE // addr_ge0 ?invr_ge0 ?(ltW e0) ?ler0n.
by rewrite [X in _ <= _ + X]mulrC power_near ?invr_ge0 ?(ltW e0) ?ler0n.
Qed.
End Tickets.

(* All sets of prunable weights as tickets. *)
Section Bound.
Variables (R : rcfType) (J I Om A : finType) (g : Om -> {set A} -> (I -> R) -> J -> R) (s eps : R).
Notation D := (#|J| * #|I|)%N.
Hypothesis serves : forall W : J -> I -> R, (forall x, norm (linear W x) <= norm x) ->
  often s (fun w => exists S, forall x, norm x <= 1 -> norm (fun j => linear W x j - g w S x j) < eps).

(* In a field without infinitely large elements s / (2 eps)^D <= 2^alpha, where alpha is the number of weights: this is Pensia's bound,
   alpha >= D log2 (1 / (2 eps)) + log2 s. *)
Theorem volume_bound : Num.archimedean_axiom R -> 0 < eps -> s / (2%:R * eps) ^+ D <= 2%:R ^+ #|A|.
Proof. by rewrite -natrX -card_masks; apply: tickets_volume_bound serves. Qed.
End Bound.

(* For the sources of Network.v: all weights are prunable. *)
Section Sources.
Variables (R : rcfType) (M : nat) (d : nat) (ls : seq (layer R)) (s eps : R).
Notation D := (last_width d ls * d)%N.
Hypothesis serves : forall W : 'I_(last_width d ls) -> 'I_d -> R, (forall x, norm (linear W x) <= norm x) ->
  often s (fun w : source M d ls => exists S, forall x, norm x <= 1 ->
    norm (fun j => linear W x j - run_source true (keep w S) x j) < eps).

Corollary source_volume_bound : Num.archimedean_axiom R -> 0 < eps ->
  s / (2%:R * eps) ^+ D <= 2%:R ^+ #|weight d ls|.
Proof. by move=> arch eps0; have := volume_bound serves arch eps0; rewrite !card_ord. Qed.
End Sources.
