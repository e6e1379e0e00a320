/** Call to request: normalised once, by the text of the call and the tables of the snapshot alone. */

import { aprp } from "#on-demand";
import { parseAmount } from "../kernel/amount.ts";
import { kindOf } from "../kernel/json-kind.ts";
import type { ActionPart, Context, Entity, Refusal, Request, ToolPart } from "../kernel/request.ts";
import type { Snapshot, Tool } from "../kernel/rule.ts";
import { readAccess } from "./access.ts";
import { requestOf } from "./access-request.ts";
import { administration } from "./administration.ts";
import { attributesOf, subjectOf } from "./attribute.ts";
import {
  CallError,
  type Fields,
  invalid,
  isRecord,
  optionalText,
  ordinary,
  requiredText,
  textList,
  unknownField,
} from "./call.ts";
import { constraintsOf } from "./constraint.ts";
import { guardedRefusal } from "./guarded.ts";
import { identityOf } from "./identity.ts";
import { withMovements } from "./movement.ts";
import type { Resolve } from "./path-argument.ts";
import { readArgs, type ToolParts, type ToolUse, toolParts } from "./tool-call.ts";

/** What the world adds to the text of a call: other names of its paths. */
export interface World {
  readonly resolve?: Resolve;
  /** The call goes into a ledger, where a budget of tomorrow may ask what it moved. */
  readonly recorded?: boolean;
}

const NOWHERE: Resolve = () => null;

/** Never throws: a call that is not one becomes a request that carries its refusal. */
export function toRequest(call: unknown, snapshot: Snapshot, world: World = {}): Request {
  try {
    if (!isRecord(call)) throw invalid(`a call must be an object, not ${kindOf(call)}`);
    const request = readKind(call, snapshot, world.resolve ?? NOWHERE);
    return withMovements(withAttributes(request, snapshot), { snapshot, call, recorded: world.recorded === true });
  } catch (error) {
    if (error instanceof CallError) return refused(error.refusal);
    if (error instanceof RangeError)
      return refused({ code: "request.too_large", detail: "the call is nested too deeply" });
    return refused({ code: "request.invalid", detail: "the call cannot be read: one of its fields throws" });
  }
}

/** The request of a call that cannot be read. */
export function refused(refusal: Refusal): Request {
  return {
    kind: "invalid",
    principal: agent(null),
    action: { type: "Writ::Action", id: "invalid" },
    resource: { type: "Writ::Call", id: "invalid" },
    context: { session_id: null, tenant: null, capabilities: [] },
    refusal,
    constraints: null,
    parts: [],
  };
}

const COMMON = ["kind", "id", "idempotency_key", "at", "principal", "session", "tenant"];
const TOOL_KEYS = keysOf(["kind", "tool", "args"], ["server", "capabilities"]);
const ACTION_KEYS = keysOf(["kind", "action", "tenant", "amount", "currency"], ["capabilities", "payee"]);
const APRP_KEYS = keysOf(["kind", "request"], []);
const ACCESS_KEYS = keysOf(["kind", "principal", "action", "resource", "context"], ["subject"]);

/** The fields a call may have; the usual ones are compared one by one first, which costs less than a hash of each. */
interface Keys {
  readonly usual: readonly string[];
  readonly all: ReadonlySet<string>;
}

function keysOf(usual: readonly string[], others: readonly string[]): Keys {
  return { usual, all: new Set([...COMMON, ...usual, ...others]) };
}

function readKind(call: Fields, snapshot: Snapshot, resolve: Resolve): Request {
  switch (call["kind"]) {
    case "tool":
      return toolRequest(call, snapshot, resolve);
    case "action":
      return actionRequest(call, snapshot);
    case "aprp":
      return paymentRequest(call, snapshot);
    case "access":
      return accessRequest(call, snapshot, resolve);
    default:
      throw invalid("`/kind` must be one of tool, action, aprp, access");
  }
}

const ENGINE_KEYS: ReadonlySet<string> = new Set(["id", "at", "idempotency_key"]);

const IDEMPOTENCY_KEY = /^[A-Za-z0-9._:-]{16,64}$/;

/** Every field is known, or the call is refused; the fields that only the engine reads are checked here. */
function checkCommon(call: Fields, { usual, all }: Keys): void {
  let others = false;
  for (const key in call) {
    if (isAmong(usual, key)) continue;
    if (!all.has(key)) throw unknownField(key, all);
    others ||= ENGINE_KEYS.has(key);
  }
  if (others) checkEngineFields(call);
}

function isAmong(keys: readonly string[], key: string): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return true;
  return false;
}

function checkEngineFields(call: Fields): void {
  optionalText(call["id"], "/id");
  optionalText(call["at"], "/at");
  const key = optionalText(call["idempotency_key"], "/idempotency_key");
  if (key !== null && !IDEMPOTENCY_KEY.test(key))
    throw invalid("`/idempotency_key` must be 16 to 64 of `A-Za-z0-9._:-`");
}

const NO_CAPABILITIES: readonly string[] = Object.freeze([]);

const ACTION_EXECUTE: Entity = Object.freeze({ type: "Writ::Action", id: "tool.execute" });

