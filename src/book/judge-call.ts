/** A call at its place in the ledger: what the book says to it, its decision, and what that reserves and uses. */

import { aprpHash } from "../intent/aprp/hash.ts";
import { decidePrepared, type Prepared, recordText, type TimeRule, textField } from "../intent/record.ts";
import { saidText } from "../intent/redact.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts, FreezeFact } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Part } from "../kernel/request.ts";
import { type Heard, hearApprovals } from "./approve.ts";
import type { Binding, Uses } from "./binding.ts";
import type { Book } from "./book.ts";
import { type Involved, involvedIn, windowFacts } from "./budget-fact.ts";
import { concernOf } from "./concern.ts";
import type { Subject } from "./freeze.ts";
import { reservationOf } from "./reserve.ts";
import { reservationText } from "./reserve-text.ts";
import type { ReservationBody, Tickets } from "./ticket.ts";

/** Where a call is judged, and who asks. */
export interface Ground {
  /** The time of its entry. */
  readonly at: string;
  readonly basis: NonNullable<Facts["basis"]>;
  readonly time: TimeRule;
  /** The credential that the answer is given to. */
  readonly guard: string;
  readonly sha256: Sha256;
  /** False where nobody will ever answer: then an ask is told, and forgotten. */
  readonly parks: boolean;
  /** Another policy is in force than that of the engine, which decides nothing then. */
  readonly superseded: boolean;
  /** An entry of before is decided again, whose fact did not name the freeze. */
  readonly unnamed?: boolean;
}

export type Judged =
  /** The same call was answered before: with this entry, and nothing new is recorded. */
  { readonly kind: "answered"; readonly seq: number } | Decided;

export interface Decided {
  readonly kind: "decided";
  readonly decision: Decision;
  /** Of its entry, as canonical JSON. */
  readonly body: string;
  /** Of the body, the members that the book goes by; null where it goes by none. */
  readonly read: object | null;
  readonly reservation: ReservationBody | null;
  readonly uses: Uses | null;
}

/** Pure but for the book, which is only read. Everything before and after the rules is an `if` for most calls. */
export function judgeCall(prepared: Prepared, ground: Ground, book: Book): Judged {
  const key = textField(prepared.received.call, "idempotency_key");
  const facts: Found = { at: ground.at, basis: ground.basis };
  if (isUnconfirmed(prepared, ground, book)) facts.clock = "unconfirmed";
  if (ground.superseded) facts.policy = "superseded";
  if (isPlain(prepared, key, book)) return decided(prepared, { facts, ground, held: null, book });
  const held = holdings(prepared, { key, ground, book });
  addFacts(facts, held, book);
  const seq = answeredBy(prepared, held, facts);
  if (seq !== null) return { kind: "answered", seq };
  return decided(prepared, { facts, ground, held, book });
}

/** Facts while they are found. */
type Found = { -readonly [Name in keyof Facts]: Facts[Name] };

/** Does it hang on a time that waits for a person? What asks is looked at once it asks. */
function isUnconfirmed({ request }: Prepared, { at }: Ground, { jumps, tickets }: Book): boolean {
  if (jumps.open() === null) return false;
  const { movements = [], nonce, expiry, parts } = request;
  const isTimed = nonce !== undefined || expiry !== undefined || parts.some(movesValue);
  return isTimed || tickets.areTimed(movements, parseInstant(at) as number);
}

function movesValue(part: Part): boolean {
  return part.kind === "tool" ? part.moves_value : part.amount !== null || part.currency !== null;
}

/** Nothing that came before, and nothing that comes after, has to do with it. */
function isPlain({ request }: Prepared, key: string | null, book: Book): boolean {
  if (request.kind === "invalid") return true;
  if (key !== null || book.freezes.any()) return false;
  return request.movements === undefined && request.nonce === undefined && request.expiry === undefined;
}

/** What a call brings that can be used once, and whose that is so far. */
interface Held {
  readonly at: number;
  readonly subject: Subject;
  readonly freeze: FreezeFact | true | null;
  readonly key: { readonly text: string; readonly hash: string; readonly binding: Binding | null } | null;
  /** `hash` is of the document that carries it: lists of the policy may change, and it is the same request still. */
  readonly nonce: { readonly text: string; readonly hash: string; readonly binding: Binding | null } | null;
  readonly involved: Involved | null;
}

interface Holding {
  readonly key: string | null;
  readonly ground: Ground;
  readonly book: Book;
}

function holdings({ request, received }: Prepared, { key, ground, book }: Holding): Held {
  const subject = { tenant: request.context.tenant, principal: request.principal.id };
  const at = parseInstant(ground.at) as number;
  const freeze = book.freezes.any() ? book.freezes.on(concernOf(request), at) : null;
  return {
    at,
    subject,
    freeze: freeze !== null && ground.unnamed === true ? true : freeze,
    key:
      key === null
        ? null
        : { ...keyOf(received.call, ground), text: key, binding: book.bindings.ofKey(subject.tenant, key) },
    nonce:
      request.nonce === undefined
        ? null
        : {
            text: request.nonce,
            hash: documentHash(received.call, ground),
            binding: book.bindings.ofNonce(subject, request.nonce),
          },
    involved: involvedIn(request, book.tickets.inForce(at)),
  };
}

function documentHash(call: unknown, { sha256 }: Ground): string {
  return aprpHash((call as { readonly request: unknown }).request, sha256);
}

