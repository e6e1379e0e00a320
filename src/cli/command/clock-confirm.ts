/** `writ clock confirm`: the time is what the clock shows, and money moves again. */

import { administer, placeOf, reasonOf } from "../administer.ts";
import type { Run } from "../command.ts";

export const run: Run = async (args, io) => {
  const reason = reasonOf(args);
  return administer(args, io, {
    ...placeOf(args, io),
    order: { order: "confirm_clock", value: { reason } },
    sentence: "the time is confirmed",
  });
};
