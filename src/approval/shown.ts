/** What an ask commits to and what its approvers are shown: computed once, and recorded with the ask. */

import type { Decision } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import type { ActionPart, Argument, Entity, Part, Request, Text, ToolPart } from "../kernel/request.ts";
import { joined, printRequirement, type Requirement } from "../kernel/requirement.ts";
import { parseRequirement } from "../kernel/requirement-parse.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { groundsOf } from "./grounds.ts";

/** The member `shown` of the body of an ask's own entry. */
export interface Shown {
  readonly action: string;
  /** What would be done, a line each. */
  readonly effects: readonly string[];
  /** RFC 3339. */
  readonly expires_at: string;
  /** `0x` and the hash of the rules it was asked under. */
  readonly grounds: string;
  readonly principal: string;
  /** Ids of requester, owner and delegator: they do not count unless the rule says so. */
  readonly requesters: readonly string[];
  /** As `parseRequirement` reads it. */
  readonly requirement: string;
  readonly resource: string;
  /** What to look out for; empty when nothing is known. */
  readonly risks: readonly string[];
  /** Who asks: the rules, and null for the approval mode. */
  readonly rules: readonly { readonly rule: string | null; readonly source: string | null; readonly text: string }[];
  readonly session: string | null;
  readonly tenant: string | null;
  readonly title: string;
}

/** Where nobody says who: one person, whoever it is. */
const ANYBODY: Requirement = { kind: "count", count: 1, of: { kind: "anyone" }, requester_counts: false };

/** Seconds that an ask waits for its approvers, where no policy says otherwise. */
const ASK_TTL = 3600;

export interface Asking {
  readonly snapshot: Snapshot;
  /** RFC 3339. */
  readonly at: string;
  readonly sha256: Sha256;
}

/** Pure: the same ask shows the same. */
export function shownOf(request: Request, decision: Decision, { snapshot, at, sha256 }: Asking): Shown {
  const { action, context, movements = [], parts, principal, resource } = request;
  const effects = [...parts.filter(isTold(parts)).map(effectOf), ...movements.flatMap(movementText)];
  return {
    ...namesOf(request),
    effects: effects.map((text) => shortened(text)),
    expires_at: expiryOf(request, at, snapshot),
    grounds: groundsOf(snapshot, sha256),
    requesters: requestersOf(request, snapshot),
    requirement: printRequirement(requirementOf(decision)),
    risks: risksOf(request, effects),
    rules: decision.reasons
      .filter(({ effect }) => effect === "ask")
      .map(({ rule, source, text }) => ({ rule, source, text })),
    session: context.session_id,
    tenant: context.tenant,
    title: shortened(`${principal.id}: ${effects[0] ?? `${action.id} on ${resource.id}`}`, TITLE_LENGTH),
  };
}

/** All that the asking rules require; one person more than nobody where one of them does not say who. */
function requirementOf({ approvals }: Decision): Requirement {
  const { missing = [], needs = [] } = approvals ?? {};
  const stated = needs.map((text) => {
    const parsed = parseRequirement(text);
    return parsed.ok ? parsed.requirement : NEVER;
  });
  return joined(missing.length > needs.length || stated.length === 0 ? [...stated, ANYBODY] : stated);
}

/** A text that cannot be read is met by nobody. */
const NEVER: Requirement = { kind: "any", of: [] };

function expiryOf({ expiry }: Request, at: string, { settings }: Snapshot): string {
  const end = (parseInstant(at) as number) + 1000 * (settings.ask_ttl ?? ASK_TTL);
  return formatInstant(expiry === undefined ? end : Math.min(end, parseInstant(expiry) ?? end));
}

/** Who does what to what, by name: an entity of another type than the usual one is another one. */
export function namesOf({ action, principal, resource }: Request): Pick<Shown, "action" | "principal" | "resource"> {
  return { action: nameOf(action), principal: nameOf(principal), resource: nameOf(resource) };
}

/** A tool is executed, and an action that is called is on a tenant: what has these types needs no telling. */
const USUAL: ReadonlySet<string> = new Set(["Writ::Action", "Writ::Agent", "Writ::Tenant", "Writ::Tool"]);

