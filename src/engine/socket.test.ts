import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Engine, openEngine } from "../engine.ts";
import { canonical } from "../kernel/canonical.ts";
import { sha256 } from "../sha256/node.ts";
import { readKey } from "./key.ts";
import { signEd25519 } from "./key-ed25519.ts";
import { type Order, signOrder } from "./order.ts";
import { socketName } from "./socket.ts";
import { sendOrder } from "./socket-client.ts";

const POLICY = { files: [{ name: "policy.toml", text: 'approval_mode = "yolo"\n' }], diagnostics: [] };
const CALL = { kind: "tool", tool: "read_file", args: ["README.md"] };
const FREEZE: Order = { order: "freeze", value: { all: true, reason: "lost a key" } };

let root: string;
let file: string;
let engine: Engine;

const speaker = () => {
  const { publicKey, privateKey } = readKey(`${file}.key`, sha256);
  return { origin: publicKey.name, sign: (message: Uint8Array) => signEd25519(privateKey, message) };
};
const nameOf = () => socketName(file) as string;

/** Says a line, made from the challenge, and gives what comes back. */
function say(make: (challenge: string) => string): Promise<string> {
  return new Promise((done, fail) => {
    let all = "";
    const socket = connect(nameOf());
    socket.on("error", fail).on("close", () => done(all.split("\n")[1] ?? ""));
    socket.on("data", (chunk) => {
      const first = all === "";
      all += String(chunk);
      if (first) socket.write(`${make(JSON.parse(all).challenge)}\n`);
    });
  });
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "writ-socket-"));
  file = join(root, "writ.db");
  engine = await openEngine({ policies: POLICY, state: file, cwd: root });
});
afterEach(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

test("who has the key of the ledger freezes a running engine, and lifts it", async () => {
  expect(statSync(nameOf()).mode & 0o777).toBe(0o600);
  expect(await sendOrder(nameOf(), FREEZE, speaker())).toMatchObject({ ok: true, entry: { seq: 2 } });
  expect(await engine.decide(CALL)).toMatchObject({ decision: "deny", deny_code: "policy.frozen" });
  const lift: Order = { order: "unfreeze", value: { all: true, reason: "found it" } };
  expect(await sendOrder(nameOf(), lift, speaker())).toMatchObject({ ok: true });
  expect(await engine.decide(CALL)).toMatchObject({ decision: "allow" });
});

test("an order signed for another conversation, another ledger, or by another key is refused", async () => {
  const { origin, sign } = speaker();
  const other = (challenge: string) =>
    canonical(signOrder(FREEZE, { origin, challenge: `${challenge.slice(1)}0` }, sign));
  const elsewhere = (challenge: string) => canonical(signOrder(FREEZE, { origin: "writ/other", challenge }, sign));
  const forged = (challenge: string) => canonical(signOrder(FREEZE, { origin, challenge }, () => new Uint8Array(64)));
  const bare = () => canonical({ ...FREEZE, signature: null });
  for (const make of [other, elsewhere, forged, bare])
    expect(JSON.parse(await say(make))).toMatchObject({ ok: false, code: "control.unsigned", entry: null });
  expect(await engine.decide(CALL)).toMatchObject({ decision: "allow" });
});

test.each([
  ["", "control.malformed"],
  ["{", "control.malformed"],
  ["[]", "control.unknown"],
  ['{"order":"shutdown"}', "control.unknown"],
  ['{"order":"__proto__","value":{}}', "control.unknown"],
  ['{"order":"statement","value":7}', "control.malformed"],
  ['{"order":"statement","value":"none"}', "statement.malformed"],
])("what is no order is refused: %s", async (line, code) => {
  expect(JSON.parse(await say(() => line))).toMatchObject({ ok: false, code });
});

test.each([
  [{ reason: 7 }],
  [{ all: true }],
  [{ all: true, tenant: "a", reason: "two scopes" }],
  [{ all: true, reason: "x".repeat(5000) }],
  [{ all: true, reason: "x", until: "tomorrow" }],
  [{ all: true, reason: "x", more: "y" }],
])("a freeze that is none changes nothing: %j", async (value) => {
  const order = { order: "freeze", value } as unknown as Order;
  expect(await sendOrder(nameOf(), order, speaker())).toMatchObject({ ok: false, entry: null });
  expect(await engine.decide(CALL)).toMatchObject({ decision: "allow" });
});

test("a peer that says too much is cut off, and one that goes away disturbs nobody", async () => {
  expect(await say(() => "x".repeat(70_000))).toBe("");
  const socket = connect(nameOf());
  await new Promise((done) => socket.once("data", done));
  socket.destroy();
  expect(await sendOrder(nameOf(), FREEZE, speaker())).toMatchObject({ ok: true });
});

test("a closed engine is not there, and what a killed one left behind is replaced", async () => {
  const [name, said] = [nameOf(), speaker()];
  await engine.close();
  expect(existsSync(name)).toBe(false);
  expect(await sendOrder(name, FREEZE, said)).toBeNull();
  writeFileSync(name, "");
  engine = await openEngine({ policies: POLICY, state: file, cwd: root });
  expect(await sendOrder(name, FREEZE, said)).toMatchObject({ ok: true });
});

test("a name that is too long is told of, and the engine decides without", async () => {
  const warned: string[] = [];
  const long = join(root, "x".repeat(120), "writ.db");
  const far = await openEngine({ policies: POLICY, state: long, cwd: root, warn: ({ code }) => warned.push(code) });
  expect([warned, (await far.decide(CALL)).decision]).toEqual([["engine.unreached"], "allow"]);
  await far.close();
});

test("no call touches a ledger outside of .writ, under its whole name or a near one", async () => {
  for (const name of ["writ.db", "writ.db-wal", "writ.db.lock", "writ.db.sock", "writ.db.key", "writ.db.key.0a.signed"])
    for (const path of [name, join(root, name), `x/../${name}`]) {
      const answer = await engine.decide({ kind: "tool", tool: "run_terminal_cmd", args: [`rm ${path}`] });
      expect([path, answer.deny_code]).toEqual([path, "policy.protected"]);
    }
  const other = await engine.decide({ kind: "tool", tool: "run_terminal_cmd", args: ["rm writ.db.txt"] });
  expect(other.decision).toBe("allow");
});