function keyOf(call: unknown, { sha256 }: Ground): { readonly hash: string } {
  return { hash: sha256(saidText(call)) };
}

function addFacts(facts: Found, held: Held, { tickets }: Book): void {
  const { at, freeze, key, nonce, involved } = held;
  const isConflict = key !== null && key.binding !== null && key.binding.hash !== key.hash;
  if (freeze !== null) facts.frozen = freeze;
  if (isConflict) facts.idempotency = "conflict";
  if (nonce !== null) facts.nonce = nonceFact(nonce, tickets);
  if (involved === null) return;
  facts.windows = windowFacts(involved.balances, { at, tickets });
  if (involved.retained.length > 0) facts.retained = involved.retained;
}

function nonceFact({ binding, hash }: NonNullable<Held["nonce"]>, tickets: Tickets): NonNullable<Facts["nonce"]> {
  if (binding === null) return "free";
  const phase = tickets.find(`d-${binding.seq}`)?.phase;
  const isUsed = phase !== undefined && phase !== "reserved" && phase !== "expired";
  return binding.hash === hash && !isUsed ? "own" : "replayed";
}

/** By a freeze, or by the policy itself. */
function isFrozen({ snapshot }: Prepared, { frozen = false }: Facts): boolean {
  return frozen !== false || snapshot?.register?.emergency.freeze_all === true;
}

/** The key comes before a freeze, and a freeze before the nonce. What asked is decided again. */
function answeredBy(prepared: Prepared, { key, nonce }: Held, facts: Facts): number | null {
  const { idempotency, nonce: fact } = facts;
  if (idempotency === "conflict") return null;
  if (key !== null && key.binding !== null && !key.binding.asked) return key.binding.seq;
  if (isFrozen(prepared, facts) || fact !== "own" || nonce === null || nonce.binding === null) return null;
  return nonce.binding.asked ? null : nonce.binding.seq;
}

interface Case {
  readonly facts: Facts;
  readonly ground: Ground;
  /** Null for a plain call. */
  readonly held: Held | null;
  readonly book: Book;
}

function decided(prepared: Prepared, { facts, ground, held, book }: Case): Judged {
  const first = decidePrepared(prepared, facts, ground.time);
  if (first.decision === "ask" && ground.parks && book.jumps.open() !== null)
    return decided(prepared, { facts: { ...facts, clock: "unconfirmed" }, ground, held, book });
  if (first.decision === "ask" && ground.parks)
    return concluded(prepared, hearApprovals(prepared, { first, facts, ground, book }), { ground, held });
  if (held !== null)
    return concluded(prepared, { decision: first, facts, shown: null, approval: null }, { ground, held });
  const body = recordText(prepared, first, facts);
  return { kind: "decided", decision: first, body, read: null, reservation: null, uses: null };
}

function concluded(prepared: Prepared, heard: Heard, { ground, held }: Pick<Case, "ground" | "held">): Judged {
  const { decision, facts, shown, approval } = heard;
  const bound = held === null ? null : usesOf(prepared, { facts, held, decision });
  const uses = approval === null ? bound : { ...bound, approval };
  const reservation =
    held !== null && decision.decision === "allow" ? reservationOf(prepared, held, ground.guard) : null;
  const reserved = reservation === null ? null : reservationText(reservation, prepared.moved ?? "[]");
  const body = recordText(prepared, decision, facts, { reservation: reserved, shown, uses });
  const read = readOf(decision, prepared.request_hash, { reservation, shown, uses });
  return { kind: "decided", decision, body, read, reservation, uses };
}

/** The members of a body that the book goes by; what is null is not there. */
interface Going {
  readonly reservation: ReservationBody | null;
  readonly shown: object | null;
  readonly uses: object | null;
}

function readOf(decision: Decision, request_hash: string, { reservation, shown, uses }: Going): object | null {
  if (shown === null && uses === null) return reservation === null ? null : { decision, request_hash, reservation };
  return {
    decision,
    request_hash,
    ...(reservation === null ? {} : { reservation }),
    ...(shown === null ? {} : { shown }),
    ...(uses === null ? {} : { uses }),
  };
}

/** Refusals that have nothing to do with what the call is about, and those after which the ask keeps what it bound. */
const BIND_NOTHING: ReadonlySet<string | null> = new Set([
  "approval.expired",
  "approval.refused",
  "engine.clock",
  "policy.expiry_in_past",
  "policy.frozen",
  "policy.invalid",
  "request.idempotency_conflict",
]);

interface Outcome {
  readonly facts: Facts;
  readonly held: Held;
  readonly decision: Decision;
}

/** What the decision binds to itself: nothing when the call was malformed, frozen or expired. */
function usesOf(prepared: Prepared, { facts, held, decision }: Outcome): Uses | null {
  const { request } = prepared;
  const { at, subject, key, nonce } = held;
  const isExpired = request.expiry !== undefined && at >= (parseInstant(request.expiry) ?? at);
  if (isFrozen(prepared, facts) || isExpired || BIND_NOTHING.has(decision.deny_code)) return null;
  const { tenant, principal } = subject;
  if (key === null && nonce === null) return null;
  const uses = {
    ...(key === null ? {} : { idempotency: { call_hash: key.hash, key: key.text, tenant } }),
    ...(nonce === null || facts.nonce === "replayed"
      ? {}
      : { nonce: { document_hash: nonce.hash, nonce: nonce.text, principal, tenant } }),
  };
  return Object.keys(uses).length === 0 ? null : uses;
}
