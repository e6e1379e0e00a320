/** The ledger that a command administers. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Order, OrderResult } from "../engine/order.ts";
import { type Administration, keyFile, openAdministration } from "../engine.ts";
import { isPostgres } from "../store/postgres-address.ts";
import { type Args, optionOf } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { statePath } from "./ledger-file.ts";
import { orderTo } from "./ledger-order.ts";
import { print } from "./print.ts";
import { clockOption } from "./time.ts";
import { UsageError } from "./usage-error.ts";

/** What is to be done, and how that is said with the number of its entry. */
export interface Act {
  readonly order: Exclude<Order, { readonly order: "statement" }>;
  readonly sentence: string;
}

/** Absolute paths of a ledger and its key, or its address. */
export interface Place {
  readonly state: string;
  readonly key: string;
}

/** The ledger that `--state` and `--tenant` name, and its key. */
export function placeOf(args: Args, io: Io): Place {
  const state = statePath(args, io);
  const named = optionOf(args, "key");
  return { state, key: named === undefined ? keyFile(state, io.cwd) : resolve(io.cwd, named) };
}

/** Carries an order out on a ledger: by the engine that writes it, or else alone. */
export async function administer(args: Args, io: Io, { order, sentence, state, key }: Act & Place): Promise<number> {
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const running = await orderTo(state, key, order);
  const result = running ?? (await alone(order, { state, cwd: io.cwd, key, ...clockOption(io, state) }));
  await print({ args, io }, result, (shown) => (shown.ok ? `${sentence}: entry ${shown.entry.seq}\n` : ""));
  if (result.ok) return EXIT.ok;
  io.err(`writ: ${result.entry === null ? "nothing was recorded: " : ""}${result.detail}\n`);
  return result.entry === null ? EXIT.internal : EXIT.deny;
}

/** Where no other process writes the ledger, or several may. */
async function alone(order: Act["order"], where: Parameters<typeof openAdministration>[0]): Promise<OrderResult> {
  const ledger = await openAdministration(where);
  try {
    return await carried(order, ledger);
  } finally {
    await ledger.close();
  }
}

function carried(said: Act["order"], ledger: Administration): Promise<OrderResult> {
  switch (said.order) {
    case "freeze":
      return ledger.freeze(said.value);
    case "unfreeze":
      return ledger.unfreeze(said.value);
    case "confirm_clock":
      return ledger.confirmClock(said.value.reason);
  }
}
