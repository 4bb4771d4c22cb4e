import { statements } from '../../proofs/index.js';

/** The theorems of proofs/coq that are audited, File.name: those that statements name, and those about a given ticket. */
export const mainTheorems: readonly string[] = [...new Set([
  ...statements.flatMap((s) => s.machine?.theorems ?? []),
  'Propagation.eta_half', 'Pensia.pensia_epsilon_delta', 'SampleSize.sample_size', 'Certificate.weights_within', 'Certificate.network_within', 'Certificate.kept_once', 'Certificate.domain_inhabited', 'CertificateRows.rows_ok_app',
])];
