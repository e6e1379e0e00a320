/** A8: the clock is set forward and back, by much and by little, while money moves and approvers are asked. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Engine, openAdministration, openEngine } from "../../src/engine.ts";
import { STATE } from "./paying.ts";
import { soundEntries } from "./sound.ts";

const START = Date.UTC(2026, 10, 20, 12);
const [SECOND, HOUR, YEAR] = [1000, 3_600_000, 31_557_600_000];

const POLICY = `
[settings]
ticket_ttl = 60

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"

[[rules]]
action = "ACTION_PAYMENT_REFUND"
effect = "ask"

[[rules]]
tool_pattern = "read_*"
action = "allow"

[[budgets]]
id = "day"
limit = "100"
currency = "USD"
window = "day"
zone = "Europe/Berlin"

[[budgets]]
id = "rolling"
limit = "150"
currency = "USD"
window = "24h"
`;

let root = "";
let wall = START;
let steady = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "writ-clock-"));
  mkdirSync(join(root, ".writ"));
  writeFileSync(join(root, "policy.toml"), POLICY);
  [wall, steady] = [START, 0];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const clock = { now: () => wall, steady: () => steady };
const open = (): Promise<Engine> => openEngine({ policies: ["policy.toml"], state: STATE, cwd: root, clock });
const pass = (wallMs: number, steadyMs: number = wallMs): void => {
  wall += wallMs;
  steady += steadyMs;
};

const pay = (engine: Engine, amount: string, action = "ACTION_PAYMENT_INITIATE") =>
  engine.decide({ kind: "action", action, amount, currency: "USD", principal: "agent:a" });
const read = (engine: Engine) => engine.decide({ kind: "tool", tool: "read_file", args: ["a"] });

const left = (engine: Engine): readonly (string | null)[] => engine.budgets().map((row) => row.left);

const entries = async (): Promise<readonly { readonly at: string; readonly kind: string }[]> =>
  (await soundEntries(join(root, STATE))).map((text) => JSON.parse(text));

/** Whole, made again by an audit, and never falling. */
async function sound(): Promise<readonly string[]> {
  const found = await entries();
  const times = found.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  return found.map(({ kind }) => kind);
}

describe.each([
  ["an hour forward", HOUR],
  ["an hour back", -HOUR],
  ["ten years forward", 10 * YEAR],
  ["into 2038", Date.UTC(2038, 0, 19, 3, 14, 8) - START],
  ["to 1970", -START],
])("%s while the engine runs", (_name, jump) => {
  test("nothing moves, is asked or claimed until somebody confirms; the rest goes on", async () => {
    const engine = await open();
    const { id: before } = await pay(engine, "60");
    pass(jump);
    steady -= jump;
    for (const action of ["ACTION_PAYMENT_INITIATE", "ACTION_PAYMENT_REFUND"])
      expect(await pay(engine, "1", action)).toMatchObject({ decision: "deny", deny_code: "engine.clock" });
    expect((await pay(engine, "1")).deny_detail).toContain("writ clock confirm");
    expect(await engine.claim(before ?? "")).toMatchObject({ ok: false, code: "claim.clock" });
    expect(await read(engine)).toMatchObject({ decision: "allow" });
    expect(left(engine)).toEqual(["40", "90"]);
    const confirmed = await engine.confirmClock("looked at it");
    expect(confirmed).toMatchObject({ ok: true });
    expect(engine.clockJump()).toBeNull();
    expect((await pay(engine, "1")).decision).toBe("allow");
    expect(await engine.confirmClock("again")).toMatchObject({ ok: false, code: "clock.steady" });
    await engine.close();
    const kinds = await sound();
    expect(kinds.filter((kind) => kind.startsWith("clock_"))).toEqual(["clock_jump", "clock_confirm"]);
  });

  test("the clock comes back before anybody looks: no window has moved, and nothing lives again", async () => {
    const engine = await open();
    const { id: ticket } = await pay(engine, "60");
    const { id: ask } = await pay(engine, "5", "ACTION_PAYMENT_REFUND");
    pass(jump, 0);
    await read(engine);
    pass(-jump, 0);
    pass(30 * SECOND);
    expect(await pay(engine, "41")).toMatchObject({ deny_code: "engine.clock" });
    await engine.confirmClock("it is right again");
    expect(left(engine)).toEqual(["40", "90"]);
    expect(await pay(engine, "41")).toMatchObject({ deny_code: "policy.budget_exceeded" });
    expect(await engine.claim(ticket ?? "")).toMatchObject({ ok: true });
    expect(engine.approvals().find(({ id }) => id === ask)).toMatchObject({ expires_at: "2026-11-20T13:00:00.000Z" });
    await engine.close();
    await sound();
  });
});

