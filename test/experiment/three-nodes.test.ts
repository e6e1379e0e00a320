/** B11: three nodes with eight clients each pay from one PostgreSQL, which is stopped, cut off, and has no room. */

import { spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statSync, symlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as elapse } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../e2e/built.ts";
import { makeWorld, type World } from "../e2e/cli-world.ts";
import { compare, finish, hears, makeFolder, type Node, startNode } from "../postgres/nodes.ts";
import { startServer, type TestServer } from "../postgres/server.mjs";
import { addUp, cents } from "./naive-budget.ts";
import { soundEntries } from "./sound.ts";

const LONG = process.env["WRIT_LONG"] === "1";
const ROUNDS = LONG ? 30 : 1;
const NODES = ["a", "b", "c"];
const CALLERS = 8;
/** Answers come again so soon after the server does; the rest is this machine's. */
const RECOVERED_MS = 5000;

const WINDOW_MS = 2000;
const LIMIT = 150;
const POLICY = `
[settings]
ticket_ttl = 1

[[rules]]
action = "allow"
tool_pattern = "read_*"

[[rules]]
action = "PAY"
effect = "allow"

[[budgets]]
id = "burst"
limit = "${LIMIT}"
currency = "USD"
window = "${WINDOW_MS}ms"

[[budgets]]
id = "ever"
limit = "10000000"
currency = "USD"
window = "lifetime"
`;

let root = "";
let world: World;
let server: TestServer;
beforeAll(async () => {
  root = buildPackage();
  world = makeWorld();
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  world.remove();
  rmSync(root, { recursive: true, force: true });
});

const running: Node[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
});

/** Each on a machine of its own, with a copy of the key. */
async function startNodes(ledger: string): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  const [first = ""] = NODES.map((prefix) => join(root, ledger, prefix));
  for (const prefix of NODES) {
    const cwd = makeFolder(join(root, ledger, prefix), POLICY, nodes.length === 0 ? undefined : first);
    nodes.push(await startNode({ root, cwd, state: server.url(ledger), prefix, callers: CALLERS }));
  }
  running.push(...nodes);
  return nodes;
}

const all = (nodes: readonly Node[], what: "!" | "-", more: number) =>
  Promise.all(nodes.map((node) => hears(node, what, more)));

/** The time until every node answers again. */
async function recovery(nodes: readonly Node[]): Promise<number> {
  const began = performance.now();
  await all(nodes, "!", 1);
  return performance.now() - began;
}

async function administer(statement: string): Promise<void> {
  const sql = postgres(server.url("").replace(/\?.*/, ""), { max: 1, onnotice: () => {}, connect_timeout: 2 });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'writ'";

/** Nothing lost, nothing twice, one chain, and the sums of the entries are those of `writ budgets`. */
async function check(ledger: string, nodes: readonly Node[]): Promise<string> {
  const texts = await soundEntries(server.url(ledger));
  const [answered, denied] = compare(texts, nodes);
  const { open, spent, most } = addUp(texts, WINDOW_MS);
  expect([most <= LIMIT * 100, most > LIMIT * 50]).toEqual([true, true]);
  const cwd = join(root, ledger, "a");
  const { code, out } = await world.run(["budgets", "--json", `--state=${server.url(ledger)}`], { cwd });
  const ever = JSON.parse(out).find(({ budget }: { readonly budget: string }) => budget === "ever");
  expect([code, cents(ever.spent), cents(ever.reserved)]).toEqual([0, spent, open]);
  return `${texts.length} entries, ${answered} answered, ${denied} denied unrecorded, at most ${most} of ${LIMIT * 100} cents at once`;
}

test("B11: what three nodes with eight clients each were told is stored once, whatever happens to the server", async () => {
  const nodes = await startNodes("three");
  let slowest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await all(nodes, "!", 40);
    await administer(END_ALL);
    await all(nodes, "!", 40);
    await server.stop("SIGQUIT");
    await elapse(300);
    await server.start();
    slowest = Math.max(slowest, await recovery(nodes));
    await all(nodes, "!", 40);
  }
  for (const node of nodes) await finish(node);
  const found = await check("three", nodes);
  console.log(`B11: ${ROUNDS} rounds: ${found}, answers ${Math.round(slowest)} ms after the server at the latest`);
  expect(slowest).toBeLessThan(RECOVERED_MS);
}, 3_600_000);

