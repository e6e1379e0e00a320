import { describe, expect, it } from "vitest";
import { canonical } from "../kernel/canonical.ts";
import { type ApprovalStatement, openStatement, PURPOSE, signingInput, signStatement } from "./statement.ts";

const KEY = `${"A".repeat(43)}=`;

const STATEMENT: ApprovalStatement = {
  approver: { key: KEY, person: "alice" },
  ask: `0x${"0".repeat(64)}`,
  expires_at: "2026-11-20T12:30:00.000Z",
  issued_at: "2026-11-20T12:00:00.000Z",
  origin: "writ/test",
  purpose: PURPOSE,
  reason: null,
  says: "approve",
  scope: { kind: "once" },
  tenant: null,
};

/** Stands for a curve: a "signature" is the length of what is signed. */
const sign = (message: Uint8Array): Uint8Array => new Uint8Array(64).fill(message.length % 256);
const verify = (_key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  signature.every((byte) => byte === message.length % 256);

const opened = (over: object): unknown => openStatement(signStatement({ ...STATEMENT, ...over }, sign), verify);

describe("a signed statement", () => {
  it("is read back to what was signed", () => {
    expect(opened({})).toMatchObject({ statement: STATEMENT });
    const bounds = { amount: { limit: "100", unit: "USD" }, count: 3 };
    expect(opened({ scope: { kind: "session", session: "s", ...bounds } })).toMatchObject({ statement: {} });
    expect(opened({ scope: { kind: "timeboxed", amount: null, count: null } })).toMatchObject({ statement: {} });
    expect(opened({ says: "withdraw", scope: null, reason: "a mistake" })).toMatchObject({ statement: {} });
  });

  it("is signed as something that no note can be", () => {
    const text = new TextDecoder().decode(signingInput(STATEMENT));
    expect(text).toBe(`\0writ/approval/v1\n${canonical(STATEMENT)}`);
  });

  it("with another signature is none", () => {
    const text = signStatement(STATEMENT, () => new Uint8Array(64));
    expect(openStatement(text, verify)).toBe("bad_signature");
  });

  it.each<readonly [string, object]>([
    ["another purpose", { purpose: "writ/approval/v2" }],
    ["a short key", { approver: { key: "AAAA", person: "alice" } }],
    ["nobody", { approver: { key: KEY, person: "" } }],
    ["more of an approver", { approver: { key: KEY, person: "alice", role: "ceo" } }],
    ["a hash in upper case", { ask: `0x${"A".repeat(64)}` }],
    ["a hash without a prefix", { ask: "0".repeat(64) }],
    ["an instant without fraction", { issued_at: "2026-11-20T12:00:00Z" }],
    ["an end before its beginning", { expires_at: "2026-11-20T12:00:00.000Z" }],
    ["another word", { says: "allow" }],
    ["an approval without scope", { scope: null }],
    ["a refusal with scope", { says: "refuse" }],
    ["an unknown scope", { scope: { kind: "forever" } }],
    ["a bounded once", { scope: { kind: "once", count: 2 } }],
    ["no requests", { scope: { kind: "timeboxed", amount: null, count: 0 } }],
    ["half a request", { scope: { kind: "timeboxed", amount: null, count: 1.5 } }],
    ["a negative amount", { scope: { kind: "timeboxed", amount: { limit: "-1", unit: "USD" }, count: null } }],
    [
      "an amount that is not canonical",
      { scope: { kind: "timeboxed", amount: { limit: "1.0", unit: "USD" }, count: null } },
    ],
    ["an empty tenant", { tenant: "" }],
    ["one member more", { more: null }],
    ["a long reason", { reason: "x".repeat(5000) }],
  ])("with %s is malformed", (_, over) => {
    expect(opened(over)).toBe("malformed");
  });
});
