import type { Network } from '../../network/network.js';
import type { CertificateRecord } from '../record.js';
import { verifyUpper, type Verification } from './verify.js';

/** A share of the leaves of a record, as a task of a pool. */
export interface ShareTask {
  readonly record: CertificateRecord;
  readonly networks: readonly [Network, Network];
  readonly from: number;
  readonly to: number;
}

/** Checks the upper bound on the leaves from <= index < to. */
export const verifyShare = ({ record, networks, from, to }: ShareTask): Verification & { leaves: number } => verifyUpper(record, networks[0], networks[1], { from, to });
