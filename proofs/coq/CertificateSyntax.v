(* A compact way to write the integers of a certificate: literals of machine integers parse several times faster
   than literals of Z.  The functions are meant to be evaluated in definitions (Definition x := Eval vm_compute in
   rows_of [...]), so that x is an ordinary list of integers. *)
From Coq Require Import PrimInt63 Sint63 ZArith List.
From SLTH Require Import CertificateBlocks.
Import ListNotations.

(* w c v: the weight v (numerator) on the unit with number c.  If c is not positive, the unit is number 2^62, which
   cannot be written otherwise and does not exist, so that the check fails. *)
Inductive kept := w (c v : int).
Arguments w (c v)%sint63_scope.

Definition unit_of (c : int) : positive := match to_Z c with Zpos n => n | _ => 4611686018427387904%positive end.
Definition weight_of (k : kept) : positive * Z := match k with w c v => (unit_of c, to_Z v) end.
Definition row_of (r : list kept) : row := map weight_of r.
Definition rows_of (rs : list (list kept)) : list row := map row_of rs.
(* One weight per row. *)
Definition units_of (ks : list kept) : list row := map (fun k => [weight_of k]) ks.
Definition integers_of (rows : list (list int)) : list (list Z) := map (map to_Z) rows.
