(* One layer of the target. With high probability over the weights of two layers of the source, every matrix with entries in [-1, 1]
   is the work of some of these weights, up to a given tolerance of each entry. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From SLTH Require Import Chance Draws Network Norms Prefix Cover.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* The failure probabilities of the two phases of half a diamond, with n units each. *)
Definition prefix_fails (R : realFieldType) (n : nat) : R := 8%:R * (65%:R / 72%:R) ^+ n.
Definition cover_fails (R : realFieldType) (tau : R) (n : nat) : R := 9%:R / 4%:R / tau ^+ 2 * (23%:R / 24%:R) ^+ n.
Definition half_fails (R : realFieldType) (tau : R) (nr nc : nat) : R := prefix_fails R nr + cover_fails tau nc.

(* The first layer needs both halves of its diamonds, the others, whose inputs are non-negative, one. *)
Definition halves_used (first : bool) : nat := (if first then 2 else 1)%N.

Lemma prefix_fails_ge0 (R : realFieldType) n : 0 <= prefix_fails R n.
Proof. by rewrite mulr_ge0 ?ler0n // exprn_ge0 // divr_ge0 ?ler0n. Qed.

Lemma cover_fails_ge0 (R : realFieldType) (tau : R) n : 0 <= cover_fails tau n.
Proof. by rewrite mulr_ge0 ?exprn_ge0 // ?divr_ge0 ?ler0n // exprn_even_ge0. Qed.

Section Halves.
Variables (R : realFieldType) (M : nat).

