/** `writ freeze`: nothing more is allowed, and nothing more is claimed, until it is lifted. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { FreezeOptions } from "../../engine/control.ts";
import type { Order } from "../../engine/order.ts";
import type { EventResult } from "../../engine/ticket-work.ts";
import { keyFile, openAdministration } from "../../engine.ts";
import { isPostgres } from "../../store/postgres-address.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { statePath } from "../ledger-file.ts";
import { orderTo } from "../ledger-order.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const options = optionsIn(args);
  const state = statePath(args, io);
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const lift = hasOption(args, "lift");
  const key = optionOf(args, "key");
  const order: FreezeOrder = { order: lift ? "unfreeze" : "freeze", value: options };
  const running = await orderTo(state, key === undefined ? keyFile(state, io.cwd) : resolve(io.cwd, key), order);
  const result = running ?? (await alone(order, { state, cwd: io.cwd, now: io.now, key }));
  await print({ args, io }, result, (shown) =>
    shown.ok ? `${sentence(options, lift)}: entry ${shown.entry.seq}\n` : "",
  );
  if (!result.ok) io.err(`writ: nothing was recorded: ${result.detail}\n`);
  return result.ok ? EXIT.ok : EXIT.internal;
};

type FreezeOrder = Extract<Order, { readonly order: "freeze" | "unfreeze" }>;

interface Ledger {
  readonly state: string;
  readonly cwd: string;
  readonly now: () => number;
  readonly key: string | undefined;
}

/** Where no other process writes the ledger, or several may. */
async function alone(order: FreezeOrder, { state, cwd, now, key }: Ledger): Promise<EventResult> {
  const clock = isPostgres(state) ? {} : { clock: { now } };
  const ledger = await openAdministration({ state, cwd, ...clock, ...(key === undefined ? {} : { key }) });
  try {
    return await ledger[order.order](order.value);
  } finally {
    await ledger.close();
  }
}

function optionsIn(args: Args): FreezeOptions {
  const [tenant, principal, reason] = ["tenant", "principal", "reason"].map((name) => optionOf(args, name));
  if (reason === undefined || reason === "") throw new UsageError("say why: `--reason TEXT`", args.command.name);
  if (tenant !== undefined && principal !== undefined)
    throw new UsageError("`--tenant` and `--principal` are two freezes: write them one by one", args.command.name);
  if (tenant !== undefined) return { tenant, reason };
  return principal === undefined ? { all: true, reason } : { principal, reason };
}

function sentence({ tenant, principal }: FreezeOptions, lift: boolean): string {
  const what =
    tenant !== undefined ? `tenant ${tenant}` : principal !== undefined ? `principal ${principal}` : "everything";
  return `${what} is ${lift ? "no longer " : ""}frozen`;
}
