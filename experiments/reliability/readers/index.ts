import type { Reader } from '../../../src/properties/index.js';
import { certificate, checkedCertificate } from './certificate.js';
import { gz, idx } from './idx.js';
import { json } from './json.js';
import { npz } from './npz.js';
import { onnx } from './onnx.js';
import { legacyPt, pt } from './pt.js';
import { safetensors } from './safetensors.js';
import { domain, intervals, law, numbers, rows } from './texts.js';
import { checkedTicket, ticket } from './ticket.js';

/** Every reader of files from elsewhere, with whole files and bombs. */
export const readers: readonly Reader<never>[] = [safetensors, onnx, npz, pt, legacyPt, json, idx, gz, ticket, law, domain, intervals, numbers, certificate, rows, checkedTicket, checkedCertificate] as never;
