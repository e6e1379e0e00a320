/** The policies that come with Writ, by the name under which a file includes them. */

import type { Policy } from "../kernel/rule.ts";
import { AGENT_BASELINE } from "./built-in/agent-baseline.ts";

export const BUILT_INS: Readonly<Record<string, Policy>> = {
  "builtin:agent-baseline": AGENT_BASELINE,
};
