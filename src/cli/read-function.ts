import { collapsedNetwork } from '../certify/index.js';
import { isTicket, parseSafetensors, parseTicket, type Network } from '../network/index.js';
import { fromFile } from './failure.js';
import { readBytes } from './files.js';
import { readTarget } from './read-target.js';

/** The function of a network file, or the certified function of a ticket. */
export async function readFunction(path: string, layers?: string): Promise<{ network: Network; ticket: boolean }> {
  if (path.startsWith('builtin:') || !(await looksLikeTicket(path))) return { network: await readTarget(path, layers), ticket: false };
  const ticket = await readTicket(path);
  return { network: await fromFile(path, () => collapsedNetwork(ticket, ticket.witness.length)), ticket: true };
}

/** The ticket in a file. */
export async function readTicket(path: string) {
  const bytes = readBytes(path);
  return fromFile(path, () => parseTicket(bytes));
}

async function looksLikeTicket(path: string): Promise<boolean> {
  const bytes = readBytes(path);
  try {
    return isTicket(parseSafetensors(bytes).metadata);
  } catch {
    return false; // Some other format, or broken: its own reader says so.
  }
}
