import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../book/book.ts";
import { checkPolicies, loadPolicies } from "../index.ts";
import { NO_SNAPSHOT, prepare } from "../intent/record.ts";
import { toRequest } from "../intent/to-request.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Answer } from "../kernel/decision.ts";
import { valueAt, withValueAt } from "../kernel/redaction.ts";
import { auditLedger } from "../proof/audit.ts";
import { memoryStore } from "../store/memory.ts";
import { createEngine, type Engine } from "./engine.ts";
import { openJournal } from "./journal.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import { policyEntry } from "./policy-entry.ts";
import type { Store } from "./port.ts";
import { saltsOf } from "./salt.ts";
import { offsetAt } from "./zone.ts";

const CARD = "4111111111111111";
const NOW = 1_795_176_000_000;
const KEY = "0123456789abcdef";

const POLICY = `
[settings]
redact = ["/args/card", "/args/amount", "/args/where", "/args/nobody"]

[classify.pay]
action = "payment.execute"
amount = "amount"
currency_value = "EUR"

[[rules]]
action = "deny"
tool_pattern = "charge"
arg_pattern = "666*"
reason = "that card is not ours"

[[rules]]
action = "ask"
tool_pattern = "charge_large"

[[rules]]
action = "allow"
tool_pattern = "charge"
`;

const charge = (card: unknown, more: object = {}, tool = "charge") => ({ kind: "tool", tool, args: { card }, ...more });

interface Opened {
  readonly engine: Engine;
  readonly store: Store;
  readonly texts: () => readonly string[];
  readonly body: (answer: Answer) => { readonly call: string; readonly request_hash: string; redacted?: string[] };
}

