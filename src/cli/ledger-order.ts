/** Orders to a ledger: to the engine that writes it, if one does. */

import { sha256 } from "#sha256";
import { readKey } from "../engine/key.ts";
import { signEd25519 } from "../engine/key-ed25519.ts";
import { carry, type Order, type OrderResult } from "../engine/order.ts";
import { socketName } from "../engine/socket.ts";
import { sendOrder } from "../engine/socket-client.ts";
import { openAdministration } from "../engine.ts";
import { isPostgres } from "../store/postgres-address.ts";
import type { Io } from "./io.ts";
import { clockOption } from "./time.ts";

/** Absolute paths of a ledger and its key, or its address. */
export interface Place {
  readonly state: string;
  /** The file of the key that signs the ledger. */
  readonly key: string;
}

/** What the engine that runs made of the order; where none runs, or several may, what the ledger itself did. */
export async function give(order: Order, place: Place, io: Io): Promise<OrderResult> {
  return (await sent(order, place)) ?? (await alone(order, place, io));
}

/** Null when no engine runs, and for a ledger that several may write. */
async function sent(order: Order, { state, key }: Place): Promise<OrderResult | null> {
  const name = isPostgres(state) ? null : socketName(state);
  if (name === null) return null;
  const { publicKey, privateKey } = readKey(key, sha256);
  return sendOrder(name, order, { origin: publicKey.name, sign: (message) => signEd25519(privateKey, message) });
}

/** By the policy in force in the ledger. */
async function alone(order: Order, { state, key }: Place, io: Io): Promise<OrderResult> {
  const ledger = await openAdministration({ state, key, cwd: io.cwd, ...clockOption(io, state) });
  try {
    return await carry(order, ledger);
  } finally {
    await ledger.close();
  }
}
