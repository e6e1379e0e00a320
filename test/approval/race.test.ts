/** Who comes first: approvers, resumers and restarts, all at once. */

import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/kernel/decision.ts";
import { readEntry } from "../../src/ledger/entry.ts";
import { HOUR, NOW, type Office, openOffice, STORES, WIRE } from "./office.ts";

const CALLERS = 50;

async function asked(kind: "memory" | "sqlite", approvers: readonly string[]): Promise<readonly [Office, Answer]> {
  const office = await openOffice(kind);
  const ask = await office.engine.decide(WIRE);
  for (const id of approvers) await office.engine.statement(office.says(id, ask));
  return [office, ask];
}

const allows = (answers: readonly Answer[]): number => answers.filter(({ decision }) => decision === "allow").length;

describe.each(STORES)("in %s", (kind) => {
  it("fifty who resume at once get one allow", async () => {
    const [office, ask] = await asked(kind, ["alice-laptop", "bob"]);
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => office.engine.resume(ask.id ?? "")));
    expect(allows(answers)).toBe(1);
    expect(answers.filter(({ decision }) => decision === "ask")).toHaveLength(CALLERS - 1);
    await office.close();
  });

  it("fifty who decide and resume across a restart get one allow", async () => {
    const [office, ask] = await asked(kind, ["alice-laptop", "bob"]);
    const first = await Promise.all(Array.from({ length: CALLERS / 2 }, () => office.engine.decide(WIRE)));
    await office.reopen();
    const second = await Promise.all(Array.from({ length: CALLERS / 2 }, () => office.engine.resume(ask.id ?? "")));
    expect(allows([...first, ...second])).toBe(1);
    await office.close();
  });

  it("an approval and a refusal at once leave one end, the same after a restart", async () => {
    for (const order of [
      ["erin", "bob"],
      ["bob", "erin"],
    ] as const) {
      const [office, ask] = await asked(kind, ["alice-laptop"]);
      const say = (id: string) =>
        office.engine.statement(office.says(id, ask, id === "erin" ? { says: "refuse" } : {}));
      await Promise.all(order.map(say));
      const answers = await Promise.all([office.engine.decide(WIRE), office.engine.decide(WIRE)]);
      expect(answers.map(({ deny_code }) => deny_code)).toEqual(["approval.refused", "approval.refused"]);
      await office.reopen();
      expect(office.engine.approvals()).toMatchObject([{ state: "refused" }]);
      await office.close();
    }
  });

  it("a refusal that comes after the use changes nothing", async () => {
    const [office, ask] = await asked(kind, ["alice-laptop", "bob"]);
    const [answer, late] = await Promise.all([
      office.engine.decide(WIRE),
      office.engine.statement(office.says("erin", ask, { says: "refuse" })),
    ]);
    expect(answer).toMatchObject({ decision: "allow" });
    expect(late).toMatchObject({ ok: false, code: "ask.closed" });
    await office.close();
  });

  it("one of three withdraws: the other two are enough, and one of them is not", async () => {
    const [office, ask] = await asked(kind, ["alice-laptop", "bob", "erin"]);
    const withdraw = (id: string) => office.engine.statement(office.says(id, ask, { says: "withdraw" }));
    expect(await withdraw("bob")).toMatchObject({ ok: true, becomes: "granted" });
    expect(await withdraw("erin")).toMatchObject({ ok: true, becomes: "pending" });
    expect(office.engine.approvals()).toMatchObject([{ state: "pending", missing: "1 of group:finance" }]);
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    await office.engine.statement(office.says("erin", ask));
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "allow" });
    await office.close();
  });

  it("every step is an entry, refused ones too", async () => {
    const [office, ask] = await asked(kind, ["alice-laptop"]);
    await office.engine.statement(office.says("carol", ask));
    await office.engine.statement("x");
    await office.engine.statement(office.says("bob", ask));
    await office.engine.decide(WIRE);
    const kinds: unknown[] = [];
    await office.engine.journal.head();
    for await (const text of office.store.entries(2, 100)) {
      const entry = readEntry(text);
      kinds.push([entry?.kind, (entry?.body as { code?: string } | undefined)?.code]);
    }
    expect(kinds).toEqual([
      ["decision", undefined],
      ["statement", undefined],
      ["event_refused", "statement.not_entitled"],
      ["event_refused", "statement.malformed"],
      ["statement", undefined],
      ["decision", undefined],
    ]);
    await office.close();
  });
});

