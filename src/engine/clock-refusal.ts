/** When the time of a call is refused: docs/spec/ledger.md, on time. */

import { parseInstant } from "../kernel/instant.ts";
import type { Refusal } from "../kernel/request.ts";
import type { Place } from "./journal.ts";
import type { CallTime } from "./work.ts";

/** A durable engine takes no time from outside; elsewhere a call may not be older than the ledger. */
export function clockRefusal({ own, accepted }: CallTime, place: Place): Refusal | null {
  if (own === null) return null;
  if (!accepted) return { code: "engine.clock", detail: "a durable ledger keeps its own time: leave out `/at`" };
  const time = parseInstant(own);
  const now = parseInstant(place.at);
  if (time === null) return { code: "request.invalid", detail: `\`/at\` is not an RFC 3339 instant: \`${own}\`` };
  if (now !== null && time < now)
    return { code: "engine.clock", detail: `\`/at\` is ${own}, but the ledger is at ${place.at} already` };
  return null;
}
