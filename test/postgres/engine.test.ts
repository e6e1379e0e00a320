/** Engines in processes of their own, on one PostgreSQL that is not always well. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as elapse } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { loadPolicies } from "../../src/index.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { auditLedger } from "../../src/proof/audit.ts";
import { readLedgerDatabase } from "../../src/store/postgres-read.ts";
import { buildPackage } from "../e2e/built.ts";
import { makeWorld } from "../e2e/cli-world.ts";
import { startServer, type TestServer } from "./server.mjs";

const ROUNDS = process.env["WRIT_LONG"] === "1" ? 30 : 1;
const CALLERS = 6;
/** Denials come within two seconds; the rest is this machine's, which does other things too. */
const DENIED_MS = 2500;

const CHILD = fileURLToPath(new URL("engine-child.mjs", import.meta.url));
const POLICY = '[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n';

let root = "";
let server: TestServer;
beforeAll(async () => {
  root = buildPackage();
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  rmSync(root, { recursive: true, force: true });
});

interface Engine {
  readonly child: ChildProcess;
  readonly lines: () => readonly string[];
}

/** A folder with the policy and, for ledgers that engines of several folders share, the key of another one. */
function folder(name: string, keysOf?: string): string {
  const made = join(root, name);
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, "policy.toml"), POLICY);
  if (keysOf !== undefined) cpSync(join(keysOf, ".writ"), join(made, ".writ"), { recursive: true });
  return made;
}

async function startEngine(cwd: string, ledger: string, prefix: string): Promise<Engine> {
  const words = [CHILD, join(root, "dist"), cwd, server.url(ledger), prefix, `${CALLERS}`];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  return { child, lines: () => out.split("\n") };
}

/** Lets it finish what it does, and close. */
async function finish({ child, lines }: Engine): Promise<void> {
  const ended = once(child, "close");
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
  expect(lines()).toContain("closed");
}

/** Resolves when so many more calls have been answered. */
async function answers({ lines, child }: Engine, more: number): Promise<void> {
  const answered = () => lines().filter((line) => line.startsWith("!")).length;
  const wanted = answered() + more;
  while (answered() < wanted) await once(child.stdout as NonNullable<typeof child.stdout>, "data");
}

async function entriesOf(ledger: string): Promise<readonly string[]> {
  const database = await readLedgerDatabase(server.url(ledger));
  const texts: string[] = [];
  for await (const text of database.entries(0, database.size())) texts.push(text);
  const checkpoints = (await database.checkpoints(10_000)).map(({ note }) => note);
  await database.close();
  const audited = await auditLedger(
    texts,
    { checkpoints },
    { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt },
  );
  expect(audited.ledger.checks.filter(({ status }) => status === "failed")).toEqual([]);
  expect(audited.decisions.findings).toEqual([]);
  expect(checkpoints.length).toBeGreaterThan(0);
  return texts;
}

const idOf = (text: string): string | undefined => /\\"id\\":\\"([a-z][\d-]+)\\"/.exec(text)?.[1];

/** acknowledged ⊆ stored ⊆ asked, nothing twice, and each denial in time; gives how many of each there were. */
function compare(texts: readonly string[], engines: readonly Engine[]): readonly [answered: number, denied: number] {
  const lines = engines.flatMap((engine) => engine.lines().map((line) => line.split(" ")));
  const asked = new Set(lines.flatMap(([what, id = ""]) => (what === "?" ? [id] : [])));
  const stored = texts.flatMap((text) => idOf(text) ?? []);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored.filter((id) => !asked.has(id))).toEqual([]);
  const answered = lines.filter(([what]) => what === "!");
  for (const [, id, seq, hash] of answered) {
    const text = texts[Number(seq)] ?? "";
    expect([idOf(text), `0x${entryHash(text, sha256)}`]).toEqual([id, hash]);
  }
  const denied = lines.filter(([what]) => what === "-").map(([, , ms]) => Number(ms));
  expect(denied.filter((ms) => ms > DENIED_MS)).toEqual([]);
  return [answered.length, denied.length];
}

const terminateAll = async (): Promise<void> => {
  const sql = postgres(server.url("").replace(/\?.*/, ""), { max: 1 });
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'writ'`;
  await sql.end();
};

test("nothing acknowledged is lost and nothing forks, whoever is killed", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [shared, own] = [`shared${round}`, `own${round}`];
    const here = folder(`here${round}`);
    const first = await startEngine(here, shared, "a");
    const second = await startEngine(folder(`there${round}`, here), shared, "b");
    const alone = await startEngine(folder(`alone${round}`), own, "c");
    const all = [first, second, alone];
    for (const engine of all) await answers(engine, 40);
    await terminateAll();
    for (const engine of all) await answers(engine, 40);
    await server.stop("SIGQUIT");
    await elapse(300);
    await server.start();
    for (const engine of all) await answers(engine, 40);
    first.child.kill("SIGKILL");
    const third = await startEngine(here, shared, "d");
    for (const engine of [second, alone, third]) await answers(engine, 40);
    for (const engine of [second, alone, third]) await finish(engine);
    const [answered, denied] = compare(await entriesOf(shared), [first, second, third]);
    expect([answered > 300, denied > 0]).toEqual([true, true]);
    compare(await entriesOf(own), [alone]);
  }
}, 3_600_000);

test("the command line works with a database, and never prints its password", async () => {
  const world = makeWorld();
  world.write("policy.toml", POLICY);
  const state = `--state=${server.url("tenant")}`;
  const ran = [
    await world.run(["check", state, "--json", "read_file", "a"]),
    // The ledger is another key's, and gets no new one.
    await world.run(["check", state, "--key", "own.key", "read_file", "a"]),
    await world.run(["ledger", "verify", state]),
    await world.run(["ledger", "audit", state]),
    await world.run(["ledger", "show", state]),
    await world.run(["ledger", "verify", `--state=${server.url("nobody")}`]),
    await world.run(["ledger", "verify", "--state=postgres://u:a%20password@127.0.0.1:1/x"]),
  ];
  expect(ran.map(({ code }) => code)).toEqual([0, 70, 0, 0, 0, 5, 5]);
  expect(JSON.parse(ran[0]?.out ?? "")).toMatchObject({ decision: "allow", entry: { seq: 2 } });
  expect(JSON.stringify(ran)).not.toMatch(/a(%20| )password/);
  world.remove();
});

test("the command line approves and freezes in a database", async () => {
  const world = makeWorld();
  world.write("policy.toml", '[[rules]]\ntool = "wire"\naction = "ask"\napprovals = "1 of finance"\n');
  const state = `--state=${server.url("asked")}`;
  const signed = async (words: readonly string[]) => {
    const passphrase = openSync(world.write("passphrase", "correct horse alice\n"), "r");
    const ran = await world.run([...words, "--passphrase-fd", String(passphrase)]);
    closeSync(passphrase);
    return ran.code;
  };
  expect(await signed(["approvers", "add", "alice", "--group", "finance"])).toBe(0);
  const call = ["check", state, "--json", "--principal", "user:dave", "wire", "acme"];
  const { id } = JSON.parse((await world.run(call)).out);
  expect(await signed(["approvals", "approve", id, state])).toBe(0);
  expect((await world.run(["freeze", state, "--reason", "wait"])).code).toBe(0);
  expect(JSON.parse((await world.run(call)).out).deny_code).toBe("policy.frozen");
  expect((await world.run(["freeze", state, "--lift", "--reason", "go on"])).code).toBe(0);
  expect(JSON.parse((await world.run(call)).out).decision).toBe("allow");
  expect((await world.run(["ledger", "audit", state])).code).toBe(0);
  world.remove();
});
