/** Tickets, budgets, keys and freezes: one suite on every store. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../book/book.ts";
import { checkPolicies, loadPolicies } from "../index.ts";
import type { Answer } from "../kernel/decision.ts";
import { readEntry } from "../ledger/entry.ts";
import { auditLedger } from "../proof/audit.ts";
import { memoryStore } from "../store/memory.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { createEngine, type Engine } from "./engine.ts";
import { openJournal } from "./journal.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import { policyEntry } from "./policy-entry.ts";
import { type Store, StoreError } from "./port.ts";
import { offsetAt } from "./zone.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-ticket-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

const POLICY = `
[settings]
ticket_ttl = 60

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "1000"

[[rules]]
action = "allow"
tool_pattern = "read_*"

[[rules]]
action = "ask_user"
tool_pattern = "ask_*"

[[budgets]]
id = "daily"
limit = "100"
currency = "USD"
window = "day"
zone = "UTC"
`;

const START = Date.UTC(2026, 10, 20, 12);
const PAY = {
  kind: "action",
  action: "ACTION_PAYMENT_INITIATE",
  tenant: "acme",
  principal: "agent:a",
  currency: "USD",
};
const pay = (amount: string, more: object = {}): object => ({ ...PAY, amount, ...more });
const KEY = "order-0000000000042";

interface World {
  readonly engine: Engine;
  readonly store: Store;
  now: number;
  /** Closes, and opens again from what is stored. */
  reopen(policy?: string): Promise<World>;
  /** Kinds of entries, in order. */
  kinds(): Promise<readonly string[]>;
  /** Bodies of entries of a kind. */
  bodies(kind: string): Promise<readonly Record<string, unknown>[]>;
}

async function texts(store: Store): Promise<string[]> {
  const found: string[] = [];
  for await (const text of store.entries(0, 1_000_000)) found.push(text);
  return found;
}

