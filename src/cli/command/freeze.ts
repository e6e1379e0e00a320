/** `writ freeze`: nothing more is allowed, and nothing more is claimed, until it is lifted. */

import type { FreezeOptions } from "../../engine/control.ts";
import { administer } from "../administer.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const value = optionsIn(args);
  const lift = hasOption(args, "lift");
  return administer(args, io, {
    order: { order: lift ? "unfreeze" : "freeze", value },
    sentence: sentence(value, lift),
  });
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
