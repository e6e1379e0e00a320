/** B3, B4, B5, B7: reservations over a crash, amounts that are none, budgets that are taken together, keys. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Engine, openEngine } from "../../src/engine.ts";
import { startServer, type TestServer } from "../postgres/server.mjs";
import { STATE } from "./paying.ts";
import { soundEntries } from "./sound.ts";

const POLICY = `
[settings]
ticket_ttl = 60

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"

[[budgets]]
id = "each"
limit = "100"
currency = "USD"
window = "lifetime"
per = ["principal"]

[[budgets]]
id = "all"
limit = "150"
currency = "USD"
window = "lifetime"
`;

let server: TestServer;
let root = "";
let live = "";
let now = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.remove());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "writ-money-"));
  live = join(root, "live");
  mkdirSync(live);
  writeFileSync(join(live, "policy.toml"), POLICY);
  now = 1_795_176_000_000;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (cwd: string, state: string = STATE): Promise<Engine> =>
  openEngine({ policies: ["policy.toml"], state, cwd, clock: { now: () => now } });

const paying = (amount: unknown, more: object = {}) => ({
  kind: "action",
  action: "ACTION_PAYMENT_INITIATE",
  amount,
  currency: "USD",
  principal: "agent:a",
  ...more,
});

const sums = (engine: Engine, budget = "all") =>
  engine.budgets().flatMap((one) => (one.budget === budget ? [one.spent, one.reserved, one.left] : []));

/** The ledger as a killed process leaves it. */
function crash(): string {
  const copy = join(root, "crashed");
  cpSync(live, copy, { recursive: true, filter: (from) => !/-shm$|\.sock$/.test(from) });
  return copy;
}

describe("B3: a crash between reservation and outcome", () => {
  test("leaves the reservation, which expires once; what comes later is refused by name", async () => {
    const before = await open(live);
    const { id } = await before.decide(paying("40"));
    const after = await open(crash());
    await before.close();
    expect(sums(after)).toEqual(["0", "40", "110"]);
    now += 60_000;
    expect(await after.claim(id ?? "")).toMatchObject({ ok: false, code: "claim.expired" });
    await after.decide(paying("1"));
    expect(sums(after)).toEqual(["0", "1", "149"]);
    expect(await after.outcome(id ?? "", { status: "executed" })).toMatchObject({ ok: false, code: "outcome.closed" });
    await after.close();
    const kinds = (await soundEntries(join(root, "crashed", STATE))).filter((text) =>
      text.includes('"kind":"release"'),
    );
    expect(kinds).toHaveLength(1);
  });

  test("after the claim leaves it reserved for good; a partial outcome returns the rest once", async () => {
    const before = await open(live);
    const { id } = await before.decide(paying("40"));
    await before.claim(id ?? "");
    const after = await open(crash());
    await before.close();
    now += 86_400_000;
    await after.decide(paying("1"));
    expect(sums(after)).toEqual(["0", "41", "109"]);
    const part = { status: "executed", movements: [{ amounts: { USD: "15.5" } }] } as const;
    expect(await after.outcome(id ?? "", part)).toMatchObject({ ok: true });
    expect(await after.outcome(id ?? "", part)).toMatchObject({ ok: false, code: "outcome.double" });
    expect(sums(after)).toEqual(["15.5", "1", "133.5"]);
    await after.close();
  });
});

