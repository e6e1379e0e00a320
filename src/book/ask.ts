/** Asks: what waits for approvers, what they said, and what was made of it; docs/spec/approval.md. */

import { type Ask, type Event, next } from "../approval/life.ts";
import type { Statement } from "../approval/quorum.ts";
import type { Shown } from "../approval/shown.ts";
import { newStanding, type Standing, type Use, use } from "../approval/standing.ts";
import type { ApprovalStatement, SignedStatement } from "../approval/statement.ts";
import type { Undo } from "../budget/undo.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Requirement } from "../kernel/requirement.ts";
import { parseRequirement } from "../kernel/requirement-parse.ts";
import { BookError, type Fold, type Seen } from "./fold.ts";

/** An ask, as it stands. */
export interface Parked {
  /** Of its decision: `d-7`. */
  readonly id: string;
  /** `0x` and the hash of its entry. */
  readonly entry: string;
  readonly seq: number;
  readonly request_hash: string;
  /** What it asks for: ids of rules, null for the mode. */
  readonly grants: readonly (string | null)[];
  readonly shown: Shown;
  readonly life: Ask;
  /** Everything that was said, in order. */
  readonly said: readonly Said[];
}

export interface Said {
  readonly statement: ApprovalStatement;
  /** What was made of an approval. */
  readonly standing: Standing | null;
}

/** The member `uses.approval` of a decision's body. */
export interface ApprovalUse {
  /** Value of the request by unit; null when nothing of value moves. */
  readonly amounts: Use["amounts"];
  /** `pending`: it waits for them still. */
  readonly asks: readonly { readonly ask: string; readonly becomes: "consumed" | "expired" | "pending" }[];
  readonly session: string | null;
}

/** The hash of the ask that a decision waits for with it: whoever asks again for the same opens no other. */
export function waitedFor({ uses }: Pick<DecisionBody, "uses">): string | null {
  return uses?.approval?.asks.find(({ becomes }) => becomes === "pending")?.ask ?? null;
}

/** The body of a `statement` entry. */
export interface StatementBody {
  /** What the quorum came to, as judged when it was said. */
  readonly becomes: "pending" | "granted" | "refused";
  readonly signed: SignedStatement;
}

export interface Asks extends Fold {
  find(entry: string): Parked | null;
  /** The asks of one request that were not used up and did not expire, oldest first. */
  ofRequest(request_hash: string): readonly Parked[];
  /** Asks of a requester with an approval that may serve further requests, oldest first. */
  standing(who: Requester): readonly Parked[];
  /** All of them, oldest first. */
  list(): readonly Parked[];
}

/** Whose asks serve whose requests: the same principal who does the same to the same. */
export type Requester = Pick<Shown, "tenant" | "principal" | "action" | "resource">;

interface DecisionBody {
  readonly decision: { readonly approvals: { readonly missing: readonly (string | null)[] } | null };
  readonly request_hash: string;
  readonly shown?: Shown;
  readonly uses?: { readonly approval?: ApprovalUse };
}

/** About 2 kB for each ask, for ever. */
export function createAsks(undo: Undo): Asks {
  const asks = new Map<string, Parked>();
  const byRequest = new Map<string, readonly string[]>();
  const byRequester = new Map<string, readonly string[]>();

  function put(parked: Parked): void {
    const before = asks.get(parked.entry);
    asks.set(parked.entry, parked);
    undo(() => (before === undefined ? asks.delete(parked.entry) : asks.set(parked.entry, before)));
  }

  function list(index: Map<string, readonly string[]>, name: string, entry: string): void {
    const before = index.get(name);
    index.set(name, [...(before ?? []), entry]);
    undo(() => (before === undefined ? index.delete(name) : index.set(name, before)));
  }

  /** What is closed, if it is, is not looked at again when its request comes again. */
  function close(parked: Parked): void {
    put(parked);
    const { request_hash, entry, life } = parked;
    const before = byRequest.get(request_hash);
    if (before === undefined || (life.phase !== "consumed" && life.phase !== "expired")) return;
    byRequest.set(
      request_hash,
      before.filter((each) => each !== entry),
    );
    undo(() => byRequest.set(request_hash, before));
  }

  function park({ seq, at, hash }: Seen, { decision, request_hash, shown }: DecisionBody): void {
    if (shown === undefined) return;
    const entry = `0x${hash}`;
    const expires_at = parseInstant(shown.expires_at) ?? at;
    const life = stepped(null, { kind: "asked", entry, at, requirement: requirementOf(shown), expires_at });
    const grants = decision.approvals?.missing ?? [];
    put({ id: `d-${seq}`, entry, seq, request_hash, grants, shown, life, said: [] });
    list(byRequest, request_hash, entry);
  }

  function spend({ seq, at }: Seen, { request_hash, uses }: DecisionBody): void {
    const { asks: used = [], amounts = null, session = null } = uses?.approval ?? {};
    for (const { ask, becomes } of used) {
      const parked = known(ask);
      const { entry, life } = parked;
      if (becomes === "expired") close({ ...parked, life: stepped(life, { kind: "expired", entry, at }) });
      if (becomes === "consumed") close(consumed(parked, { request_hash, decision: `d-${seq}`, at, amounts, session }));
    }
  }

  function state({ at }: Seen, { becomes, signed: { statement } }: StatementBody): void {
    const parked = known(statement.ask);
    const standing = standingOf(statement);
    const said = [...parked.said, { statement, standing }];
    const life = isRevocation(parked, statement, at) ? parked.life : heard(parked, statement, { at, becomes });
    put({ ...parked, life, said });
    if (mayServeOthers(standing)) list(byRequester, requesterName(parked.shown), parked.entry);
  }

  function known(entry: string): Parked {
    const parked = asks.get(entry);
    if (parked !== undefined) return parked;
    throw new BookError("ask.unknown", `there is no ask ${entry}`);
  }

  const named = (entries: readonly string[] | undefined) => [...new Set(entries ?? [])].map(known);

  return {
    apply(seen: Seen) {
      if (seen.kind === "statement") return state(seen, seen.body as StatementBody);
      const body = seen.body as DecisionBody;
      spend(seen, body);
      park(seen, body);
    },
    find: (entry) => asks.get(entry) ?? null,
    ofRequest: (request_hash) => named(byRequest.get(request_hash)),
    standing: (who) => named(byRequester.get(requesterName(who))).toSorted((a, b) => a.seq - b.seq),
    list: () => [...asks.values()],
  };
}

