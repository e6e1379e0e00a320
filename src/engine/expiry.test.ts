/** Tickets that nobody claims are released by the timer, without any call that would look for them. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../book/book.ts";
import { checkPolicies } from "../index.ts";
import type { TimeRule } from "../intent/gate.ts";
import { readEntry } from "../ledger/entry.ts";
import { memoryStore } from "../store/memory.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { createEngine, type Engine } from "./engine.ts";
import { openJournal } from "./journal.ts";
import { policyEntry } from "./policy-entry.ts";
import { type Store, StoreError } from "./port.ts";
import { offsetAt } from "./zone.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-expiry-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

const POLICY = `
[settings]
ticket_ttl = 60

[[rules]]
action = "PAY"
effect = "allow"
limit = "100"

[[budgets]]
id = "ever"
limit = "100"
currency = "USD"
window = "lifetime"
`;
const START = Date.UTC(2026, 10, 20, 12);
const TTL_MS = 60_000;
/** The timer looks at least this often. */
const LOOK_MS = 1000;
const PAY = { kind: "action", action: "PAY", amount: "60", currency: "USD" };

let now = START;
beforeEach(() => {
  now = START;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(store: Store, time: TimeRule = "own"): Promise<Engine> {
  const files = [{ name: "policy.toml", text: POLICY }];
  const { snapshot, diagnostics } = checkPolicies(files);
  const book = createBook(offsetAt);
  const clock = { now: () => now };
  const journal = await openJournal({ store, signer: null, clock: { now: () => 0 }, sha256, origin: "x", fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, new Date(time === "own" ? now : 0).toISOString());
  return createEngine({ snapshot, journal, book, clock, files: null, sha256, time });
}

/** Time goes by, for the clock and for the timer, and what the timer began is done. */
async function elapse(ms: number): Promise<void> {
  now += ms;
  for (let left = 0; left < ms; left += LOOK_MS) {
    vi.advanceTimersByTime(LOOK_MS);
    await turn();
  }
}

/** The releases in a ledger, as `AT DECISION REASON`. */
async function releases(store: Store): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const text of store.entries(0, 1_000)) {
    const entry = readEntry(text);
    const { decision, reason } = (entry?.body ?? {}) as { readonly decision?: string; readonly reason?: string };
    if (entry?.kind === "release") found.push(`${entry.at} ${decision} ${reason}`);
  }
  return found;
}

let count = 0;
const STORES: readonly (readonly [string, () => Store])[] = [
  ["memory", memoryStore],
  ["sqlite", () => sqliteStore(path.join(root, `${count++}.db`))],
];

describe.each(STORES)("on a %s store, an allow that nobody claims", (_name, make) => {
  it("expires, and that is recorded when its time is over and no call comes", async () => {
    const store = make();
    const engine = await open(store);
    const { id } = await engine.decide(PAY);
    await elapse(TTL_MS - 1);
    expect(await releases(store)).toEqual([]);
    expect(engine.budgets()).toMatchObject([{ reserved: "60" }]);
    await elapse(1);
    expect(await releases(store)).toEqual([`2026-11-20T12:01:00.000Z ${id} expired`]);
    expect(engine.budgets()).toMatchObject([{ reserved: "0", left: "100" }]);
    expect(await engine.claim(id ?? "")).toMatchObject({ ok: false, code: "claim.expired" });
    await elapse(TTL_MS);
    expect(await releases(store)).toHaveLength(1);
    await engine.close();
  });

  it("expires in the hands of an engine that only opened the ledger", async () => {
    const store = make();
    const first = await open({ ...store, close: async () => {} });
    await first.decide(PAY);
    await first.close();
    if (_name === "sqlite") await store.close();
    const second = await open(store);
    await elapse(TTL_MS);
    expect(await releases(store)).toEqual(["2026-11-20T12:01:00.000Z d-2 expired"]);
    await second.close();
  });
});

it("what was claimed never expires", async () => {
  const store = memoryStore();
  const engine = await open(store);
  const { id } = await engine.decide(PAY);
  await engine.claim(id ?? "");
  await elapse(100 * TTL_MS);
  expect(await releases(store)).toEqual([]);
  expect(engine.open()).toMatchObject([{ phase: "claimed" }]);
});

it("what could not be recorded is tried again", async () => {
  const inner = memoryStore();
  let isFull = false;
  const append: Store["append"] = async (batch) => {
    if (isFull) throw new StoreError("refused", "the disk is full");
    await inner.append(batch);
  };
  const store = { ...inner, append };
  const engine = await open(store);
  await engine.decide(PAY);
  isFull = true;
  await elapse(TTL_MS);
  expect(engine.budgets()).toMatchObject([{ reserved: "60" }]);
  isFull = false;
  await elapse(10 * LOOK_MS);
  expect(await releases(store)).toHaveLength(1);
});

it("where calls bring their time, it does not look ahead of them", async () => {
  const store = memoryStore();
  const engine = await open(store, "given");
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  await engine.decide({ ...PAY, at: at(0) });
  await engine.decide({ ...PAY, at: at(1) });
  await elapse(TTL_MS);
  expect(await engine.decide({ ...PAY, amount: "40", at: at(2) })).toMatchObject({ decision: "allow" });
  expect(await releases(store)).toEqual([]);
  expect(await engine.decide({ ...PAY, at: at(60) })).toMatchObject({ decision: "allow" });
  expect(await releases(store)).toHaveLength(1);
});

it("a closed engine has no timer", async () => {
  const engine = await open(memoryStore());
  await engine.decide(PAY);
  expect(vi.getTimerCount()).toBe(1);
  await engine.close();
  expect(vi.getTimerCount()).toBe(0);
});