async function open(policy = POLICY, { salted = true, loads = true, known = memoryStore() } = {}): Promise<Opened> {
  const store = known;
  const clock = { now: () => NOW };
  const files = [{ name: "policy.toml", text: policy }];
  const { snapshot, diagnostics } = checkPolicies(files);
  if (snapshot === null && loads) throw new Error(JSON.stringify(diagnostics));
  const book = createBook(offsetAt);
  const journal = await openJournal({ store, signer: null, clock, sha256, origin: "writ/test", fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, "2026-11-20T12:00:00.000Z");
  const salting = salted ? { salt: saltsOf(await store.secret()) } : {};
  const files0 = { resolve: (path: string) => (path === "a/link" ? `/secret/${path}` : null) };
  const engine = createEngine({
    snapshot,
    journal,
    book,
    clock,
    files: files0,
    sha256,
    time: "own",
    ...salting,
  });
  const texts = () => [...(store.entries(0, 1000) as Iterable<string>)];
  return { engine, store, texts, body: ({ entry }) => JSON.parse(texts()[entry?.seq ?? -1] ?? "{}").body };
}

const audit = async ({ texts, store }: Opened) => {
  const openings = (seq: number) => store.openings(seq);
  const auditor = { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt, openings };
  return (await auditLedger(texts(), { checkpoints: [], known: [] }, auditor)).decisions;
};

/** What is left of an entry once commitments, and hashes that follow from them, are out. */
const rest = (text: string) => text.replaceAll(/(?:redacted:|0x|"prev":")[0-9a-f]{64}/g, "");

describe("a redacted field", () => {
  it("is judged, and is nowhere in the entry but as a commitment", async () => {
    const world = await open();
    const allowed = await world.engine.decide(charge(CARD));
    const denied = await world.engine.decide(charge("66612346661234"));
    expect([allowed.decision, denied.decision, denied.deny_code]).toEqual(["allow", "deny", "policy.denied"]);
    expect(denied.deny_detail).toMatch(/^withheld/);
    expect(JSON.parse(world.body(allowed).call).args.card).toMatch(/^redacted:[0-9a-f]{64}$/);
    expect(world.body(allowed).redacted).toEqual(["/args/card"]);
    expect(world.texts().slice(2).join()).not.toMatch(/41111111|6661234/);
    const value = canonical(CARD);
    expect(await world.store.openings(allowed.entry?.seq ?? 0)).toEqual([
      { pointer: "/args/card", salt: expect.stringMatching(/^[0-9a-f]{64}$/), value },
    ]);
  });

  it("confirms no guess: what is recorded follows from the commitment, and from nothing else of the value", async () => {
    const [one, two] = [await open(), await open()];
    const [a, b] = [await one.engine.decide(charge(CARD)), await two.engine.decide(charge("4222222222222222"))];
    expect(rest(one.texts()[2] ?? "")).toBe(rest(two.texts()[2] ?? ""));
    for (const [world, answer] of [
      [one, a],
      [two, b],
    ] as const) {
      const { call, request_hash } = world.body(answer);
      const shown = toRequest(JSON.parse(call), NO_SNAPSHOT);
      expect(request_hash).toBe(`0x${sha256(canonical(shown))}`);
      expect(answer.request_hash).toBe(request_hash);
    }
    const whole = prepare(
      { call: charge(CARD), refusal: null, record: "" },
      { snapshot: null, resolve: () => null, sha256 },
    );
    const guesses = [
      whole.request_hash.slice(2),
      sha256(CARD),
      sha256(canonical(CARD)),
      sha256(canonical(charge(CARD))),
    ];
    for (const guess of guesses) expect(one.texts()[2]).not.toContain(guess);
  });

  it("has another commitment in another call, and in another ledger", async () => {
    const [one, two] = [await open(), await open()];
    const calls = [charge(CARD), charge(CARD, { session: "s" })];
    const seen = new Set<string>();
    for (const world of [one, two])
      for (const call of calls) seen.add(JSON.parse(world.body(await world.engine.decide(call)).call).args.card);
    expect(seen.size).toBe(4);
  });

  it("may look like a commitment itself: the list of pointers tells which ones are", async () => {
    const world = await open();
    const fake = `redacted:${"0".repeat(64)}`;
    const answer = await world.engine.decide({ kind: "tool", tool: "charge", args: { card: fake, note: fake } });
    const { call, redacted } = world.body(answer);
    expect(redacted).toEqual(["/args/card"]);
    expect(JSON.parse(call).args).toEqual({ card: expect.not.stringContaining(fake), note: fake });
    expect((await audit(world)).findings).toEqual([]);
  });

  it.each([
    ["money that a budget would count", { kind: "tool", tool: "pay", args: { amount: "77.31" } }, "request.redaction"],
    ["a malformed call", '{"kind":"tool","args":{"card":"77.31"},"x":1}', "request.invalid"],
    ["no JSON at all", '{"card":"77.31"', "request.invalid"],
    ["bytes that are no text", new Uint8Array([0x37, 0x37, 0x2e, 0x33, 0x31, 0xff]), "request.invalid"],
  ])("keeps nothing of %s", async (_, call, code) => {
    const world = await open();
    const { engine } = world;
    const answer = await (typeof call === "string" || call instanceof Uint8Array
      ? engine.decideText(call)
      : engine.decide(call));
    expect([answer.decision, answer.deny_code, world.body(answer).call]).toEqual(["deny", code, null]);
    expect(world.texts()[2]).not.toMatch(/77\.31|call_base64|call_sha256|Nzcu/);
    expect(await audit(world)).toMatchObject({ skipped: 1, findings: [] });
  });

  it("is nothing that links give away", async () => {
    const table = '\n[tools.charge]\ngroup = "read"\npaths = ["where"]\n';
    const world = await open(POLICY + table);
    const call = { kind: "tool", tool: "charge", args: { where: "a/link" } };
    const answer = await world.engine.decide(call);
    expect([answer.deny_code, world.texts()[2]]).toEqual(["request.redaction", expect.not.stringContaining("link")]);
  });

  it("is not recorded by an engine under another policy than the one in force", async () => {
    const known = memoryStore();
    const old = await open(POLICY.replace(/redact = .*/, ""), { known });
    const body = JSON.parse((await open()).texts()[1] ?? "").body;
    await old.engine.journal.append("policy", canonical(body), "2026-11-20T12:00:00.000Z");
    expect((await old.engine.decide(charge(CARD))).deny_code).toBe("policy.invalid");
    expect(old.texts().at(-1)).toMatch(/"call":null.*"policy":"superseded"/);
    expect((await audit(old)).findings).toEqual([]);
  });

  it("is not recorded by an engine whose policy does not load, or that has no salt", async () => {
    const broken = await open(`${POLICY}\nnonsense = 1`, { loads: false });
    expect((await broken.engine.decide(charge(CARD))).deny_code).toBe("policy.invalid");
    expect(broken.texts().at(-1)).not.toContain("41111111");
    const silent = await open("nonsense = 1", { loads: false, known: broken.store as ReturnType<typeof memoryStore> });
    expect((await silent.engine.decide(charge(CARD))).deny_code).toBe("policy.invalid");
    expect(silent.texts().at(-1)).not.toContain("4111");
    expect(await audit(silent)).toMatchObject({ skipped: 2, findings: [] });
    const saltless = await open(POLICY, { salted: false });
    expect(await saltless.engine.decide(charge(CARD))).toMatchObject({
      decision: "deny",
      deny_code: "engine.internal",
    });
    expect(saltless.texts().length).toBe(2);
  });
});

/** Every place of a call that a policy can name. */
function placesOf(value: unknown, pointer = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [pointer];
  const inner = Object.entries(value).flatMap(([key, each]) => placesOf(each, `${pointer}/${key}`));
  return pointer === "" ? inner : [pointer, ...inner];
}

/** What no policy can name. */
const KEPT = /^\/(?:kind|id|at|principal|session|tenant)$/;

const MARK = "zq7xk";

const RICH = [
  { kind: "tool", tool: "read_file", args: [MARK, "b"], server: "s", capabilities: ["network"] },
  { kind: "tool", tool: "run_shell_command", args: [`cat ${MARK}.txt > ${MARK} && echo "$x"`], principal: "a" },
  { kind: "tool", tool: "pay", args: { amount: "7", to: MARK, note: [MARK, { deep: MARK }] }, session: "t" },
  { kind: "action", action: "payment.execute", tenant: "acme", amount: "7", currency: "EUR", payee: MARK },
  { kind: "action", action: "payment.execute", tenant: "acme", amount: "70000", currency: MARK, payee: "p" },
  {
    kind: "access",
    subject: { type: "User", id: "u", properties: { owner: MARK, delegator: MARK, card: MARK } },
    action: { name: "view", properties: { how: MARK } },
    resource: { type: "Doc", id: "d", properties: { title: MARK } },
    context: { ssn: MARK, owner: MARK, amount: "7", payee: MARK },
  },
];

const WIDE = `approval_mode = "ask"
[settings]
redact = [POINTER]
[tools.read_file]
group = "read"
paths = [0]
[classify.pay]
action = "payment.execute"
amount = "amount"
currency_value = "EUR"
payee = "to"
[[budgets]]
id = "daily"
limit = "100"
currency = "EUR"
window = "day"
zone = "UTC"
per = ["payee"]
[[rules]]
action = "payment.execute"
effect = "allow"
limit = 50
currency = "EUR"
`;

describe("wherever it stands", () => {
  it.each(RICH)("no entry tells a field of %j that the policy names", async (call) => {
    let hidden = 0;
    for (const pointer of placesOf(call)) {
      const policy = WIDE.replace("POINTER", JSON.stringify(pointer)).replace("paths = [0]", 'paths = ["0"]');
      if (KEPT.test(pointer) || !JSON.stringify(valueAt(call, pointer)).includes(MARK)) continue;
      const only = markOnly(call, pointer);
      const world = await open(policy);
      await world.engine.decide(only);
      await world.engine.decide(only);
      expect([pointer, world.texts().slice(2).join().toLowerCase()]).toEqual([
        pointer,
        expect.not.stringContaining(MARK),
      ]);
      expect((await audit(world)).findings).toEqual([]);
      hidden++;
    }
    expect(hidden).toBeGreaterThan(0);
  });

  /** The mark nowhere else: what stands elsewhere too is not hidden. */
  function markOnly(call: object, pointer: string): unknown {
    const bare = JSON.parse(JSON.stringify(call).replaceAll(MARK, "plain"));
    return withValueAt(bare, pointer, valueAt(call, pointer));
  }
});

describe("a call that comes again", () => {
  it("is found to be the same by its idempotency key, or another", async () => {
    const world = await open();
    const key = { idempotency_key: KEY };
    const first = await world.engine.decide(charge(CARD, { ...key, id: "1" }));
    const again = await world.engine.decide(charge(CARD, { ...key, id: "2" }));
    const other = await world.engine.decide(charge("4999", key));
    expect(again).toEqual(first);
    expect([first.decision, other.deny_code]).toEqual(["allow", "request.idempotency_conflict"]);
    expect((await audit(world)).findings).toEqual([]);
  });

  it("is found to be the same by another engine on the ledger", async () => {
    const known = memoryStore();
    const call = charge(CARD, { idempotency_key: KEY });
    const one = await open(POLICY, { known });
    const first = await one.engine.decide(call);
    await one.engine.close();
    const two = await open(POLICY, { known });
    expect(await two.engine.decide(call)).toEqual(first);
  });

  it("waits for the same approvers, who see no more than the ledger shows, and can be resumed until it is forgotten", async () => {
    const world = await open();
    const call = charge(CARD, {}, "charge_large");
    const first = await world.engine.decide(call);
    await world.engine.decide(call);
    expect(first.decision).toBe("ask");
    expect(world.engine.approvals()).toHaveLength(1);
    expect(JSON.stringify(world.engine.approvals())).toMatch(/card=redacted:[0-9a-f]{64}/);
    const resumed = await world.engine.resume(first.id ?? "");
    expect([resumed.decision, resumed.request_hash]).toEqual(["ask", first.request_hash]);
    expect(await audit(world)).toMatchObject({ repeated: 3, findings: [] });
    await world.store.forget(first.entry?.seq ?? 0);
    expect((await world.engine.resume(first.id ?? "")).decision).toBe("deny");
    expect(world.texts().join()).not.toContain("41111111");
  });
});

describe("an audit", () => {
  it("decides again what can be opened, and counts what was forgotten", async () => {
    const world = await open();
    await world.engine.decide(charge(CARD));
    const { entry } = await world.engine.decide(charge({ deep: [1, 12345678901234567890n] }, { idempotency_key: KEY }));
    expect(await audit(world)).toMatchObject({ repeated: 2, forgotten: 0, findings: [] });
    expect(await world.store.forget(entry?.seq ?? 0)).toBe(1);
    expect(await audit(world)).toMatchObject({ repeated: 1, forgotten: 1, findings: [] });
  });

  it("finds what does not open a commitment", async () => {
    const world = await open();
    await world.engine.decide(charge(CARD));
    await world.engine.decide(charge("4222"));
    const swapped = { ...world.store, openings: (seq: number) => world.store.openings(seq === 2 ? 3 : 2) };
    const { findings } = await audit({ ...world, store: swapped });
    expect(findings.map(({ seq }) => seq)).toEqual([2, 3]);
  });
});
