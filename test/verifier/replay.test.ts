/** D6: every decision of an exported ledger, made again by processes in other time zones and locales. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openEngine } from "../../src/engine.ts";
import { buildPackage } from "../e2e/built.ts";
import { makeWorld } from "../e2e/cli-world.ts";

const LONG = process.env["WRIT_LONG"] === "1";
const COUNT = LONG ? 100_000 : 200;
const BATCH = 1000;
const PLACES = LONG
  ? ["UTC C", "Pacific/Apia tr_TR.UTF-8", "America/St_Johns de_DE.UTF-8", "Asia/Kathmandu ar_EG.UTF-8"]
  : ["UTC C", "Pacific/Apia tr_TR.UTF-8"];

const POLICY = `approval_mode = "autoEdit"
[[rules]]
name = "İzin"
action = "allow"
tool_pattern = "read_*"
valid_from = "2026-11-20T00:00:00Z"
[[rules]]
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "*İ*"
[[rules]]
action = "ask"
tool_pattern = "run_terminal_cmd"
arg_pattern = "git *"
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
tenant = "acme"
limit = 1000.5
currency = "USD"
[[budgets]]
id = "monthly"
limit = "5000"
currency = "USD"
window = "month"
zone = "America/New_York"
per = ["principal"]
`;

const WORDS = ["ls", "git push", "echo İi ıI", "rm -rf ~", "cat 'ß' > ＡＢ", "sort <<<é", "e\u0301", "$x"] as const;
const TOOLS = ["read_file", "run_terminal_cmd", "write_file", "READ_FILE", "constructor"] as const;

/** Calls that differ in each of their parts, in an order that never changes. */
function callOf(i: number): unknown {
  const word = WORDS[(i * 5) % WORDS.length] ?? "";
  const principal = `agent:${i % 7}`;
  if (i % 4 === 3) {
    const [amount, currency] = [`${i % 2000}.${i % 10}1`, i % 8 === 3 ? "USD" : "usd"];
    return { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount, currency, principal };
  }
  return { kind: "tool", tool: TOOLS[i % TOOLS.length], args: [`${word} ${i}`], principal };
}

/** What a process in another place says. */
async function replayed(place: string, dist: string, file: string): Promise<string> {
  const child = fileURLToPath(new URL("replay-child.mjs", import.meta.url));
  const [TZ = "", LC_ALL = ""] = place.split(" ");
  const env = { PATH: process.env["PATH"], TZ, LC_ALL, LANG: LC_ALL };
  const running = spawn(process.execPath, [child, dist, file], { env, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  running.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  expect(await once(running, "close")).toEqual([0, null]);
  return out;
}

it(`D6: each of ${COUNT} recorded decisions comes out the same in every time zone and locale`, async () => {
  const world = makeWorld();
  const built = buildPackage();
  world.write("p.toml", POLICY);
  const state = ".writ/state/writ.db";
  const engine = await openEngine({ policies: ["p.toml"], state, cwd: world.root });
  for (let from = 0; from < COUNT; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, COUNT - from) }, (_, i) => callOf(from + i));
    await Promise.all(some.map((call) => engine.decide(call)));
  }
  await engine.close();
  const file = join(world.root, "entries.ndjson");
  const written = createWriteStream(file);
  const out = async (text: string): Promise<void> => {
    if (!written.write(text)) await once(written, "drain");
  };
  expect(await world.run(["ledger", "export", "--state", state], { out })).toMatchObject({ code: 0 });
  written.end();
  await once(written, "close");
  const said: string[] = [];
  for (const place of PLACES) said.push(await replayed(place, join(built, "dist"), file));
  world.remove();
  rmSync(built, { recursive: true, force: true });
  console.log(`D6: ${PLACES.join(", ")}: ${said[0]}`);
  expect(JSON.parse(said[0] ?? "")).toMatchObject({ decisions: COUNT, different: 0 });
  expect(new Set(said).size).toBe(1);
}, 3_600_000);
