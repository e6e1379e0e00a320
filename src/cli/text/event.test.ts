import { expect, test } from "vitest";
import { eventTold } from "./event.ts";

const CLAIM = { decision: "d-7", guard: "local" };

test.each([
  ["genesis", { origin: "writ/1" }, ["writ/1", ""]],
  ["policy", { sources: [{ name: "a.toml" }, { name: "b.cedar" }] }, ["a.toml, b.cedar", ""]],
  [
    "policy_refused",
    { sources: [{ name: "a.toml" }], diagnostics: [{ message: "no such field" }] },
    ["a.toml", "no such field"],
  ],
  [
    "statement",
    { becomes: "granted", signed: { statement: { approver: { person: "alice" }, says: "approve", reason: null } } },
    ["alice says approve: granted", ""],
  ],
  ["claim", CLAIM, ["d-7", ""]],
  ["outcome", { ...CLAIM, status: "failed" }, ["d-7 failed", ""]],
  ["outcome", { ...CLAIM, status: "executed", overruns: [{}] }, ["d-7 executed", "more moved than was left"]],
  ["release", { ...CLAIM, reason: "released", evidence: "cancelled" }, ["d-7 released", "cancelled"]],
  ["release", { decision: "d-7", reason: "expired" }, ["d-7 expired", ""]],
  ["freeze", { frozen: true, scope: { kind: "all" }, reason: "x" }, ["everything", "x"]],
  ["freeze", { frozen: false, scope: { kind: "tenant", id: "acme" }, reason: "x" }, ["lifted: tenant acme", "x"]],
  ["clock_jump", { expected: "2026", read: "2027" }, ["expected 2026", "the clock said 2027"]],
  ["clock_jump", { expected: "2026", read: null }, ["expected 2026", "the clock said nothing"]],
  ["clock_confirm", { jump: 3, read: "2027", reason: "x" }, ["2027", "x"]],
  [
    "event_refused",
    { code: "claim.already", detail: "it is claimed", event: { kind: "claim", body: CLAIM } },
    ["claim d-7", "claim.already: it is claimed"],
  ],
  ["decision", { decision: { decision: "allow" } }, ["", ""]],
  ["toString", {}, ["", ""]],
] as const)("a %s is told as what it is about: %j", (kind, body, told) => {
  expect(eventTold(kind, body)).toEqual(told);
});

test.each(["freeze", "statement", "event_refused", "outcome", "policy_refused"])(
  "a %s of any other form does not break the listing",
  (kind) => {
    for (const body of [null, 7, [], {}, { signed: null, event: 1, scope: "x", sources: {}, diagnostics: [null] }])
      expect(eventTold(kind, body)).toHaveLength(2);
  },
);