function nameOf({ type, id }: Entity): string {
  return USUAL.has(type) && !id.includes('::"') ? id : `${type}::${JSON.stringify(id)}`;
}

function requestersOf({ principal, given }: Request, { register }: Snapshot): readonly string[] {
  const named = [given?.principal, given?.context].flatMap((members) => [members?.["owner"], members?.["delegator"]]);
  const ids = [principal.id, ...named.flatMap(textsIn)];
  const names = ids.flatMap(bothNames);
  const owners = (register?.agents ?? []).flatMap(({ agent_id, owner }) =>
    owner !== undefined && names.includes(agent_id) ? bothNames(owner) : [],
  );
  return [...new Set([...names, ...owners])].toSorted();
}

/** However somebody is named, as a text, an entity or a list: whoever could be meant does not count. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** `user:bob`, `User::"bob"` and `bob` are the same person. */
function bothNames(id: string): readonly string[] {
  const quoted = /::"(.*)"$/s.exec(id)?.[1];
  return [id, id.slice(id.indexOf(":") + 1), ...(quoted === undefined ? [] : [quoted])];
}

/** The commands of a line say what the line does. */
function isTold(parts: readonly Part[]): (part: Part) => boolean {
  const hasCommands = parts.some((part) => part.judged === "full");
  return (part) => part.judged !== "restrict" || !hasCommands;
}

function effectOf(part: Part): string {
  return part.kind === "tool" ? toolText(part) : actionText(part);
}

function toolText({ tool, text, args, fields }: ToolPart): string {
  if (text !== null) return `${tool}: ${text}`;
  if (fields.length > 0) return `${tool}: ${fields.map((field) => `${field.name}=${argumentText(field)}`).join(" ")}`;
  return `${tool}: ${argumentText(args)}`;
}

function argumentText({ exact: [first = ""] }: Argument): string {
  return wordsOf(first);
}

/** A hole is what is only known at run time. */
function wordsOf(text: Text): string {
  return typeof text === "string" ? text : text.join("…");
}

function actionText({ action, tenant, amount, currency }: ActionPart): string {
  const value = amount === null ? "an unknown amount" : `${amount} ${currency ?? "of an unknown currency"}`;
  return `${action}${tenant === null ? "" : ` for ${tenant}`}: ${value}`;
}

function movementText({ amounts, dimensions }: Movement): readonly string[] {
  if (amounts === null) return [];
  const values = Object.entries(amounts).map(([unit, amount]) => `${amount} ${unit}`);
  const payee = typeof dimensions.payee === "string" ? ` to ${dimensions.payee}` : "";
  return [`moves ${values.join(" = ") || "an unknown amount"}${payee}`];
}

const EFFECT_LENGTH = 4096;
const TITLE_LENGTH = 200;

function shortened(text: string, most: number = EFFECT_LENGTH): string {
  return text.length <= most
    ? text
    : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}… (${text.length} characters)`;
}

function risksOf(
  { parts, movements = [], context, attributes }: Request,
  effects: readonly string[],
): readonly string[] {
  const tools = parts.filter((part) => part.kind === "tool");
  const isUncertain = tools.some(({ args }) => args.opaque !== null || args.doubt !== null || args.exact.some(hasHole));
  const risks: readonly (readonly [boolean, string])[] = [
    [movements.some(({ amounts }) => amounts !== null) || tools.some((part) => part.moves_value), "moves value"],
    [parts.some((part) => part.kind === "action" && part.amount !== null), "is a payment"],
    [attributes?.is_sensitive_action === true, "is sensitive"],
    [context.capabilities.length > 0, `may use ${context.capabilities.join(", ")}`],
    [isUncertain, "is not wholly known before it runs"],
    [effects.some((text) => text.length > EFFECT_LENGTH), "is too long to be shown whole"],
  ];
  return risks.filter(([applies]) => applies).map(([, text]) => text);
}

function hasHole(text: Text): boolean {
  return typeof text !== "string";
}
