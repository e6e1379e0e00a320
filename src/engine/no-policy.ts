/** What an engine answers when its policies do not load: deny, always, and recorded. */

import { decide } from "../kernel/decide.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Request } from "../kernel/request.ts";
import { SEMANTICS, type Snapshot } from "../kernel/rule.ts";

/** Stands where a snapshot would: nothing is allowed, and its hash is that of nothing. */
export const NO_SNAPSHOT: Snapshot = {
  semantics: SEMANTICS,
  hash: `0x${"0".repeat(64)}`,
  sources: [],
  policies: [],
  mode: null,
  tools: {},
  classify: [],
  settings: { workspace: null, protected_paths: [], headless: false, require_limits: false },
};

const REFUSAL = {
  code: "policy.invalid",
  detail: "the policy does not load, so nothing is allowed: run `writ validate`",
} as const;

export function invalidPolicy(request: Request): Decision {
  return decide({ ...request, refusal: request.refusal ?? REFUSAL }, NO_SNAPSHOT, {});
}
