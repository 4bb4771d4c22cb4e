import { basename } from 'node:path';
import { collapsedNetwork } from '../certify/index.js';
import { isTicket, parseSafetensors, parseTicket, type Domain, type Network, type Ticket } from '../network/index.js';
import { fromFile } from './failure.js';
import { readBytes } from './files.js';
import { readTarget } from './read-target.js';

/** The function of a network file, with no domain; or the certified function of a ticket, with the domain it holds on. */
export async function readFunction(path: string, layers?: string): Promise<{ network: Network; domain: Domain | null }> {
  if (path.startsWith('builtin:') || !looksLikeTicket(path)) return { network: await readTarget(path, layers), domain: null };
  const ticket = await readTicket(path);
  return { network: await fromFile(path, () => collapsedNetwork(ticket, ticket.witness.length)), domain: ticket.domain };
}

/** A network, or a ticket as it is, with the number of inputs. */
export async function readNetworkOrTicket(path: string, layers?: string): Promise<{ network: Network | null; ticket: Ticket | null; inputs: number }> {
  if (path.startsWith('builtin:') || !looksLikeTicket(path)) {
    const network = await readTarget(path, layers);
    return { network, ticket: null, inputs: network.layers[0].weights.columns };
  }
  const ticket = await readTicket(path);
  return { network: null, ticket, inputs: ticket.witness.length };
}

/** The ticket in a file. */
export async function readTicket(path: string): Promise<Ticket> {
  const bytes = readBytes(path);
  return fromFile(path, () => parseTicket(bytes));
}

function looksLikeTicket(path: string): boolean {
  if (!basename(path).endsWith('.safetensors')) return false;
  try {
    return isTicket(parseSafetensors(readBytes(path)).metadata);
  } catch {
    return false; // Broken: the reader of networks says so.
  }
}
