import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { buildPackage } from "../e2e/built.ts";
import { record } from "./recorded.ts";

const COUNT = process.env["WRIT_LONG"] === "1" ? 5_000 : 60;

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
`;

const WORDS = ["ls", "git push", "echo İi ıI", "rm -rf ~", "cat 'ß' > ＡＢ", "sort <<<é", "e\u0301", "$x"] as const;
const TOOLS = ["read_file", "run_terminal_cmd", "write_file", "READ_FILE", "constructor"] as const;

/** Calls that differ in each of their parts, in an order that never changes. */
function callOf(i: number): unknown {
  const word = WORDS[(i * 5) % WORDS.length] ?? "";
  if (i % 4 === 3) {
    const [amount, currency] = [`${i}.${i % 10}1`, i % 8 === 3 ? "USD" : "usd"];
    return { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount, currency };
  }
  return { kind: "tool", tool: TOOLS[i % TOOLS.length], args: [`${word} ${i % 97}`], principal: `agent:${i % 7}` };
}

it("every recorded decision comes out the same in every time zone and locale", async () => {
  const folder = mkdtempSync(join(tmpdir(), "writ-replay-"));
  const built = buildPackage();
  const calls = Array.from({ length: COUNT }, (_, i) => callOf(i));
  const { capsules } = await record({ files: [{ name: "p.toml", text: POLICY }], calls });
  const file = join(folder, "capsules.ndjson");
  writeFileSync(file, capsules.join(""));
  const child = fileURLToPath(new URL("replay-child.mjs", import.meta.url));
  const said = ["UTC C", "Pacific/Apia tr_TR.UTF-8"].map((place) => {
    const [TZ = "", LC_ALL = ""] = place.split(" ");
    const env = { PATH: process.env["PATH"], TZ, LC_ALL, LANG: LC_ALL };
    return spawnSync(process.execPath, [child, join(built, "dist"), file], { env, encoding: "utf8" }).stdout;
  });
  for (const path of [folder, built]) rmSync(path, { recursive: true, force: true });
  expect(JSON.parse(said[0] ?? "")).toMatchObject({ different: 0 });
  expect(new Set(said).size).toBe(1);
}, 3_600_000);
