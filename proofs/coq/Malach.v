(* Malach et al. (2020): one weight is one pair of edges of a pool, for each sign of its input. Of k units some unit has u and v in
   boxes of a probability of at least e^2/4, so that its product u v is within 2 e of the weight, except with probability (1 - e^2/4)^k. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Draws Network Norms Layer.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Boxes.
Variable R : realFieldType.

(* Independence: if a set B of outcomes has probability at least p, then k draws all miss it with probability at most (1 - p)^k. *)
Lemma some_hits (T : finType) (B : {set T}) (p : R) k : (0 < #|T|)%N -> p * #|T|%:R <= #|B|%:R ->
  mostly ((1 - p) ^+ k) (fun t : {ffun 'I_k -> T} => exists j, t j \in B).
Proof.
move=> T0 pB; apply: mostly_impl (mostly_of (E := fun t : {ffun 'I_k -> T} => [exists j, t j \in B]) _); first by move=> t /existsP.
rewrite /Pr (_ : #|_| = #|~: B| ^ k)%N; last first.
  rewrite -[k in RHS]card_ord -card_ffun_on; apply: eq_card => t; rewrite unfold_in /= negb_exists.
  by apply/forallP/ffun_onP => H j; move: (H j); rewrite inE => h; exact: h.
have T0' : 0 < #|T|%:R :> R by rewrite ltr0n.
rewrite card_ffun card_ord !natrX -expr_div_n.
have frac : #|~: B|%:R / #|T|%:R <= 1 - p.
  rewrite ler_pdivr_mulr // mulrBl mul1r ler_subr_addr; apply: le_trans (_ : #|~: B|%:R + #|B|%:R <= _); first by rewrite ler_add2l.
  by rewrite -natrD addnC cardsC.
have frac0 : 0 <= #|~: B|%:R / #|T|%:R :> R by rewrite divr_ge0 ?ler0n.
by rewrite ler_expn2r ?nnegrE // (le_trans frac0 frac).
Qed.

(* Every real number in [0, m] can be rounded up to a natural number in [0, m]. *)
Lemma round_up (x : R) m : 0 <= x <= m%:R -> exists2 n, (n <= m)%N & x <= n%:R <= x + 1.
Proof.
move=> /andP[x0 xm]; case: (ex_minnP (ex_intro (fun n => x <= n%:R) m xm)) => n xn least.
exists n; first exact: least.
rewrite xn /=; case: n xn least => [|n] xn least; first by rewrite addr_ge0 ?ler01.
rewrite -addn1 natrD ler_add2r leNgt; apply/negP => /ltW /least; by rewrite ltnn.
Qed.

Variable M : nat.
Implicit Types (t : unit M) (s : bool) (e alpha : R).

(* At least E of the sizes 1, ..., M are in [n - E, n], when E <= n <= M. *)
Definition upper (n : nat) (E : R) : {set 'I_M} := [set i : 'I_M | n%:R - E <= (i.+1%:R : R) <= n%:R].

Lemma card_upper n E : (n <= M)%N -> 0 <= E <= n%:R -> E <= #|upper n E|%:R.
Proof.
move=> nM E0n; have /andP[E0 En] := E0n.
have [l ln /andP[El lE]] := round_up E0n; apply: le_trans El _; rewrite ler_nat.
have lt (j : 'I_l) : (n - j.+1 < M)%N by have := ltn_ord j; lia.
have inj : injective (fun j => Ordinal (lt j)).
  by move=> j j' [] jj'; apply: val_inj => /=; have := ltn_ord j; have := ltn_ord j'; lia.
rewrite -{1}(card_ord l) -(card_imset _ inj); apply/subset_leq_card/subsetP => _ /imsetP[j _ ->].
have jl := ltn_ord j; rewrite inE /= (_ : (n - j.+1).+1 = n - j)%N; last by lia.
rewrite ler_nat leq_subr andbT natrB; last by lia.
rewrite ler_add2l ler_opp2 -(ler_add2r 1); apply: le_trans lE.
by rewrite -[1]/(1%:R) -natrD addn1 ler_nat.
Qed.

(* The boxes: u of the sign s and of a size in [n - e M, n] / M, v of the sign that is left and of a size in [1 - e, 1]. *)
Definition boxes s e alpha n : {set unit M} :=
  setX (setX [set s] (upper n (e * M%:R))) (setX [set s (+) (alpha < 0)] (upper M (e * M%:R))).

Lemma card_boxes s e alpha n : (n <= M)%N -> 0 <= e <= 1 -> e * M%:R <= n%:R ->
  e ^+ 2 / 4%:R * #|unit M|%:R <= #|boxes s e alpha n|%:R.
Proof.
move=> nM /andP[e0 e1] en; have E0 : 0 <= e * M%:R by rewrite mulr_ge0 ?ler0n.
rewrite /boxes !cardsX !cards1 !mul1n natrM !card_prod card_bool card_ord.
have -> : e ^+ 2 / 4%:R * (2 * M * (2 * M))%:R = (e * M%:R) * (e * M%:R) by rewrite !natrM; field.
have eM : e * M%:R <= M%:R by rewrite ler_pimull ?ler0n.
by apply: ler_pmul => //; apply: card_upper; rewrite ?E0.
Qed.

(* The value of a draw is its sign times its size. *)
Lemma valueE (d : draw M) : value R d = (-1) ^+ d.1 * (d.2.+1%:R / M%:R).
Proof. by rewrite /value /num intrM rmorphX rmorphN rmorph1 mulrA. Qed.

(* What one weight asks of a unit. It serves the half s; its product has the sign of alpha; |v| is at least 1 - e, and |u| within e of
   |alpha| (unless |alpha| is below 1/M, finer than the grid); and the product is within 2 e of alpha. *)
Definition pair_for s e alpha t : Prop :=
  [/\ serves s t, 0 <= alpha * product R t, 1 - e <= `|value R t.2|,
      1 <= `|alpha| * M%:R -> `| `|value R t.1| - `|alpha| | <= e & `|alpha - product R t| <= 2%:R * e].

(* Units in the boxes are as asked for, if n is from |alpha| M to (|alpha| + 2 e) M, and at most (|alpha| + e) M where |alpha| >= 1/M. *)
Lemma boxes_near s e alpha n t : (0 < M)%N -> 0 <= e -> (n <= M)%N -> `|alpha| * M%:R <= n%:R <= (`|alpha| + 2%:R * e) * M%:R ->
  (1 <= `|alpha| * M%:R -> n%:R <= (`|alpha| + e) * M%:R) -> t \in boxes s e alpha n -> pair_for s e alpha t.
Proof.
case: t => [[a i] [b j]] M0 e0 nM /andP[lo hi] fine; rewrite !inE /= => /andP[/andP[/eqP-> /andP[ilo ihi]] /andP[/eqP-> /andP[jlo _]]].
have m0 : 0 < M%:R :> R by rewrite ltr0n.
rewrite /pair_for /product /serves !valueE /= eqxx; set x := i.+1%:R / M%:R; set y := j.+1%:R / M%:R; set c := alpha < 0.
have x0 : 0 <= x by rewrite divr_ge0 ?ler0n.
have y0 : 0 <= y by rewrite divr_ge0 ?ler0n.
have x1 : x <= 1 by rewrite ler_pdivr_mulr // mul1r ler_nat.
have y1 : y <= 1 by rewrite ler_pdivr_mulr // mul1r ler_nat.
have ylo : 1 - e <= y by rewrite ler_pdivl_mulr // mulrBl mul1r.
have xlo : `|alpha| - e <= x by rewrite ler_pdivl_mulr // mulrBl (le_trans _ ilo) // ler_add2r.
have xhi : x <= `|alpha| + 2%:R * e by rewrite ler_pdivr_mulr // (le_trans ihi).
have xfine : 1 <= `|alpha| * M%:R -> x <= `|alpha| + e by move=> /fine up; rewrite ler_pdivr_mulr // (le_trans ihi).
clearbody x y; have alphaE : alpha = (-1) ^+ c * `|alpha| by apply: numEsign.
have prodE : (-1) ^+ s * x * ((-1) ^+ (s (+) c) * y) = (-1) ^+ c * (x * y) by case: s c {alphaE} => [] [] /=; ring.
rewrite prodE !normrM !normr_sign !mul1r (ger0_norm x0) (ger0_norm y0); split=> //.
- rewrite {1}alphaE mulrACA -expr2 sqrr_sign mul1r; by rewrite !mulr_ge0.
- by rewrite ler_distl xlo.
rewrite {1}alphaE -mulrBr normrM normr_sign mul1r distrC ler_distl; apply/andP; split; last first.
  by apply: le_trans xhi; apply: ler_pimulr.
rewrite ler_subl_addr; apply: le_trans (_ : x + e <= _); first by rewrite -ler_subl_addr.
have -> : x * y + 2%:R * e = (x + e) + (e - x * (1 - y)) by ring.
rewrite ler_addl subr_ge0; apply: le_trans (ler_pimull _ x1) _; by rewrite ?subr_ge0 // ler_subl_addr addrC -ler_subl_addr.
Qed.

(* The n to take is the larger one of |alpha| M and e M, rounded up. *)
Lemma box_size alpha e : `|alpha| <= 1 -> e <= 1 -> 1 <= e * M%:R ->
  exists n, [/\ (n <= M)%N, e * M%:R <= n%:R, `|alpha| * M%:R <= n%:R <= (`|alpha| + 2%:R * e) * M%:R &
    1 <= `|alpha| * M%:R -> n%:R <= (`|alpha| + e) * M%:R].
Proof.
move=> a1 e1 eM1; set W := `|alpha| * M%:R; set E := e * M%:R in eM1 *.
have W0 : 0 <= W by rewrite mulr_ge0 ?ler0n.
have E0 : 0 <= E by rewrite (le_trans ler01).
have xM : 0 <= Num.max W E <= M%:R by rewrite le_maxr le_maxl W0 /= !ler_pimull ?ler0n.
have [n nM /andP[xn nx]] := round_up xM; move: xn; rewrite le_maxl => /andP[Wn En].
exists n; rewrite Wn !mulrDl -mulrA -/W -/E; split=> //.
  by rewrite (le_trans nx) // !mul1r addrA ler_add // le_maxl ler_addl ler_addr E0 W0.
by move=> W1; apply: le_trans nx _; case: (leP W E) => _; rewrite ?ler_add2l // addrC ler_add2r.
Qed.

(* Malach's lemma: k units have one for a given weight and a given sign of its input, except with probability (1 - e^2/4)^k. *)
Theorem one_weight alpha e s k : `|alpha| <= 1 -> e <= 1 -> 1 <= e * M%:R ->
  mostly ((1 - e ^+ 2 / 4%:R) ^+ k) (fun t : {ffun 'I_k -> unit M} => exists j, pair_for s e alpha (t j)).
Proof.
move=> a1 e1 eM1.
have M0 : (0 < M)%N by case: (posnP M) eM1 => // ->; rewrite mulr0 ler10.
have m0 : 0 < M%:R :> R by rewrite ltr0n.
have e0 : 0 <= e by rewrite -(pmulr_lge0 _ m0) (le_trans ler01).
have [n [nM en an fine]] := box_size a1 e1 eM1.
have T0 : (0 < #|unit M|)%N by rewrite !card_prod card_bool card_ord !muln_gt0 M0.
apply: mostly_impl (some_hits k T0 (card_boxes s alpha nM _ en)) => [t [j tj]|]; last by rewrite e0.
by exists j; apply: boxes_near tj.
Qed.
End Boxes.

Section Network.
Variables (R : rcfType) (M : nat).
Implicit Types (alpha tau x : R) (t : unit M).

(* What a unit makes of an input x. *)
Definition output t x : R := value R t.2 * relu (value R t.1 * x).

(* In a layer whose inputs are not negative one unit is enough. *)
Theorem one_unit alpha tau k : `|alpha| <= 1 -> tau <= 2%:R -> 2%:R <= tau * M%:R ->
  mostly ((1 - tau ^+ 2 / 16%:R) ^+ k) (fun t : {ffun 'I_k -> unit M} =>
    exists j, forall x, 0 <= x -> `|output (t j) x - alpha * x| <= tau * `|x|).
Proof.
move=> a1 tau2 tauM.
have e1 : tau / 2%:R <= 1 by rewrite ler_pdivr_mulr ?ltr0n // mul1r.
have eM : 1 <= tau / 2%:R * M%:R by rewrite mulrAC ler_pdivl_mulr ?ltr0n // mul1r.
have -> : tau ^+ 2 / 16%:R = (tau / 2%:R) ^+ 2 / 4%:R by field.
apply: mostly_impl (one_weight false k a1 e1 eM) => t [j [serv _ _ _ near]]; exists j => x x0.
rewrite /output (unit_works x serv) relu_of_ge0 // -mulrBl normrM ler_wpmul2r // distrC.
by apply: le_trans near _; rewrite mulrCA divff ?mulr1 ?pnatr_eq0.
Qed.

(* In the first layer it takes two, one for each sign of the input. *)
Theorem two_units alpha tau k : `|alpha| <= 1 -> tau <= 2%:R -> 2%:R <= tau * M%:R ->
  mostly (2%:R * (1 - tau ^+ 2 / 16%:R) ^+ k) (fun t : {ffun 'I_k -> unit M} =>
    exists jp jn, [/\ serves false (t jp), serves true (t jn) &
      forall x, `|output (t jp) x + output (t jn) x - alpha * x| <= tau * `|x|]).
Proof.
move=> a1 tau2 tauM.
have e1 : tau / 2%:R <= 1 by rewrite ler_pdivr_mulr ?ltr0n // mul1r.
have eM : 1 <= tau / 2%:R * M%:R by rewrite mulrAC ler_pdivl_mulr ?ltr0n // mul1r.
have -> : tau ^+ 2 / 16%:R = (tau / 2%:R) ^+ 2 / 4%:R by field.
rewrite mulr_natl mulr2n; apply: mostly_impl (mostly_and (one_weight false k a1 e1 eM) (one_weight true k a1 e1 eM)).
have two : 2%:R * (tau / 2%:R) = tau by rewrite mulrCA divff ?mulr1 ?pnatr_eq0.
rewrite /pair_for two => t [[jp [sp _ _ _ np]] [jn [sn _ _ _ nn]]]; exists jp, jn; split=> // x.
rewrite /output (unit_works x sp) (unit_works x sn).
case: (relu_halves x) => [[-> [-> _]]|[-> [-> _]]]; rewrite !(mulr0, oppr0, addr0, add0r, mulrN, opprK) -mulrBl normrM.
  by rewrite ler_wpmul2r // distrC.
by rewrite ler_wpmul2r // distrC.
Qed.
End Network.
