/** `writ clock`: a jump is shown, and confirmed. */

import { afterEach, beforeEach, expect, it } from "vitest";
import { openEngine } from "../../src/engine.ts";
import { makeWorld, type World } from "./cli-world.ts";

const NOW_MS = 1_795_176_000_000;
const HOUR_MS = 3_600_000;
const STATE = ".writ/state/writ.db";

const POLICY = `
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"
`;

let world: World;
beforeEach(() => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
});
afterEach(() => world.remove());

const PAY = JSON.stringify({ kind: "action", action: "ACTION_PAYMENT_INITIATE", amount: "1", currency: "USD" });

const decide = async (at: number): Promise<unknown> =>
  JSON.parse((await world.run(["decide", "--state", STATE], { stdin: PAY, now: () => at })).out);

it("shows that the clock has not jumped", async () => {
  expect(await decide(NOW_MS)).toMatchObject({ decision: "allow" });
  const shown = await world.run(["clock", "show"]);
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toContain("the clock has not jumped");
  const refused = await world.run(["clock", "confirm", "--reason", "for nothing"]);
  expect(refused).toMatchObject({ code: 1, err: "writ: there is no jump of the clock to confirm\n" });
});

it("a clock behind the ledger stops payments until it is confirmed", async () => {
  await decide(NOW_MS);
  expect(await decide(NOW_MS - HOUR_MS)).toMatchObject({ decision: "deny", deny_code: "engine.clock" });
  expect(await decide(NOW_MS)).toMatchObject({ decision: "deny", deny_code: "engine.clock" });
  const shown = await world.run(["clock", "show", "--json"]);
  expect(shown.code).toBe(1);
  expect(JSON.parse(shown.out)).toMatchObject({
    ledger: "2026-11-20T12:00:00.000Z",
    jump: { expected: "2026-11-20T12:00:00.000Z", read: "2026-11-20T11:00:00.000Z" },
  });
  expect((await world.run(["clock", "show"])).out).toContain("the clock said 2026-11-20T11:00:00.000Z");
  expect(await world.run(["clock", "confirm"])).toMatchObject({ code: 2 });
  const confirmed = await world.run(["clock", "confirm", "--reason", "a new battery"]);
  expect(confirmed).toMatchObject({ code: 0, err: "" });
  expect(confirmed.out).toMatch(/^the time is confirmed: entry \d+\n$/);
  expect(await decide(NOW_MS)).toMatchObject({ decision: "allow" });
  expect(await world.run(["ledger", "audit"])).toMatchObject({ code: 0 });
});

it("an agent may look, and not confirm", async () => {
  world.write("policy.toml", '[[rules]]\naction = "allow"\ntool_pattern = "*"\n');
  const check = async (line: string) => (await world.run(["check", "run_terminal_cmd", line])).code;
  expect(await check("writ clock show")).toBe(0);
  expect(await check("writ clock confirm --reason x")).toBe(1);
});

it("a jump in a running engine is confirmed by the engine, on an order", async () => {
  let [wall, steady] = [NOW_MS, 0];
  const clock = { now: () => wall, steady: () => steady };
  const engine = await openEngine({ policies: ["policy.toml"], state: STATE, cwd: world.root, clock });
  [wall, steady] = [wall + HOUR_MS, steady + 1000];
  expect(await engine.decide(JSON.parse(PAY))).toMatchObject({ deny_code: "engine.clock" });
  expect(await world.run(["clock", "confirm", "--reason", "set by hand"])).toMatchObject({ code: 0, err: "" });
  expect(engine.clockJump()).toBeNull();
  expect(await engine.decide(JSON.parse(PAY))).toMatchObject({ decision: "allow" });
  await engine.close();
  expect(await world.run(["ledger", "audit"])).toMatchObject({ code: 0 });
});