(* If some units take w within b of 0, and the others do the rest, then all of them do. *)
Lemma reach_join s (tau b c : R) nr nc (t : {ffun 'I_(nr + nc) -> unit M}) :
  reach s b c [ffun k => t (lshift nc k)] -> reach s tau b [ffun k => t (rshift nr k)] -> reach s tau c t.
Proof.
move=> Hr Hc w /Hr[Sr servr /Hc[Sc servc e]].
pose S := [set i | match split i with inl k => k \in Sr | inr k => k \in Sc end].
have Sl k : (lshift nc k \in S) = (k \in Sr) by rewrite inE (unsplitK (inl k)).
have Sg k : (rshift nr k \in S) = (k \in Sc) by rewrite inE (unsplitK (inr k)).
exists S => [i|].
  by case: (split_ordP i) => k ->; [rewrite Sl => /servr | rewrite Sg => /servc]; rewrite ffunE.
apply: le_trans e; rewrite big_split_ord /= (eq_bigl _ _ Sl) (eq_bigl _ _ Sg) opprD addrA.
rewrite le_eqVlt; apply/orP; left; apply/eqP; congr `| _ - _ - _|;
  by apply: eq_bigr => k _; rewrite ffunE.
Qed.
End Halves.

Section HalfDiamond.
Variable R : rcfType.
Hypothesis archimedean : Num.archimedean_axiom R.
Variable M : nat.
Hypothesis M_gt0 : (0 < M)%N.

(* Half a diamond: all w in [-1, 1] at once, with nr + nc units. *)
Theorem half_diamond (tau : R) s nr nc : 0 < tau -> tau <= 1 ->
  mostly (half_fails tau nr nc) (fun t : {ffun 'I_(nr + nc) -> unit M} => reach s (tau + 2%:R * nc%:R / M%:R) 1 t).
Proof.
move=> tau0 tau1.
have Hr := mostly_restrict (@lshift_inj nr nc) (prefix_phase R M_gt0 s nr).
have Hc := @cover_phase (ArchiFieldType R archimedean) M nc s tau M_gt0 tau0 tau1.
apply: mostly_impl (mostly_and Hr (mostly_restrict (@rshift_inj nr nc) Hc)) => t [tr tc].
exact: reach_join tr tc.
Qed.
End HalfDiamond.

Section Units.
Variables (R : rcfType) (M : nat).

Lemma relu_mul (u x : R) : relu (u * x) = relu u * relu x + relu (- u) * relu (- x).
Proof.
case: (relu_halves u) => [[-> [-> u0]]|[-> [-> u0]]]; case: (relu_halves x) => [[-> [-> x0]]|[-> [-> x0]]].
- by rewrite mulr0 addr0 /relu max_l // mulr_ge0.
- by rewrite !(mulr0, mul0r, addr0) /relu max_r // mulr_ge0_le0.
- by rewrite !(mulr0, mul0r, addr0) /relu max_r // mulr_le0_ge0.
- by rewrite mul0r add0r mulrNN /relu max_l // mulr_le0.
Qed.

Lemma relu_parts (x : R) : relu x - relu (- x) = x.
Proof. by case: (relu_halves x) => [[-> [-> _]]|[-> [-> _]]]; rewrite ?subr0 // sub0r opprK. Qed.

Lemma relu_of_ge0 (x : R) : 0 <= x -> relu x = x.
Proof. by move=> x0; rewrite /relu max_l. Qed.

Lemma relu_of_le0 (x : R) : x <= 0 -> relu x = 0.
Proof. by move=> x0; rewrite /relu max_r. Qed.

Lemma value_ge0 (a : draw M) : ~~ a.1 -> 0 <= value R a.
Proof. by case: a => [[] k] //= _; rewrite /value /num /= expr0 mul1r divr_ge0 ?ler0n. Qed.

Lemma value_le0 (a : draw M) : a.1 -> value R a <= 0.
Proof.
by case: a => [[] k] //= _; rewrite /value /num /= expr1 mulN1r mulrNz mulNr oppr_le0 divr_ge0 ?ler0n.
Qed.

(* What a unit makes of the input x: it sees x only if x has the sign of its first weight. *)
Lemma unit_works s (t : unit M) (x : R) : serves s t ->
  value R t.2 * relu (value R t.1 * x) = if s then - (product R t * relu (- x)) else product R t * relu x.
Proof.
rewrite /serves relu_mul => /eqP ts; case: s ts => ts.
  have u0 := value_le0 (a := t.1) ts.
  by rewrite (relu_of_le0 u0) mul0r add0r (relu_of_ge0 (x := - value R t.1)) ?oppr_ge0 // /product; ring.
have u0 : 0 <= value R t.1 by rewrite value_ge0 // ts.
by rewrite (relu_of_ge0 u0) (relu_of_le0 (x := - value R t.1)) ?oppr_le0 // /product; ring.
Qed.
End Units.

Section Pair.
Variables (R : rcfType) (M d n m : nat).
Implicit Types (omega : {ffun pair_weight d n m -> draw M}) (W : 'I_m -> 'I_d -> R) (S : 'I_m * 'I_d * bool -> {set 'I_n}).

(* The units that connect the output r and the input c. *)
Definition units_of omega (r : 'I_m) (c : 'I_d) : {ffun 'I_n -> unit M} :=
  [ffun k => (omega (inl ((c, k), c)), omega (inr (r, (c, k))))].

(* The ticket: the weight of every hidden unit from its own input, and the weights to an output that are chosen for it. *)
Definition ticket S : {set pair_weight d n m} :=
  [set w | match w with
           | inl (h, c) => h.1 == c
           | inr (r, (c, k)) => (k \in S (r, c, false)) || (k \in S (r, c, true))
           end].

Definition entry omega S s (r : 'I_m) (c : 'I_d) : R :=
  \sum_(k in S (r, c, s)) product R (units_of omega r c k).

(* Pruned to the ticket, the two layers of the source are a matrix for positive inputs and a matrix for negative ones. *)
Lemma run_ticket omega S (z : 'I_d -> R) :
  (forall r c s, {in S (r, c, s), forall k, serves s (units_of omega r c k)}) ->
  run_pair (prune R omega (ticket S)) z =1 two_sided (entry omega S false) (entry omega S true) z.
Proof.
move=> serv r; rewrite /two_sided -sumrB /run_pair {1}/linear.
transitivity (\sum_c \sum_k prune R omega (ticket S) (inr (r, (c, k))) * relu (value R (omega (inl ((c, k), c))) * z c)).
  rewrite pair_bigA; apply: eq_bigr => -[c k] _ /=; congr (_ * relu _).
  rewrite /linear (bigD1 c) //= big1 => [|c' c'c]; first by rewrite addr0 /prune inE /= eqxx.
  by rewrite /prune inE /= eq_sym (negbTE c'c) mul0r.
apply: eq_bigr => c _; rewrite /entry !mulr_suml [X in _ = X - _]big_mkcond [X in _ - X]big_mkcond -sumrB /=.
apply: eq_bigr => k _; rewrite /prune inE.
move: (fun s => @unit_works R M s (units_of omega r c k) (z c)) (serv r c false k) (serv r c true k).
rewrite [units_of omega r c k]ffunE => works sf st.
case kf: (k \in S (r, c, false)) sf => sf; case kt: (k \in S (r, c, true)) st => st /=.
- by move: (sf isT) (st isT); rewrite /serves => /eqP ->.
- by rewrite (works _ (sf isT)) subr0.
- by rewrite (works _ (st isT)) sub0r.
- by rewrite mul0r subrr.
Qed.

(* If the chosen products sum to the entries of W within tol, the two layers of the source compute W within tol sqrt(m d). *)
Lemma ticket_error omega S W tol (z : 'I_d -> R) :
  (forall r c s, {in S (r, c, s), forall k, serves s (units_of omega r c k)}) ->
  (forall r c, `|W r c - entry omega S false r c| <= tol) ->
  (forall r c, `|W r c - entry omega S true r c| <= tol) \/ (forall c, 0 <= z c) ->
  norm (fun r => run_pair (prune R omega (ticket S)) z r - linear W z r) <= tol * Num.sqrt (m * d)%N%:R * norm z.
Proof.
move=> serv close close'.
pose Ep r c := entry omega S false r c - W r c.
pose En r c := if [forall c, 0 <= z c] then 0 else entry omega S true r c - W r c.
rewrite (_ : norm _ = norm (two_sided Ep En z)); last first.
  apply: norm_ext => r; rewrite (run_ticket _ serv) /two_sided /linear -!sumrB; apply: eq_bigr => c _.
  rewrite -{3}(relu_parts (z c)) /Ep /En; case: ifP => [/forallP/(_ c) zc|_]; last by ring.
  by rewrite (relu_of_le0 (x := - z c)) ?oppr_le0 //; ring.
have Hp r c : `|Ep r c| <= tol by rewrite distrC.
have Hn r c : `|En r c| <= tol.
  rewrite /En; case: ifP => [_|/negP z0]; first by rewrite normr0 (le_trans _ (Hp r c)).
  by rewrite distrC; case: close' => // zc; case: z0; apply/forallP.
by have := two_sided_entry Hp Hn z; rewrite !card_ord.
Qed.

(* All matrices with entries in [-1, 1] have a ticket if all entries can be reached. *)
Definition reaches_all first tol omega : Prop := forall r c s, s ==> first -> reach s (tol : R) 1 (units_of omega r c).

Lemma layer_ticket first tol omega : reaches_all first tol omega ->
  forall W, (forall r c, `|W r c| <= 1) ->
  exists S : {set pair_weight d n m}, forall x,
    norm (fun r => run_pair (prune R omega S) (activate first x) r - linear W (activate first x) r)
      <= tol * Num.sqrt (m * d)%N%:R * norm (activate first x).
Proof.
move=> H W W1.
pose good (x : 'I_m * 'I_d * bool) (Sx : {set 'I_n}) := {in Sx, forall k, serves x.2 (units_of omega x.1.1 x.1.2 k)} /\
  (x.2 ==> first -> `|W x.1.1 x.1.2 - \sum_(k in Sx) product R (units_of omega x.1.1 x.1.2 k)| <= tol).
have /fin_all_exists[S HS] : forall x, exists Sx, good x Sx.
  move=> [[r c] s]; rewrite /good /=; case sf: (s ==> first); last by exists set0; split=> // k; rewrite inE.
  by have [Sx servS closeS] := H r c s sf _ (W1 r c); exists Sx.
exists (ticket S) => x; apply: ticket_error.
- by move=> r c s; have [] := HS (r, c, s).
- by move=> r c; have [_ ->] := HS (r, c, false).
- case f: first; [left => r c | right => c]; last exact: relu_ge0.
  by have [_ ->] := HS (r, c, true); rewrite //= f.
Qed.

(* The draws of the units that connect an output and an input are independent: they belong to different weights. *)
Definition weight_of (r : 'I_m) (c : 'I_d) (k : 'I_n + 'I_n) : pair_weight d n m :=
  match k with inl k => inl ((c, k), c) | inr k => inr (r, (c, k)) end.

Lemma weight_of_inj r c : injective (weight_of r c).
Proof. by move=> [k|k] [k'|k'] //= [->]. Qed.

Lemma mostly_units r c (delta : R) (P : {ffun 'I_n -> unit M} -> Prop) :
  mostly delta P -> mostly delta (fun omega => P (units_of omega r c)).
Proof.
pose f (t : {ffun 'I_n + 'I_n -> draw M}) : {ffun 'I_n -> unit M} := [ffun k => (t (inl k), t (inr k))].
have f_bij : bijective f.
  exists (fun t : {ffun 'I_n -> unit M} => [ffun k => match k with inl k => (t k).1 | inr k => (t k).2 end]) => t.
    by apply/ffunP => -[k|k]; rewrite !ffunE.
  by apply/ffunP => k; rewrite !ffunE; case: (t k).
move=> /(mostly_bij f_bij) /(mostly_restrict (@weight_of_inj r c)); apply: mostly_impl => omega.
by congr P; apply/ffunP => k; rewrite !ffunE.
Qed.
End Pair.

Section LayerChance.
Variable R : rcfType.
Hypothesis archimedean : Num.archimedean_axiom R.
Variable M : nat.
Hypothesis M_gt0 : (0 < M)%N.

Lemma mostly_reaches_all first d nr nc m (tau : R) : 0 < tau -> tau <= 1 ->
  mostly ((halves_used first * m * d)%N%:R * half_fails tau nr nc)
    (fun omega : {ffun pair_weight d (nr + nc) m -> draw M} => reaches_all first (tau + 2%:R * nc%:R / M%:R) omega).
Proof.
move=> tau0 tau1; set delta := half_fails tau nr nc; set tol := tau + _.
have Half r c s : mostly delta (fun omega : {ffun pair_weight d (nr + nc) m -> draw M} => reach s tol 1 (units_of omega r c)).
  by apply: mostly_units; apply: half_diamond.
have One (x : 'I_m * 'I_d) : mostly (delta *+ halves_used first)
    (fun omega : {ffun pair_weight d (nr + nc) m -> draw M} => forall s, s ==> first -> reach s tol 1 (units_of omega x.1 x.2)).
  case: first; last by apply: mostly_impl (Half x.1 x.2 false) => omega H [].
  by apply: mostly_impl (mostly_and (Half x.1 x.2 false) (Half x.1 x.2 true)) => omega [H H'] [].
apply: mostly_impl (mostly_weaken _ (mostly_all One)) => [omega H r c s|]; first exact: (H (r, c)).
by rewrite sumr_const card_prod !card_ord -mulrnA mulr_natl mulnA.
Qed.

(* A layer: with high probability, all matrices with entries in [-1, 1] have a ticket. *)
Theorem layer_tickets first d nr nc m (tol : R) :
  0 < tol - 2%:R * nc%:R / M%:R -> tol - 2%:R * nc%:R / M%:R <= 1 ->
  mostly ((halves_used first * m * d)%N%:R * half_fails (tol - 2%:R * nc%:R / M%:R) nr nc)
    (fun omega : {ffun pair_weight d (nr + nc) m -> draw M} =>
       forall W : 'I_m -> 'I_d -> R, (forall r c, `|W r c| <= 1) ->
       exists S : {set pair_weight d (nr + nc) m}, forall x,
         norm (fun r => run_pair (prune R omega S) (activate first x) r - linear W (activate first x) r)
           <= tol * Num.sqrt (m * d)%N%:R * norm (activate first x)).
Proof.
move=> tau0 tau1; apply: mostly_impl (mostly_reaches_all first d nr nc m tau0 tau1) => omega.
by rewrite subrK; apply: layer_ticket.
Qed.
End LayerChance.
