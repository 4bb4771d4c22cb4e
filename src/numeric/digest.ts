import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 of the bytes, as 64 lower-case hexadecimal digits. Works without Node. */
export const digest = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));
