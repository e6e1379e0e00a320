import { expect, test } from "vitest";
import type { Requirement } from "../kernel/requirement.ts";
import { type Ask, type Event, next } from "./life.ts";
import { type Grant, newStanding, revoke, type Standing, type Use, use } from "./standing.ts";

const NOBODY: Requirement = { kind: "all", of: [] };
const asked: Event = { kind: "asked", entry: "e", at: 0, requirement: NOBODY, expires_at: 100 };
const says = (word: "approve" | "refuse" | "withdraw", at = 1): Event => ({
  kind: "stated",
  entry: "e",
  at,
  statement: { person: "bob", says: word },
});
const granted: Event = { kind: "granted", entry: "e", at: 2 };
const refused: Event = { kind: "refused", entry: "e", at: 2 };
const expired: Event = { kind: "expired", entry: "e", at: 100 };
const consumed: Event = { kind: "consumed", entry: "e", at: 3, decision: "d" };

/** Where a fold ends: the phase, or the refusal of its last event. */
function ends(events: readonly Event[]): string {
  let ask: Ask | null = null;
  let end = "";
  for (const event of events) {
    const step = next(ask, event);
    if (step.ok) ask = step.ask;
    end = step.ok ? step.ask.phase : step.code;
  }
  return end;
}

test.each<[string, readonly Event[]]>([
  ["pending", [asked]],
  ["pending", [asked, says("approve")]],
  ["granted", [asked, says("approve"), granted]],
  ["consumed", [asked, says("approve"), granted, consumed]],
  ["refused", [asked, says("refuse"), refused]],
  ["refused", [asked, says("approve"), granted, says("refuse"), refused]],
  ["pending", [asked, says("approve"), granted, says("withdraw")]],
  ["consume.pending", [asked, says("approve"), granted, says("withdraw"), consumed]],
  ["expired", [asked, expired]],
  ["expired", [asked, granted, expired]],
  ["ask.known", [asked, asked]],
  ["ask.unknown", [says("approve")]],
  ["ask.unknown", [consumed]],
  ["ask.foreign", [asked, { ...granted, entry: "another" }]],
  ["ask.foreign", [asked, granted, { ...consumed, entry: "another" }]],
  ["ask.early", [asked, { ...expired, at: 99 }]],
  ["ask.expired", [asked, says("approve", 100)]],
  ["ask.expired", [asked, { ...granted, at: 100 }]],
  ["ask.expired", [asked, granted, { ...consumed, at: 100 }]],
  ["ask.expired", [asked, expired, says("approve")]],
  ["ask.expired", [asked, granted, expired, consumed]],
  ["statement.double", [asked, says("approve"), says("approve")]],
  ["statement.nothing_to_withdraw", [asked, says("withdraw")]],
  ["consume.pending", [asked, says("approve"), consumed]],
  ["consume.already", [asked, granted, consumed, consumed]],
  ["ask.closed", [asked, granted, consumed, says("withdraw")]],
  ["ask.closed", [asked, refused, says("approve")]],
  ["ask.closed", [asked, refused, granted]],
  ["ask.closed", [asked, refused, consumed]],
])("%s is the end of case %#", (end, events) => {
  expect(ends(events)).toBe(end);
});

test("final phases never end", () => {
  const events = [asked, says("approve"), says("refuse"), says("withdraw"), granted, refused, expired, consumed];
  for (const first of [[refused], [expired], [granted, consumed]]) {
    for (const event of events) {
      const end = ends([asked, ...first, event]);
      expect(end).toMatch(/^(?:ask|consume)\./);
    }
  }
});

const GRANT: Grant = { id: "g", scope: { kind: "timeboxed" }, expires_at: 100, amount: null, count: null };
const USE: Use = { at: 1, session: null, amounts: { USD: "0.1" } };

/** The refusal of the last of some uses, or what the grant has served. */
function served(grant: Partial<Grant>, uses: readonly Partial<Use>[]): string {
  let standing: Standing = newStanding({ ...GRANT, ...grant });
  let end = "";
  for (const one of uses) {
    const used = use(standing, { ...USE, ...one });
    if (used.ok) standing = used.standing;
    end = used.ok ? `${used.standing.uses} for ${used.standing.used}` : used.code;
  }
  return end;
}

const TENTHS = { unit: "USD", limit: "0.3" };

test.each<[string, Partial<Grant>, readonly Partial<Use>[]]>([
  ["2 for 0", {}, [{}, {}]],
  ["3 for 0.3", { amount: TENTHS }, [{}, {}, {}]],
  ["grant.amount_exceeded", { amount: TENTHS }, [{}, {}, {}, {}]],
  ["grant.amount_unknown", { amount: TENTHS }, [{ amounts: { EUR: "0.1" } }]],
  ["1 for 0", { amount: TENTHS }, [{ amounts: null }]],
  ["grant.used_up", { count: 1 }, [{}, {}]],
  ["grant.used_up", { scope: { kind: "once" }, count: 5 }, [{}, {}]],
  ["1 for 0", { scope: { kind: "session", session: "s" } }, [{ session: "s" }]],
  ["grant.other_session", { scope: { kind: "session", session: "s" } }, [{ session: "t" }]],
  ["grant.other_session", { scope: { kind: "session", session: "s" } }, [{ session: null }]],
  ["1 for 0", {}, [{ at: 99 }]],
  ["grant.expired", {}, [{ at: 100 }]],
])("a standing grant: %s (case %#)", (end, grant, uses) => {
  expect(served(grant, uses)).toBe(end);
});

test("a grant that was revoked serves nothing", () => {
  expect(use(revoke(newStanding(GRANT)), USE)).toEqual({ ok: false, code: "grant.revoked" });
});