test("a jump outlives its engine, and a restart does not follow it", async () => {
  const engine = await open();
  await pay(engine, "60");
  pass(10 * YEAR, 0);
  await read(engine);
  await engine.close();
  const again = await open();
  expect(again.clockJump()).toMatchObject({ read: "2036-11-20T00:00:00.000Z" });
  expect(await pay(again, "1")).toMatchObject({ deny_code: "engine.clock" });
  await again.close();
  expect((await entries()).at(-1)?.at).toBe("2026-11-20T12:00:00.000Z");
  wall = START + 5 * SECOND;
  const administration = await openAdministration({ state: STATE, cwd: root, clock });
  expect(await administration.confirmClock("the clock was set right")).toMatchObject({ ok: true });
  await administration.close();
  const third = await open();
  expect((await pay(third, "1")).decision).toBe("allow");
  await third.close();
  expect((await entries()).at(-1)?.at).toBe("2026-11-20T12:00:05.000Z");
  await sound();
});

test("what has expired stays so when the clock is set back over its end, and that is confirmed", async () => {
  const engine = await open();
  const { id: ticket } = await pay(engine, "60");
  await pay(engine, "5", "ACTION_PAYMENT_REFUND");
  pass(2 * HOUR);
  await read(engine);
  pass(-2 * HOUR, 0);
  await read(engine);
  await engine.confirmClock("summer time was no reason");
  expect(await engine.claim(ticket ?? "")).toMatchObject({ ok: false, code: "claim.expired" });
  expect(await pay(engine, "5", "ACTION_PAYMENT_REFUND")).toMatchObject({ deny_code: "approval.expired" });
  await engine.close();
  const again = await open();
  expect(again.clockJump()).toBeNull();
  expect((await pay(again, "1")).decision).toBe("allow");
  await again.close();
  await sound();
});

test("back a second at each tick: no window is longer, and from a minute on it is a jump", async () => {
  const engine = await open();
  let allowed = 0;
  for (let tick = 0; tick < 90; tick++) {
    pass(-SECOND, 0);
    const answer = await pay(engine, "2");
    if (answer.decision === "allow") {
      allowed += 2;
      await engine.claim(answer.id ?? "");
      await engine.outcome(answer.id ?? "", { status: "executed" });
    }
  }
  expect(allowed).toBeLessThanOrEqual(100);
  expect(engine.clockJump()).not.toBeNull();
  await engine.close();
  const kinds = await sound();
  expect(kinds.filter((kind) => kind === "clock_jump")).toHaveLength(1);
});

test("neither summer time, nor another time zone of the machine, nor a leap second is a jump", async () => {
  const zone = process.env["TZ"];
  try {
    wall = Date.UTC(2026, 2, 29, 0, 59, 59);
    const engine = await open();
    expect((await pay(engine, "60")).decision).toBe("allow");
    process.env["TZ"] = "Pacific/Kiritimati";
    pass(2 * SECOND);
    // The zone of the budget is its own: its day goes on.
    expect(await pay(engine, "41")).toMatchObject({ deny_code: "policy.budget_exceeded" });
    // A second that the clock says twice.
    pass(0, SECOND);
    expect((await pay(engine, "1")).decision).toBe("allow");
    expect(engine.budgets()[0]).toMatchObject({ resets_at: "2026-03-29T22:00:00.000Z" });
    expect(engine.clockJump()).toBeNull();
    await engine.close();
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
  await sound();
});
