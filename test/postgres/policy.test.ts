/** Several engines on one ledger: all decide by the policy that was put into force last, or not at all. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Engine, openEngine } from "../../src/engine.ts";
import { soundEntries } from "../experiment/sound.ts";
import { startServer, type TestServer } from "./server.mjs";

const rule = (tools: string, effect = "allow"): string =>
  `[[rules]]\naction = "${effect}"\ntool_pattern = "${tools}"\n`;

let server: TestServer;
let root = "";
let state = "";
let count = 0;
beforeAll(async () => {
  server = await startServer();
  root = mkdtempSync(join(tmpdir(), "writ-policies-"));
});
afterAll(async () => {
  await server.remove();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  state = server.url(`policies${count++}`);
});

/** A machine of its own, with the key of the ledger. */
function machine(name: string, policy: string): string {
  const cwd = join(root, `${name}-${count}`);
  mkdirSync(join(cwd, ".writ/keys"), { recursive: true });
  writeFileSync(join(cwd, "policy.toml"), policy);
  return cwd;
}

/** The key is made by whoever comes first. */
function shareKey(from: string, to: string): void {
  cpSync(join(from, ".writ/keys"), join(to, ".writ/keys"), { recursive: true });
}

const open = (cwd: string): Promise<Engine> => openEngine({ policies: ["policy.toml"], state, cwd });
const call = (engine: Engine) => engine.decide({ kind: "tool", tool: "read_file", args: ["a"], principal: "agent:a" });

it("an engine whose files are those of the new policy takes it up, one that has others denies", async () => {
  const [here, there] = [machine("here", rule("*")), machine("there", rule("*"))];
  const first = await open(here);
  await first.checkpoint();
  shareKey(here, there);
  const other = await open(there);
  expect([(await call(first)).decision, (await call(other)).decision]).toEqual(["allow", "allow"]);
  writeFileSync(join(here, "policy.toml"), rule("read_*", "deny"));
  const newer = await open(here);
  const answers = [await call(newer), await call(first), await call(other)];
  expect(answers.map(({ deny_code }) => deny_code)).toEqual(["policy.denied", "policy.denied", "policy.invalid"]);
  expect(first.snapshot?.hash).toBe(newer.snapshot?.hash);
  expect(answers[2]).toMatchObject({
    deny_detail: expect.stringContaining("another policy into force"),
    policy_snapshot_hash: `0x${"0".repeat(64)}`,
  });
  expect(answers[2]?.entry).not.toBeNull();
  expect(await other.statement("none")).toMatchObject({ ok: false, entry: null });
  writeFileSync(join(there, "policy.toml"), rule("read_*", "deny"));
  await expect.poll(async () => (await call(other)).deny_code, { timeout: 5000, interval: 200 }).toBe("policy.denied");
  for (const engine of [first, other, newer]) await engine.close();
  await soundEntries(state);
});

it("a policy that does not load changes nothing for others, and its engine denies", async () => {
  const [here, there] = [machine("here", rule("*")), machine("there", "[[rules]]\n")];
  const good = await open(here);
  await good.checkpoint();
  shareKey(here, there);
  const bad = await open(there);
  expect((await call(good)).decision).toBe("allow");
  expect((await call(bad)).deny_code).toBe("policy.invalid");
  const again = await open(here);
  expect((await call(bad)).deny_detail).toContain("another policy into force");
  expect((await call(again)).decision).toBe("allow");
  for (const engine of [good, bad, again]) await engine.close();
  await soundEntries(state);
});
