/** Something that happens to a ticket, or a freeze, on its way into the ledger: judged when its place is known. */

import type { Book } from "../book/book.ts";
import { EVENT_CODES } from "../book/event-code.ts";
import { eventRefusal } from "../book/event-refusal.ts";
import type { FreezeBody } from "../book/freeze.ts";
import type { Overrun, ReleaseBody, TicketEvent } from "../book/ticket-event.ts";
import { isOpen } from "../budget/reservation.ts";
import { canonical } from "../kernel/canonical.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Built, Journal, Placed, Work } from "./journal.ts";
import { storeCode } from "./unrecorded.ts";

/** What became of an event. Whatever it is, it is in the ledger, unless `entry` is null. */
export type EventResult =
  | { readonly ok: true; readonly overruns: readonly Overrun[]; readonly entry: Entry }
  | { readonly ok: false; readonly code: string; readonly detail: string; readonly entry: Entry | null };

interface Entry {
  readonly seq: number;
  readonly hash: string;
}

/** Work that tells what became of it. */
export interface Recorded<T> extends Work {
  result(placed: Placed): T;
}

export type EventWork = Recorded<EventResult>;

/** An event that is certain to be refused, and why. */
export interface Unfit {
  readonly code: string;
  readonly event: { readonly kind: string; readonly body: object };
}

type Verdict = { readonly code: string | null; readonly overruns: readonly Overrun[] };

/** `make` is asked at the place of the entry, when it is known what was reserved. */
export function eventWork(
  make: (reserved: readonly Movement[]) => TicketEvent | Unfit,
  { decision, at, book, snapshot }: Happening & { readonly snapshot: Snapshot | null },
): EventWork {
  let verdict: Verdict = { code: null, overruns: [] };
  return {
    kind: "event_refused",
    at,
    build(place) {
      const event = make(reservedBy(book, decision));
      if ("event" in event) {
        verdict = { code: event.code, overruns: [] };
        return refusedBody(event.code, event.event);
      }
      const code = eventRefusal(event, parseInstant(place.at) as number, { tickets: book.tickets, snapshot });
      verdict = { code, overruns: code === null ? overrunsOf(event, book) : [] };
      return code === null ? happened(event, verdict.overruns) : refusedBody(code, event);
    },
    result: (placed) => resultOf(verdict, placed),
  };
}

/** What something happens to, and when. */
export interface Happening {
  readonly decision: string;
  readonly at: string;
  readonly book: Book;
}

/** Ends a ticket that nobody claimed in time; nothing if that was done already. */
export function expiryWork({ decision, at, book }: Happening): Work {
  const body: ReleaseBody = { decision, reason: "expired" };
  return {
    kind: "release",
    at,
    build: (place) =>
      book.tickets.refusal({ kind: "release", body }, parseInstant(place.at) as number) === null
        ? canonical(body)
        : null,
  };
}

export function freezeWork(body: FreezeBody, at: string): EventWork {
  const text = canonical(body);
  return { kind: "freeze", at, build: () => text, result: (placed) => resultOf({ code: null, overruns: [] }, placed) };
}

/** When the ledger could not be written: nobody may act on what is not recorded. */
export interface Unrecorded {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
  readonly entry: null;
}

/** Records what happened. Never rejects: what could not be recorded, or made, is a result too. */
export async function recordEvent<T>(journal: Journal, make: () => Recorded<T>): Promise<T | Unrecorded> {
  try {
    const work = make();
    const placed = await journal.submit(work);
    if (placed === null) throw new Error("an event was not recorded");
    return work.result(placed);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "unknown";
    return { ok: false, code: storeCode(error), detail, entry: null };
  }
}

function reservedBy({ tickets }: Book, decision: string): readonly Movement[] {
  const ticket = tickets.find(decision);
  return isOpen(ticket) ? ticket.movements : [];
}

function overrunsOf({ kind, body }: TicketEvent, { tickets }: Book): readonly Overrun[] {
  if (kind !== "outcome" || body.status !== "executed") return [];
  return tickets.overrunsOf(body.decision, body.movements);
}

function happened({ kind, body }: TicketEvent, overruns: readonly Overrun[]): Built {
  return { kind, body: canonical(overruns.length === 0 ? body : { ...body, overruns }) };
}

/** The body of an `event_refused` entry. */
export function refusedBody(code: string, event: { readonly kind: string; readonly body: object }): string {
  return canonical({ code, detail: detailOf(code), event: { kind: event.kind, body: event.body } });
}

export function resultOf({ code, overruns }: Verdict, { seq, hash }: Placed): EventResult {
  const entry = { seq, hash: `0x${hash}` };
  return code === null ? { ok: true, overruns, entry } : { ok: false, code, detail: detailOf(code), entry };
}

function detailOf(code: string): string {
  return (EVENT_CODES as Readonly<Record<string, string>>)[code] ?? code;
}
