/** What happens to a ledger besides decisions: claims, outcomes, releases, freezes; and how its budgets stand. */

import type { Book } from "../book/book.ts";
import type { FreezeBody } from "../book/freeze.ts";
import type { Jump } from "../book/jump.ts";
import { type BudgetStanding, type OpenStanding, openStandings, standings } from "../book/standing.ts";
import type { TicketEvent } from "../book/ticket-event.ts";
import { isRecord } from "../intent/call.ts";
import type { FreezeScope } from "../kernel/facts.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { confirmWork } from "./clock-work.ts";
import type { Journal } from "./journal.ts";
import { outcomeBody, type Report } from "./reported.ts";
import type { LedgerClock } from "./rising-clock.ts";
import { type EventResult, type EventWork, eventWork, freezeWork, recordEvent, type Unfit } from "./ticket-work.ts";

/** The credential of who embeds the engine and says nothing else. */
export const LOCAL_GUARD = "local";

/** Who acts on an answer; the one it was given to. */
export interface ByGuard {
  readonly guard?: string;
}

/** Exactly one of `all`, `tenant` and `principal`. */
export interface FreezeOptions {
  readonly all?: true;
  readonly tenant?: string;
  readonly principal?: string;
  /** For people. */
  readonly reason: string;
  /** RFC 3339; until it is lifted, if left out. */
  readonly until?: string;
}

/** Never rejects: whatever goes wrong is a result with `ok: false`, and then nobody may act. */
export interface Control {
  /** A guard is about to act on the allow `id`: exactly one claim of a decision succeeds. */
  claim(id: string, by?: ByGuard): Promise<EventResult>;
  /** What became of it. What really moved is recorded in full, and may be more than was reserved. */
  outcome(id: string, report: Report & ByGuard): Promise<EventResult>;
  /** Nobody will act on it; or, with evidence or after its time, a signature can no longer be used. */
  release(id: string, by?: ByGuard & { readonly evidence?: string }): Promise<EventResult>;
  freeze(options: FreezeOptions): Promise<EventResult>;
  unfreeze(options: Omit<FreezeOptions, "until">): Promise<EventResult>;
  /** The jump of the clock that nobody has confirmed, or null: while there is one, nothing is moved, claimed or asked. */
  clockJump(): Jump | null;
  /** Accepts the time that the clock shows now; `reason` is for people. */
  confirmClock(reason: string): Promise<EventResult>;
  /** Every balance of every budget in force. */
  budgets(): readonly BudgetStanding[];
  /** Everything that still counts and is not settled, oldest first. */
  open(): readonly OpenStanding[];
}

export interface ControlParts {
  readonly journal: Journal;
  readonly book: Book;
  /** Never falls. */
  readonly clock: LedgerClock;
  /** The time at which budgets are shown. */
  readonly standAt: () => number;
  /** The policy of the ledger; null where one ledger is for all. */
  readonly snapshot: () => Snapshot | null;
}

export function createControl({ journal, book, clock, standAt, snapshot }: ControlParts): Control {
  const now = (): string => formatInstant(clock.now());

  const record = (make: () => EventWork): Promise<EventResult> => recordEvent(journal, make);

  function happen(id: string, make: (decision: string, reserved: readonly Movement[]) => TicketEvent | Unfit) {
    const decision = idOf(id);
    return record(() =>
      eventWork((reserved) => make(decision, reserved), { decision, at: now(), book, snapshot: snapshot() }),
    );
  }

  return {
    claim: (id, by) => happen(id, (decision) => ({ kind: "claim", body: { decision, guard: guardOf(by) } })),
    outcome: (id, report) =>
      happen(id, (decision, reserved) => {
        const claim = { decision, guard: guardOf(report) };
        const body = isRecord(report) ? outcomeBody(claim, report as Report, reserved) : null;
        return body === null ? unfit(claim) : { kind: "outcome", body };
      }),
    release: (id, by) =>
      happen(id, (decision) => {
        const evidence = evidenceOf(by);
        return { kind: "release", body: { decision, guard: guardOf(by), reason: "released", evidence } };
      }),
    freeze: (options) => record(() => freezeWork(freezeBody(options, clock.now()), now())),
    unfreeze: (options) => record(() => freezeWork(freezeBody(options, null), now())),
    clockJump: () => book.jumps.open(),
    confirmClock: (reason) => record(() => confirmWork(String(reason), clock, book)),
    budgets: () => standings(book.tickets, standAt()),
    open: () => openStandings(book.tickets),
  };
}

/** Names that no decision has are not recorded word for word: they may be of any length. */
function idOf(id: unknown): string {
  return typeof id === "string" && /^d-\d{1,16}$/.test(id) ? id : "unknown";
}

/** What is no name is that of no guard, to which nothing was given. */
function guardOf(by: unknown): string {
  const guard = isRecord(by) ? by["guard"] : undefined;
  return guard === undefined ? LOCAL_GUARD : typeof guard === "string" ? guard : "unknown";
}

/** Null where nothing is said: a blank shows nobody that a signature cannot be used. */
function evidenceOf(by: unknown): string | null {
  const evidence = isRecord(by) ? by["evidence"] : undefined;
  return typeof evidence === "string" && evidence.trim() !== "" ? evidence : null;
}

function unfit(body: object): Unfit {
  return { code: "outcome.invalid", event: { kind: "outcome", body } };
}

/** `now` is when it begins; null lifts it. */
function freezeBody(options: FreezeOptions, now: number | null): FreezeBody {
  const { all, tenant, principal, reason, until }: Partial<FreezeOptions> = options ?? {};
  const scopes: readonly FreezeScope[] = [
    ...(all === true ? [{ kind: "all" } as const] : []),
    ...(tenant === undefined ? [] : [{ kind: "tenant", id: nameOf(tenant) } as const]),
    ...(principal === undefined ? [] : [{ kind: "principal", id: nameOf(principal) } as const]),
  ];
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1)
    throw new TypeError("expected exactly one of `all`, `tenant` and `principal`");
  return { frozen: now !== null, reason: String(reason ?? ""), scope, until: endOf(until, now) };
}

function nameOf(id: unknown): string {
  if (typeof id === "string" && id !== "") return id;
  throw new TypeError("a tenant or principal is named by a text that is not empty");
}

/** A freeze that is over when it begins would end the one that stands in its place. */
function endOf(until: unknown, now: number | null): string | null {
  if (until === undefined || until === null || now === null) return null;
  const end = typeof until === "string" ? parseInstant(until) : null;
  if (end === null) throw new TypeError("`until` is not an RFC 3339 instant");
  if (end <= now) throw new TypeError("`until` is over already");
  return formatInstant(end);
}
