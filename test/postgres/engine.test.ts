/** Engines in processes of their own, on one PostgreSQL that is not always well. */

import { closeSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as elapse } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage } from "../e2e/built.ts";
import { makeWorld } from "../e2e/cli-world.ts";
import { soundEntries } from "../experiment/sound.ts";
import { compare, finish, hears, makeFolder, type Node, startNode } from "./nodes.ts";
import { startServer, type TestServer } from "./server.mjs";

const ROUNDS = process.env["WRIT_LONG"] === "1" ? 30 : 1;
const CALLERS = 6;
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

const folder = (name: string, keysOf?: string): string => makeFolder(join(root, name), POLICY, keysOf);

const startEngine = (cwd: string, ledger: string, prefix: string): Promise<Node> =>
  startNode({ root, cwd, state: server.url(ledger), prefix, callers: CALLERS });

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
    for (const engine of all) await hears(engine, "!", 40);
    await terminateAll();
    for (const engine of all) await hears(engine, "!", 40);
    await server.stop("SIGQUIT");
    await elapse(300);
    await server.start();
    for (const engine of all) await hears(engine, "!", 40);
    first.child.kill("SIGKILL");
    const third = await startEngine(here, shared, "d");
    for (const engine of [second, alone, third]) await hears(engine, "!", 40);
    for (const engine of [second, alone, third]) await finish(engine);
    const [answered, denied] = compare(await soundEntries(server.url(shared)), [first, second, third]);
    expect([answered > 300, denied > 0]).toEqual([true, true]);
    compare(await soundEntries(server.url(own)), [alone]);
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
