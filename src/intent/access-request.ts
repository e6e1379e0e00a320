/** An access question as a request: what executes a tool is a tool call, anything else an action on a resource. */

import { typed } from "#on-demand";
import { parseAmount } from "../kernel/amount.ts";
import type { Uid } from "../kernel/expression.ts";
import { foldCase } from "../kernel/glob.ts";
import type { ActionPart, Context, Refusal, Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Access } from "./access.ts";
import { SKILL_EXECUTE, TOOL_EXECUTE, unprefixed } from "./attribute.ts";
import { type Fields, invalid, optionalText, textList } from "./call.ts";
import { constraintsOf } from "./constraint.ts";

/** `tool` makes the request of a tool call. */
export function requestOf(access: Access, snapshot: Snapshot, tool: (call: Fields) => Request): Request {
  const { given } = access;
  const name = access.own ? foldCase(access.action.id) : "";
  const context = contextOf(access);
  if (name === TOOL_EXECUTE) refuseOther(access.resource, "tool:", context.tool_name);
  if (name === SKILL_EXECUTE) refuseOther(access.resource, "skill:", context.skill_id);
  if (name !== TOOL_EXECUTE) return actionRequest(access, context, snapshot);
  const request = tool(toolCall(access, context));
  const capabilities = request.context.capabilities;
  return {
    ...request,
    principal: access.principal ?? request.principal,
    context: { ...context, capabilities },
    given,
  };
}

/** The call that the question is about; of the context, its arguments and server are the call's. */
function toolCall({ resource, given }: Access, { session_id, tenant, capabilities }: Context): Fields {
  const { args, server } = given.context;
  return {
    kind: "tool",
    tool: unprefixed(resource.id, "tool:"),
    args,
    server,
    capabilities,
    session: session_id,
    tenant,
  };
}

/** A call must not pass for another tool by naming it in its context. */
function refuseOther({ id }: Uid, prefix: "tool:" | "skill:", named: string | undefined): void {
  const name = unprefixed(id, prefix);
  if (named === undefined || foldCase(named.trim()) === foldCase(name.trim())) return;
  const field = prefix === "tool:" ? "tool_name" : "skill_id";
  throw invalid(`\`/context/${field}\` is \`${named}\`, but the resource is \`${name}\``);
}

const NAMES = ["device_id", "channel", "run_id", "tool_name", "skill_id"] as const;

type Naming = { -readonly [Name in keyof Context]: Context[Name] };

/** The names that mean something to Writ: strictly read where the action is its own, else only where they fit. */
function contextOf(access: Access): Context {
  const { call, given, own } = access;
  const { capabilities } = given.context;
  const context: Naming = {
    session_id: optionalText(call["session"], "/session") ?? named(access, "session_id"),
    tenant: optionalText(call["tenant"], "/tenant") ?? named(access, "tenant"),
    capabilities: textList(own || isTexts(capabilities) ? capabilities : undefined, "/context/capabilities"),
  };
  for (const name of NAMES) {
    const value = named(access, name);
    if (value !== null) context[name] = value;
  }
  return context;
}

function named({ given, own }: Access, name: string): string | null {
  const value = given.context[name];
  if (value === undefined) return null;
  return own || typeof value === "string" ? optionalText(value, `/context/${name}`) : null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function actionRequest(access: Access, context: Context, snapshot: Snapshot): Request {
  const { principal, action, resource, given } = access;
  return {
    kind: "action",
    principal: principal ?? { type: "Writ::Agent", id: "anonymous" },
    action,
    resource,
    context,
    given,
    refusal: refusalOf(access, snapshot),
    constraints: constraintsOf(context.capabilities, false, snapshot.settings.workspace),
    parts: [partOf(access, context)],
  };
}

function partOf({ action, given, own }: Access, { tenant }: Context): ActionPart {
  const { amount, currency } = given.context;
  const isText = typeof currency === "string" || own;
  return {
    kind: "action",
    judged: "full",
    action: action.id,
    tenant,
    amount: parseAmount(amount),
    currency: isText ? optionalText(currency, "/context/currency") : null,
  };
}

/** Why the question does not fit the schema; Writ's own actions fit theirs by construction. */
function refusalOf({ principal, action, resource, given, own }: Access, snapshot: Snapshot): Refusal | null {
  const { schema, settings } = snapshot;
  if (schema === null || own || settings.cedar_validate_request === "skip") return null;
  const who = principal ?? { type: "Writ::Agent", id: "anonymous" };
  const checked = typed().checkRequest(schema, { principal: who, action, resource, context: given.context });
  return "problem" in checked
    ? { code: "request.invalid", detail: `does not fit the schema: ${checked.problem}` }
    : null;
}
