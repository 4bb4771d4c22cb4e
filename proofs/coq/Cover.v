(* The covering phase. With probability at least 1 - (9/4) / tau^2 (23/24)^n, every number of [-1/2, 1/2] is within tau + 2 n / M of
   a sum of products of some of n units. The products of a fine grid are sorted into cells, the cells are covered by subset sums up
   to gaps of width proportional to tau, and the grid is then coarsened to the given one. *)
From mathcomp Require Import all_ssreflect all_algebra zify ring.
From SLTH Require Import Chance Draws SubsetSum Cells Refine.
Import GRing.Theory Num.Theory Order.TTheory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* A run of l ordinals has l elements; so if fewer than l elements are missing from A, every run of l meets A. *)
Lemma card_run L a l : (a + l <= L)%N -> #|[set i : 'I_L | a <= i < a + l]%N| = l.
Proof.
move=> H; have lt (r : 'I_l) : (a + r < L)%N by have := ltn_ord r; lia.
rewrite -[RHS]card_ord -(card_imset _ (f := fun r => Ordinal (lt r))); last by move=> r r' [/addnI] /val_inj.
apply: eq_card => i; rewrite !inE; apply/idP/imsetP => [h|[r _ ->] /=]; last by have := ltn_ord r; lia.
have ri : (i - a < l)%N by lia.
by exists (Ordinal ri) => //; apply/val_inj => /=; lia.
Qed.

Lemma near_covered L (A : {set 'I_L}) (l : nat) (z : 'I_L) : (l < L)%N -> (L < #|A| + l.+1)%N ->
  exists2 y, y \in A & `|y%:Z - z%:Z| <= l%:Z.
Proof.
move=> lL HA; pose a := minn z (L - l.+1); have zL := ltn_ord z.
have aL : (a + l.+1 <= L)%N by rewrite /a; lia.
set J := [set i : 'I_L | a <= i < a + l.+1]%N.
have cJ : #|J| = l.+1 := card_run aL.
have : (0 < #|A :&: J|)%N.
  have := cardsUI A J; have := subset_leq_card (subsetT (A :|: J)); rewrite cardsT card_ord cJ; lia.
case/card_gt0P => y; rewrite !inE => /andP[yA yJ]; exists y => //.
by move: yJ; rewrite /a; lia.
Qed.

Lemma nat_floor (R : archiFieldType) (x : R) : 0 <= x -> exists j : nat, j%:R <= x < j.+1%:R.
Proof.
move=> x0; have /ex_minnP[[|j] xj jmin] : exists j : nat, x < j%:R.
- by exists (Num.bound x); apply: archi_boundP.
- by move: xj; rewrite ltNge x0.
- by exists j; rewrite xj andbT leNgt; apply/negP => /jmin; rewrite ltnn.
Qed.

(* Every number of size at most m + 1 is within 2 of an integer of the window [-m, m). *)
Lemma locate (R : archiFieldType) m (x : R) : (0 < m)%N -> `|x| <= m.+1%:R ->
  exists z : 'I_(m + m), `|x - (z%:Z - m%:Z)%:~R| <= 2%:R.
Proof.
move=> m0; rewrite ler_norml => /andP[x1 x2].
have /nat_floor[j /andP[jx xj]] : 0 <= x + m.+1%:R by rewrite -ler_subl_addr sub0r.
pose z := minn j.-1 (m + m).-1; have zlt : (z < m + m)%N by rewrite /z; lia.
have jm : (j <= m.+1 + m.+1)%N by rewrite -(ler_nat R) natrD (le_trans jx) // ler_add2r.
exists (Ordinal zlt) => /=.
have -> : x - (z%:Z - m%:Z)%:~R = x + m.+1%:R - z.+1%:R.
  by rewrite rmorphB /= -!pmulrn !mulrSr; ring.
rewrite ler_norml ler_subr_addr ler_subl_addr -natrD addrC; apply/andP; split.
  by rewrite ler_subl_addr (le_trans _ (ler_add jx (lexx _))) // -natrD ler_nat /z; lia.
have [j'|j'] := leqP j (m + m).+1.
  by apply: le_trans (ltW xj) _; rewrite ler_nat /z; lia.
by apply: le_trans (_ : m.+1%:R + m.+1%:R <= _); rewrite ?ler_add2r // -natrD ler_nat /z; lia.
Qed.

Lemma reach_le (R : realFieldType) M s (tau tau' b : R) n (t : {ffun 'I_n -> unit M}) :
  tau <= tau' -> reach s tau b t -> reach s tau' b t.
Proof. by move=> le H w /H[S adm e]; exists S => //; apply: le_trans e le. Qed.

Section Fine.
Variables (R : archiFieldType) (g m k : nat) (s : bool).
Local Notation N := (4 * g)%N.
Local Notation c := (N ^ 2 %/ (2 * m + 1))%N.
Hypotheses (m100 : (100 <= m)%N) (mN : (128 * m <= N)%N) (k0 : (0 < k)%N) (km : (2 * k < m)%N).
Let v (t : unit N) := cell c (raw s t).
Let c0 : (0 < c)%N := step_gt0 m100 mN.

Local Lemma m_gt0 : (0 < m)%N. Proof. by lia. Qed.
Local Lemma g_gt0 : (0 < g)%N. Proof. by lia. Qed.
Local Lemma N_gt0 : 0 < N%:R :> R. Proof. by rewrite ltr0n; lia. Qed.
Local Lemma c_gt0 : 0 < c%:R :> R. Proof. by rewrite ltr0n c0. Qed.

Local Lemma v_many (z : int) : `|z| <= m%:Z -> (q g c <= #|[pred t | v t == z]|)%N.
Proof. exact: (cell_many g_gt0 s c0 (step_le g m)). Qed.

(* The cells within 2 k of the centre are covered from the start. *)
Local Definition start : {set 'I_(m + m)} := [set y : 'I_(m + m) | m - 2 * k <= y < m - 2 * k + (4 * k + 1)]%N.

Local Lemma card_start : #|start| = (4 * k + 1)%N.
Proof. by apply: card_run; lia. Qed.

(* All but 2 k cells of the window are covered. *)
Local Definition good n (t : n.-tuple (unit N)) : bool := (m + m < #|growl v t start| + (2 * k).+1)%N.

Local Definition rest : R := 1 - (q g c * (m + m))%N%:R / (4 * #|unit N|)%N%:R.
Local Lemma rest_bound : 0 <= rest <= 23%:R / 24%:R.
Proof.
have T0 : 0 < #|unit N|%:R :> R by rewrite !card_prod card_bool card_ord ltr0n; have := g_gt0; nia.
move: (rho_ge0 R m_gt0 v_many) (rate m100 mN R) T0; rewrite /rho /rest.
move: #|unit N| (q g c * _)%N => U x r0 r1 U0; rewrite ler_subl_addr; apply/andP; split.
  rewrite natrM -(pmulr_lge0 _ U0) [X in 0 <= X](_ : _ = U%:R - x%:R / 4%:R) //; field; by rewrite gt_eqF.
by rewrite -ler_subl_addl (_ : 1 - 23%:R / 24%:R = 1 / 24%:R) //; field.
Qed.

(* It is improbable that more than 2 k cells stay uncovered. *)
Lemma good_often n : Pr R (fun t : n.-tuple (unit N) => ~~ good t) <= (m%:R / k%:R) ^+ 2 / 2%:R * (23%:R / 24%:R) ^+ n.
Proof.
have kr : 0 < k%:R :> R by rewrite ltr0n.
have s0 : (0 < #|start|)%N by rewrite card_start addn1.
have h0 : (0 < (2 * k).+1 <= m + m)%N by lia.
apply: le_trans (_ : Pr R (fun t : n.-tuple (unit N) => #|growl v t start| + (2 * k).+1 <= m + m)%N <= _).
  by apply: Pr_mono => t; rewrite /good -leqNgt.
apply: le_trans (covering R m_gt0 v_many n s0 h0) _; rewrite card_start.
have [r0 r1] := andP rest_bound.
have -> : (m%:R / k%:R) ^+ 2 / 2%:R = (m + m)%N%:R / (4 * k)%N%:R * ((m + m)%N%:R / (2 * k)%N%:R) :> R.
  by rewrite natrD !natrM; field; rewrite gt_eqF.
apply: ler_pmul (ler_expn2r _ _ _ r1); rewrite ?exprn_ge0 ?mulr_ge0 ?invr_ge0 ?ler0n ?nnegrE ?divr_ge0 ?ler0n //.
apply: ler_pmul; rewrite ?mulr_ge0 ?invr_ge0 ?ler0n //; apply: ler_pmul; rewrite ?invr_ge0 ?ler0n //.
all: by rewrite ?lef_pinv ?posrE ?ltr0n ?ler_nat; lia.
Qed.

Local Lemma cell0 : cell c 0 = 0.
Proof. by apply/eqP; rewrite cellP //; lia. Qed.

(* The integers behind a covered target: a set of units that serve s, of the right sum. *)
Lemma good_sum n (t : n.-tuple (unit N)) (z : 'I_(m + m)) : good t ->
  exists2 S : {set 'I_n}, {in S, forall i, serves s (tnth t i)} &
    exists2 V : int, `|z%:Z - m%:Z - V| <= (4 * k)%N%:Z &
      `|2 * (\sum_(i in S) num (tnth t i).1 * num (tnth t i).2 - c%:Z * V)| <= (n * c)%N%:Z.
Proof.
move=> gt; have [|y yG yz] := near_covered z _ gt; first by lia.
have [a aS [S e]] := growl_reach yG; pose S' := [set i in S | serves s (tnth t i)].
have cut (F : unit N -> int) : (forall u, ~~ serves s u -> F u = 0) ->
    \sum_(i in S) F (tnth t i) = \sum_(i in S') F (tnth t i).
  move=> F0; rewrite [RHS]big_mkcond [LHS]big_mkcond /=; apply: eq_bigr => i _; rewrite inE.
  by case: (i \in S) => //=; case: ifP => // /negbT/F0.
exists S'; first by move=> i; rewrite inE => /andP[].
exists (\sum_(i in S') v (tnth t i)).
  rewrite -cut => [|u]; last by rewrite /v /raw => /negbTE ->; apply: cell0.
  by move: aS yz e; rewrite inE; move: (\sum_(i in S) _) => V; lia.
have -> : \sum_(i in S') num (tnth t i).1 * num (tnth t i).2 = \sum_(i in S') raw s (tnth t i).
  by apply: eq_bigr => i; rewrite inE /raw => /andP[_ ->].
rewrite mulr_sumr -sumrB mulr_sumr; apply: le_trans (ler_norm_sum _ _ _) _.
apply: (@le_trans _ _ (\sum_(i < n) c%:Z)).
  by rewrite big_mkcond /=; apply: ler_sum => i _; case: ifP => // _; apply: cell_near.
by rewrite sumr_const card_ord -mulr_natl; lia.
Qed.

(* Numbers of [-1/2, 1/2], in units of a cell. *)
Lemma centre_cells (w : R) : `|w| <= 1 / 2%:R -> `|w * (N%:R ^+ 2 / c%:R)| <= m.+1%:R.
Proof.
move=> w1; have nc : 0 <= N%:R ^+ 2 / c%:R :> R by rewrite divr_ge0 ?exprn_ge0 ?ler0n.
rewrite normrM (ger0_norm nc); apply: le_trans (ler_wpmul2r nc w1) _.
rewrite mulrA ler_pdivr_mulr ?c_gt0 // mulrAC mul1r ler_pdivr_mulr ?ltr0n // -natrX -!natrM ler_nat.
have := step_big m100 mN; have : (N ^ 2 < c.+1 * (2 * m + 1))%N by [rewrite ltn_ceil // addn1].
by move: c (N ^ 2)%N => C D; nia.
Qed.

(* What is covered by cells is reached by products. *)
Definition fine_tol n : R := ((4 * k)%N%:R + n%:R / 2%:R + 2%:R) * (c%:R / N%:R ^+ 2).

Lemma good_reach n (t : n.-tuple (unit N)) (u : {ffun 'I_n -> unit N}) :
  (forall i, tnth t i = u i) -> good t -> reach s (fine_tol n) (1 / 2%:R) u.
Proof.
move=> tu gt w /centre_cells /(locate m_gt0) [z wz].
have [S adm [V zV VS]] := good_sum z gt; exists S; first by move=> i /adm; rewrite tu.
have -> : \sum_(i in S) product R (u i) = (\sum_(i in S) num (tnth t i).1 * num (tnth t i).2)%:~R / N%:R ^+ 2.
  rewrite rmorph_sum mulr_suml; apply: eq_bigr => i _.
  by rewrite /product /value tu rmorphM mulrACA -invfM.
move: (\sum_(i in S) _) VS => P VS; set Z := (z%:Z - m%:Z)%:~R in wz.
have nr := N_gt0; have cr := c_gt0.
have -> : w - P%:~R / N%:R ^+ 2 = c%:R / N%:R ^+ 2 * (w * (N%:R ^+ 2 / c%:R) - Z + (Z - V%:~R))
    + (- (2 * (P - c%:Z * V))%:~R) / (2%:R * N%:R ^+ 2).
  by rewrite rmorphM rmorphB rmorphM /= -!pmulrn; field; rewrite !gt_eqF // ltr0n g_gt0.
have q0 : 0 <= c%:R / N%:R ^+ 2 :> R by rewrite divr_ge0 ?exprn_ge0 ?ler0n.
have ZV : `|Z - V%:~R| <= (4 * k)%N%:R by rewrite -rmorphB -intr_norm [X in _ <= X]pmulrn ler_int.
have PV : `|(2 * (P - c%:Z * V))%:~R| <= (n * c)%N%:R :> R by rewrite -intr_norm [X in _ <= X]pmulrn ler_int.
have -> : fine_tol n = c%:R / N%:R ^+ 2 * (2%:R + (4 * k)%N%:R) + (n * c)%N%:R / (2%:R * N%:R ^+ 2).
  by rewrite /fine_tol natrM [(n * c)%N%:R]natrM; field; rewrite gt_eqF // ltr0n g_gt0.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add.
  by rewrite normrM (ger0_norm q0) ler_wpmul2l // (le_trans (ler_norm_add _ _)) // ler_add.
have d0 : 0 <= (2%:R * N%:R ^+ 2)^-1 :> R by rewrite invr_ge0 mulr_ge0 ?exprn_ge0 ?ler0n.
by rewrite normrM normrN (ger0_norm d0) ler_wpmul2r.
Qed.

(* Covering on a fine grid: at most 2 k cells of the window are missed in a row, where a cell has width about 1 / (2 m). *)
Theorem cover_fine n : mostly ((m%:R / k%:R) ^+ 2 / 2%:R * (23%:R / 24%:R) ^+ n : R)
  (fun u : {ffun 'I_n -> unit N} => reach s (fine_tol n) (1 / 2%:R) u).
Proof.
pose tup (u : {ffun 'I_n -> unit N}) := [tuple u i | i < n].
have tupB : bijective tup.
  exists (fun t : n.-tuple (unit N) => [ffun i => tnth t i]) => [u|t].
    by apply/ffunP => i; rewrite ffunE tnth_mktuple.
  by apply: eq_from_tnth => i; rewrite tnth_mktuple ffunE.
apply: mostly_impl (mostly_bij tupB (mostly_of (good_often n))) => u.
by apply: good_reach => i; rewrite tnth_mktuple.
Qed.
End Fine.

(* The factor of the probability, when 2 m / (4 k) <= (18/17) / tau. *)
Lemma gaps_ratio (R : realFieldType) (m k : nat) (tau : R) : (0 < k)%N -> 0 < tau ->
  17%:R * (tau * (2%:R * m%:R)) <= 72%:R * k%:R ->
  (m%:R / k%:R) ^+ 2 / 2%:R <= 9%:R / 4%:R / tau ^+ 2.
Proof.
move=> k0 t0 H; have kr : 0 < k%:R :> R by rewrite ltr0n.
rewrite ler_pdivl_mulr ?exprn_gt0 //.
have -> : (m%:R / k%:R) ^+ 2 / 2%:R * tau ^+ 2 = (17%:R * (tau * (2%:R * m%:R)) / k%:R) ^+ 2 / 2312%:R.
  by field; rewrite gt_eqF.
rewrite ler_pdivr_mulr ?ltr0n //; apply: le_trans (_ : 72%:R ^+ 2 <= _).
  apply: ler_expn2r; rewrite ?nnegrE ?ler0n ?ler_pdivr_mulr //.
  by rewrite divr_ge0 ?mulr_ge0 ?ler0n // ltW.
by rewrite mulrAC ler_pdivl_mulr ?ltr0n // -natrX -!natrM ler_nat.
Qed.

(* The covering phase on the grid of M points. *)
Theorem cover_phase (R : archiFieldType) (M n : nat) (s : bool) (tau : R) : (0 < M)%N -> 0 < tau -> tau <= 1 ->
  mostly (9%:R / 4%:R / tau ^+ 2 * (23%:R / 24%:R) ^+ n)
    (fun t : {ffun 'I_n -> unit M} => reach s (tau + 2%:R * n%:R / M%:R) (1 / 2%:R) t).
Proof.
move=> M0 t0 t1; pose a : R := n%:R / 2%:R + 2%:R.
have a0 : 0 <= a by rewrite addr_ge0 ?divr_ge0 ?ler0n.
have [m m100 ma] : exists2 m, (100 <= m)%N & 18%:R * (a + 4%:R) <= tau * (2%:R * m%:R).
  set x := 18%:R * _; have x0 : 0 <= x by rewrite mulr_ge0 ?ler0n // addr_ge0 ?ler0n.
  exists (100 + Num.bound (x / (tau * 2%:R)))%N; first exact: leq_addr.
  rewrite mulrA [_ * (_ + _)%:R]mulrC -ler_pdivr_mulr ?mulr_gt0 ?ltr0n // natrD ler_paddl ?ler0n //.
  by apply/ltW/archi_boundP; rewrite divr_ge0 // mulr_ge0 ?ler0n // ltW.
have ta : tau * (2 * m + 1)%N%:R = tau * (2%:R * m%:R) + tau by rewrite natrD natrM mulrDr mulr1.
have tm : 0 < tau * (2%:R * m%:R) by rewrite !mulr_gt0 ?ltr0n //; lia.
have [k [lo hi]] : exists k : nat, (4 * k)%N%:R + a <= tau * (2 * m + 1)%N%:R /\
    tau * (2 * m + 1)%N%:R <= (4 * k)%N%:R + a + 4%:R.
  have [|j /andP[j1 j2]] := @nat_floor R (tau * (2 * m + 1)%N%:R - a).
    rewrite ta (_ : _ - a = (tau * (2%:R * m%:R) - 18%:R * (a + 4%:R)) + tau + (17%:R * a + 72%:R)); last by ring.
    by apply: addr_ge0; [rewrite addr_ge0 ?subr_ge0 // ltW | rewrite addr_ge0 ?mulr_ge0 ?ler0n].
  exists (j %/ 4)%N; split.
    by rewrite -ler_subr_addr; apply: le_trans j1; rewrite ler_nat mulnC leq_trunc_div.
  by rewrite addrAC -ler_subl_addr; apply: le_trans (ltW j2) _; rewrite -natrD ler_nat; clear; lia.
have H : 17%:R * (tau * (2%:R * m%:R)) <= 72%:R * k%:R.
  rewrite -subr_ge0 (_ : _ - _ = 18%:R * ((4 * k)%N%:R + a + 4%:R - tau * (2 * m + 1)%N%:R)
    + (tau * (2%:R * m%:R) - 18%:R * (a + 4%:R)) + 18%:R * tau); last by rewrite ta natrM; ring.
  apply: addr_ge0; last by rewrite mulr_ge0 ?ler0n // ltW.
  by apply: addr_ge0; rewrite ?subr_ge0 // mulr_ge0 ?ler0n // subr_ge0.
have k0 : (0 < k)%N.
  by rewrite -(ltr0n R) -(pmulr_rgt0 _ (_ : 0 < 72%:R)) ?ltr0n //; apply: lt_le_trans H; rewrite mulr_gt0 ?ltr0n.
have km : (2 * k < m)%N.
  have : (4 * k + 2)%N%:R <= (2 * m + 1)%N%:R :> R.
    rewrite natrD; apply: le_trans (_ : (4 * k)%N%:R + a <= _).
      by rewrite ler_add2l ler_paddl ?divr_ge0 ?ler0n.
    by apply: le_trans lo _; rewrite ler_pimull ?ler0n.
  by rewrite ler_nat; clear; lia.
have [g eN] : exists g, (M * (128 * m) = 4 * g)%N by clear; exists (32 * m * M)%N; lia.
have mN : (128 * m <= 4 * g)%N by rewrite -eN leq_pmull.
apply: (refine (B := 128 * m) M0); first by rewrite muln_gt0 (leq_trans _ m100).
rewrite eN; apply: (mostly_weaken (d := (m%:R / k%:R) ^+ 2 / 2%:R * (23%:R / 24%:R) ^+ n)).
  rewrite ler_wpmul2r ?exprn_ge0 ?divr_ge0 ?ler0n //; exact: gaps_ratio.
apply: mostly_impl (cover_fine R s m100 mN k0 km n) => t; apply: reach_le.
rewrite /fine_tol -addrA -/a; apply: le_trans (ler_wpmul2r _ lo) _; first by rewrite divr_ge0 ?exprn_ge0 ?ler0n.
rewrite -mulrA ler_pimulr ?(ltW t0) // mulrA ler_pdivr_mulr ?mul1r; last first.
  by rewrite exprn_gt0 // ltr0n; apply: leq_trans mN; rewrite muln_gt0 (leq_trans _ m100).
by rewrite -natrM -natrX ler_nat mulnC step_le.
Qed.
