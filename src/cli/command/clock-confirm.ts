/** `writ clock confirm`: the time is what the clock shows, and money moves again. */

import { administer, placeOf } from "../administer.ts";
import { optionOf, type Run } from "../command.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const reason = optionOf(args, "reason");
  if (reason === undefined || reason === "") throw new UsageError("say why: `--reason TEXT`", args.command.name);
  return administer(args, io, {
    ...placeOf(args, io),
    order: { order: "confirm_clock", value: { reason } },
    sentence: "the time is confirmed",
  });
};