describe("B4: an amount", () => {
  const BAD = [
    "-1",
    "-0",
    "1e3",
    "1E400",
    "+1",
    ".5",
    "1.",
    "0x10",
    "１２",
    "1_000",
    "1,5",
    " 1",
    "",
    "NaN",
    "Infinity",
  ];

  test.each([...BAD, 2 ** 53, null, ["1"]])("%j is refused or unknown, never counted", async (bad) => {
    const engine = await open(live);
    const answer = await engine.decide(paying(bad));
    expect(answer.decision).toBe("deny");
    const good = await engine.decide(paying("10"));
    await engine.claim(good.id ?? "");
    const report = { status: "executed", movements: [{ amounts: { USD: bad as string } }] } as const;
    expect(await engine.outcome(good.id ?? "", report)).toMatchObject({ ok: false, code: "outcome.invalid" });
    expect(sums(engine)).toEqual(["0", "10", "140"]);
    await engine.close();
  });

  test.each([
    ["9223372036854775808", "9223372036854775808"],
    [`1${"0".repeat(30)}`, `1${"0".repeat(30)}`],
    ["0.300000000000000001", "0.300000000000000001"],
    ["0", "0"],
  ])("%s that moved is spent exactly, beyond the reservation too", async (amount, spent) => {
    const engine = await open(live);
    const { id } = await engine.decide(paying("10"));
    await engine.claim(id ?? "");
    const report = { status: "executed", movements: [{ amounts: { USD: amount } }] } as const;
    expect(await engine.outcome(id ?? "", report)).toMatchObject({ ok: true });
    expect(sums(engine).slice(0, 2)).toEqual([spent, "0"]);
    await engine.close();
    await soundEntries(join(live, STATE));
  });

  test("of 0.1 and 0.2 is 0.3", async () => {
    const engine = await open(live);
    for (const amount of ["0.1", "0.2"]) await engine.decide(paying(amount));
    expect(sums(engine)).toEqual(["0", "0.3", "149.7"]);
    await engine.close();
  });
});

test("B5: what one budget has no room for is reserved in none, whoever comes first", async () => {
  const engine = await open(live);
  const [a, b] = ["agent:a", "agent:b"].map((principal) => paying("30", { principal }));
  const answers = await Promise.all([a, b, b, a, a, b, b, a].map((call) => engine.decide(call)));
  expect(answers.filter(({ decision }) => decision === "allow")).toHaveLength(5);
  const each = engine.budgets().filter(({ budget }) => budget === "each");
  expect(each.reduce((sum, { reserved }) => sum + Number(reserved), 0)).toBe(150);
  expect(sums(engine)).toEqual(["0", "150", "0"]);
  await engine.close();
  await soundEntries(join(live, STATE));
});

describe("B7: an idempotency key", () => {
  const KEY = "order-00000000000042";
  const call = paying("10", { idempotency_key: KEY });
  const OTHERS = process.env["WRIT_LONG"] === "1" ? 1_000_000 : 300;
  const BATCH = 1000;

  test("asked fifty times at once has one effect and one answer, also after a crash and after many others", async () => {
    const engine = await open(live);
    const answers = await Promise.all(Array.from({ length: 50 }, () => engine.decide(call)));
    const claims = await Promise.all(answers.map(({ id }) => engine.claim(id ?? "")));
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    for (let from = 0; from < OTHERS; from += BATCH) {
      const others = Array.from({ length: Math.min(BATCH, OTHERS - from) }, (_, i) => `other-${from + i}-000000000000`);
      const told = await Promise.all(others.map((key) => engine.decide(paying("0", { idempotency_key: key }))));
      expect(new Set(told.map(({ entry }) => entry?.seq)).size).toBe(others.length);
    }
    const after = await open(crash());
    await engine.close();
    const all = [...answers, await after.decide(call)].map((answer) => JSON.stringify(answer));
    expect(new Set(all).size).toBe(1);
    expect(sums(after)).toEqual(["0", "10", "140"]);
    expect(await after.decide({ ...call, amount: "11" })).toMatchObject({ deny_code: "request.idempotency_conflict" });
    const last = { ...paying("1"), idempotency_key: `other-${OTHERS - 1}-000000000000` };
    expect(await after.decide(last)).toMatchObject({ deny_code: "request.idempotency_conflict" });
    expect(await after.claim(answers[0]?.id ?? "")).toMatchObject({ ok: false, code: "claim.already" });
    await after.close();
  }, 3_600_000);

  test("asked fifty times at once of two engines on PostgreSQL has one effect and one answer", async () => {
    const state = server.url("b7");
    const [first, second] = [await open(live, state), await open(live, state)];
    const engines = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? first : second));
    const answers = await Promise.all(engines.map((engine) => engine.decide(call)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const claims = await Promise.all(engines.map((engine) => engine.claim(answers[0]?.id ?? "")));
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    await first.close();
    await second.close();
    const decisions = (await soundEntries(state)).filter((text) => text.includes('"kind":"decision"'));
    expect(decisions).toHaveLength(1);
  });
});
