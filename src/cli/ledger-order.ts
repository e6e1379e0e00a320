/** Orders to the engine that writes a ledger, if one does. */

import { sha256 } from "#sha256";
import { readKey } from "../engine/key.ts";
import { signEd25519 } from "../engine/key-ed25519.ts";
import type { Order, OrderResult } from "../engine/order.ts";
import { socketName } from "../engine/socket.ts";
import { sendOrder } from "../engine/socket-client.ts";
import { isPostgres } from "../store/postgres-address.ts";

/**
 * What the engine that runs made of the order; null when none runs, and for a ledger that several may write: then it is
 * to be opened. `key` is the file of the key that signs the ledger.
 */
export async function orderTo(state: string, key: string, order: Order): Promise<OrderResult | null> {
  const name = isPostgres(state) ? null : socketName(state);
  if (name === null) return null;
  const { publicKey, privateKey } = readKey(key, sha256);
  return sendOrder(name, order, { origin: publicKey.name, sign: (message) => signEd25519(privateKey, message) });
}
