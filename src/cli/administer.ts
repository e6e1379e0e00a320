/** The ledger that a command administers. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Order } from "../engine/order.ts";
import { keyFile } from "../engine.ts";
import { isPostgres } from "../store/postgres-address.ts";
import { type Args, optionOf } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { statePath } from "./ledger-file.ts";
import { give, type Place } from "./ledger-order.ts";
import { print } from "./print.ts";
import { UsageError } from "./usage-error.ts";

/** What is to be done, and how that is said with the number of its entry. */
export interface Act {
  readonly order: Exclude<Order, { readonly order: "statement" }>;
  readonly sentence: string;
}

/** A ledger, if it is not said which that of `--state` and `--tenant`, and its key. */
export function placeOf(args: Args, io: Io, state: string = statePath(args, io)): Place {
  const named = optionOf(args, "key");
  return { state, key: named === undefined ? keyFile(state, io.cwd) : resolve(io.cwd, named) };
}

/** What `--reason` says, for the ledger. */
export function reasonOf(args: Args): string {
  const reason = optionOf(args, "reason");
  if (reason === undefined || reason === "") throw new UsageError("say why: `--reason TEXT`", args.command.name);
  return reason;
}

/** Carries an order out on a ledger, and says so. */
export async function administer(args: Args, io: Io, { order, sentence, ...place }: Act & Place): Promise<number> {
  const { state } = place;
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const result = await give(order, place, io);
  await print({ args, io }, result, (shown) => (shown.ok ? `${sentence}: entry ${shown.entry.seq}\n` : ""));
  if (result.ok) return EXIT.ok;
  io.err(`writ: ${result.entry === null ? "nothing was recorded: " : ""}${result.detail}\n`);
  return result.entry === null ? EXIT.internal : EXIT.deny;
}
