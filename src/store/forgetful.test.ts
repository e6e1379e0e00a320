import { describe, expect, it } from "vitest";
import { openEngine } from "../engine.ts";
import { forgetfulStore } from "./forgetful.ts";

const open = () =>
  openEngine({
    policies: { files: [{ name: "policy.toml", text: 'approval_mode = "ask"' }], diagnostics: [] },
    state: "memory",
    history: "forgotten",
  });

const batch = { first: 0, prev: "", last: "", tiles: [] };

describe("a store that keeps next to nothing", () => {
  it("serves an engine, which numbers its entries and chains them", async () => {
    const engine = await open();
    const call = { kind: "tool", tool: "x", args: [] };
    const answers = [await engine.decide(call), await engine.decide(call)];
    expect(answers.map(({ id, entry }) => [id, entry?.seq])).toEqual([
      ["d-2", 2],
      ["d-3", 3],
    ]);
    expect(answers[0]?.entry?.hash).not.toBe(answers[1]?.entry?.hash);
    await engine.close();
  });

  it("still answers who asks again with the same key", async () => {
    const engine = await open();
    const action = { kind: "action", action: "ACTION_X", tenant: "t", idempotency_key: "0123456789abcdef" };
    expect(await engine.decide(action)).toMatchObject({ decision: "deny", id: "d-2" });
    expect(await engine.decide(action)).toMatchObject({ decision: "deny", id: "d-2" });
    await engine.close();
  });

  it("lets the first call be of any time, and a later one of none before", async () => {
    const engine = await open();
    const at = (time: string) => engine.decide({ kind: "tool", tool: "x", args: [], at: time });
    expect((await at("2020-01-01T00:00:00Z")).decision).toBe("ask");
    expect((await at("2019-12-31T23:59:59Z")).deny_code).toBe("engine.clock");
    await engine.close();
  });

  it("refuses what does not follow, and to be opened as if it still had its entries", async () => {
    const store = forgetfulStore();
    await store.open();
    await store.append({ ...batch, entries: ["a"] });
    await expect(store.append({ ...batch, entries: ["b"] })).rejects.toMatchObject({ code: "refused" });
    await expect(store.open()).rejects.toMatchObject({ code: "refused" });
  });
});
