/** Who does what to what, for one part of a request. */

import type { Uid } from "./expression.ts";
import type { Part, Request } from "./request.ts";
import type { Slot } from "./rule.ts";

/** The namespace of Writ's own types. */
export const ACTION_TYPE = "Writ::Action";
const TOOL_TYPE = "Writ::Tool";
export const TENANT_TYPE = "Writ::Tenant";

export const ENTITY_OF: Readonly<Record<Slot, (part: Part, request: Request) => Uid>> = {
  principal: (_part, request) => request.principal,
  action: actionOf,
  resource: resourceOf,
};

/** A payment that a tool makes is an action of its own. */
function actionOf(part: Part, request: Request): Uid {
  return part.kind === "tool" || request.kind === "action" ? request.action : { type: ACTION_TYPE, id: part.action };
}

/** A file that a shell line writes is written by an edit tool. */
function resourceOf(part: Part, request: Request): Uid {
  if (part.kind === "tool")
    return part.tool === request.resource.id ? request.resource : { type: TOOL_TYPE, id: part.tool };
  return request.kind === "action" ? request.resource : { type: TENANT_TYPE, id: part.tenant ?? "" };
}
