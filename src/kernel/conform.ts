/** Whether a request is one that the schema describes. */

import { isActionType } from "./entity-name.ts";
import type { Expression, Uid } from "./expression.ts";
import { quoted } from "./json-error.ts";
import type { ActionType, Schema } from "./schema.ts";
import { indexOf, type SchemaIndex, uidFault, uidText, valueFault } from "./schema-index.ts";
import { typedValue } from "./typed-value.ts";

export interface CheckedRequest {
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  /** JSON, as received. */
  readonly context: unknown;
}

type RecordValue = Expression & { readonly kind: "record" };

/**
 * The context as a record, if the schema describes the request: a declared action, principal and resource of types
 * that it applies to, with ids that these have, and exactly the context that it declares. Else what is wrong.
 */
export function checkRequest(
  schema: Schema,
  request: CheckedRequest,
): { readonly context: RecordValue } | { readonly problem: string } {
  const index = indexOf(schema);
  const action = index.actions.get(uidText(request.action));
  if (action === undefined) return { problem: `the action ${quoted(uidText(request.action))} is not declared` };
  const problem =
    memberProblem("principal", request.principal, { index, action }) ??
    memberProblem("resource", request.resource, { index, action });
  return problem === null ? checkContext(request.context, { index, action }) : { problem };
}

interface Asked {
  readonly index: SchemaIndex;
  readonly action: ActionType;
}

function memberProblem(what: "principal" | "resource", uid: Uid, { index, action }: Asked): string | null {
  const { type } = uid;
  if (isActionType(type) || !index.entities.has(type))
    return `the ${what} has the type ${quoted(type)}, which is not declared`;
  if (!action.applies?.[`${what}s`].includes(type))
    return `the action ${quoted(uidText(action.uid))} does not apply to a ${what} of type ${quoted(type)}`;
  return uidFault(uid, index);
}

function checkContext(
  context: unknown,
  { index, action }: Asked,
): { readonly context: RecordValue } | { readonly problem: string } {
  const read = typedValue(context, action.context, "/context");
  if ("problem" in read) return { problem: `${read.problem} at \`${read.pointer}\`` };
  const fault = valueFault(read.value, index);
  // INVARIANT: the type of a context is a record, so its value is one.
  return fault === null ? { context: read.value as RecordValue } : { problem: `${fault} at \`/context\`` };
}
