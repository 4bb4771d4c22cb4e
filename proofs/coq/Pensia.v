(* The strong lottery ticket theorem of Pensia et al. in finite form: with high probability over the weights of a source, all
   targets of the given widths and norms are approximated by pruning it, each target by its own ticket, for all inputs at once. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From SLTH Require Import Chance Draws Network Norms Layer.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Statement.
Variables (R : rcfType) (M : nat).
Implicit Types (l : layer R) (ls : seq (layer R)).

(* P holds of every layer and the width below it. *)
Fixpoint every (P : nat -> layer R -> Prop) d ls : Prop :=
  if ls is l :: ls' then P d l /\ every P (outputs l) ls' else True.

(* The tolerance less what rounding to multiples of 1/M costs the cover phase. *)
Definition slack l : R := tol l - 2%:R * (cover l)%:R / M%:R.
Definition feasible (d : nat) l : Prop := [/\ 0 < slack l, slack l <= 1 & 0 <= lam l].

(* The union bound over the halves of diamonds of all layers. *)
Definition half_failure l : R := half_fails (slack l) (prefix l) (cover l).
Fixpoint failure first d ls : R :=
  if ls is l :: ls' then (halves_used first * outputs l * d)%N%:R * half_failure l + failure false (outputs l) ls' else 0.
End Statement.

Section Propagation.
Variable R : rcfType.
Implicit Types (l : layer R) (ls : seq (layer R)).

Lemma everyW (P Q : nat -> layer R -> Prop) d ls : (forall d l, P d l -> Q d l) -> every P d ls -> every Q d ls.
Proof. by move=> PQ; elim: ls d => [|l ls IH] d //= [/PQ ? /IH]. Qed.

(* Norms and tolerances that are not negative. *)
Definition sensible (d : nat) l : Prop := 0 <= lam l /\ 0 <= tol l.

Lemma eta_ge0 d l : 0 <= tol l -> 0 <= eta d l.
Proof. by move=> t0; rewrite mulr_ge0 ?sqrtr_ge0. Qed.

Lemma gain_ge0 d ls : every sensible d ls -> 0 <= gain ls.
Proof. by elim: ls d => [|l ls IH] d /= => [_|[[l0 _] /IH g0]]; rewrite ?ler01 ?mulr_ge0. Qed.

Lemma gain_le d ls : every sensible d ls -> gain ls <= gain' d ls.
Proof.
elim: ls d => [|l ls IH] d //= [[l0 t0] H]; apply: ler_pmul (IH _ H) => //; first exact: gain_ge0 H.
by rewrite ler_addl eta_ge0.
Qed.

Lemma activate_ext first (I : Type) (x y : I -> R) : x =1 y -> activate first x =1 activate first y.
Proof. by case: first => xy i //=; rewrite xy. Qed.

Lemma linear_ext (J I : finType) (V W : J -> I -> R) (x y : I -> R) :
  (forall j i, V j i = W j i) -> x =1 y -> linear V x =1 linear W y.
Proof. by move=> VW xy j; apply: eq_bigr => i _; rewrite VW xy. Qed.

Lemma norm_activate first (I : finType) (x : I -> R) : norm (activate first x) <= norm x.
Proof. by case: first => //; apply: norm_relu. Qed.

Lemma norm_activate_dist first (I : finType) (x y : I -> R) :
  norm (fun i => activate first x i - activate first y i) <= norm (fun i => x i - y i).
Proof. by case: first => //; apply: norm_relu_dist. Qed.

Lemma run_source_ext first d ls (v v' : weight d ls -> R) (x x' : 'I_d -> R) :
  v =1 v' -> x =1 x' -> run_source first v x =1 run_source first v' x'.
Proof.
elim: ls first d v v' x x' => [|l ls IH] first d v v' x x' vv xx //=; apply: IH => [w|r]; first exact: vv.
apply: linear_ext => [j h|h]; first exact: vv.
congr relu; apply: linear_ext => [k c|c]; first exact: vv.
exact: activate_ext.
Qed.

Lemma run_target_ext first d ls (f : target d ls) (x x' : 'I_d -> R) :
  x =1 x' -> run_target first f x =1 run_target first f x'.
Proof.
elim: ls first d f x x' => [|l ls IH] first d f x x' xx //=; apply: IH => r.
by apply: linear_ext => // c; apply: activate_ext.
Qed.

(* A target moves no two inputs apart by more than the product of its norms. *)
Lemma run_target_dist first d ls (f : target d ls) (x y : 'I_d -> R) : every sensible d ls -> admissible f ->
  norm (fun i => run_target first f x i - run_target first f y i) <= gain ls * norm (fun i => x i - y i).
Proof.
elim: ls first d f x y => [|l ls IH] first d f x y /=; first by rewrite mul1r.
move=> [[l0 _] ok] [_ fl fs]; apply: le_trans (IH _ _ _ _ _ ok fs) _.
rewrite [lam l * _]mulrC -mulrA ler_wpmul2l ?(gain_ge0 ok) //.
rewrite -(norm_ext (linear_subr _ _ _)); apply: le_trans (fl _) _.
by rewrite ler_wpmul2l // norm_activate_dist.
Qed.

(* If the first layer errs by eta times the norm and the others by their error, then the whole errs by its error. *)
Lemma error_step first d l ls (f : target d (l :: ls)) (run : ('I_(outputs l) -> R) -> 'I_(last_width (outputs l) ls) -> R)
    (x : 'I_d -> R) (y : 'I_(outputs l) -> R) :
  every sensible d (l :: ls) -> admissible f ->
  norm (fun r => y r - linear f.1 (activate first x) r) <= eta d l * norm (activate first x) ->
  norm (fun i => run y i - run_target false f.2 y i) <= error (outputs l) ls * norm y ->
  norm (fun i => run y i - run_target first f x i) <= error d (l :: ls) * norm x.
Proof.
move=> /= [[l0 t0] ok] [_ fl fs] head rest.
have nx := norm_activate first x; have e0 := eta_ge0 d t0; have g0 := gain_ge0 ok.
have {}head : norm (fun r => y r - linear f.1 (activate first x) r) <= eta d l * norm x.
  by apply: le_trans head _; rewrite ler_wpmul2l.
have ny : norm y <= (lam l + eta d l) * norm x.
  rewrite (norm_ext (y := fun r => (y r - linear f.1 (activate first x) r) + linear f.1 (activate first x) r)); last first.
    by move=> r; rewrite subrK.
  apply: le_trans (norm_triangle _ _) _; rewrite [lam l + _]addrC mulrDl ler_add //.
  by apply: le_trans (fl _) _; rewrite ler_wpmul2l.
apply: le_trans (norm_triangle_sub _ (run_target false f.2 y) _) _.
have {}rest : norm (fun i => run y i - run_target false f.2 y i) <= error (outputs l) ls * ((lam l + eta d l) * norm x).
  by apply: le_trans rest _; rewrite ler_wpmul2l // /error subr_ge0 gain_le.
apply: le_trans (ler_add rest (run_target_dist false _ _ ok fs)) _.
apply: le_trans (ler_add (lexx _) (ler_wpmul2l g0 head)) _.
by rewrite le_eqVlt /error /=; apply/orP; left; apply/eqP; ring.
Qed.
End Propagation.

Section Pensia.
(* R is an archimedean real closed field, such as the real numbers. *)
Variable R : rcfType.
Hypothesis archimedean : Num.archimedean_axiom R.
Variable M : nat.
Hypothesis M_gt0 : (0 < M)%N.

Lemma feasible_sensible d (l : layer R) : feasible M d l -> sensible d l.
Proof.
move=> [s0 _ l0]; split=> //; apply: ltW; move: s0; rewrite subr_gt0; apply: le_lt_trans.
by rewrite divr_ge0 ?mulr_ge0 ?ler0n.
Qed.

Lemma left_inj (A B : Type) : injective (@inl A B).
Proof. by move=> a b []. Qed.

Lemma right_inj (A B : Type) : injective (@inr A B).
Proof. by move=> a b []. Qed.

Lemma pensia_from first d (ls : seq (layer R)) : every (feasible M) d ls ->
  mostly (failure M first d ls) (fun omega : source M d ls =>
    forall f : target d ls, admissible f ->
    exists S, forall x, norm (fun i => run_source first (keep omega S) x i - run_target first f x i) <= error d ls * norm x).
Proof.
elim: ls first d => [|l ls IH] first d /=.
  move=> _; exists set0; first by rewrite /Pr cards0 mul0r.
  move=> omega _ f _; exists set0 => x; rewrite /error subrr mul0r /norm big1 ?sqrtr0 // => i _.
  by rewrite subrr expr0n.
move=> [lok ok]; have [s0 s1 _] := lok.
have Head := mostly_restrict (@left_inj (pair_weight d (units l) (outputs l)) (weight (outputs l) ls))
  (layer_tickets archimedean M_gt0 first d (prefix l) (outputs l) s0 s1).
have Rest := mostly_restrict (@right_inj (pair_weight d (units l) (outputs l)) (weight (outputs l) ls)) (IH false (outputs l) ok).
apply: mostly_impl (mostly_and Head Rest) => omega [head rest] f fok; have [f1 _ f2] := fok.
have [S1 H1] := head f.1 f1; have [S2 H2] := rest f.2 f2.
exists [set w | match w with inl h => h \in S1 | inr t => t \in S2 end] => x.
set v := keep _ _.
have v1 : (fun w => v (inl w)) =1 prune R [ffun h => omega (inl h)] S1 by move=> w; rewrite /v /keep /prune inE ffunE.
have v2 : (fun w => v (inr w)) =1 prune R [ffun t => omega (inr t)] S2 by move=> w; rewrite /v /keep /prune inE ffunE.
pose y := run_pair (prune R [ffun h => omega (inl h)] S1) (activate first x).
have xy : run_pair (fun w => v (inl w)) (activate first x) =1 y.
  move=> r; apply: linear_ext => [j h|h]; first exact: v1.
  by congr relu; apply: linear_ext => // j c; apply: v1.
rewrite (norm_ext (y := fun i => run_source false (prune R [ffun t => omega (inr t)] S2) y i
                                  - @run_target _ first d (l :: ls) f x i)); last first.
  by move=> i; congr (_ - _); apply: run_source_ext.
apply: (@error_step _ first d l ls f _ x y) (H1 x) (H2 y) => //; split; first exact: feasible_sensible lok.
exact: everyW feasible_sensible ok.
Qed.

(* MAIN THEOREM. With probability at least 1 - failure over the weights of the source, all targets at once have a ticket: for every
   target with entries in [-1, 1] and norms as stated there is a set S of weights such that the source pruned to S is, for every
   input x, within error * norm x of the target. *)
Theorem pensia d (ls : seq (layer R)) : every (feasible M) d ls ->
  mostly (failure M true d ls) (fun omega : source M d ls =>
    forall f : target d ls, admissible f ->
    exists S, forall x, norm (fun i => run_source true (keep omega S) x i - run_target true f x i) <= error d ls * norm x).
Proof. exact: pensia_from. Qed.
End Pensia.

Section Error.
Variable R : rcfType.
Implicit Types (l : layer R) (ls : seq (layer R)) (h k x : R).

Lemma error_ge0 d ls : every (@sensible R) d ls -> 0 <= error d ls.
Proof. by move=> ok; rewrite subr_ge0 gain_le. Qed.

(* Norms at most k and tolerances worth at most k h make an error of at most k^n ((1 + h)^n - 1) for n layers. *)
Lemma error_uniform k h d ls : 0 <= h -> every (@sensible R) d ls -> every (fun d l => lam l <= k /\ eta d l <= k * h) d ls ->
  error d ls <= k ^+ size ls * ((1 + h) ^+ size ls - 1).
Proof.
move=> h0 ok kh; suff [] : 0 <= gain' d ls <= k ^+ size ls * (1 + h) ^+ size ls /\
  error d ls <= k ^+ size ls * ((1 + h) ^+ size ls - 1) by [].
elim: ls d ok kh => [|l ls IH] d /=; first by rewrite /error /= !expr0 mulr1 ler01 lexx subrr mulr0.
move=> [[l0 t0] ok] [[lk ek] kh]; have [/andP[g0 gk] e] := IH _ ok kh; have e0 := eta_ge0 d t0.
have k0 : 0 <= k by apply: le_trans lk.
have er0 := error_ge0 ok; split.
  rewrite mulr_ge0 ?addr_ge0 //= [k ^+ _]exprS [(1 + h) ^+ _]exprS mulrACA ler_pmul ?addr_ge0 //.
  by rewrite mulrDr mulr1 ler_add.
have -> : error d (l :: ls) = lam l * error (outputs l) ls + eta d l * gain' (outputs l) ls by rewrite /error /=; ring.
apply: le_trans (ler_add (ler_pmul l0 er0 lk e) (ler_pmul e0 g0 ek gk)) _.
by rewrite !exprS le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

(* Norms at most 1. *)
Corollary error_contraction h d ls : 0 <= h -> every (@sensible R) d ls -> every (fun d l => lam l <= 1 /\ eta d l <= h) d ls ->
  error d ls <= (1 + h) ^+ size ls - 1.
Proof.
by move=> h0 ok lh; have := @error_uniform 1 h d ls h0 ok; rewrite expr1n !mul1r; apply.
Qed.

Lemma bernoulli n x : 0 <= x -> x <= 1 -> 1 - n%:R * x <= (1 - x) ^+ n.
Proof.
move=> x0 x1; elim: n => [|n IH]; first by rewrite mul0r subr0.
have x1' : 0 <= 1 - x by rewrite subr_ge0.
rewrite exprS; apply: le_trans (ler_wpmul2l x1' IH).
have -> : (1 - x) * (1 - n%:R * x) = 1 - n.+1%:R * x + n%:R * x ^+ 2 by rewrite -addn1 natrD; ring.
by rewrite ler_addl mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

(* (1 + e / (2 n))^n is at most 1 + e. *)
Lemma half_step n (e : R) : 0 <= e -> e <= 1 -> (1 + e / (2 * n)%N%:R) ^+ n <= 1 + e.
Proof.
case: n => [|n] e0 e1; first by rewrite expr0 ler_addl.
set x := e / _; have n0 : (0 : R) < (2 * n.+1)%N%:R by rewrite ltr0n.
have x0 : 0 <= x by rewrite divr_ge0 // ltW.
have nx : n.+1%:R * x = e / 2%:R by rewrite /x natrM invfM mulrCA; congr (_ * _); rewrite mulrCA divff ?mulr1 // pnatr_eq0.
have half : e / 2%:R <= 1/2 by rewrite ler_pmul2r // invr_gt0 ltr0n.
have x1 : x <= 1.
  apply: le_trans (_ : n.+1%:R * x <= _); first by rewrite ler_pemull // ler1n.
  by rewrite nx; apply: le_trans half _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
have b := bernoulli n.+1 x0 x1; rewrite nx in b.
have y0 : 0 < 1 - e / 2%:R.
  by rewrite subr_gt0; apply: le_lt_trans half _; rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n.
have p1 : (1 + x) ^+ n.+1 * (1 - x) ^+ n.+1 <= 1.
  have -> : (1 + x) ^+ n.+1 * (1 - x) ^+ n.+1 = (1 - x ^+ 2) ^+ n.+1 by rewrite -exprMn; congr (_ ^+ _); ring.
  apply: exprn_ile1; first by rewrite subr_ge0 exprn_ile1.
  by rewrite ger_addl oppr_le0 sqr_ge0.
have p2 : (1 + x) ^+ n.+1 * (1 - e / 2%:R) <= 1.
  by apply: le_trans p1; rewrite ler_wpmul2l ?exprn_ge0 ?addr_ge0 ?ler01.
rewrite -(ler_pmul2r y0); apply: le_trans p2 _.
have -> : (1 + e) * (1 - e / 2%:R) = 1 + e * (1 - e) / 2%:R by field.
by rewrite ler_addl divr_ge0 ?mulr_ge0 ?subr_ge0 ?ler0n.
Qed.

(* Of n layers, each may use its share epsilon / (2 n). *)
Corollary error_epsilon k (epsilon : R) d ls : 0 <= epsilon -> epsilon <= 1 -> every (@sensible R) d ls ->
  every (fun d l => lam l <= k /\ eta d l <= k * (epsilon / (2 * size ls)%N%:R)) d ls ->
  error d ls <= k ^+ size ls * epsilon.
Proof.
move=> e0 e1 ok lk; have [ls0|k0] : (ls = [::]) \/ 0 <= k.
  by case: ls ok lk => [|l ls] /=; [left | move=> [[l0 _] _] [[lk _] _]; right; apply: le_trans lk].
  by rewrite ls0 /error /= subrr expr0 mul1r.
apply: le_trans (error_uniform _ ok lk) _; first by rewrite divr_ge0 ?ler0n.
by rewrite ler_wpmul2l ?exprn_ge0 // ler_subl_addl half_step.
Qed.

(* The tolerance that makes an eta of h. *)
Lemma eta_of_tol h d l : 0 <= h -> tol l <= h / Num.sqrt ((outputs l * d)%N%:R) -> eta d l <= h.
Proof.
move=> h0 t; rewrite /eta; have := sqrtr_ge0 ((outputs l * d)%N%:R : R); rewrite le_eqVlt => /orP[/eqP <-|s0].
  by rewrite mulr0.
by rewrite -ler_pdivl_mulr.
Qed.
End Error.

Section Width.
Variables (R : rcfType) (M : nat).
Implicit Types (l : layer R) (ls : seq (layer R)).

(* How many halves of diamonds there are: the events of the union bound. *)
Fixpoint events first d ls : nat :=
  (if ls is l :: ls' then halves_used first * outputs l * d + events false (outputs l) ls' else 0)%N.

Lemma failure_le first d ls (delta : R) : every (fun _ l => half_failure M l <= delta) d ls ->
  failure M first d ls <= (events first d ls)%:R * delta.
Proof.
elim: ls first d => [|l ls IH] first d /=; first by rewrite mul0r.
by move=> [h hs]; rewrite natrD mulrDl ler_add ?ler_wpmul2l ?ler0n // IH.
Qed.

(* Enough units for a failure probability of delta. *)
Definition enough_units (delta : R) (N : nat) (d : nat) l : Prop :=
  prefix_fails R (prefix l) <= delta / (2 * N)%N%:R /\ cover_fails (slack M l) (cover l) <= delta / (2 * N)%N%:R.

Theorem failure_delta first d ls (delta : R) : 0 <= delta ->
  every (enough_units delta (events first d ls)) d ls -> failure M first d ls <= delta.
Proof.
move=> d0; set N := events _ _ _ => ok.
apply: le_trans (failure_le first (delta := delta / N%:R) _) _.
  apply: everyW ok => d' l [p c]; apply: le_trans (ler_add p c) _.
  by rewrite -mulrDr natrM invfM -mulrDl -[X in _ * (X * _)]mulr2n -mulr_natl divff ?mul1r ?pnatr_eq0.
rewrite -/N; case: (posnP N) => [->|N0]; first by rewrite mul0r.
by rewrite mulrCA divff ?mulr1 // pnatr_eq0 -lt0n.
Qed.

(* If M is large enough for the number of units, the slack is at least half the tolerance. *)
Lemma slack_half l : (0 < M)%N -> 4%:R * (cover l)%:R <= tol l * M%:R -> tol l / 2%:R <= slack M l.
Proof.
move=> M0 H; have M0' : (0 : R) < M%:R by rewrite ltr0n.
rewrite /slack ler_subr_addr -ler_subr_addl ler_pdivr_mulr // -(ler_pmul2l (ltr0n R 2)).
have -> : 2%:R * ((tol l - tol l / 2%:R) * M%:R) = tol l * M%:R by field.
by apply: le_trans H; rewrite mulrA (_ : 4%:R = 2%:R * 2%:R) ?lexx -?natrM.
Qed.

Lemma feasible_half d l : (0 < M)%N -> 0 < tol l -> tol l <= 1 -> 0 <= lam l -> 4%:R * (cover l)%:R <= tol l * M%:R -> feasible M d l.
Proof.
move=> M0 t0 t1 l0 H; split=> //.
  by apply: lt_le_trans (slack_half M0 H); rewrite divr_gt0 ?ltr0n.
by rewrite /slack ler_subl_addr; apply: le_trans t1 _; rewrite ler_addl divr_ge0 ?mulr_ge0 ?ler0n.
Qed.

Lemma cover_fails_mono (tau tau' : R) n : 0 < tau -> tau <= tau' -> cover_fails tau' n <= cover_fails tau n.
Proof.
move=> t0 tt'; have t0' := lt_le_trans t0 tt'.
rewrite ler_wpmul2r ?exprn_ge0 ?divr_ge0 ?ler0n // ler_wpmul2l ?divr_ge0 ?ler0n //.
by rewrite lef_pinv ?posrE ?exprn_gt0 // ler_expn2r // nnegrE ltW.
Qed.

Lemma enough_units_half (delta : R) N d l : (0 < M)%N -> 0 < tol l -> 4%:R * (cover l)%:R <= tol l * M%:R ->
  prefix_fails R (prefix l) <= delta / (2 * N)%N%:R -> cover_fails (tol l / 2%:R) (cover l) <= delta / (2 * N)%N%:R ->
  enough_units delta N d l.
Proof.
move=> M0 t0 H p c; split=> //; apply: le_trans c; apply: cover_fails_mono; last exact: slack_half.
by rewrite divr_gt0 ?ltr0n.
Qed.
End Width.

Section Explicit.
Variable R : rcfType.
Hypothesis archimedean : Num.archimedean_axiom R.
Variable M : nat.
Hypothesis M_gt0 : (0 < M)%N.

(* The theorem with a given error and a given probability, for targets of norms at most 1. *)
Theorem pensia_epsilon_delta (epsilon delta : R) d (ls : seq (layer R)) :
  0 <= epsilon -> epsilon <= 1 -> 0 <= delta -> every (feasible M) d ls ->
  every (fun d l => lam l <= 1 /\ tol l <= epsilon / (2 * size ls)%N%:R / Num.sqrt ((outputs l * d)%N%:R)) d ls ->
  every (enough_units M delta (events true d ls)) d ls ->
  mostly delta (fun omega : source M d ls =>
    forall f : target d ls, admissible f ->
    exists S, forall x, norm (fun i => run_source true (keep omega S) x i - run_target true f x i) <= epsilon * norm x).
Proof.
move=> e0 e1 d0 ok tl un; apply: mostly_weaken (failure_delta d0 un) _.
have err : error d ls <= epsilon.
  have := @error_epsilon _ 1 epsilon d ls e0 e1 (everyW (@feasible_sensible _ _) ok); rewrite expr1n !mul1r; apply.
  apply: everyW tl => d' l [l1 t]; split=> //; apply: eta_of_tol t.
  by rewrite divr_ge0 ?ler0n.
apply: mostly_impl (pensia archimedean M_gt0 ok) => omega H f /H[S HS]; exists S => x.
by apply: le_trans (HS x) _; rewrite ler_wpmul2r ?norm_ge0.
Qed.
End Explicit.