function toolRequest(call: Fields, snapshot: Snapshot, resolve: Resolve): Request {
  checkCommon(call, TOOL_KEYS);
  const identity = identityOf(call["tool"], call["server"], snapshot);
  const use: ToolUse = { identity, args: readArgs(call["args"]) };
  const { parts, touches, spellings } = toolParts(use, snapshot, resolve);
  const context = contextOf(call, identity.row);
  return {
    kind: "tool",
    principal: agent(call["principal"]),
    action: ACTION_EXECUTE,
    resource: identity.resource,
    context,
    refusal: touches.length + spellings.length === 0 ? null : gate({ touches, spellings, snapshot, resolve }),
    constraints: constraintsOf(context.capabilities, identity.row !== null, snapshot.settings.workspace),
    parts: snapshot.classify.length === 0 ? parts : [...parts, ...classified(use, snapshot, { context, parts })],
  };
}

interface Deeds extends Pick<ToolParts, "touches" | "spellings"> {
  readonly snapshot: Snapshot;
  readonly resolve: Resolve;
}

function gate({ touches, spellings, snapshot, resolve }: Deeds): Refusal | null {
  return guardedRefusal(touches, snapshot, resolve) ?? administration(spellings);
}

const NO_CONTEXT: Context = Object.freeze({ session_id: null, tenant: null, capabilities: NO_CAPABILITIES });

function contextOf(call: Fields, row: Tool | null): Context {
  const { session, tenant, capabilities } = call;
  if (row === null && session === undefined && tenant === undefined && capabilities === undefined) return NO_CONTEXT;
  return {
    session_id: optionalText(session, "/session"),
    tenant: optionalText(tenant, "/tenant"),
    capabilities: union(row, textList(capabilities, "/capabilities")),
  };
}

function union(row: Tool | null, more: readonly string[]): readonly string[] {
  const own = row?.capabilities ?? NO_CAPABILITIES;
  return more.length === 0 ? own : [...new Set([...own, ...more])];
}

interface Classified {
  readonly context: Context;
  readonly parts: readonly ToolPart[];
}

/** The action part of a tool that a policy calls a payment, so that payment rules see it. */
function classified(
  { identity, args }: ToolUse,
  snapshot: Snapshot,
  { context, parts }: Classified,
): readonly ActionPart[] {
  const value = (name: string | null): unknown => {
    if (name === null) return null;
    if (!Array.isArray(args)) return Object.hasOwn(args, name) ? (args as Fields)[name] : null;
    return parts[0]?.fields.find((field) => field.name === name)?.exact[0] ?? null;
  };
  return snapshot.classify
    .filter((row) => row.tool === identity.name && row.server === identity.server)
    .map((row) =>
      actionPart({
        action: row.action,
        tenant: row.tenant === null ? context.tenant : text(value(row.tenant)),
        amount: value(row.amount),
        currency: row.currency_value ?? text(value(row.currency)),
      }),
    );
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

interface Movement {
  readonly action: string;
  readonly tenant: string | null;
  readonly amount: unknown;
  readonly currency: string | null;
}

function actionPart({ action, tenant, amount, currency }: Movement): ActionPart {
  return { kind: "action", judged: "full", action, tenant, amount: parseAmount(amount), currency };
}

function actionRequest(call: Fields, { settings }: Snapshot): Request {
  checkCommon(call, ACTION_KEYS);
  const tenant = optionalText(call["tenant"], "/tenant");
  const capabilities = textList(call["capabilities"], "/capabilities");
  optionalText(call["payee"], "/payee");
  const part = actionPart({
    action: ordinary(requiredText(call["action"], "/action")),
    tenant,
    amount: call["amount"],
    currency: optionalText(call["currency"], "/currency"),
  });
  return {
    kind: "action",
    principal: agent(call["principal"]),
    action: { type: "Writ::Action", id: part.action },
    resource: { type: "Writ::Tenant", id: tenant ?? "" },
    context: { session_id: optionalText(call["session"], "/session"), tenant, capabilities },
    refusal: null,
    constraints: constraintsOf(capabilities, false, settings.workspace),
    parts: [part],
  };
}

function paymentRequest(call: Fields, snapshot: Snapshot): Request {
  checkCommon(call, APRP_KEYS);
  return aprp().aprpRequest(call, snapshot);
}

const ANONYMOUS: Entity = Object.freeze({ type: "Writ::Agent", id: "anonymous" });

function agent(principal: unknown): Entity {
  const id = optionalText(principal, "/principal");
  return id === null ? ANONYMOUS : { type: "Writ::Agent", id };
}

function accessRequest(call: Fields, snapshot: Snapshot, resolve: Resolve): Request {
  checkCommon(call, ACCESS_KEYS);
  const access = readAccess(call, snapshot.schema);
  ordinary(access.action.id);
  return requestOf(access, snapshot, (tool) => toolRequest(tool, snapshot, resolve));
}

/** The attributes of a request under the configuration of the snapshot. */
function withAttributes(request: Request, { evaluation }: Snapshot): Request {
  if (evaluation === null || request.kind === "invalid") return request;
  return { ...request, attributes: attributesOf(subjectOf(request), evaluation) };
}
