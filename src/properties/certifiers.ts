import { certify, upperBy, type CertificateRecord, type CertifyOptions } from '../certify/index.js';
import type { Certifier } from './enclosure.js';

/** What is asked of the library's own certifiers. */
export type OwnOptions = Pick<CertifyOptions, 'nodes' | 'effort' | 'gap'>;

/** `certify` as a certifier. */
export const ownCertifier = (options: OwnOptions = {}): Certifier => ({
  name: 'certify',
  lifted: true,
  async certify(a, b, domain, norm) {
    const { certificate, record } = await certify(a, b, domain, { ...options, norm });
    return { lower: certificate.lower, upper: certificate.upper, witness: record.witness };
  },
});

/** One of the methods of `certify` alone. It claims nothing of the error from below. */
export const methodAlone = (method: CertificateRecord['method'], options: OwnOptions = {}): Certifier => ({
  name: method,
  lifted: true,
  async certify(a, b, domain, norm) {
    // Branch and bound is not asked where another has closed the gap.
    const upper = method === 'branch and bound' ? (await certify(a, b, domain, { ...options, gap: 0, norm })).certificate.bounds[method] : upperBy(method, a, b, domain, norm);
    return upper === undefined ? undefined : { lower: 0, upper };
  },
});

/** The library's own, each method by itself too. */
export const certifiers = (options: OwnOptions = {}): readonly Certifier[] => [ownCertifier(options), ...(['spectral', 'componentwise', 'differential', 'branch and bound'] as const).map((method) => methodAlone(method, options))];
