/** Speaks to the engine that writes a ledger file, in another process. */

import { connect, type Socket } from "node:net";
import { isRecord } from "../intent/call.ts";
import { canonical } from "../kernel/canonical.ts";
import { parseJson } from "../kernel/json.ts";
import { type Conversation, type Order, type OrderResult, signOrder } from "./order.ts";
import { StoreError } from "./port.ts";
import { type Line, readLine } from "./socket-line.ts";

/** What an order needs to be believed. */
export interface Speaker {
  /** Name of the ledger. */
  readonly origin: string;
  /** Signs with the key of the ledger. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/**
 * What the engine made of the order; null when nobody listens. Rejects with StoreError `in_doubt` when the engine goes
 * silent: then the order may have been carried out.
 */
export async function sendOrder(name: string, order: Order, speaker: Speaker): Promise<OrderResult | null> {
  const socket = await connected(name);
  if (socket === null) return null;
  try {
    const { challenge } = object(await readLine(socket)) as Partial<Conversation>;
    if (typeof challenge !== "string") throw silent();
    // INVARIANT: signed for the ledger that is meant, whoever listens.
    socket.write(`${canonical(signOrder(order, { origin: speaker.origin, challenge }, speaker.sign))}\n`);
    const result = object(await readLine(socket)) as Partial<OrderResult>;
    if (typeof result.ok !== "boolean") throw silent();
    return result as OrderResult;
  } finally {
    socket.destroy();
  }
}

const NOBODY: ReadonlySet<unknown> = new Set(["ENOENT", "ECONNREFUSED"]);

function connected(name: string): Promise<Socket | null> {
  return new Promise((done, fail) => {
    const socket = connect(name);
    socket.once("connect", () => done(socket));
    // Later errors end the line that is waited for.
    socket.on("error", (error: NodeJS.ErrnoException) => (NOBODY.has(error.code) ? done(null) : fail(error)));
  });
}

function object(line: Line | null): object {
  if (line === null) throw silent();
  const value = parseJson(line);
  return isRecord(value) ? value : {};
}

function silent(): StoreError {
  return new StoreError("in_doubt", "the engine that writes the ledger did not answer: look whether it was done");
}