/** A file system of so many megabytes that the server may write; null where none may be made. */
function smallDisk(megabytes: number): string | null {
  const at = mkdtempSync(join(tmpdir(), "writ-full-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "writ", at]).status === 0) return at;
  rmSync(at, { recursive: true });
  console.log("B11 is not run on a full disk: no file system may be mounted here");
  return null;
}

/** Uses up all room there is, also what others give back meanwhile. */
function fill(at: string): void {
  const file = openSync(join(at, "ballast"), "w");
  try {
    for (;;) writeSync(file, new Uint8Array(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  closeSync(file);
}

/** Begins one file of the log after the other, until there is no room for a further one and the server ends. */
async function useUpSegments(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    try {
      await administer("SELECT pg_logical_emit_message(false, 'writ', 'x'); SELECT pg_switch_wal()");
    } catch {
      return;
    }
  }
  throw new Error("the log never filled its disk");
}

function owned(at: string): string {
  const { uid, gid } = statSync(server.data);
  chownSync(at, uid, gid);
  return at;
}

describe("B11: a server with a full disk", () => {
  const disks: string[] = [];
  const mounted = smallDisk(1);
  if (mounted !== null) spawnSync("umount", ["-l", mounted]);
  afterAll(() => {
    for (const at of disks) {
      spawnSync("umount", ["-l", at]);
      rmSync(at, { recursive: true, force: true });
    }
  });

  const makeDisk = (megabytes: number): string => {
    const at = smallDisk(megabytes) ?? "";
    disks.push(at);
    return owned(at);
  };

  test.skipIf(mounted === null)("of its tables is denied in time, and serves again when there is room", async () => {
    const at = makeDisk(8);
    await administer(`CREATE TABLESPACE small LOCATION '${at}'`);
    await administer("ALTER ROLE postgres SET default_tablespace = 'small'");
    await administer("DROP SCHEMA IF EXISTS writ CASCADE");
    const nodes = await startNodes("tables");
    await all(nodes, "!", 20);
    fill(at);
    await all(nodes, "-", 20);
    rmSync(join(at, "ballast"));
    const ms = await recovery(nodes);
    await all(nodes, "!", 20);
    for (const node of nodes) await finish(node);
    console.log(`B11 full tables: ${await check("tables", nodes)}, answers after ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(RECOVERED_MS);
    await administer("ALTER ROLE postgres RESET default_tablespace");
  });

  test.skipIf(mounted === null || !LONG)("of its log, which stops it, loses nothing", async () => {
    // A new one, whose log is small.
    await server.remove();
    server = await startServer();
    const at = makeDisk(64);
    await server.stop();
    const log = join(server.data, "pg_wal");
    // With `-a` it belongs to the same account.
    expect(spawnSync("cp", ["-a", log, join(at, "wal")]).status).toBe(0);
    rmSync(log, { recursive: true });
    symlinkSync(join(at, "wal"), log);
    await server.start(["min_wal_size=32MB", "max_wal_size=32MB"]);
    const nodes = await startNodes("log");
    await all(nodes, "!", 20);
    fill(at);
    await useUpSegments();
    await all(nodes, "-", 20);
    rmSync(join(at, "ballast"));
    await server.stop("SIGQUIT");
    await server.start();
    const ms = await recovery(nodes);
    await all(nodes, "!", 20);
    for (const node of nodes) await finish(node);
    console.log(`B11 full log: ${await check("log", nodes)}, answers after ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(RECOVERED_MS);
  });
});