async function open(store: Store, policy: string = POLICY, now: number = START): Promise<World> {
  const name = policy.startsWith("{") ? "policy.json" : "policy.toml";
  const files = [{ name, text: policy }];
  const { snapshot, diagnostics } = checkPolicies(files);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const book = createBook(offsetAt);
  const world = { now };
  const clock = { now: () => world.now };
  const journal = await openJournal({ store, signer: null, clock, sha256, origin: "writ/test", fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, new Date(now).toISOString());
  const engine = createEngine({ snapshot, journal, book, clock, files: null, sha256, time: "own" });
  const entries = async () => (await texts(store)).map((text) => readEntry(text));
  return Object.assign(world, {
    engine,
    store,
    async reopen(next: string = policy) {
      await engine.close();
      return open(store, next, world.now);
    },
    kinds: async () => (await entries()).map((entry) => entry?.kind ?? "none"),
    bodies: async (wanted: string) =>
      (await entries()).flatMap((entry) => (entry?.kind === wanted ? [entry.body as Record<string, unknown>] : [])),
  });
}

/** The ledger must pass its audit, whatever happened. */
async function sound({ store }: World): Promise<void> {
  const auditor = { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt };
  const audited = await auditLedger(await texts(store), { checkpoints: [] }, auditor);
  expect(audited.decisions.findings).toEqual([]);
  expect(audited.ok).toBe(true);
}

/** Spent, reserved and left of the only budget. */
function daily({ engine }: World): readonly (string | null)[] {
  const [row] = engine.budgets();
  return [row?.spent ?? null, row?.reserved ?? null, row?.left ?? null];
}

let count = 0;
const STORES: readonly (readonly [string, () => Store])[] = [
  ["memory", memoryStore],
  ["sqlite", () => sqliteStore(path.join(root, `${count++}.db`))],
];

describe.each(STORES)("on a %s store", (_name, make) => {
  it("an allow reserves, is claimed once, and what it reports is spent", async () => {
    const world = await open(make());
    const answer = await world.engine.decide(pay("30"));
    expect(answer).toMatchObject({
      decision: "allow",
      reservations: [{ budget: "daily", key: "[]", amount: "30", expires_at: "2026-11-20T12:01:00.000Z" }],
    });
    expect(daily(world)).toEqual(["0", "30", "70"]);
    expect(world.engine.open()).toMatchObject([{ decision: answer.id, phase: "reserved", tenant: "acme" }]);
    expect(await world.engine.claim(answer.id ?? "")).toMatchObject({ ok: true });
    expect(await world.engine.claim(answer.id ?? "")).toMatchObject({ ok: false, code: "claim.already" });
    const reported = { status: "executed", movements: [{ amounts: { USD: "29.5" } }] } as const;
    expect(await world.engine.outcome(answer.id ?? "", reported)).toMatchObject({ ok: true, overruns: [] });
    expect(daily(world)).toEqual(["29.5", "0", "70.5"]);
    expect((await world.kinds()).slice(2)).toEqual(["decision", "claim", "event_refused", "outcome"]);
    await sound(world);
  });

  it("many at once never exceed the limit, and sums are those of the answers", async () => {
    const world = await open(make());
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => world.engine.decide(pay(`${1 + (i % 7)}`))));
    const allowed = answers.filter(({ decision }) => decision === "allow");
    const sum = allowed.reduce(
      (all, { reservations }) => all + Number((reservations[0] as { amount: string }).amount),
      0,
    );
    expect(sum).toBeLessThanOrEqual(100);
    expect(sum).toBeGreaterThan(93);
    expect(daily(world)).toEqual(["0", String(sum), String(100 - sum)]);
    const denied = answers.filter(({ decision }) => decision === "deny").map(({ deny_code }) => deny_code);
    expect(new Set(denied)).toEqual(new Set(["policy.budget_exceeded"]));
    await sound(world);
  });

  it("of fifty parallel claims exactly one succeeds, and none after a restart", async () => {
    const world = await open(make());
    const { id } = await world.engine.decide(pay("5"));
    const claims = await Promise.all(Array.from({ length: 50 }, () => world.engine.claim(id ?? "")));
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    const again = await world.reopen();
    expect(await again.engine.claim(id ?? "")).toMatchObject({ ok: false, code: "claim.already" });
    expect(again.engine.open()).toMatchObject([{ decision: id, phase: "claimed" }]);
    expect(daily(again)).toEqual(["0", "5", "95"]);
    await sound(again);
  });

  it("a ticket expires, and its release is an entry before the next decision", async () => {
    const world = await open(make());
    const { id } = await world.engine.decide(pay("90"));
    world.now += 59_999;
    expect(await world.engine.decide(pay("20"))).toMatchObject({ deny_code: "policy.budget_exceeded" });
    world.now += 1;
    expect(await world.engine.decide(pay("20"))).toMatchObject({ decision: "allow" });
    expect(await world.bodies("release")).toEqual([{ decision: id, reason: "expired" }]);
    expect(await world.engine.claim(id ?? "")).toMatchObject({ code: "claim.expired" });
    world.now += 60_000;
    await world.engine.close();
    await world.store.open();
    expect(await world.kinds()).toHaveLength(8);
    await sound(world);
  });

  it("more than was reserved is spent in full, named, and counts against what follows", async () => {
    const world = await open(make());
    const { id } = await world.engine.decide(pay("30"));
    await world.engine.claim(id ?? "");
    const movements = [{ amounts: { USD: "130" } }];
    const overrun = { code: "budget.overrun", budget: "daily", key: "[]", reserved: "30", executed: "130" };
    expect(await world.engine.outcome(id ?? "", { status: "executed", movements })).toMatchObject({
      ok: true,
      overruns: [overrun],
    });
    expect(await world.bodies("outcome")).toMatchObject([{ overruns: [overrun] }]);
    expect(daily(world)).toEqual(["130", "0", "0"]);
    expect(await world.engine.decide(pay("0.01"))).toMatchObject({ deny_code: "policy.budget_exceeded" });
    await sound(world);
  });

  it("outcomes are refused by name, and each refusal is an entry", async () => {
    const world = await open(make());
    const { engine } = world;
    const { id } = await engine.decide(pay("1"), { guard: "wallet" });
    const [by, ticket] = [{ guard: "wallet" }, id ?? ""];
    const codes = [
      await engine.claim("d-999999", by),
      await engine.claim("\ud800", by),
      await engine.claim(ticket),
      await engine.outcome(ticket, { status: "failed", ...by }),
      await engine.claim(ticket, by),
      await engine.release(ticket, by),
      await engine.outcome(ticket, { status: "failed" }),
      await engine.outcome(ticket, { status: "executed", movements: [{ amounts: { USD: "1e3" } }], ...by }),
      await engine.outcome(ticket, { status: "signed", usable_until: "2026-11-20T13:00:00Z", ...by }),
      await engine.release(ticket, by),
      await engine.outcome(ticket, { status: "failed", ...by }),
      await engine.release(ticket),
      await engine.release(ticket, { ...by, evidence: "its nonce is used" }),
      await engine.outcome(ticket, { status: "executed", ...by }),
    ].map((result) => (result.ok ? "ok" : result.code));
    expect(codes).toEqual([
      "claim.unknown",
      "claim.unknown",
      "claim.foreign",
      "outcome.unclaimed",
      "ok",
      "release.claimed",
      "outcome.foreign",
      "outcome.invalid",
      "ok",
      "release.usable",
      "outcome.signed",
      "release.foreign",
      "ok",
      "outcome.closed",
    ]);
    expect(await world.bodies("event_refused")).toHaveLength(11);
    await sound(world);
  });

  it("the same key and the same call get the same bytes, also at once, and after a restart", async () => {
    const world = await open(make());
    const call = pay("10", { idempotency_key: KEY, id: "first" });
    const [first, second] = await Promise.all([world.engine.decide(call), world.engine.decide(call)]);
    const again = await world.reopen();
    const third = await again.engine.decide({ ...call, id: "second" });
    expect(new Set([first, second, third].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(first).toMatchObject({ decision: "allow", call_id: "first", reservations: [{ amount: "10" }] });
    expect(daily(again)).toEqual(["0", "10", "90"]);
    expect((await again.kinds()).filter((kind) => kind === "decision")).toHaveLength(1);
    await sound(again);
  });

  it("the same key with another call is a conflict; with another tenant it is another key", async () => {
    const world = await open(make());
    await world.engine.decide(pay("10", { idempotency_key: KEY }));
    expect(await world.engine.decide(pay("11", { idempotency_key: KEY }))).toMatchObject({
      deny_code: "request.idempotency_conflict",
      entry: { seq: 3 },
    });
    expect(await world.engine.decide(pay("11", { idempotency_key: KEY, tenant: "other" }))).toMatchObject({
      decision: "allow",
    });
    await sound(world);
  });

  it("what asks is decided again, and its key stays bound to the call", async () => {
    const world = await open(make());
    const ask = { kind: "tool", tool: "ask_first", args: ["x"], idempotency_key: KEY };
    const ids = [await world.engine.decide(ask), await world.engine.decide(ask)].map(({ id }) => id);
    expect(ids).toEqual(["d-2", "d-3"]);
    expect(await world.engine.decide({ ...ask, args: ["y"] })).toMatchObject({
      deny_code: "request.idempotency_conflict",
    });
    await sound(world);
  });

  it("a tenant is frozen wherever it is named, and so is its ticket", async () => {
    const classified = `${POLICY}
[[rules]]
action = "allow"
tool_pattern = "pay"

[tools.pay]
group = "money"
fields = ["sum", "to"]

[classify.pay]
action = "ACTION_PAYMENT_INITIATE"
amount = "sum"
currency_value = "USD"
tenant = "to"
`;
    const world = await open(make(), classified);
    const { engine } = world;
    const call = { kind: "tool", tool: "pay", args: { sum: "9", to: "acme" }, principal: "agent:a" };
    const question = {
      kind: "access",
      subject: "agent:a",
      action: "ACTION_PAYMENT_INITIATE",
      resource: { type: "Writ::Tenant", id: "acme" },
      context: { amount: "1", currency: "USD" },
    };
    const ticket = await engine.decide(call);
    expect(ticket.decision).toBe("allow");
    await engine.freeze({ tenant: "acme", reason: "lost a key" });
    for (const each of [call, question, pay("1")])
      expect(await engine.decide(each)).toMatchObject({ deny_code: "policy.frozen" });
    expect(await engine.claim(ticket.id ?? "")).toMatchObject({ code: "claim.frozen" });
    expect(await engine.decide({ ...call, args: { sum: "9", to: "other" } })).toMatchObject({ decision: "allow" });
    await sound(world);
  });

  it("what the policy in force stops is not claimed, whatever an earlier one allowed", async () => {
    const world = await open(make(), `${POLICY}\n[[agents]]\nid = "agent:a"\n`);
    const tickets = [await world.engine.decide(pay("1")), await world.engine.decide(pay("2"))];
    const paused = await world.reopen(`${POLICY}\n[[agents]]\nid = "agent:a"\nstatus = "paused"\n`);
    expect(await paused.engine.claim(tickets[0]?.id ?? "")).toMatchObject({ code: "claim.frozen" });
    const active = await paused.reopen(`${POLICY}\n[[agents]]\nid = "agent:a"\n`);
    expect(await active.engine.claim(tickets[1]?.id ?? "")).toMatchObject({ ok: true });
    await sound(active);
  });

  it("whatever is said to it, it answers", async () => {
    const { engine } = await open(make());
    const ticket = await engine.decide(pay("1"));
    const odd = [undefined, null, 5, "x", {}, { guard: 5 }] as never[];
    for (const each of odd) {
      expect(await engine.outcome(ticket.id ?? "", each)).toMatchObject({ ok: false });
      expect(await engine.freeze(each)).toMatchObject({ ok: false });
    }
    expect(await engine.claim(ticket.id ?? "", { guard: 5 } as never)).toMatchObject({ code: "claim.foreign" });
    const wrong = [{ principal: "" }, { principal: 5 }, { tenant: null }, { all: true, until: "2001-01-01T00:00:00Z" }];
    await engine.freeze({ all: true, reason: "stop" });
    for (const each of wrong)
      expect(await engine.freeze({ reason: "x", ...each } as never)).toMatchObject({ ok: false });
    expect(await engine.decide(pay("2"))).toMatchObject({ deny_code: "policy.frozen" });
  });

  it.each(["", "  ", false, 0, {}] as never[])(
    "%j is no evidence that a signature cannot be used",
    async (evidence) => {
      const { engine } = await open(make());
      const { id } = await engine.decide(pay("1"));
      await engine.claim(id ?? "");
      await engine.outcome(id ?? "", { status: "signed" });
      expect(await engine.release(id ?? "", { evidence })).toMatchObject({ code: "release.usable" });
      expect(await engine.release(id ?? "", { evidence: "it was replaced" as never })).toMatchObject({ ok: true });
    },
  );

  it("a freeze holds for decisions and claims until it is lifted, and binds no key", async () => {
    const world = await open(make());
    const { engine } = world;
    const ticket = await engine.decide(pay("1"));
    const call = pay("2", { idempotency_key: KEY });
    expect(await engine.freeze({ tenant: "acme", reason: "lost a key" })).toMatchObject({ ok: true });
    expect(await engine.decide(call)).toMatchObject({
      deny_code: "policy.frozen",
      deny_detail: "tenant `acme` is frozen until lifted: `lost a key`",
    });
    expect(await engine.decide({ ...call, tenant: "other" })).toMatchObject({ decision: "allow" });
    expect(await engine.claim(ticket.id ?? "")).toMatchObject({ code: "claim.frozen" });
    const again = await world.reopen();
    expect(await again.engine.decide(call)).toMatchObject({ deny_code: "policy.frozen" });
    await again.engine.unfreeze({ tenant: "acme", reason: "found it" });
    expect(await again.engine.claim(ticket.id ?? "")).toMatchObject({ ok: true });
    expect(await again.engine.decide(call)).toMatchObject({ decision: "allow" });
    await again.engine.freeze({ principal: "agent:a", reason: "x", until: "2026-11-20T12:00:01Z" });
    expect(await again.engine.decide(pay("3"))).toMatchObject({
      deny_code: "policy.frozen",
      deny_detail: "principal `agent:a` is frozen until 2026-11-20T12:00:01.000Z: `x`",
    });
    again.now += 1000;
    expect(await again.engine.decide(pay("3"))).toMatchObject({ decision: "allow" });
    await again.engine.freeze({ all: true, reason: "everything" });
    expect(await again.engine.decide({ kind: "tool", tool: "read_x", args: [] })).toMatchObject({
      deny_code: "policy.frozen",
      deny_detail: "everything is frozen until lifted: `everything`",
    });
    await sound(again);
  });

  it("a budget that gets another window is kept beside its successor, and a new one counts the past", async () => {
    const world = await open(make());
    const { id } = await world.engine.decide(pay("60"));
    await world.engine.claim(id ?? "");
    await world.engine.outcome(id ?? "", { status: "executed" });
    const wider = POLICY.replace('window = "day"', 'window = "month"').replace(
      'limit = "100"\ncurrency',
      'limit = "500"\ncurrency',
    );
    const again = await world.reopen(wider);
    expect(again.engine.budgets()).toMatchObject([
      { budget: "daily", spent: "60", left: "440", retained: false },
      { budget: expect.stringMatching(/^daily~\d+$/), spent: "60", left: "40", retained: true },
    ]);
    expect(await again.engine.decide(pay("50"))).toMatchObject({ deny_code: "policy.budget_exceeded" });
    again.now += 86_400_000;
    expect(await again.engine.decide(pay("50"))).toMatchObject({ decision: "allow" });
    await sound(again);
  });
});

describe("a budget that comes later counts what moved before it:", () => {
  const RULES = `
[[rules]]
action = "transfer_funds"
effect = "allow"

[[rules]]
action = "allow"
tool_pattern = "wire"

[classify.wire]
action = "transfer_funds"
amount = "sum"
currency_value = "USD"
`;
  const LATE = `${RULES}[[budgets]]\nid = "daily"\nlimit = 100\ncurrency = "USD"\nwindow = "day"\nzone = "UTC"\n`;
  const transfer = { kind: "action", action: "transfer_funds", currency: "USD", principal: "agent:a" };
  const context = { amount: "90", currency: "USD" };

  it.each<[string, object, readonly (string | null)[]]>([
    ["an action with an amount", { ...transfer, amount: "90" }, ["90", "0", "10"]],
    ["an action with a currency", transfer, [null, "0", null]],
    [
      "a question of an action with an amount",
      { kind: "access", action: "transfer_funds", resource: "account", principal: "agent:a", context },
      ["90", "0", "10"],
    ],
    ["a tool that is such an action", { kind: "tool", tool: "wire", args: { sum: "90" } }, ["90", "0", "10"]],
  ])("%s", async (_what, call, sums) => {
    const world = await open(memoryStore(), RULES);
    const { id, decision } = await world.engine.decide(call);
    expect([decision, await world.engine.claim(id ?? "")]).toMatchObject(["allow", { ok: true }]);
    expect(await world.engine.outcome(id ?? "", { status: "executed" })).toMatchObject({ ok: true });
    const again = await world.reopen(LATE);
    expect(daily(again)).toEqual(sums);
    expect(await again.engine.decide({ ...transfer, amount: "20" })).toMatchObject({
      deny_code: "policy.budget_exceeded",
    });
    await sound(again);
  });
});

describe("a nonce", () => {
  const document = (name: string): string => fs.readFileSync(`vectors/policy/sbo3l/${name}`, "utf8");
  const payment = (changes: object = {}): object => {
    return { kind: "aprp", request: { ...JSON.parse(document("payment.json")), ...changes } };
  };
  const HOUR_MS = 3_600_000;
  const begin = (): Promise<World> => open(memoryStore(), document("small-calls.json"), START - HOUR_MS);

  it("belongs to the first request that comes through, which gets its answer again until it is claimed", async () => {
    const world = await begin();
    const first = await world.engine.decide(payment());
    expect(first).toMatchObject({ decision: "allow", id: "d-2" });
    expect(JSON.stringify(await world.engine.decide(payment()))).toBe(JSON.stringify(first));
    expect(await world.engine.decide(payment({ task_id: "task-2" }))).toMatchObject({
      deny_code: "policy.nonce_replayed",
    });
    const again = await world.reopen();
    expect(JSON.stringify(await again.engine.decide(payment()))).toBe(JSON.stringify(first));
    expect(await again.engine.claim("d-2")).toMatchObject({ ok: true });
    expect(await again.engine.decide(payment())).toMatchObject({ deny_code: "policy.nonce_replayed" });
    await sound(again);
  });

  it("stays that of its document when a list of the policy changes", async () => {
    const world = await begin();
    const { id } = await world.engine.decide(payment());
    const policy = JSON.parse(document("small-calls.json"));
    const [provider] = policy.providers;
    const changed = { ...policy, providers: [{ ...provider, status: "allowed" }] };
    expect(provider.status).not.toBe("allowed");
    const again = await world.reopen(JSON.stringify(changed));
    expect(await again.engine.decide(payment())).toMatchObject({ decision: "allow", id });
    await sound(again);
  });

  it("is not bound by a request that the policy itself freezes, nor answered by it", async () => {
    const world = await begin();
    const policy = JSON.parse(document("small-calls.json"));
    const frozen = JSON.stringify({ ...policy, emergency: { ...policy.emergency, freeze_all: true } });
    const stopped = await world.reopen(frozen);
    expect(await stopped.engine.decide(payment())).toMatchObject({ deny_code: "policy.frozen" });
    const again = await stopped.reopen(document("small-calls.json"));
    expect(await again.engine.decide(payment())).toMatchObject({ decision: "allow" });
    const once = await again.reopen(frozen);
    expect(await once.engine.decide(payment())).toMatchObject({ deny_code: "policy.frozen" });
    await sound(once);
  });

  it("is not bound by a request that is frozen or has expired", async () => {
    const world = await begin();
    await world.engine.freeze({ all: true, reason: "x" });
    expect(await world.engine.decide(payment())).toMatchObject({ deny_code: "policy.frozen" });
    await world.engine.unfreeze({ all: true, reason: "x" });
    world.now += HOUR_MS;
    for (let time = 0; time < 2; time++) {
      expect(await world.engine.decide(payment())).toMatchObject({ deny_code: "policy.expiry_in_past" });
    }
    const facts = (await world.bodies("decision")).map((body) => (body["facts"] as { nonce: string }).nonce);
    expect(facts).toEqual(["free", "free", "free"]);
    await sound(world);
  });

  it("makes a ticket that ends with the request", async () => {
    const world = await begin();
    world.now += HOUR_MS - 1000;
    await world.engine.decide(payment());
    expect(world.engine.open()).toMatchObject([{ expires_at: "2026-11-20T12:00:00.000Z" }]);
    world.now += 1000;
    expect(await world.engine.claim("d-2")).toMatchObject({ code: "claim.expired" });
    await sound(world);
  });
});

describe("a batch that is not stored", () => {
  type Fault = "before" | "after" | null;

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

  it.each([
    ["before", "engine.ledger_unavailable", ["0", "0", "100"]],
    ["after", "engine.in_doubt", ["0", "90", "10"]],
  ] as const)("%s its commit leaves what is really stored", async (fault, code, sums) => {
    const { store, fail } = faulty();
    const world = await open(store);
    fail(fault);
    const asked = [pay("60"), pay("30", { idempotency_key: KEY }), pay("20")].map((call) => world.engine.decide(call));
    expect((await Promise.all(asked)).map(({ deny_code }) => deny_code)).toEqual([code, code, code]);
    expect(daily(world)).toEqual(sums);
    const again = await world.engine.decide(pay("30", { idempotency_key: KEY }));
    expect(again).toMatchObject({ decision: "allow", id: fault === "after" ? "d-3" : "d-2" });
    await sound(world);
  });

  it.each(["before", "after"] as const)("%s its commit does not let a claim act", async (fault) => {
    const { store, fail } = faulty();
    const world = await open(store);
    const { id } = await world.engine.decide(pay("60"));
    fail(fault);
    expect(await world.engine.claim(id ?? "")).toMatchObject({ ok: false, entry: null });
    expect(world.engine.open()).toMatchObject([{ phase: fault === "after" ? "claimed" : "reserved" }]);
    await sound(world);
  });
});

it("a plain allow has no ticket, and its entry says nothing more than before", async () => {
  const world = await open(memoryStore(), POLICY.slice(0, POLICY.indexOf("[[budgets]]")));
  const answer: Answer = await world.engine.decide({ kind: "tool", tool: "read_file", args: ["a"] });
  expect(answer).toMatchObject({ decision: "allow", reservations: [] });
  const [body = {}] = await world.bodies("decision");
  expect(Object.keys(body)).toEqual(["call", "decision", "facts", "request_hash"]);
  expect(await world.engine.claim(answer.id ?? "")).toMatchObject({ code: "claim.unknown" });
});
