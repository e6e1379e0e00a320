import { describe, expect, it } from "vitest";
import { HOUR, NOW, openOffice, RULES, STAFF, STORES, WIRE } from "./office.ts";

describe.each(STORES)("an ask in %s", (kind) => {
  it("is allowed once by those whom its rule requires, and asked again afterwards", async () => {
    const office = await openOffice(kind);
    const ask = await office.engine.decide(WIRE);
    expect(ask).toMatchObject({ decision: "ask", approvals: { missing: ["wire"], needs: ["2 of finance"] } });
    expect(await office.engine.statement(office.says("alice-laptop", ask))).toMatchObject({
      ok: true,
      becomes: "pending",
    });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    expect(await office.engine.statement(office.says("bob", ask))).toMatchObject({ ok: true, becomes: "granted" });
    await office.reopen();
    expect(office.engine.approvals()).toMatchObject([{ id: ask.id, state: "granted", missing: null }]);
    expect(await office.engine.decide({ ...WIRE, principal: "user:frank" })).toMatchObject({ decision: "ask" });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "allow" });
    expect(office.engine.approvals()).toMatchObject([{ state: "consumed" }, { state: "pending" }]);
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    await office.close();
  });

  it("is resumed without its call being sent again", async () => {
    const office = await openOffice(kind);
    const ask = await office.engine.decide(WIRE);
    for (const id of ["alice-phone", "erin"]) await office.engine.statement(office.says(id, ask));
    expect(await office.engine.resume(ask.id ?? "")).toMatchObject({
      decision: "allow",
      request_hash: ask.request_hash,
    });
    expect(await office.engine.resume("d-99")).toMatchObject({ decision: "deny", deny_code: "request.invalid" });
    await office.close();
  });

  it("is resumed by the id of whoever asked again for the same", async () => {
    const office = await openOffice(kind);
    const ask = await office.engine.decide(WIRE);
    const again = await office.engine.decide(WIRE);
    expect(again).toMatchObject({ decision: "ask", request_hash: ask.request_hash });
    expect(again.id).not.toBe(ask.id);
    expect(office.engine.approvals()).toHaveLength(1);
    for (const id of ["alice-phone", "erin"]) await office.engine.statement(office.says(id, ask));
    const resumed = await office.engine.resume(again.id ?? "");
    expect(resumed).toMatchObject({ decision: "allow", request_hash: ask.request_hash });
    for (const id of [resumed.id ?? "", "d-0", "d-1", "d-x"])
      expect(await office.engine.resume(id)).toMatchObject({ decision: "deny", deny_code: "request.invalid" });
    await office.close();
  });

  it("is denied once it is refused, until its time is over", async () => {
    const office = await openOffice(kind);
    const ask = await office.engine.decide(WIRE);
    expect(await office.engine.statement(office.says("bob", ask, { says: "refuse" }))).toMatchObject({
      becomes: "refused",
    });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "deny", deny_code: "approval.refused" });
    office.clock.now = NOW + HOUR;
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    await office.close();
  });

  it("is told when nobody answered in time, and asked anew after that", async () => {
    const office = await openOffice(kind);
    await office.engine.decide(WIRE);
    office.clock.now = NOW + HOUR;
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "deny", deny_code: "approval.expired" });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "ask" });
    expect(office.engine.approvals()).toMatchObject([{ state: "expired" }, { state: "pending" }]);
    await office.close();
  });

  it("is not for the owner of the agent that asks to approve", async () => {
    const office = await openOffice(kind, { rules: `${RULES}\n[[agents]]\nid = "agent:helper"\nowner = "user:bob"\n` });
    const call = { ...WIRE, principal: "agent:helper" };
    const ask = await office.engine.decide(call);
    expect(ask).toMatchObject({ decision: "ask" });
    expect(await office.engine.statement(office.says("bob", ask))).toMatchObject({ code: "statement.not_entitled" });
    for (const id of ["alice-laptop", "erin"]) await office.engine.statement(office.says(id, ask));
    expect(await office.engine.decide(call)).toMatchObject({ decision: "allow" });
    await office.close();
  });

  it("stays good when an approver joins, and counts who belongs now", async () => {
    const office = await openOffice(kind);
    const ask = await office.engine.decide(WIRE);
    await office.engine.statement(office.says("alice-laptop", ask));
    expect(await office.engine.statement(office.says("carol", ask))).toMatchObject({ code: "statement.not_entitled" });
    await office.reopen({ staff: STAFF.map((one) => (one.id === "carol" ? { ...one, groups: ["finance"] } : one)) });
    expect(await office.engine.statement(office.says("carol", ask))).toMatchObject({ becomes: "granted" });
    expect(await office.engine.decide(WIRE)).toMatchObject({ decision: "allow" });
    await office.close();
  });
});
