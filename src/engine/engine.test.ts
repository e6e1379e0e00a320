import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../book/book.ts";
import { openEngine } from "../engine.ts";
import { checkPolicies } from "../index.ts";
import type { Answer } from "../kernel/decision.ts";
import { type Entry, entryHash, readEntry } from "../ledger/entry.ts";
import { memoryStore } from "../store/memory.ts";
import { createEngine, type Engine, type EngineParts } from "./engine.ts";
import { openJournal } from "./journal.ts";
import { policyEntry } from "./policy-entry.ts";
import { type Store, StoreError } from "./port.ts";
import { offsetAt } from "./zone.ts";

const POLICY = `
[[rules]]
action = "allow"
tool_pattern = "read_*"

[[rules]]
action = "deny"
tool_pattern = "delete_*"
reason = "nothing is deleted"
`;

const NOW = Date.UTC(2026, 10, 20, 12);
const READ = { kind: "tool", tool: "read_file", args: ["notes.md"], id: "call-1" };

interface Opened {
  readonly engine: Engine;
  readonly texts: () => readonly string[];
  /** The last entry. */
  readonly last: () => Entry | null;
}

/** An engine on a store in memory, as `openEngine` puts it together. */
async function open(
  text: string = POLICY,
  parts: Partial<EngineParts> & { readonly store?: Store } = {},
): Promise<Opened> {
  const store = parts.store ?? memoryStore();
  const clock = { now: () => NOW };
  const files = [{ name: "policy.toml", text }];
  const { snapshot, diagnostics } = checkPolicies(files);
  const book = createBook(offsetAt);
  const journal = await openJournal({ store, signer: null, clock, sha256, origin: "writ/test", fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, "2026-11-20T12:00:00.000Z");
  const engine = createEngine({ snapshot, journal, book, clock, files: null, sha256, time: "own", ...parts });
  const texts = (): readonly string[] => [...(store.entries(0, 1000) as Iterable<string>)];
  return { engine, texts, last: () => readEntry(texts().at(-1) ?? "") };
}

type Fault = "before" | "after" | null;

/** A store whose next append fails before or after it has stored the batch. */
function faulty(): { readonly store: Store; fail: (fault: Fault) => void } {
  const inner = memoryStore();
  let next: Fault = null;
  const append: Store["append"] = async (batch) => {
    const fault = next;
    next = null;
    if (fault === "before") throw new StoreError("refused", "the disk is full");
    await inner.append(batch);
    if (fault === "after") throw new StoreError("in_doubt", "the disk did not answer");
  };
  return { store: { ...inner, append }, fail: (fault) => (next = fault) };
}

const callOf = (entry: Entry | null): unknown => (entry?.body as { readonly call?: unknown } | undefined)?.call;

describe("an answer", () => {
  it("is the decision, and its entry is in the ledger", async () => {
    const { engine, texts, last } = await open();
    const answer = await engine.decide(READ);
    const text = texts().at(-1) ?? "";
    expect(answer).toMatchObject({ decision: "allow", call_id: "call-1", id: "d-2", entry: { seq: 2 } });
    expect(answer.entry?.hash).toBe(`0x${entryHash(text, sha256)}`);
    expect(last()).toMatchObject({ kind: "decision", body: { decision: { decision: "allow" } } });
  });

  it.each([
    ["before", "engine.ledger_unavailable", 2],
    ["after", "engine.in_doubt", 3],
  ] as const)(
    "is a denial without entry when storing fails %s the commit, and the next one is recorded",
    async (fault, code, seq) => {
      const { store, fail } = faulty();
      const { engine, texts } = await open(POLICY, { store });
      fail(fault);
      const denied: Answer = { ...(await engine.decide(READ)) };
      expect(denied).toMatchObject({ decision: "deny", deny_code: code, entry: null, id: null, call_id: "call-1" });
      expect(denied).toMatchObject({ matched_rules: [], request_hash: null });
      expect(await engine.decide(READ)).toMatchObject({ decision: "allow", entry: { seq } });
      expect(texts()).toHaveLength(seq + 1);
    },
  );

  it("is a denial for all who wait when their batch fails", async () => {
    const { store, fail } = faulty();
    const { engine } = await open(POLICY, { store });
    fail("before");
    const answers = await Promise.all([1, 2, 3].map(() => engine.decide(READ)));
    expect(answers.map(({ deny_code }) => deny_code)).toEqual(Array(3).fill("engine.ledger_unavailable"));
  });

  it("is a denial when the ledger is closed", async () => {
    const { engine } = await open();
    await engine.close();
    expect(await engine.decide(READ)).toMatchObject({ decision: "deny", deny_code: "engine.ledger_unavailable" });
  });

  it("is a denial when anything else goes wrong", async () => {
    const fail = (): never => {
      throw new Error("unforeseen");
    };
    const broken: readonly Partial<EngineParts>[] = [
      { clock: { now: fail } },
      { files: { resolve: fail } },
      { sha256: fail },
    ];
    for (const parts of broken) {
      const { engine, texts } = await open(POLICY, parts);
      expect(await engine.decide(READ)).toMatchObject({
        decision: "deny",
        deny_code: "engine.internal",
        deny_detail: "unforeseen",
        entry: null,
      });
      expect(texts()).toHaveLength(2);
    }
  });

  it("to a call that brings its own time is a denial: a durable ledger keeps its own", async () => {
    const { engine, last } = await open();
    expect(await engine.decide({ ...READ, at: "2020-01-01T00:00:00Z" })).toMatchObject({ deny_code: "engine.clock" });
    expect(last()).toMatchObject({ at: "2026-11-20T12:00:00.000Z", body: { decision: { deny_code: "engine.clock" } } });
    const options = { policies: { files: [], diagnostics: [] }, state: "writ.db", at: "2026-11-20T12:00:00Z" };
    await expect(openEngine(options)).rejects.toThrow("`at` needs the state `memory`");
  });
});

describe("without a policy that loads", () => {
  it("every call is denied, and both the refusal and the denials are recorded", async () => {
    const { engine, texts, last } = await open("[[rules]]\naction = ");
    expect(readEntry(texts()[1] ?? "")).toMatchObject({ kind: "policy_refused" });
    for (const call of [READ, { kind: "action", action: "ACTION_PAYMENT_INITIATE" }]) {
      expect(await engine.decide(call)).toMatchObject({ decision: "deny", deny_code: "policy.invalid", entry: {} });
      expect(last()).toMatchObject({ kind: "decision", body: { decision: { deny_code: "policy.invalid" } } });
    }
  });
});

describe("what is recorded", () => {
  it("reads back as an entry, whatever it is of", async () => {
    const { engine, texts } = await open();
    const refused = await open("nonsense");
    await engine.decide(READ);
    await engine.decide({ ...READ, tool: "delete_file" });
    await engine.decideText("\ud800");
    await engine.decideText("{");
    await engine.decideText("x".repeat(1_048_577));
    await engine.decide(undefined);
    const entries = [...texts(), ...refused.texts()].map(readEntry);
    expect(entries).not.toContain(null);
    expect(new Set(entries.map((entry) => entry?.kind))).toEqual(
      new Set(["genesis", "policy", "policy_refused", "decision", "refusal"]),
    );
  });

  it("is the call as it was when it was handed over", async () => {
    const { engine, last } = await open();
    const call = { kind: "tool", tool: "read_file", args: ["notes.md"] };
    const pending = engine.decide(call);
    call.tool = "delete_file";
    call.args.push("more");
    expect(await pending).toMatchObject({ decision: "allow" });
    expect(callOf(last())).toBe('{"args":["notes.md"],"kind":"tool","tool":"read_file"}');
  });

  it("is what was decided, also of an object that never says the same twice", async () => {
    const { engine, last } = await open();
    let reads = 0;
    const call = {
      kind: "tool",
      get tool() {
        return ++reads === 1 ? "delete_file" : "read_file";
      },
      args: ["a"],
    };
    expect(await engine.decide(call)).toMatchObject({ decision: "deny", deny_code: "policy.denied" });
    expect([reads, callOf(last())]).toEqual([1, '{"args":["a"],"kind":"tool","tool":"delete_file"}']);
  });

  it("is what the disk said when it was asked first", async () => {
    let asked = 0;
    const files = { resolve: () => (++asked === 1 ? null : "secret/key") };
    const { engine, last } = await open(POLICY, { files });
    expect(await engine.decide({ ...READ, args: ["a/../notes.md"] })).toMatchObject({ decision: "allow" });
    expect([asked, last()?.body]).toEqual([1, expect.not.objectContaining({ links: expect.anything() })]);
  });

  it("is a text word for word, with its white space", async () => {
    const { engine, last } = await open();
    const text = ' {"tool":"read_file", "kind":"tool"}\n';
    expect(await engine.decideText(text)).toMatchObject({ decision: "allow" });
    expect(callOf(last())).toBe(text);
  });
});

const deep = (levels: number): string =>
  `{"kind":"tool","tool":"read_file","args":${"[".repeat(levels)}${"]".repeat(levels)}}`;

/** Many references to one list: its text would be longer than any memory. */
const bomb = (): unknown => {
  let value: unknown = ["x"];
  for (let level = 0; level < 60; level++) value = [value, value];
  return { kind: "tool", tool: "read_file", args: value };
};

describe("a malformed call is denied and recorded as a refusal", () => {
  it.each([
    ["no JSON", "read_file notes.md", "request.invalid"],
    ["nothing", "", "request.invalid"],
    ["more after the value", `${JSON.stringify(READ)}{}`, "request.invalid"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), "request.invalid"],
    ["a lone surrogate", '{"kind":"\ud800"}', "request.invalid"],
    ["duplicate keys", '{"kind":"tool","tool":"delete_file","tool":"read_file"}', "request.invalid"],
    ["a prototype", '{"kind":"tool","tool":"read_file","__proto__":{"args":["a"]}}', "request.invalid"],
    ["more than 64 levels", deep(80), "request.invalid"],
    ["more than 1 MiB", `{"kind":"tool","tool":"read_file","args":["${"é".repeat(600_000)}"]}`, "request.too_large"],
    ["an unknown kind", '{"kind":"spell"}', "request.invalid"],
    ["a number that is not exact", '{"kind":"action","action":"A","amount":9007199254740993.5}', "request.invalid"],
  ])("text: %s", async (_, text, code) => {
    const { engine, last } = await open();
    expect(await engine.decideText(text)).toMatchObject({ decision: "deny", deny_code: code, entry: { seq: 2 } });
    expect(last()).toMatchObject({ kind: "refusal", body: { decision: { deny_code: code } } });
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  it.each([
    ["undefined", undefined, "request.invalid"],
    ["a function", () => READ, "request.invalid"],
    ["an instance of a class", new Date(0), "request.invalid"],
    ["a member that JSON does not have", { ...READ, principal: undefined }, "request.invalid"],
    ["a hole", { ...READ, args: Array(1) }, "request.invalid"],
    ["an integer of more than 64 bits", { ...READ, args: [2n ** 70n] }, "request.invalid"],
    ["a lone surrogate", { ...READ, args: ["\ud800"] }, "request.invalid"],
    ["a cycle", cyclic, "request.invalid"],
    ["more than 64 levels", JSON.parse(deep(80)), "request.invalid"],
    ["more than 1 MiB", { ...READ, args: ["x".repeat(1_100_000)] }, "request.too_large"],
    ["more than any memory", bomb(), "request.too_large"],
    ["a prototype of its own", Object.create(READ), "request.invalid"],
    ["a property named __proto__", JSON.parse('{"kind":"tool","tool":"read_file","__proto__":1}'), "request.invalid"],
  ])("object: %s", async (_, call, code) => {
    const { engine, last } = await open();
    expect(await engine.decide(call)).toMatchObject({ decision: "deny", deny_code: code, entry: { seq: 2 } });
    expect(last()).toMatchObject({ kind: "refusal", body: { decision: { deny_code: code } } });
  });
});
