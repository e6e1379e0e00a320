/** `writ freeze`: nothing more is allowed, and nothing more is claimed, until it is lifted. */

import { existsSync } from "node:fs";
import type { FreezeOptions } from "../../engine/control.ts";
import { openAdministration } from "../../engine.ts";
import { isPostgres } from "../../store/postgres-address.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { statePath } from "../ledger-file.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const options = optionsIn(args);
  const state = statePath(args, io);
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const key = optionOf(args, "key");
  const clock = isPostgres(state) ? {} : { clock: { now: io.now } };
  const ledger = await openAdministration({ state, cwd: io.cwd, ...clock, ...(key === undefined ? {} : { key }) });
  try {
    const lift = hasOption(args, "lift");
    const result = await (lift ? ledger.unfreeze(options) : ledger.freeze(options));
    await print({ args, io }, result, (shown) =>
      shown.ok ? `${sentence(options, lift)}: entry ${shown.entry.seq}\n` : "",
    );
    if (!result.ok) io.err(`writ: nothing was recorded: ${result.detail}\n`);
    return result.ok ? EXIT.ok : EXIT.internal;
  } finally {
    await ledger.close();
  }
};

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