/** The last statement of each person, if it is an approval that serves this use; `own` is the ask's own request. */
export function servingOf({ said }: Parked, one: Use, own: boolean): readonly Said[] {
  const latest = new Map(said.map((each) => [each.statement.approver.person, each]));
  return [...latest.values()].filter(
    ({ standing }) => standing !== null && (own || mayServeOthers(standing)) && use(standing, one).ok,
  );
}

/** A standing approval can be taken back when its ask is closed already. */
export function isRevocation({ life, said }: Parked, { says, approver }: ApprovalStatement, at: number): boolean {
  if (says !== "withdraw") return false;
  const last = said.findLast(({ statement }) => statement.approver.person === approver.person);
  const isOver = life.phase !== "pending" && life.phase !== "granted";
  return mayServeOthers(last?.standing ?? null) && (isOver || at >= life.expires_at);
}

interface Hearing extends Pick<StatementBody, "becomes"> {
  readonly at: number;
}

function heard({ entry, life }: Parked, statement: ApprovalStatement, { at, becomes }: Hearing): Ask {
  const stated = stepped(life, { kind: "stated", entry, at, statement: saidBy(statement) });
  return becomes === "pending" ? stated : stepped(stated, { kind: becomes, entry, at });
}

/** What a statement says, for the life of its ask. */
export function saidBy({ approver, says, expires_at }: ApprovalStatement): Statement {
  const until = parseInstant(expires_at);
  return { person: approver.person, says, ...(until === null ? {} : { until }) };
}

interface Consumption extends Use {
  readonly request_hash: string;
  readonly decision: string;
}

/** Once for the ask's own request; further ones need an approval that stands. */
function consumed(parked: Parked, one: Consumption): Parked {
  const { entry, life, request_hash } = parked;
  const isOpen = life.phase === "pending" || life.phase === "granted";
  const own = isOpen && request_hash === one.request_hash;
  const serving = new Set(servingOf(parked, one, own));
  if (serving.size === 0)
    throw new BookError(isOpen ? "consume.pending" : "consume.already", `nothing of ${entry} serves`);
  const said = parked.said.map((each) => (serving.has(each) ? used(each, one) : each));
  if (!own) return { ...parked, said };
  const event = { entry, at: one.at };
  const granted = stepped(life, { ...event, kind: "granted" });
  return { ...parked, said, life: stepped(granted, { ...event, kind: "consumed", decision: one.decision }) };
}

function used(said: Said, one: Use): Said {
  const result = use(said.standing as Standing, one);
  return result.ok ? { ...said, standing: result.standing } : said;
}

function stepped(before: Ask | null, event: Event): Ask {
  const result = next(before, event);
  if (result.ok) return result.ask;
  throw new BookError(result.code, `an ask ${event.entry} cannot be ${event.kind}: ${result.code}`);
}

function standingOf({ ask, scope, expires_at }: ApprovalStatement): Standing | null {
  if (scope === null) return null;
  const end = parseInstant(expires_at) ?? 0;
  if (scope.kind === "once") return newStanding({ id: ask, scope, expires_at: end, amount: null, count: 1 });
  const { amount, count, ...only } = scope;
  return newStanding({ id: ask, scope: only, expires_at: end, amount, count });
}

function mayServeOthers(standing: Standing | null): boolean {
  return standing !== null && standing.grant.scope.kind !== "once";
}

/** What cannot be read is met by nobody. */
function requirementOf({ requirement }: Shown): Requirement {
  const parsed = parseRequirement(requirement);
  return parsed.ok ? parsed.requirement : { kind: "any", of: [] };
}

function requesterName({ tenant, principal, action, resource }: Requester): string {
  return JSON.stringify([tenant, principal, action, resource]);
}