describe("an approval that stands", () => {
  const open = { amount: null, count: null };

  it("serves a session until it is taken back", async () => {
    const office = await openOffice();
    const call = { ...WIRE, session: "s1" };
    const ask = await office.engine.decide(call);
    const scope = { kind: "session", session: "s1", ...open } as const;
    for (const id of ["alice-laptop", "bob"]) await office.engine.statement(office.says(id, ask, { scope }));
    const args = { to: "other", amount: "9" };
    expect(await office.engine.decide({ ...call, args })).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(call)).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(call)).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide({ ...call, session: "s2" })).toMatchObject({ decision: "ask" });
    expect(await office.engine.decide({ ...call, tool: "wire_all" })).toMatchObject({ decision: "ask" });
    expect(await office.engine.statement(office.says("bob", ask, { says: "withdraw" }))).toMatchObject({ ok: true });
    expect(await office.engine.decide(call)).toMatchObject({ decision: "ask" });
    await office.close();
  });

  it("serves so many requests and no more, however many come at once", async () => {
    const office = await openOffice();
    const ask = await office.engine.decide(WIRE);
    const scope = { kind: "timeboxed", amount: null, count: 3 } as const;
    for (const id of ["alice-laptop", "bob"]) await office.engine.statement(office.says(id, ask, { scope }));
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => office.engine.decide(WIRE)));
    expect(allows(answers)).toBe(3);
    await office.close();
  });

  it("serves the same principal, action and resource only, each with its type", async () => {
    const rules = '[[rules]]\nid = "drop"\naction = "DROP"\neffect = "ask"\napprovals = "1 of finance"\n';
    const office = await openOffice("memory", { rules });
    const drop = (resource: string, subject = "agent") => ({
      kind: "access",
      subject: { type: subject, id: "x" },
      action: "DROP",
      resource: { type: resource, id: "prod" },
    });
    const ask = await office.engine.decide(drop("Folder"));
    const scope = { kind: "timeboxed", ...open } as const;
    expect(await office.engine.statement(office.says("bob", ask, { scope }))).toMatchObject({ ok: true });
    expect(await office.engine.decide(drop("Folder"))).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(drop("Folder"))).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(drop("Database"))).toMatchObject({ decision: "ask" });
    expect(await office.engine.decide(drop("Folder", "user"))).toMatchObject({ decision: "ask" });
    await office.close();
  });

  it("can be given again when it has lapsed", async () => {
    const office = await openOffice();
    const ask = await office.engine.decide(WIRE);
    const until = { expires_at: "2026-11-20T12:10:00.000Z" };
    for (const id of ["alice-laptop", "bob"]) await office.engine.statement(office.says(id, ask, until));
    office.clock.now = NOW + HOUR / 2;
    expect(office.engine.approvals()).toMatchObject([{ state: "pending", missing: "2 of group:finance" }]);
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    const again = { issued_at: "2026-11-20T12:30:00.000Z" };
    for (const id of ["alice-laptop", "bob"])
      expect(await office.engine.statement(office.says(id, ask, again))).toMatchObject({ ok: true });
    expect(await office.engine.statement(office.says("bob", ask, again))).toMatchObject({ code: "statement.double" });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "allow" });
    await office.close();
  });

  it("needs all who are required to let it stand", async () => {
    const office = await openOffice();
    const ask = await office.engine.decide(WIRE);
    await office.engine.statement(office.says("alice-laptop", ask, { scope: { kind: "timeboxed", ...open } }));
    await office.engine.statement(office.says("bob", ask));
    const answers = [await office.engine.decide(WIRE), await office.engine.decide(WIRE)];
    expect(answers.map(({ decision }) => decision)).toEqual(["allow", "ask"]);
    await office.close();
  });

  it("serves up to its amount, in its unit", async () => {
    const rules = '[[rules]]\nid = "pay"\naction = "PAY"\neffect = "ask"\napprovals = "1 of finance"\n';
    const office = await openOffice("memory", { rules });
    const pay = (amount: string, currency = "USD") => ({
      kind: "action",
      action: "PAY",
      tenant: "t",
      amount,
      currency,
    });
    const ask = await office.engine.decide(pay("60"));
    const scope = { kind: "timeboxed", amount: { limit: "100", unit: "USD" }, count: null } as const;
    expect(await office.engine.statement(office.says("bob", ask, { scope, tenant: "t" }))).toMatchObject({ ok: true });
    expect(await office.engine.decide(pay("60"))).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(pay("41"))).toMatchObject({ decision: "ask" });
    expect(await office.engine.decide(pay("40", "EUR"))).toMatchObject({ decision: "ask" });
    expect(await office.engine.decide(pay("40"))).toMatchObject({ decision: "allow" });
    expect(await office.engine.decide(pay("0.01"))).toMatchObject({ decision: "ask" });
    await office.close();
  });
});

describe("an audit", () => {
  const day = async (): Promise<Office> => {
    const [office, ask] = await asked("memory", ["alice-laptop"]);
    await office.engine.statement(office.says("carol", ask));
    await office.engine.statement(office.says("bob", ask));
    await Promise.all([office.engine.decide(WIRE), office.engine.decide(WIRE)]);
    return office;
  };

  it("finds nothing in what was recorded", async () => {
    expect(await (await day()).audit()).toEqual([]);
  });

  it.each([
    ["a quorum that was not reached", '"becomes":"pending"', '"becomes":"granted"'],
    ["a statement that says something else", '"reason":null', '"reason":"ok"'],
    ["a refusal under another code", '"code":"statement.not_entitled"', '"code":"statement.expired"'],
    ["an approval that is not used up", '"becomes":"consumed"', '"becomes":"pending"'],
    [
      "another time to answer",
      '"expires_at":"2026-11-20T13:00:00.000Z","grounds"',
      '"expires_at":"2027-11-20T13:00:00.000Z","grounds"',
    ],
    ["other words for the approvers", "money leaves the house", "nothing to see here"],
    ["approvals that were not there", '"approvals":[{"ask"', '"approvals":[{"ask":"0x00","grants":["note"]},{"ask"'],
  ])("finds %s", async (_, from, to) => {
    const office = await day();
    const findings = await office.audit((text) => (text.includes('"kind":"policy"') ? text : text.replace(from, to)));
    expect(findings).not.toEqual([]);
  });
});
