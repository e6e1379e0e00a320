/** B1: many processes on one budget, killed again and again; on PostgreSQL at once, on SQLite one after the other. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { openEngine } from "../../src/engine.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { buildPackage } from "../e2e/built.ts";
import { makeWorld, type World } from "../e2e/cli-world.ts";
import { startServer, type TestServer } from "../postgres/server.mjs";
import { live } from "./life.ts";
import { addUp, cents } from "./naive-budget.ts";
import { soundEntries } from "./sound.ts";

const LONG = process.env["WRIT_LONG"] === "1";
const PROCESSES = LONG ? 16 : 4;
/** Payments of each process, and how often it is killed on the way. */
const TURNS = LONG ? 1000 : 40;
const KILLS = LONG ? 10 : 2;
const LONGEST_MS = 400;

const CHILD = fileURLToPath(new URL("budget-child.mjs", import.meta.url));
const WINDOW_MS = 2000;
const LIMIT = 120;
const POLICY = `
[settings]
ticket_ttl = 1

[[rules]]
name = "small payments"
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"

[[budgets]]
id = "burst"
limit = "${LIMIT}"
currency = "USD"
window = "${WINDOW_MS}ms"

[[budgets]]
id = "ever"
limit = "1000000"
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

/** All lives of one guard, until it has had its turns. */
async function guard(cwd: string, state: string, number: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let life = 0; life <= KILLS; life++) {
    const left = TURNS - lines.filter((line) => line.startsWith("?")).length;
    const spell = state.startsWith("postgres") ? TURNS : Math.ceil(TURNS / 5);
    const words = [state, `g${number}`, `g${number}-${life}`, `${left}`, `${spell}`];
    lines.push(...(await live({ root, child: CHILD, cwd }, words, life < KILLS ? Math.random() * LONGEST_MS : null)));
  }
  return lines;
}

const idOf = (text: string): string | undefined => /\\"id\\":\\"(g[\d-]+)\\"/.exec(text)?.[1];

/** acknowledged ⊆ stored ⊆ asked, and nothing twice. */
function compare(texts: readonly string[], events: readonly string[], lines: readonly string[]): void {
  const said = (what: string) => lines.map((line) => line.split(" ")).filter(([first]) => first === what);
  const stored = texts.flatMap((text) => idOf(text) ?? []);
  expect(new Set(stored).size).toBe(stored.length);
  const asked = new Set(said("?").map(([, id]) => id));
  expect(stored.filter((id) => !asked.has(id))).toEqual([]);
  for (const [, id, seq] of said("!")) expect(idOf(texts[Number(seq)] ?? "")).toBe(id);
  const wrong = said("!").filter(([, , seq, hash]) => `0x${entryHash(texts[Number(seq)] ?? "", sha256)}` !== hash);
  expect(wrong).toEqual([]);
  expect(new Set(events).size).toBe(events.length);
  const told = [...said("c").map(([, id]) => `claim ${id}`), ...said("o").map(([, id, status]) => `${status} ${id}`)];
  const happened = new Set(events);
  expect(told.filter((one) => !happened.has(one))).toEqual([]);
  // Otherwise there was nothing to lose, and nothing to fight for.
  expect([said("!").length > PROCESSES * TURNS * 0.5, told.length > PROCESSES]).toEqual([true, true]);
}

async function checkSums(state: string, cwd: string, lines: readonly string[]): Promise<readonly number[]> {
  const texts = await soundEntries(state);
  const { open, spent, most, events } = addUp(texts, WINDOW_MS);
  compare(texts, events, lines);
  expect(most).toBeLessThanOrEqual(LIMIT * 100);
  const { code, out } = await world.run(["budgets", "--json", `--state=${state}`], { cwd });
  const ever = JSON.parse(out).find(({ budget }: { readonly budget: string }) => budget === "ever");
  expect([code, cents(ever.spent), cents(ever.reserved)]).toEqual([0, spent, open]);
  return [most, spent, texts.length];
}

/** The ledger is begun by one of them; the others have its key. */
async function begin(name: string, stateOf: (cwd: string) => string): Promise<readonly [cwd: string, state: string]> {
  const cwd = join(root, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "policy.toml"), POLICY);
  const state = stateOf(cwd);
  await (await openEngine({ policies: ["policy.toml"], state, cwd })).close();
  return [cwd, state];
}

const KINDS = [
  ["postgres", () => server.url("b1")],
  ["sqlite", (cwd: string) => join(cwd, ".writ/state/writ.db")],
] as const;

test.each(KINDS)(
  `B1: ${PROCESSES} processes never overspend one budget on %s, whoever is killed`,
  async (kind, stateOf) => {
    const [cwd, state] = await begin(kind, stateOf);
    const lives = Array.from({ length: PROCESSES }, async (_, number) => {
      // Each machine has a copy of the key of its own.
      const own = kind === "sqlite" ? cwd : join(root, `${kind}${number}`);
      if (own !== cwd) cpSync(cwd, own, { recursive: true });
      return guard(own, state, number);
    });
    const lines = (await Promise.all(lives)).flat();
    const [most = 0, spent, size] = await checkSums(state, cwd, lines);
    console.log(
      `B1 ${kind}: ${PROCESSES} × ${TURNS}, ${PROCESSES * KILLS} kills, ${size} entries, at most ${most} of ${LIMIT * 100} cents at once, ${spent} spent`,
    );
    // The limit was reached, or nearly.
    expect(most).toBeGreaterThan(LIMIT * 100 * 0.8);
  },
  3_600_000,
);
