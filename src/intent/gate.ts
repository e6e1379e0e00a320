/** What stands before the rules once a call is normalised: its time, and a policy that loads. Needs no front end. */

import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Refusal } from "../kernel/request.ts";
import { decideGated, decideInOwnTime, type Gated } from "./own-time.ts";

export { foreignTenant, type Gated, NO_SNAPSHOT, textField } from "./own-time.ts";

/** Whether a call may bring its own time: a durable ledger keeps its own. */
export type TimeRule = "own" | "given";

/** The decision of a normalised call at its place in the ledger. */
export function decidePrepared(gated: Gated, facts: Facts, time: TimeRule): Decision {
  if (time === "own") return decideInOwnTime(gated, facts);
  return decideGated(gated, facts, ({ at }) => (at === null ? null : clockRefusal(at, facts)));
}

/** A call may not be older than the ledger. */
function clockRefusal(own: string, { at = "" }: Facts): Refusal | null {
  const called = parseInstant(own);
  if (called === null) return { code: "request.invalid", detail: `\`/at\` is not an RFC 3339 instant: \`${own}\`` };
  if (called >= (parseInstant(at) ?? 0)) return null;
  return { code: "engine.clock", detail: `\`/at\` is ${own}, but the ledger is at ${at} already` };
}
